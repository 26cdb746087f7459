"""A county, a design and parameters become one frozen Scenario, or one error with every problem of every file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.terms.quantity import Pick, Quantity, QuantityError, point, quantity_from
from sim.terms.scenario import Regime, Scenario
from sim.terms.words import Principal, Service

if TYPE_CHECKING:
    from scenarios.edits.edits import Edits
    from scenarios.files.design_file import RegimeTable
    from scenarios.files.parameters import Parameters
    from scenarios.files.read import Table

LONGEST_YEARS = 100


def compose(
    county: str | Path,
    design: str | Path,
    *,
    parameters: Parameters,
    years: float = 5,
    pick: Pick = point,
    edits: Edits | None = None,
    label: str = "--vary",
) -> Scenario:
    """Return the scenario of a county under a design; `years` (365 days each) count from the reform day.

    `parameters`: as `calibration.parameters.store.load_parameters` gives them. `pick` turns quantities into numbers:
    central values, or one draw each (`sim.terms.quantity.prior`). `edits`: key → what it is set to
    (`scenarios.edits.edits`); a problem with one names `label`. Raises ScenarioError with all problems at once.
    """
    from scenarios.build import behaviour
    from scenarios.build.coordination import coordination_of
    from scenarios.build.dated import DesignSetting, calendar_of, changes_of
    from scenarios.build.demand import demand_of
    from scenarios.build.places import county_of
    from scenarios.build.practices import with_practices
    from scenarios.build.services import service_specs
    from scenarios.build.staffing import Basis, unit_specs
    from scenarios.checks.checked_once import checked_once

    files = checked_once(county=county, design=design, parameters=parameters, years=years, edits=edits, label=label)
    parameters = files.parameters
    there = county_of(files.county, files.county_name, pick)
    where = with_practices(there, files.county, files.services, parameters, pick)
    specs = service_specs(files.services, pick)
    basis = Basis(
        file=files.county,
        services=files.services,
        county=where,
        specs=specs,
        demand=demand_of(parameters, pick),
        pick=pick,
    )
    units = unit_specs(basis, files.own)
    calendar = calendar_of(files.design, years)
    return Scenario(
        name=files.design_name,
        county=where,
        calendar=calendar,
        services=specs,
        units=units,
        regime=_regime(files.design.regime),
        people=behaviour.people(parameters, pick),
        hazards=behaviour.hazards(parameters, pick),
        practice=behaviour.practice(parameters, pick),
        coordination=coordination_of(files.county, where, files.design.regime, parameters, pick),
        changes=changes_of(files.design, calendar, DesignSetting(files.county, where, specs, units), pick),
    )


def _regime(table: RegimeTable) -> Regime:
    from scenarios.files.fields import OPEN_PARTS

    a, b, c, d = OPEN_PARTS
    responsible: dict = table.responsible
    who: tuple[Principal, Principal, Principal, Principal] = (
        responsible[a],
        responsible[b],
        responsible[c],
        responsible[d],
    )
    first: dict[int, Service] = {int(k): v for k, v in table.assessor.items()}
    doors = {int(k): tuple(v) for k, v in table.doors.items()}
    return Regime(
        responsible=who,
        assessor=(first.get(a), first.get(b), first.get(c), first.get(d)),
        doors=(doors.get(a, ()), doors.get(b, ()), doors.get(c, ()), doors.get(d, ())),
    )


def quantities(*names: tuple[str, str | Path]) -> Iterator[tuple[str, str, Quantity]]:
    """Yield (file, dotted key, quantity) for the services and for each ("county" | "design", name or path) given.

    Without any: all that ship. What is the same as another's stands there, and what is no quantity is passed over;
    `check` says what is wrong.
    """
    from scenarios.edits.keys import services_table
    from scenarios.files.chain import follow
    from scenarios.files.read import list_counties, list_designs

    wanted = names or tuple([("county", n) for n in list_counties()] + [("design", n) for n in list_designs()])
    services, _ = services_table()
    yield from _found(services.leaf, services.table)
    for kind, name in wanted:
        merged = follow(name, "county" if kind == "county" else "design")
        yield from _found(merged.leaf, merged.table)


def _found(file: str, table: Table, prefix: str = "") -> Iterator[tuple[str, str, Quantity]]:
    for key, item in table.items():
        path = f"{prefix}.{key}" if prefix else str(key)
        inner = item if isinstance(item, dict) else {}
        if isinstance(item, list):
            inner = {str(i): x for i, x in enumerate(item)}
        if "value" in inner and "unit" in inner:
            try:
                q = quantity_from(inner, length=-1)
            except QuantityError:
                continue
            if not q.same_as:
                yield file, path, q
        else:
            yield from _found(file, inner, path)
