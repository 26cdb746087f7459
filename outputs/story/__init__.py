"""One client's story: found, told row by row, and shown under one design or two."""
