"""Levels and differences as the page shows them: number, words, and what may be said of a difference and no more.

A difference is told by the project's own rule (`outputs.text.numbers.verdict`): with fewer than five replications
nothing but that they are too few. That chance could make it is an answer of its own, and so is that nothing changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from outputs.text.clauses import MEASURES, words_of
from outputs.text.differences import CLAUSES, clause, unit_words, way
from outputs.text.measures import HEADLINE, describe, short
from outputs.text.numbers import (
    NO_CLEAR_DIFFERENCE,
    NO_DIFFERENCE,
    NO_INTERVAL,
    NOT_COMPARABLE,
    TOO_FEW,
    difference,
    value,
    verdict,
    with_interval,
)
from outputs.text.pages import capital, listed
from outputs.workshop.plain import interval, sure
from sim.comparison.first_row import SECOND_ROW
from sim.comparison.results import Comparison, DesignResult, Summary
from sim.comparison.statistics import FEWEST
from sim.measures.catalogue import unit_of
from sim.terms.language import _, ngettext

SHOWN = (*HEADLINE, *SECOND_ROW)
"""The nine of the first row, always together and first, and the second row behind them."""
MORE, FEWER, UNCLEAR, SAME, FEW, NO_VALUE = "more", "fewer", "unclear", "same", "few", "none"
_KEYS = {
    NO_DIFFERENCE: SAME,
    NO_CLEAR_DIFFERENCE: UNCLEAR,
    TOO_FEW: FEW,
    NO_INTERVAL: FEW,
    NOT_COMPARABLE: NO_VALUE,
}
NO_NUMBER = "–"
NONE = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="")


def catalogue_of(measures: Sequence[str] = SHOWN) -> list[dict[str, Any]]:
    """Return what each measure is called, its unit and which way is better for clients, in the order of the page."""
    return [
        {
            "id": name,
            "label": capital(describe(name).label),
            "short": capital(_short(name)),
            "kind": describe(name).kind,
            "scale": 100 if describe(name).kind == "share" else 1,
            "way": way(name),
            "first_row": name in HEADLINE,
        }
        for name in measures
    ]


def levels(design: DesignResult) -> dict[str, dict[str, Any]]:
    """Return a design's levels: mean, interval and words of each measure; all of them, whether they have a value."""
    return {name: level(design.measures.get(name), name) for name in SHOWN}


def level(summary: Summary | None, measure: str) -> dict[str, Any]:
    """Return one level. `value`: the mean in words; `text`: with its 95 % interval."""
    told = NONE if summary is None else sure(summary)
    text = describe(measure, told.unit)
    return {
        **interval(told),
        "unit": told.unit,
        "value": value(told.mean, text),
        "text": with_interval(told, text),
    }


def verdict_of(summary: Summary | None, measure: str) -> str:
    """Return what may be said of a difference: more, fewer, unclear, same, few (replications or clients), none.

    `more` is above the baseline and `fewer` below it, whichever is better for clients.
    """
    found = verdict(summary, describe(measure))
    if found in _KEYS:
        return _KEYS[found]
    return MORE if summary is not None and (summary.mean or 0.0) > 0 else FEWER


def difference_of(summary: Summary | None, measure: str) -> dict[str, Any]:
    """Return one difference from the baseline, with its verdict and the sentence that says it."""
    return {
        **interval(summary),
        "unit": _unit(measure),
        "text": _difference(summary, measure),
        "verdict": verdict_of(summary, measure),
        "sentence": sentence(summary, measure),
    }


def differences_of(measures: Mapping[str, Summary]) -> dict[str, dict[str, Any]]:
    """Return the differences in the measures of the page, in its order."""
    return {name: difference_of(measures.get(name), name) for name in SHOWN}


def sentence(summary: Summary | None, measure: str) -> str:
    """Return a difference as a sentence that claims no more than the replications behind it."""
    found, name = verdict_of(summary, measure), _name(measure)
    shown = _difference(summary, measure)
    if found in (MORE, FEWER):
        return _more_or_fewer(measure, found, shown)
    if found == UNCLEAR:
        return _("{measure}: no difference that chance could not make ({difference}).", measure=name, difference=shown)
    if found == SAME:
        return _("{measure}: no difference at all.", measure=name)
    if found == FEW:
        return _("{measure}: too few replications to tell ({difference} so far).", measure=name, difference=shown)
    return _("{measure}: no value to compare.", measure=name)


