"""The fitted model beside its targets: as tables, as a document, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from calibration.parameters.parameter_set import LEAST_EFFECTIVE, MOST_RHAT, ParameterSet
from calibration.targets.scale import on_scale
from calibration.verdicts.match import Coverage, MatchRow, Predicted, coverage
from calibration.verdicts.reach import is_tight
from outputs.calibration.numbers import decimals, number, percent, signed, unit
from outputs.figures.style import new_figure, save
from outputs.text.grid import wrap
from scenarios.files.titles import title_or_name
from sim.terms.language import N_, _

USES = {"fit": N_("Fitted to"), "validate": N_("Kept for validation: never in the fit")}
HEADS = ("", N_("figure (95 %)"), N_("draws: mean (95 % of runs)"), N_("miss"), "")
MISS = N_("Miss: the figure less the draws' mean, in deviations of the figure's own error on that side.")
FARTHEST = 6.0
Table = tuple[str, Sequence[str], Sequence[Sequence[str]], Sequence[str]]


def grids(county: str, rows: Sequence[MatchRow], found: ParameterSet) -> list[Table]:
    """Return title, heads, cells and notes of the table of each use; `match_errors` has what stands behind it."""
    made: list[Table] = []
    for use, words in USES.items():
        some = [row for row in rows if row.target.use == use]
        cells = [
            (
                _(row.target.title),
                f"{number(row.target.figure)} ({number(row.target.low)}–{number(row.target.high)}) "
                f"{unit(row.target.unit)}",
                f"{number(row.draws.mean)} ({number(row.draws.low)}–{number(row.draws.high)})",
                signed(row.miss),
                verdict(row),
            )
            for row in some
        ]
        notes = [told(coverage(rows, use)), _(MISS)]
        for row in some:
            if not row.inside_predictive:
                notes.append(f"{_(row.target.title)}: {reason(row)} ({', '.join(row.target.evidence)})")
        heads = tuple(_(head) for head in HEADS)
        made.append((f"{title_or_name(county)}. {_(words)} ({found.name})", heads, cells, notes))
    return made


def verdict(row: MatchRow) -> str:
    """Return whether the figure lies in the interval of the draws, in one word."""
    if not row.draws.runs:
        return _("not measured")
    word = N_("inside") if row.inside else N_("inside with errors") if row.inside_predictive else N_("outside")
    return _(word) + (" (=)" if row.shared else "")


def reason(row: MatchRow) -> str:
    """Return why a figure lies outside, or that nobody has said."""
    if not row.draws.runs:
        return _("no run of the draws had a value")
    within = row.predictive
    gaps = {"figure": number(row.target.figure), "low": number(within.low), "high": number(within.high)}
    above = row.target.figure > within.high
    where = _("{figure} is above {low}–{high}", **gaps) if above else _("{figure} is below {low}–{high}", **gaps)
    return f"{where}; {_(row.target.why_not)}" if row.target.why_not else where


def told(of: Coverage) -> str:
    """Return the coverage as sentences."""
    share = of.predictive / of.rows if of.rows else 0.0
    how_many = _(
        "{predictive} of {rows} figures ({share}%) lie in the predictive 95 % of the draws, {draws} in that of their "
        "runs alone; of the ranges alone {prior_predictive} and {prior}. Without the model's discrepancy "
        "{undiscounted}; of the ranges alone {prior_undiscounted}. The draws' runs spread {width} times as wide as "
        "those of the ranges (median).",
        predictive=of.predictive,
        rows=of.rows,
        share=percent(share),
        draws=of.draws,
        prior_predictive=of.prior_predictive,
        prior=of.prior,
        undiscounted=of.undiscounted,
        prior_undiscounted=of.prior_undiscounted,
        width=decimals(of.width_ratio, 2),
    )
    return f"{how_many} {_own(of)}"


def _own(of: Coverage) -> str:
    if of.own_rows == of.rows:
        return _("None shares its evidence with a parameter's range.")
    return _(
        "Marked (=): {shared} share evidence with a parameter's range, so an input comes out again; of the {own} "
        "others {inside} lie there.",
        shared=of.rows - of.own_rows,
        own=of.own_rows,
        inside=of.own_predictive,
    )


def document(county: str, rows: Sequence[MatchRow]) -> dict[str, Any]:
    """Return the table as dictionaries and lists; what is not a number is null.

    `miss`, `errors`: in deviations. `error_shares`: of the variance; both empty of a target that was not fitted to.
    """

    def plain(value: float) -> float | None:
        return value if isfinite(value) else None

    def ends(of: Predicted) -> Mapping[str, float | None]:
        return {"mean": plain(of.mean), "low": plain(of.low), "high": plain(of.high)}

    def covered(use: str) -> dict[str, float | None]:
        return {name: plain(value) for name, value in asdict(coverage(rows, use)).items()}

    targets = [
        {
            "id": row.target.id,
            "use": row.target.use,
            "figure": row.target.figure,
            **ends(row.predictive),
            "unit": row.target.unit,
            "inside": row.inside_predictive,
            "inside_runs": row.inside,
            "inside_without_discrepancy": row.inside_undiscounted,
            "miss": plain(row.miss),
            "tight": is_tight(row.target),
            "errors": dict(row.errors),
            "error_shares": row.shares,
            "shares_evidence_with_a_parameter": row.shared,
            "runs": ends(row.draws),
            "prior": ends(row.prior_predictive),
            "prior_runs": ends(row.prior),
            "without_discrepancy": ends(row.undiscounted),
            "prior_without_discrepancy": ends(row.prior_undiscounted),
            "width_ratio": plain(row.width_ratio),
        }
        for row in rows
    ]
    return {"county": county, "targets": targets, "coverage": {use: covered(use) for use in USES}}


def draw(county: str, rows: Sequence[MatchRow], path: Path) -> Path:
    """Draw every target on a line of its own, in units of the figure's own 95 % range, and return the path."""
    height = 1.9 + 0.36 * (len(rows) + 2)
    figure = new_figure(11.0, height)
    low, top = 0.65 / height, 1.0 - 1.05 / height
    axis = figure.add_axes((0.36, low, 0.36, top - low))
    places, labels, y = [], [], 0.0
    for use, words in USES.items():
        here = axis.get_yaxis_transform()
        axis.text(-0.02, y, _(words), transform=here, ha="right", va="center", weight="bold", fontsize=9.5)
        y += 1.0
        for row in (r for r in rows if r.target.use == use):
            _line(axis, row, y)
            places.append(y)
            labels.append("\n".join(wrap(_(row.target.title), 62)))
            y += 1.0
    axis.axvspan(-1.0, 1.0, color="#f0e6d2", zorder=0, lw=0)
    axis.axvline(0.0, color="#8C6D31", lw=1.2, zorder=1)
    axis.set_yticks(places, labels, fontsize=8.5)
    axis.set_ylim(y - 0.4, -0.6)
    axis.set_xlim(-FARTHEST - 0.3, FARTHEST + 0.3)
    axis.set_xticks([-4, -2, -1, 0, 1, 2, 4])
    axis.set_xlabel(_("distance from the figure, in half-widths of its own 95 % range (shaded)"), fontsize=8.5)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
    axis.tick_params(length=0, labelsize=8.5)
    title = _("{county}: the fitted model against every target", county=title_or_name(county))
    figure.suptitle(title, x=0.01, y=1.0 - 0.12 / height, ha="left", fontsize=12, weight="bold")
    grey = {"fontsize": 8.5, "color": "#444444"}
    how = _(
        "Thick: 95 % of the draws' runs, thin: predictive, blue if it holds the figure · grey: runs of the ranges alone"
    )
    figure.text(0.01, top + 0.55 / height, how, **grey)
    figure.text(0.735, top + 0.12 / height, _("figure | draws, mean (95 %)"), **grey)
    return save(figure, path)


