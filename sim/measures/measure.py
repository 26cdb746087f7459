"""One log in, every number out."""

from __future__ import annotations

from dataclasses import dataclass

from sim.measures.contacts import contact_measures
from sim.measures.continuity import continuity_measures
from sim.measures.coordination import coordination_measures
from sim.measures.face import face_measures
from sim.measures.fall_rates import fall_rates
from sim.measures.falls import find_falls
from sim.measures.flow import flow_measures
from sim.measures.gaps import gap_measures
from sim.measures.handover import handover_measures
from sim.measures.monthly import Table, monthly, worst_month, yearly
from sim.measures.pools import pools
from sim.measures.posts import stints_of
from sim.measures.staffing import ledger, staff_measures
from sim.measures.stays import stays_of
from sim.measures.story import Story
from sim.measures.survival import Values
from sim.measures.tables import by_municipality, by_profile, first_falls, gap_map
from sim.measures.thresholds import THRESHOLDS, Thresholds
from sim.measures.treatment_times import treatment_times
from sim.measures.waits import background_waits, wait_measures
from sim.measures.workload import workload
from sim.terms.calendar import Calendar
from sim.terms.log import EventLog


@dataclass(frozen=True, slots=True)
class Results:
    """What one replication's log says. `values`: name → number, None where undefined; never NaN.

    The names are the same for every log of one county and length, so that designs can be paired. `tables`: name →
    column → array, all of one length: `monthly`, `yearly`, `gap_map`, `by_municipality`, `by_profile`,
    `staff_ledger`, `pools`, `first_falls`. Words, units and sentences of the names: `catalogue`.
    """

    values: Values
    tables: dict[str, Table]


def measure(log: EventLog, calendar: Calendar, thresholds: Thresholds = THRESHOLDS) -> Results:
    """Return every measure of sections 7 and 11 (but costs), counted from the log alone."""
    story = Story(log, calendar, thresholds)
    stays = stays_of(story)
    stints = stints_of(log)
    found = find_falls(story, stays)
    by_month = monthly(story, stays, found)
    values = fall_rates(story, found) | gap_measures(story, stays) | treatment_times(story, stays)
    values |= wait_measures(story, "", story.reform, story.end) | background_waits(story)
    values |= workload(story, stints) | flow_measures(story, stays) | staff_measures(story, stints)
    values |= handover_measures(story) | coordination_measures(story, stays, found)
    values |= continuity_measures(story, stays) | contact_measures(story)
    values |= worst_month(story, by_month) | face_measures(story, stays)
    tables = {
        "monthly": by_month,
        "yearly": yearly(story),
        "gap_map": gap_map(story, found),
        "by_municipality": by_municipality(story, found),
        "by_profile": by_profile(story, found),
        "staff_ledger": ledger(story, stints),
        "pools": pools(story),
        "first_falls": first_falls(story, found),
    }
    return Results(values, tables)
