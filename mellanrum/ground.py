"""The ground of a study: a county, where its numbers come from, and how a case becomes a scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from calibration.store import Parameters, load_parameters
from mellanrum.assemble import check_options
from mellanrum.numbers import Source, source_of
from scenarios.compose import compose
from scenarios.edits import Edit, Times
from scenarios.keys import DESIGN, Standing, keys_of
from sim.experiment.resolved import scenario_hash
from sim.studies.cases import Case
from sim.terms.quantity import Pick, Quantity, Value
from sim.terms.scenario import Scenario


@dataclass(frozen=True)
class Ground:
    """`designs`: name or path as given, by the name that results have for it."""

    county: str
    designs: Mapping[str, str]
    seed: int
    years: float
    source: Source
    known: Parameters = field(repr=False)

    def scenario(self, case: Case, replication: int) -> Scenario:
        """Return a case's scenario in a replication. Raises ScenarioError."""
        return self.with_pick(case, self.source.pick(replication))

    def with_pick(self, case: Case, pick: Pick) -> Scenario:
        """Return a case's scenario with the numbers that `pick` gives."""
        design, edits = self.designs[case.design], dict(case.setting)
        return compose(self.county, design, parameters=self.known, years=self.years, pick=pick, edits=edits)

    def name_of(self, design: str) -> str:
        """Return the name that results have for a design as given."""
        return next(name for name, given in self.designs.items() if given == design)

    @cached_property
    def county_name(self) -> str:
        """The county's name."""
        return Path(self.county).stem if self.county.endswith(".toml") else self.county

    def keys(self, design: str) -> dict[str, Standing]:
        """Return every key that can be varied in a design, and where it stands."""
        return keys_of(self.county, self.designs[design], self.known)

    def levels(self, design: str, replication: int) -> dict[str, tuple[float, Quantity]]:
        """Return path → (level, quantity) of every number with a range that a design takes in a replication.

        The level is the number itself, or the factor on a list.
        """
        taken: dict[str, tuple[float, Quantity]] = {}
        pick = self.source.pick(replication)

        def record(path: str, q: Quantity) -> Value:
            value = pick(path, q)
            if q.low < q.high:
                taken[path] = (level_of(q, value), q)
            return value

        self.with_pick(Case(design), record)
        return taken

    def digest(self, cases: Iterable[Case]) -> str:
        """Return a SHA-256 of the first scenario of each case, and of what decides the other replications."""
        h = hashlib.sha256(repr((self.seed, self.source.mode, self.source.told)).encode())
        for case in cases:
            h.update(scenario_hash(self.scenario(case, 0)).encode())
        return h.hexdigest()


def level_of(q: Quantity, value: Value) -> float:
    """Return what varies in a number that was picked: the number itself, or the factor on its list."""
    if isinstance(value, tuple) and isinstance(q.value, tuple):
        return value[0] / q.value[0] if q.value[0] else 1.0
    return float(value) if not isinstance(value, tuple) else value[0]


def ground_of(
    county: str | Path,
    designs: Sequence[str | Path],
    *,
    replications: int,
    seed: int,
    years: float,
    parameters: str | None,
) -> Ground:
    """Return the ground of a study. Raises OptionError, ScenarioError, ParameterError, SetError."""
    check_options(designs, replications, seed, years, parameters, "none")
    named = {Path(str(d)).stem if str(d).endswith(".toml") else str(d): str(d) for d in designs}
    return Ground(str(county), named, seed, years, source_of(county, parameters, seed), load_parameters())


def shared_keys(ground: Ground, design: str, baseline: str, keys: Iterable[str], hold: bool) -> tuple[str, ...]:
    """Return the keys that the baseline takes as well: those of the world, which stand in no design.

    None where the baseline is to hold its own values, or is the design itself.
    """
    if hold or design == baseline:
        return ()
    of_design, of_baseline = ground.keys(design), ground.keys(baseline)
    return tuple(k for k in keys if k in of_baseline and (k not in of_design or of_design[k].place != DESIGN))


def json_of(decides: Any) -> str:
    """Return the SHA-256 of what decides a result, plain values."""
    return hashlib.sha256(json.dumps(decides, default=str).encode()).hexdigest()


def edits_of(values: Sequence[Any]) -> tuple[Edit, ...]:
    """Return edits as they were written in a plan."""
    return tuple(edit_from(value) for value in values)


def edit_from(value: Any) -> Edit:
    """Return an edit as it was written in a plan: "x1.5" is a factor, a date a date."""
    from datetime import date

    if isinstance(value, str):
        if value.startswith("x") and value[1:].replace(".", "", 1).replace("e-", "").isdecimal():
            return Times(float(value[1:]))
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
