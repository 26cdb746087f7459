"""What a study varies: each under its whole key, with a reason, and tried in every scenario before anything is run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import prod
from typing import TYPE_CHECKING, Any

from scenarios.compose import compose
from scenarios.edits.comparable import is_common
from scenarios.edits.edits import Edit, Times
from scenarios.edits.keys import KeyStanding, tables_of, varied
from scenarios.edits.laying import leaves_named
from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.names import part
from scenarios.files.problems import Problem, ScenarioError, both, either, one_of
from scenarios.files.read import Table
from scenarios.files.references import table_at, tables_in, texts, twice
from scenarios.files.study_file import KINDS, MOST_POINTS, VariationTable
from sim.terms.language import _
from sim.terms.quantity import is_number, shown

if TYPE_CHECKING:
    from scenarios.files.parameters import Parameters

ASSUMPTION = "assumption:"
ID = re.compile(r"[A-Z]{1,2}-?\d{3}(?!\d)(?:\.\w+)?")


def variations_apart(table: Table) -> Table:
    """Return the file's table with each variation under its whole key, however its heading is written."""
    given = table.get("variations")
    if not isinstance(given, dict):
        return table
    return {**table, "variations": dict(_apart(given, ""))}


def _apart(table: Table, at: str) -> Iterator[tuple[str, Any]]:
    own = {info.alias or name for name, info in VariationTable.model_fields.items()}
    for name, below in table.items():
        key = f"{at}.{part(name)}" if at else name
        if isinstance(below, dict) and below and own.isdisjoint(below):
            yield from _apart(below, key)
        else:
            yield key, below


def sample_references(merged: Merged) -> list[Problem]:
    """Return why the sample does not fit the variations: ranges for a hypercube, values for a grid."""
    variations, sample = dict(tables_in(merged, "variations")), table_at(merged, "sample")
    kind = sample.get("kind")
    if not variations:
        valid = _("variations to take it of, or not this key")
        return [merged.problem(("sample",), _("a sample of nothing"), valid)] if "sample" in merged.table else []
    if "sample" not in merged.table:
        return [merged.problem(("sample",), NOTHING, _("this key, since there are variations"))]
    if kind not in KINDS:
        return []
    found, key = list[Problem](), ("sample", "points")
    if kind == "grid" and "points" in sample:
        found.append(merged.problem(key, shown(sample["points"]), _("not this key: a grid has every combination")))
    if kind != "grid" and "points" not in sample:
        found.append(merged.problem(key, NOTHING, _("this key: how many points the sample has")))
    n = prod(len(v["values"]) for v in variations.values() if isinstance(v.get("values"), list))
    if kind == "grid" and n > MOST_POINTS:
        found.append(merged.problem(("variations",), _("{n} combinations", n=n), _("at most {n}", n=MOST_POINTS)))
    for name, table in variations.items():
        if kind == "grid" and ("low" in table or "high" in table):
            found.append(
                merged.problem(("variations", name), _("low and high"), _("values, since the sample is a grid"))
            )
        if kind != "grid" and "values" in table:
            found.append(merged.problem(("variations", name), "values", _("low and high, since the sample is no grid")))
    return found


def variation_references(merged: Merged, evidence: Collection[str]) -> list[Problem]:
    """Return variations that say too little, too much, or what cannot be."""
    designs, found = texts(merged.table.get("designs")), list[Problem]()
    for name, table in tables_in(merged, "variations"):
        at: KeyPath = ("variations", name)
        given = [k for k in ("low", "high", "values") if k in table]
        if given not in (["low", "high"], ["values"]):
            found.append(merged.problem(at, both(given) or NOTHING, _("low and high, or values")))
        low, high = table.get("low"), table.get("high")
        if isinstance(low, int | float) and isinstance(high, int | float) and low >= high:
            found.append(merged.problem((*at, "high"), shown(high), _("a number above low, {low}", low=shown(low))))
        if isinstance(table.get("values"), list):
            found += _values(merged, (*at, "values"), table["values"], table.get("as") == "factor")
        only = texts(table.get("only_for"))
        found += twice(merged, (*at, "only_for"), only)
        for d in only:
            if d not in designs:
                valid = _("a design of the study: {designs}", designs=one_of(designs, d))
                found.append(merged.problem((*at, "only_for"), shown(d), valid))
        found += reasons(merged, (*at, "why"), table.get("why"), evidence)
    return found


def _values(merged: Merged, key: KeyPath, values: list[Any], are_factors: bool) -> list[Problem]:
    if not values:
        return [merged.problem(key, _("an empty list"), _("at least one value"))]
    plain = Counter((isinstance(v, bool), v) for v in values if isinstance(v, int | float | str | date))
    again = [shown(v) for (_, v), n in plain.items() if n > 1]  # true and 1 are not the same here
    found = [merged.problem(key, _("{item} twice", item=v), _("each value once")) for v in again]
    words = [v for v in values if isinstance(v, bool) or not isinstance(v, int | float)]
    if words and are_factors:
        found.append(merged.problem(key, shown(words[0]), _("numbers, since they are factors")))
    return found


