"""What a study found in a county as tables: designs, effects of what was varied, and break-evens with those beside."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from outputs.study.even import Even, judged, nearest
from outputs.study.hangs_on import sorted_effects
from outputs.study.keys import Key, value_short
from outputs.study.sentences import OTHERS
from outputs.study.view import View
from outputs.text.both import spoken
from outputs.text.grid import Column, Grid, page_width, width
from outputs.text.measures import HEADLINE, describe, short
from outputs.text.numbers import NONE, between, difference, number, verdict, with_interval
from outputs.text.pages import head_of, listed, narrowed, row_of
from sim.analysis.estimates import Estimate
from sim.studies.break_even import Beside
from sim.studies.sampled import BreakEvenTold, KeyEffect
from sim.studies.study import DesignFound
from sim.terms.language import N_, _, ngettext, pgettext

AS_IT_IS = N_("as in the design")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SIDES = {
    Even.ABOVE: N_("none: {more} throughout"),
    Even.BELOW: N_("none: {fewer} throughout"),
    Even.ABOVE_UNSURE: N_("none found: {more}, not surely"),
    Even.BELOW_UNSURE: N_("none found: {fewer}, not surely"),
    Even.UNCLEAR: N_("cannot be told"),
    Even.SEVERAL: N_("more than one"),
    Even.EQUAL: N_("equal at both ends"),
}
"""What stands for a break-even where there is none."""


def designs(view: View) -> Iterator[Grid]:
    """Yield a table for each design: its own numbers beside the baseline's, measure by measure."""
    for design in view.others:
        yield _design(view, design)


def effects(view: View, full: bool) -> Iterator[Grid]:
    """Yield, design by design, what each key does to the differences; `full`: on all measures."""
    for design in view.others:
        known = [m for m in view.study.measures if (s := view.surface(design.name, m)) is not None and s.effects]
        first = [m for m in dict.fromkeys([view.measure, *OTHERS]) if m in known]
        measures = known if full or not first else first
        for some in _chunks(view, design, measures):
            yield _effects(view, design, some, last=some[-1] == measures[-1])


def break_evens(view: View) -> Iterator[Grid]:
    """Yield a table for each key and measure: where the difference is 0, with all else as it is and with others set."""
    for b in view.county.break_evens:
        yield _break_even(view, b)


def even_words(key: Key, measure: str, found: Beside) -> str:
    """Return a break-even in a cell: `62 % (41 to 80)`, with a question mark where it may not be there, or why none."""
    known, text = judged(found, key.low, key.high), describe(measure)
    if found.crossing is None or known == Even.SEVERAL:
        return _(SIDES[known], more=_(text.more), fewer=_(text.fewer))
    return key.number(found.crossing, assumed=False) + (" ?" if known == Even.UNSURE else "")


def beside_letters(view: View) -> dict[str, str]:
    """Return key → letter for the keys that any break-even of the county is told beside."""
    keys = dict.fromkeys(k for b in view.county.break_evens for one in b.beside for k in one.setting)
    return dict(zip(keys, LETTERS, strict=False))


def setting_words(view: View, found: Beside, letters: Mapping[str, str]) -> str:
    """Return what is set beside a break-even, by the letters that its keys have: `a × 0.5, b 0 %`."""
    told = [f"{letters[k]} {value_short(view.key(k), v)}" for k, v in found.setting.items()]
    return ", ".join(told) or _(AS_IT_IS)


def short_title(title: str) -> str:
    """Return a title that fits the page."""
    return textwrap.shorten(title, page_width(), placeholder=" …")


def estimate_words(e: Estimate, measure: str) -> str:
    """Return a difference with its interval: `+1.2 (+0.3 to +2.1)`."""
    text = describe(measure)
    return between(*(number(x, text, signed=True) for x in (e.value, e.low, e.high)))


def _design(view: View, design: DesignFound) -> Grid:
    base = view.baseline
    measures = [*HEADLINE, *(m for m in view.study.measures if m not in HEADLINE)]
    columns = (
        Column("", right=False),
        Column(_("better"), right=False),
        Column(base.name),
        Column(_("difference (95 %)")),
        Column("", right=False),
    )
    cells = []
    for m in measures:
        text, s = describe(m), design.differences.get(m)
        cells.append(
            (
                row_of(m),
                _(text.better),
                with_interval(base.levels.get(m), text),
                difference(s, text),
                _(verdict(s, text)),
            )
        )
    title = _(
        "{design} ({name}) against {baseline} ({base})",
        design=spoken(design.title),
        name=design.name,
        baseline=spoken(base.title),
        base=base.name,
    )
    runs = ngettext(
        "{n} replication with the designs' own numbers; shares differ in percentage points.",
        "{n} replications with the designs' own numbers; shares differ in percentage points.",
        design.replications,
    )
    return narrowed(Grid(short_title(title), columns, tuple(cells), (_("better: for clients."), runs)), 1)


