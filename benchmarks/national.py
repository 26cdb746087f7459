"""`python -m benchmarks.national`: what a study of all of Sweden would cost, from a sample of replications run here.

21 regions × 10 designs × 200 draws of parameters × 30 replications are 1,260,000 replications. A sample of the counties
that ship under some designs, each replication with a draw of its own, says what one costs; Norrbotten made four times
as large, with the same draw and chance, how the cost grows with the county:

    seconds of a region's replication = c × adults ** p        p = ln(seconds of 4 × / seconds of 1 ×) / ln 4
    core-hours = replications of a region × c × Σ over regions (adults ** p) / 3600

and the archive likewise. Seconds are processor time, which other programs disturb less than the clock, but do disturb:
run it on an idle machine. The interval holds the spread between draws, designs and counties (Student's t), every p that
was found, the adults of Sweden, and how they are spread over regions: all alike, or half of them in three.

Writes `benchmarks/national.csv`, a row per replication; `--from` such a file reckons without running.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import product
from math import log
from pathlib import Path
from statistics import fmean

from benchmarks.scale import scaled
from mellanrum.wiring.assemble import scenario
from sim.comparison.statistics import summarise
from sim.experiment.entry import to_bytes
from sim.experiment.replicate import Job, replicate

REGIONS, DESIGNS, DRAWS, REPLICATIONS = 21, 10, 200, 30
ADULTS, FEWEST, MOST = 8.4e6, 8.2e6, 8.7e6
"""Adults of Sweden, an assumption: 8,744 patients in LARO are 83 per 100,000 inhabitants (X157), so 10.5 million,
of whom 80 % are adults (80.5 % in Gävleborg, A001; 82.0 % in Norrbotten, X051), 78 to 82.5 %."""  # fmt: skip
LARGE_REGIONS, SHARE_IN_LARGE = 3, 0.5
"""The most uneven spread over regions that is reckoned with: half of all in three of them. An assumption."""
COUNTIES = ("norrbotten", "gavleborg")
TRIED = ("current", "big_bang", "full_reform", "integrated_teams")
LARGER = 4.0
CORES = (100, 1000)


@dataclass(frozen=True, slots=True)
class Run:
    """One replication that was run. `seconds` of processor time; `preparing`: of making its scenario from files."""

    county: str
    design: str
    times_larger: float
    draw: int
    adults: float
    seconds: float
    preparing: float
    entry_bytes: float


def main() -> None:
    """Run the sample and print the extrapolation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.national", description=__doc__.split("\n")[0])
    parser.add_argument("--years", type=float, default=5.0, help="years after the reform day (3 come before it)")
    parser.add_argument("--draws", type=int, default=2, help="replications of each county and design, a draw each")
    parser.add_argument("--csv", type=Path, default=Path(__file__).with_suffix(".csv"))
    parser.add_argument("--from", dest="known", type=Path, help="a file that this wrote: reckon, run nothing")
    options = parser.parse_args()
    runs = read(options.known) if options.known else sample(options.years, options.draws)
    if not options.known:
        write(options.csv, runs)
    print(told(runs))


def sample(years: float, draws: int) -> list[Run]:
    """Return the sample: both counties under the designs, and Norrbotten made larger."""
    one_run(COUNTIES[0], "current", 0.1, 0)  # everything is imported before anything is measured
    runs = []
    for draw in range(draws):
        for county, design in product(COUNTIES, TRIED):
            runs.append(one_run(county, design, years, draw))
        runs.append(one_run(COUNTIES[0], TRIED[0], years, draw, LARGER))
    return runs


def one_run(county: str, design: str, years: float, draw: int, larger: float = 1.0) -> Run:
    """Return what one replication cost, with a draw from the parameters' ranges."""
    start = time.process_time()
    one = scenario(county, design, years=years, parameters="prior", seed=1, replication=draw)
    preparing = time.process_time() - start
    one = one if larger == 1.0 else scaled(one, larger)
    begun = time.process_time()
    outcome = replicate(Job(0, one, 1, draw))
    seconds = time.process_time() - begun
    size, adults = len(to_bytes("0" * 64, outcome)), sum(town.adults for town in one.county.municipalities)
    print(f"{county:>11} {design:>17} {larger:g}× draw {draw}: {seconds:6.2f} s, {size:,} bytes", flush=True)
    return Run(
        county=county,
        design=design,
        times_larger=larger,
        draw=draw,
        adults=adults,
        seconds=seconds,
        preparing=preparing,
        entry_bytes=size,
    )


