"""Impossible sequences in a log (invariant 13): one body is in one place, decisions bind, nobody refuses themselves.

`impossible(log)` returns, by the name of the check, the rows (numbers in the log) at which it failed: none may.
"""

from __future__ import annotations

from collections import defaultdict

from sim.terms.log import EventLog
from sim.terms.words import Disorder, Kind, NeedState, Part, Reason, Service

ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)
WARDS = (Service.LVM, Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY)
INSTITUTIONS = (*WARDS, Service.HVB)
ASSESSORS = (Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT)
AT_HOME = (Service.MUNICIPAL_OUTPATIENT, Service.HOUSING_SUPPORT, Service.PRIMARY_CARE)
OPEN_TO_DECISIONS = (Reason.METHOD_NOT_OFFERED, Reason.NOBODY_THERE, Reason.OUTSIDE_CATCHMENT)
"""What a decision cannot change; nor can it change a law that has moved."""
LONGEST_CRISIS_DAYS = 21.0
"""From a crisis to a bed: a day or two in line and a bed that is made ready. Nobody waits a month."""
DECISION_VALID_DAYS = 180.0
"""A decision is valid for at least so long in every draw (A146)."""

CHECKS = (
    "in two institutions at once",
    "begins elsewhere while in an institution",
    "visited at home while in an institution",
    "logged after exit",
    "refuses its own referral",
    "treated and asked by nobody",
    "a crisis waits for weeks",
    "HVB without a decision",
    "own outpatient refuses a decision",
    "offered at once what was declined",
    "no need, with a psychosis",
)


def impossible(log: EventLog) -> dict[str, list[int]]:
    """Return the rows of `log` at which each check failed, by its name."""
    found: dict[str, list[int]] = {name: [] for name in CHECKS}
    c = log.columns
    psychotic = log.clients["disorder"] == Disorder.PSYCHOSIS
    law_has_moved = False
    gone: set[int] = set()
    lives: dict[int, dict[int, int]] = defaultdict(dict)  # client -> part -> institution
    stays: dict[tuple[int, int], tuple[int, float]] = {}
    states: dict[tuple[int, int], int] = {}
    sender: dict[tuple[int, int], int] = {}
    decided: dict[tuple[int, int], tuple[int, float]] = {}
    declined: dict[tuple[int, int], float] = {}
    crisis: dict[int, float] = {}
    names = ("time", "client", "kind", "part", "state", "service", "principal", "to_service", "reason", "extra")
    for nth, row in enumerate(zip(*(c[name].tolist() for name in names), strict=True)):
        time, who, kind, part, state, service, principal, to_service, reason, extra = row
        if who < 0:
            law_has_moved |= kind == Kind.RESPONSIBILITY_MOVED
            continue
        if who in gone:
            found["logged after exit"].append(nth)
        at, where = (who, part), lives.get(who)
        if kind == Kind.VISIT:
            if where and service in AT_HOME:
                found["visited at home while in an institution"].append(nth)
            continue
        if kind == Kind.DEPART:
            gone.add(who)
        elif kind == Kind.ADMITTED:
            if where and time > 0.0 and reason != Reason.ONE_PLAN:
                if service in INSTITUTIONS:
                    found["in two institutions at once"].append(nth)
                elif not (service == Service.HVB_HEALTH_CARE and list(where.values()) == [int(Service.HVB)]):
                    found["begins elsewhere while in an institution"].append(nth)
            if service in INSTITUTIONS:
                lives[who][part] = service
            stays[at] = (service, extra)
            if part == Part.ACUTE and who in crisis:
                waits = time - crisis.pop(who)
                if waits > LONGEST_CRISIS_DAYS:
                    found["a crisis waits for weeks"].append(nth)
        elif kind == Kind.CONTACT_BEGAN and where:
            found["begins elsewhere while in an institution"].append(nth)
        elif kind in ENDS:
            stays.pop(at, None)
            if where:
                where.pop(part, None)
            if kind == Kind.DECIDED and reason == Reason.NONE:
                decided[at] = principal, time
            if kind == Kind.DECIDED and reason == Reason.NOT_ELIGIBLE and part == Part.PSYCHIATRIC and psychotic[who]:
                found["no need, with a psychosis"].append(nth)
        elif kind == Kind.CRISIS:
            crisis[who] = time
        elif kind == Kind.SOUGHT:
            sender.pop(at, None)
            decided.pop(at, None)
        elif kind == Kind.REFERRED:
            if part == Part.PSYCHOSOCIAL and to_service == Service.HVB and service not in ASSESSORS:
                found["HVB without a decision"].append(nth)
            if time - declined.get(at, -1e9) < 1.0 and reason != Reason.SOBRIETY_DOCUMENTED:
                found["offered at once what was declined"].append(nth)
            sender[at] = service
        elif kind == Kind.REFUSED:
            if sender.get(at, -1) == service and reason != Reason.NOBODY_THERE:
                found["refuses its own referral"].append(nth)
            by, day = decided.get(at, (-1, 0.0))
            bound = service == Service.MUNICIPAL_OUTPATIENT and by == principal and time - day < DECISION_VALID_DAYS
            cites_it = law_has_moved and reason == Reason.NOT_OUR_RESPONSIBILITY
            if bound and not cites_it and reason not in OPEN_TO_DECISIONS:
                found["own outpatient refuses a decision"].append(nth)
            if reason == Reason.NOT_ELIGIBLE and part == Part.PSYCHIATRIC and psychotic[who]:
                found["no need, with a psychosis"].append(nth)
        elif kind == Kind.WITHDREW:
            declined[at] = time
        if 0 <= part < Part.ACUTE and state >= 0:
            states[at] = state
            held = stays.get(at)
            if held is not None and held[1] == 0.0 and kind != Kind.NEED_STATE and state < NeedState.IN_CARE:
                found["treated and asked by nobody"].append(nth)
    return found
