"""Ablations: a design whole and without each of its mechanisms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mellanrum.defaults import COMPARE_REPLICATIONS
from mellanrum.questions.compare import CompareWork, ComparisonShown
from mellanrum.questions.request import CountyRequest
from mellanrum.wiring.assemble import ablation
from sim.comparison.results import Comparison


@dataclass(frozen=True)
class AblateRequest(CountyRequest[Comparison]):
    """Run a design whole and without each of its mechanisms, on the same chance; the whole design is the baseline.

    So a difference says what is lost (or won) by leaving the mechanism out. Options as of a comparison.
    """

    KIND = "ablate"
    RESULT = Comparison
    SHOWN = ComparisonShown()

    design: str | Path
    replications: int = field(default=COMPARE_REPLICATIONS, kw_only=True)
    logs: str = field(default="none", kw_only=True)

    @property
    def label(self) -> str:
        """The county and the design."""
        return f"{self.county}: {self.design}"

    def about(self) -> Sequence[str | Path]:
        """Return the design."""
        return (self.design,)

    def most_replications(self) -> int:
        """Return the replications."""
        return self.replications

    def kept_logs(self) -> str:
        """Return of which replications the event logs are kept."""
        return self.logs

    def work(self) -> CompareWork:
        """Return what carries it out. Raises OptionError for a design that has no mechanism to leave out."""
        return CompareWork(
            ablation(
                self.county,
                self.design,
                replications=self.replications,
                seed=self.seed,
                years=self.years,
                parameters=self.parameters,
                logs=self.logs,
            )
        )
