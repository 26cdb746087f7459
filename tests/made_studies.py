"""Studies and worths built by hand: what a study's sentences, tables and pictures are asked to show."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from outputs.study.keys import Key, key_of
from outputs.study.view import View
from outputs.text.measures import HEADLINE
from sim.analysis.estimates import Estimate
from sim.analysis.ranking import rank
from sim.comparison.results import Summary
from sim.studies.appendix import ThresholdRow
from sim.studies.break_even import Beside
from sim.studies.ranks import RaceFound, Ranks
from sim.studies.sampled import BreakEvenTold, KeyEffect, PointFound, Slice, SurfaceFound
from sim.studies.study import CountyFound, DesignFound, InBoth, StudyFound, VariationTold
from sim.studies.sweep import SweepPoint
from sim.studies.worth import CountAsked, CountWorth, ParameterWorth, Worth

UNTREATED, FALL, DAYS = "untreated_share", "fall_rate", "days_to_treatment"
NOT_COMORBID = "untreated_share_not_comorbid"
MEASURES = (UNTREATED, NOT_COMORBID, *(m for m in HEADLINE[1:] if m != NOT_COMORBID))
SOCIAL, TREATMENT, REFILL, LEAD = (
    "transfer.follow_share.social_worker",
    "transfer.follow_share.treatment_worker",
    "transfer.never_refilled_share",
    "transfer.recruitment_lead_days",
)
TITLES = {
    "current": InBoth("Dagens delade ansvar", "Today's divided responsibility"),
    "phased": InBoth("Etappvis", "By stages"),
    "big_bang": InBoth("Allt på en dag", "All at once"),
    "full_reform": InBoth("Hela reformen", "The full reform"),
}


def points(value: float, low: float, high: float) -> Estimate:
    """Return an estimate given in percentage points."""
    return Estimate(value / 100, low / 100, high / 100)


MORE, MUCH_MORE = points(0.6, 0.1, 1.1), points(2.0, 1.0, 3.0)
FEWER, MUCH_FEWER = points(-1.0, -2.0, -0.3), points(-3.0, -4.0, -2.0)
UNCLEAR, BARELY, NONE = points(0.3, -0.2, 0.8), points(-0.2, -0.9, 0.4), points(0.0, 0.0, 0.0)


def summary(e: Estimate | None, n: int = 40) -> Summary:
    if e is None:
        return Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="share")
    if n == 1:
        return Summary(mean=e.value, low=None, high=None, spread_low=None, spread_high=None, n=1, unit="share")
    return Summary(mean=e.value, low=e.low, high=e.high, spread_low=e.low, spread_high=e.high, n=n, unit="share")


def days(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, low, high)


def design(name: str, differences: dict[str, Estimate | None] | None = None, n: int = 40) -> DesignFound:
    levels = {
        m: summary(Estimate(0.4, 0.38, 0.42) if "share" in m or "rate" in m else days(80, 78, 82)) for m in MEASURES
    }
    found = {} if differences is None else {m: summary(e, n) for m, e in differences.items()}
    return DesignFound(name=name, title=TITLES[name], levels=levels, differences=found, replications=n)


SHIPS = "assumption: the whole range, since the break-even is asked for; A028 holds 0.49 to 0.91 for likely"
"""A reason that a study which ships gives, so it is said in both languages."""


def variation(key: str, sv: str, en: str, low: float, high: float, unit: str | None = "share") -> VariationTold:
    is_factor = key == LEAD
    why = SHIPS if "follow" in key else "A034: 2 to 8 months about 4"
    return VariationTold(
        key=key,
        label=InBoth(sv, en),
        low=low,
        high=high,
        values=(),
        unit=unit,
        is_factor=is_factor,
        designs=("phased",),
        why=why,
    )


VARIATIONS = (
    variation(SOCIAL, "Socialsekreterare som följer med", "Social workers who follow", 0.0, 1.0),
    variation(TREATMENT, "Behandlare som följer med", "Treatment workers who follow", 0.0, 1.0),
    variation(REFILL, "Tjänster som aldrig återbesätts", "Posts never refilled", 0.0, 0.5),
    variation(
        LEAD, "Rekryteringstid, gånger dagens antagande", "Time to recruit, times what is assumed", 0.5, 2.3, None
    ),
)
KEYS = {v.key: key_of(v) for v in VARIATIONS}
DISTANCE = Key(
    key="digital_share",
    label=InBoth("Besök på distans", "Visits at a distance"),
    low=0.0,
    high=0.9,
    unit="share",
    is_factor=False,
)
OWN = {SOCIAL: 0.7, TREATMENT: 0.7, REFILL: 0.15, LEAD: 1.0}
CROSSING = Beside(setting={}, crossing=Estimate(0.62, 0.41, 0.80), at_low=MUCH_MORE, at_high=FEWER)
NOWHERE = Beside(setting={}, crossing=None, at_low=MUCH_MORE, at_high=MORE, nearest=MORE, nearest_at=1.0)


def surface(measure: str, changes: tuple[Estimate, ...], level: float = 0.0, sliced: bool = True) -> SurfaceFound:
    effects = tuple(
        KeyEffect(key=v.key, label=v.label.en, low=v.low or 0.0, high=v.high or 1.0, change=change, own=OWN[v.key])
        for v, change in zip(VARIATIONS, changes, strict=True)
    )
    side = tuple(i / 10 for i in range(11))
    values = tuple(tuple(level + 0.03 - 0.02 * x - 0.03 * y for x in side) for y in side)
    errors = tuple(tuple(0.004 for _ in side) for _ in side)
    own = (
        Slice(x=SOCIAL, y=TREATMENT, xs=side, ys=side, values=values, errors=errors, own=(0.7, 0.7)) if sliced else None
    )
    return SurfaceFound(
        design="phased", measure=measure, points=200, explained=0.61, usual=UNCLEAR, effects=effects, slice=own
    )


def told(key: str, measure: str, found: Beside, beside: tuple[Beside, ...] = ()) -> BreakEvenTold:
    v = next(v for v in VARIATIONS if v.key == key)
    return BreakEvenTold(
        design="phased",
        key=key,
        label=v.label.en,
        measure=measure,
        low=v.low or 0.0,
        high=v.high or 1.0,
        told=found,
        beside=beside,
    )


CORNERS = tuple(
    replace(found, setting={LEAD: lead, REFILL: refill})
    for (lead, refill), found in zip(
        (("x0.5", 0.0), ("x0.5", 0.5), ("x2.3", 0.0), ("x2.3", 0.5)),
        (
            NOWHERE,
            CROSSING,
            Beside(setting={}, crossing=Estimate(0.9, 0.7, 1.0), at_low=MORE, at_high=BARELY),
            Beside(setting={}, crossing=None, at_low=FEWER, at_high=MUCH_FEWER),
        ),
        strict=True,
    )
)


def threshold(
    name: str, number: float, usual: bool, e: Estimate | None, measure: str = UNTREATED
) -> list[ThresholdRow]:
    level = summary(Estimate(0.6, 0.58, 0.62), 6)
    return [
        ThresholdRow(
            threshold=name, days=number, usual=usual, design="current", measure=measure, level=level, difference=None
        ),
        ThresholdRow(
            threshold=name,
            days=number,
            usual=usual,
            design="phased",
            measure=measure,
            level=level,
            difference=None if e is None else summary(e, 6),
        ),
    ]


def point(i: int) -> PointFound:
    values = {d: dict.fromkeys(MEASURES, 0.4 + 0.01 * i) for d in ("current", "phased")}
    return PointFound({SOCIAL: 0.1 * i, LEAD: f"x{1 + i}"}, i, values)


def county(name: str = "norrbotten", title: str = "Norrbotten") -> CountyFound:
    phased = design("phased", {UNTREATED: UNCLEAR, NOT_COMORBID: MORE, FALL: FEWER, DAYS: days(3.0, 1.0, 5.0)})
    return CountyFound(
        county=name,
        title=InBoth(title, title),
        designs=(design("current"), phased),
        grid={},
        points=tuple(point(i) for i in range(3)),
        surfaces=(
            surface(UNTREATED, (UNCLEAR, FEWER, MUCH_MORE, MORE)),
            surface(NOT_COMORBID, (UNCLEAR, MUCH_FEWER, MORE, UNCLEAR), level=0.01),
        ),
        break_evens=(told(TREATMENT, UNTREATED, CROSSING, CORNERS), told(SOCIAL, UNTREATED, NOWHERE, CORNERS)),
        ranks=None,
        worth=None,
        appendix=(*threshold("never_received", 45, False, MORE), *threshold("never_received", 90, True, MORE)),
        precise={UNTREATED: True, DAYS: False},
        parameters="posterior",
        notes=("Numbers of norrbotten.parquet.",),
    )


def study_of(*counties: CountyFound, baseline: str = "current", **changed: object) -> StudyFound:
    found = StudyFound(
        name="personnel_transfer",
        title=InBoth("Personalens övergång", "Personnel transfer"),
        question=InBoth("Hur stor del måste följa med?", "What share must follow?"),
        hypothesis=InBoth("Andelen spelar roll.", "The share matters."),
        baseline=baseline,
        measures=MEASURES,
        variations=VARIATIONS,
        counties=counties or (county(),),
        runs=280,
        seed=1,
        years=5.0,
    )
    return replace(found, **changed)


def view(**changed: object) -> View:
    """Return the study in a county of which some things are changed."""
    one = replace(county(), **changed)
    return View(study_of(one), one)


def unvaried(*designs: DesignFound, **changed: object) -> View:
    """Return a study in which nothing is varied."""
    one = replace(county(), designs=designs, points=(), surfaces=(), break_evens=(), appendix=(), precise={}, **changed)
    return View(study_of(one, variations=(), baseline=designs[0].name), one)


def grid_view() -> View:
    def at(number: float, share: float, e: Estimate | None) -> SweepPoint:
        differences = {m: summary(e, 10) for m in MEASURES}
        return SweepPoint({"rules.days": number, "rules.share": share}, differences, differences, differences)

    found = (at(0.0, 0.2, FEWER), at(0.0, 1.0, MUCH_FEWER), at(90.0, 0.2, UNCLEAR), at(90.0, 1.0, MORE))
    varied = (
        variation("rules.days", "Dagar", "Days", 0.0, 90.0, "days"),
        variation("rules.share", "Andel", "Share", 0.2, 1.0),
    )
    varied = tuple(replace(v, low=None, high=None, values=(str(v.low), str(v.high))) for v in varied)
    one = replace(county(), grid={"phased": found}, points=(), surfaces=(), break_evens=())
    return View(study_of(one, variations=varied), one)


def asked(name: str, value: Estimate, is_told: bool) -> CountWorth:
    question = (f"Hur många {name}?", f"How many {name}?")
    return CountWorth(
        CountAsked(
            id=name,
            asked_of="municipality",
            question_sv=question[0],
            question_en=question[1],
            paths=(f"practice.{name}",),
        ),
        value,
        0.01 if is_told else 0.4,
        is_told,
    )


def a_worth(*counts: CountWorth, everything: Estimate | None = None) -> Worth:
    parameters = (
        ParameterWorth(
            path="practice.turnover_per_year",
            unit="share",
            evidence="NB-046",
            count="posts",
            value=Estimate(9, 3, 15),
            chance=0.01,
            told=True,
        ),
        ParameterWorth(
            path="people.woman_share",
            unit="share",
            evidence="A104",
            count="",
            value=Estimate(1, 0, 4),
            chance=0.6,
            told=False,
        ),
    )
    return Worth(
        county="norrbotten",
        designs=("current", "phased"),
        measure="falls_per_year",
        unit="per year",
        lower_is_better=True,
        best="phased",
        means={"current": 2100.0, "phased": 2000.0},
        all_known=everything or Estimate(31, 12, 52),
        counts=counts,
        parameters=parameters,
        looked_at=400,
        draws=100,
        left_out=0,
        seed=1,
        years=5.0,
        parameters_mode="posterior",
        notes=("Numbers of norrbotten.parquet.",),
    )


MANY = tuple(asked(f"things of kind {i}", Estimate(0, 0, 3), False) for i in range(18))


def a_ranking(left: tuple[str, ...], decided: bool) -> Ranks:
    outcomes = np.array([[0.60, 0.58], [0.61, 0.59], [0.62, 0.57]])
    race = RaceFound(
        measure=UNTREATED,
        delta=0.005,
        alpha=0.05,
        lower_is_better=True,
        left=left,
        decided=decided,
        replications=60,
        out_after={},
        undefined=0,
    )
    ranking = rank(outcomes, seed=1)
    return Ranks(
        county="norrbotten",
        designs=("current", "phased"),
        titles=("Today", "By stages"),
        ranking=ranking,
        levels=({}, {}),
        differences=({}, {}),
        race=race,
        replications=60,
        seed=1,
        years=5.0,
        parameters="posterior",
        notes=(),
    )


@cache
def every_view() -> tuple[View, ...]:
    pair = (design("current"), design("phased", {UNTREATED: FEWER, DAYS: days(0.1, -1, 1.2)}))
    more = (*pair, design("big_bang", {UNTREATED: UNCLEAR}), design("full_reform", {UNTREATED: MUCH_FEWER}))
    cases = [
        CROSSING,
        NOWHERE,
        Beside(setting={}, crossing=None, at_low=UNCLEAR, at_high=UNCLEAR),
        Beside(setting={}, crossing=Estimate(0.5, 0, 1), at_low=MORE, at_high=FEWER),
    ]
    return (
        *(view(break_evens=(told(TREATMENT, UNTREATED, case),)) for case in cases),
        view(surfaces=(), break_evens=()),
        view(designs=(design("current"), design("phased", {}))),
        grid_view(),
        unvaried(*pair),
        unvaried(*more),
        unvaried(design("current")),
        unvaried(*pair, ranks=a_ranking(("phased",), True), worth=a_worth(asked("posts", Estimate(12, 3, 21), True))),
        unvaried(*pair, ranks=a_ranking(("current", "phased"), False), worth=a_worth(*MANY)),
    )
