"""What designs would move and a county does not have, as notes for every reading of a result."""

from __future__ import annotations

from collections.abc import Mapping

from outputs.text.caveats import does_not_move
from scenarios.checks.not_there import not_there
from sim.terms.scenario import Scenario


def absent(scenarios: Mapping[str, Scenario]) -> tuple[str, ...]:
    """Return a note for each design (name or path → the county under it) that names what is not there."""
    found = [(scenario.name, not_there(design, scenario)) for design, scenario in scenarios.items()]
    return tuple(does_not_move(name, services) for name, services in found if services)
