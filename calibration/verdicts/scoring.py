"""Every figure of the scorecard beside what the model gives, with one of six statuses, reckoned where numbers can.

A figure and the model agree where the model's central 95 % of draws meets the figure's 95 % range. The miss is told in
the figure's own deviations: from its middle to the model's mean, on the scale of its unit, over the deviation that its
range gives on that side. A figure without a range has no deviations, and agrees where the model's interval holds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import inf, isfinite

from calibration.evidence.ledger import Ledger
from calibration.targets.scale import SIDE, UNITS, on_scale
from calibration.targets.target_file import Target, Targets
from calibration.verdicts.match import Predicted, family, predicted
from calibration.verdicts.scorecard import ADULTS, BY_HAND, NOT_COMPUTED, Card, CardRow
from sim.measures.spans import Array
from sim.terms.language import N_, _
from sim.terms.total import count_of

MISSES, COMPARABLE, CONSTRUCTED = N_("model misses"), N_("comparable"), N_("constructed from")
ELSEWHERE = N_("counted elsewhere: mellanrum evidence scorecard {county}")
DRAWS, RUNS = "draws", "runs"
"""Where the model's values come from: what the county's set has kept of its draws, or new runs of `current`."""
ABROAD = "foreign proxy"
"""What the ledger's note says of a figure that was counted in another country."""
OF_TARGETS, OF_SPREAD, OF_TABLE, OF_LEDGER, NO_RANGE = "targets", "spread", "table", "ledger", "none"
"""Where a figure's range comes from."""


