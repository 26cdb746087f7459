"""What registers and studies count of a year of `current`, beside the surveys: stocks, deaths, staff, losses by step.

The same year and terms as in `face`: the baseline year, counts scaled to 365.25 days. Made for `current`: what follows
a request, an inquiry or a stay may go on after the reform day.
"""

from __future__ import annotations

import numpy as np

from sim.measures.posts import WORKING, Stints
from sim.measures.spans import Array, union
from sim.measures.stays import Stays
from sim.measures.story import Finder, OrderedLog
from sim.measures.survival import Values, kaplan_meier, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.terms.words import Kind, Part, Principal, Reason, Role, Service, Sex, Substance

ASKED = (Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT)
AT_ONE_TIME = (Service.MUNICIPAL_OUTPATIENT, Service.HVB, Service.LVM, Service.HOUSING_SUPPORT)
NARCOTICS = (Substance.NARCOTICS, Substance.MIXED, Substance.PRESCRIPTION)
"""What a diagnosis of dependence on something else than alcohol is about."""
CLINICS = (Service.ADULT_PSYCHIATRY, Service.ADDICTION_CLINIC)
A_YEAR, A_MONTH = 365.0, 30.0


class _Year:
    """The baseline year of a story, its stays and its staff."""

    def __init__(self, story: OrderedLog, stays: Stays, stints: Stints) -> None:
        self.story, self.stays, self.stints = story, stays, stints
        self.first, self.last = float(story.calendar.warm_up_days), story.reform
        self.days = self.last - self.first
        self.years = self.days / DAYS_PER_YEAR
        self.treatment = stays.treatment
        low, high = np.searchsorted(story.log.columns["time"], (self.first, self.last), side="left")
        self.columns = {name: story.log.columns[name][low:high] for name in ("kind", "client", "service", "principal")}

    def during(self, days: Array) -> Array:
        """Return which days lie in the year."""
        return np.asarray((days >= self.first) & (days < self.last))

    def there(self, *services: Service) -> Array:
        """Return which stays are at one of these services."""
        return np.isin(self.stays.service, [int(s) for s in services])

    def rows(self, *kinds: Kind) -> Array:
        """Return the story's rows of these kinds in the year."""
        rows = self.story.of(*kinds)
        return rows[self.during(self.story.time[rows])]

    def left_by_choice(self) -> Array:
        """Return which stays ended because the client left, or was discharged."""
        row = self.stays.end_row
        if not len(row):
            return np.zeros(0, dtype=bool)
        kind, reason = self.story.kind[row], self.story.rows["reason"][row]
        return np.asarray((row >= 0) & ((kind == Kind.DISCHARGED) | (reason == Reason.LEFT_TREATMENT)))


def register_measures(story: OrderedLog, stays: Stays, stints: Stints) -> Values:
    """Return the measures of the baseline year that no survey has counted; see `catalogue` for what each counts."""
    year = _Year(story, stays, stints)
    values = _at_one_time(year) | _deaths(year) | _of_the_region(year) | _answers(year)
    return values | _losses(year) | _coming_back(year) | _staff(year)


def _at_one_time(year: _Year) -> Values:
    """Persons in treatment on a mean day, and how long stays in LVM last and how many end."""
    values: Values = {}
    for service in AT_ONE_TIME:
        spans = year.stays.spans(year.there(service) & year.treatment)
        persons = ratio(spans.within(year.first, year.last).days, year.days)
        values[f"face.persons_at_one_time.{service.name.lower()}"] = persons
    ended = year.there(Service.LVM) & (year.stays.end_row >= 0) & year.during(year.stays.end)
    days = year.stays.end[ended] - year.stays.start[ended]
    values["face.lvm_days.mean"] = ratio(float(days.sum()), len(days))
    values["face.lvm_stays_ended_per_year"] = ratio(len(days), year.years)
    return values


