"""Files are checked by shape, then by what they name, then against each other; nothing is half accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scenarios.build.behaviour import check_parameters
from scenarios.build.demand import CENTRAL, demand_of
from scenarios.checks.dates import dates_in_order, last_wave
from scenarios.checks.fits import fits
from scenarios.checks.posts import moved_staff
from scenarios.checks.practice_references import but_of_nowhere, outpatient_methods, practice_references
from scenarios.checks.sizes import remarks
from scenarios.checks.sums import county_sums
from scenarios.checks.transfers import design_references
from scenarios.edits.edits import Edits
from scenarios.edits.keys import Tables, services_table
from scenarios.edits.laying import laid
from scenarios.edits.tying import sure, tied
from scenarios.files.chain import Merged, followed, of_before_formats
from scenarios.files.county_file import CountyFile
from scenarios.files.design_file import DesignFile
from scenarios.files.finding import find, find_either
from scenarios.files.names import label_of
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.read import FileKind, list_counties, list_designs, read_table
from scenarios.files.references import county_references, service_references, table_at
from scenarios.files.same_as import Untied
from scenarios.files.service_file import ServicesFile
from scenarios.files.twins import SAME_AS
from scenarios.files.validate import validated
from sim.terms.language import _
from sim.terms.quantity import is_number, point, shown

if TYPE_CHECKING:
    from scenarios.files.parameters import Parameters


VARY = "--vary"  # what a problem of an edit names instead of a file
POSTS = ("per_10000_adults", "minimum", "total", "neuropsychiatric", "places", "counts")
ONLY_OF_COUNTIES = frozenset({"municipalities", "staffing", "districts", "hubs", "location", "agreement"})
ONLY_OF_DESIGNS = frozenset(DesignFile.model_fields) - frozenset(CountyFile.model_fields)


@dataclass(frozen=True, slots=True)
class Files:
    """A county, a design, the services and the parameters, valid each and together.

    `own`: the county without edits of its posts, where there are any: what other patients call for.
    """

    county: CountyFile
    county_name: str
    design: DesignFile
    design_name: str
    services: ServicesFile
    parameters: Parameters
    own: CountyFile | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A file that could be read, and what it holds if it is valid by itself."""

    merged: Merged
    file: CountyFile | DesignFile | None


def checked(
    county: str | Path,
    design: str | Path,
    parameters: Parameters,
    years: float,
    edits: Edits | None = None,
    label: str = VARY,
) -> Files:
    """Return the files with the edits laid over them, or raise ScenarioError with the problems of all of them."""
    problems = list[Problem]()
    of_services = list[Problem]()
    services, where = _services(of_services), _merged(county, "county", problems)
    how = _merged(design, "design", problems)
    tables = Tables(how, where, services, parameters)
    own = None
    if edits:
        tables, faults = laid(tables, edits, label)
        problems += faults
        own = _own_county(tables, where)
    before = tables
    tables, untied = tied(before)
    methods = outpatient_methods(tables.services)
    problems += [_told(p, parameters, tables.parameters, label) for p in check_parameters(tables.parameters, methods)]
    if not is_number(years, 100) or years <= 0:
        problems.append(Problem("--years", "", shown(years), _("a number of years above 0, up to 100")))
        years = 5
    in_services, in_county = list[Problem](), list[Problem]()
    known, here = _services_of(tables.services, in_services), _county_of(tables.county, in_county, methods)
    problems += _placed(in_services, "services", label) + _placed(in_county, "county", label)
    change = _design_of(tables.design, years, problems)
    problems = _but_twins([*problems, *of_services], untied) + sure(before, untied)
    problems += _together(here, change, known, years, {} if problems else tables.parameters)
    there, that = (here.file if here else None), (change.file if change else None)
    if problems or not (known and isinstance(there, CountyFile) and isinstance(that, DesignFile)):
        raise ScenarioError(problems)
    return Files(
        county=there,
        county_name=label_of(county),
        design=that,
        design_name=label_of(design),
        services=known,
        parameters=tables.parameters,
        own=own,
    )


