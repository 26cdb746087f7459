"""Whether a conclusion hangs on what makes a need treated and a fall a fall, and whether all was precise enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outputs.study.view import View
from outputs.study.words import estimate_of
from outputs.text.differences import side, too_few
from outputs.text.grid import Column, Grid, fitted
from outputs.text.measures import describe, short
from outputs.text.numbers import TOO_FEW, decimals, difference, with_interval
from outputs.text.pages import cut, listed, narrowed, paragraph
from outputs.text.words import say_code
from sim.studies.appendix import ThresholdRow
from sim.studies.study import DesignFound
from sim.terms.language import N_, _, ngettext

SIZES = {"treated_visits": N_("{x} visits"), "treated_nights": N_("{x} nights")}
"""Of thresholds that are no days."""
DAYS = N_("{x} days")
MOST = 24
NAMED = 4
"""Rows of the table that a sentence names."""


def appendix(view: View, full: bool) -> Iterator[Grid | str]:
    """Yield whether any conclusion turns under other thresholds, and the table."""
    rows = view.county.appendix
    if not rows:
        return
    yield turned(view, rows)
    yield from fitted(lambda places: _table(view, [view.others[i] for i in places], full), len(view.others))


def _table(view: View, some: Sequence[DesignFound], full: bool) -> Grid:
    """Return the baseline's levels and the differences of some designs, a line for each threshold and measure."""
    rows = view.county.appendix
    lines = list(dict.fromkeys((r.threshold, r.days, r.usual, r.measure) for r in rows))
    shown, cut_off = cut(len(lines), MOST, full, "thresholds")
    by = {(r.threshold, r.days, r.measure, r.design): r for r in rows}
    base = view.baseline.name
    columns = (
        Column(_("threshold"), right=False),
        Column(_("set to")),
        Column(_("measure"), right=False),
        Column(base),
        *(Column(d.name, _("difference (95 %)")) for d in some),
    )
    cells = []
    for threshold, days, usual, measure in lines[:shown]:
        text, at = describe(measure), (threshold, days, measure)
        level = by.get((*at, base))
        found = [by.get((*at, d.name)) for d in some]
        cells.append(
            (
                say_code(threshold),
                f"{set_to(threshold, days)}{'*' if usual else ''}",
                short(measure),
                with_interval(level.level if level else None, text),
                *(difference(r.difference if r else None, text) for r in found),
            )
        )
    note = ngettext(
        "{n} replication counted anew, one threshold at a time; *: as everywhere else.",
        "{n} replications counted anew, one threshold at a time; *: as everywhere else.",
        max(r.level.n for r in rows),
    )
    return narrowed(Grid(_("Counted with other thresholds"), columns, tuple(cells), (*cut_off, note)), 1)


def turned(view: View, rows: Sequence[ThresholdRow]) -> str:
    """Return whether a difference changes sides, or becomes or ceases to be clear, when it is counted otherwise."""
    own = [r for r in rows if not r.usual and r.design != view.baseline.name]
    moved = [(r, _conclusion(view, r), e) for r in own if (e := estimate_of(r.difference)) is not None]
    absent = [r for r in own if estimate_of(r.difference) is None]
    over = [r for r, usual, e in moved if usual and side(r.difference) == -usual]
    leaning = [r for r, usual, e in moved if usual and side(r.difference) != -usual and e.value * usual < 0]
    new = [r for r, usual, e in moved if not usual and side(r.difference) in (1, -1)]
    told = []
    if own and all(too_few(r.difference) for r in own):
        n = max(r.level.n for r in own)
        few = ngettext(
            "Thresholds: {n} replication, {too_few}.", "Thresholds: {n} replications, {too_few}.", n, too_few=_(TOO_FEW)
        )
        return paragraph(few)
    if over:
        told.append(_("Thresholds: a conclusion turns with others: {places}.", places=_places(over)))
    elif any(_conclusion(view, r) for r in own):
        told.append(_("Thresholds: no conclusion turns when the same logs are counted with others."))
    else:
        told.append(_("Thresholds: with the usual ones no difference on these measures can be told from none."))
    if leaning:
        told.append(_("The mean is on the other side, but not surely, with {places}.", places=_places(leaning)))
    if new:
        told.append(_("Told from none there but not with the usual one: {places}.", places=_places(new)))
    if absent:
        told.append(_("No interval to compare with {places}.", places=_places(absent)))
    return paragraph(" ".join(told))


def set_to(threshold: str, size: float) -> str:
    """Return a threshold's size with its unit: `3 visits`, `14 nights`, `90 days`."""
    return _(SIZES.get(threshold, DAYS), x=decimals(f"{size:g}"))


def precision(view: View) -> str:
    """Return which differences are as precise as the study asks for; empty if it asks for nothing."""
    asked = view.county.precise
    if not asked:
        return ""
    lacking = [short(m) for m, enough in asked.items() if not enough]
    reached = [short(m) for m, enough in asked.items() if enough]
    if not lacking:
        return _("Precision: as the study asks for ({measures}).", measures=listed(reached))
    if not reached:
        return _("Precision: the study asks for more than was reached for {measures}.", measures=listed(lacking))
    return _(
        "Precision: the study asks for more than was reached for {lacking}; reached for {reached}.",
        lacking=listed(lacking),
        reached=listed(reached),
    )


def _conclusion(view: View, row: ThresholdRow) -> int:
    """Return on which side the design's difference surely is with the usual thresholds: 1, -1; 0: that is not clear."""
    own = [d for d in view.others if d.name == row.design]
    found = side(own[0].differences.get(row.measure)) if own else None
    return found or 0


def _places(rows: Sequence[ThresholdRow]) -> str:
    named = [
        f"{say_code(r.threshold)} {set_to(r.threshold, r.days)} ({short(r.measure)}, {r.design})" for r in rows[:NAMED]
    ]
    more = len(rows) - NAMED
    return listed([*named, *([ngettext("{n} more", "{n} more", more)] if more > 0 else [])])
