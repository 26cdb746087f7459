"""Face check of stories: replications of one design, each check counted over all of them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mellanrum.defaults import SEED, YEARS
from mellanrum.wiring import assemble
from scenarios.files.titles import title_said
from sim.checks import CheckFound, checks, count, limits_of
from sim.experiment.replicate import Job, available_cores, execute_with, simulate_only


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCheck:
    """What a check found in all replications. `first`: the first client of the first replication that has one.

    `times`, `clients`: sums over replications. `day` (days) and `replication` belong to `first`.
    """

    check: str
    times: int
    clients: int
    first: str | None
    day: float | None
    replication: int | None


@dataclass(frozen=True, slots=True)
class StoryChecks:
    """Every check of a run, in the order of `sim/checks/stories.toml`. `notes`: what every reading of it needs."""

    title: str
    found: tuple[StoryCheck, ...]
    notes: tuple[str, ...]
    arguments: tuple[str, ...]

    @staticmethod
    def sentence(name: str) -> str:
        """Return what happens in the sequence."""
        return next(check.sentence for check in checks() if check.name == name)

    @staticmethod
    def passage(name: str) -> str:
        """Return what the check rests on."""
        return next(check.passage for check in checks() if check.name == name)

    def trace(self, check: StoryCheck) -> str:
        """Return the command that tells the first client's story."""
        replication = ("--replication", str(check.replication)) if check.replication else ()
        return shlex.join(("mellanrum", "trace", *self.arguments, "--client", str(check.first), "--full", *replication))


def check_stories(
    county: str,
    design: str = "current",
    *,
    replications: int = 1,
    seed: int = SEED,
    years: float = YEARS,
    parameters: str | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> StoryChecks:
    """Return what every check finds in `replications` of `county` under `design`. Nothing is written.

    Raises OptionError and ScenarioError as a run does.
    """
    study = assemble.assemble(
        county, [design], replications=replications, seed=seed, years=years, parameters=parameters, logs="none"
    )
    one = study.designs[0]
    work = [Job(0, one.scenario(k), seed, k) for k in range(replications)]
    told = execute_with(check_one, work, jobs or available_cores(), progress)
    arguments = [county, design]
    for name, given, usual in (("--seed", seed, SEED), ("--years", years, YEARS), ("--parameters", parameters, None)):
        arguments += [] if given == usual else [name, f"{given:g}" if isinstance(given, float) else str(given)]
    title = f"{title_said(county)}: {title_said(design, 'design') or one.name}"
    return StoryChecks(title, together(told), tuple(study.told), tuple(arguments))


def check_one(job: Job) -> tuple[CheckFound, ...]:
    """Run one replication and return what every check finds in it."""
    return count(simulate_only(job), job.scenario.calendar, limits_of(job.scenario))


def together(told: Sequence[tuple[CheckFound, ...]]) -> tuple[StoryCheck, ...]:
    """Return what each check found in all replications, in the order of replications."""
    found: dict[str, StoryCheck] = {}
    for nth, one in enumerate(told):
        for f in one:
            so_far = found.get(
                f.check, StoryCheck(check=f.check, times=0, clients=0, first=None, day=None, replication=None)
            )
            summed = replace(so_far, times=so_far.times + f.times, clients=so_far.clients + f.clients)
            if so_far.first is None and f.first is not None:
                summed = replace(summed, first=f.first, day=f.day, replication=nth)
            found[f.check] = summed
    return tuple(found.values())
