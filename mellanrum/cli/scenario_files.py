"""`mellanrum scenarios`: what ships, what a file says, new files, and whether a file can be used."""

from __future__ import annotations

from pathlib import Path

import click

from mellanrum.cli.errors import BadInputError, told_in_words
from mellanrum.cli.options import years_option
from mellanrum.cli.page import shortened, show_table
from mellanrum.cli.pillars import pillars
from mellanrum.cli.saying import say


@click.group(invoke_without_command=True)
@click.pass_context
def scenarios(ctx: click.Context) -> None:
    """Show the counties and designs that ship, write and check your own.

    \b
    Examples:
      mellanrum scenarios
      mellanrum scenarios show big_bang
      mellanrum scenarios new my_design --extends big_bang
      mellanrum scenarios check my_design.toml
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_scenarios)


@scenarios.command("list")
@told_in_words
def list_scenarios() -> None:
    """List the counties and designs that ship."""
    from scenarios.files.chain import follow
    from scenarios.files.read import list_counties, list_designs

    counties = [(name, str(follow(name, "county").table.get("title_en", ""))) for name in list_counties()]
    show_table("Counties", ("name", "what it is"), counties)
    say()
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

    path = _file_of(name)
    say(f"# {path}\n")
    say(path.read_text(encoding="utf-8-sig"))


@scenarios.command("keys")
@click.argument("county")
@click.argument("design")
@click.option("--like", metavar="PATTERN", help="Only keys that hold this text, or match a pattern such as transfer.*")
@told_in_words
def list_keys(county: str, design: str, like: str | None) -> None:
    """List the keys of DESIGN in COUNTY that --vary can set, with their values, ranges and evidence.

    \b
    Examples:
      mellanrum scenarios keys norrbotten phased --like transfer
      mellanrum scenarios keys norrbotten phased --like "services.adult_psychiatry.rules.*"
    """
    from fnmatch import fnmatchcase

    from calibration.evidence.levers import counted_only
    from calibration.parameters.store import load_parameters
    from scenarios.edits.keys import keys_of

    counted = counted_only()
    keys = keys_of(county, design, load_parameters())
    some = {k: s for k, s in keys.items() if like is None or like in k or fnmatchcase(k, like)}
    if not some:
        raise BadInputError(
            [f"--like: found {like!r}, which none of the {len(keys)} keys holds; valid: a part of a key"]
        )
    rows = []
    for key, standing in some.items():
        q = standing.quantity
        told = _numbers(standing.value) if q is None else _numbers(q.value)
        reach = "" if q is None or q.low == q.high else f"{q.low:g} to {q.high:g}"
        factor = "x " if q is not None and isinstance(q.value, tuple) and reach else ""
        rests = "" if q is None else q.evidence
        if standing.path in counted:
            rests += ", counted only: moves no measure"
        rows.append((key, told, "" if q is None else q.unit, f"{factor}{reach}", rests))
    show_table(f"Keys of {design} in {county}", ("key", "value", "unit", "range", "evidence"), rows)


def _numbers(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{v:g}" for v in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _file_of(name: str) -> Path:
    from scenarios.files.finding import find_either
    from scenarios.files.read import read_table

    path = find_either(name)
    read_table(path)  # tells what is wrong with a file that cannot be read
    return path


@scenarios.command("diff")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@told_in_words
def diff(first: str, second: str) -> None:
    """Show what differs between the designs (or counties) A and B, each with all that it extends.

    \b
    Examples:
      mellanrum scenarios diff big_bang phased
      mellanrum scenarios diff norrbotten my_county.toml
    """
    from scenarios.tools.differing import differences

    found = differences(first, second)
    if not found:
        say(f"{first} and {second} differ in nothing but words.")
        return
    rows = [(d.key, d.first or "–", d.second or "–", d.evidence) for d in found]
    show_table(f"{len(found)} differences", ("key", first, second, "evidence"), rows)


@scenarios.command("timeline")
@click.argument("county")
@click.argument("design")
@years_option
@told_in_words
def show_timeline(county: str, design: str, years: float) -> None:
    """Show the dated changes of DESIGN in COUNTY, day by day, at central values.

    \b
    Example:
      mellanrum scenarios timeline norrbotten phased
    """
    from mellanrum.api import load
    from outputs.listings.timeline import timeline
    from outputs.text.screen import show

    show([timeline(load(county, design, years=years))])


@scenarios.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@told_in_words
def check(files: tuple[str, ...]) -> None:
    """Check every FILE (county or design) and tell everything that is wrong, at once.

    A design is checked with every county that you name, or with all that ship. If yours names districts or
    municipalities, name their county too.

    \b
    Examples:
      mellanrum scenarios check my_design.toml
      mellanrum scenarios check norrbotten my_design.toml
      mellanrum scenarios check my_county.toml my_design.toml
    """
    from calibration.parameters.store import load_parameters
    from scenarios.checks.check import check as check_files
    from scenarios.checks.check import remarked

    problems = check_files(files, parameters=load_parameters())
    if problems:
        raise BadInputError(problems, then="")
    for file in files:
        unusual = remarked(file, load_parameters())
        say(f"{file}: all is well." if not unusual else f"{file}: no problems, and {len(unusual)} to look at again:")
        for remark in unusual:
            say(f"  {remark}")


@scenarios.command("upgrade")
@click.argument("file")
@told_in_words
def upgrade(file: str) -> None:
    """Bring FILE (county, design or study) to the present format; as it was it stays beside it.

    \b
    Example:
      mellanrum scenarios upgrade my_county.toml
    """
    from mellanrum.runs.places import why_not_a_file, write_keeping
    from scenarios.files.read import HERE
    from scenarios.tools.upgrade import upgraded

    found = upgraded(file)
    if not found.done:
        say(f"{file}: is of the present format; nothing is written.")
        return
    if found.path.resolve().is_relative_to(HERE):
        raise BadInputError([f"FILE: found {file}, which ships; valid: a file of your own"])
    kept = found.path.with_name(f"{found.path.stem}.before.toml")
    if lines := why_not_a_file("upgrade", kept, or_else=""):
        raise BadInputError(lines)
    write_keeping(found.path, found.text, kept)
    say(f"{found.path} has now:")
    for done in found.done:
        say(f"  {done}")
    check = "study" if found.kind == "study" else "scenarios"
    say(f"As it was: {kept}. Next: mellanrum {check} check {found.path}")


@scenarios.command("new")
@click.argument("name")
@click.option(
    "--extends", metavar="DESIGN", default="current", show_default=True, help="The design that it differs from."
)
@click.option("--output", metavar="PATH", type=click.Path(path_type=Path), help="Where to write it [NAME.toml].")
@told_in_words
def new_design(name: str, extends: str, output: Path | None) -> None:
    """Write NAME.toml, a design of your own, with every table as a comment to take up and edit.

    \b
    Example:
      mellanrum scenarios new my_design --extends big_bang
    """
    from calibration.parameters.store import load_parameters
    from scenarios.tools import new

    path = _free(name, output)
    _write(path, new.new_design(name, extends, load_parameters(), _from_there(extends, path)))
    say(f"{path} is written. Next:")
    say("  1. take the # from what should differ, and edit it")
    say(f"  2. mellanrum scenarios check {path}")
    say(f"     (if it names districts: mellanrum scenarios check norrbotten {path})")
    say(f"  3. mellanrum compare norrbotten current {path}")


@scenarios.command("new-county")
@click.argument("name")
@click.option("--output", metavar="PATH", type=click.Path(path_type=Path), help="Where to write it [NAME.toml].")
@told_in_words
def new_county(name: str, output: Path | None) -> None:
    """Write NAME.toml, an invented county of two municipalities that runs, to put your own numbers in.

    \b
    Example:
      mellanrum scenarios new-county my_county
    """
    from scenarios.tools import new

    path = _free(name, output)
    _write(path, new.new_county(name))
    say(f"{path} is written. Next:")
    say("  1. put your municipalities, posts and places in the place of the invented ones")
    say(f"  2. mellanrum scenarios check {path}")
    say(f"  3. mellanrum compare {path} current big_bang")


def _free(name: str, output: Path | None) -> Path:
    """Return where to write a new file, or tell why the name or the place will not do."""
    from mellanrum.runs.places import place
    from scenarios.files.names import unfit
    from scenarios.files.problems import Problem, ScenarioError
    from scenarios.files.read import list_counties, list_designs
    from sim.terms.quantity import shown

    problems = []
    if not set(name).isdisjoint("./ ") or unfit(name):
        problems.append(Problem("NAME", "", shown(name), "letters, digits, - and _, at most 100, without .toml"))
    elif name in (*list_counties(), *list_designs()):
        problems.append(Problem("NAME", "", f"{shown(name)}, which ships", "a name of your own"))
    path = place(output or f"{name}.toml")
    if not problems and (path.exists() or path.is_symlink()):
        what = "a folder" if path.is_dir() else "a file that exists" if path.exists() else "a link that leads nowhere"
        problems.append(Problem(str(path), "", what, "a file that does not exist yet (--output PATH)"))
    if problems:
        raise ScenarioError(problems)
    return path


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:  # never over a file that came meanwhile
        file.write(text)


def _from_there(extends: str, path: Path) -> str:
    """Return how a file at `path` names the design that it extends: as it ships, or by the way from its folder."""
    import os

    from scenarios.files.read import list_designs

    if extends in list_designs():
        return extends
    try:
        return Path(os.path.relpath(extends, path.parent)).as_posix()
    except ValueError:  # no way from one drive to another
        return Path(extends).resolve().as_posix()


@scenarios.command("schema")
@click.argument("kind", type=click.Choice(["county", "design", "services", "study"]), default="design")
@told_in_words
def schema(kind: str) -> None:
    """Print the JSON Schema of a KIND of file (county, design or services), for completion in an editor.

    \b
    Example:
      mellanrum scenarios schema design > design.schema.json
    """
    from scenarios.files.schema import schema_of

    say(schema_of(kind), nl=False)


scenarios.add_command(pillars)
