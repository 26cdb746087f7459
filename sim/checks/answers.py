"""Decisions bind, nobody refuses themselves, a severe need is a need, and a no is a no."""

from __future__ import annotations

import numpy as np

from sim.checks.checked_log import Cases, CheckedLog
from sim.measures.spans import Array
from sim.measures.story import Finder
from sim.terms.words import Disorder, Kind, Need, Part, Reason, Service

ASSESSORS = (Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT)
CANNOT = (Reason.METHOD_NOT_OFFERED, Reason.NOBODY_THERE, Reason.OUTSIDE_CATCHMENT)
"""Answers that a decision cannot bind: nobody is there who could do it."""


def own_decision_refused(ground: CheckedLog) -> Cases:
    """Outpatient treatment refuses a part that an assessor of its own principal sent it after a decision.

    Let through: what a decision cannot change, and whoever cites a law that has moved.
    """
    story = ground.story
    rows = story.of(Kind.REFUSED)
    moved = story.log.columns["time"][story.log.columns["kind"] == Kind.RESPONSIBILITY_MOVED]
    cites = story.rows["reason"][rows] == Reason.NOT_OUR_RESPONSIBILITY
    rows = rows[~cites | (story.time[rows] < moved.min(initial=np.inf))]
    rows = rows[(story.rows["service"][rows] == Service.MUNICIPAL_OUTPATIENT) & (story.part[rows] != Part.ACUTE)]
    rows = rows[~np.isin(story.rows["reason"][rows], [int(r) for r in CANNOT])]
    letter = ground.last((Kind.REFERRED, Kind.SOUGHT), rows)
    sent = (ground.column("kind", letter) == Kind.REFERRED) & (ground.column("reason", letter) == Reason.ASSESSED)
    sent &= ground.column("to_service", letter) == Service.MUNICIPAL_OUTPATIENT
    return ground.cases(rows[sent & (ground.column("principal", letter) == story.rows["principal"][rows])])


def institution_without_decision(ground: CheckedLog) -> Cases:
    """A letter to HVB not from an assessor who has decided about the client, or LVM that nobody has applied for.

    An inquiry is about the person, whichever part it was asked for, and an application for LVM (its CRISIS row says by
    whom) is one. From the end of the warm-up on: what was decided before day 0 is not in the log.
    """
    story = ground.story
    rows = story.of(Kind.REFERRED)
    rows = rows[(story.rows["to_service"][rows] == Service.HVB) & (story.part[rows] != Part.ACUTE)]
    by_assessor = np.isin(story.rows["service"][rows], [int(s) for s in ASSESSORS])
    applied = _applications(ground)
    decisions = np.sort(np.append(_decisions(ground), applied))
    by_assessor &= Finder(decisions, story.client).last(rows, story.client[rows]) >= 0
    taken = story.of(Kind.ADMITTED)
    taken = taken[(story.rows["service"][taken] == Service.LVM)]
    decided = Finder(applied, story.client).last(taken, story.client[taken]) >= 0
    found = np.sort(np.append(rows[~by_assessor], taken[~decided]))
    return ground.cases(found[story.time[found] >= ground.limits.since])


def _decisions(ground: CheckedLog) -> Array:
    """Return the inquiries after which there may be residential care: all that have not found that nobody needs it."""
    story = ground.story
    rows = story.of(Kind.DECIDED)
    found: Array = rows[(story.rows["reason"][rows] == Reason.NONE) | (story.part[rows] != Part.PSYCHOSOCIAL)]
    return found


def _applications(ground: CheckedLog) -> Array:
    rows = ground.story.of(Kind.CRISIS)
    to_lvm = ground.story.rows["to_service"][rows] == Service.LVM
    found: Array = rows[to_lvm & (ground.story.rows["service"][rows] >= 0)]
    return found


def own_referral_refused(ground: CheckedLog) -> Cases:
    """A service refuses a part for which it wrote the last letter itself; that nobody is there is no refusal."""
    story = ground.story
    rows = story.of(Kind.REFUSED)
    rows = rows[story.rows["reason"][rows] != Reason.NOBODY_THERE]
    letter = ground.last((Kind.REFERRED, Kind.SOUGHT), rows)
    own = (ground.column("kind", letter) == Kind.REFERRED) & (
        ground.column("service", letter) == story.rows["service"][rows]
    )
    return ground.cases(rows[own])


def no_need_though_severe(ground: CheckedLog) -> Cases:
    """REFUSED or DECIDED as NOT_ELIGIBLE: a psychosis after many visits, or a severe need after many for that part.

    Visits of an inquiry say nothing of a part: it is there to find out.
    """
    story, limits = ground.story, ground.limits
    rows = story.of(Kind.REFUSED, Kind.DECIDED)
    rows = rows[story.rows["reason"][rows] == Reason.NOT_ELIGIBLE]
    client, need = story.client[rows], story.need[rows]
    severe = np.zeros(len(rows), dtype=bool)
    for which, name in ((Need.ADDICTION, "addiction"), (Need.PSYCHIATRIC, "psychiatric"), (Need.SOCIAL, "social")):
        severity = np.asarray(story.log.clients[f"{name}_severity"], dtype=float)
        severe |= (need == which) & (severity[client] >= limits.severe)
    psychosis = (need == Need.PSYCHIATRIC) & psychotic(ground)[client]
    met = ground.visits.between(client * story.stride, story.at[rows])
    treating = ground.visits.only(~np.isin(ground.visits.service, [int(s) for s in ASSESSORS]))
    treated = np.zeros(len(rows), dtype=np.int64)
    for part in np.unique(story.part[rows]):
        mine = story.part[rows] == part
        before = treating.only(treating.part == part)
        treated[mine] = before.between(client[mine] * story.stride, story.at[rows[mine]])
    known = np.where(psychosis, met, treated) >= limits.known_visits
    return ground.cases(rows[(psychosis | severe) & known])


def psychotic(ground: CheckedLog) -> Array:
    """Return which clients have a psychosis."""
    clients = ground.story.log.clients
    found: Array = ground.story.comorbid & (np.asarray(clients["disorder"]) == Disorder.PSYCHOSIS)
    return found


def help_after_no(ground: CheckedLog) -> Cases:
    """A letter or an acceptance for a part within days of the client's WITHDREW of it, without SOUGHT between."""
    story = ground.story
    rows = story.of(Kind.REFERRED, Kind.ACCEPTED)
    rows = rows[story.part[rows] != Part.ACUTE]
    before = ground.last((Kind.WITHDREW, Kind.SOUGHT, Kind.REFERRED), rows)
    after = ground.column("kind", before) == Kind.WITHDREW
    soon = story.time[rows] - np.append(story.time, -np.inf)[before] <= ground.limits.after_no_days
    return ground.cases(rows[after & soon])
