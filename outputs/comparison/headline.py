"""The headline: the nine measures of the first row, which always stand together, as differences from the baseline.

One table holds what is read first: each difference with its interval and what it means for clients, whose gain it is,
client by client, and when the baseline is won back. `full_headline` has the same with levels, intervals and spread.
"""

from __future__ import annotations

from collections.abc import Sequence

from outputs.comparison.warnings import AGAINST
from outputs.text.grid import Column, Grid, fitted
from outputs.text.measures import HEADLINE, describe, short
from outputs.text.numbers import (
    NONE,
    TOO_FEW,
    difference,
    for_clients,
    number,
    plus_minus,
    spread,
    value,
    verdict,
    with_interval,
)
from sim.comparison.first_row import SECOND_ROW
from sim.comparison.results import Comparison, Course, DifferenceResult, Gains, Summary
from sim.comparison.statistics import FEWEST
from sim.comparison.warnings import COURSE
from sim.terms.language import N_, _, pgettext

SIDE_BY_SIDE = 3
"""So many designs beside the baseline stand side by side; more of them are rows."""
FIRST_HALF = 5
"""So many of the nine fit beside a design's name; the others stand in a second table right below."""
WORD = 7
MONTH = 7  # characters of a date that name its month
SEE_NOTE = N_("see note")
NO_CHANGE = N_("no change")
NEVER_WORSE = N_("never worse")
NOT_BACK = "none"


def headline(comparison: Comparison) -> list[Grid]:
    """Return the first row as what is read first: of one design levels, of several the differences from the first."""
    names = design_names(comparison)
    if not comparison.differences:
        return _levels(comparison, names)
    if len(comparison.differences) > SIDE_BY_SIDE:
        return _as_rows(comparison, names)
    return fitted(lambda indices: _differences(comparison, names, indices), len(comparison.differences))


def full_headline(comparison: Comparison) -> list[Grid]:
    """Return levels, differences with their intervals in words, and spread, of the first row; then the second row."""
    names = design_names(comparison)
    others = len(comparison.differences)
    found = _levels(comparison, names) if others else []
    found += fitted(lambda indices: _intervals(comparison, names, indices, HEADLINE), others)
    if comparison.replications > 1:
        found += fitted(lambda indices: _spreads(comparison, names, indices), len(names))
    found += fitted(lambda indices: _second_row(comparison, names, indices), len(names))
    return found + fitted(lambda indices: _intervals(comparison, names, indices, SECOND_ROW), others)


def design_names(comparison: Comparison) -> list[str]:
    """Return the designs' names; one that stands twice is numbered from its second time on."""
    names: list[str] = []
    for design in comparison.designs:
        again = sum(d.name == design.name for d in comparison.designs[: len(names)])
        names.append(f"{design.name} ({again + 1})" if again else design.name)
    return names


def too_few(comparison: Comparison) -> bool:
    """Return whether there are too few replications to say anything of a difference."""
    return comparison.replications < FEWEST


def recovered(difference_: DifferenceResult) -> str:
    """Return when a design has won back what it cost: a month, or why there is none (`recovered_words` says it)."""
    course = difference_.course
    if course is None or not course.months:
        return NONE
    if course.months[-1].total.n >= FEWEST and any(caution.kind == COURSE for caution in difference_.warnings):
        return SEE_NOTE
    return _recovery(course)


def recovered_words(difference_: DifferenceResult) -> str:
    """Return the same in one or two words."""
    found = recovered(difference_)
    return pgettext("recovered by: no month", "none") if found == NOT_BACK else _(found)


def better() -> Column:
    """Return the column that says which way is better for clients."""
    return Column(_("clients"), _("better for"), right=False)


def _recovery(course: Course) -> str:
    if not course.differs:
        return NO_CHANGE
    if course.months[-1].total.n < FEWEST:
        return TOO_FEW
    if course.never_worse:
        return NEVER_WORSE
    return NOT_BACK if course.recovered_by is None else course.recovered_by[:MONTH]


