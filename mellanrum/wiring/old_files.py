"""What files of before formats are taken to say, as notes for every reading of a result."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scenarios.files.chain import of_before_formats


def of_old_files(county: str | Path, designs: Iterable[str | Path]) -> tuple[str, ...]:
    """Return a note for each number that a county or design lacks and is taken to have. Raises ScenarioError."""
    found = [*of_before_formats(county, "county"), *(n for d in designs for n in of_before_formats(d, "design"))]
    return tuple(dict.fromkeys(found))