def _deaths(year: _Year) -> Values:
    """Deaths per 1,000 client-years: of all clients in the year, and of those who have left LVM since day 0."""
    story = year.story
    departed = story.of(Kind.DEPART)
    departed = departed[(story.rows["reason"][departed] == Reason.DIED) & (story.time[departed] < year.last)]
    died, day = story.client[departed], story.time[departed]
    present = story.present.within(year.first, year.last).days / DAYS_PER_YEAR
    rate = ratio(1000.0 * int(year.during(day).sum()), present)

    left = year.there(Service.LVM) & (year.stays.end_row >= 0) & (year.stays.end < year.last)
    first = np.full(story.clients, np.inf)
    np.minimum.at(first, year.stays.client[left], year.stays.end[left])
    gone = np.minimum(story.exit, year.last)
    afterwards = float(np.maximum(gone - first, 0.0)[np.isfinite(first)].sum()) / DAYS_PER_YEAR
    deaths = int((day > first[died]).sum())
    return {
        "face.deaths_per_1000_client_years": rate,
        "face.deaths_after_lvm_per_1000_client_years": ratio(1000.0 * deaths, afterwards),
    }


def _of_the_region(year: _Year) -> Values:
    """Persons with a visit or an admission at the region's services: by substance, and the comorbid by sex."""
    clients, told = year.story.log.clients, year.columns
    met = ((told["kind"] == Kind.VISIT) | (told["kind"] == Kind.ADMITTED)) & (told["principal"] == Principal.REGION)
    persons = np.unique(told["client"][met & (told["client"] >= 0)])
    substance = np.asarray(clients["substance"])[persons]
    narcotics = np.isin(substance, [int(s) for s in NARCOTICS])
    opioid = np.asarray(clients["opioid"]).astype(bool)[persons]
    comorbid, sex = year.story.comorbid[persons], np.asarray(clients["sex"])[persons]
    age = np.asarray(clients["age"], dtype=float)[persons]
    many = int(narcotics.sum())
    values: Values = {
        "face.regional_persons_per_year.alcohol": ratio(int((substance == Substance.ALCOHOL).sum()), year.years),
        "face.regional_persons_per_year.narcotics": ratio(many, year.years),
        "face.mixed_share_of_narcotics": ratio(int((substance == Substance.MIXED).sum()), many),
        "face.opioid_share_of_narcotics": ratio(int((narcotics & opioid).sum()), many),
    }
    for one in Sex:
        mine = sex == one
        others = mine & ~comorbid
        word = one.name.lower()
        values[f"face.comorbid_share_regional.{word}"] = ratio(int((mine & comorbid).sum()), int(mine.sum()))
        values[f"face.regional_age_not_comorbid.{word}"] = ratio(float(age[others].sum()), int(others.sum()))
    return values


def _answers(year: _Year) -> Values:
    """No-shows by clinic, LARO's refusals, and drop-out of the comorbid."""
    told, story = year.columns, year.story
    values: Values = {}
    for clinic in CLINICS:
        here = told["service"] == clinic
        missed = int((here & (told["kind"] == Kind.MISSED)).sum())
        visits = int((here & (told["kind"] == Kind.VISIT)).sum())
        values[f"face.no_show.{clinic.name.lower()}"] = ratio(missed, missed + visits)
    answers = year.rows(Kind.REFUSED, Kind.ACCEPTED)
    answers = answers[story.rows["service"][answers] == Service.LARO]
    refused = int((story.kind[answers] == Kind.REFUSED).sum())
    ended = year.there(Service.MUNICIPAL_OUTPATIENT) & year.treatment & (year.stays.end_row >= 0)
    ended &= year.during(year.stays.end) & story.comorbid[year.stays.client]
    left = int((ended & year.left_by_choice()).sum())
    values["face.refusal_share.laro"] = ratio(refused, len(answers))
    values["face.dropout_psychosocial.comorbid"] = ratio(left, int(ended.sum()))
    return values


