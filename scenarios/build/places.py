"""A county file becomes a County, and says at which places each service has a unit and whom each unit serves."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.files.county_file import CountyFile
from scenarios.files.names import part, path_of
from sim.terms.quantity import Pick, Quantity, number
from sim.terms.scenario import County, Municipality
from sim.terms.words import Level, Line, Service


@dataclass(frozen=True, slots=True)
class Place:
    """Where one unit sits (`hub` -1: in the municipality, or outside the county), and the municipalities it serves."""

    name: str
    hub: int
    line: Line
    municipalities: tuple[int, ...]
    target_wait_days: Quantity | None = None


def county_of(file: CountyFile, name: str, pick: Pick) -> County:
    """Return the county with travel in minutes."""
    hubs, districts = list(file.hubs), list(file.districts)
    speed = number(pick, "county.speed", file.speed)
    municipalities = []
    for town, table in file.municipalities.items():
        path = path_of("county", "municipalities", town)
        minutes = []
        for hub in hubs:
            way = number(pick, f"{path}.travel.{part(hub)}", table.travel[hub])
            minutes.append(way if table.travel[hub].unit == "minutes" else way / speed * 60.0)
        municipalities.append(
            Municipality(
                name=town,
                adults=number(pick, f"{path}.adults", table.adults),
                district=districts.index(table.district),
                hub=hubs.index(file.districts[table.district].hub),
                minutes_to_hub=tuple(minutes),
            )
        )
    return County(name, file.title_sv, tuple(municipalities), tuple(districts), tuple(hubs))


def places_of(service: Service, level: Level, file: CountyFile, county: County) -> list[Place]:
    """Return the places of one service: those the file names, else one per municipality, district, hub or county."""
    everyone = tuple(range(len(county.municipalities)))
    at_home = Line.ORDINARY
    location = file.location.get(service)
    if location is not None:
        places = []
        for unit in location.units:
            served = range(len(county.districts))
            if unit.districts is not None:
                served = [county.districts.index(d) for d in unit.districts]  # type: ignore[assignment]
            towns = tuple(i for i in everyone if county.municipalities[i].district in served)
            places.append(Place(unit.place, county.hubs.index(unit.place), at_home, towns, unit.target_wait_days))
        if location.neuropsychiatric is not None:
            hub = county.hubs.index(location.neuropsychiatric)
            places.append(Place(location.neuropsychiatric, hub, Line.NEUROPSYCHIATRIC, everyone))
        return places
    return places_at(level, county, service.name.lower())


def places_at(level: Level, county: County, name: str) -> list[Place]:
    """Return one place per municipality, district or hub that serves somebody, or one for the county, called `name`."""
    everyone = tuple(range(len(county.municipalities)))
    if level == Level.MUNICIPALITY:
        return [Place(m.name, -1, Line.ORDINARY, (i,)) for i, m in enumerate(county.municipalities)]
    if level == Level.COUNTY:
        return [Place(name, -1, Line.ORDINARY, everyone)]
    by_district = level == Level.DISTRICT
    places = []
    for nth, called in enumerate(county.districts if by_district else county.hubs):
        towns = tuple(i for i, m in enumerate(county.municipalities) if (m.district if by_district else m.hub) == nth)
        if towns:
            hub = county.municipalities[towns[0]].hub if by_district else nth
            places.append(Place(called, hub, Line.ORDINARY, towns))
    return places
