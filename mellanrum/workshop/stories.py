"""One client's story under two of an ask's designs: the logs that `mellanrum trace` reads, held a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from mellanrum.wiring.assemble import assemble
from outputs.story.page import Told
from sim.experiment.archive import addresses
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import Job, available_cores, simulate_only

MOST_HELD = 6
"""Logs, of some ten megabytes each, with what was found in them."""
StoryAsked = tuple[str, tuple[str, ...], int, float]


@dataclass(frozen=True)
class Ready:
    """Designs with their logs, ready for telling. `notes`: what must be said of their numbers."""

    designs: tuple[Told, ...]
    notes: tuple[str, ...]


class Stories:
    """The first replication of designs as stories are told of it, the last few held. For several threads at a time."""

    def __init__(self) -> None:
        self._logs: OrderedDict[tuple[str, str], Told] = OrderedDict()
        self._ready: OrderedDict[StoryAsked, Ready] = OrderedDict()
        self._turn = Lock()

    def of(self, county: str, designs: Sequence[str], seed: int, years: float) -> Ready:
        """Return designs of a county, as a story needs them. Raises what is wrong with their files, RunError."""
        asked = (county, tuple(designs), seed, years)
        with self._turn:
            if asked not in self._ready:
                self._ready[asked] = self._made(asked)
                while len(self._ready) > MOST_HELD:
                    self._ready.popitem(last=False)
            return self._ready[asked]

    def _made(self, asked: StoryAsked) -> Ready:
        county, designs, seed, years = asked
        study = assemble(county, designs, replications=1, seed=seed, years=years, logs="none")
        jobs = [Job(i, design.scenario(0), seed, 0) for i, design in enumerate(study.designs)]
        keys = [(key, design.name) for key, design in zip(addresses(jobs), study.designs, strict=True)]
        lacking = {key: job for key, job in zip(keys, jobs, strict=True) if key not in self._logs}
        if lacking:
            n_workers = min(len(lacking), available_cores())
            made = run_in_pool(simulate_only, list(lacking.values()), n_workers, lambda position: None)
            for (key, job), log in zip(lacking.items(), made, strict=True):
                self._logs[key] = Told(key[1], log, job.scenario)
        found = Ready(tuple(self._logs[key] for key in keys), tuple(study.told))
        for key in keys:
            self._logs.move_to_end(key)
        while len(self._logs) > MOST_HELD:
            self._logs.popitem(last=False)
        return found
