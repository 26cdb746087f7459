"""`make bench`: engines side by side, the county model, the whole command; written to `benchmarks/results.md`.

python -m benchmarks              all of it: under twelve minutes on two quiet cores
python -m benchmarks --quick      each part small, to see that it works: its figures mean nothing
python -m benchmarks --part engines --part county --part command      some of it, printed and not written
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from benchmarks import command, county
from benchmarks.county import Table
from benchmarks.engines.agreement import DisagreeError
from benchmarks.engines.built import NotHereError
from benchmarks.engines.side_by_side import ALL, Engine, agreed, engine
from benchmarks.engines.side_by_side import measured as engines_measured
from benchmarks.engines.workload import DAYS, WORKLOADS
from benchmarks.results import RESULTS, load, machine, markdown, table_of_agreement, table_of_engines
from compiling.build import is_there

PARTS = ("engines", "county", "command")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is run: rounds, days of the workload, years, designs, factors, horizons, replications of the command."""

    engine_rounds: int = 5
    days: float = DAYS
    builds: int = 5
    everything: int = 1
    growth: int = 2
    years: float = 5.0
    designs: tuple[str, ...] = ()
    factors: tuple[float, ...] = county.FACTORS
    horizons: tuple[float, ...] = county.YEARS
    command: int = 2


QUICK = Size(
    engine_rounds=2,
    days=DAYS / 20,
    builds=1,
    everything=1,
    growth=1,
    years=2.0,
    designs=("big_bang",),
    factors=(1.0, 2.0),
    horizons=(2.0, 3.0),
    command=1,
)
ALL_OF_IT = Size()


def main() -> int:
    """Measure what is asked for; tell what goes on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="each part small; nothing is written")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this; nothing is written")
    options = parser.parse_args()
    if not is_there():
        print("The model is not compiled: make bench compiles it first.", file=sys.stderr)
        return 1
    size = QUICK if options.quick else ALL_OF_IT
    before, began = load(), time.monotonic()
    lines = ["# What `make bench` measured", "", *INTRODUCTION, *([QUICK_SAYS, ""] if options.quick else [])]
    parts: dict[str, Callable[[Size], list[str]]] = {"engines": engines, "county": the_county, "command": the_command}
    try:
        for name in options.part or PARTS:
            lines += parts[name](size)
    except DisagreeError as error:
        print(f"No ratios: {error}", file=sys.stderr)
        return 1
    took = f"- It took {(time.monotonic() - began) / 60:.0f} minutes"
    lines[2:2] = [*machine(before), took, ""]
    text = "\n".join(lines).rstrip() + "\n"
    if options.quick or options.part:
        print(text)
    else:
        RESULTS.write_text(text, "utf-8")
        tell(f"Written: benchmarks/{RESULTS.name}")
    return 0


INTRODUCTION = (
    "Seconds are of processor time. What is compared runs in turn, round after round, each run in a process of its",
    "own; a ratio is taken within a round, and the median over rounds is told with its lowest and highest.",
    "",
)
QUICK_SAYS = "**Quick: the figures mean nothing.**"


def engines(size: Size) -> list[str]:
    """Return the part on engines. Raises DisagreeError where they did not do the same work."""
    here: list[Engine] = []
    lines = ["## Engines side by side", "", *ABOUT_ENGINES, ""]
    for name in ALL:
        try:
            here.append(engine(name, tell))
        except NotHereError as why:
            lines += [f"{name}: not here ({why}).", ""]
    for workload in WORKLOADS:
        found = engines_measured(here, workload, size.days, size.engine_rounds, tell)
        differences = agreed(found)
        events = median(tally.events() for f in found for tally in f.tallies)
        lines += [f"### Workload: {workload}, about {events:,.0f} events", "", *markdown(table_of_engines(found))]
        lines += ["The same work, as far as chance lets one see:", "", *markdown(table_of_agreement(differences))]
    return lines


ABOUT_ENGINES = (
    "Six stations with several servers, two priorities, patience at two of them (`benchmarks/engines/workload.py`).",
    "Each engine is used as its documentation has it; ours as the model uses its building blocks (stories that wait,",
    "calls, units with queues, numbers keyed by client). *Long line*: one station is so short of servers that hundreds",
    "are in line. An event is asking, beginning, or the end of a visit or of patience. Before any ratio the means of",
    "each engine are held against those of the others by a t-test whose level, 1 % for a workload, is shared by all",
    "its tests; our two builds must come to the very same.",
)


def the_county(size: Size) -> list[str]:
    """Return the part on the county model."""
    said = "One replication, three years before the reform day, central values. An event is a row of the log."
    lines = ["## The county model", "", said, ""]

    def part(title: str, plan: county.Plan, table: Callable[..., Table]) -> None:
        rounds = f"{plan.rounds} round{'s' if plan.rounds > 1 else ''}"
        lines.extend([f"### {title} ({rounds})", "", *markdown(table(county.run(plan, tell)))])

    years = f"{3 + size.years:g} years"
    part(f"Both builds, Norrbotten, {years}", county.builds(size.builds, size.years), county.table_of_builds)
    part(
        f"Every design, compiled, {years}",
        county.everything(size.everything, size.years, size.designs),
        county.table_of_designs,
    )
    part(
        f"As the population grows, compiled, {years}",
        county.growth(size.growth, size.factors, size.years),
        county.table_of_growth,
    )
    part("As the time grows, compiled", county.horizons(size.growth, size.horizons), county.table_of_horizons)
    return lines


def the_command(size: Size) -> list[str]:
    """Return the part on the whole command."""
    both = {e: command.measured(size.command, e, size.years) for e in ("compiled", "simpy")}
    rows = [["stage", *(x for e in both for x in (f"{e}, s", "%"))]]
    for stage in command.ORDER:
        shares = [(found[stage], 100 * found[stage] / sum(found.values())) for found in both.values()]
        rows.append([stage, *(x for s, share in shares for x in (f"{s:.2f}", f"{share:.0f}"))])
    rows.append(["all", *(x for found in both.values() for x in (f"{sum(found.values()):.2f}", "100"))])
    options = f"-n {size.command} --years {size.years:g} --jobs 1"
    said = f"`mellanrum compare {command.COUNTY} {' '.join(command.DESIGNS)} {options}`"
    said += ", once on each build; shared days are simulated once."
    return ["## The whole command", "", said, "", *markdown(rows)]


def tell(text: str) -> None:
    """Say what goes on."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
