"""Posts, and other patients, so that every pool of a county stands on its mark in every draw.

A pool's mark is a share of its places that is taken (`utilisation`, usually 0.85), or the wait that a source tells.
What is solved for it, after hours, caseloads and plans have been drawn (section 4):

| pool | mark | solved |
|---|---|---|
| posts or beds that have a range and whose admissions the county file gives | `utilisation` | the posts, the beds |
| others with `to_mark` | `utilisation` | how many others come |
| others with `target_wait_days` | that wait | how many others come |

Posts and beds that were counted, or set by somebody (they have no range), are never solved. Others are as many as the
county's own posts call for, whatever posts somebody sets: demand does not follow supply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, inf, isinf

from scenarios.build.demand import Demand
from scenarios.build.places import Place, places_of
from scenarios.files.county_file import CountyFile, StaffingTable
from scenarios.files.names import path_of
from scenarios.files.service_file import OthersTable, ServicesFile
from sim.terms import capacity
from sim.terms.hazards import accumulated
from sim.terms.quantity import Pick, Quantity, number, numbers
from sim.terms.scenario import County, Others, ServiceSpec, UnitSpec
from sim.terms.total import total
from sim.terms.words import Line, Service

NO_PLACES = -1.0
SMALLEST_ROOM = 0.05  # of a pool, left for clients where others alone would fill it: keeps a division from 0


@dataclass(frozen=True, slots=True)
class Basis:
    """What posts are worked out from: the county as file and as model, its services, its clients' demand, a pick."""

    file: CountyFile
    services: ServicesFile
    county: County
    specs: tuple[ServiceSpec, ...]
    demand: Demand
    pick: Pick


@dataclass(frozen=True, slots=True)
class Pool:
    """One unit's posts before anything is solved: FTE (None: they follow from beds), beds, and how many it holds."""

    place: Place
    fte: float
    beds: float
    room: float


def unit_specs(at: Basis, own: CountyFile | None = None) -> tuple[UnitSpec, ...]:
    """Return every unit of every service that has staff in the county, in the order of service, line and file.

    `own`: the county file as it stands without anybody's edits, where there are some: its posts decide how many other
    patients there are.
    """
    units: list[UnitSpec] = []
    for spec in at.specs:
        if (table := at.file.staffing.get(spec.service)) is None:
            continue
        before = table if own is None else own.staffing.get(spec.service, table)
        for line in Line:
            now, usual = _pools(table, line, spec, at), _pools(before, line, spec, at)
            for pool, as_usual in zip(now, usual, strict=True):
                if pool.fte <= 0.0 and pool.beds <= 0.0:
                    continue
                around = _others_of(as_usual, line, spec, at)
                place = pool.place
                units.append(
                    UnitSpec(
                        service=spec.service,
                        line=line,
                        place=place.name,
                        municipalities=place.municipalities,
                        hub=place.hub,
                        fte=pool.fte,
                        places=pool.beds,
                        others=around,
                    )
                )
    return tuple(units)


def marks(at: Basis) -> Mapping[Service, str]:
    """Return service → what is solved for its mark: `posts`, `others`, or `nothing` where posts were counted or set."""
    found: dict[Service, str] = {}
    for service, table in at.file.staffing.items():
        others = at.services.root[service].others
        if _is_solved(table, others):
            found[service] = "posts"
        elif others is not None and (others.to_mark or others.target_wait_days is not None):
            found[service] = "others"
        else:
            found[service] = "nothing"
    return found


def adults_of(place: Place, county: County) -> float:
    """Return how many adults a place serves."""
    return total(county.municipalities[i].adults for i in place.municipalities)


def shared_out(whole: float, places: list[Place], county: County) -> list[float]:
    """Share `whole` out by adults; -1 and infinity are each place's own."""
    if whole == NO_PLACES or isinf(whole):
        return [whole] * len(places)
    everyone = total(adults_of(p, county) for p in places) or 1.0
    return [whole * adults_of(p, county) / everyone for p in places]


def _pools(table: StaffingTable, line: Line, spec: ServiceSpec, at: Basis) -> list[Pool]:
    path = f"county.staffing.{spec.service.name.lower()}"
    here = [p for p in places_of(spec.service, spec.level, at.file, at.county) if p.line == line]
    if table.places is not None and _is_solved(table, at.services.root[spec.service].others):
        shares = [_needed(p, spec, path, table, at) for p in here]
    else:
        shares = shared_out(_beds(table, path, at.pick), here, at.county)
    pools = []
    for place, given, beds in zip(here, _posts(table, here, line, spec, path, at), shares, strict=True):
        fte = given
        if fte is None:
            fte = 0.0 if isinf(beds) or beds < 0 else beds / spec.caseload_per_fte
        room = capacity.places_of(fte, spec) if beds == NO_PLACES or isinf(beds) else beds
        pools.append(Pool(place, fte, beds, room))
    return pools


def _beds(table: StaffingTable, path: str, pick: Pick) -> float:
    if table.places is None:
        return NO_PLACES
    return inf if isinstance(table.places, str) else number(pick, f"{path}.places", table.places)


