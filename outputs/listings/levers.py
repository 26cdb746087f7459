"""The table of levers: low, high, what changes, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from outputs.text.county import OfACounty, county_shown
from sim.comparison.first_row import RANKS
from sim.comparison.results import Summary

HEADER = (
    "lever",
    "low",
    "high",
    "pairs",
    "untreated needs, low",
    "high",
    "change",
    "moves most",
    "change of that",
    "verdict",
)


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
        return "moves, though declared counted only" if found.lever.counted_only else "moves"
    return "counted only" if found.lever.counted_only else "within chance: to be declared counted only"


def title_of(levers: _Levers) -> str:
    """Return what the table is of."""
    return (
        f"Levers of coordination in {county_shown(levers)}: pairs of replications at central values, "
        f"seed {levers.seed}, {levers.years:g} years"
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
    return HEADER, rows


def markdown(levers: _Levers) -> str:
    """Return the table as a page."""
    header, rows = words(levers)
    lines = ["# What each lever of coordination does", "", f"{title_of(levers)}. Change: high less low, with its 95 %"]
    lines += ["interval. *Moves*: some measure of the first row does so beyond chance, all nine taken together."]
    lines += ["", "| " + " | ".join(header) + " |", "|---" * len(header) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    lines += ["", "Why these ends, or why counted only:", ""]
    lines += [f"- `{found.lever.key}`: {found.lever.why}" for found in levers.rows]
    return "\n".join(lines) + "\n"


def _end(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _level(summary: Summary) -> str:
    return "–" if summary.mean is None else f"{summary.mean:.3g}"


def _change(summary: Summary | None) -> str:
    if summary is None or summary.mean is None:
        return "–"
    if summary.low is None or summary.high is None:
        return f"{summary.mean:+.2g}"
    return f"{summary.mean:+.2g} ({summary.low:+.2g} to {summary.high:+.2g})"
