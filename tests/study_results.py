"""Small results of studies, built by hand: what the outputs are asked to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from outputs.text.measures import HEADLINE
from outputs.text.screen import text
from sim.analysis.estimates import Estimate
from sim.analysis.ranking import Ranked, Ranking
from sim.analysis.roots import BreakEven, Crossing, Known
from sim.analysis.sensitivity import Effect, Indices
from sim.comparison.results import Enough, PrecisionRow, Summary
from sim.measures.catalogue import unit_of
from sim.studies.break_even import Beside, BreakEvenFound, CurvePoint
from sim.studies.ranks import RaceFound, Ranks
from sim.studies.sensitivity import EmulatorError, FactorTold, OutcomeFound, SensitivityFound
from sim.studies.sweep import Sweep, SweepPoint
from sim.studies.warming import SERIES, SeriesFound, WarmUpFound

FOLLOW = "transfer.follow_share.treatment_worker"
LEAD = "transfer.recruitment_lead_days"
REFILLED = "transfer.never_refilled_share"
OTHERS = "fall_rate_not_comorbid"
MEASURES = (*HEADLINE, OTHERS)
SIZES = {"untreated_share": 0.03, "fall_rate": 0.02, "both_treated_share": -0.02, "one_treated_share": 0.01,
         "neither_treated_share": 0.015, "days_to_treatment": 12.0, "untreated_share_not_comorbid": 0.06,
         "detected_share": -0.012, "psychosocial_untreated_share": 0.025, OTHERS: 0.05}  # fmt: skip
"""What a difference of 1 in the made-up curves is, measure by measure."""
AT = dict(zip(MEASURES, (0.62, 0.41, 0.2, 0.36, 0.44, 240.0, 0.4, 0.87, 0.55, 0.29), strict=True))
"""Levels like those of a county."""
FIVE = (0.0, 0.25, 0.5, 0.75, 1.0)
THREE = ("x0.5", "x1", "x2")
NONE = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="share")
TWELVE = (
    FOLLOW, "transfer.follow_share.social_worker", f"{LEAD}.treatment_worker", REFILLED, "transfer.productivity_dip",
    "transfer.wave_dual_days", "transfer.informed_share", "transfer.handover.lost_cold",
    "services.adult_psychiatry.rules.treat_addiction_first_share", "services.municipal_outpatient.plan.no_show",
    "services.social_services.plan.booking_days", "hazards.giving_up_factor_supported",
)  # fmt: skip
NOTHING = dict.fromkeys(MEASURES, NONE)
UNCLEAR = BreakEven(
    known=Known.UNDECIDED, crossings=(), unclear=((0.3, 0.9),), sign=0, equal_at=(), runs=200, replications=40
)
LONG = "a_design_with_a_name_that_somebody_made_as_long_as_a_sentence_since_nobody_said_not_to"


def about(mean: float, half: float, measure: str, n: int = 10) -> Summary:
    """Return a summary around a mean."""
    return Summary(
        mean=mean,
        low=mean - half,
        high=mean + half,
        spread_low=mean - 3 * half,
        spread_high=mean + 3 * half,
        n=n,
        unit=unit_of(measure),
    )


def summaries(curve: float, half: float = 0.3, measures: Sequence[str] = MEASURES) -> dict[str, Summary]:
    """Return differences of `curve` times each measure's size, with intervals of ± `half` of it."""
    return {m: about(curve * SIZES[m], half * abs(SIZES[m]), m) for m in measures}


def levels(shift: float = 0.0) -> dict[str, Summary]:
    """Return levels like those of a county."""
    return {m: about(v + shift * SIZES[m], 0.01 * v, m) for m, v in AT.items()}


def sweep_of(
    values: Mapping[str, Sequence[Any]], curve: Callable[[Mapping[str, Any]], float] | None = None, **changes: Any
) -> Sweep:
    """Return a sweep over all combinations of `values`; `curve`: setting → difference, in the sizes of the measures."""
    from itertools import product

    points = []
    for some in product(*values.values()):
        setting = dict(zip(values, some, strict=True))
        at = 1.0 if curve is None else curve(setting)
        points.append(SweepPoint(setting, levels(at), levels(), summaries(at)))
    found = Sweep(
        county="norrbotten",
        design="phased",
        baseline="current",
        keys=tuple(values),
        shared=(),
        measures=MEASURES,
        points=tuple(points),
        replications=10,
        seed=2028,
        years=5.0,
        parameters="posterior",
        notes=("Parameters: the draws of Norrbotten's set, one for each replication.",),
    )
    return replace(found, **changes)


def falling(setting: Mapping[str, Any]) -> float:
    """Return a curve that crosses 0 at 0.62 of the first key's values."""
    return 1.0 - float(next(iter(setting.values()))) / 0.62


