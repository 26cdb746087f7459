"""Trying to win unfairly: what each trick does to the first row, and whether the comparison warns of it.

    python -m benchmarks.tricks norrbotten -n 5 --years 2

Each trick is today's division with one number turned so that a figure could look better although nobody is helped:
seeing less, letting people wait, letting them withdraw, say no or be refused early, a health centre that takes
psychoses, plans of one visit, clients who die or move, and (these may improve untreated needs, with a warning)
fewer who ask and joint teams with posts from nobody. Printed: the first row today and the paired difference, and what
the comparison says of it. Source: section 7 (2).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from calibration.parameters.store import load_parameters
from mellanrum.wiring.parameter_source import source_of
from scenarios.compose import compose
from scenarios.edits.edits import Edit, Times
from scenarios.edits.keys import keys_of
from sim.comparison.ablation import variants
from sim.comparison.first_row import FIRST_ROW
from sim.comparison.statistics import paired_differences, summarise_all
from sim.comparison.warnings import cautions
from sim.measures import measure, unit_of
from sim.model import simulate
from sim.terms.quantity import Pick
from sim.terms.scenario import Scenario

SEED = 2028
FREE_POSTS = "posts from nobody"
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
        "dying early": {"hazards.exit": Times(8.0), "hazards.deaths": Times(64.0)},
        "fewer who ask": {"people.first_seekers_per_10000": Times(0.5)},
    }


def scenario_of(county: str, trick: str | None, years: float, pick: Pick) -> Scenario:
    """Return a county under a trick, or as it is today (None), in one draw.

    Raises KeyError for a trick that there is not.
    """
    known = load_parameters()
    if trick == FREE_POSTS:
        teams = compose(county, "integrated_teams", parameters=known, years=years, pick=pick)
        return dict(variants(teams))["integrated_team.taken_posts"]
    edits = None if trick is None else tricks(county)[trick]
    return compose(county, "current", parameters=known, years=years, pick=pick, edits=edits)


def main() -> None:
    """Print what each trick does."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("county")
    ask.add_argument("-n", type=int, default=5, help="replications")
    ask.add_argument("--years", type=float, default=2.0, help="years after the reform day")
    ask.add_argument("--only", help="one trick, by its name")
    given = ask.parse_args()
    source = source_of(given.county, None, SEED)

    def values(trick: str | None) -> list[Mapping[str, float | None]]:
        """Measure every replication of a trick."""
        found = []
        for nth in range(given.n):
            scenario = scenario_of(given.county, trick, given.years, source.pick(nth))
            found.append(measure(simulate(scenario, SEED, nth), scenario.calendar).values)
        return found

    today = values(None)
    usual = summarise_all(today, unit_of)
    for name in (*tricks(given.county), FREE_POSTS):
        if given.only not in (None, name):
            continue
        differences = paired_differences(values(name), today, unit_of)
        print(f"\n{name}", flush=True)
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
