"""The county model, replication by replication: what it takes by county, design and build, and how it grows.

Cases are run in turn, round after round, each in a process of its own (`replication.py`); medians are told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.replication import Case, Measured, in_a_fresh_process

BOTH_BUILDS = ("current", "full_reform")
"""Designs that are run on both builds: without a change, and with most of what there is."""
FACTORS = (1.0, 2.0, 5.0, 10.0)
YEARS = (5.0, 12.0, 27.0)
"""After the reform day; three come before it: 8, 15 and 30 years."""

Tell = Callable[[str], None]
Table = list[list[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run, and how many rounds of it."""

    cases: tuple[Case, ...]
    rounds: int


def builds(rounds: int, years: float, designs: Sequence[str] = BOTH_BUILDS) -> Plan:
    """Return Norrbotten's designs on both builds."""
    cases = [Case(design=d, years=years, engine=e) for d in designs for e in ("compiled", "simpy")]
    return Plan(tuple(cases), rounds)


def everything(rounds: int, years: float, designs: Sequence[str] = ()) -> Plan:
    """Return every design that ships, or those named, in both counties, compiled."""
    from scenarios.files.read import list_counties, list_designs

    cases = [Case(county, design, years) for county in list_counties() for design in designs or list_designs()]
    return Plan(tuple(cases), rounds)


def growth(rounds: int, factors: Sequence[float] = FACTORS, years: float = 5.0) -> Plan:
    """Return Norrbotten today at several times its population."""
    return Plan(tuple(Case(factor=f, years=years) for f in factors), rounds)


def horizons(rounds: int, years: Sequence[float] = YEARS) -> Plan:
    """Return Norrbotten today over longer and longer times."""
    return Plan(tuple(Case(years=y) for y in years), rounds)


def run(plan: Plan, tell: Tell) -> dict[Case, list[Measured]]:
    """Return what each case took, round by round."""
    found: dict[Case, list[Measured]] = {case: [] for case in plan.cases}
    for nth in range(plan.rounds):
        for case in plan.cases if nth % 2 == 0 else reversed(plan.cases):
            tell(f"{case.county}, {case.design}, {case.factor:g}×, {3 + case.years:g} years, {case.engine}")
            found[case].append(in_a_fresh_process(case))
    return found


def seconds(runs: Sequence[Measured]) -> float:
    """Return the median of simulating."""
    return median(r.seconds for r in runs)


def table_of_builds(found: dict[Case, list[Measured]]) -> Table:
    """Return design, seconds of both builds, and the ratio of the two in each round: median, lowest, highest."""
    rows = [["design", "rows", "interpreted, s", "compiled, s", "ratio", "lowest–highest"]]
    for case, runs in found.items():
        if case.engine == "compiled":
            slow = next(r for c, r in found.items() if c.design == case.design and c.engine == "simpy")
            ratios = [a.seconds / b.seconds for a, b in zip(slow, runs, strict=True)]
            rows.append(
                [f"`{case.design}`", f"{runs[0].rows:,}", f"{seconds(slow):.2f}", f"{seconds(runs):.2f}",
                 f"{median(ratios):.2f}", f"{min(ratios):.2f}–{max(ratios):.2f}"]
            )  # fmt: skip
    return rows


def table_of_designs(found: dict[Case, list[Measured]]) -> Table:
    """Return, by county and design, rows, seconds, rows a second and memory."""
    rows = [["county", "design", "clients", "rows", "simulate, s", "measure, s", "rows/s", "peak, MB"]]
    for case, runs in found.items():
        one = runs[0]
        rows.append(
            [case.county, f"`{case.design}`", f"{one.clients:,}", f"{one.rows:,}", f"{seconds(runs):.2f}",
             f"{median(r.measuring for r in runs):.2f}", f"{one.rows / seconds(runs):,.0f}", _mb(one.peak_mb)]
        )  # fmt: skip
    return rows


def table_of_growth(found: dict[Case, list[Measured]]) -> Table:
    """Return what a client costs as there are more of them; × is to the first size, in the same round."""
    rows = [["population", "clients", "rows", "simulate, s", "ms a client", "× the first", "lowest–highest",
             "MB per 1,000 clients", "peak, MB"]]  # fmt: skip
    first = next(iter(found.values()))
    for case, runs in found.items():
        ratios = [(r.seconds / r.clients) / (f.seconds / f.clients) for r, f in zip(runs, first, strict=True)]
        one = runs[0]
        rows.append(
            [f"{case.factor:g}×", f"{one.clients:,}", f"{one.rows:,}", f"{seconds(runs):.2f}",
             f"{1000 * seconds(runs) / one.clients:.3f}", f"{median(ratios):.2f}",
             f"{min(ratios):.2f}–{max(ratios):.2f}", _mb(one.mb_per_1000(), 1), _mb(one.peak_mb)]
        )  # fmt: skip
    return rows


def table_of_horizons(found: dict[Case, list[Measured]]) -> Table:
    """Return what a row costs as a run gets longer; × is to the shortest, in the same round."""
    rows = [["years", "clients", "rows", "simulate, s", "µs a row", "× the first", "lowest–highest", "peak, MB"]]
    first = next(iter(found.values()))
    for case, runs in found.items():
        ratios = [(r.seconds / r.rows) / (f.seconds / f.rows) for r, f in zip(runs, first, strict=True)]
        one = runs[0]
        rows.append(
            [f"{3 + case.years:g}", f"{one.clients:,}", f"{one.rows:,}", f"{seconds(runs):.2f}",
             f"{1e6 * seconds(runs) / one.rows:.2f}", f"{median(ratios):.2f}",
             f"{min(ratios):.2f}–{max(ratios):.2f}", _mb(one.peak_mb)]
        )  # fmt: skip
    return rows


def _mb(value: float | None, decimals: int = 0) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"
