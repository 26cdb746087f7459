"""What the model of a county is fitted to and checked against, and how each figure was counted: `targets/COUNTY.toml`.

A target has a figure and a range: 95 % of where the figure may truly lie for the county, given how it was counted. It
is for the fit or for validation, never both. Ranges, discrepancy and flags are fixed before the first fit.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from calibration.evidence.ledger import Ledger, load
from calibration.evidence.problem import BadInput, Problem, either, id_near, nearest
from calibration.targets.observe import OBSERVED, REGISTERED
from calibration.targets.scale import SCALES, UNITS
from sim.measures.catalogue import catalogue, find
from sim.terms.language import _
from sim.terms.quantity import Quantity, QuantityError, is_number, quantity_from, shown
from sim.terms.total import count_of

FOLDER = Path(__file__).parent
USES = ("fit", "validate")
SECTIONS = ("survey", "discrepancy", "unknown", "target")
SURVEY_KEYS = ("months", "answering", "testing")
UNKNOWNS = {
    "diagnosed": "share",
    "methods_per_treatment": "methods",
    "relatives_supported": "share",
}
"""What the sources may leave unsaid of how they counted, with its unit; `observe` says how each is used."""
BEARS_ON = {
    "diagnosed": ("survey.diagnosed_share", "survey.diagnosed_persons"),
    "methods_per_treatment": ("survey.person_methods", "survey.methods_per_seeker", "survey.methods_beside"),
    "relatives_supported": ("survey.relatives", "survey.relatives_per_seeker"),
}
"""The measures that each of them enters."""
LEAST_VALIDATED = 1 / 3


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that a measure of the model should come near.

    `measure`: what `observe` gives. `figure`, and `low` to `high`, its 95 % range, in `unit`. `use`: "fit" or
    "validate". `evidence`: ids of the ledger. `observation`: whom it was counted on and how the range was made.
    `why_not`: why the model is expected outside, or empty.
    """

    id: str
    use: str
    title: str
    measure: str
    figure: float
    low: float
    high: float
    unit: str
    evidence: tuple[str, ...]
    observation: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Targets:
    """All targets of a county and how they were observed.

    `months`: surveyed, from January. `answering`: how many municipalities answered, 0 if all did; `testing`: how many
    of these counted tests. `discrepancy`: by scale, the standard deviation of what even right parameters would miss by.
    `unknown`: what the sources leave unsaid, by name.
    """

    county: str
    months: int
    answering: int
    testing: int
    discrepancy: Mapping[str, Quantity]
    unknown: Mapping[str, Quantity]
    rows: tuple[Target, ...]

    def unknown_in_fit(self) -> list[str]:
        """Return the unknowns that bear on a target for the fit; the others are told nothing by it."""
        measures = {row.measure for row in self.of("fit")}
        return [name for name in self.unknown if measures & set(BEARS_ON[name])]

    def of(self, use: str) -> tuple[Target, ...]:
        """Return the targets for "fit" or for "validate", in file order."""
        return tuple(row for row in self.rows if row.use == use)


