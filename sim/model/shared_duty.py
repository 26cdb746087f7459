"""Psychosocial treatment as a duty of both: where an agreement says so, the addiction clinic's counsellors share it.

By law it lies with the municipality; by 76 % of the county agreements and 52 % of the local ones it lies with both
(VA 6.1.2). How much of it the clinic does nobody has counted: a share of clients, from none on (A352). What is asked of
health care needs no inquiry and no decision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.chance.keyed import Decision
from sim.model import agreement
from sim.terms.coordination import Content
from sim.terms.scenario import Rules
from sim.terms.words import Part, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.world import World

CLINIC = Service.ADDICTION_CLINIC


def with_clinic(world: World, client: Client) -> bool:
    """Whether referrers turn to the clinic for this client's psychosocial treatment; drawn once per client."""
    share = world.levers.shared_duty_share
    return (
        share > 0.0
        and client.units[CLINIC] is not None
        and client.chance(Decision.SHARED_DUTY) < share
        and agreement.covers(world, client.person.municipality, Content.SHARED_DUTY)
    )


def rules_of_clinic(rules: Rules) -> Rules:
    """Return the clinic's rules where it shares the duty: its counsellors treat, too."""
    return replace(rules, meets=(*rules.meets, Part.PSYCHOSOCIAL), offers_methods=True)
