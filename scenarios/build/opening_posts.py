"""Which posts a service that opens has: a share of those whose work it takes over, and new ones beside.

The share is the work that goes along: what a service does today for the clients who are directed to the new one, over
all that it does (`python -m benchmarks.work_taken`). It holds for each of that service's roles. What a design gives
beyond it are new posts, what it gives short of it is a lower share. Source: section 4, "the same work has the same
numbers".
"""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.build.places import Place
from scenarios.build.staffing import adults_of, shared_out
from scenarios.files.design_file import OpensTable
from sim.terms.changes import Posts
from sim.terms.quantity import Pick, number
from sim.terms.scenario import County, ServiceSpec, UnitSpec
from sim.terms.total import total
from sim.terms.words import Service


def opening_posts(
    spec: ServiceSpec,
    table: OpensTable,
    places: Sequence[Place],
    county: County,
    specs: Sequence[ServiceSpec],
    units: Sequence[UnitSpec],
    pick: Pick,
) -> list[Posts]:
    """Return each place's posts; `specs` and `units`: what the county has, from which posts are taken."""
    path = f"opens.{spec.service.name.lower()}"
    shares = [(s, number(pick, f"{path}.share.{s.name.lower()}", q)) for s, q in table.share.items()]
    posts: list[Posts] = []
    for place, beside in zip(places, _by_number(table, list(places), county, path, pick), strict=True):
        taken = [
            (role, (service,), part * share * fte_at(service, place, county, units))
            for service, share in shares
            for role, part in specs[service].roles
        ]
        sources = {} if table.share else table.taken_from
        numbered = [(role, tuple(sources.get(role, ())), beside * part) for role, part in spec.roles]
        posts.append(tuple(post for post in (*taken, *numbered) if post[2] > 0.0))
    return posts


def fte_of(posts: Posts) -> float:
    """Return the FTE of all roles."""
    return total(fte for _, _, fte in posts)


def fte_at(service: Service, place: Place, county: County, units: Sequence[UnitSpec]) -> float:
    """Return the FTE that `service` has for the municipalities of a place, shared out by adults."""
    found = 0.0
    for unit in units:
        if unit.service is not service:
            continue
        served = total(county.municipalities[i].adults for i in unit.municipalities)
        here = total(county.municipalities[i].adults for i in unit.municipalities if i in place.municipalities)
        found += unit.fte * (here / served) if served > 0.0 else 0.0
    return found


def _by_number(table: OpensTable, places: list[Place], county: County, path: str, pick: Pick) -> list[float]:
    """Return each place's FTE where they are given as a number: of all roles together."""

    def one(key: str) -> float:
        q = getattr(table, key)
        return 0.0 if q is None else number(pick, f"{path}.{key}", q)

    least = one("minimum")
    if table.per_10000_adults is not None:
        rate = one("per_10000_adults")
        return [max(least, rate * adults_of(p, county) / 10_000.0) for p in places]
    if table.total is None:
        return [0.0] * len(places)
    return [max(least, fte) for fte in shared_out(one("total"), places, county)]
