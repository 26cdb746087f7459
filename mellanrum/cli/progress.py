"""How far a run has come, on stderr, and only where a person is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.terms.language import N_, _

BEFORE = N_("getting ready")
LEFT = N_("replications, left:")
"""Until the first replication is told: scenarios are made and looked for in the archive, hundredths of a second for
each point of a sweep."""


@contextmanager
def shown_progress(what: str, unit: str = LEFT) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function to call with (done, total), or None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(_(unit), markup=False),
        TimeRemainingColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{what}: {_(BEFORE)}", total=None)
        yield lambda done, total: bar.update(task, description=what, completed=done, total=total)
