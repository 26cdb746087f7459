"""Which keys a sensitivity analysis varies, and over what range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from calibration.evidence.levers import counted_only
from calibration.parameters.parameter_set import SetError
from mellanrum.wiring.options import OptionError
from mellanrum.wiring.study_ground import StudyGround
from scenarios.edits.keys import DESIGN, KeyStanding
from scenarios.files.problems import one_of
from sim.terms.errors import unusable
from sim.terms.language import _
from sim.terms.quantity import Quantity

FITTED, LEVERS, ALL = "fitted", "levers", "all"
MOST = 60
"""More factors than this no sample that can be run would tell apart. An assumption."""


@dataclass(frozen=True, slots=True)
class Varied:
    """A key with its range; `is_factor`: numbers are factors on a list."""

    key: str
    quantity: Quantity
    place: str
    low: float
    high: float
    is_factor: bool


def factors_of(ground: StudyGround, design: str, over: Sequence[str]) -> tuple[list[Varied], int]:
    """Return the keys to vary, and how many with a range are left out.

    `over`: keys or patterns (`transfer.*`), or one of the words "fitted" (parameters that the county's counts say
    something about), "levers" (of the design) and "all"; never what is counted only.
    Raises OptionError for what names nothing.
    """
    ranged = {
        k: s for k, s in ground.keys(design).items() if s.quantity is not None and s.quantity.low < s.quantity.high
    }
    chosen: dict[str, KeyStanding] = {}
    lines = []
    counted = counted_only()
    ranged = {k: s for k, s in ranged.items() if s.path not in counted}
    for word in over:
        if word == LEVERS:
            some = {k: s for k, s in ranged.items() if s.place == DESIGN}
        elif word == FITTED:
            fitted = _fitted(ground)
            some = {k: s for k, s in ranged.items() if s.path in fitted}
        else:
            some = {k: s for k, s in ranged.items() if word == ALL or fnmatchcase(k, word) or k.startswith(f"{word}.")}
        if not some and word not in (FITTED, LEVERS):
            valid = _("fitted, levers, all, a pattern, or {keys}", keys=one_of(ranged, word))
            lines.append(unusable("--over", repr(word), valid))
        chosen |= some
    if not chosen and not lines:
        lines.append(
            _(
                "--over: found nothing with a range in {keys}; valid: keys of {design} with a range",
                keys=", ".join(over),
                design=design,
            )
        )
    if len(chosen) > MOST:
        found = _("{n} keys", n=len(chosen))
        valid = _("at most {most}: name fewer, or patterns of them", most=MOST)
        lines.append(unusable("--over", found, valid))
    if lines:
        raise OptionError(lines)
    return [_varied(k, s) for k, s in chosen.items()], len(ranged) - len(chosen)


def is_counted_only(ground: StudyGround, design: str, key: str) -> bool:
    """Return whether a key of a design is one that moves no measure."""
    standing = ground.keys(design).get(key)
    return (standing.path if standing is not None else key) in counted_only()


def _varied(key: str, standing: KeyStanding) -> Varied:
    q = standing.quantity
    assert q is not None
    return Varied(key, q, standing.place, low=q.low, high=q.high, is_factor=isinstance(q.value, tuple))


def _fitted(ground: StudyGround) -> set[str]:
    """Return the paths that the county's set fitted; none where there is no set."""
    from mellanrum.wiring.calibration import usable_set

    try:
        return set(usable_set(ground.county).fitted)
    except SetError:
        return set()