def _levels(comparison: Comparison, names: list[str]) -> list[Grid]:
    def build(indices: Sequence[int]) -> Grid:
        columns = (Column("", right=False), better(), *(Column(names[i]) for i in indices))
        rows = [
            (
                short(name),
                _(describe(name).better),
                *(with_interval(_of(comparison, i, name), describe(name)) for i in indices),
            )
            for name in HEADLINE
        ]
        sizes = (with_interval(_of(comparison, i, "cohort_size"), describe("cohort_size")) for i in indices)
        rows.append((short("cohort_size"), "", *sizes))
        title = _("First row: mean, with the 95 % interval of the mean (shrinks with more replications)")
        return Grid(title, columns, tuple(rows))

    return fitted(build, len(names))


def _differences(comparison: Comparison, names: list[str], indices: Sequence[int]) -> Grid:
    some = [comparison.differences[i] for i in indices]
    columns = (Column("", right=False), Column(names[0]), *(Column(names[i + 1]) for i in indices))
    rows: list[tuple[str, ...]] = []
    for name in HEADLINE:
        text = describe(name)
        level = _of(comparison, 0, name)
        cells = (_with_word(d.measures.get(name), name) for d in some)
        rows.append((short(name), NONE if level is None else value(level.mean, text), *cells))
    if not too_few(comparison) and all(d.gains is not None and d.gains.all.net.n for d in some):
        for label, cell in _GAINS:
            rows.append((_(label), "", *(cell(d.gains) for d in some if d.gains is not None)))
    if not too_few(comparison) and any(d.course is not None and d.course.months for d in some):
        rows.append((_("recovered by"), "", *(recovered_words(d) + " " * (WORD + 1) for d in some)))
    title = _("First row: {baseline}, and paired differences from it", baseline=names[0])
    return Grid(title, columns, tuple(rows), (*notes(comparison), *_against(some)))


def notes(comparison: Comparison) -> tuple[str, ...]:
    """Return what stands below differences: how they are written, and whether they can be told at all."""
    if too_few(comparison):
        return (
            _(
                "Shares in percentage points, ± half the 95 % interval of the mean. Fewer than {fewest} replications: "
                "too few to tell.",
                fewest=FEWEST,
            ),
        )
    return (_("Shares in percentage points, ± half the 95 % interval of the mean. Unclear: it includes 0."),)


def _against(some: Sequence[DifferenceResult]) -> tuple[str, ...]:
    """Return why a design's recovery is not told, if it is not."""
    return (_(AGAINST),) if any(recovered(d) == SEE_NOTE for d in some) else ()


def _with_word(summary: Summary | None, name: str) -> str:
    text = describe(name)
    shown = plus_minus(summary, text, signed=True).removesuffix(" *")
    few = summary is not None and summary.n < FEWEST and summary.low != 0.0
    return shown if few else f"{shown} {_(for_clients(summary, text)):<{WORD}}"


def _of_100(summary: Summary, signed: bool = False) -> str:
    return plus_minus(summary, describe("untreated_share"), signed).removesuffix(" *")


def _net(gains: Gains) -> str:
    word = _(for_clients(gains.all.net, describe("detected_share")))  # more is better
    return f"{_of_100(gains.all.net, signed=True)} {word:<{WORD}}"


_GAINS = (
    (N_("better off, of 100"), lambda gains: f"{_of_100(gains.all.better)} {'':<{WORD}}"),
    (N_("worse off, of 100"), lambda gains: f"{_of_100(gains.all.worse)} {'':<{WORD}}"),
    (N_("  better minus worse"), _net),
)


def _intervals(comparison: Comparison, names: list[str], indices: Sequence[int], measures: Sequence[str]) -> Grid:
    columns = [Column("", right=False), better()]
    for i in indices:
        columns += [Column(_("difference"), names[i + 1]), Column(_("in words"), names[i + 1], right=False)]
    rows = []
    for name in measures:
        text = describe(name)
        cells: list[str] = []
        for i in indices:
            summary = comparison.differences[i].measures.get(name)
            cells += [difference(summary, text), _(verdict(summary, text))]
        rows.append((short(name), _(text.better), *cells))
    first = N_("First row: paired difference from {baseline} (shares in percentage points), 95 % interval of the mean")
    second = N_(
        "Second row: paired difference from {baseline} (shares in percentage points), 95 % interval of the mean"
    )
    return Grid(_(first if measures is HEADLINE else second, baseline=names[0]), tuple(columns), tuple(rows))


