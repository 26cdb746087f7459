"""Trying to win unfairly: what each trick does to the first row, and whether the comparison warns of it.

    python -m benchmarks.tricks norrbotten -n 5 --years 2

Each trick is today's division with one number turned so that a figure could look better although nobody is helped:
seeing less, letting people wait, letting them withdraw, say no or be refused early, a health centre that takes
psychoses, plans of one visit, clients who die or move, and (these may improve untreated needs, with a warning) posts
from nobody and fewer who ask. Printed: the first row today and the paired difference, and what the comparison says of
it. Source:
section 7 (2).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from calibration.store import load_parameters
from mellanrum.numbers import source_of
from scenarios.compose import compose
from scenarios.edits import Edit, Times
from scenarios.keys import keys_of
from sim.experiment.first_row import FIRST_ROW
from sim.experiment.statistics import paired_differences, summarise_all
from sim.experiment.warnings import cautions
from sim.measures import measure, unit_of
from sim.model import simulate

SEED = 2028
SERVICES = ("municipal_outpatient", "adult_psychiatry", "addiction_clinic", "primary_care")


def tricks(county: str) -> Mapping[str, Mapping[str, Edit]]:
    """Return trick → what is set, under today's division."""
    keys = keys_of(county, "current", load_parameters())
    detects = [k for k in keys if k.startswith("services.") and k.endswith(".plan.detects")]
    visits = [k for k in keys if any(k.startswith(f"services.{s}.plan.visits") for s in SERVICES)]
    return {
        "detecting 60 % less": dict.fromkeys(detects, Times(0.4)),
        "waiting for ever": {  # everybody is accepted, into the line of fewer who treat
            "services.adult_psychiatry.rules.sobriety_share": 0.0,
            "services.adult_psychiatry.rules.treat_addiction_first_share": 0.0,
            "services.adult_psychiatry.rules.floor": 0.0,
            "county.staffing.adult_psychiatry.total": Times(0.4),
        },
        "withdrawing more": {"hazards.withdrawing": Times(8.0)},
        "saying no": {"practice.no_consent_share": 0.3},
        "early refusal": {
            "services.adult_psychiatry.rules.sobriety_share": 1.0,
            "services.adult_psychiatry.rules.treat_addiction_first_share": 1.0,
        },
        "psychoses in primary care": {"services.primary_care.rules.ceiling": 1.0},
        "one-visit plans": {k: 1.0 for k in visits if k.endswith(".number")},
        "dying early": {"hazards.exit": Times(4.0), "hazards.death_share_of_exits": 1.0},
        "posts from nobody": {
            "county.staffing.adult_psychiatry.total": Times(2.0),
            "county.staffing.municipal_outpatient.per_10000_adults": Times(2.0),
        },
        "fewer who ask": {"people.first_seekers_per_10000": Times(0.5)},
    }


def main() -> None:
    """Print what each trick does."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("county")
    ask.add_argument("-n", type=int, default=5, help="replications")
    ask.add_argument("--years", type=float, default=2.0, help="years after the reform day")
    ask.add_argument("--only", help="one trick, by its name")
    given = ask.parse_args()
    source, known = source_of(given.county, None, SEED), load_parameters()

    def values(edits: Mapping[str, Edit]) -> list[Mapping[str, float | None]]:
        found = []
        for nth in range(given.n):
            scenario = compose(
                given.county, "current", parameters=known, years=given.years, pick=source.pick(nth), edits=edits or None
            )
            found.append(measure(simulate(scenario, SEED, nth), scenario.calendar).values)
        return found

    today = values({})
    usual = summarise_all(today, unit_of)
    for name, edits in tricks(given.county).items():
        if given.only not in (None, name):
            continue
        tried = values(edits)
        differences = paired_differences(tried, today, unit_of)
        print(f"\n{name}")
        for measure_name in (
            *FIRST_ROW,
            "fall_rate_without_never_found",
            "cohort_size",
            "treated_days_per_client_year",
        ):
            before, change = usual[measure_name], differences[measure_name]
            if before.mean is not None and change.mean is not None:
                interval = "" if change.low is None else f"({change.low:+.3f} to {change.high:+.3f})"
                print(f"  {measure_name:38s} {before.mean:9.3f} {change.mean:+9.3f} {interval}")
        for caution in cautions(differences, usual):
            print(f"  warns: {caution.kind} {', '.join((*caution.measures, *caution.by))}")


if __name__ == "__main__":
    main()
