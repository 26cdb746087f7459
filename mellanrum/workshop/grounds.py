"""What questions about one county, seed and number of years have in common: where its numbers come from, and scenarios.

Scenarios are made one replication at a time, as `assemble` makes them, and kept for the next question.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from calibration.parameters.store import load_parameters
from mellanrum.questions.compare import CompareRequest
from mellanrum.wiring.assemble import Made, assemble
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.parameter_source import source_of
from mellanrum.workshop.asks import Question
from scenarios.compose import compose
from scenarios.files.chain import follow
from scenarios.files.problems import ScenarioError
from scenarios.files.read import FileKind, list_designs
from sim.experiment.addressed import AddressedJob, addressed
from sim.experiment.archive import Archive
from sim.experiment.packed_scenarios import Packed
from sim.experiment.replicate import Job, Outcome
from sim.experiment.study import Design, Study, jobs_of
from sim.model.together import first_day
from sim.terms.errors import unusable
from sim.terms.language import _
from sim.terms.scenario import Scenario

TODAY = "current"
WorldPlace = tuple[str, int, float]
"""County, seed and years: what worlds that wait can serve."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job of a question. `found`: what the archive has of it. `waits`: a world of it may wait."""

    job: AddressedJob
    found: Outcome | None
    waits: bool


class Ground:
    """One county, seed and years. Raises what `assemble` raises. Not for several threads at a time."""

    def __init__(self, place: WorldPlace) -> None:
        self.place = place
        self.county, self.seed, self.years = place
        self._source = source_of(self.county, None, self.seed)
        self._known = load_parameters()
        self._made: Made = {}
        self._read: dict[str, str] = {}
        self._said = _content(self.county, "county")

    def study(self, question: Question, replications: int) -> Study:
        """Return the study of a question with so many replications, as `mellanrum compare` has it."""
        if _content(self.county, "county") != self._said:  # the worlds that wait are of what it said
            valid = _("the file as it was when the workshop began; for another, start the workshop anew")
            raise OptionError([unusable("county", _("{file}, which has changed since", file=self.county), valid)])
        for design in question.designs:
            self._forget_if_changed(design)
        return assemble(
            self.county,
            question.designs,
            replications=replications,
            seed=self.seed,
            years=self.years,
            logs="none",
            made=self._made,
            source=self._source,
        )

    def wanted(self, question: Question, first: Study, replication: int, archive: Archive) -> list[Wanted]:
        """Return the jobs of one replication, each design in turn. `first`: the study of one replication."""
        same: dict[int, tuple[Scenario, ...]] = {}  # a design that stands twice stands twice here
        designs = []
        for name, design in zip(question.designs, first.designs, strict=True):
            scenario = (replace(self._scenario(name, replication), name=design.name),)
            designs.append(Design(design.name, design.title, same.setdefault(id(design.scenarios), scenario)))
        alone = replace(first, designs=tuple(designs), replications=1)
        jobs = addressed([replace(job, replication=replication) for job in jobs_of(alone, None)])
        found = [archive.get(job.key, job) for job in jobs]
        today = self._scenario(TODAY, replication)
        return [
            Wanted(job, old, old is None and replace(job.scenario, name=today.name, changes=()) == today)
            for job, old in zip(jobs, found, strict=True)
        ]

    def today(self, replication: int) -> AddressedJob:
        """Return the job in whose world a replication's designs may wait: that nothing changes."""
        return addressed([Job(0, self._scenario(TODAY, replication), self.seed, replication)])[0]

    def first_change(self, design: str) -> float | None:
        """Return the day of a shipped design's first change; None if it has none or does not fit the county."""
        try:
            scenario = self._scenario(design, 0)
        except ScenarioError:
            return None
        return first_day(scenario) if scenario.changes else None

    def _scenario(self, design: str, replication: int) -> Scenario:
        nth = replication if self._source.varies else 0
        if (design, nth) not in self._made:
            pick = self._source.pick(nth)
            made = compose(self.county, design, parameters=self._known, years=self.years, pick=pick)
            self._made[design, nth] = Packed([made])
        return self._made[design, nth][0]

    def _forget_if_changed(self, design: str) -> None:
        """Make a design's scenarios anew if its file, or one that it extends, says something else by now."""
        said = _content(design, "design")
        if self._read.setdefault(design, said) != said:
            self._read[design] = said
            for known in [known for known in self._made if known[0] == design]:
                del self._made[known]


def _content(file: str, kind: FileKind) -> str:
    """Return a SHA-256 of what a file says, with all that it extends."""
    return hashlib.sha256(repr(follow(file, kind).table).encode()).hexdigest()


def designs_that_wait() -> list[str]:
    """Return the shipped designs: on the earliest of their first days worlds wait for drafts of them."""
    return [design for design in list_designs() if design != TODAY]


def request_of(question: Question) -> CompareRequest:
    """Return what `mellanrum compare` is asked for the same. Raises OptionError with all that cannot be used."""
    request = CompareRequest(
        question.county,
        question.designs,
        replications="auto",
        precision={"least": question.least, "budget": question.budget},
        seed=question.seed,
        years=question.years,
        logs="none",
    )
    request.check()
    return request