def _posts(
    table: StaffingTable, places: list[Place], line: Line, spec: ServiceSpec, path: str, at: Basis
) -> list[float | None]:
    """Return each place's FTE; None where it follows from the places (beds)."""

    def one(key: str) -> float:
        q = getattr(table, key)
        return 0.0 if q is None else number(at.pick, f"{path}.{key}", q)

    apart = one("neuropsychiatric")
    if line == Line.NEUROPSYCHIATRIC:
        return list(shared_out(apart, places, at.county))
    posts: list[float | None]
    if table.places is None and _is_solved(table, at.services.root[spec.service].others):
        least, holds = one("minimum"), capacity.places_of(1.0, spec)
        posts = [max(least, _needed(p, spec, path, table, at) / holds + _for_talks(p, spec, at)) for p in places]
    elif table.per_10000_adults is not None:
        rate, least = one("per_10000_adults"), one("minimum")
        posts = [max(least, rate * adults_of(p, at.county) / 10_000.0) for p in places]
    elif table.total is not None:
        posts = list(shared_out(max(0.0, one("total") - apart), places, at.county))
    else:
        posts = [None] * len(places)
    return [table.counts.get(p.name, fte) for p, fte in zip(places, posts, strict=True)]


def _is_solved(table: StaffingTable, others: OthersTable | None) -> bool:
    """Whether posts or beds are solved for the mark: the county gives the admissions and nothing else is solved there,

    and what there is was neither counted nor set.
    """
    if table.admissions_per_10000 is None or (others is not None and others.demand_ratio is None):
        return False
    given = table.per_10000_adults or table.total or table.places
    return isinstance(given, Quantity) and given.low < given.high


def _needed(place: Place, spec: ServiceSpec, path: str, table: StaffingTable, at: Basis) -> float:
    """Return the places that hold a place's clients, and others in their usual proportion, at the mark."""
    others = at.services.root[spec.service].others
    mark = _mark(spec, at)
    if others is not None and others.demand_ratio is not None:
        ratio = number(at.pick, f"services.{spec.service.name.lower()}.others.demand_ratio", others.demand_ratio)
        mark = max(mark - ratio, SMALLEST_ROOM)
    return _clients_at_once(place, spec, path, table, at) / mark


def _for_talks(place: Place, spec: ServiceSpec, at: Basis) -> float:
    """Return the posts that motivational and support talks during the inquiries of a place take; outpatient's alone."""
    inquiries = at.file.staffing.get(Service.SOCIAL_SERVICES)
    if spec.service is not Service.MUNICIPAL_OUTPATIENT or inquiries is None or inquiries.admissions_per_10000 is None:
        return 0.0
    path = "county.staffing.social_services.admissions_per_10000"
    a_year = number(at.pick, path, inquiries.admissions_per_10000) * at.demand.scale(Service.SOCIAL_SERVICES)
    hours = a_year * adults_of(place, at.county) / 10_000.0 * at.demand.talks * spec.plan.hours_per_visit
    return hours / (spec.hours_per_fte_year * spec.direct_share)


def _mark(spec: ServiceSpec, at: Basis) -> float:
    """Return the share of its places that a pool is staffed for: its own where a source tells of short waits."""
    own = at.file.staffing[spec.service].utilisation
    if own is not None:
        return number(at.pick, f"county.staffing.{spec.service.name.lower()}.utilisation", own)
    return number(at.pick, "county.utilisation", at.file.utilisation)


def _clients_at_once(place: Place, spec: ServiceSpec, path: str, table: StaffingTable, at: Basis) -> float:
    """Return how many clients would hold a place at one time: admissions a year x days held / 365."""
    q = table.admissions_per_10000
    a_year = 0.0 if q is None else number(at.pick, f"{path}.admissions_per_10000", q)
    people = adults_of(place, at.county) / 10_000.0
    return a_year * at.demand.scale(spec.service) * people * capacity.days_held(spec.plan) / capacity.DAYS_A_YEAR


def _others_of(pool: Pool, line: Line, spec: ServiceSpec, at: Basis) -> Others | None:
    """Return the other patients of a pool as the county has it; None where the service has none in this line."""
    service = at.services.root[spec.service]
    table = service.others if line == Line.ORDINARY else service.neuropsychiatric
    if table is None:
        return None
    name = spec.service.name.lower()
    path = f"services.{name}.{'others' if line == Line.ORDINARY else 'neuropsychiatric'}"

    def one(key: str) -> float:
        q: Quantity | None = getattr(table, key)
        return 0.0 if q is None else number(at.pick, f"{path}.{key}", q)

    a, b, c, d = numbers(at.pick, f"{path}.giving_up", table.giving_up)
    days = one("days_in_care")
    throughput = pool.room * capacity.DAYS_A_YEAR / days
    wait = _wait(pool.place, name, one("target_wait_days"), at)
    if wait is not None and (table.target_wait_days is not None or pool.place.target_wait_days is not None):
        arrivals = throughput * max(0.0, exp(accumulated((a, b, c, d), wait)) - one("client_share"))
    elif table.to_mark:
        arrivals, wait = throughput * _left(pool, table, spec, at), 0.0
    else:
        arrivals, wait = throughput * one("demand_ratio"), 0.0
    return Others(arrivals, days, (a, b, c, d), one("urgent_share"), wait or 0.0)


def _wait(place: Place, service: str, usual: float, at: Basis) -> float | None:
    q = place.target_wait_days
    return (
        usual
        if q is None
        else number(at.pick, path_of("county", "location", service, place.name, "target_wait_days"), q)
    )


def _left(pool: Pool, table: OthersTable, spec: ServiceSpec, at: Basis) -> float:
    """Return the share of a pool that others take where clients have theirs and all together are on the mark."""
    mark = _mark(spec, at)
    staffing = at.file.staffing[spec.service]
    path = f"county.staffing.{spec.service.name.lower()}"
    taken = _clients_at_once(pool.place, spec, path, staffing, at) / pool.room if pool.room > 0.0 else mark
    return max(0.0, mark - taken)