def break_even_of(known: Known = Known.CROSSES, crossings: Sequence[Crossing] = (), **changes: Any) -> BreakEvenFound:
    """Return a search over the share of treatment workers who follow."""
    found = BreakEven(
        known=known, crossings=tuple(crossings), unclear=(), sign=0, equal_at=(), runs=180, replications=24
    )
    points = tuple(CurvePoint(x, summaries(1 - x / 0.62, 0.2)) for x in (0.0, 0.25, 0.5, 0.625, 0.75, 1.0))
    beside = tuple(
        Beside(
            setting={LEAD: lead, REFILLED: never},
            crossing=None
            if never == 0.5 and lead == "x2"
            else Estimate(0.4 + 0.15 * i, 0.25 + 0.15 * i, 0.55 + 0.15 * i),
            at_low=Estimate(0.03, 0.02, 0.04),
            at_high=Estimate(0.01, 0.005, 0.015) if never == 0.5 and lead == "x2" else Estimate(-0.02, -0.03, -0.01),
        )
        for never in (0.0, 0.5)
        for i, lead in enumerate(("x0.5", "x1", "x2"))
    )
    made = BreakEvenFound(
        county="norrbotten",
        design="phased",
        baseline="current",
        key=FOLLOW,
        measure="untreated_share",
        low=0.0,
        high=1.0,
        tolerance=0.05,
        found=found,
        points=points,
        beside=beside,
        beside_runs=60,
        seed=2028,
        years=5.0,
        parameters="posterior",
        notes=("Parameters: the draws of Norrbotten's set.",),
    )
    return replace(made, **changes)


def crossing(x: float = 0.62, half: float = 0.13, rises: bool = False, precise: bool = True) -> Crossing:
    """Return a crossing at x ± half."""
    return Crossing(Estimate(x, x - half, x + half), rises, precise)


def factors(keys: Sequence[str] = TWELVE) -> tuple[FactorTold, ...]:
    """Return factors: the first three rest on evidence, the others on assumptions."""
    return tuple(
        FactorTold(
            key=key,
            low=0.0,
            high=1.0,
            unit="share",
            place="design",
            is_factor=i == 10,
            evidence=f"NB-0{40 + i}" if i < 3 else f"A{200 + i}",
        )
        for i, key in enumerate(keys)
    )


def sensitivity_of(
    method: str = "sobol",
    keys: Sequence[str] = TWELVE,
    direct: bool = True,
    measures: Sequence[str] = HEADLINE,
    **changes: Any,
) -> SensitivityFound:
    """Return an analysis in which the first factors matter most for the first measures."""
    outcomes = []
    for m, measure in enumerate(measures):
        for of in ("level", "difference"):
            share = [0.5 / (1 + abs(i - m)) ** 1.6 for i in range(len(keys))]
            indices = tuple(
                Indices(key, Estimate(0.8 * s, 0.8 * s - 0.05, 0.8 * s + 0.05), Estimate(s, s - 0.07, s + 0.07))
                for key, s in zip(keys, share, strict=True)
            )
            size = abs(SIZES[measure])
            effects = tuple(
                Effect(key, Estimate(2 * s * size, s * size, 3 * s * size), (-1) ** i * 1.5 * s * size, s * size)
                for i, (key, s) in enumerate(zip(keys, share, strict=True))
            )
            outcomes.append(
                OutcomeFound(
                    measure=measure,
                    of=of,
                    mean=0.5 * size,
                    deviation=size,
                    effects=effects if method == "morris" else (),
                    indices=() if method == "morris" else indices,
                    emulator=None if direct else EmulatorError(0.91 - 0.1 * m, 0.2, 400),
                    least=-size,
                    most=2.0 * size,
                    below=31,
                    points=140,
                )
            )
    found = SensitivityFound(
        county="norrbotten",
        design="phased",
        baseline="current",
        method=method,
        direct=direct,
        factors=factors(keys),
        shared=tuple(keys[9:]),
        outcomes=tuple(outcomes),
        left_out=480,
        runs=2800,
        seed=2028,
        years=5.0,
        parameters="posterior",
        notes=(),
    )
    return replace(found, **changes)


def ranking_of(means: Sequence[float], best: Sequence[float], lower: bool = True, draws: int = 20) -> Ranking:
    """Return a ranking with these means and probabilities of being best."""
    least = min(means) if lower else max(means)
    return Ranking(
        tuple(
            Ranked(
                mean=m,
                best_in_draw=Estimate(p, max(0.0, p - 0.15), min(1.0, p + 0.15)),
                best_on_average=Estimate(p, max(0.0, p - 0.01), min(1.0, p + 0.01)),
                regret_in_draw=Estimate(abs(m - least) + 0.01 * abs(m), abs(m - least), abs(m - least) + 0.02 * abs(m)),
                regret_on_average=Estimate(
                    abs(m - least), max(0.0, abs(m - least) - 0.005 * abs(m)), abs(m - least) + 0.01 * abs(m)
                ),
            )
            for m, p in zip(means, best, strict=True)
        ),
        draws,
        0,
    )


DESIGNS = ("current", "stronger_agreements", "phased", "integrated_teams", "full_reform")
OUT = {"current": 12, "stronger_agreements": 30, "integrated_teams": 30}
NO_RACE = {"left": DESIGNS, "decided": False, "undefined": 100, "replications": 100, "out_after": {}}


