"""The table of levers: low, high, what changes, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from outputs.text.county import OfACounty, county_shown
from outputs.text.numbers import written
from sim.comparison.first_row import RANKS
from sim.comparison.results import Summary
from sim.terms.language import ENGLISH, N_, _, language, speaking

HEADER = (
    N_("lever"),
    N_("low"),
    N_("high"),
    N_("pairs"),
    N_("untreated needs, low"),
    N_("high"),
    N_("change"),
    N_("moves most"),
    N_("change of that"),
    N_("verdict"),
)
WHY = N_("Why these ends, or why counted only:")


class _Lever(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def design(self) -> str: ...
    @property
    def low(self) -> float | str: ...
    @property
    def high(self) -> float | str: ...
    @property
    def counted_only(self) -> bool: ...
    @property
    def why(self) -> str: ...


class _Found(Protocol):
    @property
    def lever(self) -> _Lever: ...
    @property
    def pairs(self) -> int: ...
    @property
    def low(self) -> Summary: ...
    @property
    def high(self) -> Summary: ...
    @property
    def changes(self) -> dict[str, Summary]: ...
    @property
    def most(self) -> str: ...
    @property
    def moves(self) -> bool: ...


class _Levers(OfACounty, Protocol):
    @property
    def seed(self) -> int: ...
    @property
    def years(self) -> float: ...
    @property
    def rows(self) -> Sequence[_Found]: ...


def verdict(found: _Found) -> str:
    """Return whether a lever moves a measure, and whether that is what its file says of it."""
    if found.moves:
        return _("moves, though declared counted only") if found.lever.counted_only else _("moves")
    return _("counted only") if found.lever.counted_only else _("within chance: to be declared counted only")


def title_of(levers: _Levers) -> str:
    """Return what the table is of."""
    return _(
        "Levers of coordination in {county}: pairs of replications at central values, seed {seed}, {years} years",
        county=county_shown(levers),
        seed=levers.seed,
        years=written(levers.years),
    )


def words(levers: _Levers) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return header and rows."""
    rows: list[tuple[str, ...]] = [
        (
            f"{found.lever.key} ({found.lever.design})", _end(found.lever.low), _end(found.lever.high),
            str(found.pairs), _level(found.low), _level(found.high), _change(found.changes.get(RANKS)),
            found.most, _change(found.changes.get(found.most)), verdict(found),
        )
        for found in levers.rows
    ]  # fmt: skip
    return tuple(map(_, HEADER)), rows


def reasons(levers: _Levers) -> tuple[str, ...]:
    """Return why the ends of each lever are these, or why it is counted only: notes below the table."""
    return _(WHY), *(f"{found.lever.key}: {_(found.lever.why)}" for found in levers.rows)


@speaking(ENGLISH.code)
def markdown(levers: _Levers) -> str:
    """Return the table as docs/levers.md, which is English."""
    header, rows = words(levers)
    lines = ["# What each lever of coordination does"]  # not said: an English document
    lines += ["", f"{title_of(levers)}. Change: high less low, with its 95 %"]  # not said: an English document
    # not said: an English document
    lines += ["interval. *Moves*: some measure of the first row does so beyond chance, all nine taken together."]
    lines += ["", "| " + " | ".join(header) + " |", "|---" * len(header) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    lines += ["", _(WHY), ""]
    lines += [f"- `{found.lever.key}`: {found.lever.why}" for found in levers.rows]
    return "\n".join(lines) + "\n"


def _end(value: float | str) -> str:
    return value.replace(".", language().decimal) if isinstance(value, str) else written(value)


def _level(summary: Summary) -> str:
    return "–" if summary.mean is None else written(summary.mean, ".3g")


def _change(summary: Summary | None) -> str:
    if summary is None or summary.mean is None:
        return "–"
    if summary.low is None or summary.high is None:
        return written(summary.mean, "+.2g")
    value, low, high = (written(x, "+.2g") for x in (summary.mean, summary.low, summary.high))
    return _("{value} ({low} to {high})", value=value, low=low, high=high)
