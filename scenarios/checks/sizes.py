"""What is unusual in a county, beside the counties that ship: no fault, but most often a number of another county.

Posts and places are compared per 10,000 adults, waits and adults as they are. The counties that ship are two of
twenty-one, so a number is remarked on only where it lies `APART` times outside all that they hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from scenarios.edits.keys import Tables, services_table
from scenarios.edits.tying import tied
from scenarios.files.chain import follow
from scenarios.files.county_file import CountyFile, StaffingTable
from scenarios.files.names import path_of
from scenarios.files.read import list_counties
from scenarios.files.thousands import grouped
from scenarios.files.validate import validated
from sim.terms.quantity import Quantity
from sim.terms.total import total
from sim.terms.words import Service, name_of

APART = 2.0
"""How many times below the least or above the most of the shipped counties' ranges is unusual. An assumption."""
FEW_ADULTS, MANY_ADULTS = 1_500.0, 900_000.0
"""Adults of Sweden's least and largest municipality, roughly (Bjurholm, Stockholm), with room on either side."""
EVERY_COUNTY = (Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT, Service.ADULT_PSYCHIATRY)
"""Services without which a county is hardly one."""
PER = 10_000.0

Reach = tuple[float, float]


def remarks(file: CountyFile) -> list[str]:
    """Return what is unusual in a valid county file, a sentence each."""
    adults = _adults(file)
    found = [f"there is no {name_of(s)}: every county has them" for s in EVERY_COUNTY if s not in file.staffing]
    for name, town in file.municipalities.items():
        if not FEW_ADULTS <= (n := _of(town.adults)) <= MANY_ADULTS:
            usual = f"Sweden's have from {grouped(FEW_ADULTS)} to {grouped(MANY_ADULTS)}"
            found.append(f"{path_of('municipalities', name, 'adults')}: {n:g}; {usual}")
    for service, table in file.staffing.items():
        for key, amount in _amounts(table, adults):
            reach = _usual().get((service, key))
            if reach is not None and not reach[0] / APART <= amount <= reach[1] * APART:
                found.append(_unusual(name_of(service), key, amount, reach))
    least, most = _waits()
    for service, location in file.location.items():
        for unit in location.units:
            q = unit.target_wait_days
            if q is not None and not least / APART <= _of(q) <= most * APART:
                where = f"location.{name_of(service)}.{unit.place}.target_wait_days"
                found.append(f"{where}: {_of(q):g} days; the counties that ship: {least:g} to {most:g}")
    return found


def per_adults(file: CountyFile) -> dict[str, float]:
    """Return service → posts or places per 10,000 adults of a county, where the file gives a total or places."""
    adults = _adults(file)
    return {name_of(s): n for s, table in file.staffing.items() for _, n in _amounts(table, adults)}


def _unusual(service: str, key: str, amount: float, usual: Reach) -> str:
    what = "places" if key == "places" else "FTE"
    return (
        f"staffing.{service}: {amount:.3g} {what} per 10\u00a0000 adults; "
        f"the counties that ship: {usual[0]:.3g} to {usual[1]:.3g}"
    )


def _adults(file: CountyFile) -> float:
    return total(_of(town.adults) for town in file.municipalities.values()) or 1.0


def _of(q: Quantity) -> float:
    return float(q.value) if not isinstance(q.value, tuple) else q.value[0]


def _amounts(table: StaffingTable, adults: float) -> Iterator[tuple[str, float]]:
    """Yield (posts or places, how many per 10,000 adults) at central values."""
    for key, low, high in _reaches(table, adults):
        del low, high
        q = table.places if key == "places" else table.total or table.per_10000_adults
        assert isinstance(q, Quantity)
        yield key, _of(q) if q is table.per_10000_adults else _of(q) / adults * PER


def _reaches(table: StaffingTable, adults: float) -> Iterator[tuple[str, float, float]]:
    if isinstance(table.places, Quantity):
        yield "places", table.places.low / adults * PER, table.places.high / adults * PER
    elif table.total is not None:
        yield "posts", table.total.low / adults * PER, table.total.high / adults * PER
    elif table.per_10000_adults is not None:
        yield "posts", table.per_10000_adults.low, table.per_10000_adults.high


@cache
def _shipped() -> tuple[CountyFile, ...]:
    found = []
    for name in list_counties():
        tables, _ = tied(Tables(None, follow(name, "county"), services_table()[0], {}))
        file, problems = validated(CountyFile, tables.of("county"))
        assert file is not None, problems
        found.append(file)
    return tuple(found)


@cache
def _usual() -> dict[tuple[Service, str], Reach]:
    usual: dict[tuple[Service, str], Reach] = {}
    for file in _shipped():
        for service, table in file.staffing.items():
            for key, low, high in _reaches(table, _adults(file)):
                least, most = usual.get((service, key), (low, high))
                usual[service, key] = (min(least, low), max(most, high))
    return usual


@cache
def _waits() -> Reach:
    waits = [u.target_wait_days for f in _shipped() for place in f.location.values() for u in place.units]
    given = [q for q in waits if q is not None]
    return min(q.low for q in given), max(q.high for q in given)
