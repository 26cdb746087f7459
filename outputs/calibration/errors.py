"""What stands behind a fit: how wide it is, what a comparison holds, and the fit without what is assumed of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from calibration.verdicts.match import MatchRow, coverage
from outputs.calibration.match import USES, Table
from outputs.calibration.numbers import decimals, number
from scenarios.files.titles import title_or_name
from sim.terms.language import N_, _

PARTS = ("chance", "unfitted", "discrepancy", "figure")
"""Where an error comes from, as a set keeps it, in the order in which it is shown."""
WIDTH = N_(
    "Predictive: the draws' runs with the model's discrepancy and the figure's own error. Ranges alone: runs before "
    "any fit. Width: of the draws' runs over those of the ranges."
)
ERRORS = N_(
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
                _(row.target.title),
                f"{number(row.predictive.low)}–{number(row.predictive.high)}",
                f"{number(row.prior.low)}–{number(row.prior.high)}",
                decimals(row.width_ratio, 2) if isfinite(row.width_ratio) else "–",
                *((shares(row),) if told else ()),
            )
            for row in some
        ]
        heads = ["", _("predictive 95 %"), _("ranges alone"), _("width"), *([_("errors, %")] if told else [])]
        what = _("How wide, and what a comparison holds") if told else _("How wide")
        title = f"{title_or_name(county)}. {what}. {_(words)}"
        made.append((title, heads, cells, (_(WIDTH), _(ERRORS)) if told else (_(WIDTH),)))
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
                _(row.target.title),
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
            _(
                "{undiscounted} of {rows} figures lie in the 95 % of the draws' runs with the figure's own error "
                "alone, {predictive} with the model's discrepancy too; of the ranges alone {prior_undiscounted} and "
                "{prior_predictive}. A fit is worth something where the draws hold a figure and are narrower.",
                undiscounted=of.undiscounted,
                rows=of.rows,
                predictive=of.predictive,
                prior_undiscounted=of.prior_undiscounted,
                prior_predictive=of.prior_predictive,
            ),
        )
        heads = ("", _("figure"), _("draws 95 %"), _("ranges alone"), "")
        what = _("Without the model's discrepancy")
        title = f"{title_or_name(county)}. {what}. {_(words)}"
        made.append((title, heads, cells, notes))
    return made


def _where(row: MatchRow) -> str:
    if not row.draws.runs:
        return _("not measured")
    if row.inside_undiscounted:
        return _("inside")
    return _("only with discrepancy") if row.inside_predictive else _("outside")