@dataclass(frozen=True, slots=True)
class Span:
    """A figure in the unit of its row. `low`, `high`: its 95 % range, None without one. `range_of`: whose it is."""

    value: float
    low: float | None
    high: float | None
    unit: str
    range_of: str

    def meets(self, model: Predicted) -> bool:
        """Return whether the model's interval meets the figure's range, or holds it where there is none."""
        low = self.value if self.low is None else min(self.low, self.value)
        high = self.value if self.high is None else max(self.high, self.value)
        return model.low <= high and low <= model.high

    def miss(self, mean: float) -> float | None:
        """Return how many of its own deviations the model's mean lies above the figure (below: negative), or None.

        Where the figure is an end of its range, or outside it, its middle is the range's.
        """
        if self.low is None or self.high is None or not self.low < self.high:
            return None
        low, figure, high = (float(on_scale(self.unit, v)) for v in (self.low, self.value, self.high))
        middle = figure if low < figure < high else (low + high) / 2.0
        away = float(on_scale(self.unit, mean)) - middle
        return away / (((high - middle) if away > 0.0 else (middle - low)) / SIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A row of the scorecard. `figure`, `model`: None where there is none. `miss`: see `Span.miss`.

    `source`: draws or runs. `fitted`: whether the parameters were fitted to this figure. `inputs`: rows of the ledger
    that it rests on and a parameter too. `abroad`: counted in another country. `old`: the draws that `model` is of were
    counted in an earlier model. `why`: why it is not computed, in English. `observation`, `why_not`: of its target.
    """

    row: CardRow
    status: str
    figure: Span | None
    model: Predicted | None
    source: str
    miss: float | None
    fitted: bool
    inputs: tuple[str, ...]
    abroad: bool = False
    old: bool = False
    why: str = ""
    observation: str = ""
    why_not: str = ""

    @property
    def ratio(self) -> float | None:
        """The model's mean over the figure, None where there is none."""
        if self.figure is None or self.model is None or not self.figure.value:
            return None
        return self.model.mean / self.figure.value

    @property
    def why_told(self) -> str:
        """Why it is not computed, in the language spoken."""
        if self.why == ELSEWHERE.format(county=self.row.county):
            return _(ELSEWHERE, county=self.row.county)
        return _(self.why)

    @property
    def strained(self) -> bool:
        """Whether the model's mean lies outside the figure's 95 % range, though the two intervals meet."""
        return self.status in (COMPARABLE, CONSTRUCTED) and self.miss is not None and abs(self.miss) > SIDE

    @property
    def diagnosis(self) -> str:
        """Why the model misses or is strained, as the table or the targets say; empty where it does neither."""
        if not (self.status == MISSES or self.strained) or self.figure is None or self.model is None:
            return ""
        words = self.row.below if self.model.mean < self.figure.value else self.row.above
        return words or self.why_not

    @property
    def distance(self) -> tuple[float, float]:
        """What rows are ordered by, the largest miss first: deviations, then how far off on the scale of the unit."""
        if self.figure is None or self.model is None:
            return (0.0, 0.0)
        unit = self.figure.unit
        away = abs(float(on_scale(unit, self.model.mean)) - float(on_scale(unit, self.figure.value)))
        return (inf if self.miss is not None and not isfinite(self.miss) else abs(self.miss or 0.0), away)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFigures:
    """What the model gave. `county`: its name. `share`: its adults over Sweden's. `inputs`: what parameters rest on.

    `draws`: id of a target → what the set's draws gave, or empty. `runs`: measure → one value per run, NaN for none.
    `targets`: of the county, or None. `without`: why what only draws have is missing. `old`: whether the draws were
    counted in an earlier model; then what runs have is taken from runs.
    """

    county: str
    share: float
    inputs: AbstractSet[str]
    draws: Mapping[str, Array]
    runs: Mapping[str, Array]
    targets: Targets | None
    without: str = ""
    old: bool = False


def scores(card: Card, found: ModelFigures, ledger: Ledger) -> list[Score]:
    """Return every row with its status: misses first, the largest first, then as `order` says."""
    told = [_score(card, row, found, ledger) for row in card.rows]
    return sorted(told, key=lambda score: (ORDER.index(score.status), *(-d for d in score.distance)))


ORDER = (MISSES, COMPARABLE, CONSTRUCTED, *BY_HAND)
"""The six statuses, in the order of the page."""


def counts(some: Sequence[Score]) -> dict[str, int]:
    """Return how many rows have each status."""
    return {status: count_of(score.status == status for score in some) for status in ORDER}


def _score(card: Card, row: CardRow, found: ModelFigures, ledger: Ledger) -> Score:
    target = _target(row, found.targets)
    if row.status == NOT_COMPUTED:
        return _not_computed(row, row.how)
    if target is None and row.county and row.county != found.county:
        return _not_computed(row, row.elsewhere or ELSEWHERE.format(county=row.county))
    figure = _figure(card, row, target, found.share, ledger)
    values, source = _values(row, target, found)
    if values is None:
        return _not_computed(row, found.without or N_("no run gives it"), figure)
    model = predicted(values)
    if not model.runs:
        return _not_computed(row, N_("no run had a value"), figure)
    named = {family(i) for i in (*row.ids, *(target.evidence if target is not None else ()))}
    inputs = tuple(sorted(named & found.inputs))
    agrees = figure.meets(model)
    status = row.status or (MISSES if not agrees else CONSTRUCTED if inputs else COMPARABLE)
    return Score(
        row=row,
        status=status,
        figure=figure,
        model=model,
        source=source,
        miss=figure.miss(model.mean),
        fitted=target is not None and target.use == "fit",
        inputs=inputs,
        abroad=target is None and ABROAD in ledger.get(row.id).note,
        old=found.old and source == DRAWS,
        observation="" if target is None else target.observation,
        why_not="" if target is None else target.why_not,
    )


def _target(row: CardRow, targets: Targets | None) -> Target | None:
    if targets is None or not row.target:
        return None
    return next((t for t in targets.rows if t.id == row.target), None)


def _not_computed(row: CardRow, why: str, figure: Span | None = None) -> Score:
    return Score(
        row=row, status=NOT_COMPUTED, figure=figure, model=None, source="", miss=None, fitted=False, inputs=(), why=why
    )


def _figure(card: Card, row: CardRow, target: Target | None, share: float, ledger: Ledger) -> Span:
    """Return the figure in the county: the target's; else the table's or the ledger's, brought to the county."""
    if target is not None:
        return Span(target.figure, target.low, target.high, target.unit, OF_TARGETS)
    of = ledger.get(row.id)
    part = 100.0 if UNITS[row.unit] == "logit" and of.unit.startswith("%") else 1.0
    value = row.figure if row.figure is not None else (of.number or 0.0) / part
    if row.times == ADULTS:
        low, high = (value * share * end for end in (card.spread.low, card.spread.high))
        return Span(value * share, low, high, row.unit, OF_SPREAD)
    if row.low is not None and row.high is not None:
        return Span(value, row.low, row.high, row.unit, OF_TABLE)
    if row.figure is None and of.lowest is not None and of.highest is not None:
        return Span(value, of.lowest / part, of.highest / part, row.unit, OF_LEDGER)
    return Span(value, None, None, row.unit, NO_RANGE)


def _values(row: CardRow, target: Target | None, found: ModelFigures) -> tuple[Array | None, str]:
    """Return what the model gave and from where: of the set's draws where they have it, else of the runs.

    Draws that were counted in an earlier model come last.
    """
    kept = None if target is None else found.draws.get(target.id)
    measures = (target.measure if target is not None else "", row.measure)
    run = next((found.runs[m] for m in measures if m in found.runs), None)
    if kept is not None and (run is None or not found.old):
        return kept, DRAWS
    return (run, RUNS) if run is not None else (None, "")
