"""A file that extends another says only what differs; the chain becomes one table that knows each key's file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scenarios.files.finding import find
from scenarios.files.formats import KEY as FORMAT_KEY
from scenarios.files.formats import Filled, fill, filled, format_faults
from scenarios.files.names import alike, fit_names, part, unfit
from scenarios.files.problems import NOTHING as NOTHING
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.read import FileKind, Table, name_of_file, read_table
from scenarios.files.twins import SAME_AS, at, mixed_in, put_at, root_of, twins_in
from scenarios.files.twins import KeyPath as KeyPath
from sim.terms.language import N_, _
from sim.terms.quantity import shown

LONGEST = 10
ALTERNATIVES = (
    ("follow_share", "follow_fte"),
    ("per_10000_adults", "total"),
    ("waves", "waves_by"),
    ("waves", "wave_interval_days"),
    ("waves", "wave_dual_days"),
    ("share", "taken_from"),
)
"""Two ways of saying one thing: the one that a file says replaces the other of what it extends."""
STAND_IN = "current"
NAME_OR_PATH: dict[FileKind, str] = {
    "county": N_("the name of a county or a path to its file"),
    "design": N_("the name of a design or a path to its file"),
    "study": N_("the name of a study or a path to its file"),
}


@dataclass(frozen=True, slots=True)
class Merged:
    """One table out of a chain of files. `origin`: key → the file that last set it; `leaf`: the file asked for.

    `whole`: nothing of the chain is missing; if not, a key that is absent may stand in the file that was not found.
    `filled`: what it is taken to say, since a file of the chain is of before formats.
    """

    table: Table
    leaf: str
    origin: dict[KeyPath, str] = field(default_factory=dict)
    whole: bool = True
    filled: tuple[Filled, ...] = ()

    def file_of(self, key: KeyPath) -> str:
        """Return the file in which `key`, or the nearest key above it, was set."""
        for end in range(len(key), 0, -1):
            if key[:end] in self.origin:
                return self.origin[key[:end]]
        return self.leaf

    def sure(self, problems: list[Problem]) -> list[Problem]:
        """Return the problems that hold whatever a missing file says: all, if none is missing."""
        return [p for p in problems if self.whole or p.found != NOTHING]

    def problem(self, key: KeyPath, found: str, valid: str) -> Problem:
        """Return the problem at `key`, in the file that set it."""
        return Problem(self.file_of(key), dotted(key), found, valid)


def dotted(key: KeyPath) -> str:
    """Return `key` as people write it: municipalities.Luleå.adults, location.laro.units[1].place."""
    text = ""
    for i, k in enumerate(key):
        said = k if i == 1 and key[0] == "variations" else part(str(k))  # a study's variation is a path already
        text += f"[{k}]" if isinstance(k, int) else f".{said}" if text else str(said)
    return text


def follow(name_or_path: str | Path, kind: FileKind) -> Merged:
    """Return the merged table of a file and of all that it extends.

    Raises ScenarioError for a file that cannot be read, a cycle, or a chain of more than 10.
    """
    merged, problems = followed(name_or_path, kind)
    if problems or merged is None:
        raise ScenarioError(problems)
    return merged


def followed(name_or_path: str | Path, kind: FileKind) -> tuple[Merged | None, list[Problem]]:
    """Return the merged table and what is wrong with the chain; None if the file itself cannot be read.

    A chain that breaks gives what there is, so that the rest of the file can be checked: a design then stands on
    `current`, a county on nothing.
    """
    problems: list[Problem] = []
    files: list[tuple[Path, Table]] = []
    try:
        path: Path | None = find(name_or_path, kind)
        while path is not None:
            table = read_table(path)
            problems += format_faults(table, name_of_file(path))
            files.append((path, table))
            path = _above(files, kind)
    except ScenarioError as fault:
        problems += fault.problems
    if not files:
        return None, problems
    merged = Merged({}, name_of_file(files[0][0]), whole=not problems)
    for path, table in files:
        problems += said_twice(Merged(table, name_of_file(path))) + names_unfit(Merged(table, name_of_file(path)))
    if not merged.whole and kind == "design":
        files.append((find(STAND_IN, kind), read_table(find(STAND_IN, kind))))
    for path, table in reversed(files):
        own = {k: v for k, v in table.items() if k not in ("extends", FORMAT_KEY)}
        _lay(merged.table, own, (), name_of_file(path), merged.origin)
        if kind == "design":
            _tie_draws(merged.table)
    return _filled(merged, kind, [path for path, table in files if FORMAT_KEY not in table]), problems


def _filled(merged: Merged, kind: FileKind, before_formats: list[Path]) -> Merged:
    """Return the table with what files of before formats are taken to say."""
    if not before_formats or not merged.whole:
        return merged
    some = filled(merged.table, kind)
    fill(merged.table, some)
    for one in some:
        merged.origin[one.key] = name_of_file(before_formats[0])
    return replace(merged, filled=tuple(some))


def of_before_formats(name_or_path: str | Path, kind: FileKind) -> list[str]:
    """Return a sentence for each file of a chain that lacks what is asked for since formats. Raises as `follow`."""
    merged = follow(name_or_path, kind)
    words: dict[str, list[str]] = {}
    for one in merged.filled:
        words.setdefault(merged.file_of(one.key), []).append(one.words)
    return [
        _(
            "{file} is of before formats and is taken to have {numbers}. mellanrum scenarios upgrade {file} writes it.",
            file=file,
            numbers="; ".join(some),
        )
        for file, some in words.items()
    ]


def parents_of(name_or_path: str | Path, kind: FileKind) -> list[str]:
    """Return the names of the files that one extends, the nearest first. Raises ScenarioError as `follow` does."""
    files, path = list[tuple[Path, Table]](), find(name_or_path, kind)
    while True:
        files.append((path, read_table(path)))
        above = _above(files, kind)
        if above is None:
            return [p.stem if name_of_file(p).startswith("counties/") else str(p) for p, _ in files[1:]]
        path = above


def said_twice(merged: Merged) -> list[Problem]:
    """Return what says both that it is the same as another and numbers of its own (of a file as it is written)."""
    valid = _("same_as alone (a note may stand beside it), or numbers of its own")
    return [merged.problem((*key, SAME_AS), _("numbers beside it"), valid) for key in mixed_in(merged.table)]


def names_unfit(merged: Merged) -> list[Problem]:
    """Return the names of a file (keys, tables, hubs) that are none, or that letter case alone tells apart."""
    hubs = merged.table.get("hubs")
    found = list[Problem]()
    for key, names in [*_names_in(merged.table, ()), (("hubs",), texts(hubs))]:
        whole = (lambda name, key=key: key) if key == ("hubs",) else (lambda name, key=key: (*key, name))
        found += [merged.problem(whole(name), why, fit_names()) for name in names if (why := unfit(name))]
        twins = [(a, b) for a, b in alike(names) if a != b]
        found += [
            merged.problem(
                whole(name),
                _('"{name}" beside "{before}"', name=name, before=before),
                _("names that differ in more than letter case"),
            )
            for name, before in twins
        ]
    return found


def _names_in(node: object, at: KeyPath) -> Iterator[tuple[KeyPath, list[str]]]:
    """Yield (key, names) of every table."""
    if isinstance(node, dict):
        yield at, list(node)
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, below in inner:
        yield from _names_in(below, (*at, name))


def texts(found: object) -> list[str]:
    """Return the texts of a list (what is none is a fault of shape, told elsewhere)."""
    return [t for t in found if isinstance(t, str)] if isinstance(found, list) else []


def _tie_draws(table: Table) -> None:
    """Give each number of a design that is the same as another of it that one's table, as it is in this file.

    A file that extends this one and gives the other a new number leaves it as it was: only the draw stays shared.
    """
    for key, twin in list(twins_in(table)):
        root = root_of(str(twin[SAME_AS]), lambda path: at(table, path))
        there = at(table, root) if isinstance(root, str) else None
        if isinstance(there, dict) and "value" in there:
            note = {"note": twin["note"]} if "note" in twin else {}
            put_at(table, key, {**there, **note, SAME_AS: there.get(SAME_AS) or root})


def _above(files: list[tuple[Path, Table]], kind: FileKind) -> Path | None:
    """Return the file that the last of `files` extends, if any."""
    path, table = files[-1]
    above, here = table.get("extends"), name_of_file(path)
    if above is None:
        return None
    if not isinstance(above, str):
        raise ScenarioError([Problem(here, "extends", shown(above), _(NAME_OR_PATH[kind]))])
    found, seen = find(above, kind, near=path), [p.resolve() for p, _ in files]
    if found.resolve() in seen:
        circle = " → ".join(p.stem for p in [*seen[seen.index(found.resolve()) :], found])
        raise ScenarioError([Problem(here, "extends", _("a cycle: {files}", files=circle), _("a chain that ends"))])
    if len(files) >= LONGEST:
        raise ScenarioError(
            [Problem(here, "extends", _("a chain of more than {n} files", n=LONGEST), _("at most {n}", n=LONGEST))]
        )
    return found


def _lay(under: Table, over: Table, at: KeyPath, file: str, origin: dict[KeyPath, str]) -> None:
    """Lay `over` upon `under`: tables are joined key by key, all else (a quantity, too) is replaced whole."""
    for one, other in ALTERNATIVES:
        for given, former in ((one, other), (other, one)):
            if given in over and former not in over and former in under:
                _forget(under, former, at, origin)
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


def _forget(under: Table, old: str, at: KeyPath, origin: dict[KeyPath, str]) -> None:
    """Take out a key that another way of saying the same replaces."""
    del under[old]
    gone = (*at, old)
    for said in [k for k in origin if k[: len(gone)] == gone]:
        del origin[said]


def _quantity(table: Table) -> bool:
    return not {"value", "unit", SAME_AS}.isdisjoint(table)
