"""Where the numbers of a run come from: central values, the ranges, or the draws that were fitted to the county."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from calibration.parameters.parameter_set import ParameterSet, SetError
from calibration.parameters.refit import mark_of
from outputs.text.caveats import INHERITED, STANDS_IN
from scenarios.files.read import list_counties
from sim.terms.quantity import Pick, point, prior

MODES = ("posterior", "prior", "point")


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
        told = "Parameters: drawn from their ranges, once per replication; not fitted to any count."
        return Source("prior", lambda replication: prior(seed, replication), True, (told,))
    if mode == "point":
        return _central("Parameters: central values; the doubt about them is not in any interval.")
    from mellanrum.wiring.calibration import usable_set
    from mellanrum.wiring.inherited import ancestor_of, inherited_set

    ancestor = None if str(county) in list_counties() else ancestor_of(county)
    try:
        found = usable_set(str(county)) if ancestor is None else inherited_set(county, ancestor)
    except SetError as error:
        if mode == "posterior":
            raise SetError([f"{line}; or --parameters point or prior" for line in error.lines]) from None
        differs = "" if ancestor is None else f"; so the numbers come from elsewhere than those of {ancestor}"
        return _central(f"{STANDS_IN}, since no draws can be used ({'; '.join(error.lines)}){differs}.")
    told = (
        f"{INHERITED} from {ancestor}, whose counts hold here: {found.draws} of them (set {found.name}); "
        "replication k takes draw k, under every design."
        if ancestor is not None
        else f"Parameters: {found.draws} draws fitted to the counts of {found.about['county']} (set {found.name}); "
        "replication k takes draw k, under every design."
    )
    mark = mark_of(found)
    since = () if mark is None else (f"The draws were fitted before {mark.before}: the model has changed since.",)
    return Source("posterior", found.pick, True, (*_misses(found), told, *since))


_told_of: dict[str, tuple[str, ...]] = {}
"""By the content of a set, what is said of its misses: worked out once."""


def _misses(found: ParameterSet) -> tuple[str, ...]:
    """Return the note that few or no draws of the set reach the tight counts of its county, if so it is."""
    from calibration.verdicts.reach import reached_by
    from mellanrum.wiring.calibration import Ground
    from outputs.calibration.reach import few_reach

    county, content = str(found.about["county"]), str(found.about["content"])
    if content not in _told_of:
        note = few_reach(reached_by(found, Ground(county).targets.rows), county)
        _told_of[content] = () if note is None else (note,)
    return _told_of[content]


def _central(told: str) -> Source:
    return Source("point", lambda replication: point, False, (told,))
