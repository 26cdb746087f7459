"""Whether a transition can be recognised: dip and recovery of what moves, beside reorganisations that were followed."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.comparison.headline import design_names
from outputs.comparison.how_run import replications_words
from outputs.comparison.precedents import LONGEST, PRECEDENTS, SHORTEST, WAYS
from outputs.text.grid import Column, Grid
from outputs.text.numbers import NONE
from sim.comparison.moving import BACK, SMOOTH, back_after, lowest
from sim.comparison.results import Comparison, DifferenceResult, MovingMonth
from sim.comparison.statistics import FEWEST
from sim.terms.language import N_, _, language, ngettext, pgettext
from sim.terms.total import total

WINDOWS = ((-6, -1), (0, 2), (3, 11), (12, 23), (24, 35), (36, 47))
"""Months from the day, first and last, that stand in one column."""
WHAT = (("hours", N_("hours")), ("posts", N_("posts")))


def transition(comparison: Comparison) -> list[Grid]:
    """Return what moving services give around their day, and the precedents; nothing where no service moves."""
    names = design_names(comparison)
    some = [(n, d) for n, d in zip(names[1:], comparison.differences, strict=True) if d.moving]
    if not some:
        return []
    columns = (
        Column("", right=False),
        Column("", right=False),
        *(Column(_window(*ends), _("months from the day")) for ends in WINDOWS),
        Column(_("lowest"), _("(month)")),
        Column(pgettext("month", "back"), _("month")),
    )
    rows = [
        (name if i == 0 else "", _(label), *_cells(found.moving, which))
        for name, found in some
        for i, (which, label) in enumerate(WHAT)
    ]
    note = _(
        "Services that get another employer, each around its own day: what they give as a share of what they give "
        "under {baseline} at the same time, % (mean of {replications}); months of 30 days, before: the six before it. "
        "Hours: of visits attended by clients of the municipalities that move. Posts: FTE at work, locums among them. "
        "Lowest: of {months} months together, from the day on. Back: from when they stay at {back} % or more until the "
        "end.",
        baseline=names[0],
        replications=replications_words(comparison.replications),
        months=SMOOTH,
        back=language().number(100 * BACK),
    )
    return [
        Grid(_("Before, at and after: what moves"), columns, tuple(rows), (note,)),
        _precedents([scale(name, found, comparison.replications) for name, found in some]),
    ]


def scale(name: str, found: DifferenceResult, replications: int) -> str:
    """Return in a sentence whether hours and posts come back on the time scale of the precedents, and why not."""
    if replications < FEWEST:
        return _("{design}: too few replications to tell when it is back.", design=name)
    hours, posts = (back_after(found.moving, which) for which, head in WHAT)
    last = found.moving[-1].since + 1
    told = {
        "told": _(
            "{design}: attended hours {hours}, posts {posts}",
            design=name,
            hours=_back(hours, last),
            posts=_back(posts, last),
        ),
        "shortest": SHORTEST,
        "longest": LONGEST,
    }
    if hours is None and last < LONGEST:
        return _("{told}: the run is too short to set beside {shortest} to {longest} months.", **told)
    if hours is None or hours > LONGEST:
        if posts is None:
            return _(
                "{told}: longer than users' {shortest} to {longest} months in X229 and X230. Not the same scale: posts "
                "do not come back either: some stay where their holders stayed, and some are never refilled.",
                **told,
            )
        return _(
            "{told}: longer than users' {shortest} to {longest} months in X229 and X230. Not the same scale: posts do "
            "come back, so it is not staff: fewer clients reach them, stay or come.",
            **told,
        )
    if hours >= SHORTEST:
        return _("{told}: the same time scale as users' {shortest} to {longest} months in X229 and X230.", **told)
    return _(
        "{told}: sooner than users' {shortest} to {longest} months in X229 and X230. Not the same scale, since these "
        "count what an organisation develops and how users fare in the end; hours come back as posts are filled and "
        "staff have learnt, and untreated needs later (see Through the reform: recovery).",
        **told,
    )


def _precedents(sentences: Sequence[str]) -> Grid:
    columns = (
        Column("", right=False),
        Column(_("what was followed"), right=False),
        Column(pgettext("of the ledger", "figure"), right=False),
        Column(_("months"), right=False),
    )
    rows: list[tuple[str, ...]] = []
    for kind, way in enumerate(WAYS):
        rows.append((_(way),))
        rows += [(p.figure, _(p.what), p.told, _months(p.months)) for p in PRECEDENTS if p.kind == kind]
    notes = (
        *sentences,
        _(
            "What comes before the day is a design's own to say (days of announcement and of the move); a veto (X218) "
            "is not simulated. Leaving (X223) and sick leave (X227) are put in, so that they agree is no evidence; "
            "what users get is not put in. Other countries' figures tell scale and time only."
        ),
    )
    return Grid(_("Beside it: reorganisations that were followed"), columns, tuple(rows), notes)


def _cells(months: Sequence[MovingMonth], which: str) -> list[str]:
    cells = [_mean(months, which, *ends) for ends in WINDOWS]
    low, back = lowest(months, which), back_after(months, which)
    cells.append(NONE if low is None else f"{100 * low[1]:.0f} ({low[0]})")
    return [*cells, NONE if back is None else str(back)]


def _mean(months: Sequence[MovingMonth], which: str, first: int, last: int) -> str:
    """Return the mean of the months of a window, in %; a window that is not whole is not told."""
    told = [getattr(month, which).mean for month in months if first <= month.since <= last]
    known = [mean for mean in told if mean is not None]
    whole = len(known) == last - first + 1
    return f"{100 * total(known) / len(known):.0f}" if whole else NONE


def _window(first: int, last: int) -> str:
    return f"{first}–{last}" if first >= 0 else pgettext("months", "before")


def _months(months: tuple[int, int] | None) -> str:
    return NONE if months is None else _("{low} to {high}", low=months[0], high=months[1])


def _back(month: int | None, last: int) -> str:
    """Return when hours or posts are back, as what is said of them."""
    if month is None:
        return ngettext("are not back within {n} month", "are not back within {n} months", last)
    if month == 0:
        return _("never fall below")
    return ngettext("are back after {n} month", "are back after {n} months", month)
