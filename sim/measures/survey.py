"""What a survey or a register would have counted in the model's county: persons, by municipality and months.

A survey sees some municipalities for some months, so its counts are given by municipality and the months are asked
for; whoever compares adds up the municipalities that answered. These measures are made for `current`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.measures.face import face_measures
from sim.measures.spans import Array
from sim.measures.stays import Stays, stays_of
from sim.measures.story import Finder, OrderedLog
from sim.measures.survival import Values, kaplan_meier, ratio
from sim.measures.thresholds import DAYS_PER_YEAR, THRESHOLDS
from sim.terms.calendar import Calendar
from sim.terms.log import EventLog
from sim.terms.total import total
from sim.terms.words import Kind, Part, Principal, Reason, Service, Sex

ASKED = (Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT)
TREATING = (Service.MUNICIPAL_OUTPATIENT, Service.HVB, Service.LVM, Service.HOUSING_SUPPORT)
SAMPLED = (Service.MUNICIPAL_OUTPATIENT, Service.HVB, Service.SOBRIETY_DOCUMENTATION)
RETENTION_DAYS = 365.0


@dataclass(frozen=True, slots=True)
class Survey:
    """`counts`: name → one number per municipality, over the surveyed months. `values`: name → number, over the year.

    Counts: `sought` persons who asked social services or outpatient treatment; `received`: those of them for whom an
    inquiry or treatment had begun by the last day; `in_treatment`: persons in municipal treatment at some time,
    whenever they asked; `treatments`: stays in outpatient treatment; `relatives`: persons in it whose relatives help;
    `hvb`, `lvm`: persons there; `tests`: samples documented drug-free; `talks`: persons with motivational or support
    talks during the inquiry or the wait.
    """

    counts: dict[str, Array]
    values: Values


def survey(log: EventLog, calendar: Calendar, months: int) -> Survey:
    """Return what is counted in the first `months` months of the baseline year, and in that whole year.

    `values` holds the `face.` measures too. Raises ValueError if `months` is not from 1 to 12.
    """
    if not 1 <= months <= 12:
        # not said: whoever calls has checked
        raise ValueError(f"months {months}: must be from 1 to 12")
    story = OrderedLog(log, calendar, THRESHOLDS)
    stays = stays_of(story)
    first = float(calendar.warm_up_days)
    last = first + calendar.baseline_days * _share_of_year(months)
    counts = _municipal(story, stays, first, last)
    values = face_measures(story, stays) | _registered(story, first, story.reform)
    values["survey.laro_retention_12_months"] = _laro_retention(story, stays)
    values["survey.turnover_municipal"] = _turnover(story, first, story.reform)
    return Survey(counts, values)


def _share_of_year(months: int) -> float:
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return total(days[:months]) / total(days)


def _municipal(story: OrderedLog, stays: Stays, first: float, last: float) -> dict[str, Array]:
    towns = np.asarray(story.log.clients["municipality"], dtype=np.int64)
    n = len(story.log.municipalities)

    def by_town(clients: Array) -> Array:
        return np.bincount(towns[clients], minlength=n).astype(float)

    rows = story.of(Kind.SOUGHT, Kind.REFERRAL_ARRIVED)
    rows = rows[(story.time[rows] >= first) & (story.time[rows] < last)]
    rows = rows[np.isin(story.rows["to_service"][rows], ASKED)]
    asked, at = np.unique(story.client[rows], return_index=True)
    admitted = story.of(Kind.ADMITTED)
    helping = admitted[np.isin(story.rows["service"][admitted], (*ASKED, *TREATING))]
    received = asked[story.time_of(Finder(helping, story.client).next(rows[at], asked)) <= last]
    during = stays.treatment & (stays.start < last) & (stays.end > first)
    treated = during & np.isin(stays.service, TREATING)
    outpatient = during & (stays.service == Service.MUNICIPAL_OUTPATIENT)
    persons = np.unique(stays.client[outpatient])
    counts = {
        "sought": by_town(asked),
        "received": by_town(received),
        "in_treatment": by_town(np.unique(stays.client[treated])),
        "treatments": by_town(stays.client[outpatient]),
        "relatives": by_town(persons[np.asarray(story.log.clients["relatives"])[persons]]),
        "tests": by_town(_tested(story, first, last)),
        "talks": by_town(_talked_with(story, first, last)),
    }
    for word, service in (("hvb", Service.HVB), ("lvm", Service.LVM)):
        counts[word] = by_town(np.unique(stays.client[during & (stays.service == service)]))
    return counts


def _talked_with(story: OrderedLog, first: float, last: float) -> Array:
    rows = story.of(Kind.TALK)
    persons: Array = np.unique(story.client[rows[(story.time[rows] >= first) & (story.time[rows] < last)]])
    return persons


def _tested(story: OrderedLog, first: float, last: float) -> Array:
    """Return the client of every sample that was documented drug-free in municipal care."""
    columns = story.log.columns
    low, high = np.searchsorted(columns["time"], (first, last), side="left")
    here = slice(low, high)
    clean = (columns["kind"][here] == Kind.VISIT) & (story.log.field("clean", Kind.VISIT)[here] == 1)
    tested: Array = columns["client"][here][clean & np.isin(columns["service"][here], SAMPLED)]
    return tested


def _registered(story: OrderedLog, first: float, last: float) -> Values:
    """Who is in the region's register: persons with a visit, and those seen for a psychiatric need.

    `seen_for_both`: persons with regional contact of whom a visit or an admission was about a psychiatric need;
    `comorbid`: all of them who have one, seen for it or not. A diagnosis is set for a number in between.
    """
    columns = story.log.columns
    low, high = np.searchsorted(columns["time"], (first, last), side="left")
    kind, client = columns["kind"][low:high], columns["client"][low:high]
    met = ((kind == Kind.VISIT) | (kind == Kind.ADMITTED)) & (columns["principal"][low:high] == Principal.REGION)
    met &= client >= 0
    persons = np.unique(client[met])
    both = np.unique(client[met & (columns["part"][low:high] == Part.PSYCHIATRIC)])
    comorbid = persons[story.comorbid[persons]]
    years = (last - first) / DAYS_PER_YEAR
    values: Values = {
        "survey.regional_persons": len(persons) / years,
        "survey.seen_for_both_persons": len(both) / years,
        "survey.comorbid_persons": len(comorbid) / years,
    }
    sex, age = np.asarray(story.log.clients["sex"]), np.asarray(story.log.clients["age"], dtype=float)
    for word, group in (("regional", persons), ("comorbid", comorbid)):
        woman = sex[group] == Sex.WOMAN
        values[f"survey.{word}_woman_share"] = ratio(int(woman.sum()), len(group))
        values[f"survey.{word}_age_men"] = ratio(float(age[group][~woman].sum()), int((~woman).sum()))
        values[f"survey.{word}_age_women"] = ratio(float(age[group][woman].sum()), int(woman.sum()))
    return values


def _laro_retention(story: OrderedLog, stays: Stays) -> float | None:
    """Share of LARO stays begun after day 0 that last a year (Kaplan-Meier; moved, died, still there: censored)."""
    began = (stays.service == Service.LARO) & stays.treatment & stays.admitted & (stays.start > 0.0)
    end_row = stays.end_row[began]
    ended = end_row >= 0
    if len(end_row):
        ended &= ~np.isin(story.rows["reason"][end_row], (int(Reason.MOVED), int(Reason.DIED)))
    left = kaplan_meier(stays.end[began] - stays.start[began], ended).by(RETENTION_DAYS)
    return None if left is None else 1.0 - left


def _turnover(story: OrderedLog, first: float, last: float) -> float | None:
    """Municipal posts that somebody left in a year, as a share of the municipal posts (FTE)."""
    columns = story.log.columns
    municipal = columns["principal"] == Principal.MUNICIPALITY
    hired = municipal & (columns["kind"] == Kind.STAFF_EMPLOYED) & (columns["time"] <= 0.0)
    left = municipal & (columns["kind"] == Kind.STAFF_RESIGNED)
    left &= (columns["time"] >= first) & (columns["time"] < last)
    fte = story.log.field("fte", Kind.STAFF_EMPLOYED, Kind.STAFF_RESIGNED)
    posts, years = float(fte[hired].sum()), (last - first) / DAYS_PER_YEAR
    return ratio(float(fte[left].sum()), posts * years)
