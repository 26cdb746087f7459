"""The headline a second time, slowly: one client after the other, row by row, as a reader of the log would count.

Nothing of `sim.measures` is used but its answer. What is written here is section 7 of the conceptual model in plain
Python: who asked, what was open, who came, and who was turned away or lost and then left alone for 90 days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import pytest

from sim.measures import measure
from sim.model import simulate
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, NeedState, Part, Reason, Service
from tests.miniature import REFORM, miniature

DESIGNS = ("current", "big_bang", "full_reform", "integrated_teams", "phased")
YEAR, QUARTER = 365, 90

DEPENDENCE = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.ACUTE)
NEEDS = (DEPENDENCE, (Part.PSYCHIATRIC,))
NEED_OF = ("dependence", "dependence", "psychiatric", "social", "crisis")
OPEN = (NeedState.LATENT, NeedState.SOUGHT, NeedState.PARKED, NeedState.WAITING, NeedState.IN_CARE)
ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)
WAYS = (
    "lost_referral", "bounced", "sobriety_blocked", "gave_up_between", "undetected", "disputed", "discharged_unmet",
    "no_aftercare", "lost_in_handover",
)  # fmt: skip
NOT_A_NO = (Reason.NO_CONSENT, Reason.NOT_ELIGIBLE)

Row = dict[str, Any]
Stretch = tuple[float, float]


@dataclass
class Care:
    """A stay as it goes on: where, since when, whether it treats and whether it rides in another part's plan."""

    service: int
    since: float
    treats: bool
    rides: bool


@dataclass
class Life:
    """What one client's rows say, part by part: when open, when in treatment, when visited, nights."""

    end: float
    rows: list[Row] = field(default_factory=list)
    left: float = float("inf")
    asked: list[float] = field(default_factory=list)
    known: dict[str, float] = field(default_factory=dict)
    open: dict[int, list[Stretch]] = field(default_factory=dict)
    runs: dict[int, list[Stretch]] = field(default_factory=dict)
    nights: dict[int, list[Stretch]] = field(default_factory=dict)
    visits: dict[int, list[float]] = field(default_factory=dict)


@lru_cache
def scenario_of(design: str) -> Scenario:
    """Return the miniature with a second year after the reform, so that somebody is followed to the end."""
    small = miniature(design)
    return replace(small, calendar=replace(small.calendar, after_days=2 * YEAR))


@lru_cache
def log_of(design: str) -> EventLog:
    return simulate(scenario_of(design), seed=3, replication=0)


def lives(log: EventLog) -> Iterator[tuple[Life, bool]]:
    """Yield what happened to each client, and whether they are comorbid."""
    found = [Life(float(log.days)) for _ in log.clients["name"]]
    names = [n for n in log.columns if n not in ("unit", "worker", "principal", "to_principal")]
    for values in zip(*(log.columns[n].tolist() for n in names), strict=True):
        row = dict(zip(names, values, strict=True))
        if row["client"] >= 0:
            found[row["client"]].rows.append(row)
    for life, profile in zip(found, log.clients["profile"].tolist(), strict=True):
        read(life)
        yield life, bool(profile & 1)


