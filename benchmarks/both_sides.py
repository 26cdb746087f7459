"""Whether an opening is sized as the work that goes along: offered load of both sides in runs where nothing is lost.

    python -m benchmarks.both_sides norrbotten big_bang -n 4

The design is run with every price of the change taken away (everybody follows, nothing dips, no case is lost, no step
of the ladder either), over fitted draws. Printed: what is left of the difference in untreated needs, and, for each
service that opens and each that gave it posts: offered load (see `sim/measures/pools.py`), places-weighted over the
county, mean over replications, today and under the design.
"""

from __future__ import annotations

import argparse

import numpy as np

from calibration.parameters.store import load_parameters
from mellanrum.wiring.parameter_source import source_of
from scenarios.compose import compose
from scenarios.edits.edits import Edits
from sim.comparison.first_row import RANKS
from sim.measures import measure
from sim.model import simulate
from sim.terms.changes import Opens
from sim.terms.words import Service, name_of

SEED = 2028
NOTHING_LOST: Edits = {
    "transfer.follow_share": 1,
    "transfer.never_refilled_share": 0,
    "transfer.productivity_dip": 0,
    "transfer.turnover_factor": 1,
    "transfer.absence_factor": 1,
    "transfer.ladder_steps_lost": 0,
    "transfer.lag_days": 0,
    "transfer.handover.lost_with_own_worker": 0,
    "transfer.handover.lost_with_meeting": 0,
    "transfer.handover.lost_cold": 0,
    "transfer.handover.consent_share": 1,
    "transfer.know_methods_share": 1,
    "transfer.stay_share": 0,
}


def main() -> None:
    """Print the loads of both sides."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("county")
    ask.add_argument("design")
    ask.add_argument("-n", type=int, default=4, help="replications")
    ask.add_argument("--years", type=float, default=5.0, help="years after the reform day")
    given = ask.parse_args()
    source, known = source_of(given.county, None, SEED), load_parameters()
    loads: dict[tuple[str, Service], list[float]] = {}
    shares: list[float] = []
    untreated: dict[str, list[float]] = {}
    for nth in range(given.n):
        pick = source.pick(nth)
        today = compose(given.county, "current", parameters=known, years=given.years, pick=pick)
        design = compose(given.county, given.design, parameters=known, years=given.years, pick=pick, edits=NOTHING_LOST)
        services = sides(design.changes)
        for name, scenario in (("today", today), (given.design, design)):
            log = simulate(scenario, SEED, nth)
            found_here = measure(log, scenario.calendar)
            table = found_here.tables["pools"]
            untreated.setdefault(name, []).append(found_here.values[RANKS] or 0.0)
            work: dict[Service, float] = {}
            for service in services:
                mine = (table["service"] == name_of(service)) & np.isfinite(table["offered"])
                if mine.any():
                    load = float(np.average(table["offered"][mine], weights=table["places"][mine]))
                    loads.setdefault((name, service), []).append(load)
                    work[service] = load * float(table["places"][mine].sum())
            twins = [s for s in services if scenario.services[s].stands_for is not s and name == given.design]
            for one in twins:
                both = work[one] + work[scenario.services[one].stands_for]
                shares.append(work[one] / both)
    change = np.array(untreated[given.design]) - np.array(untreated["today"])
    told = " ".join(f"{100 * x:+.1f}" for x in change)
    print(f"untreated needs against today, nothing lost: {100 * change.mean():+.1f} percentage points ({told})")
    if shares:
        print(f"share of both sides' places at which the two are as busy: {np.mean(shares):.3f}")
    for (name, service), found in loads.items():
        print(f"{name:18s} {name_of(service):22s} {np.mean(found):.2f}  {' '.join(f'{x:.2f}' for x in found)}")


def sides(changes: tuple[object, ...]) -> list[Service]:
    """Return the services that open by taking posts, and those that give them up."""
    found: dict[Service, None] = {}
    for change in changes:
        if isinstance(change, Opens):
            givers = [s for unit in change.posts for _, services, _ in unit for s in services]
            if givers:
                found |= dict.fromkeys([change.service, *givers])
    return list(found)


if __name__ == "__main__":
    main()