def _losses(year: _Year) -> Values:
    """What share is lost at each step: before an inquiry or treatment, after the inquiry, in the first month."""
    story, stays = year.story, year.stays
    rows = year.rows(Kind.SOUGHT, Kind.REFERRAL_ARRIVED)
    rows = rows[np.isin(story.rows["to_service"][rows], [int(s) for s in ASKED])]
    client, at = np.unique(story.client[rows], return_index=True)
    begun = story.of(Kind.ADMITTED)
    begun = begun[np.isin(story.rows["service"][begun], [int(s) for s in (*ASKED, *AT_ONE_TIME)])]
    reached = story.time_of(Finder(begun, story.client).next(rows[at], client)) <= story.time[rows[at]] + A_YEAR

    inquiry = stays.inquiry & year.there(Service.SOCIAL_SERVICES) & year.during(stays.start)
    treated = np.sort(stays.start_row[year.treatment & year.there(*AT_ONE_TIME)])
    then = Finder(treated, story.client).next(stays.start_row[inquiry], stays.client[inquiry])
    arrived = story.time_of(then) <= stays.start[inquiry] + A_YEAR

    fresh = year.treatment & year.there(Service.MUNICIPAL_OUTPATIENT) & year.during(stays.start)
    stayed = kaplan_meier((stays.end - stays.start)[fresh], year.left_by_choice()[fresh])
    return {
        "face.lost_before_inquiry_share": ratio(int((~reached).sum()), len(client)),
        "face.lost_after_inquiry_share": ratio(int((~arrived).sum()), int(inquiry.sum())),
        "face.left_within_30_days_share": stayed.by(A_MONTH),
    }


def _coming_back(year: _Year) -> Values:
    """Those discharged from detox who are back within a month and a year, and abstinent spells that end in a year."""
    story, stays = year.story, year.stays
    detox = year.there(Service.DETOX_WARD) & (stays.part == Part.ACUTE)
    out = detox & year.during(stays.end) & (stays.end_row >= 0) & (stays.end < story.exit[stays.client])
    returns = Finder(np.sort(stays.start_row[detox]), story.client)
    again = story.time_of(returns.next(stays.end_row[out], stays.client[out]))
    gone = story.exit[stays.client[out]]
    back = kaplan_meier(np.minimum(again, gone) - stays.end[out], again <= gone)
    rows = year.rows(Kind.ABSTINENT)
    client = story.client[rows]
    relapse = story.time_of(Finder(story.of(Kind.RELAPSED), story.client).next(rows, client))
    used = kaplan_meier(np.minimum(relapse, story.exit[client]) - story.time[rows], relapse <= story.exit[client])
    return {
        "face.detox_again_share.30": back.by(A_MONTH),
        "face.detox_again_share.365": back.by(A_YEAR),
        "face.relapsed_within_365_days_share": used.by(A_YEAR),
    }


def _staff(year: _Year) -> Values:
    """Clients of social services per social worker on a mean day; locums' and vacant posts' share of FTE."""
    stints = year.stints
    fte = stints.within(year.first, year.last) / max(year.days, 1.0) * stints.fte
    working, locums, vacant = stints.of(*WORKING), stints.of("locums"), stints.of("vacant")
    units = np.array([service for service, *_ in year.story.log.units] + [-1])
    at = units[np.clip(stints.unit, -1, len(units) - 1)]
    office = working & (at == Service.SOCIAL_SERVICES) & (stints.role == Role.SOCIAL_WORKER)
    here = year.there(Service.SOCIAL_SERVICES)
    base = year.stays.client[here] * year.stays.stride
    held = union(base + year.stays.start[here], base + year.stays.end[here], year.stays.stride)
    clients = held.within(year.first, year.last).days / max(year.days, 1.0)
    physician, region = stints.role == Role.PHYSICIAN, stints.principal == Principal.REGION
    posts = physician & ((working & ~locums) | vacant)

    def share(some: Array, of: Array) -> float | None:
        return ratio(float(fte[some & of].sum()), float(fte[of].sum()))

    return {
        "face.clients_per_social_worker": ratio(clients, float(fte[office].sum())),
        "face.locum_share.physician": share(locums, working & physician),
        "face.locum_share.region": share(locums, working & region),
        "face.vacant_share.physician": share(vacant, posts),
    }
