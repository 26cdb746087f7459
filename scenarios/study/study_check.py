"""What a study names must exist and fit together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.finding import find
from scenarios.files.formats import COUNTED_NO_MORE
from scenarios.files.problems import Problem, ScenarioError, nearest
from scenarios.files.read import FileKind, list_counties, list_designs
from scenarios.files.references import list_at, named, table_at, tables_in, texts, twice
from scenarios.files.study_file import AUTO
from scenarios.study.study_variations import reasons, sample_references, variation_references
from sim.terms.language import _
from sim.terms.quantity import shown


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a study may name that scenario files do not hold.

    `is_measure`: whether a name is a measure's; `measures`: some of them, to find the nearest in. `thresholds`: of
    what makes a need treated and a fall a fall. `counts`: ids of what could be counted. `evidence`: ids of the ledger.
    """

    is_measure: Callable[[str], bool]
    measures: Sequence[str]
    thresholds: Collection[str]
    counts: Collection[str]
    evidence: Collection[str]


def found_files(merged: Merged, key: str, kind: FileKind, near: Path) -> tuple[dict[str, str], list[Problem]]:
    """Return what the study calls a county or design → its name or path, and those that there are not."""
    found, problems = dict[str, str](), list[Problem]()
    shipped = list_counties() if kind == "county" else list_designs()
    names = texts(merged.table.get(key))
    for i, name in enumerate(names):
        try:
            path = find(name, kind, near)
            found[name] = name if name in shipped else str(path)
        except ScenarioError as fault:
            problems += [merged.problem((key, i), p.found, p.valid) for p in fault.problems]
    if merged.table.get(key) == []:
        problems.append(
            merged.problem(
                (key,), _("an empty list"), _("at least one county") if kind == "county" else _("at least one design")
            )
        )
    return found, problems + twice(merged, (key,), names)


def study_references(merged: Merged, known: KnownNames) -> list[Problem]:
    """Return what a study names that does not exist, and what does not fit together."""
    measures = texts(merged.table.get("measures"))
    found = [p for i, m in enumerate(measures) for p in _measure(merged, ("measures", i), m, known)]
    found += twice(merged, ("measures",), measures)
    if merged.table.get("measures") == []:
        found.append(
            merged.problem(("measures",), _("an empty list"), _("at least one measure, the most important first"))
        )
    counts = texts(merged.table.get("counts"))
    found += [p for i, c in enumerate(counts) for p in named(merged, ("counts", i), c, known.counts)]
    found += twice(merged, ("counts",), counts)
    found += [p for t in table_at(merged, "thresholds") for p in named(merged, ("thresholds", t), t, known.thresholds)]
    empty = [t for t, days in table_at(merged, "thresholds").items() if days == []]
    found += [merged.problem(("thresholds", t), _("an empty list"), _("at least one number")) for t in empty]
    if table_at(merged, "findings").get("sentences") == []:
        found.append(merged.problem(("findings", "sentences"), _("an empty list"), _("at least one sentence")))
    found += _replications(merged) + _precision(merged, measures, known) + _break_even(merged, measures)
    return found + _worth(merged) + sample_references(merged) + variation_references(merged, known.evidence)


def _measure(merged: Merged, key: KeyPath, name: str, known: KnownNames) -> list[Problem]:
    if known.is_measure(name):
        return []
    if name in COUNTED_NO_MORE:
        valid = _("what is counted today; mellanrum scenarios upgrade {file} takes it out", file=merged.leaf)
        return [merged.problem(key, _("{measure}, of before formats", measure=shown(name)), valid)]
    near = nearest(name, known.measures)
    return [merged.problem(key, shown(name), f'"{near}"' if near else _("the name of a measure"))]


def _replications(merged: Merged) -> list[Problem]:
    if merged.table.get("replications") != AUTO:
        return []
    valid = _('this key, since replications = "{auto}"', auto=AUTO)
    return [merged.problem((k,), NOTHING, valid) for k in ("budget_minutes", "precision") if not merged.table.get(k)]


def _precision(merged: Merged, measures: list[str], known: KnownNames) -> list[Problem]:
    found = []
    for name, table in tables_in(merged, "precision"):
        found += named(merged, ("precision", name), name, measures)
        if "difference" not in table and "level" not in table:
            found.append(merged.problem(("precision", name), NOTHING, _("a half-width of difference or of level")))
        found += reasons(merged, ("precision", name, "why"), table.get("why"), known.evidence)
    return found


def _worth(merged: Merged) -> list[Problem]:
    if not merged.table.get("counts") or merged.table.get("parameters") != "point":
        return []
    return [merged.problem(("parameters",), '"point"', _("draws, since counts are only worth what is not known"))]


def _break_even(merged: Merged, measures: list[str]) -> list[Problem]:
    ranges = [k for k, v in tables_in(merged, "variations") if "values" not in v]
    found = []
    if list_at(merged, "break_even") and len(list_at(merged, "designs")) == 1:
        found.append(
            merged.problem(("break_even",), _("one design"), _("designs beside the baseline, to be equal to it"))
        )
    for i, row in enumerate(list_at(merged, "break_even")):
        table = row if isinstance(row, dict) else {}
        at: KeyPath = ("break_even", i)
        found += named(merged, (*at, "key"), table.get("key"), ranges)
        found += named(merged, (*at, "measure"), table.get("measure"), measures)
        others = [k for k in ranges if k != table.get("key")]
        found += [p for key in texts(table.get("beside")) for p in named(merged, (*at, "beside"), key, others)]
        found += twice(merged, (*at, "beside"), texts(table.get("beside")))
    return found
