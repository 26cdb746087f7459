"""Referral: a letter (cold) or a person who goes along (warm), on the way from one service to another."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sim.chance.distributions import lognormal
from sim.chance.keyed import Decision
from sim.model import agreement
from sim.model.engine import Woken
from sim.model.local import eased, easing
from sim.model.stage import Stage
from sim.terms.coordination import Content
from sim.terms.scenario import Practice, ReferralTerms
from sim.terms.words import Kind, Measure, Principal, Reason, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.request import Request
    from sim.model.unit import Unit
    from sim.model.world import World


def one_routine(sender: Unit | None, receiver: Unit) -> bool:
    """Whether a referral stays within one principal, in practice: also while both run the unit side by side."""
    if sender is None:
        return False
    if sender.also is not None and receiver.run_by(sender.also):
        return True
    return receiver.run_by(sender.practice)


def warm_share(practice: Practice, terms: ReferralTerms, reason: Reason) -> float:
    """Return the share of referrals that go warm; whoever has decided on treatment sees that the client arrives."""
    return (
        max(terms.warm_share, practice.warm_share_after_assessment) if reason is Reason.ASSESSED else terms.warm_share
    )


def arrives(practice: Practice, terms: ReferralTerms, warm: bool, lost: float, turns_up: float) -> tuple[bool, bool]:
    """Return whether the letter arrives and whether the client turns up, given two numbers in (0, 1)."""
    if warm:
        return lost >= practice.warm_lost_share, True
    return lost >= terms.lost_share, turns_up < practice.turns_up_alone_share


def terms_here(world: World, client: Client, sender: Service, target: Unit) -> ReferralTerms:
    """Return the terms within a principal or between two, as they are where the client lives."""
    practice, local, unit = world.scenario.practice, world.practice_of(client), client.units[sender]
    one = one_routine(unit, target)
    here = target.sits_in_municipality()
    from_here = unit is not None and unit.sits_in_municipality()
    factor = easing(local, here or from_here, here and from_here, one)
    return eased(practice.within if one else practice.between, factor)


def refer(world: World, request: Request) -> Generator[Any, Any, Woken]:
    """Send the request on. Returns ELAPSED when it has arrived, else what ended the wait.

    Without consent to share records the referral is cold: nobody goes along and nothing is told, but it is sent.
    """
    client, practice = request.client, world.scenario.practice
    sender, door = request.sender, request.door
    assert sender is not None
    target = client.units[door]
    assert target is not None
    terms = terms_here(world, client, sender, target)
    attempt, root = request.refusals, world.root(door)
    share = warm_share(practice, terms, request.reason)
    if sender is Service.LVM and agreement.covers(world, client.person.municipality, Content.LVM):
        share = max(share, practice.warm_share_after_assessment)  # the agreement says who meets those who come out
    if world.ladder.works(Measure.WARM_REFERRALS, world.district_of(client)):
        share = max(share, world.levers.warm_referral_share)
    may_tell = request.chance(Decision.LETTER_CONSENT) >= practice.no_consent_share
    warm = may_tell and (request.chance(Decision.REFERRAL_WARM, attempt, root) < share or world.coordinated(client))
    sent = world.env.now
    request.asked_at = sent
    request.accompanied = warm
    request.bend()
    log = _logger(world, request, sender, door, target.principal, float(warm))
    log(Kind.REFERRED, practice.warm_hours if warm else practice.letter_hours)
    days = lognormal(terms.handling_days, request.chance(Decision.REFERRAL_DAYS, attempt, root))
    why = yield from request.wait_or_leave(days)
    if why is not Woken.ELAPSED:
        return why
    lost = request.chance(Decision.REFERRAL_LOST, attempt, root)
    letter, turned_up = arrives(practice, terms, warm, lost, request.chance(Decision.TURNS_UP, attempt, root))
    if not (letter and turned_up):
        log(Kind.REFERRAL_LOST, world.env.now - sent)
        request.stage = Stage.LOST
        request.bend()
        caught = client.person.relatives and (
            request.chance(Decision.RELATIVE_CATCHES, attempt, root) < practice.relatives_catch_lost_share
        )
        why = yield from request.wait_or_leave(days if caught else None)
        if why is not Woken.ELAPSED:
            return why
        request.stage = Stage.ASKING
        request.bend()
        log(Kind.REFERRED, practice.letter_hours)
    request.told = request.told or may_tell
    request.accompanied = False
    log(Kind.REFERRAL_ARRIVED, world.env.now - sent)
    return Woken.ELAPSED


def _logger(world: World, request: Request, sender: Service, door: Service, receiver: Principal, warm: float) -> Any:
    def log(kind: Kind, value: float) -> None:
        """Write a row about this letter; `value`: hours of the sender, or days on the way."""
        world.log(
            request.client,
            kind,
            request.part,
            service=sender,
            principal=request.sender_principal,
            to_service=door,
            to_principal=receiver,
            reason=request.reason,
            value=value,
            extra=warm,
        )

    return log