def counties_with_targets(folder: Path = FOLDER) -> list[str]:
    """Return the counties that have a file of targets."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def load_targets(county: str, ledger: Ledger | None = None, folder: Path = FOLDER) -> Targets:
    """Return the targets of a county, in file order. Raises BadInput with every fault in the file at once."""
    known = counties_with_targets(folder)
    if county not in known:
        hint = ", ".join(nearest(county, known) or known)
        raise BadInput(
            [Problem("targets", "county", shown(county), _("a county with targets: {counties}", counties=hint))]
        )
    path = folder / f"{county}.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput([Problem(path.name, "file", str(error), _("TOML in UTF-8"))]) from error
    rows = table.get("target")
    problems = [
        Problem(path.name, key, _("an unknown key"), ", ".join(SECTIONS)) for key in table if key not in SECTIONS
    ]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BadInput(
            [*problems, Problem(path.name, "target", shown(rows), _("tables headed {heading}", heading="[[target]]"))]
        )
    survey = _survey(table.get("survey"), path.name, problems)
    units = dict.fromkeys(SCALES)
    discrepancy = _quantities(table.get("discrepancy"), {k: k for k in units}, "discrepancy", path.name, problems)
    problems += [
        Problem(path.name, f"discrepancy.{scale}", _("nothing"), _("a quantity"))
        for scale in units
        if scale not in discrepancy
    ]
    unknown = _quantities(table.get("unknown", {}), UNKNOWNS, "unknown", path.name, problems)
    problems += [p for number, row in enumerate(rows, 1) for p in _row_problems(row, number, path.name)]
    problems += _shared_problems(rows, path.name, ledger or load())
    problems += _measure_problems(rows, path.name, unknown, survey["testing"])
    if problems:
        raise BadInput(problems)
    targets = tuple(Target(**{**row, "evidence": tuple(row["evidence"])}) for row in rows)
    return Targets(
        county=county,
        months=survey["months"],
        answering=survey["answering"],
        testing=survey["testing"],
        discrepancy=discrepancy,
        unknown=unknown,
        rows=targets,
    )


def _survey(table: object, file: str, problems: list[Problem]) -> dict[str, int]:
    found = table if isinstance(table, dict) else {}
    problems += [
        Problem(file, f"survey.{key}", _("an unknown key"), ", ".join(SURVEY_KEYS))
        for key in found
        if key not in SURVEY_KEYS
    ]
    values = {
        "months": found.get("months", 12),
        "answering": found.get("answering", 0),
        "testing": found.get("testing", 0),
    }
    for key, (least, most) in {"months": (1, 12), "answering": (0, 1000), "testing": (0, 1000)}.items():
        value = values[key]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            problems.append(
                Problem(
                    file,
                    f"survey.{key}",
                    shown(value),
                    _("a whole number from {least} to {most}", least=least, most=most),
                )
            )
    if not problems and values["testing"] > values["answering"]:
        problems.append(Problem(file, "survey.testing", str(values["testing"]), _("at most survey.answering")))
    return values


def _quantities(
    table: object, units: Mapping[str, str], section: str, file: str, problems: list[Problem]
) -> dict[str, Quantity]:
    if not isinstance(table, dict):
        problems.append(Problem(file, section, shown(table), _("a table of quantities")))
        return {}
    found = {}
    for key, item in table.items():
        if key not in units:
            hint = ", ".join(nearest(key, units) or units)
            problems.append(Problem(file, f"{section}.{key}", _("an unknown key"), hint))
            continue
        try:
            found[key] = quantity_from(item, (units[key],))
        except QuantityError as error:
            problems += [Problem(file, f"{section}.{key}.{f.key}", _(f.found), _(f.valid)) for f in error.faults]
    return found


def _row_problems(row: dict[str, Any], number: int, file: str) -> list[Problem]:
    name = row["id"] if isinstance(row.get("id"), str) else f"target {number}"
    keys = [f.name for f in fields(Target)]
    faults = [(k, _("an unknown key"), ", ".join(nearest(k, keys)) or ", ".join(keys)) for k in row if k not in keys]
    for key in ("id", "title", "measure", "observation", "why_not"):
        text = row.get(key, "" if key == "why_not" else None)
        if not isinstance(text, str) or not (text.strip() or key == "why_not"):
            faults.append((key, shown(text), _("a text")))
    if row.get("use") not in USES:
        faults.append(("use", shown(row.get("use")), either(USES)))
    if row.get("unit") not in tuple(UNITS):  # as a tuple: whatever stands there, a table too
        faults.append(("unit", shown(row.get("unit")), either(UNITS)))
    faults += _number_faults(row)
    ids = row.get("evidence")
    if not isinstance(ids, list) or not ids or not all(isinstance(i, str) for i in ids):
        faults.append(("evidence", shown(ids), _("a list of ids of the ledger")))
    return [Problem(file, f"{name}.{key}", found, valid) for key, found, valid in faults]


def _number_faults(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return what is wrong with figure, low and high; a share lies inside (0, 1), since it is compared as a logit."""
    share = row.get("unit") == "share"
    numbers = {k: row.get(k) for k in ("figure", "low", "high")}

    def fits(v: object) -> bool:
        return is_number(v, 1.0 if share else 1e9) and not (share and v in (0, 1))

    valid = _("a share above 0 and below 1") if share else _("a number from 0 to 1e9")
    faults = [(k, shown(v), valid) for k, v in numbers.items() if not fits(v)]
    if not faults and not row["low"] < row["figure"] < row["high"]:
        found = f"low {row['low']}, figure {row['figure']}, high {row['high']}"  # not said: keys
        faults.append(("low", found, _("low below the figure, and the figure below high")))
    return faults


def _measure_problems(
    rows: list[dict[str, Any]], file: str, unknown: Mapping[str, Quantity], testing: int
) -> list[Problem]:
    """Return measures that no run has, or that need something unsaid which the file does not state."""
    problems = []
    needs = {measure: name for name, measures in BEARS_ON.items() for measure in measures}
    for row in rows:
        measure, at = str(row.get("measure")), f"{row.get('id')}.measure"
        if not is_measure(measure):
            known = (*OBSERVED, *REGISTERED, *(entry.pattern for entry in catalogue()))
            hint = ", ".join(nearest(measure, known)) or _("a measure of a run, such as survey.sought")
            problems.append(Problem(file, at, measure, hint))
        elif measure in needs and needs[measure] not in unknown:
            problems.append(
                Problem(file, f"unknown.{needs[measure]}", _("nothing"), _("a quantity, since {key} needs it", key=at))
            )
        elif measure.startswith("survey.tests_") and not testing:
            problems.append(
                Problem(file, "survey.testing", "0", _("how many counted tests, since {key} needs it", key=at))
            )
    if not any(row.get("use") == "fit" for row in rows):
        problems.append(
            Problem(file, "target.use", _("no target for the fit"), _("at least one with use = {word!r}", word="fit"))
        )
    return problems


def is_measure(name: str) -> bool:
    """Return whether a figure can be set beside it: a measure, or what a survey or a register counts."""
    try:
        find(name)
    except KeyError:
        return name in OBSERVED or name in REGISTERED
    return True


def _shared_problems(rows: list[dict[str, Any]], file: str, ledger: Ledger) -> list[Problem]:
    """Return ids and measures used twice, unknown evidence, and too few targets for validation."""
    problems = []
    for key in ("id", "measure"):
        counts = Counter(str(row[key]) for row in rows if key in row)
        twice = [name for name, count in counts.items() if count > 1]
        problems += [
            Problem(file, f"{name}.{key}", _("{item} twice", item=name), _("one row per {key}", key=key))
            for name in twice
        ]
    for row in rows:
        ids = row.get("evidence")
        for i in ids if isinstance(ids, list) else ():
            if isinstance(i, str) and i not in ledger:
                problems.append(Problem(file, f"{row.get('id')}.evidence", i, id_near(ledger.nearest(i))))
    kept = count_of(row.get("use") == "validate" for row in rows)
    if kept < len(rows) * LEAST_VALIDATED:
        found = _("{kept} of {n} for validation", kept=kept, n=len(rows))
        problems.append(Problem(file, "target.use", found, _("at least a third with use = {word!r}", word="validate")))
    return problems
