"""Floats are summed in one way on every Python: from left to right, never by the built-in `sum`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sim.terms.total import count_of, total

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("sim", "scenarios", "calibration")
"""Where a sum may decide a result. `outputs` and `mellanrum` show and arrange."""


def lines_with_sum(source: str) -> list[int]:
    """Return the lines that name the built-in, called or handed on; `.sum()` of an array is another thing."""
    return [n.lineno for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Name) and n.id == "sum"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_built_in_sum_is_named_nowhere_that_a_result_comes_from(folder: str) -> None:
    found = [
        f"{file.relative_to(ROOT).as_posix()}:{line}: use `total` or `count_of` of sim/terms/total.py"
        for file in sorted((ROOT / folder).rglob("*.py"))
        for line in lines_with_sum(file.read_text(encoding="utf-8"))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("sum(v for v in values)", True),
        ("def f(x):\n    return x / sum(x)", True),
        ("list(map(sum, rows))", True),
        ("values.sum()", False),
        ("np.sum(rows, axis=0)", False),
        ("total(values)", False),
    ],
)
def test_a_planted_sum_is_found_however_it_is_used(source: str, named: bool) -> None:
    assert bool(lines_with_sum(source)) is named


def test_a_total_is_rounded_at_every_step_on_every_python() -> None:
    """A compensated sum would say 1.0 and 2.0; from left to right, what is too small to be seen is lost."""
    assert total([0.1] * 10) == 0.9999999999999999
    assert total([1.0, 1e100, 1.0, -1e100]) == 0.0


def test_nothing_sums_to_a_float_and_counts_to_none() -> None:
    assert repr(total(())) == "0.0"
    assert repr(total([2, 3])) == "5.0"
    assert count_of(()) == 0
    assert count_of(v > 1 for v in (0, 1, 2, 3)) == 2
