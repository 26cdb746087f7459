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
    UNCLEAR,
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

BETTER = Column("clients", "better for", right=False)
MEAN_WORDS = "95 % interval of the mean (shrinks with more replications)"
SPREAD_WORDS = "spread between replications (central 95 %; does not shrink)"
SIDE_BY_SIDE = 3
"""So many designs beside the baseline stand side by side; more of them are rows."""
FIRST_HALF = 5
"""So many of the nine fit beside a design's name; the others stand in a second table right below."""
WORD = 7
MONTH = 7  # characters of a date that name its month
SEE_NOTE = "see note"
WAYS_NOTE = f"Shares in percentage points, ± half the 95 % interval of the mean. {UNCLEAR.capitalize()}: it includes 0."


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
    """Return when a design has won back what it cost, in one or two words."""
    course = difference_.course
    if course is None or not course.months:
        return NONE
    if course.months[-1].total.n >= FEWEST and any(caution.kind == COURSE for caution in difference_.warnings):
        return SEE_NOTE
    return _recovery(course)


def _recovery(course: Course) -> str:
    if not course.differs:
        return "no change"
    if course.months[-1].total.n < FEWEST:
        return TOO_FEW
    if course.never_worse:
        return "never worse"
    return "none" if course.recovered_by is None else course.recovered_by[:MONTH]


def _levels(comparison: Comparison, names: list[str]) -> list[Grid]:
    def build(indices: Sequence[int]) -> Grid:
        columns = (Column("", right=False), BETTER, *(Column(names[i]) for i in indices))
        rows = [
            (
                short(name),
                describe(name).better,
                *(with_interval(_of(comparison, i, name), describe(name)) for i in indices),
            )
            for name in HEADLINE
        ]
        sizes = (with_interval(_of(comparison, i, "cohort_size"), describe("cohort_size")) for i in indices)
        rows.append((short("cohort_size"), "", *sizes))
        return Grid(f"First row: mean, with the {MEAN_WORDS}", columns, tuple(rows))

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
            rows.append((label, "", *(cell(d.gains) for d in some if d.gains is not None)))
    if not too_few(comparison) and any(d.course is not None and d.course.months for d in some):
        rows.append(("recovered by", "", *(recovered(d) + " " * (WORD + 1) for d in some)))
    title = f"First row: {names[0]}, and paired differences from it"
    return Grid(title, columns, tuple(rows), (*notes(comparison), *_against(some)))


def notes(comparison: Comparison) -> tuple[str, ...]:
    """Return what stands below differences: how they are written, and whether they can be told at all."""
    if too_few(comparison):
        few = f"Fewer than {FEWEST} replications: {TOO_FEW}."
        return (f"Shares in percentage points, ± half the 95 % interval of the mean. {few}",)
    return (WAYS_NOTE,)


def _against(some: Sequence[DifferenceResult]) -> tuple[str, ...]:
    """Return why a design's recovery is not told, if it is not."""
    return (AGAINST,) if any(recovered(d) == SEE_NOTE for d in some) else ()


def _with_word(summary: Summary | None, name: str) -> str:
    text = describe(name)
    shown = plus_minus(summary, text, signed=True).removesuffix(" *")
    few = summary is not None and summary.n < FEWEST and summary.low != 0.0
    return shown if few else f"{shown} {for_clients(summary, text):<{WORD}}"


def _of_100(summary: Summary, signed: bool = False) -> str:
    return plus_minus(summary, describe("untreated_share"), signed).removesuffix(" *")


def _net(gains: Gains) -> str:
    word = for_clients(gains.all.net, describe("detected_share"))  # more is better
    return f"{_of_100(gains.all.net, signed=True)} {word:<{WORD}}"


_GAINS = (
    ("better off, of 100", lambda gains: f"{_of_100(gains.all.better)} {'':<{WORD}}"),
    ("worse off, of 100", lambda gains: f"{_of_100(gains.all.worse)} {'':<{WORD}}"),
    ("  better minus worse", _net),
)