def _second_row(comparison: Comparison, names: list[str], indices: Sequence[int]) -> Grid:
    columns = (Column("", right=False), better(), *(Column(names[i]) for i in indices))
    rows = [
        (short(n), _(describe(n).better), *(with_interval(_of(comparison, i, n), describe(n)) for i in indices))
        for n in SECOND_ROW
    ]
    return Grid(_("Second row: mean, with the 95 % interval of the mean"), columns, tuple(rows))


def _spreads(comparison: Comparison, names: list[str], indices: Sequence[int]) -> Grid:
    columns = (Column("", right=False), *(Column(names[i]) for i in indices))
    rows = [(short(name), *(spread(_of(comparison, i, name), describe(name)) for i in indices)) for name in HEADLINE]
    title = _("First row: spread between replications (central 95 %; does not shrink)")
    return Grid(title, columns, tuple(rows))


def _as_rows(comparison: Comparison, names: list[str]) -> list[Grid]:
    """Return the same with a row for each design: the nine in two tables, then whose gain it is and when it is back."""
    mark = () if too_few(comparison) else (_("* The interval of the difference excludes 0."),)

    def grid(measures: Sequence[str], title: str, below: tuple[str, ...]) -> Grid:
        columns = [Column(_("better for clients:"), right=False)]
        columns += [Column(_(describe(name).better) or NONE, _head(name)) for name in measures]
        levels = (number(_mean(comparison, name), describe(name)) for name in measures)
        rows = [(_("{design}, level", design=names[0]), *levels)]
        for name, d in zip(names[1:], comparison.differences, strict=True):
            rows.append((name, *(plus_minus(d.measures.get(m), describe(m), signed=True) for m in measures)))
        return Grid(title, tuple(columns), tuple(rows), below)

    title = _("First row: {baseline}, and paired differences from it ± half their 95 % interval", baseline=names[0])
    first = grid(HEADLINE[:FIRST_HALF], title, ())
    second = grid(HEADLINE[FIRST_HALF:], _("{title}, continued", title=title), (*notes(comparison), *mark))
    return [first, second, *_whose_gain_and_when(comparison, names)]


def _whose_gain_and_when(comparison: Comparison, names: list[str]) -> list[Grid]:
    some = list(zip(names[1:], comparison.differences, strict=True))
    if too_few(comparison) or not any(d.gains is not None and d.gains.all.net.n for _, d in some):
        return []
    columns = (
        Column("", right=False),
        *(Column(head, _("of 100 clients")) for head in (_("better off"), _("worse off"), _("better − worse"))),
        Column(_("recovered by")),
    )
    rows = []
    for name, d in some:
        gains = d.gains
        cells = (NONE,) * 3 if gains is None else (*map(_of_100, (gains.all.better, gains.all.worse)), _net(gains))
        rows.append((name, *cells, recovered_words(d)))
    return [Grid(_("Client by client, and by month"), columns, tuple(rows), _against(comparison.differences))]


def _head(name: str) -> str:
    head = _(_HEADS[name]) if name in _HEADS else of_two(name)
    return head + (", %" if describe(name).kind == "share" else "")


_HEADS = {
    "untreated_share": N_("untreated"),
    "fall_rate": N_("fell"),
    "days_to_treatment": N_("days"),
    "untreated_share_not_comorbid": N_("dep. alone"),
    "detected_share": N_("detected"),
    "psychosocial_untreated_share": N_("psychosoc."),
}
"""Short heads of the nine: the same words as in the rows, where a table is narrow."""


def of_two(measure: str) -> str:
    """Return how many of two needs were treated, in a word. Raises KeyError for another measure."""
    return {
        "both_treated_share": pgettext("needs treated", "both"),
        "one_treated_share": pgettext("needs treated", "one"),
        "neither_treated_share": pgettext("needs treated", "neither"),
    }[measure]


def _mean(comparison: Comparison, name: str) -> float | None:
    summary = _of(comparison, 0, name)
    return None if summary is None else summary.mean


def _of(comparison: Comparison, index: int, name: str) -> Summary | None:
    return comparison.designs[index].measures.get(name)
