"""A file that extends another says only what differs; the chain becomes one table that knows each key's file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenarios.problems import Problem, ScenarioError
from scenarios.read import Kind, Table, find, name_of_file, read_table
from sim.terms.quantity import shown

LONGEST = 10

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """One table out of a chain of files. `origin`: key → the file that last set it; `leaf`: the file asked for."""

    table: Table
    leaf: str
    origin: dict[Key, str] = field(default_factory=dict)

    def file_of(self, key: Key) -> str:
        """Return the file in which `key`, or the nearest key above it, was set."""
        for end in range(len(key), 0, -1):
            if key[:end] in self.origin:
                return self.origin[key[:end]]
        return self.leaf

    def problem(self, key: Key, found: str, valid: str) -> Problem:
        """Return the problem at `key`, in the file that set it."""
        return Problem(self.file_of(key), dotted(key), found, valid)


def dotted(key: Key) -> str:
    """Return `key` as people write it: municipalities.Luleå.adults, location.laro.units[1].place."""
    text = ""
    for k in key:
        text += f"[{k}]" if isinstance(k, int) else f".{k}" if text else k
    return text


def follow(name_or_path: str | Path, kind: Kind) -> Merged:
    """Return the merged table of a file and of all that it extends.

    Raises ScenarioError for a file that cannot be read, a cycle, or a chain of more than 10.
    """
    path = find(name_or_path, kind)
    files: list[tuple[Path, Table]] = []
    seen: list[Path] = []
    while True:
        seen.append(path.resolve())
        files.append((path, read_table(path)))
        above = files[-1][1].get("extends")
        if above is None:
            break
        here = name_of_file(path)
        if not isinstance(above, str):
            raise ScenarioError([Problem(here, "extends", shown(above), f"the name of a {kind} or a path to its file")])
        path = find(above, kind, near=path)
        if path.resolve() in seen:
            circle = " → ".join(p.stem for p in [*seen[seen.index(path.resolve()) :], path])
            raise ScenarioError([Problem(here, "extends", f"a cycle: {circle}", "a chain that ends")])
        if len(files) >= LONGEST:
            raise ScenarioError(
                [Problem(here, "extends", f"a chain of more than {LONGEST} files", f"at most {LONGEST}")]
            )
    merged = Merged({}, name_of_file(files[0][0]))
    for path, table in reversed(files):
        own = {k: v for k, v in table.items() if k != "extends"}
        _lay(merged.table, own, (), name_of_file(path), merged.origin)
    return merged


def _lay(under: Table, over: Table, at: Key, file: str, origin: dict[Key, str]) -> None:
    """Lay `over` upon `under`: tables are joined key by key, all else (a quantity, too) is replaced whole."""
    for k, v in over.items():
        key = (*at, k)
        origin[key] = file
        below: Any = under.get(k)
        if isinstance(v, dict) and isinstance(below, dict) and not _quantity(v) and not _quantity(below):
            _lay(below, v, key, file, origin)
            continue
        if k in under:
            for old in [o for o in origin if len(o) > len(key) and o[: len(key)] == key]:
                del origin[old]
        under[k] = v
        if isinstance(v, dict) and not _quantity(v):
            under[k] = {}
            _lay(under[k], v, key, file, origin)


def _quantity(table: Table) -> bool:
    return "value" in table or "unit" in table