def _chunks(view: View, design: DesignFound, measures: Sequence[str]) -> list[list[str]]:
    """Return the measures in lots that fit side by side on the page."""
    found: list[list[str]] = []
    for measure in measures:
        if found and width(_effects(view, design, [*found[-1], measure], last=False)) <= page_width():
            found[-1].append(measure)
        else:
            found.append([measure])
    return found


def _effects(view: View, design: DesignFound, measures: Sequence[str], last: bool) -> Grid:
    surfaces = [s for m in measures if (s := view.surface(design.name, m)) is not None]
    own = sorted_effects(surfaces[0].effects)
    heads = tuple(Column(head_of(s.measure)) for s in surfaces)
    cells = [(*_range(view, e), *(_effect(s.effects, e.key, s.measure) for s in surfaces)) for e in own]
    cells.append((_("difference with own numbers"), "", "", *(estimate_words(s.usual, s.measure) for s in surfaces)))
    cells.append((_("explained"), "", "", *(f"{100 * max(0.0, s.explained):.0f} %" for s in surfaces)))
    title = _(
        "{design}: effect of each range on the difference from {baseline}",
        design=spoken(design.title),
        baseline=view.baseline.name,
    )
    points = _(
        "{n} points; 95 % intervals; shares in percentage points; own: what the design has. Explained: share of the "
        "spread between points; the rest is other numbers and chance.",
        n=surfaces[0].points,
    )
    wrong = [short(m) for m in view.disagreeing(design.name) if m in measures]
    misfit = _(
        "The surface does not agree with the design's own runs: {measures}. Do not rely on it there.",
        measures=listed(wrong),
    )
    notes = ((misfit,) if wrong else ()) + ((points,) if last else ())
    columns = (Column(_("what"), right=False), Column(_("from, to")), Column(pgettext("column", "own")), *heads)
    return narrowed(Grid(short_title(title), columns, tuple(cells), notes), 1)


def _range(view: View, effect: KeyEffect) -> tuple[str, str, str]:
    key = view.key(effect.key)
    return key.title, key.short(key.low, key.high), key.short(effect.own)


def _effect(some: Sequence[KeyEffect], key: str, measure: str) -> str:
    found = [e for e in some if e.key == key]
    return estimate_words(found[0].change, measure) if found else NONE


def _break_even(view: View, b: BreakEvenTold) -> Grid:
    key = view.key(b.key)
    letters = beside_letters(view)
    ends = (Column(_("at {x}", x=key.short(x))) for x in (b.low, b.high))
    columns = (Column(pgettext("column", "with"), right=False), Column(_("break-even")), *ends)
    cells = [
        (
            setting_words(view, one, letters),
            even_words(key, b.measure, one),
            estimate_words(one.at_low, b.measure),
            estimate_words(one.at_high, b.measure),
        )
        for one in (b.told, *b.beside)
    ]
    own = [k for one in b.beside[:1] for k in one.setting]
    told = [f"{letters[k]}: {view.key(k).title}" for k in own]
    equal = _("Break-even: where {design} equals {baseline}.", design=b.design, baseline=view.baseline.name)
    notes = [f"{equal} {'; '.join(told)}".rstrip(), *_not_monotone(key, b)]
    if any(cell[1].endswith("?") for cell in cells):
        notes.append(_("?: the interval reaches an end of the range, so it is not sure that there is a break-even."))
    title = short_title(_("{key}: break-even in {measure}", key=key.title, measure=row_of(b.measure)))
    return narrowed(Grid(title, columns, tuple(cells), tuple(notes)), 1)


def _not_monotone(key: Key, b: BreakEvenTold) -> Iterator[str]:
    x, there = nearest(b.told, key.low, key.high)
    if b.told.crossing is None and x not in (key.low, key.high):
        yield _("Nearest to 0 at {x}: {difference}.", x=key.number(x), difference=estimate_words(there, b.measure))
