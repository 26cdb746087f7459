"""Scenario files: their shape, how they are found, read and followed through `extends`, and how problems are told."""
