"""What runs on a ground have in common: their folder holds tables as CSV files and one picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Generic, TypeVar

from mellanrum.ground import Ground
from sim.experiment.means import Means
from sim.experiment.replicate import Progress

R = TypeVar("R")


@dataclass(frozen=True)
class GroundWork(Generic[R]):
    """A question to a ground. `run`: carries it out. `shown_by`: the module of `outputs` that shows the result."""

    ground: Ground
    name: str
    decides: str
    run: Callable[[Means, Progress | None], R]
    shown_by: str

    def carry_out(self, folder: Path, run_id: str, means: Means, progress: Progress | None) -> R:
        """Return the result."""
        del folder, run_id
        return self.run(means, progress)

    def leave(self, folder: Path, result: R) -> Mapping[str, Any]:
        """Write tables and picture."""
        leave(self.shown_by, folder, result)
        ground = self.ground
        return {
            "county": ground.county_name,
            "designs": list(ground.designs),
            "seed": ground.seed,
            "years": ground.years,
            "parameters": ground.source.mode,
            "notes": list(ground.notes),
        }


def leave(shown_by: str, folder: Path, result: Any) -> None:
    """Write a result's tables and its picture into `folder`."""
    from outputs import csv

    module = import_module(f"outputs.{shown_by}")
    csv.write(module.rows(result), folder / "tables")
    module.draw(result, folder / f"{shown_by}.png")
