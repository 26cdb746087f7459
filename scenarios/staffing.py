"""Posts by the rule of the county file: per 10 000 adults, a total shared out by adults, or places; a count overrides.

The other patients of a unit follow from its places: as many arrive as make the wait that is to be met
(demand = throughput x exp(accumulated giving up), clients' share taken off), or a given share of what it can take.
"""

from __future__ import annotations

from math import exp, inf, isinf

from scenarios.county_file import CountyFile, StaffingTable
from scenarios.places import Place, places_of
from scenarios.service_file import OthersTable, ServicesFile
from sim.terms.hazards import accumulated
from sim.terms.quantity import Pick, number, numbers
from sim.terms.scenario import County, Others, ServiceSpec, UnitSpec
from sim.terms.total import total
from sim.terms.words import Line

NO_PLACES = -1.0


def unit_specs(
    file: CountyFile, services: ServicesFile, county: County, specs: tuple[ServiceSpec, ...], pick: Pick
) -> tuple[UnitSpec, ...]:
    """Return every unit of every service that has staff in the county, in the order of service, line and file."""
    units: list[UnitSpec] = []
    for spec in specs:
        table = file.staffing.get(spec.service)
        if table is None:
            continue
        path = f"county.staffing.{spec.service.name.lower()}"
        places = places_of(spec.service, spec.level, file, county)
        for line in Line:
            here = [p for p in places if p.line == line]
            posts = _posts(table, here, line, county, path, pick)
            shares = shared_out(_beds(table, path, pick), here, county)
            others = services.root[spec.service].others if line == Line.ORDINARY else None
            if line == Line.NEUROPSYCHIATRIC:
                others = services.root[spec.service].neuropsychiatric
            for place, fte, beds in zip(here, posts, shares, strict=True):
                if fte is None:
                    fte = 0.0 if isinf(beds) or beds < 0 else beds / spec.caseload_per_fte
                if fte <= 0.0 and beds <= 0.0:
                    continue
                room = fte * spec.caseload_per_fte if beds == NO_PLACES or isinf(beds) else beds
                around = None if others is None else _others(others, place, room, spec, pick)
                units.append(
                    UnitSpec(spec.service, line, place.name, place.municipalities, place.hub, fte, beds, around)
                )
    return tuple(units)


def adults_of(place: Place, county: County) -> float:
    """Return how many adults a place serves."""
    return total(county.municipalities[i].adults for i in place.municipalities)


def shared_out(whole: float, places: list[Place], county: County) -> list[float]:
    """Share `whole` out by adults; -1 and infinity are each place's own."""
    if whole == NO_PLACES or isinf(whole):
        return [whole] * len(places)
    everyone = total(adults_of(p, county) for p in places) or 1.0
    return [whole * adults_of(p, county) / everyone for p in places]


def _beds(table: StaffingTable, path: str, pick: Pick) -> float:
    if table.places is None:
        return NO_PLACES
    return inf if isinstance(table.places, str) else number(pick, f"{path}.places", table.places)


def _posts(
    table: StaffingTable, places: list[Place], line: Line, county: County, path: str, pick: Pick
) -> list[float | None]:
    """Return each place's FTE; None where it follows from the places (beds)."""

    def one(key: str) -> float:
        q = getattr(table, key)
        return 0.0 if q is None else number(pick, f"{path}.{key}", q)

    apart = one("neuropsychiatric")
    if line == Line.NEUROPSYCHIATRIC:
        return list(shared_out(apart, places, county))
    posts: list[float | None]
    if table.per_10000_adults is not None:
        rate, least = one("per_10000_adults"), one("minimum")
        posts = [max(least, rate * adults_of(p, county) / 10_000.0) for p in places]
    elif table.total is not None:
        posts = list(shared_out(max(0.0, one("total") - apart), places, county))
    else:
        posts = [None] * len(places)
    return [table.counts.get(p.name, fte) for p, fte in zip(places, posts, strict=True)]


def _others(table: OthersTable, place: Place, room: float, spec: ServiceSpec, pick: Pick) -> Others:
    service = spec.service.name.lower()
    path = f"services.{service}.{'others' if place.line == Line.ORDINARY else 'neuropsychiatric'}"

    def one(key: str) -> float:
        q = getattr(table, key)
        return 0.0 if q is None else number(pick, f"{path}.{key}", q)

    a, b, c, d = numbers(pick, f"{path}.giving_up", table.giving_up)
    days = one("days_in_care")
    throughput = room * 365.0 / days
    wait = one("target_wait_days")
    if place.target_wait_days is not None:
        wait = number(pick, f"county.location.{service}.{place.name}.target_wait_days", place.target_wait_days)
    if table.demand_ratio is not None and place.target_wait_days is None:
        arrivals, wait = throughput * one("demand_ratio"), 0.0
    else:
        arrivals = throughput * max(0.0, exp(accumulated((a, b, c, d), wait)) - one("client_share"))
    return Others(arrivals, days, (a, b, c, d), one("urgent_share"), wait)