def _difference(summary: Summary | None, measure: str) -> str:
    """Return a difference with its interval and unit: `−3.1 (−4.2 to −2.0) percentage points`."""
    if summary is None or summary.mean is None:
        return NO_NUMBER
    return f"{difference(sure(summary), describe(measure))} {_unit(measure)}".rstrip()


def _unit(measure: str) -> str:
    """Return the unit of a difference in words; "" where the measure's own name says it, as in falls per 100."""
    text = describe(measure)
    counts_no_days = text.kind == "days" and not unit_of(measure).startswith("days")
    return "" if counts_no_days else unit_words(measure)


def _more_or_fewer(measure: str, found: str, shown: str) -> str:
    if measure in CLAUSES:
        return _("{what}: {difference}.", what=capital(_clause(measure, found)), difference=shown)
    if found == MORE:
        return _("{measure}: above the baseline ({difference}).", measure=_name(measure), difference=shown)
    return _("{measure}: below the baseline ({difference}).", measure=_name(measure), difference=shown)


def _clause(measure: str, found: str) -> str:
    return clause(measure, 1 if found == MORE else -1)


def _name(measure: str) -> str:
    """Return a measure as what stands first in a sentence about it."""
    return capital(words_of(measure).name if measure in MEASURES else _short(measure))


def _short(measure: str) -> str:
    """Return the short name of a measure; a part of another one is told as that."""
    return describe(measure).label if "." in measure else short(measure)


def own_name(design: DesignResult) -> str:
    """Return a design's name without the number that a comparison gives one that stands twice: `current (2)`."""
    return re.sub(r" \(\d+\)$", "", design.name)


def same_as(designs: Sequence[DesignResult], index: int) -> int | None:
    """Return the earliest design before `index` of which every event log is the same, row by row; None if none is."""
    mine = designs[index].digests
    return next((i for i in range(index) if mine and designs[i].digests == mine), None)


def why_same(comparison: Comparison, index: int, set_otherwise: int | None, names: Sequence[str]) -> str | None:
    """Return why a design gives what the baseline gives; None where it does not.

    `set_otherwise`: how many settings differ from the baseline's, None where that is not known.
    """
    designs = comparison.designs
    if same_as((designs[0], designs[index]), 1) is None:
        return None
    if set_otherwise == 0 or own_name(designs[index]) == own_name(designs[0]):
        return _("Nothing changed, since nothing is set otherwise than in {baseline}.", baseline=names[0])
    if set_otherwise is None:
        return _(
            "Nothing changed: every client met the same, event by event. Either what was set equals what stood in "
            "{baseline} already, or nobody met what differs.",
            baseline=names[0],
        )
    return ngettext(
        "Nothing changed: {n} thing is set otherwise than in {baseline}, but nobody met it, so every client met the "
        "same, event by event.",
        "Nothing changed: {n} things are set otherwise than in {baseline}, but nobody met them, so every client met "
        "the same, event by event.",
        set_otherwise,
        baseline=names[0],
    )


def in_one_sentence(comparison: Comparison, index: int, names: Sequence[str]) -> str:
    """Return what the first row shows of a design beside the baseline, as far as it can be told."""
    found = comparison.differences[index - 1].measures
    words = {name: verdict_of(found.get(name), name) for name in HEADLINE}
    known = [word for word in words.values() if word != NO_VALUE]
    if not known:
        return _("There is nothing to compare: none of the nine measures has a value.")
    if FEW in known and comparison.replications < FEWEST:
        return ngettext(
            "Too few to tell: {n} replication, and it takes {fewest} to say anything of a difference.",
            "Too few to tell: {n} replications, and it takes {fewest} to say anything of a difference.",
            comparison.replications,
            fewest=FEWEST,
        )
    clear = [_clause(name, word) for name, word in words.items() if word in (MORE, FEWER)]
    gaps = {"design": names[index], "baseline": names[0]}
    if not clear and FEW in known:
        return _(
            "{design} beside {baseline}: nothing can be told, since measures have a value in too few replications.",
            **gaps,
        )
    if not clear:
        return _("{design} beside {baseline}: no difference that chance could not make, in any measure.", **gaps)
    told = _("{design} beside {baseline}: {clauses}.", clauses=listed(clear), **gaps)
    rest = sum(word in (UNCLEAR, SAME) for word in words.values())
    if not rest:
        return told
    others = ngettext(
        "In {n} other measure there is no difference that chance could not make.",
        "In {n} other measures there is no difference that chance could not make.",
        rest,
    )
    return f"{told} {others}"
