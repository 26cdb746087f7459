"""How fast and how large: measured, never promised. `make bench` runs `benchmarks/replication.py`."""
