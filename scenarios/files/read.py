"""Scenario files are small TOML tables; whatever else stands in their place is a problem, never a traceback."""

from __future__ import annotations

import pickle
import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from scenarios.files.names import canonical
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.toml_hints import no_toml, not_utf8
from sim.terms.errors import InputError
from sim.terms.language import _
from sim.terms.quantity import shown

HERE = Path(__file__).resolve().parents[1]
SERVICES = HERE / "services.toml"
LARGEST_BYTES = 1_000_000
DEEPEST = 12
LONGEST_LINE = 100_000
MOST_ITEMS = 1_000
"""Items of one table or list: a county has at most a hundred municipalities, and checks compare all with all."""
_NAME = r"[^\s.=,\[\]{}]+"
_DOTTED = re.compile(rf"{_NAME}(?:\s*\.\s*{_NAME}){{{DEEPEST},}}")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')

FileKind = Literal["county", "design", "study"]
Table = dict[str, Any]
FOLDERS: dict[str, Path] = {
    "county": HERE / "counties",
    "design": HERE / "designs",
    "study": HERE / "studies",
}


def list_counties() -> list[str]:
    """Return the names of the counties that ship."""
    return names_of_kind("county")


def list_designs() -> list[str]:
    """Return the names of the designs that ship, `current` first."""
    return sorted(names_of_kind("design"), key=lambda name: (name != "current", name))


def list_studies() -> list[str]:
    """Return the names of the studies that ship."""
    return names_of_kind("study")


def names_of_kind(kind: FileKind) -> list[str]:
    """Return the names that ship of one kind, in the order of letters."""
    return sorted(path.stem for path in FOLDERS[kind].glob("*.toml"))


def name_of_file(path: Path) -> str:
    """Return how `path` is named in messages: "designs/current.toml" for a file that ships, else the path itself."""
    try:
        return str(path.resolve().relative_to(HERE).as_posix())
    except (OSError, ValueError):
        return str(path)


def ships(file: str) -> bool:
    """Whether a file, as `name_of_file` calls it, is one that ships: a design there is written for any county."""
    return file.startswith("designs/")


_READ: ContextVar[dict[Path, bytes] | None] = ContextVar("read", default=None)


@contextmanager
def reads() -> Iterator[dict[Path, bytes]]:
    """Let every file that is read meanwhile be noted: whole path → what stood in it."""
    read = dict[Path, bytes]()
    before = _READ.set(read)
    try:
        yield read
    finally:
        _READ.reset(before)


def read_table(path: Path) -> Table:
    """Return the TOML table in `path`.

    Raises ScenarioError for a folder, a file that is absent, empty, enormous, deeply nested, not UTF-8 or no TOML.
    """

    def refuse(found: str, valid: str = "") -> ScenarioError:
        return ScenarioError([Problem(name_of_file(path), "", found, valid or _("a TOML file in UTF-8"))])

    try:
        if path.is_dir():
            raise refuse(_("a folder"))
        if not path.is_file():
            raise refuse(_("no such file"))
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
        if (read := _READ.get()) is not None:
            read[path.absolute()] = data
        if len(data) > LARGEST_BYTES:
            raise refuse(_("{n} bytes", n=path.stat().st_size), _("a file of at most {n} bytes", n=LARGEST_BYTES))
        text = data.decode("utf-8-sig")
        if found := too_much(text):
            raise refuse(*found)
        table: Table = pickle.loads(_parsed(text))
    except SpelledTwiceError as fault:
        raise refuse(_("{name} twice in one table, spelt with other bytes", name=fault), _("each key once")) from None
    except UnicodeDecodeError as fault:
        raise refuse(*not_utf8(data, fault.start)) from None
    except RecursionError:
        raise refuse(_("nesting too deep to read"), _("at most {n} levels", n=DEEPEST)) from None
    except tomllib.TOMLDecodeError as fault:
        raise refuse(*no_toml(text, fault)) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as fault:
        raise refuse(shown(str(fault))) from None
    if not table:
        raise refuse(_("an empty file"), _("a file with keys; see mellanrum scenarios schema"))
    depth, most = depth_and_most(table)
    if depth > DEEPEST:
        raise refuse(_("nesting {n} levels deep", n=depth), _("at most {n} levels", n=DEEPEST))
    if most > MOST_ITEMS:
        raise refuse(_("a table or list of {n} items", n=most), _("at most {n} in each", n=MOST_ITEMS))
    return table


def too_much(text: str) -> tuple[str, str] | None:
    """Return what would take minutes to parse, and what would be valid: looked at before parsing. None if nothing."""
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            return _("{n} letters on line {line}", n=len(line), line=number), _(
                "lines of at most {n} letters", n=LONGEST_LINE
            )
        if line.count(".") >= DEEPEST and _DOTTED.search(_QUOTED.sub("q", line.partition("#")[0])):
            return (
                _("nesting too deep to read, a key of more than {n} names on line {line}", n=DEEPEST, line=number),
                _("at most {n} levels", n=DEEPEST),
            )
    return None


@lru_cache(maxsize=64)
def _parsed(text: str) -> bytes:
    """Return the table of a text, so that a study does not read the same file a thousand times.

    Pickled: each reader has a table of its own, and copying one this way takes a tenth of the time of parsing it.
    """
    return pickle.dumps(spelt(tomllib.loads(text)))


class SpelledTwiceError(InputError):
    """Two keys of a table that are one name, spelt with other bytes."""


def spelt(node: Any) -> Any:
    """Return what a file says with every key and text in its one spelling. Raises SpelledTwiceError."""
    if isinstance(node, str):
        return canonical(node)
    if isinstance(node, list):
        return [spelt(item) for item in node]
    if not isinstance(node, dict):
        return node
    table: Table = {}
    for key, item in node.items():
        name = canonical(key)
        if name in table:
            raise SpelledTwiceError(shown(name))
        table[name] = spelt(item)
    return table


def depth_and_most(table: Table) -> tuple[int, int]:
    """Return how many tables and lists lie inside each other, and how many items the largest has.

    A list of numbers may be long. Without recursion, since the file may be hostile.
    """
    deepest, most, todo = 0, 0, list[tuple[Any, int]]([(table, 1)])
    while todo:
        item, depth = todo.pop()
        inner = item.values() if isinstance(item, dict) else item
        plain = isinstance(item, list) and all(isinstance(x, int | float) for x in item)  # of a study
        deepest, most = max(deepest, depth), most if plain else max(most, len(item))
        todo += [(x, depth + 1) for x in inner if isinstance(x, dict | list)]
    return deepest, most
