"""Chance asked for by name: keyed numbers, the distributions made of them, and risk clocks."""
