"""The scorecard as a page and as a document: misses first with what is thought of them, then the other statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, Protocol

from calibration.verdicts.match import Predicted
from calibration.verdicts.scorecard import DOUBTFUL, NOT_COMPUTED, OTHER
from calibration.verdicts.scoring import (
    COMPARABLE,
    CONSTRUCTED,
    DRAWS,
    MISSES,
    NO_RANGE,
    OF_LEDGER,
    OF_SPREAD,
    OF_TABLE,
    OF_TARGETS,
    ORDER,
    Score,
    Span,
    counts,
)
from outputs.calibration.numbers import decimals, number
from outputs.text.notes import retold
from sim.terms.language import N_, _, ngettext, speaking

HEADS = ("", N_("figure (95 %)"), N_("model (95 %)"), N_("miss"), "")
Table = tuple[str, Sequence[str], Sequence[Sequence[str]], Sequence[str]]
"""Title, heads, cells, and the paragraphs that stand below; without cells the paragraphs are all there is."""
TITLES = {
    MISSES: N_("Model misses"),
    COMPARABLE: N_("Comparable: the two intervals meet"),
    CONSTRUCTED: N_("Constructed from: goes into the model too, so agreement says nothing"),
    OTHER: N_("Other concept: the figure counts something else"),
    DOUBTFUL: N_("Figure doubtful"),
    NOT_COMPUTED: N_("Not computed"),
}
RANGES = {
    OF_TARGETS: N_("range of the county's targets"),
    OF_SPREAD: N_(
        "a count of Sweden, times the county's share of its adults; range: how far one county may differ (A481)"
    ),
    OF_TABLE: N_("range as the scorecard's table gives it"),
    OF_LEDGER: N_("range of the ledger"),
    NO_RANGE: N_("no range: nobody gives one, so the miss has no unit"),
}
HOW_TO_READ = N_(
    "Miss: from the figure to the model's mean, in the figure's own standard deviations; its 95 % range is about four "
    "of them wide. The model's interval is the central 95 % of its draws. (f): the parameters were fitted to this "
    "figure. (=): a parameter rests on it too. (a): counted abroad, and its range says nothing of the way to Sweden."
)
OLD = N_("(o): counted for the draws in the earlier model, since only they have it.")
STRAINED = N_("The model's mean lies outside the figure's range, though the intervals meet:")


class Scored(Protocol):
    """What the page needs of a scorecard: see `mellanrum.evidence.scorecard.Scorecard`."""

    @property
    def county(self) -> str: ...
    @property
    def set_name(self) -> str: ...
    @property
    def draws(self) -> int: ...
    @property
    def runs(self) -> int: ...
    @property
    def seed(self) -> int: ...
    @property
    def years(self) -> float: ...
    @property
    def told(self) -> tuple[str, ...]: ...
    @property
    def scores(self) -> tuple[Score, ...]: ...
    @property
    def left_out(self) -> Mapping[str, tuple[str, tuple[str, ...]]]: ...


def opening(card: Scored) -> list[str]:
    """Return the paragraphs that stand above the tables: where the model's values come from, and the count of rows."""
    some = counts(card.scores)
    fitted = sum(s.fitted and s.status == COMPARABLE for s in card.scores)
    left = sum(len(ids) for _kind, ids in card.left_out.values())
    how_many = _(
        "{n} figures: {told}. Of the comparable {fitted} were fitted to. {left} more rows of the ledger are no figure "
        "that a run could give (--full says why).",
        n=len(card.scores),
        told=", ".join(_with_status(status, some[status]) for status in ORDER if some[status]),
        fitted=fitted,
        left=left,
    )
    old = any(score.old for score in card.scores)
    return [
        _origin(card),
        *(retold(note) for note in card.told),
        how_many,
        f"{_(HOW_TO_READ)} {_(OLD)}" if old else _(HOW_TO_READ),
    ]


def _origin(card: Scored) -> str:
    """Return where the model's values come from."""
    if not card.set_name:
        return ngettext(
            "The model's values: {n} run of current (seed {seed}).",
            "The model's values: {n} runs of current (seed {seed}).",
            card.runs,
            seed=card.seed,
        )
    return ngettext(
        "The model's values: {draws} draws of the set {set}, and {n} run of current (seed {seed}).",
        "The model's values: {draws} draws of the set {set}, and {n} runs of current (seed {seed}).",
        card.runs,
        draws=card.draws,
        set=card.set_name,
        seed=card.seed,
    )


def _with_status(status: str, n: int) -> str:
    """Return how many figures have a status: `3 that the model misses`."""
    if status == MISSES:
        return ngettext("{n} that the model misses", "{n} that the model misses", n)
    if status == COMPARABLE:
        return ngettext("{n} comparable", "{n} comparable", n)
    if status == CONSTRUCTED:
        return ngettext("{n} constructed from", "{n} constructed from", n)
    if status == OTHER:
        return ngettext("{n} of another concept", "{n} of another concept", n)
    if status == DOUBTFUL:
        return ngettext("{n} doubtful", "{n} doubtful", n)
    return ngettext("{n} not computed", "{n} not computed", n)


def tables(card: Scored, full: bool) -> list[Table]:
    """Return the table of each status that has rows; `full`: with how each was made, and what no run could give."""
    made: list[Table] = []
    for status in ORDER:
        some = [score for score in card.scores if score.status == status]
        if not some:
            continue
        title = f"{_(TITLES[status])} ({len(some)})"
        if status == NOT_COMPUTED:
            made.append((title, (), (), [*_not_computed(some)]))
            continue
        cells = [(_title(s), _figure(s.figure), _model(s), _miss(s), s.row.id) for s in some]
        heads = tuple(_(head) for head in HEADS)
        made.append((title, heads, cells, [*_paragraphs(some, full)]))
    if full:
        told = [
            _("{kind} ({n} rows): {why}", kind=_(kind), n=len(ids), why=_(why))
            for kind, (why, ids) in card.left_out.items()
        ]
        made.append((_("Rows of the ledger that no run could give"), (), (), told))
    return made


