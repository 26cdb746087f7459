"""A table of parameters says which unit and how many numbers each key holds; this checks it and takes the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.files.limits import LEAST, beyond, too_little
from scenarios.files.problems import NOTHING, Problem, one_of
from sim.terms.language import _
from sim.terms.quantity import Pick, Quantity, number, numbers
from sim.terms.total import total

Parameters = Mapping[str, Mapping[str, Quantity]]
FILE = "parameters"


@dataclass(frozen=True, slots=True)
class ParameterField:
    """What a field holds: one number, a list of `length`, or one quantity for each of `names`; all in `unit`.

    `sums_to_one`: the quantities are weights and are made to sum to 1 when they are taken.
    """

    unit: str
    length: int = 0
    names: tuple[str, ...] = ()
    sums_to_one: bool = False


ParameterFields = Mapping[str, ParameterField]


def faults(sections: Mapping[str, ParameterFields], parameters: Parameters) -> list[Problem]:
    """Return what is missing, unknown or in the wrong unit."""
    found = [Problem(FILE, s, _("an unknown section"), one_of(sections, s)) for s in parameters if s not in sections]
    for section, fields in sections.items():
        wanted = {name: f for k, f in fields.items() for name in _keys(k, f)}
        have = parameters.get(section, {})
        unknown = [k for k in have if k not in wanted]
        found += [Problem(FILE, f"{section}.{k}", _("an unknown key"), one_of(wanted, k)) for k in unknown]
        for key, field in wanted.items():
            found += _faults_of(f"{section}.{key}", field, have.get(key))
    return found


def above_zero(section: str, keys: Iterable[str], parameters: Parameters) -> list[Problem]:
    """Return the numbers that may be 0 although something is divided by them, or done every so many days."""
    have = parameters.get(section, {})
    some = {k: have[k].low for k in keys if k in have and have[k].low < LEAST}
    return [Problem(FILE, f"{section}.{k}.low", f"{low:g}", too_little(low)) for k, low in some.items()]


def taken(section: str, fields: ParameterFields, parameters: Parameters, pick: Pick) -> dict[str, Any]:
    """Return the value of each field. Weights are made to sum to 1."""
    have = parameters[section]
    values: dict[str, Any] = {}
    for key, field in fields.items():
        if field.names:
            each = [number(pick, f"{section}.{name}", have[name]) for name in _keys(key, field)]
            whole = (total(each) or 1.0) if field.sums_to_one else 1.0
            values[key] = tuple(v / whole for v in each)
        else:
            take = numbers if field.length else number
            values[key] = take(pick, f"{section}.{key}", have[key])
    return values


def _keys(key: str, field: ParameterField) -> list[str]:
    return [f"{key}.{name}" for name in field.names] or [key]


def _faults_of(at: str, field: ParameterField, q: Quantity | None) -> list[Problem]:
    if q is None:
        return [Problem(FILE, at, NOTHING, _("a quantity in {unit}", unit=field.unit))]
    found = []
    if q.unit != field.unit:
        found.append(Problem(FILE, f"{at}.unit", f'"{q.unit}"', f'"{field.unit}"'))
    if (len(q.value) if isinstance(q.value, tuple) else 0) != field.length:
        valid = _("a list of {n} numbers", n=field.length) if field.length else _("one number")
        found.append(Problem(FILE, f"{at}.value", str(q.value), valid))
    return found + [Problem(FILE, f"{at}.{fault.key}", fault.found, fault.valid) for fault in beyond(q)]
