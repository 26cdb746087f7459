"""How much of each role's work goes along when a service opens: what the shares in the design files rest on.

    python -m benchmarks.work_taken norrbotten big_bang integrated_teams full_reform -n 8

For each opening, of all that a source's staff do today (in `current`, fitted draws, from the reform day on), the
share that they do for clients who would be directed to the new service: for an assessor, inquiries asked for the part
that it takes over; for the integrated team, clients whose known needs reach its threshold; for health care in HVB,
clients who are there. Work is counted as days in which a place is held: within a service every client's day takes the
same hours. Printed:
mean over replications and the central half. Shares of one service are the same for all its roles.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from calibration.parameters.store import load_parameters
from mellanrum.wiring.parameter_source import source_of
from scenarios.compose import compose
from sim.measures.falls_over_time import known_since
from sim.measures.spans import Array
from sim.measures.stays import Stays, stays_of
from sim.measures.story import OrderedLog
from sim.measures.thresholds import THRESHOLDS
from sim.model import simulate
from sim.terms.changes import AssessorChanges, LeverChanges, Opens
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Need, Service, name_of

YEARS = 5.0  # so that every wave has its day
FOLLOWED_DAYS = 730
SEED = 2028


def main() -> None:
    """Print the shares."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("county")
    ask.add_argument("designs", nargs="+")
    ask.add_argument("-n", type=int, default=8, help="replications")
    given = ask.parse_args()
    found: dict[tuple[str, str, str], list[float]] = {}
    source, known = source_of(given.county, None, SEED), load_parameters()
    for nth in range(given.n):
        pick = source.pick(nth)
        scenarios = {
            d: compose(given.county, d, parameters=known, years=YEARS, pick=pick) for d in ("current", *given.designs)
        }
        today = scenarios["current"]
        today = replace(today, calendar=replace(today.calendar, after_days=FOLLOWED_DAYS))
        story = OrderedLog(simulate(today, SEED, nth), today.calendar, THRESHOLDS)
        stays = stays_of(story)
        for design in given.designs:
            for opened, service, share in shares(story, stays, scenarios[design]):
                found.setdefault((design, opened, service), []).append(share)
    for (design, opened, service), all_of in found.items():
        low, high = np.quantile(all_of, (0.25, 0.75))
        print(f"{design:18s} {opened:22s} of {service:22s} {np.mean(all_of):.3f}  ({low:.3f} to {high:.3f})")


def shares(story: OrderedLog, stays: Stays, scenario: Scenario) -> list[tuple[str, str, float]]:
    """Return (what opens, from which service, share of its work) for every opening of a design that takes posts."""
    found = []
    seen: set[tuple[Service, Service]] = set()
    for change in scenario.changes:
        if not isinstance(change, Opens):
            continue
        for service in dict.fromkeys(s for unit in change.posts for _, services, _ in unit for s in services):
            if (change.service, service) in seen:
                continue
            seen.add((change.service, service))
            mine = (stays.service == service) & (stays.end > story.reform)
            days = np.minimum(stays.end, story.end) - np.maximum(stays.start, story.reform)
            clients = float(days[mine].sum())
            directed = float((days * directed_to(change.service, story, stays, scenario))[mine].sum())
            if clients > 0.0:
                found.append((name_of(change.service), name_of(service), directed / held(story, service, clients)))
    return found


def directed_to(opened: Service, story: OrderedLog, stays: Stays, scenario: Scenario) -> Array:
    """Return, for each stay, the share of it (0 or 1) that would be the new service's."""
    if opened is Service.TREATMENT_ASSESSMENT:
        parts = [c.part for c in scenario.changes if isinstance(c, AssessorChanges) and c.assessor is opened]
        return np.isin(stays.part, [int(p) for p in parts]).astype(float)
    if opened is Service.HVB_HEALTH_CARE:
        there = stays.spans(stays.service == Service.HVB)
        return (~np.isnan(there.end_of(stays.client * stays.stride + stays.start))).astype(float)
    threshold = scenario.coordination.levers.team_severity
    for change in scenario.changes:
        if isinstance(change, LeverChanges) and change.lever == "team_severity" and isinstance(change.value, float):
            threshold = change.value
    severity = {
        Need.ADDICTION: story.log.clients["addiction_severity"],
        Need.PSYCHIATRIC: story.log.clients["psychiatric_severity"],
        Need.SOCIAL: story.log.clients["social_severity"],
    }
    since, total, several = known_since(story), np.zeros(len(stays.client)), np.zeros(len(stays.client))
    for need, severities in severity.items():
        is_known = since[stays.client, need] <= stays.start
        total += np.asarray(severities)[stays.client] * is_known
        several += is_known & (np.asarray(severities)[stays.client] > 0.0)
    return ((several > 1) & (total >= threshold)).astype(float)


def held(story: OrderedLog, service: Service, clients: float) -> float:
    """Return the days that places of a service were held from the reform day on, by clients and others."""
    columns = story.log.columns
    others = (columns["kind"] == Kind.OTHER_PATIENT_ADMITTED) & (columns["service"] == service)
    if not others.any():
        return clients
    rows = (columns["kind"] == Kind.SNAPSHOT) & (columns["service"] == service) & (columns["time"] >= story.reform)
    months = max(len(np.unique(columns["time"][rows])), 1)
    return float(columns["value"][rows].sum()) / months * (story.end - story.reform)


if __name__ == "__main__":
    main()
