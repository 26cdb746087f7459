"""Files are checked by shape, then by what they name, then against each other; nothing is half accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.behaviour import check_parameters
from scenarios.chain import Merged, follow
from scenarios.county_file import CountyFile
from scenarios.design_file import DesignFile
from scenarios.problems import Problem, ScenarioError, one_of
from scenarios.read import SERVICES, find, list_counties, list_designs, name_of_file, read_table
from scenarios.references import county_references, service_references
from scenarios.service_file import ServicesFile
from scenarios.transfers import dates_in_order, design_references, moved_staff
from scenarios.validate import validated
from sim.terms.quantity import is_number, shown

if TYPE_CHECKING:
    from scenarios.behaviour import Parameters


@dataclass(frozen=True, slots=True)
class Files:
    """A county, a design and the services, valid each and together."""

    county: CountyFile
    county_name: str
    design: DesignFile
    design_name: str
    services: ServicesFile


def checked(county: str | Path, design: str | Path, parameters: Parameters, years: float) -> Files:
    """Return the files, or raise ScenarioError with the problems of all of them."""
    problems = check_parameters(parameters)
    if not is_number(years, 100) or years <= 0:
        problems.append(Problem("--years", "", shown(years), "a number of years above 0, up to 100"))
        years = 5
    services = _services(problems)
    where = _county(county, problems)
    how = _design(design, years, problems)
    if services and where and how:
        problems += moved_staff(how[0], how[1], where[0], services)
    if problems or not (services and where and how):
        raise ScenarioError(problems)
    return Files(where[0], Path(county).stem, how[0], Path(design).stem, services)


def _services(problems: list[Problem]) -> ServicesFile | None:
    try:
        merged = Merged(read_table(SERVICES), name_of_file(SERVICES))
    except ScenarioError as fault:
        problems += fault.problems
        return None
    return _kept(*validated(ServicesFile, merged), service_references(merged), problems)


def _county(name: str | Path, problems: list[Problem]) -> tuple[CountyFile, Merged] | None:
    try:
        merged = follow(name, "county")
    except ScenarioError as fault:
        problems += fault.problems
        return None
    file = _kept(*validated(CountyFile, merged), county_references(merged), problems)
    return (file, merged) if file else None


def _design(name: str | Path, years: float, problems: list[Problem]) -> tuple[DesignFile, Merged] | None:
    try:
        merged = follow(name, "design")
    except ScenarioError as fault:
        problems += fault.problems
        return None
    more = design_references(merged) + dates_in_order(merged, years)
    file = _kept(*validated(DesignFile, merged), more, problems)
    return (file, merged) if file else None


def _kept(model, shape: list[Problem], names: list[Problem], problems: list[Problem]):
    problems += shape + names
    return None if shape or names else model


def check(paths: Iterable[str | Path], years: float = 5) -> list[Problem]:
    """Return every problem of the files or names given; none: all is well.

    A file with `municipalities` is a county, else a design. Each design given is checked with each county given (with
    those that ship, if none is).
    """
    problems: list[Problem] = []
    services = _services(problems)
    given = [p for p in paths if _exists(p, problems)]
    counties = [c for c in given if _is_county(c)]
    places = [_county(c, problems) for c in counties or list_counties()]
    designs = [_design(d, years, problems) for d in given if d not in counties]
    for where in places:
        for how in designs:
            if services and where and how:
                problems += moved_staff(how[0], how[1], where[0], services)
    return list(dict.fromkeys(problems))


def _exists(name: str | Path, problems: list[Problem]) -> bool:
    """Return whether `name` ships or is a file; if not, tell so with the nearest of all names that ship."""
    shipped = [*list_counties(), *list_designs()]
    try:
        found = str(name) in shipped or bool(find(name, "design"))
    except ScenarioError:
        valid = f"a path to a TOML file, or {one_of(shipped, Path(str(name)).stem)}"
        problems.append(Problem("NAME", "", shown(str(name)), valid))
        return False
    return found


def _is_county(name: str | Path) -> bool:
    if str(name) in list_counties():
        return True
    try:
        table = read_table(find(name, "design"))
    except ScenarioError:
        return False
    above = table.get("extends")
    return "municipalities" in table or "staffing" in table or above in list_counties()
