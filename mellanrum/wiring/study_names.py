"""What a study file may name that scenario files do not hold: measures, thresholds, counts, evidence."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

from calibration.evidence.counts import ASKED, load_counts
from calibration.evidence.ledger import load
from calibration.parameters.store import load_parameters
from mellanrum.wiring.measure_names import is_measure, names
from scenarios.compose import compose
from scenarios.files.read import list_counties, list_designs
from scenarios.study.study_check import KnownNames
from sim.measures import Thresholds
from sim.terms.quantity import Quantity, Value


@cache
def ranged_paths() -> tuple[str, ...]:
    """Return the path of every parameter with a range that a draw is asked for, in any county and design that ships.

    What is the same as another's, or is solved for a mark, no draw is asked for.
    """
    parameters = load_parameters()
    found: dict[str, None] = {}

    def record(path: str, q: Quantity) -> Value:
        if q.low < q.high:
            found[path] = None
        return q.value

    for county in list_counties():
        for design in list_designs():
            compose(county, design, parameters=parameters, pick=record)
    return tuple(found)


@cache
def known_names() -> KnownNames:
    """Return what a study may name. Raises BadInput for a file of counts that is wrong."""
    return KnownNames(
        is_measure=is_measure,
        measures=names(),
        thresholds=[f.name for f in fields(Thresholds)],
        counts=[*ASKED, *(count.id for count in load_counts(ranged_paths()))],
        evidence=list(load().by_id),
    )