def diagnosis(score: Score) -> str:
    """Return why the model misses, with the numbers filled in; that nobody has said, where nobody has."""
    words = score.diagnosis
    if not words or score.figure is None or score.model is None:
        return _("nobody has said why yet.")
    words, ratio = _(words), score.ratio
    filled = {
        "model": value(score.model.mean, score.figure.unit),
        "figure": value(score.figure.value, score.figure.unit),
        "ratio": "–" if ratio is None else _("{ratio} times", ratio=number(float(f"{ratio:.2g}"))),
    }
    for name, text in filled.items():
        words = words.replace("{" + name + "}", text)
    return words if words.endswith(".") else f"{words}."


def value(of: float, unit: str) -> str:
    """Return a number as people read it: a share in per cent, days and years with their word."""
    if unit == "share":
        return f"{number(100.0 * of)} %"
    if unit == "days":
        return _("{value} days", value=number(of))
    return _("{value} years", value=number(of)) if unit == "years" else number(of)


def document(card: Scored) -> dict[str, Any]:
    """Return the scorecard as dictionaries and lists, in English; what is not there is null."""
    with speaking("en"):
        return _document(card)


def _document(card: Scored) -> dict[str, Any]:
    return {
        "county": card.county,
        "set": card.set_name or None,
        "draws": card.draws,
        "runs": card.runs,
        "seed": card.seed,
        "years": card.years,
        "told": list(card.told),
        "counts": counts(card.scores),
        "rows": [_plain(score) for score in card.scores],
        "left_out": [{"kind": kind, "why": why, "ids": list(ids)} for kind, (why, ids) in card.left_out.items()],
    }


def _plain(score: Score) -> dict[str, Any]:
    row, figure, model = score.row, score.figure, score.model
    return {
        "id": row.id,
        "also": list(row.also),
        "title": row.title,
        "status": score.status,
        "measure": row.measure or None,
        "figure": None
        if figure is None
        else {
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
            "unit": figure.unit,
            "range": RANGES[figure.range_of],
        },
        "model": None
        if model is None
        else {
            "mean": model.mean,
            "low": model.low,
            "high": model.high,
            "values": model.runs,
            "from": "draws that the set has kept" if score.source == DRAWS else "new runs",  # not said: for programs
        },
        "miss_in_deviations": score.miss if score.miss is not None and isfinite(score.miss) else None,
        "fitted_to": score.fitted,
        "counted_abroad": score.abroad,
        "of_an_earlier_model": score.old,
        "goes_in_too": list(score.inputs),
        "how": row.how or None,
        "observation": score.observation or None,
        "diagnosis": diagnosis(score) if score.status == MISSES or score.strained else None,
        "why_not_computed": score.why or None,
    }


def _title(score: Score) -> str:
    marks = {"f": score.fitted, "=": score.inputs and score.status == MISSES, "a": score.abroad, "o": score.old}
    return " ".join([_(score.row.title), *(f"({mark})" for mark, holds in marks.items() if holds)])


def _figure(of: Span | None) -> str:
    if of is None:
        return "–"
    ends = "" if of.low is None or of.high is None else f" ({_ends(of.low, of.high, of.unit)})"
    return f"{value(of.value, of.unit)}{ends}"


def _model(score: Score) -> str:
    of: Predicted | None = score.model
    if of is None or score.figure is None:
        return "–"
    return f"{value(of.mean, score.figure.unit)} ({_ends(of.low, of.high, score.figure.unit)})"


def _ends(low: float, high: float, unit: str) -> str:
    times = 100.0 if unit == "share" else 1.0
    return f"{number(times * low)}–{number(times * high)}"


def _miss(score: Score) -> str:
    if score.status == OTHER:
        return "–"
    if score.miss is None:
        return _("no range")
    away = decimals(abs(score.miss), 1)
    return _("{deviations} below", deviations=away) if score.miss < 0.0 else _("{deviations} above", deviations=away)


def _not_computed(some: Sequence[Score]) -> Iterator[str]:
    """Yield each reason with the rows that it holds for."""
    for why in dict.fromkeys(score.why for score in some):
        rows = "; ".join(f"{_(score.row.title)} ({score.row.id})" for score in some if score.why == why)
        yield f"{rows}: {_(why)}."


def _paragraphs(some: Sequence[Score], full: bool) -> Iterator[str]:
    """Yield what is thought of each row that misses or is strained, and of every row how it was made."""
    if any(score.strained for score in some):
        yield _(STRAINED)
    for score in some:
        if score.status == MISSES or score.strained:
            yield f"{_(score.row.title)} ({', '.join(score.row.ids)}): {diagnosis(score)}"
    if full:
        yield _("How each was made comparable:")
        for score in some:
            yield f"{_(score.row.title)} ({', '.join(score.row.ids)}): {'; '.join(_made(score))}."


def _made(score: Score) -> Iterator[str]:
    """Yield how a figure was made comparable, and what the model's value is."""
    if how := score.observation or score.row.how:
        yield _(how).rstrip(".")
    if score.figure is not None:
        yield _(RANGES[score.figure.range_of])
    if score.inputs:
        yield _("goes into the model by {ids}", ids=", ".join(score.inputs))
    gaps = {"measure": score.row.measure, "n": 0 if score.model is None else score.model.runs}
    if score.source == DRAWS:
        yield _("model: {measure}, {n} values of draws that the set has kept", **gaps)
    else:
        yield _("model: {measure}, {n} values of new runs", **gaps)
