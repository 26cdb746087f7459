"""A request: all that decides what a question is about, frozen. How and where it is answered is no part of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, Self, TypeVar

from mellanrum.defaults import SEED, YEARS
from mellanrum.wiring.assemble import option_faults
from mellanrum.wiring.options import OptionError
from sim.experiment.run import Work
from sim.terms.errors import unusable
from sim.terms.language import _

if TYPE_CHECKING:
    from mellanrum.wiring.study_ground import StudyGround

R = TypeVar("R")

UNKEPT: Mapping[str, Any] = {"kept": False}
"""Of a field that no plan keeps: what it decides is in other fields once the request is sized."""


class Shown(Protocol):
    """What shows a result: a module of `outputs`, mostly."""

    def parts(self, found: Any, folder: Any = None, full: bool = False, /) -> Iterable[Any]:
        """Return what is shown, in order: grids and paragraphs."""

    def rows(self, found: Any, /) -> Mapping[str, Sequence[dict[str, Any]]]:
        """Return name → rows of every table; a row is column → plain value."""


@dataclass(frozen=True)
class QuestionRequest(ABC, Generic[R]):
    """What is asked. Lists that are given are kept as tuples. Files are named as whoever asks names them.

    `KIND`: of command, as plans and manifests have it. `RESULT`: the shape of what is found. `SHOWN`: what shows it.
    """

    KIND: ClassVar[str]
    RESULT: ClassVar[type[Any]]
    SHOWN: ClassVar[Shown]

    def __post_init__(self) -> None:
        for f in fields(self):
            object.__setattr__(self, f.name, _settled(getattr(self, f.name)))

    @property
    @abstractmethod
    def label(self) -> str:
        """What a progress bar calls it."""

    @property
    def size_is_known(self) -> bool:
        """Whether it can be told beforehand which replications will be run, so that parts can be run apart."""
        return True

    def faults(self) -> Iterable[str]:
        """Return a line for each option that cannot be used, whatever the files say."""
        return ()

    def check(self) -> None:
        """Raise OptionError with all that is wrong with the request itself."""
        if lines := tuple(self.faults()):
            raise OptionError(lines)

    def sized(self, n_jobs: int) -> tuple[Self, str]:
        """Return the request with the size that this machine and a budget allow it, and how long it takes, in words.

        Most have a size of their own, and nothing to say. What is sized stays as it is.
        """
        del n_jobs
        return self, ""

    def prepared(self) -> Work[R]:
        """Return what carries the request out. Raises InputError with what is wrong, as much at once as can be told."""
        self.check()
        return self.work()

    @abstractmethod
    def work(self) -> Work[R]:
        """Return what carries out a request whose own options are sound."""

    def arguments(self) -> dict[str, Any]:
        """Return the request as a plan keeps it, field by field."""
        kept = [f for f in fields(self) if f.metadata.get("kept", True)]
        return {f.name: getattr(self, f.name) for f in sorted(kept, key=lambda f: f.kw_only is True)}

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, Any]) -> Self:
        """Return the request that a plan keeps. Raises OptionError for what is none of this kind."""
        known = {f.name for f in fields(cls)}
        lines = [unusable("plan", repr(name), ", ".join(sorted(known))) for name in arguments if name not in known]
        if lines:
            raise OptionError(lines)
        try:
            return cls(**arguments)
        except TypeError as error:
            valid = _("the plan of a run of the kind {kind}", kind=cls.KIND)
            raise OptionError([unusable("plan", error, valid)]) from None


@dataclass(frozen=True)
class CountyRequest(QuestionRequest[R]):
    """A request about one county. `years` count from the reform day.

    `parameters`: `posterior` (a draw fitted to the county's counts per replication; the default where there is a set
    that can be used), `prior` (a draw from the ranges) or `point` (central values; the default elsewhere).
    """

    county: str | Path
    seed: int = field(default=SEED, kw_only=True)
    years: float = field(default=YEARS, kw_only=True)
    parameters: str | None = field(default=None, kw_only=True)

    @property
    def label(self) -> str:
        """The county."""
        return str(self.county)

    def faults(self) -> Iterable[str]:
        """Return the lines of the options that all such requests have."""
        return option_faults(
            designs=self.about(),
            replications=self.most_replications(),
            seed=self.seed,
            years=self.years,
            parameters=self.parameters,
            logs=self.kept_logs(),
        )

    @abstractmethod
    def about(self) -> Sequence[str | Path]:
        """Return the designs that are run, as given, the baseline first."""

    def ground(self) -> StudyGround:
        """Return the county, its designs, and where their numbers come from. Raises as `ground_of`."""
        from mellanrum.wiring.study_ground import ground_of

        return ground_of(
            self.county,
            self.about(),
            replications=self.most_replications(),
            seed=self.seed,
            years=self.years,
            parameters=self.parameters,
        )

    def most_replications(self) -> int:
        """Return how many replications of a design are run at the most."""
        return 1

    def kept_logs(self) -> str:
        """Return of which replications the event logs are kept."""
        return "none"


def _settled(value: Any) -> Any:
    """Return a value in which no list can be changed any more."""
    if isinstance(value, list | tuple):
        return tuple(_settled(v) for v in value)
    if isinstance(value, Mapping):
        return {key: _settled(v) for key, v in value.items()}
    return value


@dataclass(frozen=True)
class DesignRequest(CountyRequest[R]):
    """A request about one design beside its baseline.

    `hold_baseline`: the baseline keeps its own values of what is varied, also of keys that both have.
    """

    design: str | Path
    baseline: str | Path = field(default="current", kw_only=True)
    hold_baseline: bool = field(default=False, kw_only=True)

    @property
    def label(self) -> str:
        """The county and the design."""
        return f"{self.county}: {self.design}"

    def about(self) -> Sequence[str | Path]:
        """Return the baseline and the design."""
        return (self.baseline, self.design)
