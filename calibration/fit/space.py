"""What is not known, as one space: the model's parameters with a range, and what the sources leave unsaid.

A point of the space is one quantile per dimension, all in (0, 1), uniform and independent a priori. What is not given a
quantile takes the one that belongs to (seed, run, path), as `sim.terms.quantity.prior` draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from calibration.fit.runs import MakeScenario
from calibration.targets.answering import AnsweringSets, who_tested
from calibration.targets.observe import Unsaid
from calibration.targets.target_file import Targets
from sim.measures.spans import Array
from sim.terms.quantity import Pick, Quantity, Value, level, point, prior, uniform
from sim.terms.scenario import Scenario
from sim.terms.total import total
from sim.terms.words import Service, name_of

ANSWERING, TESTING, UNKNOWN = "survey.answering", "survey.testing", "survey.unknown."
NOT_A_METHOD = ("nect", "cbt")


def parameters_of(make: MakeScenario) -> tuple[dict[str, Quantity], Scenario]:
    """Return path → quantity of all that a scenario takes and that has a range, and the scenario at central values."""
    asked: dict[str, Quantity] = {}

    def record(path: str, q: Quantity) -> Value:
        if q.low < q.high:
            asked[path] = q
        return point(path, q)

    scenario = make(record)
    return asked, scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """`parameters`: path → quantity of the model. `unknown`: path → quantity of the observation. `answering`: the sets.

    `n_testing`: how many of those who answered counted tests. `beside_share`: see `Unsaid`. `seed`: keys what is drawn.
    `told`: the dimensions of the observation that bear on the fit.
    """

    parameters: Mapping[str, Quantity]
    unknown: Mapping[str, Quantity]
    answering: AnsweringSets
    n_testing: int
    beside_share: float
    seed: int
    told: tuple[str, ...]

    def quantiles(self, runs: Sequence[int], paths: Sequence[str]) -> Array:
        """Return the a priori quantiles of `paths` (columns) in `runs` (rows)."""
        return np.array([[uniform(self.seed, run, path) for path in paths] for run in runs]).reshape(
            len(runs), len(paths)
        )

    def features(self, paths: Sequence[str], u: Array) -> Array:
        """Return quantiles as an emulator takes them: normal scores, and for the set that answered its share."""
        x = scores(u)
        for j, path in enumerate(paths):
            if path == ANSWERING:
                x[:, j] = self.answering.feature(u[:, j])
        return x

    def levels(self, paths: Sequence[str], u: Sequence[float]) -> dict[str, float]:
        """Return path → number (or factor on a list) of the model's parameters among `paths` at the quantiles `u`."""
        known = self.parameters
        return {path: level(known[path], float(v)) for path, v in zip(paths, u, strict=True) if path in known}

    def pick(self, run: int, levels: Mapping[str, float]) -> Pick:
        """Return the pick of a run: `levels` where given, all else as drawn a priori."""
        return prior(self.seed, run, levels)

    def unsaid(self, run: int, given: Mapping[str, float], central: bool = False) -> Unsaid:
        """Return the run's answer to what is left unsaid: the quantiles `given` by path, all else as drawn a priori.

        `central`: the central values of what is not given, instead of those drawn.
        """

        def u(path: str) -> float:
            return given[path] if path in given else uniform(self.seed, run, path)

        who = [int(i) for i in self.answering.sets[int(self.answering.index(u(ANSWERING)))]]
        levels = {p.removeprefix(UNKNOWN): _middle(q) if central else level(q, u(p)) for p, q in self.unknown.items()}
        return self.unsaid_by(run, who, levels, u(TESTING))

    def unsaid_by(
        self, run: int, answering: Sequence[int], levels: Mapping[str, float], u: float | None = None
    ) -> Unsaid:
        """Return the answer with these municipalities and levels; who counted tests stands at `u`, or at the run's."""
        nth = uniform(self.seed, run, TESTING) if u is None else u
        tested = who_tested(nth, answering, self.n_testing) if self.n_testing else []
        return Unsaid(answering, tested, levels, self.beside_share)

    def central(self) -> Unsaid:
        """Return the central answer to all that is left unsaid."""
        return self.unsaid(0, dict.fromkeys((ANSWERING, TESTING), 0.5), central=True)


def space_of(make: MakeScenario, targets: Targets, seed: int) -> Space:
    """Return the space of a county with its targets. Raises ValueError if more answered than there are."""
    parameters, scenario = parameters_of(make)
    towns = scenario.county.municipalities
    answering = AnsweringSets([town.adults for town in towns], targets.answering or len(towns))
    unknown = {UNKNOWN + name: q for name, q in targets.unknown.items()}
    several = [ANSWERING] if len(answering.shares) > 1 else []
    told = (*several, *(UNKNOWN + name for name in targets.unknown_in_fit()))
    return Space(
        parameters=parameters,
        unknown=unknown,
        answering=answering,
        n_testing=targets.testing,
        beside_share=_beside_share(parameters),
        seed=seed,
        told=told,
    )


def _middle(q: Quantity) -> float:
    return q.value[0] if isinstance(q.value, tuple) else q.value


def _beside_share(parameters: Mapping[str, Quantity]) -> float:
    """Return the weight of NECT and CBT among the methods of outpatient treatment (central values)."""
    prefix = f"services.{name_of(Service.MUNICIPAL_OUTPATIENT)}.plan.visits."
    weights = {p: q.value for p, q in parameters.items() if p.startswith(prefix) and p.endswith(".weight")}
    numbers = {p: float(v) for p, v in weights.items() if not isinstance(v, tuple)}
    beside = total(v for p, v in numbers.items() if p.removeprefix(prefix).removesuffix(".weight") in NOT_A_METHOD)
    return beside / (total(numbers.values()) or 1.0)


def scores(u: Array) -> Array:
    """Return normal scores of quantiles."""
    return ndtri(np.clip(u, 1e-9, 1.0 - 1e-9))


def quantiles_of(z: Array) -> Array:
    """Return the quantiles of normal scores."""
    return ndtr(z)
