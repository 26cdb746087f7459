"""What of a sensitivity analysis is shown: which outcomes, and how much each hangs on a factor."""

from __future__ import annotations

from outputs.text.measures import HEADLINE
from outputs.text.pages import others_of
from sim.analysis.estimates import Estimate
from sim.studies.sensitivity import OutcomeFound, SensitivityFound
from sim.terms.language import N_

KINDS = (("difference", N_("Difference from the baseline")), ("level", N_("Level of the design")))
"""What an outcome is of, and how that is said."""


def measures_of(result: SensitivityFound) -> list[str]:
    """Return the measures that are shown: the first row always, then the others."""
    return [*HEADLINE, *others_of([o.measure for o in result.outcomes])]


def outcome_of(result: SensitivityFound, measure: str, of: str) -> OutcomeFound | None:
    """Return an outcome; None where it is defined nowhere."""
    return next((o for o in result.outcomes if (o.measure, o.of) == (measure, of)), None)


def sizes(outcome: OutcomeFound) -> dict[str, Estimate]:
    """Return key → how much the outcome hangs on it: the total index, or the mean size of the effects."""
    return {i.name: i.total for i in outcome.indices} | {e.name: e.size for e in outcome.effects}
