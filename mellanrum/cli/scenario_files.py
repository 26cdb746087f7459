"""`mellanrum scenarios`: what ships, what a file says, and whether a file can be used."""

from __future__ import annotations

from pathlib import Path

import click

from mellanrum.cli.errors import BadInputError, told_in_words
from mellanrum.cli.page import shortened, show_table


@click.group(invoke_without_command=True)
@click.pass_context
def scenarios(ctx: click.Context) -> None:
    """Show the counties and designs that ship, and check your own.

    \b
    Examples:
      mellanrum scenarios
      mellanrum scenarios show big_bang
      mellanrum scenarios check my_design.toml
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_scenarios)


@scenarios.command("list")
@told_in_words
def list_scenarios() -> None:
    """List the counties and designs that ship."""
    from scenarios.chain import follow
    from scenarios.read import list_counties, list_designs

    counties = [(name, str(follow(name, "county").table.get("title_en", ""))) for name in list_counties()]
    show_table("Counties", ("name", "what it is"), counties)
    click.echo()
    designs = []
    for name in list_designs():
        table = follow(name, "design").table
        designs.append((name, shortened(str(table.get("title_en", "")), 30), str(table.get("summary_en", ""))))
    show_table("Designs", ("name", "title", "what changes"), [(n, t, shortened(s, 200)) for n, t, s in designs])


@scenarios.command("show")
@click.argument("name")
@told_in_words
def show_scenario(name: str) -> None:
    """Show the file of the county or design NAME (a name that ships, or a path).

    \b
    Example:
      mellanrum scenarios show big_bang
    """
    from scenarios.read import list_counties, list_designs

    path = _file_of(name, [*list_counties(), *list_designs()])
    click.echo(f"# {path}\n")
    click.echo(path.read_text(encoding="utf-8-sig"))


def _file_of(name: str, shipped: list[str]) -> Path:
    from scenarios.problems import Problem, ScenarioError, one_of
    from scenarios.read import find, list_counties, read_table
    from sim.terms.quantity import shown

    try:
        path = find(name, "county" if name in list_counties() else "design")
    except ScenarioError:
        valid = f"a path to a TOML file, or {one_of(shipped, name)}"
        raise ScenarioError([Problem("NAME", "", shown(name), valid)]) from None
    read_table(path)  # tells what is wrong with a file that cannot be read
    return path


@scenarios.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@told_in_words
def check(files: tuple[str, ...]) -> None:
    """Check every FILE (county or design) and tell everything that is wrong, at once.

    \b
    Example:
      mellanrum scenarios check my_county.toml my_design.toml
    """
    from scenarios.check import check as check_files

    problems = check_files(files)
    if problems:
        raise BadInputError(problems, then="")
    for file in files:
        click.echo(f"{file}: all is well.")


@scenarios.command("schema")
@click.argument("kind", type=click.Choice(["county", "design", "services"]), default="design")
@told_in_words
def schema(kind: str) -> None:
    """Print the JSON Schema of a KIND of file (county, design or services), for completion in an editor.

    \b
    Example:
      mellanrum scenarios schema design > design.schema.json
    """
    from scenarios.schema import schema_of

    click.echo(schema_of(kind), nl=False)
