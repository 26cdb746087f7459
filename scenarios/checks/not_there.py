"""What a design would move and the county does not have, or has no post of: it does not move, and that is said."""

from __future__ import annotations

from pathlib import Path

from scenarios.files.chain import follow
from scenarios.files.references import list_at, table_at, texts
from sim.terms.scenario import Scenario
from sim.terms.words import Service, name_of, names_of


def not_there(design: str | Path, scenario: Scenario) -> tuple[str, ...]:
    """Return the services that a design names and that have no unit in the county, in the order of their codes.

    `scenario`: the county under it, in any draw. Where nobody works there is no unit.
    """
    merged = follow(design, "design")
    named = {*texts(list_at(merged, "transfer", "services")), *table_at(merged, "relocation")}
    for service in table_at(merged, "opens"):
        named.update(table_at(merged, "opens", service, "share"))
    named -= {name_of(u.service) for u in scenario.units}
    named -= set(table_at(merged, "opens"))
    return tuple(s for s in names_of(Service) if s in named)
