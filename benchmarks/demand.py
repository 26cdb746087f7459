"""How many clients begin at each service a year: what `admissions_per_10000` in the county files rests on (A280).

    nice python -m benchmarks.demand norrbotten -n 24

`current` is run over fitted draws with so many posts that hardly anybody waits, except in psychiatry, whose wait is
sourced. Of each service is printed: clients who begin a year per 10,000 adults at central values, which is the mean
over draws of

    (places that clients hold x 365 / days that a place is held) / (what the draw has beside central values)

with the spread between draws before and after that division, and what the county file says. Places held are those of
the monthly snapshots; where other patients stand in the same pool, clients accepted a year x (mean days of their ended
stays + the booking). Two processes.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from math import exp

import numpy as np

from calibration.parameters.parameter_set import file_of, read_set
from calibration.parameters.store import load_parameters
from scenarios.build.demand import demand_of
from scenarios.compose import compose
from scenarios.edits.keys import tables_of
from scenarios.files.references import table_at
from sim.measures.spans import Array
from sim.model import simulate
from sim.terms.capacity import DAYS_A_YEAR, days_held
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Service, name_of, names_of

WARM_UP, COUNTED = 900, 365
"""Days: until numbers in care stand still, and for which clients are counted."""
AMPLE = {"county.utilisation": 0.25}
"""Posts are solved for a quarter of the places taken: hardly anybody waits."""
SEED = 2028
ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE)
PROCESSES = 2


def begun(county: str, nth: int) -> dict[str, tuple[float, float]]:
    """Return service → (clients who begin a year per 10,000 adults in a draw, how many times central values it has)."""
    known = load_parameters()
    pick = read_set(file_of(county)).pick(nth)
    scenario = compose(county, "current", parameters=known, pick=pick, edits=AMPLE)
    calendar = replace(scenario.calendar, warm_up_days=WARM_UP, baseline_days=COUNTED, after_days=0)
    scenario = replace(scenario, calendar=calendar)
    log, demand = simulate(scenario, SEED, nth), demand_of(known, pick)
    people = sum(town.adults for town in scenario.county.municipalities) / 10_000.0
    found = {}
    for service in dict.fromkeys(unit.service for unit in scenario.units):
        at_once = _held(log, scenario, service)
        a_year = at_once * DAYS_A_YEAR / days_held(scenario.services[service].plan) / people
        found[name_of(service)] = (a_year, demand.scale(service))
    return found


def _held(log: EventLog, scenario: Scenario, service: Service) -> float:
    """Return the mean number of places that clients hold at one time in the days that are counted."""
    c = log.columns
    mine = (c["service"] == service) & (c["time"] >= WARM_UP)
    if not any(unit.others for unit in scenario.units if unit.service is service):
        taken = mine & (c["kind"] == Kind.SNAPSHOT)
        return float(c["value"][taken].sum()) / max(len(np.unique(c["time"][taken])), 1)
    accepted, ended = mine & (c["kind"] == Kind.ACCEPTED), mine & np.isin(c["kind"], ENDS)
    if not ended.any():
        return 0.0
    median, sigma = scenario.services[service].plan.booking_days
    days = float(np.nanmean(c["value"][ended])) + median * exp(sigma * sigma / 2.0)
    return float(accepted.sum()) / COUNTED * days


def says(county: str) -> dict[str, float]:
    """Return service → what the county file says at central values."""
    staffing = table_at(tables_of(county, "current", load_parameters()).of("county"), "staffing")
    return {s: t["admissions_per_10000"]["value"] for s, t in staffing.items() if "admissions_per_10000" in t}


def main() -> None:
    """Print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("county")
    ask.add_argument("-n", type=int, default=24, help="draws")
    given = ask.parse_args()
    with ProcessPoolExecutor(PROCESSES) as pool:
        runs = list(pool.map(partial(begun, given.county), range(given.n)))
    told = says(given.county)
    print(f"{given.county}, {given.n} draws: clients who begin a year per 10,000 adults")
    print(f"  {'service':24s} {'central':>8s} {'standard error':>15s} {'spread':>8s} {'left':>6s} {'file':>7s}")
    for service in names_of(Service):
        if not all(service in run for run in runs):
            continue
        raw = np.array([run[service][0] for run in runs])
        central = raw / np.array([run[service][1] for run in runs])
        error = float(central.std(ddof=1)) / len(runs) ** 0.5 if len(runs) > 1 else float("nan")
        file = f"{told[service]:7.1f}" if service in told else "      –"
        print(f"  {service:24s} {central.mean():8.2f} {error:15.2f} {_cv(raw):8.2f} {_cv(central):6.2f} {file}")


def _cv(values: Array) -> float:
    """Return the deviation as a share of the mean."""
    return float(values.std() / values.mean()) if values.mean() else 0.0


if __name__ == "__main__":
    main()
