"""Whether the same work has the same numbers in every draw: what the model is given, worked out a second time.

    python -m benchmarks.same_work norrbotten
    python -m benchmarks.same_work gavleborg -n 24

Over the fitted draws of a county (all 240, or the first n), the largest difference, relative to the number itself,

- of two services where one stands in for the other: places of a post, plan, hours, roles, rules;
- of the posts with which a service opens from share x role x posts of its source, in every design that gives a share;
- of each pool's load from its mark, where posts, beds or others are solved for it and no least post
  binds: load = (clients who begin a year x days held / 365 + others) / places.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isinf

from calibration.parameters.parameter_set import file_of, read_set
from calibration.parameters.store import load_parameters
from scenarios.build.dated import DesignSetting, calendar_of, changes_of
from scenarios.build.demand import demand_of
from scenarios.build.places import county_of
from scenarios.build.services import service_specs
from scenarios.build.staffing import Basis, marks, unit_specs
from scenarios.checks.check import Files, checked
from scenarios.files.read import list_designs
from sim.terms.capacity import DAYS_A_YEAR, days_held, places_of
from sim.terms.changes import Opens
from sim.terms.quantity import Pick, number
from sim.terms.scenario import ServiceSpec, UnitSpec
from sim.terms.words import Service, name_of

YEARS = 5.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A county under a design in one draw, before anything is run."""

    basis: Basis
    files: Files
    units: tuple[UnitSpec, ...]
    opened: tuple[Opens, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """The load of one unit by the formula, and the mark for which it was solved."""

    service: Service
    place: str
    load: float
    mark: float


def ground(county: str) -> list[Files]:
    """Return the files of the county under every design that opens a service by share; of `current` if none does."""
    known = load_parameters()
    read = [checked(county, design, known, YEARS) for design in list_designs()]
    return [files for files in read if any(table.share for table in files.design.opens.values())] or read[:1]


def drawn(files: Files, pick: Pick) -> Drawn:
    """Return what one draw makes of the files."""
    where = county_of(files.county, files.county_name, pick)
    specs = service_specs(files.services, pick)
    basis = Basis(
        file=files.county,
        services=files.services,
        county=where,
        specs=specs,
        demand=demand_of(files.parameters, pick),
        pick=pick,
    )
    units = unit_specs(basis, files.own)
    changes = changes_of(
        files.design, calendar_of(files.design, YEARS), DesignSetting(files.county, where, specs, units), pick
    )
    return Drawn(basis, files, units, tuple(c for c in changes if isinstance(c, Opens)))


def of_twins(specs: tuple[ServiceSpec, ...]) -> Iterator[tuple[Service, float]]:
    """Yield (service, difference of the places of a post) for each that stands in for another.

    The difference is infinite where anything else of the two differs but name, level and principal.
    """
    for ours in specs:
        theirs = specs[ours.stands_for]
        if ours.service is not theirs.service:
            same = replace(ours, service=theirs.service, principal=theirs.principal, level=theirs.level) == theirs
            mine, other = places_of(1.0, ours), places_of(1.0, theirs)
            yield ours.service, abs(mine - other) / other if same else float("inf")


def of_openings(one: Drawn) -> Iterator[tuple[Service, float]]:
    """Yield (service that opens, difference of its posts from share x role x posts of the source)."""
    towns = one.basis.county.municipalities
    for opened in one.opened:
        name = name_of(opened.service)
        shares = {
            source: number(one.basis.pick, f"opens.{name}.share.{name_of(source)}", q)
            for source, q in one.files.design.opens[opened.service].share.items()
        }
        for at, posts in zip(opened.units, opened.posts, strict=True):
            for role, sources, fte in posts:
                if not sources or sources[0] not in shares:
                    continue
                there = 0.0
                for unit in one.units:
                    if unit.service is sources[0]:
                        part = sum(towns[i].adults for i in unit.municipalities if i in at.municipalities)
                        there += unit.fte * part / sum(towns[i].adults for i in unit.municipalities)
                wanted = shares[sources[0]] * dict(one.basis.specs[sources[0]].roles)[role] * there
                yield opened.service, abs(fte - wanted) / wanted


def loads(one: Drawn) -> Iterator[Load]:
    """Yield the load of every unit that is solved for its mark and has more than its least post."""
    at, solved = one.basis, marks(one.basis)
    usual = number(at.pick, "county.utilisation", at.file.utilisation)
    for unit in one.units:
        others, staffing = at.services.root[unit.service].others, at.file.staffing[unit.service]
        by_wait = others is not None and others.target_wait_days is not None
        if solved[unit.service] == "nothing" or by_wait or staffing.admissions_per_10000 is None:
            continue
        path = f"county.staffing.{name_of(unit.service)}"
        own = staffing.utilisation
        mark = usual if own is None else number(at.pick, f"{path}.utilisation", own)
        least = 0.0 if staffing.minimum is None else number(at.pick, f"{path}.minimum", staffing.minimum)
        if solved[unit.service] == "posts" and 0.0 < unit.fte <= least:
            continue
        spec = at.specs[unit.service]
        a_year = number(at.pick, f"{path}.admissions_per_10000", staffing.admissions_per_10000)
        people = sum(at.county.municipalities[i].adults for i in unit.municipalities) / 10_000.0
        clients = a_year * at.demand.scale(unit.service) * people * days_held(spec.plan) / DAYS_A_YEAR
        beside = 0.0 if unit.others is None else unit.others.arrivals_per_year * unit.others.days_in_care / DAYS_A_YEAR
        treating = unit.fte - posts_for_talks(at, spec, people)
        places = places_of(treating, spec) if unit.places < 0.0 or isinf(unit.places) else unit.places
        if solved[unit.service] == "others" and beside == 0.0:
            continue  # clients alone take more than the mark
        yield Load(unit.service, unit.place, (clients + beside) / places, mark)


def posts_for_talks(at: Basis, spec: ServiceSpec, people: float) -> float:
    """Return the posts of outpatient treatment whose hours go to talks during inquiries; 0 elsewhere."""
    inquiries = at.file.staffing[Service.SOCIAL_SERVICES].admissions_per_10000
    if spec.service is not Service.MUNICIPAL_OUTPATIENT or inquiries is None:
        return 0.0
    path = "county.staffing.social_services.admissions_per_10000"
    a_year = number(at.pick, path, inquiries) * at.demand.scale(Service.SOCIAL_SERVICES) * people
    hours = a_year * at.demand.talks * spec.plan.hours_per_visit
    return hours / (spec.hours_per_fte_year * spec.direct_share)


def main() -> None:
    """Print the largest differences."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("county")
    ask.add_argument("-n", type=int, default=0, help="draws (all, unless told otherwise)")
    given = ask.parse_args()
    found, every = read_set(file_of(given.county)), ground(given.county)
    twins, pools = dict[Service, list[float]](), dict[Service, list[float]]()
    posts = dict[tuple[str, Service], list[float]]()
    n_draws = given.n or found.draws
    for nth in range(n_draws):
        for files in every:
            one = drawn(files, found.pick(nth))
            for service, difference in of_openings(one):
                posts.setdefault((files.design_name, service), []).append(difference)
            if files is not every[0]:
                continue  # services and units are the same under every design
            for service, difference in of_twins(one.basis.specs):
                twins.setdefault(service, []).append(difference)
            for pool in loads(one):
                pools.setdefault(pool.service, []).append(abs(pool.load - pool.mark) / pool.mark)
    print(f"{given.county}, {n_draws} draws: largest relative difference")
    for service, all_of in twins.items():
        print(f"  capacity and plan  {name_of(service):46s} {max(all_of):.1e}")
    for (design, service), all_of in posts.items():
        print(f"  posts              {design + ': ' + name_of(service):46s} {max(all_of):.1e}")
    for service, all_of in sorted(pools.items()):
        print(f"  load from mark     {name_of(service):46s} {max(all_of):.1e}  ({len(all_of)} units)")


if __name__ == "__main__":
    main()