def read(life: Life) -> None:
    """Go through one client's rows once."""
    care: dict[int, Care] = {}
    state: dict[int, tuple[int, float]] = {}
    episodes: set[float] = set()

    def treated_until(part: int, day: float) -> None:
        stay = care[part]
        if stay.treats:
            life.runs.setdefault(part, []).append((stay.since, day))
            if stay.service in (Service.HVB, Service.LVM):
                life.nights.setdefault(part, []).append((stay.since, day))

    def open_until(part: int, day: float) -> None:
        now, since = state[part]
        if now in OPEN:
            life.open.setdefault(part, []).append((since, day))

    for row in life.rows:
        day, kind, part, service = row["time"], row["kind"], row["part"], row["service"]
        if part >= 0 and row["state"] >= 0:
            if part in state:
                open_until(part, day)
            state[part] = (row["state"], day)
        if part >= 0 and (row["state"] >= NeedState.SOUGHT or kind in (Kind.DETECTED, Kind.SOUGHT)):
            life.known.setdefault(NEED_OF[part], day)
        if kind == Kind.SOUGHT and row["value"] not in episodes:
            episodes.add(row["value"])
            life.asked.append(day)
        if kind == Kind.ADMITTED:
            if part in care:
                treated_until(part, day)
            treats = row["extra"] == 0 and (part != Part.ACUTE or service == Service.LVM)
            care[part] = Care(service, day, treats, row["reason"] == Reason.ONE_PLAN)
        if kind == Kind.HANDED_OVER and part in care and row["to_service"] >= 0:
            treated_until(part, day)
            care[part].service, care[part].since = row["to_service"], day
        if kind == Kind.SUSPENDED and part in care:
            treated_until(part, day)
            care[part].since = float("inf")
        if kind == Kind.RESUMED and part in care:
            care[part].since = day
        if kind == Kind.VISIT and part in care and care[part].service == service:
            seen = [p for p, c in care.items() if p == part or (c.rides and c.service == service)]
            for p in seen:
                if care[p].treats:
                    life.visits.setdefault(p, []).append(day)
        if kind in ENDS and part in care and care[part].service == service:
            treated_until(part, day)
            del care[part]
        if kind == Kind.DEPART:
            life.left = day
    last = min(life.left, life.end)
    for part in list(care):
        treated_until(part, last)
    for part in list(state):
        open_until(part, last)


def of(kept: dict[int, list[Any]], parts: tuple[Part, ...]) -> list[Any]:
    return sorted(x for part in parts for x in kept.get(int(part), []))


def in_treatment(life: Life, parts: tuple[Part, ...], day: float) -> bool:
    """Whether care is under way that somebody came to in the 90 days before."""
    running = any(a < day < b for a, b in of(life.runs, parts))
    came = any(day - QUARTER <= v < day for v in of(life.visits, parts))
    slept = any(a < day and b >= day - QUARTER for a, b in of(life.nights, parts))
    return running and (came or slept)


def days_to_treatment(life: Life, parts: tuple[Part, ...], asked: float) -> float:
    """Days from asking to the third visit or the 14th night, day 0 if in treatment, infinity if never."""
    if in_treatment(life, parts, asked):
        return 0.0
    visits = [v for v in of(life.visits, parts) if v >= asked]
    days = visits[2] - asked if len(visits) > 2 else float("inf")
    slept = 0.0
    for a, b in of(life.nights, parts):
        night = max(a, asked)
        if b > night and slept < 14 <= slept + b - night:
            days = min(days, night + 14 - slept - asked)
        slept += max(b - night, 0.0)
    return days


def is_open(life: Life, parts: tuple[Part, ...], asked: float) -> bool:
    own = tuple(p for p in parts if p is not Part.ACUTE)
    return any(b > asked and a <= asked + YEAR and b > a for a, b in of(life.open, own))


def moves_in(life: Life, day: float) -> bool:
    """Whether the client moves into an institution at this instant: then visits rest, and no case is on its way."""
    return any(
        r["time"] == day and r["kind"] == Kind.ADMITTED and (r["part"] == Part.ACUTE or r["service"] == Service.HVB)
        for r in life.rows
    )


