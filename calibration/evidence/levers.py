"""The levers of coordination that must show that they can matter: low and high of each, and which are counted only.

What is *counted only* is in the log and in the tables, and moves no measure beyond chance over a range that can be
defended (conceptual model, section 6). It says so wherever it is offered, and is not offered where one asks what moves
results.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from calibration.evidence.ledger import FOLDER, rows_of
from calibration.evidence.problem import BadInput, Problem
from sim.terms.language import _

FILE = "levers.csv"
ANSWERS = {"yes": True, "no": False}
FEWEST_PAIRS = 2
"""A difference from chance takes two."""


@dataclass(frozen=True, slots=True)
class LeverToTry:
    """A key of `design`, set to `low` and to `high` (numbers, or x0.5 for a factor); `why` these, or why counted.

    `pairs`: paired replications that its verdict rests on; a transfer differs more from itself than today does.
    """

    key: str
    design: str
    low: float | str
    high: float | str
    pairs: int
    counted_only: bool
    why: str


@cache
def levers(path: Path = FOLDER / FILE) -> tuple[LeverToTry, ...]:
    """Return the levers in the order of the file. Raises BadInput with all that is wrong with it."""
    problems: list[Problem] = []
    found = []
    for nth, row in enumerate(rows_of(path, [f.name for f in fields(LeverToTry)], problems), 2):
        ends = [_end(row[end]) for end in ("low", "high")]
        for name, end in zip(("low", "high"), ends, strict=True):
            if end is None:
                problems.append(
                    Problem(
                        path.name,
                        _("row {n}, {column}", n=nth, column=name),
                        repr(row[name]),
                        _("a number, or x and a factor"),
                    )
                )
        if row["counted_only"] not in ANSWERS:
            problems.append(
                Problem(
                    path.name,
                    _("row {n}, {column}", n=nth, column="counted_only"),
                    repr(row["counted_only"]),
                    _("yes or no"),
                )
            )
        pairs = int(row["pairs"]) if row["pairs"].isdecimal() else 0
        if pairs < FEWEST_PAIRS:
            problems.append(
                Problem(
                    path.name,
                    _("row {n}, {column}", n=nth, column="pairs"),
                    repr(row["pairs"]),
                    _("a whole number, at least {n}", n=FEWEST_PAIRS),
                )
            )
        low, high = ends
        if low is not None and high is not None and row["counted_only"] in ANSWERS:
            found.append(
                LeverToTry(
                    key=row["key"],
                    design=row["design"],
                    low=low,
                    high=high,
                    pairs=pairs,
                    counted_only=ANSWERS[row["counted_only"]],
                    why=row["why"],
                )
            )
    if problems:
        raise BadInput(problems)
    return tuple(found)


def counted_only() -> frozenset[str]:
    """Return the keys that are counted only."""
    return frozenset(lever.key for lever in levers() if lever.counted_only)


def _end(text: str) -> float | str | None:
    """Return one end of a lever as an edit is written: a number, or "x1.5"."""
    try:
        number = float(text.removeprefix("x"))
    except ValueError:
        return None
    return text if text.startswith("x") else number
