"""What answers on a ground have in common: their folder holds tables as CSV files and one picture."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from mellanrum.questions.request import Shown
from mellanrum.wiring.study_ground import StudyGround
from sim.experiment.replicate import Progress
from sim.experiment.run import RunInHand

R = TypeVar("R")


class Drawn(Shown, Protocol):
    """What shows a result in a picture, too."""

    def draw(self, found: Any, path: Path, /) -> Any:
        """Draw it into a file."""


@dataclass(frozen=True, kw_only=True)
class GroundWork(ABC, Generic[R]):
    """A question to a ground. `decides`: a SHA-256 of everything that decides the result.

    `KIND`: in the run's name; `SHOWN` and `PICTURE`: what shows the result, and where.
    """

    KIND: ClassVar[str]
    SHOWN: ClassVar[Drawn]
    PICTURE: ClassVar[str]

    ground: StudyGround
    decides: str

    @property
    def name(self) -> str:
        """The county and the kind."""
        return f"{self.ground.county_name}-{self.KIND}"

    @abstractmethod
    def carry_out(self, run: RunInHand, progress: Progress | None) -> R:
        """Return the result."""

    def leave(self, folder: Path, result: R) -> Mapping[str, Any]:
        """Write tables and picture."""
        leave(self.SHOWN, self.PICTURE, folder, result)
        ground = self.ground
        return {
            "county": ground.county_name,
            "designs": list(ground.designs),
            "seed": ground.seed,
            "years": ground.years,
            "parameters": ground.source.mode,
            "notes": list(ground.notes),
        }


def leave(shown: Drawn, picture: str, folder: Path, result: Any) -> None:
    """Write a result's tables and its picture into `folder`."""
    from outputs.files import csv

    csv.write(shown.rows(result), folder / "tables")
    shown.draw(result, folder / f"{picture}.png")
