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
from outputs.calibration.match import number

HEADS = ("", "figure (95 %)", "model (95 %)", "miss", "")
Table = tuple[str, Sequence[str], Sequence[Sequence[str]], Sequence[str]]
"""Title, heads, cells, and the paragraphs that stand below; without cells the paragraphs are all there is."""
TITLES = {
    MISSES: "Model misses",
    COMPARABLE: "Comparable: the two intervals meet",
    CONSTRUCTED: "Constructed from: goes into the model too, so agreement says nothing",
    OTHER: "Other concept: the figure counts something else",
    DOUBTFUL: "Figure doubtful",
    NOT_COMPUTED: "Not computed",
}
RANGES = {
    OF_TARGETS: "range of the county's targets",
    OF_SPREAD: "a count of Sweden, times the county's share of its adults; range: how far one county may differ (A481)",
    OF_TABLE: "range as the scorecard's table gives it",
    OF_LEDGER: "range of the ledger",
    NO_RANGE: "no range: nobody gives one, so the miss has no unit",
}
HOW_TO_READ = (
    "Miss: from the figure to the model's mean, in the figure's own standard deviations; its 95 % range is about four "
    "of them wide. The model's interval is the central 95 % of its draws. (f): the parameters were fitted to this "
    "figure. (=): a parameter rests on it too. (a): counted abroad, and its range says nothing of the way to Sweden."
)
OLD = "(o): counted for the draws in the earlier model, since only they have it."
STRAINED = "The model's mean lies outside the figure's range, though the intervals meet:"


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
    runs = f"{card.runs} {'run' if card.runs == 1 else 'runs'} of current (seed {card.seed})"
    kept = f"{card.draws} draws of the set {card.set_name}, and " if card.set_name else ""
    some = counts(card.scores)
    fitted = sum(s.fitted and s.status == COMPARABLE for s in card.scores)
    told = ", ".join(f"{some[status]} {_word(status, some[status])}" for status in ORDER if some[status])
    left = sum(len(ids) for _, ids in card.left_out.values())
    return [
        f"The model's values: {kept}{runs}.",
        *card.told,
        f"{len(card.scores)} figures: {told}. Of the comparable {fitted} were fitted to. "
        f"{left} more rows of the ledger are no figure that a run could give (--full says why).",
        f"{HOW_TO_READ} {OLD}" if any(score.old for score in card.scores) else HOW_TO_READ,
    ]


def _word(status: str, many: int) -> str:
    return {MISSES: "that the model misses", OTHER: "of another concept", DOUBTFUL: "doubtful"}.get(status, status)


def tables(card: Scored, full: bool) -> list[Table]:
    """Return the table of each status that has rows; `full`: with how each was made, and what no run could give."""
    made: list[Table] = []
    for status in ORDER:
        some = [score for score in card.scores if score.status == status]
        if not some:
            continue
        title = f"{TITLES[status]} ({len(some)})"
        if status == NOT_COMPUTED:
            made.append((title, (), (), [*_not_computed(some)]))
            continue
        cells = [(_title(s), _figure(s.figure), _model(s), _miss(s), s.row.id) for s in some]
        made.append((title, HEADS, cells, [*_paragraphs(some, full)]))
    if full:
        told = [f"{kind} ({len(ids)} rows): {why}" for kind, (why, ids) in card.left_out.items()]
        made.append(("Rows of the ledger that no run could give", (), (), told))
    return made


def diagnosis(score: Score) -> str:
    """Return why the model misses, with the numbers filled in; that nobody has said, where nobody has."""
    words = score.diagnosis
    if not words or score.figure is None or score.model is None:
        return "nobody has said why yet."
    ratio = score.ratio
    filled = {
        "model": value(score.model.mean, score.figure.unit),
        "figure": value(score.figure.value, score.figure.unit),
        "ratio": "–" if ratio is None else f"{ratio:.2g} times",
    }
    for name, text in filled.items():
        words = words.replace("{" + name + "}", text)
    return words if words.endswith(".") else f"{words}."


def value(of: float, unit: str) -> str:
    """Return a number as people read it: a share in per cent, days and years with their word."""
    if unit == "share":
        return f"{number(100.0 * of)} %"
    return f"{number(of)} {unit}" if unit in ("days", "years") else number(of)


def document(card: Scored) -> dict[str, Any]:
    """Return the scorecard as dictionaries and lists; what is not there is null."""
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
            "from": "draws that the set has kept" if score.source == DRAWS else "new runs",
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
    return " ".join([score.row.title, *(f"({mark})" for mark, holds in marks.items() if holds)])


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
        return "no range"
    return f"{abs(score.miss):.1f} {'below' if score.miss < 0.0 else 'above'}"


def _not_computed(some: Sequence[Score]) -> Iterator[str]:
    """Yield each reason with the rows that it holds for."""
    for why in dict.fromkeys(score.why for score in some):
        rows = "; ".join(f"{score.row.title} ({score.row.id})" for score in some if score.why == why)
        yield f"{rows}: {why}."


def _paragraphs(some: Sequence[Score], full: bool) -> Iterator[str]:
    """Yield what is thought of each row that misses or is strained, and of every row how it was made."""
    if any(score.strained for score in some):
        yield STRAINED
    for score in some:
        if score.status == MISSES or score.strained:
            yield f"{score.row.title} ({', '.join(score.row.ids)}): {diagnosis(score)}"
    if full:
        yield "How each was made comparable:"
        for score in some:
            yield f"{score.row.title} ({', '.join(score.row.ids)}): {'; '.join(_made(score))}."


def _made(score: Score) -> Iterator[str]:
    """Yield how a figure was made comparable, and what the model's value is."""
    if how := score.observation or score.row.how:
        yield how.rstrip(".")
    if score.figure is not None:
        yield RANGES[score.figure.range_of]
    if score.inputs:
        yield f"goes into the model by {', '.join(score.inputs)}"
    kept = "of draws that the set has kept" if score.source == DRAWS else "of new runs"
    yield f"model: {score.row.measure}, {0 if score.model is None else score.model.runs} values {kept}"