def _line(axis: Any, row: MatchRow, y: float) -> None:
    unit, figure = row.target.unit, float(on_scale(row.target.unit, row.target.figure))
    below = figure - float(on_scale(unit, row.target.low))
    above = float(on_scale(unit, row.target.high)) - figure

    def place(value: float) -> float:
        distance = float(on_scale(unit, value)) - figure
        return float(np.clip(distance / (above if distance > 0 else below), -FARTHEST, FARTHEST))

    if row.prior.runs:
        axis.plot([place(row.prior.low), place(row.prior.high)], [y, y], color="#b0b0b0", lw=1.4, zorder=2)
    if row.draws.runs:
        colour = "#0072B2" if row.inside_predictive else "#D55E00"
        wide = [place(row.predictive.low), place(row.predictive.high)]
        axis.plot(wide, [y, y], color=colour, lw=1.6, alpha=0.55, zorder=2.5, solid_capstyle="butt")
        axis.plot(
            [place(row.draws.low), place(row.draws.high)], [y, y], color=colour, lw=4.5, zorder=3, solid_capstyle="butt"
        )
        axis.plot([place(row.draws.mean)], [y], "o", color="white", ms=3.6, zorder=4)
        for end, mark in ((row.draws.low, "<"), (row.draws.high, ">")):
            if abs(place(end)) >= FARTHEST:
                axis.plot([place(end)], [y], mark, color=colour, ms=6, zorder=4)
    words = f"{number(row.target.figure)} | {number(row.draws.mean)} ({number(row.draws.low)}–{number(row.draws.high)})"
    axis.text(1.03, y, words, transform=axis.get_yaxis_transform(), va="center", fontsize=8.5)


def summary_of(found: ParameterSet) -> str:
    """Return what a calibration came to, in lines."""
    about = found.about
    rhat, effective = max(about["rhat"].values()), min(about["effective"].values())
    runs = about["runs"]
    shares = ", ".join(_("{share}%", share=percent(share, 2)) for share in about["not_ruled_out"])
    lines = [
        _(
            "{set}: {draws} draws of {fitted} fitted parameters, {minutes} minutes.",
            set=found.name,
            draws=found.draws,
            fitted=len(found.fitted),
            minutes=decimals(about["minutes"], 1),
        ),
        _("Runs: {prior} from the ranges, {again} again, {waves} in waves, {draws} of draws.", **runs),
        _("Not ruled out after each wave: {shares} of the space.", shares=shares),
        _(
            "Ensembles: R-hat at most {rhat}, effective sample at least {effective}.",
            rhat=decimals(rhat, 4),
            effective=decimals(effective, 0),
        ),
    ]
    if not (rhat < MOST_RHAT and effective >= LEAST_EFFECTIVE):
        lines.append(
            _(
                "The ensembles do not agree (valid: R-hat below {rhat}, at least {effective}): refused.",
                rhat=decimals(MOST_RHAT, 2),
                effective=LEAST_EFFECTIVE,
            )
        )
    return "\n".join(lines)
