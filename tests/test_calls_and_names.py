"""What is handed to a constructor is named from the sixth value on, read from the syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("sim", "scenarios", "calibration", "outputs", "mellanrum", "benchmarks", "compiling", "tests")
MANY = 6


def trees(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield every source file of the folders, relative to the root, with its syntax tree."""
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "_compiled" not in file.parts:
                yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


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
