"""`mellanrum runs`, `resume` and `expand`: what was run before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mellanrum.cli.errors import BadInputError, FaultError, told_in_words
from mellanrum.cli.options import COUNT, MEANS, NTH, PLACES, archive_option, together
from mellanrum.cli.performing import asks, check_extra, check_places, near, present
from mellanrum.cli.progress import shown_progress
from mellanrum.cli.saying import say
from sim.terms.language import _, ngettext

if TYPE_CHECKING:
    from mellanrum.questions.request import QuestionRequest

json_option = click.option(
    "--json", "json_file", metavar="FILE", help="Write the results as one JSON document (-: standard output)."
)
digest_option = click.option("--digest", is_flag=True, help="Print a SHA-256 of every event log.")
full_option = click.option("--full", is_flag=True, help="Print all tables, not only the most important.")


@click.group(invoke_without_command=True)
@click.pass_context
def runs(ctx: click.Context) -> None:
    """List, show and tidy the runs in this folder's runs/."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_runs)


@runs.command("list")
@told_in_words
def list_runs() -> None:
    """List the runs under runs/, the newest first; those that were stopped can be resumed."""
    from mellanrum.runs.housekeeping import listed
    from outputs.listings.runs import listing
    from outputs.text.screen import show

    show(listing(listed()))


@runs.command("show")
@click.argument("run")
@json_option
@digest_option
@full_option
@told_in_words
def show_run(run: str, json_file: str | None, digest: bool, full: bool) -> None:
    """Show a finished RUN (a name under runs/ or a folder) as it was; nothing is simulated."""
    from mellanrum.runs.lifecycle import open_run

    check_places(None, json_file)
    present(*open_run(run), json_file, digest, full)


@runs.command("verify")
@click.argument("run")
@click.option("--rerun", type=NTH, default=0, show_default=True, help="Replications to make again and compare.")
@told_in_words
def verify(run: str, rerun: int) -> None:
    """Check that a finished RUN is as it was written and, with --rerun, that the model makes the same of it.

    \b
    Examples:
      mellanrum runs verify 2028-01-01T120000-norrbotten-0123abcd
      mellanrum runs verify 2028-01-01T120000-norrbotten-0123abcd --rerun 3
    """
    from mellanrum.runs.verification import told, verified

    with shown_progress(run) as progress:
        verdict = verified(run, rerun, progress)
    for line in told(verdict):
        say(line)
    if verdict.wrong:
        raise FaultError(_("{folder} is not as it was", folder=near(verdict.folder)))


@runs.command("tables")
@click.argument("run")
@click.option(
    "--csv",
    "dialect",
    type=click.Choice(["plain", "excel"]),
    default="excel",
    show_default=True,
    help="plain: commas and points; excel: semicolons, decimal commas and a mark, as a Swedish Excel has them.",
)
@click.option("--out", metavar="PATH", type=click.Path(path_type=Path), help="Folder to make for the CSV files.")
@click.option("--xlsx", metavar="FILE", help="Workbook to write: a sheet for each table, numbers as numbers.")
@told_in_words
def tables(run: str, dialect: str, out: Path | None, xlsx: str | None) -> None:
    """Write every table of a finished RUN for a spreadsheet: as one workbook, as CSV files, or both.

    \b
    Examples:
      mellanrum runs tables 2028-01-01T120000-norrbotten-0123abcd --xlsx tables.xlsx
      mellanrum runs tables 2028-01-01T120000-norrbotten-0123abcd --csv excel --out for_excel
    """
    from mellanrum.runs.lifecycle import open_run
    from mellanrum.runs.places import place, why_not_a_folder, why_not_a_workbook
    from outputs.files.csv import DIALECTS, write

    if out is None and xlsx is None:
        raise BadInputError(
            [_("runs tables: found neither --xlsx nor --out; valid: --xlsx FILE.xlsx, --out DIR, or both")]
        )
    out = None if out is None else place(out)
    if lines := [*why_not_a_folder("--out", out), *why_not_a_workbook("--xlsx", xlsx, out)]:
        raise BadInputError(lines)
    if xlsx is not None:
        check_extra("runs tables --xlsx", "xlsxwriter", "xlsx")  # not said: a command
    kind, finished = open_run(run)
    if out is not None:
        written = write(kind.SHOWN.rows(finished.result), out, DIALECTS[dialect])
        say(_written(len(written), out))
    if xlsx is not None:
        from mellanrum.runs.workbook import write_workbook

        say(_written(write_workbook(xlsx, kind.SHOWN, finished), place(xlsx)))


def _written(n: int, where: Path) -> str:
    return ngettext("{n} table in {place}", "{n} tables in {place}", n, place=near(where.absolute()))


@runs.command("clean")
@click.option("--unfinished", is_flag=True, help="Runs that were stopped, too; they can then not be resumed.")
@click.option(
    "--unused",
    is_flag=True,
    help="Replications that no run under runs/ rests on, too; "
    "of an archive that others use or that shards are filling, theirs among them.",
)
@click.option("--yes", is_flag=True, help="Remove; without it, only tell what would be removed.")
@archive_option
@told_in_words
def clean(unfinished: bool, unused: bool, yes: bool, archive: Path | None) -> None:
    """Remove what is of no use from runs/ and the archive: damaged entries, and what killed writers left."""
    from mellanrum.runs.housekeeping import remove, rubbish
    from mellanrum.runs.lifecycle import archive_of
    from outputs.listings.runs import tidying
    from outputs.text.screen import show

    found = rubbish(unfinished, unused, archive_of(archive))
    if yes:
        remove(found)
    show(tidying(found, yes))


@click.command()
@click.argument("run")
@together(MEANS)
@json_option
@digest_option
@full_option
@told_in_words
def resume(run: str, json_file: str | None, digest: bool, full: bool, **means: Any) -> None:
    """Carry on with a RUN that was stopped (a name under runs/ or a folder), and show its result.

    What was finished is not run again: it is found in the archive that the run was begun with, or in --archive. A run
    that is finished is shown as it is.
    """
    from mellanrum.runs import lifecycle as performing

    check_places(None, json_file)
    means["archive"] = performing.archive_for(run, means["archive"])
    crew = performing.means_of(**means)
    with shown_progress(run) as progress:
        kind, finished = performing.resume(run, crew, progress)
    present(kind, finished, json_file, digest, full)


@click.command()
@click.argument("run")
@click.argument("designs", metavar="[DESIGN]...", nargs=-1)
@click.option("-n", "--replications", type=COUNT, help="Number of replications of each design, more than there are.")
@together(MEANS)
@together(PLACES)
@digest_option
@full_option
@asks
def expand(run: str, designs: tuple[str, ...], replications: int | None) -> QuestionRequest[Any]:
    """Make a new run of RUN with more replications (-n), more DESIGNs, or both; what it has is not run again.

    \b
    Examples:
      mellanrum expand 2028-01-01T120000-norrbotten-0123abcd -n 40
      mellanrum expand 2028-01-01T120000-norrbotten-0123abcd full_reform
    """
    from mellanrum.runs.housekeeping import larger

    return larger(run, replications, designs)
