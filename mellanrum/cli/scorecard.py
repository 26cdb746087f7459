"""`mellanrum evidence scorecard`: every figure that the model can give beside what it gives, misses first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from mellanrum.cli.errors import BadInputError, told_in_words
from mellanrum.cli.options import COUNT, archive_option, jobs_option, seed_option, years_option
from mellanrum.cli.page import page_width, show_table
from mellanrum.cli.progress import shown_progress
from mellanrum.cli.saying import say
from mellanrum.defaults import SCORECARD_REPLICATIONS
from sim.terms.language import _

WIDEST = 102
"""Columns of a paragraph and its indent: longer lines are hard to read."""


@click.command("scorecard")
@click.argument("county")
@click.option(
    "-n",
    "--runs",
    "replications",
    type=COUNT,
    default=SCORECARD_REPLICATIONS,
    show_default=True,
    help="Runs of current for what the county's draws have not kept, one draw each.",
)
@click.option("--json", "json_file", metavar="FILE", help="Write the scorecard as JSON (-: standard output).")
@click.option("--full", is_flag=True, help="Say how each figure was made comparable, and which rows are none.")
@seed_option
@years_option
@jobs_option
@archive_option
@told_in_words
def scorecard(
    county: str,
    replications: int,
    json_file: str | None,
    full: bool,
    seed: int,
    years: float,
    jobs: int | None,
    archive: Path | None,
) -> None:
    """Set every figure of the ledger that the model of COUNTY can give beside what it gives: misses first, with why.

    Six statuses: model misses, comparable, constructed from (the figure goes in too), other concept, figure doubtful,
    not computed. The first three are reckoned. What has been run is kept in the archive, which `compare` shares.

    \b
    Examples:
      mellanrum evidence scorecard norrbotten
      mellanrum evidence scorecard gavleborg --full
      mellanrum evidence scorecard norrbotten --json -
    """
    from mellanrum.evidence.scorecard import scorecard_of
    from mellanrum.runs.places import why_not_a_file, write_new
    from outputs.calibration.scorecard import document, opening, tables

    if lines := why_not_a_file("--json", json_file):
        raise BadInputError(lines)
    with shown_progress(f"{county}: current") as progress:
        card = scorecard_of(
            county, replications=replications, seed=seed, years=years, jobs=jobs, archive=archive, progress=progress
        )
    if json_file is not None:
        text = json.dumps(document(card), ensure_ascii=False, indent=2, allow_nan=False)
        if json_file == "-":
            say(text)
            return
        write_new(json_file, text + "\n")
    say(_("Scorecard of {county}: what the model gives beside what is known", county=card.county))
    _tell(opening(card))
    for title, heads, cells, paragraphs in tables(card, full):
        say()
        if cells:
            show_table(title, heads, cells)
            if paragraphs:
                say()
        else:
            say(f"{title}\n{'=' * len(title)}")
        _tell(paragraphs)


def _tell(paragraphs: Sequence[str]) -> None:
    """Write paragraphs no wider than the page, their second and later lines set in."""
    from outputs.text.grid import wrap

    for paragraph in paragraphs:
        say("\n  ".join(wrap(paragraph, min(page_width(), WIDEST) - 2)))
