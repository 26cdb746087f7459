"""The check of the warm-up as people read it."""