def turned_away(life: Life) -> Iterator[tuple[str, int, float]]:
    """Yield every time the client was turned away or lost: in what way, which part, on which day."""
    in_a_row: dict[int, int] = {}
    refused: set[tuple[int, int]] = set()
    answered: dict[int, bool] = {}
    disputes: dict[int, float] = {}
    for i, row in enumerate(life.rows):
        kind, part, day, reason = row["kind"], row["part"], row["time"], row["reason"]
        stays_open = row["state"] in OPEN and life.left > day
        a_no = kind == Kind.REFUSED and reason not in NOT_A_NO
        sent_away = (
            kind == Kind.REFERRED
            and Reason.OUTSIDE_CATCHMENT <= reason <= Reason.METHOD_NOT_OFFERED
            and reason not in NOT_A_NO
            and (row["service"], reason) not in refused
        )
        if kind in (Kind.SOUGHT, Kind.ACCEPTED, Kind.ADMITTED, Kind.GAVE_UP, Kind.WITHDREW):
            in_a_row[part] = 0
        if (a_no or sent_away) and part != Part.ACUTE:
            in_a_row[part] = in_a_row.get(part, 0) + 1
            if in_a_row[part] == 2:
                yield "bounced", part, day
        if a_no:
            refused.add((row["service"], reason))
        if (kind == Kind.REFUSED and reason == Reason.SOBRIETY) or (
            kind == Kind.DISCHARGED and reason == Reason.DISCHARGED_FOR_USE
        ):
            yield "sobriety_blocked", part, day
        if kind == Kind.REFERRAL_LOST and stays_open:
            yield "lost_referral", part, day
        waited = kind == Kind.GAVE_UP and row["value"] >= 3  # days since the request began
        if waited and reason == Reason.GAVE_UP_BETWEEN and stays_open and answered.get(part):
            yield "gave_up_between", part, day
        if a_no or kind in (Kind.DISCHARGED, Kind.REFERRED, Kind.REFERRAL_LOST):
            answered[part] = True
        if kind in (Kind.GAVE_UP, Kind.WITHDREW) or (kind == Kind.ADMITTED and row["extra"] != 1):
            answered[part] = False
        if kind == Kind.DISCHARGED and reason != Reason.DISCHARGED_FOR_USE and stays_open:
            yield "discharged_unmet", part, day
        if kind == Kind.HANDOVER_LOST or (kind == Kind.SUSPENDED and not moves_in(life, day)):
            yield "lost_in_handover", part, day
        if kind == Kind.DISPUTE_OPENED and day - disputes.get(part, float("-inf")) > 60:
            over = (Kind.DISPUTE_SETTLED, Kind.ACCEPTED, Kind.ADMITTED, Kind.GAVE_UP, Kind.WITHDREW)
            ends = [r["time"] for r in life.rows[i + 1 :] if r["part"] == part and r["kind"] in over]
            if min([*ends, life.left, life.end]) - day > 60:
                disputes[part] = day
                yield "disputed", part, day + 60
        if left_an_institution(life, i):
            for own in (Part.PSYCHOSOCIAL, Part.MEDICAL) if part == Part.ACUTE else (part,):
                yield "no_aftercare", own, day
    for asked in life.asked:
        for part in (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC):
            if life.known.get(NEED_OF[part], float("inf")) > asked + 180:
                yield "undetected", part, asked + 180


def left_an_institution(life: Life, i: int) -> bool:
    """Whether row i is leaving HVB, LVM or detox with something open, and nobody accepts in the 30 days after."""
    row = life.rows[i]
    day = row["time"]
    if row["kind"] not in (Kind.COMPLETED, Kind.DISCHARGED, Kind.LEFT_CARE):
        return False
    if row["service"] not in (Service.HVB, Service.LVM, Service.DETOX_WARD):
        return False
    if row["reason"] in (Reason.CRISIS, Reason.DIED, Reason.MOVED) or life.left <= day + 30 or day + 30 > life.end:
        return False
    accepted = [
        r
        for r in life.rows[i + 1 :]
        if r["kind"] in (Kind.ACCEPTED, Kind.ADMITTED)
        and r["service"] not in (Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY)
        and r["time"] <= day + 30
    ]
    now = {}
    for r in life.rows:
        if r["time"] <= day and r["part"] >= 0 and r["part"] != Part.ACUTE and r["state"] >= 0:
            now[r["part"]] = r["state"]
    held = any(s in (NeedState.WAITING, NeedState.IN_CARE) for s in now.values())
    return not accepted and not held and any(s in OPEN for s in now.values())


