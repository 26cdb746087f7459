"""Clients and their needs, drawn once and identical under every design."""
