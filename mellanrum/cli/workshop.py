"""`mellanrum workshop`: the page for a room, and what is computed for it the night before."""

from __future__ import annotations

from pathlib import Path

import click

from mellanrum.cli.errors import told_in_words
from mellanrum.cli.options import Number, archive_option, jobs_option
from mellanrum.cli.saying import say
from sim.terms.language import N_, ngettext

PORT = Number(int, N_("a whole number from 0 to 65535; 0 for any port that is free"), 0, 65_535)
USUAL_PORT, USUAL_HOST, USUAL_COUNTY = 2028, "127.0.0.1", "norrbotten"
EXTRA = ("starlette", "uvicorn", "jinja2", "segno")


@click.group(invoke_without_command=True)
@click.option(
    "--county", default=USUAL_COUNTY, show_default=True, help="County to begin with: a name, or your own file."
)
@click.option(
    "--port", type=PORT, default=USUAL_PORT, show_default=True, help="Port of this machine; 0 for any that is free."
)
@click.option(
    "--host",
    default=USUAL_HOST,
    show_default=True,
    help="Where to listen. Another than this machine alone, such as 0.0.0.0, lets phones guess and vote with a code.",
)
@click.option("--no-browser", is_flag=True, help="Open no browser; the address is printed.")
@click.option(
    "--records",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder where rounds are kept and found again.  [default: runs/workshop/DATE-COUNTY]",
)
@archive_option
@jobs_option
@click.pass_context
@told_in_words
def workshop(
    ctx: click.Context,
    county: str,
    port: int,
    host: str,
    no_browser: bool,
    records: Path | None,
    archive: Path | None,
    jobs: int | None,
) -> None:
    """Serve the workshop page: a room compares designs live, in a browser, on this machine alone.

    \b
    Examples:
      mellanrum workshop
      mellanrum workshop --county gavleborg --lang sv
      mellanrum workshop --host 0.0.0.0
      mellanrum workshop prepare plan.toml
    """
    if ctx.invoked_subcommand is not None:
        return
    _check_extra()
    from mellanrum.runs.lifecycle import means_of
    from mellanrum.runs.places import place
    from mellanrum.workshop.serve import WorkshopWanted, serve

    means = means_of(jobs, archive)
    wanted = WorkshopWanted(
        county=county,
        host=host,
        port=port,
        archive=means.archive,
        n_workers=means.n_jobs,
        records=None if records is None else place(records),
        browser=not no_browser,
    )
    serve(wanted, say)


def _check_extra() -> None:
    from mellanrum.cli.performing import check_extra

    for library in EXTRA:
        check_extra("mellanrum workshop", library, "workshop")


@workshop.command("prepare")
@click.argument("plan", metavar="PLAN", type=click.Path(path_type=Path))
@archive_option
@jobs_option
@click.pass_context
@told_in_words
def prepare(ctx: click.Context, plan: Path, archive: Path | None, jobs: int | None) -> None:
    """Answer likely questions beforehand, overnight say, so that the page has their answers at once.

    PLAN is a file that says which county, designs and settings. What is finished is in the archive; the same command
    goes on from there.

    \b
    Example:
      mellanrum workshop prepare plan.toml
    """
    from mellanrum.cli.progress import shown_progress
    from mellanrum.runs.lifecycle import means_of
    from mellanrum.runs.places import place
    from mellanrum.workshop.packs import prepare as answer

    given = ctx.parent.params if ctx.parent is not None else {}
    means = means_of(jobs or given.get("jobs"), archive or given.get("archive"))
    with shown_progress(plan.name) as progress:
        n = answer(place(plan), means.archive, progress, means.n_jobs)
    say(ngettext("{n} question is answered in the archive.", "{n} questions are answered in the archive.", n))
