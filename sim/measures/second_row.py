"""The second row: what stands beside the headline, and what a design may have gained its headline by."""

from __future__ import annotations

import numpy as np

from sim.measures.cohorts import Cohort
from sim.measures.fall_kinds import MECHANISMS, Falls
from sim.measures.gaps import asked_untreated, client_years, untreated
from sim.measures.spans import Spans, without
from sim.measures.stays import Stays
from sim.measures.story import OrderedLog
from sim.measures.survival import Values, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.measures.treatment import Visits
from sim.terms.words import Kind, Part, Reason

WAITED = (int(Reason.GAVE_UP_IN_QUEUE), int(Reason.GAVE_UP_WAITING_FOR_DECISION))


def second_row(story: OrderedLog, stays: Stays, visits: Visits, found: Falls, cohort: Cohort) -> Values:
    """Return days asked and untreated, hours attended, giving up, falls, exits and new posts of comorbid clients.

    Rates: per comorbid client-year from the reform day to the end. `cohort`: the *after* cohort, comorbid members.
    """
    years = client_years(story)

    def per_year(spans: Spans) -> float | None:
        return ratio(story.late(spans.of(story.comorbid)).days, years)

    asked, before = asked_untreated(story, stays)
    columns = story.log.columns
    exits = story.departed[cohort.client] <= cohort.start + cohort.follow_up
    attended, hours = np.unique(visits.row), story.log.field("hours", Kind.VISIT)
    attended = attended[story.comorbid[columns["client"][attended]] & (columns["time"][attended] >= story.reform)]
    waited = story.of(Kind.GAVE_UP)
    waited = waited[np.isin(story.rows["reason"][waited], WAITED) & (story.part[waited] != Part.ACUTE)]
    waited = waited[story.comorbid[story.client[waited]] & (story.time[waited] >= story.reform)]
    dependence, psychiatric = (story.late(s.of(story.comorbid)).days for s in untreated(story, stays).values())
    days = "asked_untreated_days_per_client_year"
    return _falls(story, found) | {
        days: per_year(asked),
        f"{days}.before_acceptance": per_year(before),
        f"{days}.in_line": per_year(without(asked, before)),
        "attended_hours_per_client_year": ratio(float(np.nansum(hours[attended])), years),
        "gave_up_waiting_per_client_year": ratio(len(waited), years),
        "untreated_need_days_per_100_residents": ratio(100.0 * (dependence + psychiatric), years),
        "cohort_size": float(len(cohort)),
        "exits_share": ratio(int(exits.sum()), len(cohort)),
        "withdrew_share": _withdrew(story, cohort),
        "new_posts": _new_posts(story),
    }


def _falls(story: OrderedLog, found: Falls) -> Values:
    """Falls by the twelve mechanisms, in the days whose falls are all known, per 100 client-years of those days."""
    last = story.end - story.thresholds.beyond
    years = story.present.of(story.comorbid).within(story.reform, last).days / DAYS_PER_YEAR
    mine = found.only(story.comorbid[found.client] & (found.day >= story.reform) & (found.day < last))
    values: Values = {"falls_per_100_client_years": ratio(100.0 * len(mine), years)}
    for code, word in enumerate(MECHANISMS):
        many = int((mine.mechanism == code).sum())
        values[f"falls_per_100_client_years.{word}"] = ratio(100.0 * many, years)
    return values


def _withdrew(story: OrderedLog, cohort: Cohort) -> float | None:
    rows = story.of(Kind.WITHDREW)
    inside = cohort.inside(story.client[rows], story.time[rows])
    return ratio(len(np.unique(story.client[rows][inside])), len(cohort))


def _new_posts(story: OrderedLog) -> float:
    """FTE of posts opened that nobody has held, in the whole run, whether somebody was found for them or not."""
    columns = story.log.columns
    new = (columns["kind"] == Kind.POST_OPENED) & (columns["worker"] < 0)
    return float(np.nansum(story.log.field("fte", Kind.POST_OPENED)[new]))
