"""The ten pillars of the inquiry and Vårdanalys' seven factors: their levers, and which designs use those.

A lever is a key of a design file, by dots; its last word may be an entry of a list ("transfer.services.lvm").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.edits.keys import services_table
from scenarios.files.chain import STAND_IN, follow
from scenarios.files.in_both import InBoth
from scenarios.files.read import HERE, Table, list_designs, read_table
from sim.terms.language import _

PILLARS = HERE / "pillars.toml"
FACTORS = HERE / "factors.toml"
AMOUNTS = ("per_10000_adults", "total", "minimum")


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the ten; without levers, `no_effect` says why. `not_modelled`: what of it has no lever."""

    number: int
    title: InBoth
    levers: tuple[str, ...]
    note: InBoth
    not_modelled: InBoth
    no_effect: InBoth


@dataclass(frozen=True, slots=True)
class CareFactor:
    """One of the seven: the mechanism, where it is computed, the levers that move it, and what is not modelled."""

    number: int
    title: InBoth
    mechanism: InBoth
    modules: tuple[str, ...]
    levers: tuple[str, ...]
    not_modelled: InBoth


@dataclass(frozen=True, slots=True)
class DesignClaims:
    """A design as its chain of files says it. `claims`: the pillars that it says it carries out."""

    name: str
    table: Table

    @property
    def claims(self) -> tuple[int, ...]:
        return tuple(self.table.get("pillars", ()))


def pillars() -> tuple[Pillar, ...]:
    """Return the pillars in order."""
    return tuple(
        Pillar(
            number=row["number"],
            title=_text(row, "title"),
            levers=tuple(row["levers"]),
            note=_text(row, "note"),
            not_modelled=_text(row, "not_modelled"),
            no_effect=_text(row, "no_effect"),
        )
        for row in read_table(PILLARS)["pillar"]
    )


def factors() -> tuple[CareFactor, ...]:
    """Return the factors in order."""
    return tuple(
        CareFactor(
            number=row["number"],
            title=_text(row, "title"),
            mechanism=_text(row, "mechanism"),
            modules=tuple(row["modules"]),
            levers=tuple(row["levers"]),
            not_modelled=_text(row, "not_modelled"),
        )
        for row in read_table(FACTORS)["factor"]
    )


def designs() -> tuple[DesignClaims, ...]:
    """Return the designs that ship, `current` first."""
    return tuple(DesignClaims(name, follow(name, "design").table) for name in list_designs())


def sources() -> tuple[InBoth, InBoth]:
    """Return where the pillars and the factors are read."""
    return _text(read_table(PILLARS), "source"), _text(read_table(FACTORS), "source")


def carries_out(design: DesignClaims, pillar: Pillar) -> bool:
    """Whether a design sets every lever of a pillar that has any."""
    return bool(pillar.levers) and all(is_set(design.table, lever) for lever in pillar.levers)


def is_set(table: Table, lever: str) -> bool:
    """Whether a design sets a lever to something else than today's; a factor of 1 or no posts at all do not count."""
    found = at(table, lever)
    if found is None or found in ([], {}, False):
        return False
    if lever.startswith("opens.") and isinstance(found, Mapping):
        amounts = [found.get(key) for key in AMOUNTS] + list(found.get("share", {}).values())
        return any(_number(amount) for amount in amounts)
    if isinstance(found, Mapping) and found.get("unit") == "factor" and _number(found) == 1:
        return False
    return _number(found) != _number(today(lever))


def today(lever: str) -> Any:
    """Return what stands at a lever today: in `current`, or in the services' own rules; None if nothing does."""
    first, _, rest = lever.partition(".")
    if first == "rules":
        service, _, rule = rest.partition(".")
        return at(services_table()[0].table, f"{service}.rules.{rule}")
    return at(follow(STAND_IN, "design").table, lever)


def at(table: Table, lever: str) -> Any:
    """Return what stands at a lever, True for an entry of a list, None for what is absent."""
    node: Any = table
    for word in lever.split("."):
        if isinstance(node, Mapping):
            node = node.get(word)
        else:
            node = True if isinstance(node, list) and word in node else None
    return node


def disagreements(some: Iterable[DesignClaims]) -> list[str]:
    """Return a sentence for each design that claims a pillar it does not carry out, or carries one out unclaimed."""
    found = []
    for design in some:
        for pillar in pillars():
            claimed, done = pillar.number in design.claims, carries_out(design, pillar)
            if claimed and pillar.levers and not done:
                missing = ", ".join(x for x in pillar.levers if not is_set(design.table, x))
                found.append(
                    _(
                        "{name}: claims pillar {number} but does not set {missing}",
                        name=design.name,
                        number=pillar.number,
                        missing=missing,
                    )
                )
            if done and not claimed:
                levers = ", ".join(pillar.levers)
                found.append(
                    _(
                        "{name}: sets {levers} but does not claim pillar {number}",
                        name=design.name,
                        levers=levers,
                        number=pillar.number,
                    )
                )
    return found


def _number(item: Any) -> Any:
    """Return the value of a quantity; anything else as it is."""
    return item.get("value", item) if isinstance(item, Mapping) else item


def _text(row: Table, key: str) -> InBoth:
    """Return a text of a row: `key_sv` and `key_en`; what only some rows have is empty in the others."""
    return InBoth(row.get(f"{key}_sv", ""), row.get(f"{key}_en", ""))