def _own_county(edited: Tables, where: Merged | None) -> CountyFile | None:
    """Return the county as edited but for its posts, which stand as in its file; None where no post was edited."""
    if edited.county is None or where is None:
        return None
    now, before = table_at(edited.county, "staffing"), table_at(where, "staffing")
    posts = {service: _posts_of(table, now.get(service)) for service, table in before.items()}
    if now == posts:
        return None
    table = {**edited.county.table, "staffing": posts}
    whole, _ = tied(replace(edited, county=replace(edited.county, table=table)))
    return validated(CountyFile, whole.of("county"))[0]


def _posts_of(before: Any, now: Any) -> Any:
    """Return a service's staffing with the posts of its file and all else as edited."""
    if not isinstance(before, dict) or not isinstance(now, dict):
        return before
    return {**before, **{key: q for key, q in now.items() if key not in POSTS}}


def _but_twins(problems: list[Problem], untied: list[Untied]) -> list[Problem]:
    """Return the problems but those that only say that a tie that leads nowhere, or is said twice, holds no numbers."""
    loose = [one.problem for one in untied]
    of_ties = [p for p in problems if p.key.endswith(f".{SAME_AS}")]
    gone = {(p.file, p.key.removesuffix(f".{SAME_AS}")) for p in (*loose, *of_ties)}
    return [
        p for p in problems if p in of_ties or not any(p.file == f and f"{p.key}.".startswith(f"{k}.") for f, k in gone)
    ]


def _told(problem: Problem, before: Parameters, after: Parameters, label: str) -> Problem:
    """Return a problem of the parameters that names `label` where an edit made it."""
    section, _, rest = problem.key.partition(".")
    edited = [k for k, q in after.get(section, {}).items() if q is not before[section][k]]
    return replace(problem, file=label) if any(f"{rest}.".startswith(f"{k}.") for k in edited) else problem


def _placed(problems: list[Problem], place: str, label: str) -> list[Problem]:
    """Return the problems, those of edits with the place in front of the key, as edits name it."""
    return [replace(p, key=f"{place}.{p.key}") if p.file == label else p for p in problems]


def _merged(name: str | Path, kind: FileKind, problems: list[Problem]) -> Merged | None:
    merged, broken = followed(name, kind)
    problems += broken
    return merged


def _services(problems: list[Problem]) -> Merged | None:
    try:
        services, faults = services_table()
        problems += faults
        return services
    except ScenarioError as fault:
        problems += fault.problems
        return None


def _services_of(merged: Merged | None, problems: list[Problem]) -> ServicesFile | None:
    if merged is None:
        return None
    model, shape = validated(ServicesFile, merged)
    names = service_references(merged)
    problems += shape + names
    return None if names else model


def _county_of(merged: Merged | None, problems: list[Problem], methods: tuple[str, ...]) -> Read | None:
    if merged is None:
        return None
    model, shape = validated(CountyFile, merged)
    shape = but_of_nowhere(merged, shape)
    names = (
        []
        if not merged.whole
        else [*county_references(merged), *practice_references(merged, methods), *county_sums(merged)]
    )
    problems += merged.sure(shape) + names
    return Read(merged, model if merged.whole and not names else None)


def _design_of(merged: Merged | None, years: float, problems: list[Problem]) -> Read | None:
    if merged is None:
        return None
    model, shape = validated(DesignFile, merged)
    names = design_references(merged) + dates_in_order(merged, years)
    problems += merged.sure(shape + names)
    return Read(merged, model if merged.whole and not names else None)


