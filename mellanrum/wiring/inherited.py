"""A county file that extends a county with fitted draws inherits them where the counts still hold."""

from __future__ import annotations

from pathlib import Path

from calibration.parameters.parameter_set import ParameterSet, SetError
from calibration.parameters.refit import rests_on
from mellanrum.wiring.calibration import CalibrationGround, usable_set
from scenarios.files.chain import parents_of
from scenarios.files.problems import ScenarioError
from scenarios.files.read import list_counties
from sim.terms.language import _
from sim.terms.scenario import Scenario


def ancestor_of(county: str | Path) -> str | None:
    """Return the county that ships and that a file extends, directly or by others; None if it extends none of them."""
    try:
        above = parents_of(county, "county")
    except ScenarioError:
        return None  # told of when it is composed
    return next((name for name in above if name in list_counties()), None)


def inherited_set(county: str | Path, ancestor: str) -> ParameterSet:
    """Return the set of `ancestor`, where what was counted there still holds in `county`.

    It does where municipalities and their adults are the same, and the ranges of all fitted parameters: posts, places
    and practice may differ, since a planner asks what they would make of the same people. Raises SetError with why
    not; a file with faults is none that draws can be used for, and is told of when it is composed.
    """
    found, theirs, ours = usable_set(ancestor), CalibrationGround(ancestor), CalibrationGround(str(county))
    try:
        ours.parameters  # noqa: B018  a file with faults has none
    except ScenarioError as error:
        raise SetError([str(problem) for problem in error.problems]) from None
    why = []
    if rests_on(found, ours.parameters, theirs.targets) != rests_on(found, theirs.parameters, theirs.targets):
        why.append(_("a range that was fitted is another"))
    if _people(ours.central) != _people(theirs.central):
        why.append(_("municipalities or their adults are others"))
    if why:
        told = why[0] if len(why) == 1 else _("{one} and {other}", one=why[0], other=why[1])
        raise SetError(
            [
                _(
                    "the counts of {ancestor} do not hold in {county}: {why}",
                    ancestor=ancestor,
                    county=Path(county).stem,
                    why=told,
                )
            ]
        )
    return found


def _people(scenario: Scenario) -> list[tuple[str, float]]:
    return [(town.name, town.adults) for town in scenario.county.municipalities]
