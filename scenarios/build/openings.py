"""Services that open, and services that go to other places: the units that a design makes beside the county's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scenarios.build.opening_posts import fte_of, opening_posts
from scenarios.build.places import Place, places_at, places_of
from scenarios.build.staff_moves import Staff, by_role
from scenarios.build.staffing import NO_PLACES
from scenarios.build.waves import TransferWave
from scenarios.files.county_file import CountyFile
from scenarios.files.design_file import OpensTable, RelocationTable
from scenarios.files.price import price_of
from sim.terms.changes import Opens, Relocates, StaffMove
from sim.terms.quantity import Pick, number
from sim.terms.scenario import County, ServiceSpec, UnitSpec
from sim.terms.words import HIGHEST_STEP, Level, Line, Service

MAY_LACK = (
    Service.JOINT_ASSESSMENT_TEAM,
    Service.LOW_THRESHOLD_CLINIC,
    Service.INTEGRATED_TEAM,
    Service.PERSONAL_OMBUD,
    Service.TREATMENT_ASSESSMENT,
    Service.HVB_HEALTH_CARE,
    Service.SOBRIETY_DOCUMENTATION,
)
"""Services that some counties have: a design opens them where there is none and leaves alone what there is."""

NO_RISE = 1.0  # nobody has come from elsewhere: turnover is as usual


def usual_step(service: Service) -> int:
    """Return the step of the ladder from which a service may open: the integrated team needs acting together."""
    return HIGHEST_STEP if service is Service.INTEGRATED_TEAM else 0


def opens(
    spec: ServiceSpec,
    table: OpensTable,
    day: float,
    staff: Staff,
    file: CountyFile,
    county: County,
    specs: Sequence[ServiceSpec],
    units: Sequence[UnitSpec],
    pick: Pick,
) -> Opens:
    """Return a service that opens on `day`, with a unit at each place that has posts and that `units` do not serve."""
    path = f"opens.{spec.service.name.lower()}"
    if table.level is None:
        places = places_of(spec.service, spec.level, file, county)
    else:
        places = places_at(table.level, county, spec.service.name.lower())
    places = [replace(p, name=_title(p.name, file)) for p in places]
    served = {i for u in units if u.service is spec.service for i in u.municipalities}
    places = [
        _without(p, served) for p in places if p.line is Line.ORDINARY and not served.issuperset(p.municipalities)
    ]
    posts = opening_posts(spec, table, places, county, specs, units, pick)
    roles = list(dict.fromkeys([*(r for r, _ in spec.roles), *(r for by in posts for r, _, _ in by)]))
    staffed = [(place, by) for place, by in zip(places, posts, strict=True) if fte_of(by) > 0.0]
    takes = bool(table.taken_from or table.share)
    own = price_of(table, path, pick)
    return Opens(
        day=day,
        service=spec.service,
        principal=spec.principal if table.principal is None else table.principal,
        units=tuple(_unit(spec.service, place, place.municipalities, fte_of(by)) for place, by in staffed),
        posts=tuple(by for _, by in staffed),
        staff=staff.move(
            roles,
            by_role(table.recruitment_lead_days, roles, f"{path}.recruitment_lead_days", pick),
            own,
            staff.taken(),
        ),
        needs_step=usual_step(spec.service) if table.needs_step is None else table.needs_step,
        turnover_factor=own.get("turnover_factor", staff.turnover_factor()) if takes else NO_RISE,
        turnover_days=own.get("turnover_days_after", staff.one("turnover_days_after")) if takes else 0.0,
    )


def by_wave(opened: Opens, waves: Sequence[TransferWave]) -> list[Opens]:
    """Return an opening without a day of its own: each unit opens in the first wave that reaches its municipalities."""
    found, left = [], list(opened.units)
    for wave in waves:
        here = [u for u in left if set(u.municipalities).intersection(wave.municipalities)]
        left = [u for u in left if u not in here]
        if here:
            posts = tuple(opened.posts[opened.units.index(u)] for u in here)
            found.append(replace(opened, day=wave.day, units=tuple(here), posts=posts))
    return found


def relocations(
    service: Service,
    table: RelocationTable,
    waves: Sequence[TransferWave],
    county: County,
    pick: Pick,
    staff: StaffMove | None = None,
) -> list[Relocates]:
    """Return where a service goes in each wave: to the places of a level that serve any of its municipalities.

    `staff`: terms on which its staff decide by the way alone, where no other employer asks them.
    """
    path = f"relocation.{service.name.lower()}.digital_share"
    digital = 0.0 if table.digital_share is None else number(pick, path, table.digital_share)
    places = places_at(table.level, county, county.hubs[0])
    if table.level is Level.COUNTY:  # somewhere, since clients travel to it
        places = [replace(p, hub=0) for p in places]
    found = []
    for wave in waves:
        shares = [(p, tuple(i for i in p.municipalities if i in wave.municipalities)) for p in places]
        units = tuple(_unit(service, place, towns, 0.0) for place, towns in shares if towns)
        found.append(
            Relocates(
                day=wave.day,
                municipalities=wave.municipalities,
                service=service,
                units=units,
                digital_share=digital,
                staff=staff,
            )
        )
    return found


def _title(name: str, file: CountyFile) -> str:
    """Return how people name a place: a district by its title."""
    return file.districts[name].title if name in file.districts else name


def _without(place: Place, served: set[int]) -> Place:
    return replace(place, municipalities=tuple(i for i in place.municipalities if i not in served))


def _unit(service: Service, place: Place, towns: tuple[int, ...], fte: float) -> UnitSpec:
    return UnitSpec(
        service=service,
        line=Line.ORDINARY,
        place=place.name,
        municipalities=towns,
        hub=place.hub,
        fte=fte,
        places=NO_PLACES,
        others=None,
    )
