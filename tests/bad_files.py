"""Files that must be refused: written, read, and their problems looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from scenarios.files.problems import Problem, ScenarioError

PARAMETERS = load_parameters()
Problems = tuple[Problem, ...]


def refused(county: str | Path, design: str | Path, **options: Any) -> Problems:
    """Return the problems for which a county under a design is refused; each is one whole line."""
    with pytest.raises(ScenarioError) as caught:
        compose(county, design, parameters=options.pop("parameters", PARAMETERS), **options)
    problems = caught.value.problems
    assert all(p.file and p.found and p.valid for p in problems)
    assert all("\n" not in str(p) for p in problems)
    return problems


def one(problems: Sequence[Problem]) -> Problem:
    """Return the only problem."""
    assert len(problems) == 1, [str(p) for p in problems]
    return problems[0]


def design_in(folder: Path) -> Callable[..., Problems]:
    """Return what writes a design that extends one that ships and gives its problems in Norrbotten."""

    def problems(text: str, extends: str = "big_bang") -> Problems:
        file = folder / "mine.toml"
        file.write_text(f'format = 1\nextends = "{extends}"\n{text}', encoding="utf-8")
        return refused("norrbotten", file)

    return problems


def county_in(folder: Path) -> Callable[..., Problems]:
    """Return what writes a county that extends Norrbotten and gives its problems."""

    def problems(text: str, design: str = "current") -> Problems:
        file = folder / "mine.toml"
        file.write_text(f'format = 1\nextends = "norrbotten"\n{text}', encoding="utf-8")
        return refused(file, design)

    return problems


def q(value: float, unit: str, low: float | None = None, high: float | None = None) -> str:
    """Return a quantity as it stands in a file."""
    low, high = value if low is None else low, value if high is None else high
    return f'{{ value = {value}, unit = "{unit}", low = {low}, high = {high}, evidence = "A179" }}'
