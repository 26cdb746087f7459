"""What is kept under `runs/`, and what of it may go, as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from outputs.text.grid import Column, Grid
from sim.terms.language import N_, _, language

NONE_YET = N_("No runs here yet: `mellanrum compare norrbotten current big_bang` makes one under runs/.")
NOTHING_TO_REMOVE = N_("Nothing to remove.")
STATES = (N_("finished"), N_("unfinished"), N_("running"), N_("damaged"))


def listing(kept: Sequence[Any]) -> Iterator[Grid | str]:
    """Yield the runs as a table: name, kind, state, what it is about, replications, size."""
    if not kept:
        yield _(NONE_YET)
        return
    columns = (
        Column(_("run"), right=False),
        Column(_("kind"), right=False),
        Column(_("state"), right=False),
        Column(_("replications")),
        Column(_("size")),
        Column(_("about"), right=False),
    )
    rows = [(k.name, k.kind, _(k.state), _count(k.replications), size(k.bytes), k.about) for k in kept]
    yield Grid(_("Runs"), columns, tuple(rows), ())
    if any(k.state == "unfinished" for k in kept):
        yield _("An unfinished run goes on where it was: mellanrum resume RUN")


def tidying(found: Sequence[Any], done: bool) -> Iterator[Grid | str]:
    """Yield what was or would be removed, by reason."""
    if not found:
        yield _(NOTHING_TO_REMOVE)
        return
    reasons = dict.fromkeys(one.why for one in found)
    rows = [(_(why), *_summed([one for one in found if one.why == why])) for why in reasons]
    columns = (Column(_("what"), right=False), Column(_("number")), Column(_("size")))
    yield Grid(_("Removed") if done else _("Would be removed"), columns, tuple(rows), ())
    if not done:
        yield _("Nothing was removed. The same command with --yes removes it.")


def _summed(some: Sequence[Any]) -> tuple[str, str]:
    return language().number(len(some)), size(sum(one.bytes for one in some))


def _count(number: int | None) -> str:
    return "" if number is None else language().number(number)


def size(number: int) -> str:
    """Return a number of bytes as people say it."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= step:
            return f"{language().number(number / step, 1)} {unit}"
    return f"{number} B"
