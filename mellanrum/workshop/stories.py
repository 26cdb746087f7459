"""One client's story under two of an ask's designs: the logs that `mellanrum trace` reads, held a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from mellanrum.wiring.assemble import assemble
from outputs.story.page import Told
from sim.experiment.archive import addresses
from sim.experiment.pool import run_in_pool
from sim.experiment.replicate import Job, available_cores, simulate_only
from sim.terms.log import EventLog

MOST_HELD = 6
"""Logs, of some ten megabytes each."""


class Logs:
    """The event logs of the first replication of designs, the last few held. For several threads at a time."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, EventLog] = OrderedDict()
        self._turn = Lock()

    def told(self, county: str, designs: Sequence[str], seed: int, years: float) -> list[Told]:
        """Return designs of a county with their logs, as a story needs them. Raises what is wrong with the files."""
        study = assemble(county, designs, replications=1, seed=seed, years=years, logs="none")
        jobs = [Job(i, design.scenario(0), seed, 0) for i, design in enumerate(study.designs)]
        with self._turn:
            logs = self._logs(jobs)
        return [Told(d.name, log, job.scenario) for d, log, job in zip(study.designs, logs, jobs, strict=True)]

    def _logs(self, jobs: Sequence[Job]) -> list[EventLog]:
        """Return a log for each job; those that are not held are made in processes of their own."""
        keys = addresses(jobs)
        lacking = {key: job for key, job in zip(keys, jobs, strict=True) if key not in self._held}
        if lacking:
            n_workers = min(len(lacking), available_cores())
            made = run_in_pool(simulate_only, list(lacking.values()), n_workers, lambda position: None)
            self._held.update(zip(lacking, made, strict=True))
        found = []
        for key in keys:
            self._held.move_to_end(key)
            found.append(self._held[key])
        while len(self._held) > MOST_HELD:
            self._held.popitem(last=False)
        return found
