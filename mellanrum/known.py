"""What a study file may name that scenario files do not hold: measures, thresholds, counts, evidence."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

from calibration.counts import ASKED, load_counts
from calibration.ledger import load
from calibration.store import load_parameters
from mellanrum.measures import is_measure, names
from scenarios.keys import varied
from scenarios.read import list_counties, list_designs
from scenarios.study_check import Known
from sim.measures import Thresholds


@cache
def ranged_paths() -> tuple[str, ...]:
    """Return the path of every parameter with a range, in any county and design that ships."""
    parameters = load_parameters()
    found: dict[str, None] = {}
    for county in list_counties():
        for design in list_designs():
            for standing in varied(county, design, parameters).values():
                q = standing.quantity
                if q is not None and q.low < q.high:
                    found[standing.path] = None
    return tuple(found)


@cache
def known_names() -> Known:
    """Return what a study may name. Raises BadInput for a file of counts that is wrong."""
    return Known(
        is_measure=is_measure,
        measures=names(),
        thresholds=[f.name for f in fields(Thresholds)],
        counts=[*ASKED, *(count.id for count in load_counts(ranged_paths()))],
        evidence=list(load().by_id),
    )
