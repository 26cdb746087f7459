"""What could be counted next: questions to a municipality or the region, and the parameters that an answer would teach.

`counts.toml` holds them. A parameter is taught by one question at most; what none teaches is not to be had by asking.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from calibration.evidence.problem import BadInput, Problem, both, either, nearest
from sim.terms.language import _
from sim.terms.quantity import shown

FILE = Path(__file__).with_name("counts.toml")
MUNICIPALITY, REGION = ASKED = ("municipality", "region")


@dataclass(frozen=True, slots=True)
class Count:
    """A question, whom it is put to (`asked_of`), and patterns of the paths that an exact answer teaches."""

    id: str
    asked_of: str
    question_sv: str
    question_en: str
    teaches: tuple[str, ...]


KEYS = tuple(f.name for f in fields(Count))


def load_counts(known: Iterable[str], file: Path = FILE) -> tuple[Count, ...]:
    """Return the counts, in file order. `known`: paths of all parameters with a range, of every county and design.

    Raises BadInput with every fault at once: a pattern that matches no parameter is one, and a parameter that two
    counts teach.
    """
    rows, problems = _rows(file)
    paths = sorted(set(known))
    for nth, row in enumerate(rows, 1):
        problems += [Problem(file.name, f"{_name(row, nth)}.{key}", *what) for key, *what in _faults(row, paths)]
    problems += [Problem(file.name, *what) for what in _twice(rows, paths)]
    if problems:
        raise BadInput(problems)
    return tuple(Count(**{**row, "teaches": tuple(row["teaches"])}) for row in rows)


def paths_of(count: Count, known: Iterable[str]) -> tuple[str, ...]:
    """Return those of the paths `known` that the count teaches; none where a county or design lacks them all."""
    return tuple(path for path in known if _matches(path, count.teaches))


def not_countable(counts: Sequence[Count], known: Iterable[str]) -> tuple[str, ...]:
    """Return those of the paths `known` that no count teaches."""
    return tuple(path for path in known if not any(_matches(path, count.teaches) for count in counts))


def _rows(file: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return the tables of the file, and what else is wrong with it. Raises BadInput for a file that is no TOML."""
    try:
        table = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput([Problem(file.name, "file", str(error), _("TOML in UTF-8"))]) from error
    rows = table.get("count")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BadInput([Problem(file.name, "count", shown(rows), _("tables headed {heading}", heading="[[count]]"))])
    return rows, [Problem(file.name, key, _("an unknown key"), "count") for key in table if key != "count"]


def _name(row: dict[str, Any], nth: int) -> str:
    return row["id"] if isinstance(row.get("id"), str) and row["id"].strip() else f"count {nth}"


def _faults(row: dict[str, Any], paths: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (key, found, valid) for all that is wrong with one count by itself."""
    for key in row:
        if key not in KEYS:
            yield key, _("an unknown key"), ", ".join(nearest(key, KEYS) or KEYS)
    for key in ("id", "question_sv", "question_en"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield key, shown(row.get(key)) if key in row else _("nothing"), _("a text")
    if row.get("asked_of") not in ASKED:
        yield "asked_of", shown(row.get("asked_of")), either(ASKED)
    patterns = row.get("teaches")
    if not isinstance(patterns, list) or not patterns or not all(isinstance(p, str) for p in patterns):
        yield "teaches", shown(patterns), _("a list of paths of parameters")
        return
    for pattern in patterns:
        if not any(fnmatchcase(path, pattern) for path in paths):
            near = nearest(pattern, paths)
            yield (
                "teaches",
                _("{pattern}, which no parameter is called", pattern=shown(pattern)),
                ", ".join(near) or _("a parameter's path"),
            )


def _twice(rows: Sequence[dict[str, Any]], paths: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (key, found, valid) for ids that stand twice and for parameters that several counts teach."""
    names = [_name(row, nth) for nth, row in enumerate(rows, 1)]
    for name in dict.fromkeys(n for n in names if names.count(n) > 1):
        yield name, _("an id that stands twice"), _("each id once")
    for path in paths:
        who = [name for name, row in zip(names, rows, strict=True) if _matches(path, _patterns(row))]
        if len(who) > 1:
            yield path, _("a parameter that {counts} teach", counts=both(who)), _("one count at most")


def _patterns(row: dict[str, Any]) -> list[str]:
    given = row.get("teaches")
    return [p for p in given if isinstance(p, str)] if isinstance(given, list) else []


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
