"""Admission rules: pure functions of plain values. The first rule that fails decides.

A rule gets the service's `Rules` and what the service knows of the client (`RequestSeen`) and returns a reason to
refuse, or None. Nothing here knows about SimPy, time or queues. Source: conceptual model, section 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.model.factors import falls_with
from sim.terms.scenario import Rules
from sim.terms.words import Disorder, Part, Reason, Service

ADDICTION_PARTS = (Part.PSYCHOSOCIAL, Part.MEDICAL)
ANYTHING = 1.0  # what a specialist service can hold


@dataclass(slots=True)
class RequestSeen:
    """A request as the service sees it when it answers. Severities are rated, not true.

    `part`: what is asked for. `served_here`: the client belongs to the unit's area. `misreads`: this answer misreads
    who is responsible. `cites_new_law`: the worker knows that responsibility has moved away and says so.
    `documented_days`: days of documented abstinence. `addiction_known`: the service knows of an addiction, `in_use`:
    that is active. `psychiatric_known_untreated`, `psychiatric_rated`: the other need as known. `applies_*`: what this
    assessor holds, drawn once per client and service. `for_assessment`: asks to be assessed, not treated.
    `methods_here`: somebody works there who knows the psychosocial methods. `psychosis`: that is what is asked about.
    `decided`: the principal's own decision names this service of its own.
    """

    part: Part
    for_assessment: bool
    served_here: bool
    misreads: bool
    cites_new_law: bool
    rated: float
    documented_days: float
    addiction_known: bool
    in_use: bool
    addiction_in_care: bool
    psychiatric_known_untreated: bool
    psychiatric_rated: float
    known_comorbid: bool
    applies_sobriety: bool
    applies_addiction_first: bool
    applies_psychiatry_first: bool
    methods_here: bool
    eligible: bool
    psychosis: bool
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Accept:
    """The service takes the client: a place in its queue, not yet care."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """The service says no, why, and for sobriety how many documented days it wants."""

    reason: Reason
    required_days: float = 0.0
    cites_new_law: bool = False


@dataclass(frozen=True, slots=True)
class Decline:
    """The service would take the client, who says no: nobody is assessed or treated without consent (law)."""


AdmissionRule = Callable[[Rules, RequestSeen], Reason | None]


def catchment(rules: Rules, asked: RequestSeen) -> Reason | None:
    """A service takes those who live in its area (law)."""
    return None if asked.served_here else Reason.OUTSIDE_CATCHMENT


def responsibility(rules: Rules, asked: RequestSeen) -> Reason | None:
    """A service takes what the regime, or its own division of work, places with it, unless the answer misreads that."""
    places_it_here = asked.for_assessment or asked.part in rules.meets
    if not places_it_here or asked.misreads or asked.cites_new_law:
        return Reason.NOT_OUR_RESPONSIBILITY
    return None


def law(rules: Rules, asked: RequestSeen) -> Reason | None:
    """Whoever cites the new law cites what no decision of the old principal can change."""
    return Reason.NOT_OUR_RESPONSIBILITY if asked.cites_new_law else None


def sobriety(rules: Rules, asked: RequestSeen) -> Reason | None:
    """An assessor who applies it wants documented days of abstinence where use is known (NB-042, VA-160)."""
    if rules.sobriety_days <= 0.0 or not asked.applies_sobriety or not asked.addiction_known:
        return None
    return Reason.SOBRIETY if asked.documented_days < rules.sobriety_days else None


def addiction_first(rules: Rules, asked: RequestSeen) -> Reason | None:
    """Psychiatry may want an active, untreated addiction treated first (VA ch. 1)."""
    if asked.part is not Part.PSYCHIATRIC or not asked.applies_addiction_first:
        return None
    waits = asked.addiction_known and asked.in_use and not asked.addiction_in_care
    return Reason.TREAT_ADDICTION_FIRST if waits else None


def psychiatry_first(rules: Rules, asked: RequestSeen) -> Reason | None:
    """Addiction treatment may want a known, untreated psychiatric need treated first (VA ch. 1)."""
    if asked.part not in ADDICTION_PARTS or not asked.applies_psychiatry_first:
        return None
    return Reason.TREAT_PSYCHIATRY_FIRST if asked.psychiatric_known_untreated else None


def severe_enough(rules: Rules, asked: RequestSeen) -> Reason | None:
    """A specialist takes from its threshold upwards ("inte tillräckligt speciellt": GB 4.4.1), and any psychosis."""
    mild = asked.rated < rules.floor and not asked.psychosis
    return Reason.NOT_SEVERE_ENOUGH if mild and not asked.for_assessment else None


def not_too_severe(rules: Rules, asked: RequestSeen) -> Reason | None:
    """A service takes what it can hold, of the asked need and of an untreated psychiatric one (VA ch. 1)."""
    if asked.for_assessment:
        return None
    if asked.rated > rules.ceiling:
        return Reason.TOO_SEVERE
    too_ill = (
        asked.part in ADDICTION_PARTS
        and asked.psychiatric_known_untreated
        and asked.psychiatric_rated > rules.other_ceiling
    )
    return Reason.TOO_SEVERE if too_ill else None


def dual_diagnosis(rules: Rules, asked: RequestSeen) -> Reason | None:
    """A clinic that puts dual diagnosis first sends single needs away (VA ch. 1)."""
    return Reason.DUAL_DIAGNOSIS_REQUIRED if rules.dual_diagnosis_required and not asked.known_comorbid else None


def eligibility(rules: Rules, asked: RequestSeen) -> Reason | None:
    """A client assessed as having no need is told so; that is no fall (section 7)."""
    return None if asked.eligible else Reason.NOT_ELIGIBLE


def method(rules: Rules, asked: RequestSeen) -> Reason | None:
    """A service without staff who know the methods cannot offer psychosocial treatment (NB 7.2.2)."""
    offered = rules.offers_methods and asked.methods_here
    lacks = asked.part is Part.PSYCHOSOCIAL and not asked.for_assessment and not offered
    return Reason.METHOD_NOT_OFFERED if lacks else None


RULES: tuple[AdmissionRule, ...] = (
    catchment,
    responsibility,
    sobriety,
    addiction_first,
    psychiatry_first,
    severe_enough,
    not_too_severe,
    dual_diagnosis,
    eligibility,
    method,
)


RULES_AFTER_DECISION: tuple[AdmissionRule, ...] = (catchment, law, method)
"""What a decision cannot change: a principal's decision binds its own services."""


