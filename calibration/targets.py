"""What the model is checked against for a county: ranges from the evidence, read from `targets/COUNTY.toml`.

The targets are not used to set any parameter by hand: they are for looking at the uncalibrated model.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

from calibration.ledger import Ledger, load
from calibration.problem import BadInput, Problem, nearest
from sim.terms.quantity import is_number, shown

FOLDER = Path(__file__).with_name("targets")
UNITS = ("share", "days", "persons", "persons per year")


@dataclass(frozen=True, slots=True)
class Target:
    """A range that a measure of the model should fall in.

    `measure`: name of the model's measure. `low`, `high` in `unit`. `evidence`: ids of the ledger. `observation`: whom
    the figure was counted on and how the range was made. `why_not`: why the model is expected outside, or empty.
    """

    id: str
    title: str
    measure: str
    low: float
    high: float
    unit: str
    evidence: tuple[str, ...]
    observation: str
    why_not: str = ""


def load_targets(county: str, ledger: Ledger | None = None, folder: Path = FOLDER) -> tuple[Target, ...]:
    """Return the targets of a county, in file order. Raises BadInput with every fault in the file at once."""
    known = sorted(path.stem for path in folder.glob("*.toml"))
    if county not in known:
        hint = ", ".join(nearest(county, known) or known)
        raise BadInput([Problem("targets", "county", shown(county), f"a county with targets: {hint}")])
    path = folder / f"{county}.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput([Problem(path.name, "file", str(error), "TOML in UTF-8")]) from error
    rows = table.get("target")
    extra = [Problem(path.name, key, "an unknown key", "target") for key in table if key != "target"]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BadInput([*extra, Problem(path.name, "target", shown(rows), "tables headed [[target]]")])
    problems = extra + [p for number, row in enumerate(rows, 1) for p in _row_problems(row, number, path.name)]
    problems += _shared_problems(rows, path.name, ledger or load())
    if problems:
        raise BadInput(problems)
    return tuple(Target(**{**row, "evidence": tuple(row["evidence"])}) for row in rows)


def _row_problems(row: dict[str, object], number: int, file: str) -> list[Problem]:
    name = row["id"] if isinstance(row.get("id"), str) else f"target {number}"
    keys = [f.name for f in fields(Target)]
    faults = [(k, "an unknown key", ", ".join(nearest(k, keys)) or ", ".join(keys)) for k in row if k not in keys]
    for key in ("id", "title", "measure", "observation", "why_not"):
        text = row.get(key, "" if key == "why_not" else None)
        if not isinstance(text, str) or not (text.strip() or key == "why_not"):
            faults.append((key, shown(text), "a text"))
    if row.get("unit") not in UNITS:
        faults.append(("unit", shown(row.get("unit")), " or ".join(UNITS)))
    top = 1.0 if row.get("unit") == "share" else 1e9
    low, high = row.get("low"), row.get("high")
    ends = (("low", low), ("high", high))
    faults += [(k, shown(v), f"a number from 0 to {top:g}") for k, v in ends if not is_number(v, top)]
    if is_number(low) and is_number(high) and low > high:  # type: ignore[operator]
        faults.append(("low", f"{low} above high {high}", "low at most high"))
    ids = row.get("evidence")
    if not isinstance(ids, list) or not ids or not all(isinstance(i, str) for i in ids):
        faults.append(("evidence", shown(ids), "a list of ids of the ledger"))
    return [Problem(file, f"{name}.{key}", found, valid) for key, found, valid in faults]


def _shared_problems(rows: list[dict[str, object]], file: str, ledger: Ledger) -> list[Problem]:
    """Return ids that are used twice, measures that are, and evidence ids that the ledger does not hold."""
    problems = []
    for key in ("id", "measure"):
        counts = Counter(str(row[key]) for row in rows if key in row)
        twice = [name for name, count in counts.items() if count > 1]
        problems += [Problem(file, f"{name}.{key}", f"{name} twice", f"one row per {key}") for name in twice]
    for row in rows:
        ids = row.get("evidence")
        for i in ids if isinstance(ids, list) else ():
            if isinstance(i, str) and i not in ledger:
                hint = ", ".join(ledger.nearest(i)) or "none"
                problems.append(Problem(file, f"{row.get('id')}.evidence", i, f"an id of the ledger; nearest: {hint}"))
    return problems
