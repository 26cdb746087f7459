"""Edits are laid over the files' tables before these are checked, so that every check of a file holds for them too."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any

from scenarios.edits.could_stand import could_stand
from scenarios.edits.edits import Edit, Edits, Times, edited, number_of, put, roles_shared
from scenarios.edits.keys import (
    DESIGN,
    SERVICE,
    Plain,
    Tables,
    ValueAtKey,
    as_quantity,
    is_quantity,
    leaves_of,
    twins_of,
)
from scenarios.files.chain import KeyPath, Merged
from scenarios.files.names import parts
from scenarios.files.problems import Problem, either
from sim.terms.language import N_, _
from sim.terms.quantity import LARGEST, TOPS, is_number, shown

VALID = N_("a number, true or false, a word, a date, or a factor such as x1.5")
N_NEAR = 3
Names = Mapping[str, list[ValueAtKey]]


def laid(tables: Tables, edits: Edits, label: str) -> tuple[Tables, list[Problem]]:
    """Return the tables with the edits laid over them, and what is wrong with the edits themselves.

    A key that holds a table of quantities in one unit (all roles' `transfer.follow_share`) sets them all. `label`: what
    a problem names instead of a file. An edit with a problem is left out.
    """
    names = _names(tables)
    problems = list[Problem]()
    whole = all(m is not None and m.whole for m in (tables.design, tables.county, tables.services))
    set_by: dict[tuple[str, KeyPath], str] = {}
    for key, edit in edits.items():
        found = _named(key, names)
        if not found and not whole:
            continue  # it may stand in the file that cannot be read, and that is told already
        faults = _faults(key, edit, found, names, tables)
        for leaf in found:
            if (other := set_by.get((leaf.place, leaf.key))) is not None:
                faults.append(
                    (_("{other} sets {key}, too", other=shown(other), key=leaf.path), _("each key in one way"))
                )
                break
        may_stand = not found and _lacking(key, tables) is not None
        problems += [Problem(label, key, what, valid, may_stand) for what, valid in faults]
        for leaf in [] if faults else found:
            set_by[leaf.place, leaf.key] = key
            tables = put(tables, leaf.place, leaf.key, edited(leaf.item, edit), label)
    return roles_shared(tables, [key for place, key in set_by if place == SERVICE], label), problems


def leaves_named(tables: Tables, key: str) -> list[ValueAtKey]:
    """Return what a key means, by any of its names: one leaf or all below a table; none if it is nowhere."""
    return _named(key, _names(tables))


def _names(tables: Tables) -> dict[str, list[ValueAtKey]]:
    """Return name → leaves, for all that the keys may be called; a twin's name is another name of its number."""
    found: dict[str, list[ValueAtKey]] = {}
    standing: dict[str, list[ValueAtKey]] = {}
    for leaf in leaves_of(tables):
        if leaf.place != DESIGN:
            standing.setdefault(leaf.path, []).append(leaf)
        for name in leaf.names():
            found.setdefault(name, []).append(leaf)
    for twin, root in twins_of(tables):
        for name in twin.names():
            found.setdefault(name, []).extend(standing.get(root, []))
    return {name: leaves for name, leaves in found.items() if leaves}


def _named(key: str, names: Names) -> list[ValueAtKey]:
    """Return the leaves of that name; if there are none, the quantities below a table of that name, else all below."""
    if key in names:
        return names[key]
    within = [leaf for name, leaves in names.items() if name.startswith(f"{key}.") for leaf in leaves]
    below = list({(leaf.place, leaf.key): leaf for leaf in within}.values())
    return [leaf for leaf in below if is_quantity(leaf.item)] or below


def _faults(key: str, edit: Edit, found: list[ValueAtKey], names: Names, tables: Tables) -> list[tuple[str, str]]:
    """Return (found, valid) of all that is wrong with one edit."""
    if not found:
        return [_nowhere(key, names, tables)]
    places = sorted({leaf.place for leaf in found})
    if len(places) > 1:
        return [
            (_("a key in {places}", places=_(" and in ").join(places)), either(f"{place}.{key}" for place in places))
        ]
    units = {q.unit if (q := as_quantity(leaf.item)) else "" for leaf in found}
    if key not in names and (len(units) > 1 or "" in units):
        below = [leaf.path for leaf in found][:N_NEAR]
        return [(_("a table"), _("a key with a value of its own, such as {keys}", keys=either(below)))]
    if not isinstance(edit, Plain | Times):
        return [(shown(edit), _(VALID))]
    return list(dict.fromkeys(fault for leaf in found if (fault := _fault(leaf.item, edit)) is not None))


def _nowhere(key: str, names: Names, tables: Tables) -> tuple[str, str]:
    if (file := _lacking(key, tables)) is not None:
        valid = _("a key that stands in the files; this one can be added there")
        return _("nothing: {file} lacks it", file=file), valid
    if any(_is_list(key, place, merged) for place, merged in tables.found()):
        return _("a list"), _("a key that holds one value")
    near = _ending_so(key, names) or get_close_matches(key[:200], list(names), N_NEAR * 4, 0.6)
    paths = list(dict.fromkeys(leaf.path for name in near for leaf in names[name]))[:N_NEAR]
    total = _("the scenario's {n} keys", n=len({leaf.path for leaves in names.values() for leaf in leaves}))
    valid = (
        _("{keys} (nearest of {total})", keys=either(paths), total=total) if paths else _("one of {total}", total=total)
    )
    return _("a key that is nowhere"), valid


def _lacking(key: str, tables: Tables) -> str | None:
    """Return the file in which a key could stand and does not; None if there is none, or a list stands there."""
    for place, merged in tables.found():
        if _is_list(key, place, merged):
            return None
        if could_stand(place, key.removeprefix(f"{place}."), merged.table):
            return merged.leaf
    return None


def _is_list(key: str, place: str, merged: Merged) -> bool:
    return isinstance(_at(merged.table, key.removeprefix(f"{place}.")), list)


def _ending_so(key: str, names: Names) -> list[str]:
    """Return the names that have all of `key` in their middle or at their end: what stands before was left out."""
    wanted = f".{key.strip('.')}."
    return [name for name in names if wanted in f".{name}."] if key.strip(".") else []


def _at(node: Any, key: str) -> Any:
    for name in parts(key):
        node = node.get(name) if isinstance(node, Mapping) else None
    return node


def _fault(item: Any, edit: Edit) -> tuple[str, str] | None:
    """Return what is wrong with setting `item`; None also where the files' own checks will tell."""
    factor = edit.factor if isinstance(edit, Times) else None
    if factor is not None and not (is_number(factor) and isfinite(factor)):
        return str(edit), _("a factor from x0 to x{most:.0e}", most=LARGEST)
    if not is_quantity(item):
        plain = isinstance(item, int | float) and not isinstance(item, bool)
        return (
            (str(edit), _("a value, since {item} has no size", item=shown(item)))
            if factor is not None and not plain
            else None
        )
    q = as_quantity(item)
    if q is None:
        return None
    if factor is None and (isinstance(edit, bool) or not isinstance(edit, int | float)):
        if isinstance(q.value, tuple):
            return shown(edit), _("a number ({unit}, a factor on the list), or a factor such as x1.5", unit=q.unit)
        valid = _("a number ({unit}, now {value:g}), or a factor such as x1.5", unit=q.unit, value=q.value)
        return shown(edit), valid
    listed = isinstance(q.value, tuple)
    top = LARGEST if listed else TOPS.get(q.unit, LARGEST)
    value = number_of(q, edit)
    if is_number(value, top):
        return None
    what = (
        shown(edit)
        if factor is None or listed
        else _("{factor} of {before:g}, which is {after:g}", factor=edit, before=q.value, after=value)
    )
    return what, _("a factor on the list, at least 0") if listed else _(
        "a number from 0 to {top:g} ({unit})", top=top, unit=q.unit
    )
