"""Decisions bind, nobody refuses themselves, a severe need is a need, and a no is a no."""

from __future__ import annotations

import numpy as np

from sim.checks.ground import Cases, Ground
from sim.measures.spans import Array
from sim.measures.story import Finder
from sim.terms.words import Disorder, Kind, Need, Part, Reason, Service

ASSESSORS = (Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT)
CANNOT = (Reason.METHOD_NOT_OFFERED, Reason.NOBODY_THERE, Reason.OUTSIDE_CATCHMENT)
"""Answers that a decision cannot bind: nobody is there who could do it."""


def own_decision_refused(ground: Ground) -> Cases:
    """Outpatient treatment refuses a part that an assessor of its own principal sent it after a decision."""
    story = ground.story
    rows = story.of(Kind.REFUSED)
    rows = rows[(story.rows["service"][rows] == Service.MUNICIPAL_OUTPATIENT) & (story.part[rows] != Part.ACUTE)]
    rows = rows[~np.isin(story.rows["reason"][rows], [int(r) for r in CANNOT])]
    letter = ground.last((Kind.REFERRED, Kind.SOUGHT), rows)
    sent = (ground.column("kind", letter) == Kind.REFERRED) & (ground.column("reason", letter) == Reason.ASSESSED)
    sent &= ground.column("to_service", letter) == Service.MUNICIPAL_OUTPATIENT
    return ground.cases(rows[sent & (ground.column("principal", letter) == story.rows["principal"][rows])])


def institution_without_decision(ground: Ground) -> Cases:
    """A letter to HVB not from an assessor who has decided on that part, or a stay in LVM without any decision.

    From the end of the warm-up on: what was decided before day 0 is not in the log.
    """
    story = ground.story
    rows = story.of(Kind.REFERRED)
    rows = rows[(story.rows["to_service"][rows] == Service.HVB) & (story.part[rows] != Part.ACUTE)]
    by_assessor = np.isin(story.rows["service"][rows], [int(s) for s in ASSESSORS])
    by_assessor &= Finder(_decisions(ground), story.by_part).last(rows, story.by_part[rows]) >= 0
    taken = story.of(Kind.ADMITTED)
    taken = taken[(story.rows["service"][taken] == Service.LVM)]
    decided = Finder(_decisions(ground), story.client).last(taken, story.client[taken]) >= 0
    found = np.sort(np.append(rows[~by_assessor], taken[~decided]))
    return ground.cases(found[story.time[found] >= ground.limits.since])


def _decisions(ground: Ground) -> Array:
    rows = ground.story.of(Kind.DECIDED)
    yes: Array = rows[ground.story.rows["reason"][rows] == Reason.NONE]
    return yes


def own_referral_refused(ground: Ground) -> Cases:
    """A service refuses a part for which it wrote the last letter itself; that nobody is there is no refusal."""
    story = ground.story
    rows = story.of(Kind.REFUSED)
    rows = rows[story.rows["reason"][rows] != Reason.NOBODY_THERE]
    letter = ground.last((Kind.REFERRED, Kind.SOUGHT), rows)
    own = (ground.column("kind", letter) == Kind.REFERRED) & (
        ground.column("service", letter) == story.rows["service"][rows]
    )
    return ground.cases(rows[own])


def no_need_though_severe(ground: Ground) -> Cases:
    """REFUSED or DECIDED as NOT_ELIGIBLE: a psychosis, or a severe need, that had many attended visits before."""
    story, limits = ground.story, ground.limits
    rows = story.of(Kind.REFUSED, Kind.DECIDED)
    rows = rows[story.rows["reason"][rows] == Reason.NOT_ELIGIBLE]
    client, need = story.client[rows], story.need[rows]
    severe = np.zeros(len(rows), dtype=bool)
    for which, name in ((Need.ADDICTION, "addiction"), (Need.PSYCHIATRIC, "psychiatric"), (Need.SOCIAL, "social")):
        severity = np.asarray(story.log.clients[f"{name}_severity"], dtype=float)
        severe |= (need == which) & (severity[client] >= limits.severe)
    severe |= (need == Need.PSYCHIATRIC) & psychotic(ground)[client]
    met = ground.visits.between(client * story.stride, story.at[rows])
    return ground.cases(rows[severe & (met >= limits.known_visits)])


def psychotic(ground: Ground) -> Array:
    """Return which clients have a psychosis."""
    clients = ground.story.log.clients
    found: Array = ground.story.comorbid & (np.asarray(clients["disorder"]) == Disorder.PSYCHOSIS)
    return found


def help_after_no(ground: Ground) -> Cases:
    """A letter or an acceptance for a part within days of the client's WITHDREW of it, without SOUGHT between."""
    story = ground.story
    rows = story.of(Kind.REFERRED, Kind.ACCEPTED)
    rows = rows[story.part[rows] != Part.ACUTE]
    before = ground.last((Kind.WITHDREW, Kind.SOUGHT, Kind.REFERRED), rows)
    after = ground.column("kind", before) == Kind.WITHDREW
    soon = story.time[rows] - np.append(story.time, -np.inf)[before] <= ground.limits.after_no_days
    return ground.cases(rows[after & soon])
