"""Every key of a scenario has one name, wherever it stands: in a design, a county, the services or the parameters.

The name is the path that a pick is asked for: `transfer.follow_share.nurse`, `county.speed`,
`services.hvb.plan.no_show`, `people.woman_share`. A place may be written in front (`design.transfer.day`), and must be
where a name stands in two: a lever of coordination is the parameters' today and may be the design's later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.files.chain import KeyPath, Merged, dotted, follow, said_twice
from scenarios.files.names import path_of
from scenarios.files.read import SERVICES as SERVICES
from scenarios.files.read import name_of_file, read_table
from scenarios.files.same_as import services_whole
from scenarios.files.twins import SAME_AS, is_twin, root_of, twins_in
from scenarios.files.twins import at as at_path
from sim.terms.quantity import Quantity, QuantityError, quantity_from

if TYPE_CHECKING:
    from scenarios.files.parameters import Parameters
    from scenarios.files.problems import Problem

DESIGN, COUNTY, SERVICE, PARAMETER = PLACES = ("design", "county", "services", "parameters")
NAMED_BY_PLACE = (COUNTY, SERVICE)  # whose paths begin with the place
NOT_VARIED = ("title", "title_sv", "title_en", "summary_sv", "summary_en", "source", SAME_AS)
Plain = bool | int | float | str | date


@dataclass(frozen=True, slots=True)
class Tables:
    """The merged tables of a design, a county and the services, and the parameters; None for what cannot be read."""

    design: Merged | None
    county: Merged | None
    services: Merged | None
    parameters: Parameters

    def of(self, place: str) -> Merged:
        """Return the table of a file. Raises KeyError for one that could not be read."""
        return dict(self.found())[place]

    def found(self) -> Iterator[tuple[str, Merged]]:
        """Yield (place, table) of the files that could be read."""
        for place, merged in ((DESIGN, self.design), (COUNTY, self.county), (SERVICE, self.services)):
            if merged is not None:
                yield place, merged


@dataclass(frozen=True, slots=True)
class ValueAtKey:
    """A value with its place, its key there and its path. `item`: a quantity (in a file: a table) or a plain value.

    A path may have several leaves: units of one service at one hub share theirs.
    """

    place: str
    key: KeyPath
    path: str
    item: Any

    def names(self) -> tuple[str, ...]:
        """Return all that the key may be called."""
        bare = self.path.removeprefix(f"{self.place}.") if self.place in NAMED_BY_PLACE else self.path
        return tuple(dict.fromkeys((self.path, bare, f"{self.place}.{bare}", f"{self.place}.{dotted(self.key)}")))


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """Where a key stands, and what. `path`: what a pick is asked for. `value`: a quantity with its range, or plain."""

    place: str
    path: str
    value: Quantity | Plain

    @property
    def quantity(self) -> Quantity | None:
        """The quantity, if it is one."""
        return self.value if isinstance(self.value, Quantity) else None


def tables_of(county: str | Path, design: str | Path, parameters: Parameters) -> Tables:
    """Return the tables of files that can be read. Raises ScenarioError for those that cannot."""
    return Tables(follow(design, "design"), follow(county, "county"), services_table()[0], parameters)


def services_table() -> tuple[Merged, list[Problem]]:
    """Return the services, each spelt out, and what is wrong with the ties between them. Raises ScenarioError."""
    written = Merged(read_table(SERVICES), name_of_file(SERVICES))
    whole, problems = services_whole(written)
    return whole, said_twice(written) + problems


def twins_of(tables: Tables) -> Iterator[tuple[ValueAtKey, str]]:
    """Yield (a twin, the path by which it is drawn) for services, county and parameters.

    A design's are none of them: what is set there is set apart.
    """
    found = dict(tables.found())
    for place in NAMED_BY_PLACE:
        for key, twin in twins_in(found[place].table) if place in found else ():
            root = root_of(str(twin[SAME_AS]), lambda path: _standing(found, path))
            if isinstance(root, str):
                yield ValueAtKey(place, key, _path(place, key, found[place].table), twin), root
    for section, inner in tables.parameters.items():
        for name, q in inner.items():
            if q.same_as:
                yield ValueAtKey(PARAMETER, (section, name), f"{section}.{name}", q), q.same_as


def _standing(found: Mapping[str, Merged], path: str) -> Any:
    place, _, rest = path.partition(".")
    return at_path(found[place].table, rest) if place in NAMED_BY_PLACE and place in found else None


def keys_of(county: str | Path, design: str | Path, parameters: Parameters) -> dict[str, KeyStanding]:
    """Return key → where it stands, for every key that can be varied; the key is as short as it may be.

    `place` "design": a lever of the design or of one that it extends. Raises ScenarioError for files that cannot be
    read; what is no quantity is passed over.
    """
    leaves = list(leaves_of(tables_of(county, design, parameters)))
    places: dict[str, set[str]] = {}
    for leaf in leaves:
        places.setdefault(leaf.path, set()).add(leaf.place)
    found = {}
    for leaf in leaves:
        value = leaf.item if isinstance(leaf.item, Quantity | Plain) else as_quantity(leaf.item)
        if value is not None:
            key = leaf.path if len(places[leaf.path]) == 1 else f"{leaf.place}.{leaf.path}"
            found[key] = KeyStanding(leaf.place, leaf.path, value)
    return found


def varied(county: str | Path, design: str | Path, parameters: Parameters) -> dict[str, KeyStanding]:
    """Return those of `keys_of` that hold a quantity, whether or not it has a range."""
    return {k: s for k, s in keys_of(county, design, parameters).items() if s.quantity is not None}


def leaves_of(tables: Tables) -> Iterator[ValueAtKey]:
    """Yield every value that can be varied, with its path; what is the same as another's is varied with the other."""
    for place, merged in tables.found():
        for key, item in _leaves(merged.table, ()):
            yield ValueAtKey(place, key, _path(place, key, merged.table), item)
    for section, inner in tables.parameters.items():
        for name, q in inner.items():
            if not q.same_as:
                yield ValueAtKey(PARAMETER, (section, name), f"{section}.{name}", q)


def as_quantity(item: object) -> Quantity | None:
    """Return the quantity that a table of a file holds; None if it holds none (the files' checks say what is wrong)."""
    try:
        return item if isinstance(item, Quantity) else quantity_from(item, length=-1)
    except QuantityError:
        return None


def is_quantity(item: object) -> bool:
    """Return whether something is a quantity, or meant to be one."""
    return isinstance(item, Quantity) or (isinstance(item, Mapping) and ("value" in item or "unit" in item))


def _leaves(node: object, at: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if is_twin(node):
        return  # another's number: it is varied where it stands
    if is_quantity(node) or isinstance(node, Plain):
        yield at, node
    elif isinstance(node, Mapping):
        for name, inner in node.items():
            if name not in NOT_VARIED:
                yield from _leaves(inner, (*at, name))
    elif isinstance(node, Sequence):
        for i, inner in enumerate(node):
            if isinstance(inner, Mapping):
                yield from _leaves(inner, (*at, i))


def _path(place: str, key: KeyPath, table: Mapping[str, Any]) -> str:
    text = dotted(key)
    match key:
        case ("location", service, "units", int(i), *rest) if place == COUNTY:
            where = table["location"][service]["units"][i].get("place", i)
            text = path_of(*(str(k) for k in ("location", service, where, *rest)))
    return f"{place}.{text}" if place in NAMED_BY_PLACE else text
