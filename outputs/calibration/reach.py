"""Which draws reach the closely known counts, as table and document; and what every result says first where few do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from calibration.targets.target_file import Target
from calibration.verdicts.reach import HALF, NARROW, Reached
from outputs.calibration.match import Table, number
from outputs.text.caveats import SELDOM
from scenarios.files.titles import title_or_name

FEW = 1 / 3
"""Share of draws that reach all closely known counts together below which every result says so (assumption)."""
MOST_PAIRS = 3
MOST_NAMED = 2
"""So many pairs and unreached counts are named, those that the fewest draws reach first."""
_SHARE = f"{HALF * (1 - NARROW):.3g}–{HALF * (1 + NARROW):.3g}"
CLOSELY = (
    f"Closely known: a figure for the fit whose own 95 % is at most {100 * NARROW:.0f} % to either side; of a share, "
    f"as if one half were known to {_SHARE} (assumption). A draw reaches a count if its run lies in the "
    "count's own 95 %.",
    "If around: how many would if the draws, spread as they are, lay around every figure. What is missing there too is "
    "spread (chance, and parameters that were not fitted or not learned); the rest is a miss.",
)


def tight_counts(county: str, reached: Reached) -> Table:
    """Return title, heads, cells and notes of the draws that reach each closely known count, pairs, and all of them."""
    number_of = {t.id: str(nth) for nth, t in enumerate(reached.targets, 1)}
    cells = [
        (
            number_of[t.id],
            t.title,
            f"{number(t.low)}–{number(t.high)} {t.unit}",
            _of(n, reached),
            _of(around, reached),
        )
        for t, n, around in zip(reached.targets, reached.alone, reached.centred_alone, strict=True)
    ]
    for pair in reached.pairs[:MOST_PAIRS]:
        one, other = (number_of[i] for i in pair.ids)
        cells.append(("", f"{one} and {other} together", "", _of(pair.draws, reached), ""))
    if len(reached.targets) > 1:
        whole = (_of(reached.together, reached), _of(reached.centred_together, reached))
        cells.append(("", _together(reached), "", *whole))
    if not cells:
        cells = [("", "no figure for the fit is known that closely", "", "", "")]
    title = f"{title_or_name(county)}. Draws that reach the closely known counts of the fit"
    return (title, ("", "", "own 95 %", f"of {reached.draws} draws", "if around"), cells, CLOSELY)


def document(reached: Reached) -> dict[str, Any]:
    """Return the same as dictionaries and lists: draws, those that reach each count, every pair and all together."""
    alone = zip(reached.targets, reached.alone, reached.centred_alone, strict=True)
    return {
        "narrow": NARROW,
        "draws": reached.draws,
        "counts": [{"id": t.id, "draws": n, "if_around": around} for t, n, around in alone],
        "pairs": [{"ids": list(p.ids), "draws": p.draws} for p in reached.pairs],
        "together": reached.together,
        "together_if_around": reached.centred_together,
        "said_first": reached.share < FEW,
    }


def few_reach(reached: Reached, county: str) -> str | None:
    """Return the note that few draws are like the county where it is known closely; None where enough are.

    Enough is a share of `FEW`. Nothing is said where no count is known closely, since nothing can be. How many would
    if the draws lay around the figures tells draws that are elsewhere from draws that are only wide.
    """
    if not reached.share < FEW:  # also where no count is: the share is no number
        return None
    n, k, m, around = reached.draws, len(reached.targets), reached.together, reached.centred_together
    alone = zip(reached.targets, reached.alone, strict=True)
    unreached = [t for t, times in alone if times == 0]
    if unreached and k > 1:
        how = f"none of {n} reaches {_named(unreached)}, so none {_together(reached)}"
    else:
        what = _together(reached) if k > 1 else _one(reached.targets[0])
        how = f"{m or 'none'} of {n} reach{'' if m > 1 else 'es'} {what}"
    would = f"{around or 'none'} would if they lay around {'them' if k > 1 else 'it'}, spread as they are"
    return f"{SELDOM} of {title_or_name(county)}: {how} ({would}; `mellanrum evidence match {county}`)."


def _together(reached: Reached) -> str:
    return "both together" if len(reached.targets) == 2 else f"all {len(reached.targets)} together"


def _of(n: int, reached: Reached) -> str:
    return f"{n} ({100 * n / reached.draws:.0f} %)" if reached.draws else "–"


def _named(some: Sequence[Target]) -> str:
    named = [_one(t) for t in some[:MOST_NAMED]]
    more = [f"{len(some) - MOST_NAMED} more"] if len(some) > MOST_NAMED else []
    return " or ".join([*named, *more])


def _one(target: Target) -> str:
    return f"“{target.title}” ({number(target.figure)}, known to {number(target.low)}–{number(target.high)})"
