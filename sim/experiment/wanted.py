"""Whether an archived outcome is of the job that asks: its replication, and exactly the measures of its scenario.

An entry brings its own checksum, so that whoever writes one can make it sound. What it holds is looked at here; that
its numbers are those that the model gives, only running it again can tell (`mellanrum runs verify --rerun`).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.experiment.replicate import Job, Outcome
from sim.terms.calendar import Calendar
from sim.terms.log import COLUMNS, EventLog

WORDS_OF_CLIENTS = (
    "municipality", "sex", "age", "substance", "profile", "disorder", "opioid", "relatives", "addiction_severity",
    "psychiatric_severity", "social_severity",
)  # fmt: skip


def fits(outcome: Outcome, job: Job) -> bool:
    """Return whether `outcome` has the replication of `job` and the measures of its scenario, no more and no fewer."""
    towns = tuple(town.name for town in job.scenario.county.municipalities)
    return outcome.replication == job.replication and outcome.values.keys() == _names(towns, job.scenario.calendar)


@lru_cache(maxsize=64)
def _names(towns: tuple[str, ...], calendar: Calendar) -> frozenset[str]:
    """Return the names of the measures: those of a log in which nothing happens, since they are the same for all."""
    from sim.measures import measure

    columns = {name: np.empty(0, kind) for name, kind in COLUMNS}
    clients = {
        name: np.empty(0, np.float64 if name.endswith(("age", "severity")) else np.int8) for name in WORDS_OF_CLIENTS
    }
    clients["name"] = np.empty(0, object)
    log = EventLog(columns, clients, towns, units=(), workers=(), days=float(calendar.end_day))
    return frozenset(measure(log, calendar).values)
