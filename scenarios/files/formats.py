"""The format of county, design and study files: `format = 1`, and what a file of before formats lacks.

A file without the key is read as the present ones are. Where it is of before formats and lacks a number that has been
asked for since, that number is taken from a file that ships, and told of; `mellanrum scenarios upgrade` writes it. A
study's question is never changed in passing: only upgrading takes a measure out that nothing counts any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from scenarios.files.price import PRICE
from scenarios.files.problems import Problem, ScenarioError, both
from scenarios.files.read import FOLDERS, FileKind, Table, read_table
from scenarios.files.twins import KeyPath
from sim.terms.language import _
from sim.terms.quantity import shown

FORMAT = 1
KEY = "format"
COUNTED_NO_MORE = ("transfer_fall_rate", "transfer_fall_rate_not_comorbid")
"""Measures that studies of before formats name and nothing counts any more."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file of before formats says otherwise today. `words`: what it is taken to say, and why."""

    key: KeyPath
    value: Any
    words: str


def format_faults(table: Table, file: str) -> list[Problem]:
    """Return what is wrong with the format that a file says it has.

    Raises ScenarioError for one that a later version reads: nothing else in it can then be judged.
    """
    said = table.get(KEY, FORMAT)
    if type(said) is not int or said < FORMAT:
        valid = _("{n}, without quotation marks; a file of before formats has no such key", n=FORMAT)
        return [Problem(file, KEY, str(said) if isinstance(said, float) else shown(said), valid)]
    if said > FORMAT:
        valid = _("{n}, which mellanrum {version} reads", n=FORMAT, version=version("mellanrum"))
        raise ScenarioError([Problem(file, KEY, _("{said}, of a later mellanrum", said=said), valid)])
    return []


def filled(table: Table, kind: FileKind) -> list[Filled]:
    """Return what a file of before formats, with all that it extends, is taken to say beside what it says."""
    if kind == "county":
        return list(_of_county(table))
    return list(_of_design(table) if kind == "design" else _of_study(table))


def fill(table: Table, some: list[Filled]) -> None:
    """Put into a table what it is taken to say."""
    for one in some:
        node = table
        for name in one.key[:-1]:
            node = node[str(name)]
        node[str(one.key[-1])] = one.value


def _of_county(table: Table) -> Iterator[Filled]:
    if "utilisation" not in table:
        yield _as("norrbotten", _shipped("county", "norrbotten")["utilisation"], ("utilisation",))


def _of_design(table: Table) -> Iterator[Filled]:
    transfer = _table(table, "transfer")
    handover = _table(transfer, "handover")
    if handover and "limit_days" not in handover:
        there = _shipped("design", "big_bang")["transfer"]["handover"]["limit_days"]
        yield _as("big_bang", there, ("transfer", "handover", "limit_days"))
    price = _shipped("design", "integrated_teams")["opens"]["integrated_team"]
    for service, opened in _table(table, "opens").items():
        if isinstance(opened, dict) and (opened.get("taken_from") or opened.get("share")):
            for key in PRICE:
                if key not in opened and key not in transfer:
                    yield _as("integrated_teams", price[key], ("opens", service, key))


def _of_study(table: Table) -> Iterator[Filled]:
    asked = table.get("measures")
    if isinstance(asked, list) and any(m in COUNTED_NO_MORE for m in asked if isinstance(m, str)):
        kept = [m for m in asked if m not in COUNTED_NO_MORE]
        gone = both(m for m in asked if m in COUNTED_NO_MORE)
        yield Filled(
            ("measures",), kept, _("measures without {measures}, which nothing counts any more", measures=gone)
        )


def _as(name: str, quantity: Table, key: KeyPath) -> Filled:
    q = {k: v for k, v in quantity.items() if k != "note"}
    at = ".".join(map(str, key))
    words = _(
        "{key} as {value:g} {unit} ({evidence}), as {name} has it",
        key=at,
        value=q["value"],
        unit=q["unit"],
        evidence=q["evidence"],
        name=name,
    )
    return Filled(key, q, words)


def _shipped(kind: FileKind, name: str) -> Table:
    return read_table(FOLDERS[kind] / f"{name}.toml")


def _table(table: Table, key: str) -> Table:
    found = table.get(key)
    return found if isinstance(found, dict) else {}
