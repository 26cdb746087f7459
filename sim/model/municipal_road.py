"""The municipal road: what is lost on it has a total that is known, so its parts are scaled to that total together.

Source: NB-006 (47 of 527 who sought the municipalities, by whatever they left); conceptual model, section 3 (2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.terms.words import Service

if TYPE_CHECKING:
    from sim.model.world import World

ROAD = frozenset(
    {Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT, Service.HVB, Service.LVM, Service.HOUSING_SUPPORT}
)
"""Services whose work is on that road, whoever runs it: by its root, so that another principal is no other loss."""


def losses_factor(world: World, door: Service) -> float:
    """Return the factor on giving up, withdrawing, saying no and "no need" where a client asks `door`."""
    if world.root(door) in ROAD:
        return world.scenario.practice.municipal_losses_factor
    return 1.0