def _together(
    where: Read | None, how: Read | None, services: ServicesFile | None, years: float, parameters: Parameters
) -> list[Problem]:
    """Return what is wrong between a county and a design. `parameters`: whole and right, or empty."""
    if not (where and how and services):
        return []
    problems = how.merged.sure(fits(how.merged, where.merged, services) + last_wave(how.merged, where.merged, years))
    if isinstance(where.file, CountyFile) and isinstance(how.file, DesignFile):
        demand = demand_of(parameters, point) if parameters else CENTRAL
        problems += moved_staff(how.file, how.merged, where.file, services, demand)
    return problems


def check(
    paths: Iterable[str | Path], years: float = 5, parameters: Parameters = MappingProxyType({})
) -> list[Problem]:
    """Return every problem of the files or names given; none: all is well.

    A file with `municipalities` is a county, else a design. Each design given is checked with each county given (with
    those that ship, if none is). `parameters`: those that a number of a file may be the same as.
    """
    problems: list[Problem] = []
    whole = _services(problems)
    alone = Tables(None, None, whole, parameters)
    services = _services_of(_tied(alone, "services", problems), problems)
    given = [p for p in paths if _exists(p, problems)]
    counties = [c for c in given if is_county(c)]
    of_counties = [_merged(c, "county", problems) for c in counties or list_counties()]
    methods = outpatient_methods(whole)
    places = [_county_of(_tied(replace(alone, county=c), "county", problems), problems, methods) for c in of_counties]
    beside = replace(alone, county=of_counties[0])
    designs = [
        _design_of(_tied(replace(beside, design=_merged(d, "design", problems)), "design", problems), years, problems)
        for d in given
        if d not in counties
    ]
    for how in designs:
        by_county = [
            dict.fromkeys(_together(where, how, services, years, {} if problems else parameters)) for where in places
        ]
        everywhere = [p for p in by_county[0] if all(p in other for other in by_county)] if by_county else []
        problems += everywhere
        for where, found in zip(places, by_county, strict=True):
            problems += [_there(p, where) for p in found if p not in everywhere]
    return list(dict.fromkeys(_but_twins(problems, [])))


def remarked(path: str | Path, parameters: Parameters = MappingProxyType({})) -> list[str]:
    """Return what is to be looked at in a file without problems: numbers that it lacks, unusual ones of a county."""
    if not is_county(path):
        return of_before_formats(path, "design")
    whole = _tied(Tables(None, _merged(path, "county", []), _services([]), parameters), "county", [])
    file = None if whole is None else validated(CountyFile, whole)[0]
    return [] if file is None else [*of_before_formats(path, "county"), *remarks(file)]


def _tied(tables: Tables, place: str, problems: list[Problem]) -> Merged | None:
    """Return the file of one place with its ties put into numbers."""
    merged = dict(tables.found()).get(place)
    if merged is None:
        return None
    whole, untied = tied(tables)
    problems += [p for p in sure(tables, untied) if p.file == merged.leaf or p.file in merged.origin.values()]
    return whole.of(place)


def _there(problem: Problem, where: Read | None) -> Problem:
    """Return a problem that a design has with this county and not with every other one, so that it says which."""
    county = Path(where.merged.leaf).stem if where else ""
    return replace(problem, found=_("{found} (with {county})", found=problem.found_said, county=county))


def _exists(name: str | Path, problems: list[Problem]) -> bool:
    """Return whether `name` ships or is a file; if not, tell so with the nearest of all names that ship."""
    try:
        find_either(name)
    except ScenarioError as fault:
        problems += fault.problems
        return False
    return True


def is_county(name: str | Path) -> bool:
    """Return whether a name or file is a county's; what cannot be read is none."""
    if str(name) in list_counties():
        return True
    try:
        table = read_table(find(name, "design"))
    except ScenarioError:
        return False
    above = table.get("extends")
    if above in list_counties() or above in list_designs():
        return above in list_counties()
    return len(ONLY_OF_COUNTIES & table.keys()) > len(ONLY_OF_DESIGNS & table.keys())
