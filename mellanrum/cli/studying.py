"""`mellanrum study`: studies as files, listed, shown, checked and run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mellanrum.cli.errors import told_in_words
from mellanrum.cli.options import MEANS, PLACES, Number, parameters_option, seed_option, together
from mellanrum.cli.performing import asks
from mellanrum.cli.saying import say
from sim.terms.language import N_, _

if TYPE_CHECKING:
    from mellanrum.questions.study import StudyRequest

POSITIVE = Number(float, N_("a number above 0"), 0.0, 1e6, above=True)


@click.group(invoke_without_command=True)
@click.pass_context
def study(ctx: click.Context) -> None:
    """Studies as files: a question, a hypothesis, designs, what is varied, and after running what was found.

    NAME is one that ships (mellanrum study list) or a path to your own file.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_all)


@study.command("list")
@told_in_words
def list_all() -> None:
    """List the studies that ship, with their questions."""
    from calibration.parameters.store import load_parameters
    from mellanrum.wiring.study_names import known_names
    from outputs.listings.studies import listing
    from outputs.text.screen import show
    from scenarios.files.read import list_studies
    from scenarios.study.study_plan import read_study

    known, parameters = known_names(), load_parameters()
    show(listing([read_study(name, parameters=parameters, known=known) for name in list_studies()]))


@study.command("show")
@click.argument("name")
@told_in_words
def show_one(name: str) -> None:
    """Show the study NAME: its question, hypothesis, what is varied and why, and what was found when it was run."""
    from calibration.parameters.store import load_parameters
    from mellanrum.wiring.study_names import known_names
    from outputs.listings.studies import told
    from outputs.text.screen import show
    from scenarios.study.study_plan import read_study

    show(told(read_study(name, parameters=load_parameters(), known=known_names())))


@study.command("check")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@told_in_words
def check(names: tuple[str, ...]) -> None:
    """Read study files, try every variation in every county and design, and tell everything that is wrong at once."""
    from calibration.parameters.store import load_parameters
    from mellanrum.wiring.study_names import known_names
    from scenarios.files.problems import Problem, ScenarioError
    from scenarios.study.study_plan import read_study

    known, parameters = known_names(), load_parameters()
    problems: list[Problem] = []
    for name in names:
        try:
            read_study(name, parameters=parameters, known=known)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    say(_("No problems found."))


@study.command("run")
@click.argument("name")
@click.option(
    "--county",
    "counties",
    multiple=True,
    help="Only this county (a name, or your own file); may be given several times.",
)
@click.option(
    "--budget",
    type=POSITIVE,
    metavar="MINUTES",
    help="Time to spend: fewer points are run if it pays for no more.  [default: the file's own]",
)
@seed_option
@parameters_option
@together(MEANS)
@together(PLACES)
@click.option("--digest", is_flag=True, help="Print a SHA-256 over all event logs.")
@click.option("--full", is_flag=True, help="Print all tables, not only the most important.")
@asks
def run(counties: tuple[str, ...], budget: float | None, **asked: Any) -> StudyRequest:
    """Carry out the study NAME and show what it found: sentences, tables, pictures, and findings for its file.

    \b
    Examples:
      mellanrum study run personnel_transfer --county norrbotten
      mellanrum study run sobriety_rule --budget 30
      mellanrum study run hub_or_local --county my_county.toml
    """
    from mellanrum.questions.study import StudyRequest

    return StudyRequest(counties=counties or None, budget_minutes=budget, **asked)
