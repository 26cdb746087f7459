"""What stands behind a fit: how wide it is, what a comparison holds, and the fit without what is assumed of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from calibration.verdicts.match import MatchRow, coverage
from outputs.calibration.match import USES, Table, number
from scenarios.files.titles import title_or_name

PARTS = ("chance", "unfitted", "discrepancy", "figure")
"""Where an error comes from, as a set keeps it, in the order in which it is shown."""
WIDTH = (
    "Predictive: the draws' runs with the model's discrepancy and the figure's own error. Ranges alone: runs before "
    "any fit. Width: of the draws' runs over those of the ranges."
)
ERRORS = (
    "Errors: what figure less prediction holds, as shares of its variance in %: chance (one county, one year) / "
    "parameters that were not fitted / the model's discrepancy (what even right parameters would miss by, assumed) / "
    "the figure's own. Where the last is small the model can hardly be held to the figure, however well it is known."
)


def behind(county: str, rows: Sequence[MatchRow]) -> list[Table]:
    """Return the tables, one for each use, of intervals, widths and, of the fit, where the errors come from."""
    made: list[Table] = []
    for use, words in USES.items():
        some = [row for row in rows if row.target.use == use]
        told = any(row.errors for row in some)
        cells = [
            (
                row.target.title,
                f"{number(row.predictive.low)}–{number(row.predictive.high)}",
                f"{number(row.prior.low)}–{number(row.prior.high)}",
                f"{row.width_ratio:.2f}" if isfinite(row.width_ratio) else "–",
                *((shares(row),) if told else ()),
            )
            for row in some
        ]
        heads = ("", "predictive 95 %", "ranges alone", "width", *(("errors, %",) if told else ()))
        title = f"{title_or_name(county)}. How wide{', and what a comparison holds' if told else ''}. {words}"
        made.append((title, heads, cells, (WIDTH, ERRORS) if told else (WIDTH,)))
    return made


def shares(row: MatchRow) -> str:
    """Return the shares of the variance of a comparison, in per cent, in the order of `PARTS`."""
    return " / ".join(f"{100 * row.shares.get(part, 0.0):.0f}" for part in PARTS) if row.errors else "–"


def undiscounted(county: str, rows: Sequence[MatchRow]) -> list[Table]:
    """Return the tables, one for each use, of the fit with the figures' own errors and no discrepancy of the model."""
    made: list[Table] = []
    for use, words in USES.items():
        cells = [
            (
                row.target.title,
                number(row.target.figure),
                f"{number(row.undiscounted.low)}–{number(row.undiscounted.high)}",
                f"{number(row.prior_undiscounted.low)}–{number(row.prior_undiscounted.high)}",
                _where(row),
            )
            for row in rows
            if row.target.use == use
        ]
        of = coverage(rows, use)
        notes = (
            f"{of.undiscounted} of {of.rows} figures lie in the 95 % of the draws' runs with the figure's own error "
            f"alone, {of.predictive} with the model's discrepancy too; of the ranges alone {of.prior_undiscounted} and "
            f"{of.prior_predictive}. A fit is worth something where the draws hold a figure and are narrower.",
        )
        heads = ("", "figure", "draws 95 %", "ranges alone", "")
        made.append((f"{title_or_name(county)}. Without the model's discrepancy. {words}", heads, cells, notes))
    return made


def _where(row: MatchRow) -> str:
    if not row.draws.runs:
        return "not measured"
    if row.inside_undiscounted:
        return "inside"
    return "only with discrepancy" if row.inside_predictive else "outside"
