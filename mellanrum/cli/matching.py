"""`mellanrum evidence match` and `learned`: what the fitted draws give, and what the counts taught."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mellanrum.cli.errors import BadInputError, told_in_words
from mellanrum.cli.options import COUNT, jobs_option
from mellanrum.cli.page import figure, percent, show_table
from mellanrum.cli.progress import shown_progress
from mellanrum.cli.saying import say
from sim.terms.language import _, language, ngettext

if TYPE_CHECKING:
    from calibration.parameters.parameter_set import ParameterSet
    from calibration.verdicts.learned import Learned, RestsOn


@click.command("match")
@click.argument("county")
@click.option("-n", "--new", "runs", type=COUNT, help="Simulate this many draws anew instead of reading what was kept.")
@click.option("--json", "json_file", metavar="FILE", help="Write the table as JSON (-: standard output).")
@click.option("--png", metavar="PATH", type=click.Path(path_type=Path), help="Draw the table into this file.")
@click.option("--full", is_flag=True, help="Also what is left of the fit without the model's discrepancy.")
@jobs_option
@told_in_words
def match(county: str, runs: int | None, json_file: str | None, png: Path | None, full: bool, jobs: int | None) -> None:
    """Set the fitted model of COUNTY beside every target, those of the fit and those kept for validation apart.

    An interval is the central 95 % of runs of the draws: parameters, what the sources leave unsaid, and chance. Beside
    it stands what the ranges alone give, and how far off the draws are in deviations of the figure's own error. Then:
    how many draws reach all closely known counts at once, and what a comparison with each figure holds.

    \b
    Examples:
      mellanrum evidence match norrbotten
      mellanrum evidence match norrbotten --full
      mellanrum evidence match norrbotten --png match.png
      mellanrum evidence match gavleborg -n 50 --json -
    """
    from calibration.verdicts.match import reach_of
    from mellanrum.evidence.match import matched
    from mellanrum.runs.places import place, why_not_a_file, write_new
    from outputs.calibration import reach
    from outputs.calibration.errors import behind, undiscounted
    from outputs.calibration.match import document, draw, grids

    if lines := [*why_not_a_file("--png", png), *why_not_a_file("--json", json_file)]:
        raise BadInputError(lines)
    with shown_progress(_("{county}: draws", county=county)) as progress:
        rows, found = matched(county, runs=runs, n_jobs=jobs, progress=progress)
    reached = reach_of(rows)
    if png is not None:
        draw(county, rows, place(png))
    if json_file is not None:
        told = document(county, rows) | {"tight_counts": reach.document(reached)}
        text = json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False)
        if json_file == "-":
            say(text)
            return
        write_new(json_file, text + "\n")
    tables = [*grids(county, rows, found), reach.tight_counts(county, reached), *behind(county, rows)]
    for title, heads, cells, notes in [*tables, *(undiscounted(county, rows) if full else [])]:
        show_table(title, heads, cells, notes)
        say()
    if png is not None:
        say(_("Picture: {file}", file=png))


@click.command("learned")
@click.argument("county")
@click.option("--full", is_flag=True, help="List the parameters that were not fitted too.")
@told_in_words
def learned(county: str, full: bool) -> None:
    """Tell what the counts of COUNTY taught: each fitted parameter before and after, and what outcomes rest on.

    \b
    Example:
      mellanrum evidence learned norrbotten
    """
    from mellanrum.evidence.match import taught

    found, rows, rests, unfitted = taught(county)
    _show_parameters(county, rows, len(unfitted))
    _show_answering(found)
    _show_outcomes(rests)
    if full:
        show_table(_("Not fitted: drawn from their ranges"), (_("parameter"),), [(path,) for path in unfitted])


def _show_parameters(county: str, rows: list[Learned], unfitted: int) -> None:
    from outputs.calibration.set_summary import word
    from scenarios.files.titles import title_or_name

    cells = []
    for row in rows:
        width = language().number(row.width, 2)
        unit, said = _(row.quantity.unit), _(word(row))
        cells.append((row.path, unit, _span(row.before), _span(row.after), width, said))
    show_table(
        _(
            "What the counts of {county} taught: mean and central 90 %, of the range and of the draws",
            county=title_or_name(county),
        ),
        (_("parameter"), _("unit"), _("before"), _("after"), _("width"), ""),
        cells,
        (
            _(
                "Of a list the factor on it is shown. Width: of the 90 % after over before. "
                "Learned: narrower than 0.8, or its mean moved by more than half a standard deviation."
            ),
            _("(=): its range rests on the evidence of that target too, which is so counted twice."),
            ngettext(
                "{n} more parameter has a range and was not fitted: the counts say too little of it.",
                "{n} more parameters have a range and were not fitted: the counts say too little of any of them.",
                unfitted,
            ),
        ),
    )
    say()


def _show_answering(found: ParameterSet) -> None:
    from calibration.verdicts.learned import answered, unknowns

    towns = answered(found)
    if towns:
        cells = [(town, percent(before), percent(after)) for town, before, after in towns]
        title = _("Share of draws in which a municipality answered")
        show_table(title, ("", _("before"), _("after")), cells)
        say()
    cells = [(name, _span(before), _span(after)) for name, before, after in unknowns(found)]
    if cells:
        show_table(_("What the sources leave unsaid of how they counted"), ("", _("before"), _("after")), cells)
        say()


def _show_outcomes(rests: list[RestsOn]) -> None:
    cells = []
    for row in rests:
        largest = ", ".join(f"{path} {percent(share)}{'' if told else ' (!)'}" for path, share, told in row.parts[:4])
        cells.append((row.outcome, percent(row.moved), percent(row.unmoved), percent(row.chance), largest))
    show_table(
        _("What the spread of each outcome under current rests on, as shares of its variance over the draws"),
        (_("outcome"), _("learned"), _("not moved"), _("chance"), _("largest single parts")),
        cells,
        (
            _("Shares are estimates from the draws, good to a tenth or two."),
            _("(!) the counts did not move it: the outcome rests on an assumption there."),
        ),
    )


def _span(told: tuple[float, float, float]) -> str:
    mean, low, high = told
    return f"{figure(mean)} ({figure(low)}–{figure(high)})"
