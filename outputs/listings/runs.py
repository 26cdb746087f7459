"""What is kept under `runs/`, and what of it may go, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from outputs.text.grid import Column, Grid

NONE_YET = "No runs here yet: `mellanrum compare norrbotten current big_bang` makes one under runs/."
NOTHING_TO_REMOVE = "Nothing to remove."


def listing(kept: Sequence[Any]) -> Iterator[Grid | str]:
    """Yield the runs as a table: name, kind, state, what it is about, replications, size."""
    if not kept:
        yield NONE_YET
        return
    columns = (
        Column("run", right=False),
        Column("kind", right=False),
        Column("state", right=False),
        Column("replications"),
        Column("size"),
        Column("about", right=False),
    )
    rows = [(k.name, k.kind, k.state, _count(k.replications), size(k.bytes), k.about) for k in kept]
    yield Grid("Runs", columns, tuple(rows), ())
    if any(k.state == "unfinished" for k in kept):
        yield "An unfinished run goes on where it was: mellanrum resume RUN"


def tidying(found: Sequence[Any], done: bool) -> Iterator[Grid | str]:
    """Yield what was or would be removed, by reason."""
    if not found:
        yield NOTHING_TO_REMOVE
        return
    reasons = dict.fromkeys(one.why for one in found)
    rows = [(why, *_summed([one for one in found if one.why == why])) for why in reasons]
    columns = (Column("what", right=False), Column("number"), Column("size"))
    yield Grid("Removed" if done else "Would be removed", columns, tuple(rows), ())
    if not done:
        yield "Nothing was removed. The same command with --yes removes it."


def _summed(some: Sequence[Any]) -> tuple[str, str]:
    return str(len(some)), size(sum(one.bytes for one in some))


def _count(number: int | None) -> str:
    return "" if number is None else str(number)


def size(number: int) -> str:
    """Return a number of bytes as people say it."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= step:
            return f"{number / step:.1f} {unit}"
    return f"{number} B"
