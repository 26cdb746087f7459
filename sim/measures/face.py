"""Face validity: the baseline year in the terms in which the surveys counted.

The baseline year is `calendar.baseline_days` before the reform day. Counts are scaled to 365.25 days. These
measures are made for `current`: under another design what follows a request may cross the reform day.
"""

from __future__ import annotations

import numpy as np

from sim.measures.spans import Array, Spans
from sim.measures.stays import Stays
from sim.measures.story import Finder, OrderedLog
from sim.measures.survival import Values, kaplan_meier, median, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.measures.waits import wait_measures
from sim.terms.words import Kind, Principal, Reason, Service

ENTRY = (Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT)
MUNICIPAL_CARE = (Service.MUNICIPAL_OUTPATIENT, Service.HVB, Service.HOUSING_SUPPORT)
TREATED = (Service.MUNICIPAL_OUTPATIENT, Service.HVB, Service.LVM)
SPECIALIST = (Service.ADULT_PSYCHIATRY, Service.ADDICTION_CLINIC)


class _Year:
    """The rows and days of the baseline year."""

    def __init__(self, story: OrderedLog) -> None:
        self.story = story
        self.first, self.last = float(story.calendar.warm_up_days), story.reform
        self.years = (self.last - self.first) / DAYS_PER_YEAR
        time = story.log.columns["time"]
        self.low, self.high = np.searchsorted(time, (self.first, self.last), side="left")

    def rows(self, *kinds: Kind) -> Array:
        """Return the story's rows of these kinds in the year."""
        rows = self.story.of(*kinds)
        return rows[(self.story.time[rows] >= self.first) & (self.story.time[rows] < self.last)]

    def column(self, name: str) -> Array:
        """Return a column of all the log's rows in the year, visits included."""
        return self.story.log.columns[name][self.low : self.high]

    def mean_persons(self, spans: Spans) -> float | None:
        """Return the mean number of persons in `spans`."""
        return ratio(spans.within(self.first, self.last).days, self.last - self.first)


def face_measures(story: OrderedLog, stays: Stays) -> Values:
    """Return the `face.` measures of the baseline year; see `catalogue` for what each counts."""
    year = _Year(story)
    values = _municipal(story, year) | _regional(year) | _institutions(story, stays, year)
    values |= _laro(story, stays, year) | _ends_and_answers(story, year)
    values["face.abstinent_90_days_share"] = _abstinence(story, year)
    return values | wait_measures(story, "face.", year.first, year.last)


def _municipal(story: OrderedLog, year: _Year) -> Values:
    """Persons who asked the municipality, and of them those for whom its inquiry or care began within 365 days."""
    rows = year.rows(Kind.SOUGHT, Kind.REFERRAL_ARRIVED)
    rows = rows[_one_of(story.rows["to_service"][rows], ENTRY)]
    client, first = np.unique(story.client[rows], return_index=True)
    taken = story.of(Kind.ADMITTED)
    taken = taken[_one_of(story.rows["service"][taken], (*ENTRY, *MUNICIPAL_CARE))]
    received = story.time_of(Finder(taken, story.client).next(rows[first], client)) <= story.time[rows[first]] + 365.0
    return {
        "face.municipal_seekers_per_year": ratio(len(client), year.years),
        "face.received_share": ratio(int(received.sum()), len(client)),
    }


def _regional(year: _Year) -> Values:
    """Persons with a visit or an admission at the region's services."""
    kind, client = year.column("kind"), year.column("client")
    met = (kind == Kind.VISIT) | (kind == Kind.ADMITTED)
    persons = np.unique(client[met & (year.column("principal") == Principal.REGION) & (client >= 0)])
    comorbid = int(year.story.comorbid[persons].sum())
    return {
        "face.regional_persons_per_year": ratio(len(persons), year.years),
        "face.comorbid_regional_persons_per_year": ratio(comorbid, year.years),
        "face.comorbid_share_regional": ratio(comorbid, len(persons)),
    }


def _institutions(story: OrderedLog, stays: Stays, year: _Year) -> Values:
    """HVB and LVM among the persons treated by municipal outpatient, HVB or LVM at some time in the year."""
    during = (stays.start < year.last) & (stays.end > year.first)
    treated = during & _one_of(stays.service, TREATED) & stays.treatment
    persons = len(np.unique(stays.client[treated]))
    values: Values = {}
    for name, service in (("hvb", Service.HVB), ("lvm", Service.LVM)):
        there = len(np.unique(stays.client[treated & (stays.service == service)]))
        values[f"face.{name}_share_of_treated"] = ratio(there, persons)
        values[f"face.{name}_persons_per_year"] = ratio(there, year.years)
    return values


def _laro(story: OrderedLog, stays: Stays, year: _Year) -> Values:
    """Patients in LARO on a mean day, and the share of stays begun in the year that last 12 months.

    Retention is Kaplan-Meier to the log's end; those who moved, died or are still there are censored.
    """
    mine = (stays.service == Service.LARO) & stays.treatment
    began = mine & stays.admitted & (stays.start >= year.first) & (stays.start < year.last)
    end_row = stays.end_row[began]
    days = stays.end[began] - stays.start[began]
    ended = end_row >= 0
    if len(end_row):
        ended &= ~np.isin(story.rows["reason"][end_row], (int(Reason.MOVED), int(Reason.DIED)))
    left = kaplan_meier(days, ended).by(365.0)
    return {
        "face.laro_patients": year.mean_persons(stays.spans(mine)),
        "face.laro_retention_12_months": None if left is None else 1.0 - left,
    }


def _ends_and_answers(story: OrderedLog, year: _Year) -> Values:
    """Inquiries, drop-out, no-shows and refusals."""
    service, reason = story.rows["service"], story.rows["reason"]
    decided = year.rows(Kind.DECIDED)
    decided = decided[service[decided] == Service.SOCIAL_SERVICES]
    ends = year.rows(Kind.COMPLETED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)
    ends = ends[service[ends] == Service.MUNICIPAL_OUTPATIENT]
    dropped = (story.kind[ends] == Kind.DISCHARGED) | (reason[ends] == Reason.LEFT_TREATMENT)
    there = _one_of(year.column("service"), SPECIALIST)
    missed = int((there & (year.column("kind") == Kind.MISSED)).sum())
    visits = int((there & (year.column("kind") == Kind.VISIT)).sum())
    answers = year.rows(Kind.REFUSED, Kind.ACCEPTED)
    answers = answers[service[answers] == Service.ADULT_PSYCHIATRY]
    refused = int((story.kind[answers] == Kind.REFUSED).sum())
    return {
        "face.inquiry_days.median": median(story.field("days_in_care", Kind.DECIDED)[decided]),
        "face.dropout_psychosocial": ratio(int(dropped.sum()), len(ends)),
        "face.no_show": ratio(missed, missed + visits),
        "face.psychiatry_refusal_share": ratio(refused, len(answers)),
    }


def _abstinence(story: OrderedLog, year: _Year) -> float | None:
    """Share of all abstinent spells begun in the year, in and outside treatment, that last 90 days (Kaplan-Meier)."""
    rows = year.rows(Kind.ABSTINENT)
    client = story.client[rows]
    relapse = story.time_of(Finder(story.of(Kind.RELAPSED), story.client).next(rows, client))
    end = np.minimum(relapse, story.exit[client])
    used = kaplan_meier(end - story.time[rows], relapse <= story.exit[client]).by(90.0)
    return None if used is None else 1.0 - used


def _one_of(service: Array, some: tuple[Service, ...]) -> Array:
    return np.isin(service, [int(s) for s in some])
