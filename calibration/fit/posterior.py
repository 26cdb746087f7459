"""Sampling what is not ruled out: prior times likelihood of the emulators, by four ensembles started apart.

Points are normal scores, a priori independent standard normal. Source: Foreman-Mackey et al. (2013), emcee; Vehtari et
al. (2021) for R-hat.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.emulator import predict_all
from calibration.fit.history import CUT, Wave, implausibility
from calibration.fit.likelihood import Likelihood
from calibration.fit.space import Space, quantiles_of
from sim.measures.spans import Array

ENSEMBLES = 4
WALKERS = 64
APART = 1.2
"""How far from the middle of the prior, in its standard deviations per dimension, each ensemble starts."""
STEPS = 1600
WALL = 1000.0
"""Log-density lost per standard deviation beyond the cut: a hundredth beyond it, a point is e^10 times less likely."""
DISCARDED = 0.3
"""Share of the steps that is thrown away as the way there."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """`z`: draws by dimensions. `rhat`, `effective`: per dimension, over the ensembles."""

    z: Array
    rhat: Array
    effective: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """The log-density of normal scores of the dimensions `paths`, by the last of the `waves` of emulators.

    What any wave has ruled out is behind a wall: steep, and not endless, so that ensembles may start there and come in.
    """

    waves: Sequence[Wave]
    likelihood: Likelihood
    space: Space
    paths: Sequence[str]
    correlation: Array

    def __call__(self, z: Array) -> Array:
        """Return the log-density of each row, up to a constant."""
        z = np.atleast_2d(z)
        u = quantiles_of(z)
        mean, variance = predict_all(self.waves[-1].emulators, self.waves[-1].features(self.space, self.paths, u))
        beyond = self.likelihood.implausibility(mean, variance).max(axis=1)
        for wave in self.waves[:-1]:  # all of them, ruled out or not: how far beyond is the height of the wall
            before = implausibility(wave.emulators, self.likelihood, wave.features(self.space, self.paths, u))
            beyond = np.maximum(beyond, before.max(axis=1))
        wall = WALL * np.maximum(0.0, beyond - CUT)
        return self.likelihood.log(mean, variance, self.correlation) - 0.5 * (z**2).sum(axis=1) - wall


@dataclass(frozen=True, slots=True)
class Chain:
    """One ensemble: where it starts and how far it goes. A task of a pool."""

    posterior: Posterior
    start: Array
    steps: int
    seed: int


def run_chain(chain: Chain) -> Array:
    """Return the steps of one ensemble, steps by walkers by dimensions."""
    import emcee
    from threadpoolctl import threadpool_limits

    walkers, dimensions = chain.start.shape
    moves = [(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.1), (emcee.moves.StretchMove(), 0.1)]
    sampler = emcee.EnsembleSampler(walkers, dimensions, chain.posterior, vectorize=True, moves=moves)
    state = emcee.State(chain.start, random_state=np.random.RandomState(chain.seed).get_state())
    with threadpool_limits(1):  # one ensemble per core: more threads would only wait for each other
        sampler.run_mcmc(state, chain.steps, skip_initial_state_check=True)
    return np.asarray(sampler.get_chain())


def chains(posterior: Posterior, seed: int, steps: int = STEPS) -> list[Chain]:
    """Return four ensembles, each started around another corner of the prior."""
    dimensions = len(posterior.paths)
    rng = np.random.default_rng(seed)
    made = []
    for nth in range(ENSEMBLES):
        corner = APART * rng.choice((-1.0, 1.0), dimensions)
        start = corner + 0.5 * rng.standard_normal((WALKERS, dimensions))
        made.append(Chain(posterior, start, steps, seed + nth))
    return made


def joined(steps: Sequence[Array]) -> Sampled:
    """Return the draws of all ensembles without the way there, thinned to near independence, and how well they agree.

    R-hat is that of the ensembles, each one chain; the effective sample counts draws over the autocorrelation time of
    a walker, since walkers of one ensemble move together.
    """
    import emcee

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # arviz announces its next version at every import
        import arviz
    kept = [chain[int(len(chain) * DISCARDED) :] for chain in steps]
    with np.errstate(invalid="ignore"):
        times = np.maximum([emcee.autocorr.integrated_time(chain, tol=0) for chain in kept], 1.0)
    times = np.where(np.isfinite(times), times, float(len(kept[0])))  # a walker that never moved: one draw, no more
    n_draws = kept[0].shape[0] * kept[0].shape[1]
    effective = (n_draws / times).sum(axis=0)
    thin = max(1, int(times.max()))
    flat = np.array([chain[::thin].reshape(-1, chain.shape[-1]) for chain in kept])
    rhat = np.array([float(arviz.rhat(flat[:, :, j])) for j in range(flat.shape[-1])])
    return Sampled(flat.reshape(-1, flat.shape[-1]), rhat, effective)
