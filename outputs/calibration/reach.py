"""Which draws reach the closely known counts, as table and document; and what every result says first where few do."""

from __future__ import annotations

from typing import Any

from calibration.verdicts.reach import HALF, NARROW, Reached
from outputs.calibration.few_draws import FEW_REACH, MOST_NAMED, NONE, UNREACHED
from outputs.calibration.match import Table
from outputs.calibration.numbers import number, percent, unit
from outputs.text.caveats import SELDOM
from scenarios.files.titles import title_or_name
from sim.terms.language import N_, _, pgettext, speaking

FEW = 1 / 3
"""Share of draws that reach all closely known counts together below which every result says so (assumption)."""
MOST_PAIRS = 3
"""So many pairs are named, those that the fewest draws reach first."""
CLOSELY = (
    N_(
        "Closely known: a figure for the fit whose own 95 % is at most {narrow} % to either side; of a share, as if "
        "one half were known to {low}–{high} (assumption). A draw reaches a count if its run lies in the count's own "
        "95 %."
    ),
    N_(
        "If around: how many would if the draws, spread as they are, lay around every figure. What is missing there "
        "too is spread (chance, and parameters that were not fitted or not learned); the rest is a miss."
    ),
)


def closely() -> list[str]:
    """Return what closely known means, and how the last column is read."""
    gaps = {"narrow": percent(NARROW), "low": number(HALF * (1 - NARROW)), "high": number(HALF * (1 + NARROW))}
    return [_(sentence, **gaps) for sentence in CLOSELY]


def tight_counts(county: str, reached: Reached) -> Table:
    """Return title, heads, cells and notes of the draws that reach each closely known count, pairs, and all of them."""
    number_of = {t.id: str(nth) for nth, t in enumerate(reached.targets, 1)}
    cells = [
        (
            number_of[t.id],
            _(t.title),
            f"{number(t.low)}–{number(t.high)} {unit(t.unit)}",
            _of(n, reached),
            _of(around, reached),
        )
        for t, n, around in zip(reached.targets, reached.alone, reached.centred_alone, strict=True)
    ]
    for pair in reached.pairs[:MOST_PAIRS]:
        one, other = (number_of[i] for i in pair.ids)
        cells.append(("", _("{one} and {other} together", one=one, other=other), "", _of(pair.draws, reached), ""))
    if len(reached.targets) > 1:
        whole = (_of(reached.together, reached), _of(reached.centred_together, reached))
        cells.append(("", _together(reached), "", *whole))
    if not cells:
        cells = [("", _("no figure for the fit is known that closely"), "", "", "")]
    title = _("{county}. Draws that reach the closely known counts of the fit", county=title_or_name(county))
    heads = ("", "", _("own 95 %"), _("of {n} draws", n=reached.draws), _("if around"))
    return (title, heads, cells, closely())


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
    if the draws lay around the figures tells draws that are elsewhere from draws that are only wide. The note is in
    English, as results keep it: whoever shows it looks it up.
    """
    if not reached.share < FEW:  # also where no count is: the share is no number
        return None
    alone = zip(reached.targets, reached.alone, strict=True)
    unreached = [t for t, times in alone if times == 0]
    k, m = len(reached.targets), reached.together
    if unreached and k > 1:
        words, named = UNREACHED[min(len(unreached), MOST_NAMED + 1), k == 2], unreached
    else:
        words, named = FEW_REACH[min(m, 2), min(k, 3)], list(reached.targets)
    gaps: dict[str, object] = {
        "seldom": SELDOM, "county": title_or_name(county), "key": county, "n": reached.draws, "m": m, "k": k,
        "around": reached.centred_together or NONE, "more": len(unreached) - MOST_NAMED,
    }  # fmt: skip
    with speaking("en"):
        for place, target in zip(("", "2"), named[:MOST_NAMED], strict=False):
            gaps |= {
                f"title{place}": target.title,
                f"figure{place}": number(target.figure),
                f"low{place}": number(target.low),
                f"high{place}": number(target.high),
            }
    return words.format(**gaps)


def _together(reached: Reached) -> str:
    k = len(reached.targets)
    return pgettext("counts", "both together") if k == 2 else _("all {k} together", k=k)


def _of(n: int, reached: Reached) -> str:
    return f"{n} ({100 * n / reached.draws:.0f} %)" if reached.draws else "–"
