"""Scenario files are small TOML tables; whatever else stands in their place is a problem, never a traceback."""

from __future__ import annotations

import pickle
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from scenarios.names import canonical
from scenarios.problems import Problem, ScenarioError
from sim.terms.quantity import shown

HERE = Path(__file__).parent
SERVICES = HERE / "services.toml"
LARGEST_BYTES = 1_000_000
DEEPEST = 12
NO_TOML = 'TOML: decimals with a point (0.5), texts in "quotation marks", dates that exist, each heading and key once'

Kind = Literal["county", "design", "study"]
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


def names_of_kind(kind: Kind) -> list[str]:
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


def read_table(path: Path) -> Table:
    """Return the TOML table in `path`.

    Raises ScenarioError for a folder, a file that is absent, empty, enormous, deeply nested, not UTF-8 or no TOML.
    """

    def refuse(found: str, valid: str = "a TOML file in UTF-8") -> ScenarioError:
        return ScenarioError([Problem(name_of_file(path), "", found, valid)])

    try:
        if path.is_dir():
            raise refuse("a folder")
        if not path.is_file():
            raise refuse("no such file")
        if path.stat().st_size > LARGEST_BYTES:
            raise refuse(f"{path.stat().st_size} bytes", f"a file of at most {LARGEST_BYTES} bytes")
        table: Table = pickle.loads(_parsed(path.read_bytes().decode("utf-8-sig")))
    except SpelledTwiceError as fault:
        raise refuse(f"{fault} twice in one table, spelt with other bytes", "each key once") from None
    except UnicodeDecodeError as fault:
        raise refuse(f"a byte that is not UTF-8, at position {fault.start}") from None
    except RecursionError:
        raise refuse("nesting too deep to read", f"at most {DEEPEST} levels") from None
    except tomllib.TOMLDecodeError as fault:
        raise refuse(f"no TOML: {fault}", NO_TOML) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as fault:
        raise refuse(shown(str(fault))) from None
    if not table:
        raise refuse("an empty file", "a file with keys; see mellanrum scenarios schema")
    if (depth := depth_of(table)) > DEEPEST:
        raise refuse(f"nesting {depth} levels deep", f"at most {DEEPEST} levels")
    return table


@lru_cache(maxsize=64)
def _parsed(text: str) -> bytes:
    """Return the table of a text, so that a study does not read the same file a thousand times.

    Pickled: each reader has a table of its own, and copying one this way takes a tenth of the time of parsing it.
    """
    return pickle.dumps(spelt(tomllib.loads(text)))


class SpelledTwiceError(ValueError):
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


def depth_of(table: Table) -> int:
    """Return how many tables and lists lie inside each other (without recursion, since the file may be hostile)."""
    deepest, todo = 0, list[tuple[Any, int]]([(table, 1)])
    while todo:
        item, depth = todo.pop()
        deepest = max(deepest, depth)
        inner = item.values() if isinstance(item, dict) else item
        todo += [(x, depth + 1) for x in inner if isinstance(x, dict | list)]
    return deepest
