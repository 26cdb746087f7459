"""One workload on several engines: the same clients, stations and distributions, each written as its engine asks for.

`workload.py` says what it is. `ours.py` is it on the model's own building blocks, and is compiled with them.
"""
