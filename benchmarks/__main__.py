"""`python -m benchmarks` measures one replication at 1, 2, 5 and 10 times the population."""

from benchmarks.replication import main

if __name__ == "__main__":
    main()
