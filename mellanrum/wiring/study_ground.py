"""The ground of a study: a county, where its numbers come from, and how a case becomes a scenario."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from calibration.parameters.store import Parameters, load_parameters
from mellanrum.wiring.absent import absent
from mellanrum.wiring.assemble import check_options
from mellanrum.wiring.old_files import of_old_files
from mellanrum.wiring.parameter_source import Source, source_of
from scenarios.compose import compose
from scenarios.edits.comparable import is_common, is_of_calendar, unlike_calendars
from scenarios.edits.edits import Edit, Times
from scenarios.edits.keys import KeyStanding, keys_of, tables_of
from scenarios.edits.laying import leaves_named
from scenarios.files.names import label_of, numbered
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.titles import title_of
from sim.comparison.dates_apart import dates_apart
from sim.experiment.means import Means
from sim.experiment.replicate import Progress
from sim.experiment.scenario_json import scenario_hash
from sim.studies.cases import Case, CaseRunner
from sim.terms.language import ENGLISH, SWEDISH, speaking
from sim.terms.quantity import Pick, Quantity, Value
from sim.terms.scenario import Scenario


@dataclass(frozen=True)
class StudyGround:
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

    def runner(self, means: Means, progress: Progress | None = None) -> CaseRunner:
        """Return what runs this ground's cases by some means."""
        return CaseRunner(self.scenario, self.seed, means, progress)

    def name_of(self, design: str | Path) -> str:
        """Return the name that results have for a design as given."""
        return next(name for name, given in self.designs.items() if given == str(design))

    @cached_property
    def county_name(self) -> str:
        """The county's name."""
        return label_of(self.county)

    @cached_property
    def county_title(self) -> str:
        """What people call the county, in English."""
        return title_of(self.county)

    @cached_property
    def county_title_sv(self) -> str:
        """What people call the county, in Swedish."""
        return title_of(self.county, code=SWEDISH.code)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What every reading of a result needs: where the numbers come from, and designs far from the reform day."""
        made = {name: self.scenario(Case(name), 0) for name in self.designs}
        with speaking(ENGLISH.code):  # results are kept in it, and told in the language of whoever reads them
            lacking = absent({str(self.designs[name]): one for name, one in made.items()})
            old = of_old_files(self.county, self.designs.values())
        return (*self.source.told, *old, *lacking, *dates_apart(made.values()))

    def keys(self, design: str) -> dict[str, KeyStanding]:
        """Return every key that can be varied in a design, and where it stands."""
        return keys_of(self.county, self.designs[design], self.known)

    def levels(self, design: str, replication: int) -> dict[str, tuple[float, Quantity]]:
        """Return path → (level, quantity) of every number with a range that a design takes in a replication.

        The level is the number itself, or the factor on a list.
        """
        taken: dict[str, tuple[float, Quantity]] = {}
        pick = self.source.pick(replication)

        def record(path: str, q: Quantity) -> Value:
            """Return the number that the draw gives, and note it if it has a range."""
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
) -> StudyGround:
    """Return the ground of a study. Raises OptionError, ScenarioError, ParameterError, SetError.

    Designs whose calendars are not one are refused, with all else that is wrong with their files.
    """
    check_options(
        designs=designs, replications=replications, seed=seed, years=years, parameters=parameters, logs="none"
    )
    given = list(dict.fromkeys(str(d) for d in designs))
    named = dict(zip(numbered(label_of(d) for d in given), given, strict=True))
    source = source_of(county, parameters, seed)
    ground = StudyGround(str(county), named, seed=seed, years=years, source=source, known=load_parameters())
    if apart := unlike_calendars(designs):
        raise ScenarioError([*_faults(ground), *apart])
    return ground


def _faults(ground: StudyGround) -> list[Problem]:
    """Return all that is wrong with the files of the designs."""
    found: list[Problem] = []
    for name in ground.designs:
        try:
            ground.scenario(Case(name), 0)
        except ScenarioError as fault:
            found += fault.problems
    return found


def shared_keys(ground: StudyGround, design: str, baseline: str, keys: Iterable[str], hold: bool) -> tuple[str, ...]:
    """Return the keys that the baseline takes as well: those of the calendar, and of the world (in no design).

    `hold`: the baseline keeps its own values of the world, as where it is the design itself; never of the calendar.
    """
    own, base = (tables_of(ground.county, ground.designs[name], ground.known) for name in (design, baseline))
    shared = []
    for key in keys:
        there = leaves_named(base, key)
        leaves = leaves_named(own, key) or there
        of_world = all(is_common(leaf) for leaf in leaves) and not hold and design != baseline
        if there and (of_world or all(is_of_calendar(leaf) for leaf in leaves)):
            shared.append(key)
    return tuple(shared)


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
