"""The evidence ledger: every figure with its source, and every assumption called one.

`evidence/sources.csv` holds figures read from sources, `evidence/assumptions.csv` priors where no figure exists,
`evidence/own_assumptions.csv` those of this model (A101 onwards), `evidence/contradictions.csv` where sources disagree
and what is done about it. An assumption that holds several numbers has a row for each: A062a.days, A062a.lost.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from calibration.evidence.problem import BadInput, Problem, nearest
from sim.terms.errors import InputError

FOLDER = Path(__file__).parent
FIGURE_FILES = ("sources.csv", "assumptions.csv", "own_assumptions.csv")
CONTRADICTION_FILE = "contradictions.csv"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the ledger, as written: `value`, `low` and `high` may be text or empty.

    `number`, `lowest` and `highest` are the same as floats in `unit`, or None. `locator`: where in the source; for an
    assumption the suggested distribution. `confidence`: high, medium, low, none (looked for, not found) or assumption.
    """

    id: str
    topic: str
    parameter: str
    value: str
    low: str
    high: str
    unit: str
    population: str
    period: str
    source: str
    locator: str
    url: str
    confidence: str
    note: str
    file: str

    @property
    def number(self) -> float | None:
        """Return the value as a finite number, or None."""
        return as_number(self.value)

    @property
    def lowest(self) -> float | None:
        """Return the low end of the range, or None."""
        return as_number(self.low)

    @property
    def highest(self) -> float | None:
        """Return the high end of the range, or None."""
        return as_number(self.high)

    @property
    def is_assumption(self) -> bool:
        """Return whether the row says that it is an assumption."""
        return self.confidence == "assumption"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One place where sources disagree, the `decision` on it, and the ids that it `takes` and `leaves`.

    `used`: whether one of the disagreeing figures bears on the model or on what it is checked against.
    """

    id: str
    contradiction: str
    sources: str
    note: str
    used: str
    takes: tuple[str, ...]
    leaves: tuple[str, ...]
    decision: str


class UnknownFigure(InputError, LookupError):  # noqa: N818 - reads as what happened
    """No figure has this id; `suggestions` are the nearest that exist."""

    def __init__(self, wanted: str, suggestions: tuple[str, ...]) -> None:
        self.wanted, self.suggestions = wanted, suggestions
        hint = f"; nearest: {', '.join(suggestions)}" if suggestions else ""
        super().__init__(f"no figure {wanted!r} in the ledger{hint}")


@dataclass(frozen=True, slots=True)
class Ledger:
    """All figures and contradictions, in file order. `by_id` holds the first row of each id."""

    figures: tuple[Figure, ...]
    contradictions: tuple[Contradiction, ...]
    by_id: Mapping[str, Figure]

    def __contains__(self, figure_id: object) -> bool:
        """Return whether a figure has this id."""
        return figure_id in self.by_id

    def get(self, figure_id: str) -> Figure:
        """Return the figure with this id. Raises UnknownFigure, which names the nearest ids."""
        if figure_id not in self.by_id:
            raise UnknownFigure(figure_id, self.nearest(figure_id))
        return self.by_id[figure_id]

    def search(self, text: str) -> tuple[Figure, ...]:
        """Return the figures that hold every word of `text`, whatever the case or the dots over the letters."""
        words = _plain(text).split()
        return tuple(f for f in self.figures if words and all(word in _searchable(f) for word in words))

    def nearest(self, figure_id: str) -> tuple[str, ...]:
        """Return up to three ids that `figure_id` may have meant: the same number written otherwise comes first."""
        meant = _normal(figure_id)
        same = tuple(i for i in self.by_id if _normal(i) == meant)
        parts = tuple(i for i in self.by_id if i.partition(".")[0] == figure_id.partition(".")[0])
        relatives = [i for i in self.by_id if _family(i) == _family(figure_id)]
        alike = nearest(figure_id.upper(), relatives or self.by_id)
        return tuple(dict.fromkeys(same + parts + alike))[:3]


@cache
def load() -> Ledger:
    """Return the shipped ledger, read once. Raises BadInput with every unreadable file or row."""
    return read(FOLDER)


def read(folder: Path) -> Ledger:
    """Return the ledger in `folder`. Raises BadInput if a file is missing, not UTF-8 or has other columns."""
    problems: list[Problem] = []
    columns = [f.name for f in fields(Figure) if f.name != "file"]
    figures = [Figure(**row, file=name) for name in FIGURE_FILES for row in rows_of(folder / name, columns, problems)]
    rows = rows_of(folder / CONTRADICTION_FILE, [f.name for f in fields(Contradiction)], problems)
    if problems:
        raise BadInput(problems)
    by_id: dict[str, Figure] = {}
    for figure in figures:
        by_id.setdefault(figure.id, figure)
    return Ledger(tuple(figures), tuple(_contradiction(row) for row in rows), by_id)


def as_number(text: str) -> float | None:
    """Return `text` as a finite number, or None when it is words, empty, or not finite."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def rows_of(path: Path, columns: list[str], problems: list[Problem]) -> list[dict[str, str]]:
    """Return the rows of a CSV file as dicts of stripped text; what is wrong with it is added to `problems`."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(path.name, "file", f"{type(error).__name__}: {error}", "a CSV file in UTF-8"))
        return []
    if header != columns:
        problems.append(Problem(path.name, "header", ",".join(header), ",".join(columns)))
        return []
    for number, row in enumerate(rows, 2):
        if row and len(row) != len(columns):
            problems.append(Problem(path.name, f"row {number}", f"{len(row)} cells", f"{len(columns)} cells"))
    return [dict(zip(columns, map(str.strip, row), strict=True)) for row in rows if len(row) == len(columns)]


def _contradiction(row: dict[str, str]) -> Contradiction:
    words = {key: text for key, text in row.items() if key not in ("takes", "leaves")}
    return Contradiction(**words, takes=tuple(row["takes"].split()), leaves=tuple(row["leaves"].split()))


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _searchable(figure: Figure) -> str:
    texts = (figure.id, figure.topic, figure.parameter, figure.value, figure.unit, figure.population, figure.period)
    return _plain(" ".join((*texts, figure.source, figure.note)))


def _normal(figure_id: str) -> str:
    """Return an id without case, punctuation or leading zeros: NB-003, nb3 and NB03 are one."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[^a-z0-9.]", "", figure_id.lower()))


def _family(figure_id: str) -> str:
    """Return the letters that an id begins with: NB, GB, VA, X or A."""
    return re.split(r"[^A-Z]", figure_id.upper())[0]