def extrapolated(runs: Sequence[Run], what: str) -> tuple[float, float, float]:
    """Return the whole study's sum of `what` (seconds, entry_bytes), its low end and its high end."""
    powers = growth(runs, what)
    per_region = DESIGNS * DRAWS * REPLICATIONS
    ends: list[float] = []
    for power in (fmean(powers), *powers):
        each = summarise((getattr(r, what) / r.adults**power for r in runs if r.times_larger == 1.0), what)
        assert each.mean is not None and each.low is not None and each.high is not None  # noqa: PT018
        sums = [over_regions(a, power, uneven) for a in (FEWEST, MOST) for uneven in (False, True)]
        ends += [each.low * min(sums) * per_region, each.high * max(sums) * per_region]
        if len(ends) == 2:
            middle = each.mean * over_regions(ADULTS, power) * per_region
    return middle, min(ends), max(ends)


def growth(runs: Sequence[Run], what: str) -> list[float]:
    """Return the power of adults by which `what` grows, one for each replication that was run larger as well."""
    small = {(r.county, r.design, r.draw): r for r in runs if r.times_larger == 1.0}
    pairs = [(small[r.county, r.design, r.draw], r) for r in runs if r.times_larger != 1.0]
    return [log(getattr(b, what) / getattr(a, what)) / log(b.times_larger) for a, b in pairs]


def over_regions(adults: float, power: float, uneven: bool = False) -> float:
    """Return Σ adults ** power over the regions: all alike, or with three large ones."""
    if not uneven:
        return REGIONS * (adults / REGIONS) ** power
    others = REGIONS - LARGE_REGIONS
    large = LARGE_REGIONS * (adults * SHARE_IN_LARGE / LARGE_REGIONS) ** power
    return large + others * (adults * (1.0 - SHARE_IN_LARGE) / others) ** power


def told(runs: Sequence[Run]) -> str:
    """Return the extrapolation in words."""
    own = [r for r in runs if r.times_larger == 1.0]
    hours = [seconds / 3600 for seconds in extrapolated(runs, "seconds")]
    size = [size / 1e9 for size in extrapolated(runs, "entry_bytes")]
    seconds, preparing = [r.seconds for r in own], fmean(r.preparing for r in own)
    powers = growth(runs, "seconds")
    lines = [
        f"{REGIONS} regions × {DESIGNS} designs × {DRAWS} draws × {REPLICATIONS} replications = "
        f"{REGIONS * DESIGNS * DRAWS * REPLICATIONS:,}, from {len(runs)} run here",
        f"a replication: {fmean(seconds):.1f} s ({min(seconds):.1f} to {max(seconds):.1f}), "
        f"{fmean(r.adults for r in own):,.0f} adults; grows as adults to the power of {fmean(powers):.2f} "
        f"({min(powers):.2f} to {max(powers):.2f})",
        f"core-hours: {_range(hours)}",
        *(f"wall time on {cores:,} cores: {_range([h / cores for h in hours])} hours" for cores in CORES),
        f"archive without event logs: {_range(size)} GB",
        f"making a scenario from files: {preparing * 1000:.0f} ms",
    ]
    return "\n".join(lines)


def _range(three: Sequence[float]) -> str:
    mean, low, high = three
    return f"{mean:,.0f} ({low:,.0f} to {high:,.0f})"


def write(path: Path, runs: Sequence[Run]) -> None:
    """Write the sample."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [*asdict(runs[0])], lineterminator="\n")
        rows.writeheader()
        rows.writerows(asdict(r) | {"seconds": f"{r.seconds:.3f}", "preparing": f"{r.preparing:.4f}"} for r in runs)


def read(path: Path) -> list[Run]:
    """Return the sample that `write` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Run(
                row.pop("county"), row.pop("design"), draw=int(row.pop("draw")), **{k: float(v) for k, v in row.items()}
            )
            for row in csv.DictReader(file)
        ]


if __name__ == "__main__":
    main()