def ranks_of(designs: Sequence[str] = DESIGNS, **changes: Any) -> Ranks:
    """Return a ranking of designs in which the first has the fewest needs untreated, so far as the draws tell."""
    k = len(designs)
    shifts = [(i * 2) % k for i in range(k)]
    order = sorted(range(k), key=lambda i: shifts[i])
    best = [0.0] * k
    for place, i in enumerate(order):
        best[i] = (0.8, 0.15, 0.05)[place] if place < 3 else 0.0
    ranking = ranking_of([AT["untreated_share"] * (1 + 0.03 * shift) for shift in shifts], best)
    beside = ({}, *(summaries(0.4 * shift, 0.2) for shift in shifts[1:]))
    race = RaceFound(
        measure="untreated_share",
        delta=0.005,
        alpha=0.05,
        lower_is_better=True,
        left=(designs[1],),
        decided=True,
        replications=4 + 6 * k,
        out_after={d: 10 + 6 * i for i, d in enumerate(designs) if i != 1},
        undefined=0,
    )
    made = Ranks(
        county="norrbotten",
        designs=tuple(designs),
        titles=tuple(designs),
        ranking=ranking,
        levels=tuple(levels(0.4 * s) for s in shifts),
        differences=beside,
        race=race,
        replications=20,
        seed=2028,
        years=5.0,
        parameters="posterior",
        notes=(),
    )
    return replace(made, **changes)


def warm_up_of(days: Mapping[str, float] | None = None, reliable: bool = True, **changes: Any) -> WarmUpFound:
    """Return a check of twelve years of months that settle exponentially."""
    from math import exp, sin

    months = tuple(30.4 * m for m in range(144))
    dates = tuple(f"{2025 + m // 12}-{m % 12 + 1:02d}-01" for m in range(144))
    sizes = dict(zip(SERIES, (2000.0, 0.6, 60.0, 300.0, 900.0, 120.0, 0.93, 1.02), strict=True))
    series = tuple(
        SeriesFound(
            name=name, days=(days or {}).get(name, 304.0), reliable=reliable,
            values=tuple(size * (1 - 0.2 * exp(-m / 6) + 0.01 * sin(1.7 * m)) for m in range(144)),
            candidates=tuple(range(0, 120, 5)), statistics=tuple(1.0 / (1 + i) for i in range(24)),
        )
        for name, size in sizes.items()
    )  # fmt: skip
    enough = all(s.reliable and s.days <= 730 for s in series)
    found = WarmUpFound(
        county="norrbotten",
        design="current",
        months=months,
        dates=dates,
        warm_up_days=730.0,
        series=series,
        undefined=(),
        long_enough=enough,
        replications=5,
        seed=2028,
        years=10.0,
        parameters="posterior",
        notes=(),
    )
    return replace(found, **changes)


def enough_of(enough: bool = True, designs: Sequence[str] = ("current", "phased"), **changes: Any) -> Enough:
    """Return what `-n auto` found for a baseline and other designs."""
    rows = []
    for i, design in enumerate(designs):
        for m in HEADLINE:
            rows.append(
                PrecisionRow(
                    name=f"{design}: {m}",
                    needed=3,
                    mean=100 * SIZES[m],
                    half_width=abs(SIZES[m]),
                    allowed=2 * abs(SIZES[m]),
                    projected=8,
                )
            )
            if i:
                name, size = f"{design} - {designs[0]}: {m}", abs(SIZES[m])
                late = m == "days_to_treatment"
                rows.append(
                    PrecisionRow(
                        name=name, needed=17, mean=SIZES[m], half_width=0.4 * size, allowed=0.5 * size, projected=22
                    )
                    if enough or not late
                    else PrecisionRow(
                        name=name, needed=None, mean=SIZES[m], half_width=size, allowed=0.5 * size, projected=340
                    )
                )
    most = f"{designs[-1]} - {designs[0]}: days_to_treatment"
    made = Enough(
        replications=22 if enough else 200,
        enough=enough,
        needed=17 if enough else None,
        most=most if enough else None,
        not_reached=() if enough else (most,),
        budget=200,
        rows=tuple(rows),
    )
    return replace(made, **changes)


def slow(setting: dict[str, Any]) -> float:
    """Return a curve that falls with the share and rises with the factor."""
    return falling(setting) + 0.4 * float(setting[LEAD].removeprefix("x"))


def unchanging() -> SensitivityFound:
    """Return an analysis with two outcomes that never change and one that is missing."""
    found = sensitivity_of()
    still = tuple(
        replace(o, deviation=0.0, indices=tuple(Indices(i.name, *[Estimate(0.0, 0.0, 0.0)] * 2) for i in o.indices))
        for o in found.outcomes[:4]
    )
    return replace(found, outcomes=(*still, *found.outcomes[6:]))


def race_of(**changes: Any) -> Ranks:
    """Return a ranking whose race ended otherwise."""
    found = ranks_of()
    return replace(found, race=replace(found.race, **changes))


def flat(module: Any, result: Any, full: bool = False) -> str:
    """Return a page on one line, so that sentences can be looked for."""
    return " ".join(text(module.parts(result, full=full)).split())
