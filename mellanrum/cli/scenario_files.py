"""`mellanrum scenarios`: what ships, what a file says, new files, and whether a file can be used."""

from __future__ import annotations

from pathlib import Path

import click

from mellanrum.cli.errors import BadInputError, counted, told_in_words
from mellanrum.cli.options import years_option
from mellanrum.cli.page import shortened, show_table
from mellanrum.cli.pillars import pillars
from mellanrum.cli.saying import say
from sim.terms.language import N_, _, language, ngettext


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

    code = language().code
    counties = [(name, str(follow(name, "county").table.get(f"title_{code}", ""))) for name in list_counties()]
    show_table(_("Counties"), (_("name"), _("what it is")), counties)
    say()
    designs = []
    for name in list_designs():
        table = follow(name, "design").table
        title, summary = (str(table.get(f"{key}_{code}", "")) for key in ("title", "summary"))
        designs.append((name, shortened(title, 30), shortened(summary, 200)))
    show_table(_("Designs"), (_("name"), _("title"), _("what changes")), designs)


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
            [
                _(
                    "--like: found {text}, which none of the {n} keys holds; valid: a part of a key",
                    text=repr(like),
                    n=len(keys),
                )
            ]
        )
    rows = []
    for key, standing in some.items():
        q = standing.quantity
        told = _numbers(standing.value) if q is None else _numbers(q.value)
        reach = "" if q is None or q.low == q.high else _("{low} to {high}", low=f"{q.low:g}", high=f"{q.high:g}")
        factor = "x " if q is not None and isinstance(q.value, tuple) and reach else ""
        rests = "" if q is None else q.evidence
        if standing.path in counted:
            rests += ", " + _("counted only: moves no measure")
        rows.append((key, told, "" if q is None else _(q.unit), f"{factor}{reach}", rests))
    show_table(
        _("Keys of {design} in {county}", design=design, county=county),
        (_("key"), _("value"), _("unit"), _("range"), _("evidence")),
        rows,
    )


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
        say(_("{first} and {second} differ in nothing but words.", first=first, second=second))
        return
    rows = [(d.key, d.first or "–", d.second or "–", d.evidence) for d in found]
    title = ngettext("{n} difference", "{n} differences", len(found))
    show_table(title, (_("key"), first, second, _("evidence")), rows)


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
        raise BadInputError(problems, then=counted)
    for file in files:
        unusual = remarked(file, load_parameters())
        if unusual:
            say(_("{file}: no problems, and {n} to look at again:", file=file, n=len(unusual)))
        else:
            say(_("{file}: all is well.", file=file))
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
        say(_("{file}: is of the present format; nothing is written.", file=file))
        return
    if found.path.resolve().is_relative_to(HERE):
        raise BadInputError([_("FILE: found {file}, which ships; valid: a file of your own", file=file)])
    kept = found.path.with_name(f"{found.path.stem}.before.toml")
    if lines := why_not_a_file("upgrade", kept, or_else=False):
        raise BadInputError(lines)
    write_keeping(found.path, found.text, kept)
    say(_("{file} has now:", file=found.path))
    for done in found.done:
        say(f"  {done}")
    check = "study" if found.kind == "study" else "scenarios"
    next_one = f"mellanrum {check} check {found.path}"
    say(_("As it was: {kept}. Next: {command}", kept=kept, command=next_one))


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
    say(_("{file} is written. Next:", file=path))
    say("  1. " + _("take the # from what should differ, and edit it"))
    say(f"  2. mellanrum scenarios check {path}")  # not said: a command
    with_county = f"mellanrum scenarios check norrbotten {path}"  # not said: a command
    say("     " + _("(if it names districts: {command})", command=with_county))
    say(f"  3. mellanrum compare norrbotten current {path}")  # not said: a command


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
    say(_("{file} is written. Next:", file=path))
    say("  1. " + _("put your municipalities, posts and places in the place of the invented ones"))
    say(f"  2. mellanrum scenarios check {path}")  # not said: a command
    say(f"  3. mellanrum compare {path} current big_bang")  # not said: a command


def _free(name: str, output: Path | None) -> Path:
    """Return where to write a new file, or tell why the name or the place will not do."""
    from mellanrum.runs.places import place
    from scenarios.files.names import unfit
    from scenarios.files.problems import Problem, ScenarioError
    from scenarios.files.read import list_counties, list_designs
    from sim.terms.quantity import shown

    problems = []
    if not set(name).isdisjoint("./ ") or unfit(name):
        problems.append(Problem("NAME", "", shown(name), _("letters, digits, - and _, at most 100, without .toml")))
    elif name in (*list_counties(), *list_designs()):
        found = _("{name}, which ships", name=shown(name))
        problems.append(Problem("NAME", "", found, _("a name of your own")))
    path = place(output or f"{name}.toml")
    if not problems and (path.exists() or path.is_symlink()):
        what = N_("a folder") if path.is_dir() else N_("a file that exists")
        if not path.exists():
            what = N_("a link that leads nowhere")
        problems.append(Problem(str(path), "", _(what), _("a file that does not exist yet (--output PATH)")))
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
