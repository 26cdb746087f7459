"""Rules that hold for some clients only: those with one psychiatric condition, or one substance or gambling.

A service can make an exception only for what it knows: a condition counts once it knows of the psychiatric need, so
that whoever is asked for that need makes it, and whoever has never found it does not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.terms.changes import RuleChanges
from sim.terms.scenario import Rules
from sim.terms.words import Disorder, Need, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.world import World


def rule_changes(world: World, change: RuleChanges) -> None:
    """One rule of a service takes another value: for everybody, or for those whom the change is about."""
    if change.whom is not None:
        world.special_rules.append(change)
        return
    new: dict[str, Any] = {change.rule: change.value}
    world.rules[change.service] = replace(world.rules[change.service], **new)


def rules_of(world: World, client: Client, service: Service) -> Rules:
    """Return the rules that `service` has for this client."""
    rules = world.rules[service]
    for change in world.special_rules:
        if change.service is service and is_about(change, client):
            new: dict[str, Any] = {change.rule: change.value}
            rules = replace(rules, **new)
    return rules


def is_about(change: RuleChanges, client: Client) -> bool:
    """Whether a service makes this exception for the client."""
    whom = change.whom
    if isinstance(whom, Disorder):
        return client.person.disorder is whom and client.knows(change.service, Need.PSYCHIATRIC)
    return client.person.substance is whom
