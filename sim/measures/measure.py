"""One log in, every number out."""

from __future__ import annotations

from dataclasses import dataclass

from sim.measures import cohorts
from sim.measures.by_person import by_person, by_person_table
from sim.measures.contacts import contact_measures
from sim.measures.continuity import continuity_measures
from sim.measures.coordination import coordination_measures
from sim.measures.face import face_measures
from sim.measures.fall_rates import fall_rates, mechanism_rates
from sim.measures.falls import find_falls
from sim.measures.fell import find_fell
from sim.measures.flow import flow_measures
from sim.measures.gaps import gap_measures
from sim.measures.handover import handover_measures
from sim.measures.headline import cohort_table, headline, needs_of
from sim.measures.monthly import monthly, worst_month, yearly
from sim.measures.moving import moving_table
from sim.measures.pools import pools
from sim.measures.posts import Stints, stints_of
from sim.measures.register import register_measures
from sim.measures.second_row import second_row
from sim.measures.spans import Table
from sim.measures.staffing import ledger, staff_measures
from sim.measures.stays import Stays, stays_of
from sim.measures.story import OrderedLog
from sim.measures.survival import Values
from sim.measures.tables import by_municipality, by_profile, first_falls, gap_map
from sim.measures.thresholds import THRESHOLDS, Thresholds
from sim.measures.touched import touched_table
from sim.measures.treatment import Treatment, treatment_visits, treatments
from sim.measures.treatment_times import treatment_times
from sim.measures.waits import background_waits, wait_measures
from sim.measures.workload import workload
from sim.terms.calendar import Calendar
from sim.terms.log import EventLog
from sim.terms.move import Move
from sim.terms.words import Need


@dataclass(frozen=True, slots=True)
class Results:
    """What one replication's log says. `values`: name → number, None where undefined; never NaN.

    The names are the same for every log of one county and length, so that designs can be paired. `tables`: name →
    column → array, all of one length: `cohort`, `monthly`, `yearly`, `gap_map`, `by_municipality`, `by_profile`,
    `by_sex_and_age`, `staff_ledger`, `pools`, `first_falls`, `touched`, `moving`. Words and units: `catalogue`.
    """

    values: Values
    tables: dict[str, Table]


def measure(
    log: EventLog, calendar: Calendar, thresholds: Thresholds = THRESHOLDS, moves: tuple[Move, ...] = ()
) -> Results:
    """Return every measure of sections 7 and 11 (but costs), counted from the log alone.

    `moves`: the services that the design moves, for the tables `touched` and `moving`; a baseline is measured with
    the same.
    """
    story = OrderedLog(log, calendar, thresholds)
    stays = stays_of(story)
    stints = stints_of(log)
    visits = treatment_visits(story, stays)
    treatment, psychosocial = treatments(story, stays, visits)
    asked = cohorts.after(story)
    needs = needs_of(story, treatment, asked)
    found, fell = find_falls(story, stays), find_fell(story, treatment)
    by_month = monthly(story, stays, found, fell)
    values = headline(story, treatment, psychosocial, needs) | fall_rates(story, fell)
    of_persons = by_person(story, psychosocial, needs, fell)
    values |= of_persons
    values |= second_row(story, stays, visits, found, asked.only(story.comorbid)) | gap_measures(story, stays)
    values |= mechanism_rates(story, found) | treatment_times(story, stays)
    values |= wait_measures(story, "", story.reform, story.end) | background_waits(story)
    values |= workload(story, stints) | flow_measures(story, stays) | staff_measures(story, stints)
    values |= handover_measures(story) | coordination_measures(story, stays, found)
    values |= continuity_measures(story, stays) | contact_measures(story)
    values |= worst_month(story, by_month) | face_measures(story, stays)
    values |= register_measures(story, stays, stints)
    tables = {
        "cohort": cohort_table(story, needs),
        "monthly": by_month,
        "yearly": yearly(story),
        "gap_map": gap_map(story, found),
        "by_municipality": by_municipality(story, needs, fell),
        "by_profile": by_profile(story, needs, fell),
        "by_sex_and_age": by_person_table(story, of_persons),
        "staff_ledger": ledger(story, stints),
        "pools": pools(story),
        "first_falls": first_falls(story, found),
    }
    return Results(values, tables | _by_move(story, stays, stints, treatment, moves))


def measure_moves(
    log: EventLog, calendar: Calendar, moves: tuple[Move, ...], thresholds: Thresholds = THRESHOLDS
) -> dict[str, Table]:
    """Return the tables of `measure` that its `moves` decide, and those alone: all else of a log is known without."""
    story = OrderedLog(log, calendar, thresholds)
    stays = stays_of(story)
    treatment, _psychosocial = treatments(story, stays, treatment_visits(story, stays))
    return _by_move(story, stays, stints_of(log), treatment, moves)


def _by_move(
    story: OrderedLog, stays: Stays, stints: Stints, treatment: dict[Need, Treatment], moves: tuple[Move, ...]
) -> dict[str, Table]:
    return {
        "touched": touched_table(story, stays, treatment, moves),
        "moving": moving_table(story, stints, moves),
    }
