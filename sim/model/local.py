"""What municipalities do differently: pure functions of a `LocalPractice` and plain values.

It goes by where the client lives and by the work (a service's root), whoever is the employer: a transfer that changes
nothing but the principal meets the same practice. Source: section 4, "municipalities differ".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sim.chance.distributions import choice
from sim.terms.local import LocalPractice
from sim.terms.scenario import ReferralTerms, Rules
from sim.terms.words import Part, Service

INQUIRY, OUTPATIENT = Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT
"""The work that differs, by the root of who does it."""

VisitsByMethod = Sequence[tuple[int, float]]


def detects(share: float, practice: LocalPractice, work: Service, part: int) -> float:
    """Return the chance of seeing a need, given the average one: the ASI asks about psychiatric health (GB 4.6)."""
    return share * practice.inquiry_detects if work is INQUIRY and part == Part.PSYCHIATRIC else share


def sample_share(share: float, practice: LocalPractice, work: Service) -> float:
    """Return the share of visits that take a sample, given the average one (20 to 1,634 in ten months: NB 7.1)."""
    return min(1.0, share * practice.samples) if work is OUTPATIENT else share


def visits_here(visits: VisitsByMethod, practice: LocalPractice, work: Service) -> VisitsByMethod:
    """Return the methods of a plan with the weights they have here; all of them where none is offered."""
    if work is not OUTPATIENT or not practice.methods:
        return visits
    return _weighed(tuple(visits), practice.methods)


def group_shares_here(shares: Sequence[float], practice: LocalPractice, work: Service) -> Sequence[float]:
    """Return the share of each method's clients who have it in a group, given the county's (empty: nobody has)."""
    return practice.groups if work is OUTPATIENT and practice.groups else shares


@lru_cache(maxsize=1024)
def _weighed(visits: tuple[tuple[int, float], ...], factors: tuple[float, ...]) -> tuple[tuple[int, float], ...]:
    here = tuple((n, weight * factor) for (n, weight), factor in zip(visits, factors, strict=True))
    return here if any(weight > 0.0 for _, weight in here) else visits


def lacks_methods(practice: LocalPractice) -> bool:
    """Whether any method is not offered here."""
    return 0.0 in practice.methods


def method_offered(visits: VisitsByMethod, practice: LocalPractice, wants: float, takes: float) -> bool:
    """Return whether a client is offered a method: the one that would suit, or another that stands in for it.

    `wants`: a number in (0, 1) that says which of the county's methods that is; `takes`: one that says whether another
    will do, for which some must be offered.
    """
    suits = choice([weight for _, weight in visits], wants)
    return practice.methods[suits] > 0.0 or (any(practice.methods) and takes < practice.substitutes_share)


@lru_cache(maxsize=4096)
def eased(terms: ReferralTerms, factor: float) -> ReferralTerms:
    """Return the terms of a referral where losses and cold letters are a `factor` of the usual ones (VA 4.3)."""
    if factor == 1.0:
        return terms
    lost, cold = min(1.0, terms.lost_share * factor), min(1.0, (1.0 - terms.warm_share) * factor)
    return replace(terms, lost_share=lost, warm_share=1.0 - cold)


def easing(practice: LocalPractice, sits_here: bool, both_sit_here: bool, one_principal: bool) -> float:
    """Return the factor on what is lost or cold: `sits_here`: sender or receiver does, `both_sit_here`.

    Where few know each other it is easier if one of them is here; one team is two services of one principal here.
    """
    factor = practice.easier_factor if sits_here else 1.0
    return factor * practice.one_team_factor if both_sit_here and one_principal else factor


@lru_cache(maxsize=256)
def widened(rules: Rules, added: float) -> Rules:
    """Return the rules of primary care with a ceiling that is higher by `added`, at most 1 (VA 4.5.1)."""
    return replace(rules, ceiling=min(1.0, rules.ceiling + added))