def _intervals(comparison: Comparison, names: list[str], indices: Sequence[int], measures: Sequence[str]) -> Grid:
    columns = [Column("", right=False), BETTER]
    for i in indices:
        columns += [Column("difference", names[i + 1]), Column("in words", names[i + 1], right=False)]
    rows = []
    for name in measures:
        text = describe(name)
        cells: list[str] = []
        for i in indices:
            summary = comparison.differences[i].measures.get(name)
            cells += [difference(summary, text), verdict(summary, text)]
        rows.append((short(name), text.better, *cells))
    which = "First row" if measures is HEADLINE else "Second row"
    title = f"{which}: paired difference from {names[0]} (shares in percentage points), 95 % interval of the mean"
    return Grid(title, tuple(columns), tuple(rows))


def _second_row(comparison: Comparison, names: list[str], indices: Sequence[int]) -> Grid:
    columns = (Column("", right=False), BETTER, *(Column(names[i]) for i in indices))
    rows = [
        (short(n), describe(n).better, *(with_interval(_of(comparison, i, n), describe(n)) for i in indices))
        for n in SECOND_ROW
    ]
    return Grid("Second row: mean, with the 95 % interval of the mean", columns, tuple(rows))


def _spreads(comparison: Comparison, names: list[str], indices: Sequence[int]) -> Grid:
    columns = (Column("", right=False), *(Column(names[i]) for i in indices))
    rows = [(short(name), *(spread(_of(comparison, i, name), describe(name)) for i in indices)) for name in HEADLINE]
    return Grid(f"First row: {SPREAD_WORDS}", columns, tuple(rows))


def _as_rows(comparison: Comparison, names: list[str]) -> list[Grid]:
    """Return the same with a row for each design: the nine in two tables, then whose gain it is and when it is back."""
    mark = () if too_few(comparison) else ("* The interval of the difference excludes 0.",)

    def grid(measures: Sequence[str], title: str, below: tuple[str, ...]) -> Grid:
        columns = [Column("better for clients:", right=False)]
        columns += [Column(describe(name).better or NONE, _head(name)) for name in measures]
        rows = [(f"{names[0]}, level", *(number(_mean(comparison, name), describe(name)) for name in measures))]
        for name, d in zip(names[1:], comparison.differences, strict=True):
            rows.append((name, *(plus_minus(d.measures.get(m), describe(m), signed=True) for m in measures)))
        return Grid(title, tuple(columns), tuple(rows), below)

    title = f"First row: {names[0]}, and paired differences from it ± half their 95 % interval"
    first = grid(HEADLINE[:FIRST_HALF], title, ())
    second = grid(HEADLINE[FIRST_HALF:], f"{title}, continued", (*notes(comparison), *mark))
    return [first, second, *_whose_gain_and_when(comparison, names)]


def _whose_gain_and_when(comparison: Comparison, names: list[str]) -> list[Grid]:
    some = list(zip(names[1:], comparison.differences, strict=True))
    if too_few(comparison) or not any(d.gains is not None and d.gains.all.net.n for _, d in some):
        return []
    columns = (
        Column("", right=False),
        *(Column(head, "of 100 clients") for head in ("better off", "worse off", "better − worse")),
        Column("recovered by"),
    )
    rows = []
    for name, d in some:
        gains = d.gains
        cells = (NONE,) * 3 if gains is None else (*map(_of_100, (gains.all.better, gains.all.worse)), _net(gains))
        rows.append((name, *cells, recovered(d)))
    return [Grid("Client by client, and by month", columns, tuple(rows), _against(comparison.differences))]


_HEADS = {
    "untreated_share": "untreated",
    "fall_rate": "fell",
    "both_treated_share": "both",
    "one_treated_share": "one",
    "neither_treated_share": "neither",
    "days_to_treatment": "days",
    "untreated_share_not_comorbid": "dep. alone",
    "detected_share": "detected",
    "psychosocial_untreated_share": "psychosoc.",
}
"""Short heads of the nine: the same words as in the rows, where a table is narrow."""


def _head(name: str) -> str:
    return _HEADS[name] + (", %" if describe(name).kind == "share" else "")


def _mean(comparison: Comparison, name: str) -> float | None:
    summary = _of(comparison, 0, name)
    return None if summary is None else summary.mean


def _of(comparison: Comparison, index: int, name: str) -> Summary | None:
    return comparison.designs[index].measures.get(name)
