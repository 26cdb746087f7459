"""The command line. `main` is what `mellanrum` on a terminal calls; nothing heavy is imported before it is needed."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code: 0 fine, 1 a fault of ours, 2 bad input, 130 interrupted."""
    from mellanrum.cli.memory import spare_memory
    from mellanrum.cli.process import outcome
    from mellanrum.cli.root import root

    spare_memory()
    return outcome(root, arguments)
