"""Where the numbers of a run come from: central values, the ranges, or the draws that were fitted to the county."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from calibration.parameters.parameter_set import ParameterSet, SetError
from calibration.parameters.refit import mark_of
from scenarios.files.read import list_counties
from sim.terms.language import ENGLISH, N_, _, speaking
from sim.terms.quantity import Pick, point, prior

MODES = ("posterior", "prior", "point")

# What results keep, in English: told in the language of whoever reads (`outputs/text/notes.py`). How some begin decides
# what is told before all else (`outputs/text/caveats.py`).
FROM_RANGES = N_("Parameters: drawn from their ranges, once per replication; not fitted to any count.")
CENTRAL = N_("Parameters: central values; the doubt about them is not in any interval.")
FITTED = N_(
    "Parameters: {draws} draws fitted to the counts of {county} (set {set}); "
    "replication k takes draw k, under every design."
)
FROM_ANCESTOR = N_(
    "Fitted draws inherited from {ancestor}, whose counts hold here: {draws} of them (set {set}); "
    "replication k takes draw k, under every design."
)
NO_DRAWS = N_("Central values stand in for fitted draws, since no draws can be used ({why}).")
NOT_INHERITED = N_(
    "Central values stand in for fitted draws, since no draws can be used ({why}); "
    "so the numbers come from elsewhere than those of {ancestor}."
)
BEFORE = N_("The draws were fitted before {before}: the model has changed since.")


@dataclass(frozen=True, slots=True)
class Source:
    """`mode`: one of MODES. `pick`: replication → how its numbers are picked. `varies`: whether replications differ.

    `told`: what every reading of the result needs to know of it, first that the draws miss what was counted closely, or
    that central values stand in, if so it is.
    """

    mode: str
    pick: Callable[[int], Pick]
    varies: bool
    told: tuple[str, ...]


def source_of(county: str | Path, mode: str | None, seed: int) -> Source:
    """Return where the numbers come from.

    `mode` None: the county's draws if it has a set that can be used, else central values. SetError
    if draws are asked for and there are none that can be used.
    """
    if mode == "prior":
        return Source("prior", lambda replication: prior(seed, replication), True, (FROM_RANGES,))
    if mode == "point":
        return _central(CENTRAL)
    from mellanrum.wiring.calibration import usable_set
    from mellanrum.wiring.inherited import ancestor_of, inherited_set

    ancestor = None if str(county) in list_counties() else ancestor_of(county)

    def draws() -> ParameterSet:
        return usable_set(str(county)) if ancestor is None else inherited_set(county, ancestor)

    try:
        found = draws()
    except SetError as error:
        if mode == "posterior":
            lines = [_("{why}; or --parameters point or prior", why=line) for line in error.lines]
            raise SetError(lines) from None
        why = "; ".join(_in_english(draws))
        if ancestor is None:
            return _central(NO_DRAWS.format(why=why))
        return _central(NOT_INHERITED.format(why=why, ancestor=ancestor))
    if ancestor is not None:
        told = FROM_ANCESTOR.format(ancestor=ancestor, draws=found.draws, set=found.name)
    else:
        told = FITTED.format(draws=found.draws, county=found.about["county"], set=found.name)
    mark = mark_of(found)
    since = () if mark is None else (BEFORE.format(before=mark.before),)
    return Source("posterior", found.pick, True, (*_misses(found), told, *since))


def _in_english(draws: Callable[[], object]) -> Sequence[str]:
    """Return why there are no draws as results keep it: in English, whoever runs."""
    with speaking(ENGLISH.code):
        try:
            draws()
        except SetError as error:
            return error.lines
    return ()


_told_of: dict[str, tuple[str, ...]] = {}
"""By the content of a set, what is said of its misses: worked out once."""


def _misses(found: ParameterSet) -> tuple[str, ...]:
    """Return the note that few or no draws of the set reach the tight counts of its county, if so it is."""
    from calibration.verdicts.reach import reached_by
    from mellanrum.wiring.calibration import CalibrationGround
    from outputs.calibration.reach import few_reach

    county, content = str(found.about["county"]), str(found.about["content"])
    if content not in _told_of:
        with speaking(ENGLISH.code):
            note = few_reach(reached_by(found, CalibrationGround(county).targets.rows), county)
        _told_of[content] = () if note is None else (note,)
    return _told_of[content]


def _central(told: str) -> Source:
    return Source("point", lambda replication: point, False, (told,))
