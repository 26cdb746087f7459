"""Every check over one log: how many, and who is the first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.checks import answers, care, places
from sim.checks.catalogue import Limits
from sim.checks.checked_log import CheckedLog, Finds
from sim.measures.story import OrderedLog
from sim.measures.thresholds import THRESHOLDS
from sim.terms.calendar import Calendar
from sim.terms.log import EventLog

FINDS: dict[str, Finds] = {
    find.__name__: find
    for find in (
        places.begins_during_a_stay,
        places.two_institutions,
        places.support_at_home_meanwhile,
        places.crisis_waits,
        care.psychosis_met_too_soon,
        care.nobody_asks_again,
        answers.own_decision_refused,
        answers.institution_without_decision,
        answers.own_referral_refused,
        answers.no_need_though_severe,
        answers.help_after_no,
        care.at_once_a_fall,
        care.contact_without_visit,
        places.after_exit,
        care.treated_and_unasked,
    )
}
"""The checks by name; `stories.toml` says what each rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFound:
    """What a check found in one log: how many times, to how many clients; the first by day, its name and the day."""

    check: str
    times: int
    clients: int
    first: str | None
    day: float | None


def count(log: EventLog, calendar: Calendar, limits: Limits) -> tuple[CheckFound, ...]:
    """Return what every check finds in a log, in the order of `FINDS`."""
    ground = CheckedLog.of(OrderedLog(log, calendar, THRESHOLDS), limits)
    return tuple(_found(name, find, ground) for name, find in FINDS.items())


def _found(name: str, find: Finds, ground: CheckedLog) -> CheckFound:
    client, day = find(ground)
    if not len(client):
        return CheckFound(check=name, times=0, clients=0, first=None, day=None)
    first = np.lexsort((client, day))[0]
    who = str(ground.story.log.clients["name"][client[first]])
    return CheckFound(check=name, times=len(client), clients=len(np.unique(client)), first=who, day=float(day[first]))
