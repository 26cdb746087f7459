"""Constructors are handed many values by name, and a class's name means one thing: read from the syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("sim", "scenarios", "calibration", "outputs", "mellanrum", "benchmarks", "compiling", "tests")
HOUSE = FOLDERS[:5]
MANY = 6

TWICE = {
    "Agenda": "the scheduler of each build",
    "Awaited": "the scheduler of each build",
    "Call": "the scheduler of each build",
    "InBoth": "one thing in two layers that may not import each other",
    "Problem": "one thing in two layers that may not import each other",
}
"""Names of two classes that are one thing → why there are two."""


@cache
def trees(folder: str) -> list[tuple[str, ast.Module]]:
    """Return every source file of a folder, relative to the root, with its syntax tree."""
    files = [file for file in sorted((ROOT / folder).rglob("*.py")) if "_compiled" not in file.parts]
    return [(file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))) for file in files]


def house() -> Iterator[tuple[str, ast.Module]]:
    """Yield the source files of all folders that are installed."""
    for folder in HOUSE:
        yield from trees(folder)


def constructors_by_position(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of each call of a class with six values or more that are told by their place alone."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        by_position = [value for value in node.args if not isinstance(value, ast.Starred)]
        if (name[:1].isupper() or name in ("cls", "replace")) and len(by_position) >= MANY:
            yield node.lineno, name


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_constructor_is_handed_six_values_without_their_names(folder: str) -> None:
    found = [f"{file}:{line}: {name}" for file, tree in trees(folder) for line, name in constructors_by_position(tree)]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Post(1, 2, 3, 4, 5, 6)", ["Post"]),
        ("staff.Post(1, 2, 3, 4, 5, 6, seven=7)", ["Post"]),
        ("cls(1, 2, 3, 4, 5, 6)", ["cls"]),
        ("Post(1, 2, 3, 4, 5, six=6)", []),
        ("Falls(*columns)", []),
        ("world(1, 2, 3, 4, 5, 6)", []),
    ],
)
def test_a_planted_call_is_found(source: str, found: list[str]) -> None:
    assert [name for _, name in constructors_by_position(ast.parse(source))] == found


def classes() -> dict[str, list[str]]:
    """Return every public class of the house with the files that define it."""
    found: dict[str, list[str]] = {}
    for file, tree in house():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(file)
    return found


def type_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module gives to types that are no classes: `Table = dict[str, Array]`."""
    for node in tree.body:
        name = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(name, ast.Name) and name.id[0].isupper() and not name.id.isupper():
            yield name.id


def test_no_two_classes_share_a_name() -> None:
    twice = {name: files for name, files in classes().items() if len(files) > 1}
    assert set(twice) == set(TWICE), {name: files for name, files in twice.items() if name not in TWICE}


def test_no_other_type_has_the_name_of_a_class() -> None:
    taken = classes()
    found = [
        f"{file}: {name} is a class in {taken[name][0]}"
        for file, tree in house()
        for name in type_names(tree)
        if name in taken
    ]
    assert not found, "\n" + "\n".join(found)
