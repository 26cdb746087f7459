"""Parameter files hold named quantities in sections; this is how they are read.

A file has sections of quantities; nested tables become dotted keys ("within.lost_share"). What the keys must be and
which units they take is checked where they are used (`scenarios/build/behaviour.py`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.terms.errors import InputError
from sim.terms.quantity import Quantity, QuantityError, quantity_from, shown

BASE = Path(__file__).with_name("base.toml")
DEEPEST = 6

Parameters = dict[str, dict[str, Quantity]]


class ParameterError(InputError):
    """A parameter file that cannot be used, with one line per fault: file, key, what was found, what is valid."""


def load_parameters(path: Path | str | None = None) -> Parameters:
    """Return section → dotted key → quantity, from `path` or from the file that ships.

    Raises ParameterError with every fault at once.
    """
    file = BASE if path is None else Path(path)
    try:
        sections = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ParameterError([f"{file}: found bytes that are not UTF-8; valid: a TOML file in UTF-8"]) from None
    except RecursionError:
        raise ParameterError([f"{file}: found nesting too deep to read; valid: sections of quantities"]) from None
    except (OSError, ValueError) as problem:
        raise ParameterError([f"{file}: found {problem}; valid: a TOML file"]) from None
    lines: list[str] = []
    parameters: Parameters = {}
    twins: list[tuple[str, str, dict[str, Any]]] = []
    tied: dict[tuple[str, str], Quantity] = {}
    for section, table in sections.items():
        if not isinstance(table, dict):
            lines.append(f"{file}: {section}: found {shown(table)}; valid: a section of quantities")
            continue
        found = parameters[section] = {}
        for key, item in leaves(table):
            if isinstance(item, dict) and "same_as" in item:
                twins.append((section, key, item))
                if more := [k for k in item if k not in ("same_as", "note")]:
                    valid = "same_as alone (a note may stand beside it), or numbers of its own"
                    lines.append(f"{file}: {section}.{key}: found {', '.join(more)} beside same_as; valid: {valid}")
                continue
            try:
                found[key] = quantity_from(item, length=-1)
            except QuantityError as problem:
                lines += [
                    f"{file}: {section}.{key} {fault.key}: found {fault.found}; valid: {fault.valid}"
                    for fault in problem.faults
                ]
    said = {f"{section}.{key}": str(twin["same_as"]) for section, key, twin in twins}
    for section, key, twin in twins:
        path = _root(f"{section}.{key}", said)
        above, _, name = path.partition(".")
        root = parameters.get(above, {}).get(name)
        if root is None:
            found_there = "a circle" if path in said else shown(twin["same_as"])
            valid = "the path of a parameter with numbers of its own, such as practice.turnover_per_year"
            lines.append(f"{file}: {section}.{key} same_as: found {found_there}; valid: {valid}")
        else:
            tied[section, key] = replace(root, note=str(twin.get("note", root.note)), same_as=path)
    for (section, key), q in tied.items():
        parameters[section][key] = q
    if lines:
        raise ParameterError(lines)
    return parameters


def _root(path: str, said: Mapping[str, str]) -> str:
    """Return the path at which a chain of `same_as` ends; one of the chain itself where that is a circle."""
    seen = {path}
    while path in said:
        path = said[path]
        if path in seen:
            break
        seen.add(path)
    return path


def leaves(table: dict[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    """Yield (dotted key, what stands there) for every quantity, or thing in the place of one, in `table`."""
    for key, item in table.items():
        name = f"{prefix}{key}"
        if isinstance(item, dict) and item and not {"value", "unit", "same_as"} & set(item) and depth < DEEPEST:
            yield from leaves(item, f"{name}.", depth + 1)
        else:
            yield name, item
