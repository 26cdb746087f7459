"""A county's targets and its model are introduced to each other: calibrating, and finding the set that was made."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from calibration.evidence.problem import BadInput, Problem
from calibration.fit.fitting import calibrate
from calibration.fit.sizes import Sizes
from calibration.fit.space import Space, parameters_of, space_of
from calibration.fit.task import CalibrationTask, StageProgress
from calibration.fit.write_up import about_of, columns_of
from calibration.parameters.parameter_set import (
    FOLDER,
    ParameterSet,
    SetError,
    evidence_digest,
    faults,
    file_of,
    inputs_digest,
    read_set,
    reference_digest,
    write_set,
)
from calibration.parameters.refit import mark_of, rests_on
from calibration.parameters.store import load_parameters
from calibration.targets.target_file import Targets, counties_with_targets, load_targets
from calibration.verdicts.learned import learned, outcomes_of
from calibration.verdicts.match import match
from mellanrum.defaults import SEED
from scenarios.compose import compose
from scenarios.files.names import label_of
from scenarios.files.read import list_counties
from sim.experiment.folder import write_whole
from sim.experiment.replicate import Progress, available_cores
from sim.terms.language import _
from sim.terms.quantity import Pick, Quantity
from sim.terms.scenario import Scenario

OUTCOME_YEARS = 2.0
"""Years after the reform day that the draws are followed: the least that the fall rate needs."""


@dataclass(frozen=True)
class CalibrationGround:
    """What a set of a county rests on: its targets, its model at central values, and every parameter with a range."""

    county: str

    @cached_property
    def targets(self) -> Targets:
        """Raises BadInput."""
        return load_targets(self.county)

    @cached_property
    def _recorded(self) -> tuple[dict[str, Quantity], Scenario]:
        return parameters_of(self.make)

    @property
    def parameters(self) -> dict[str, Quantity]:
        """Path → quantity, of those with a range."""
        return self._recorded[0]

    @property
    def central(self) -> Scenario:
        """The county under `current` at central values."""
        return self._recorded[1]

    @property
    def towns(self) -> tuple[str, ...]:
        """The names of the county's municipalities."""
        return tuple(town.name for town in self._recorded[1].county.municipalities)

    @cached_property
    def _known(self) -> dict[str, dict[str, Quantity]]:
        return load_parameters()

    def make(self, pick: Pick) -> Scenario:
        """Return the county under `current`, with the numbers that `pick` gives, as long as outcomes need."""
        return compose(self.county, "current", parameters=self._known, years=OUTCOME_YEARS, pick=pick)

    @cached_property
    def inputs(self) -> str:
        """The digest of parameters and targets."""
        return inputs_digest(self.parameters, self.targets)

    @cached_property
    def reference(self) -> str:
        """The digest of the reference log."""
        return reference_digest(self._recorded[1], {t.measure for t in self.targets.rows})

    def space(self, seed: int) -> Space:
        """Return what is not known. Raises BadInput if more municipalities answered than there are."""
        try:
            return space_of(self.make, self.targets, seed)
        except ValueError as error:
            valid = _("a number from 1 to {most}", most=len(self.towns))
            raise BadInput([Problem(f"{self.county}.toml", "survey.answering", str(error), valid)]) from None


def with_sets() -> list[str]:
    """Return the counties that have targets, and so may have a set."""
    return [county for county in counties_with_targets() if county in list_counties()]


def usable_set(county: str, folder: Path = FOLDER) -> ParameterSet:
    """Return the county's set. Raises SetError with the reason if there is none that this model can use."""
    if county not in counties_with_targets() or county not in list_counties():
        raise SetError(
            [
                _(
                    "parameters: found no set of {county}; valid: a county with one: {counties}",
                    county=label_of(county),
                    counties=", ".join(with_sets()),
                )
            ]
        )
    found, ground = read_set(file_of(county, folder)), CalibrationGround(county)
    mark = mark_of(found, folder)
    if mark is None:
        lines = faults(found, county, ground.inputs, ground.reference)
    else:
        now = rests_on(found, ground.parameters, ground.targets)
        lines = faults(found, county, now, "", mark.rests_on)
    if lines:
        raise SetError(lines)
    return found


def make_set(
    county: str,
    sizes: Sizes,
    stage: StageProgress,
    *,
    seed: int = SEED,
    n_jobs: int | None = None,
    work: Path = Path("runs") / "calibration",
    folder: Path = FOLDER,
) -> ParameterSet:
    """Calibrate `county`, write its set and a summary into `folder` and return it; runs are kept under `work`.

    Raises BadInput for the targets, UnreachableError if the model cannot give them.
    """
    ground = CalibrationGround(county)
    space = ground.space(seed)
    sign = hashlib.sha256(repr((ground.inputs, ground.reference, seed, sizes)).encode()).hexdigest()[:12]
    kept = work.absolute() / f"{county}-{sign}"
    task = CalibrationTask(
        ground.targets, space, ground.make, folder=kept, sizes=sizes, n_jobs=n_jobs or available_cores()
    )
    fitted = calibrate(task, _timed(stage, kept / "seconds.txt"))
    about = about_of(
        task,
        fitted,
        ground.targets,
        version=version("mellanrum"),
        inputs=ground.inputs,
        evidence=evidence_digest(),
        reference=ground.reference,
        minutes=round(_seconds(kept / "seconds.txt") / 60.0, 1),
    )
    file = file_of(county, folder)
    write_set(file, about, columns_of(task, fitted, ground.towns))
    found = read_set(file)
    write_whole(file.with_suffix(".md"), summary(ground, found))
    return found


def summary(ground: CalibrationGround, found: ParameterSet) -> str:
    """Return what stands beside a set for people to read."""
    from outputs.calibration.set_summary import markdown

    parameters = ground.parameters
    taught = learned(found, parameters, ground.targets)
    rows, rests = match(ground.targets, found, parameters), outcomes_of(found, parameters, taught)
    return markdown(found, rows, taught, rests, len(parameters) - len(found.fitted))


def _timed(stage: StageProgress, file: Path) -> StageProgress:
    """Return `stage`, with the time that it takes added up in `file`, over all sittings."""

    @contextmanager
    def timed(name: str) -> Iterator[Progress | None]:
        """Run a stage by that name, and write down how long it took."""
        began, before = time.monotonic(), _seconds(file)
        try:
            with stage(name) as progress:
                yield progress
        finally:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{before + time.monotonic() - began:.1f}", encoding="utf-8")

    return timed


def _seconds(file: Path) -> float:
    try:
        return float(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0.0
