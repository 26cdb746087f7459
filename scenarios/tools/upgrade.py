"""A file of an old format brought to the present one, line by line: comments and all else stay as somebody wrote them.

What cannot be written so (a table in braces that lacks a key) is not written at all, and told.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from scenarios.checks.check import is_county
from scenarios.files.chain import followed
from scenarios.files.finding import find
from scenarios.files.formats import FORMAT, KEY, Filled, fill, filled, format_faults
from scenarios.files.names import part
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.read import FileKind, Table, name_of_file, names_of_kind, read_table, spelt
from scenarios.files.toml_text import text_of
from scenarios.files.twins import KeyPath
from sim.terms.language import _

KINDS: tuple[FileKind, ...] = ("county", "design", "study")
OF_STUDIES = ("question_sv", "hypothesis_sv", "measures", "counties")
_HEADING = re.compile(r"\s*\[\[?\s*([^\]]*?)\s*\]\]?\s*(#.*)?$")


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A file's new text and what was done to it, a few words each."""

    path: Path
    kind: FileKind
    text: str
    done: tuple[str, ...]


def upgraded(name_or_path: str | Path) -> Upgraded:
    """Return a file's text in the present format; `done` is empty for one that has it.

    Raises ScenarioError for a file that cannot be read, ships, or cannot be brought up line by line.
    """
    path = find(name_or_path, next((kind for kind in KINDS if str(name_or_path) in names_of_kind(kind)), "design"))
    table, called = read_table(path), name_of_file(path)
    if faults := format_faults(table, called):
        raise ScenarioError(faults)
    text, kind = path.read_text(encoding="utf-8-sig"), kind_of(table, path)
    if KEY in table:
        return Upgraded(path, kind, text, ())
    some, expected = _missing(path, table, kind), dict(spelt(tomllib.loads(text)))
    lines = text.splitlines()
    for one in reversed(some):
        _write(lines, one, expected)
    _insert_first(lines, f"{KEY} = {FORMAT}")
    new = "\n".join(lines) + "\n"
    for one in some:
        for i in range(1, len(one.key)):
            fill_table(expected, one.key[:i])
    fill(expected, some)
    if not _says(new, {KEY: FORMAT, **expected}):
        by_hand = "; ".join(f"{'.'.join(map(str, one.key))} = {text_of(one.value)}" for one in some)
        first = f"{KEY} = {FORMAT}"
        valid = _("these lines, put in by hand, and {first} first of all: {lines}", first=first, lines=by_hand)
        raise ScenarioError([Problem(called, KEY, _("a file that cannot be brought up line by line"), valid)])
    return Upgraded(path, kind, new, (f"{KEY} = {FORMAT}", *(one.words for one in some)))


def kind_of(table: Table, path: Path) -> FileKind:
    """Return which kind of file a table is of."""
    if any(key in table for key in OF_STUDIES):
        return "study"
    return "county" if is_county(str(path)) else "design"


def fill_table(table: Table, key: KeyPath) -> None:
    """Make sure that there is a table at `key`."""
    node = table
    for name in key:
        node = node.setdefault(str(name), {})


def _missing(path: Path, table: Table, kind: FileKind) -> list[Filled]:
    """Return what this very file is taken to say: not what one that it extends is."""
    if kind == "study":
        return filled(table, kind)
    merged, problems = followed(str(path), kind)
    if merged is None or not merged.whole:
        raise ScenarioError(problems)
    return [one for one in merged.filled if merged.file_of(one.key) == merged.leaf]


def _write(lines: list[str], one: Filled, table: Table) -> None:
    """Write one key into the lines: below its heading, else as a heading of its own at the end."""
    *above, name = one.key
    line = f"{part(str(name))} = {text_of(one.value)}"
    if not above:
        if name in table:
            _replace(lines, str(name), line)
        else:
            _insert_first(lines, line)
        return
    wanted = ".".join(part(str(k)) for k in above)
    for i, there in enumerate(lines):
        heading = _HEADING.match(there)
        if heading and re.sub(r"\s*\.\s*", ".", heading[1]) == wanted:
            lines.insert(i + 1, line)
            return
    lines += ["", f"[{wanted}]", line]


def _insert_first(lines: list[str], line: str) -> None:
    """Put a line before the first that says something."""
    at = next((i for i, there in enumerate(lines) if there.strip() and not there.lstrip().startswith("#")), len(lines))
    lines.insert(at, line)


def _replace(lines: list[str], key: str, line: str) -> None:
    """Put a line in the place of a list, which may stand on several."""
    begun = next((i for i, there in enumerate(lines) if re.match(rf"\s*{re.escape(key)}\s*=", there)), None)
    if begun is None:
        return
    end = next((i for i in range(begun, len(lines)) if "]" in lines[i].partition("#")[0]), begun)
    lines[begun : end + 1] = [line]


def _says(text: str, expected: Table) -> bool:
    try:
        return bool(spelt(tomllib.loads(text)) == expected)
    except tomllib.TOMLDecodeError:
        return False