def answer(rules: Rules, asked: RequestSeen) -> Accept | Refuse:
    """Return the service's answer: the first rule that fails decides, in the order of section 5."""
    for rule in RULES_AFTER_DECISION if asked.decided else RULES:
        reason = rule(rules, asked)
        if reason is not None:
            cites = reason is Reason.NOT_OUR_RESPONSIBILITY and asked.cites_new_law
            return Refuse(reason, rules.sobriety_days if reason is Reason.SOBRIETY else 0.0, cites)
    return Accept()


def no_need_chance(share: float, falls: float, rated: float, psychosis: bool, treated: bool) -> float:
    """Return the chance that an assessor finds no need: linear in the rating, `falls` as in `factors.falls_with`.

    Mean severity is about one half, so the mean chance stays `share`. A psychosis is a need, and so is what a service
    has treated already (`treated`).
    """
    return 0.0 if psychosis or treated else share * falls_with(rated, falls)


def treats(holds: float, severity: float, disorder: Disorder) -> bool:
    """Whether the care of a service that can hold needs up to `holds` treats one of this true severity.

    What it admits is another matter. A psychosis is no mild need whatever its number: only who holds any need treats it
    (primary care assesses, treats mild needs and refers on: VA 4.5, 4.5.1). `disorder`: NONE for other needs.
    """
    return holds >= ANYTHING or (severity <= holds and disorder is not Disorder.PSYCHOSIS)


def next_door(
    doors: Sequence[Service], tried: int, rated: float, ceilings: Sequence[float], floors: Sequence[float]
) -> Service | None:
    """Return the first door not tried whose thresholds the sender's rating fits, else the first not tried, else None.

    `tried` is a bit set of service codes; `ceilings` and `floors` follow `doors`. Between a ceiling and a floor there
    may be severities that nobody takes: then the sender's guess is refused, and that is a consequence, not a rule.
    """
    untried = [i for i, door in enumerate(doors) if not tried >> door & 1]
    for i in untried:
        if floors[i] <= rated <= ceilings[i]:
            return doors[i]
    return doors[untried[0]] if untried else None


def misreading(share: float, known_now: float, known_before: float) -> float:
    """Return the chance that an answer misreads responsibility, which falls in proportion to who does not know better.

    `share` is that chance where `known_before` of the staff know the agreement (A065: falls with knowledge of it).
    """
    return min(1.0, share * (1.0 - known_now) / (1.0 - known_before)) if known_before < 1.0 else share


def law_is_cited(elapsed_days: float, lag_days: float, share: float, u: float) -> bool:
    """Return whether a worker refuses because the law has moved the responsibility; likelier as the lag wears off.

    The chance grows linearly from 0 on the day of the law to `share` when the lag is over (section 8, de facto lag).
    """
    if elapsed_days < 0.0:
        return False
    return u < share * (min(1.0, elapsed_days / lag_days) if lag_days > 0.0 else 1.0)