def counts(life: Life, part: int, day: float) -> bool:
    """Whether the part then stayed open and untreated for 90 days, the client there."""
    if part in (Part.SOCIAL, Part.ACUTE) or life.left <= day + QUARTER or day + QUARTER > life.end:
        return False
    parts = NEEDS[part == Part.PSYCHIATRIC]
    reach = day
    for a, b in sorted(life.open.get(int(part), [])):
        if a <= reach < b:
            reach = b
    came = any(day < v <= day + QUARTER for v in of(life.visits, parts))
    slept = any(b > day and a <= day + QUARTER and b > a for a, b in of(life.nights, parts))
    return reach >= day + QUARTER - 1e-9 and not came and not slept and not in_treatment(life, parts, day)


@lru_cache
def by_hand(design: str) -> dict[str, Any]:
    """Return the headline of everybody who asks in the first half-year, from a loop over clients."""
    return headline_by_hand(log_of(design), REFORM, REFORM + 2 * YEAR - 545)


def headline_by_hand(log: EventLog, first: float, last: float) -> dict[str, Any]:
    """Return the headline of those whose first asking in [first, last) is followed for a year."""
    tell = {True: "", False: "_not_comorbid"}
    counted: dict[str, list[float]] = {}
    for life, comorbid in lives(log):
        asked = next((day for day in life.asked if first <= day < last), None)
        if asked is None:
            continue
        took = [days_to_treatment(life, parts, asked) for parts in NEEDS if is_open(life, parts, asked)]
        note(counted, f"untreated_share{tell[comorbid]}", *(day > YEAR for day in took))
        turned = [(w, p, day) for w, p, day in turned_away(life) if asked <= day <= asked + YEAR]
        ways = {way for way, part, day in turned if counts(life, part, day)}
        note(counted, f"fall_rate{tell[comorbid]}", bool(ways))
        if comorbid:
            note(counted, "days_to_treatment", *(min(day, YEAR) for day in took))
            in_time = sum(day <= YEAR for day in took)
            for name, many in (("both", 2), ("one", 1), ("neither", 0)):
                note(counted, f"{name}_treated_share", *[in_time == many] * (len(took) == 2))
            for way in WAYS:
                note(counted, f"fall_rate.{way}", way in ways)
            note(counted, "fall_rate_without_never_found", bool(ways - {"undetected"}))
            if is_open(life, (Part.PSYCHOSOCIAL,), asked):
                days = days_to_treatment(life, (Part.PSYCHOSOCIAL,), asked)
                note(counted, "psychosocial_untreated_share", days > YEAR)
    return {name: sum(some) / len(some) for name, some in counted.items()}


def note(counted: dict[str, list[float]], name: str, *values: float) -> None:
    counted.setdefault(name, []).extend(values)


@pytest.mark.parametrize("design", DESIGNS)
def test_the_headline_is_what_a_loop_over_one_clients_rows_gives(design: str) -> None:
    found = measure(log_of(design), scenario_of(design).calendar).values
    assert by_hand(design) == pytest.approx({name: found[name] for name in by_hand(design)}, rel=1e-6)


def test_the_logs_that_are_compared_hold_what_is_to_be_told_apart() -> None:
    """Ways of falling that are common happen, needs are treated and not, and designs differ."""
    happen = {way for way in WAYS for design in DESIGNS if by_hand(design)[f"fall_rate.{way}"] > 0}
    assert happen >= set(WAYS) - {"disputed", "no_aftercare", "lost_in_handover"}
    assert 0.2 < by_hand("current")["untreated_share"] < 0.9
    assert len({by_hand(design)["untreated_share"] for design in DESIGNS}) > 2