def reasons(merged: Merged, key: KeyPath, why: object, evidence: Collection[str]) -> list[Problem]:
    """Return the problem of a reason that names neither evidence nor an assumption, or evidence that is not there."""
    if not isinstance(why, str) or not why.strip():
        return []  # a fault of shape, told elsewhere
    if re.match(rf"{ASSUMPTION}\s*\S", why) is None and ID.match(why) is None:
        valid = _('ids of the evidence ledger first ("A031: ..."), or "{word} ..."', word=ASSUMPTION)
        return [merged.problem(key, shown(why), valid)]
    unknown = [i for i in ID.findall(why) if i not in evidence]
    return [merged.problem(key, f'"{i}"', _("an id of the evidence ledger")) for i in unknown]


def tried(merged: Merged, counties: Iterable[str], designs: Mapping[str, str], parameters: Parameters) -> list[Problem]:
    """Return what is wrong with the scenarios of a study: each design in each county, with the ends of its variations.

    `designs`: what the study calls one → its name or path. What cannot be tried has a fault of shape, told elsewhere.
    """
    years, found = merged.table.get("years", 5), list[Problem]()
    years = float(years) if isinstance(years, int | float) and is_number(years, 100) and years > 0 else 5.0
    for name, design in designs.items():
        own = {k: v for k, v in tables_in(merged, "variations") if name in (texts(v.get("only_for")) or [name])}
        ends = {key: edits for key, table in own.items() if (edits := _ends(table))}
        n = max((len(edits) for edits in ends.values()), default=1)
        points = [{key: edits[i % len(edits)] for key, edits in ends.items()} for i in range(n)]
        for county in counties:
            wrong: list[Problem] = []
            for point in points:
                try:
                    compose(county, design, parameters=parameters, years=years, edits=point, label=merged.leaf)
                except ScenarioError as fault:
                    wrong += [_in_study(p) if p.file == merged.leaf else p for p in fault.problems]
            wrong += (
                _of_some_only(
                    merged=merged, county=county, design=design, own=own, designs=list(designs), parameters=parameters
                )
                if not wrong
                else []
            )
            stated = {key: table for key, table in own.items() if isinstance(table.get("unit"), str)}
            if stated and not wrong:
                found += _units(merged, stated, varied(county, design, parameters))
            found += wrong
    told: dict[tuple[str, str, str], Problem] = {}
    for problem in found:  # one fault of the study, however many designs and counties meet it
        told.setdefault((problem.file, problem.key, problem.found), problem)
    return list(told.values())


def _ends(table: Mapping[str, Any]) -> list[Edit]:
    """Return the edits of a variation's ends: the least and the largest number, and whatever is no number."""
    values = table.get("values")
    given = values if isinstance(values, list) else [table.get("low"), table.get("high")]
    sizes = [v for v in given if isinstance(v, int | float) and not isinstance(v, bool)]
    ends = [min(sizes), max(sizes)] if sizes else []
    if table.get("as") == "factor":
        return [Times(float(v)) for v in ends]
    return [*ends, *(v for v in given if isinstance(v, bool | str | date))]


def _of_some_only(
    merged: Merged,
    county: str,
    design: str,
    own: Mapping[str, Mapping[str, Any]],
    designs: Sequence[str],
    parameters: Parameters,
) -> list[Problem]:
    """Return variations of the calendar or the world that some designs of the study are to be without."""
    some = {key: texts(table.get("only_for")) for key, table in own.items()}
    found = []
    for key, only in some.items():
        if not only or set(designs) <= set(only):
            continue
        if all(is_common(leaf) for leaf in leaves_named(tables_of(county, design, parameters), key)):
            valid = _("not this key, since what belongs to the calendar or the world is one for all designs")
            found.append(merged.problem(("variations", key, "only_for"), ", ".join(only), valid))
    return found


def _in_study(problem: Problem) -> Problem:
    lacks = problem.may_stand
    valid = _("{valid}, or only_for with the designs that have it", valid=problem.valid) if lacks else problem.valid
    return replace(problem, key=f"variations.{problem.key}", valid=valid)


def _units(merged: Merged, own: Mapping[str, Mapping[str, Any]], keys: Mapping[str, KeyStanding]) -> list[Problem]:
    """Return units that are not those of what the keys hold."""
    found = []
    for key, table in own.items():
        held = {s.quantity.unit for k, s in keys.items() if s.quantity and f"{k}.".startswith(f"{key}.")}
        if held and held != {table["unit"]}:
            valid = either(f'"{u}"' for u in sorted(held))
            found.append(merged.problem(("variations", key, "unit"), shown(table["unit"]), valid))
    return found
