"""`mellanrum` itself: its help, and which module holds which command."""

from __future__ import annotations

from types import ModuleType

import click

from mellanrum.cli.language import choose_language, in_language
from mellanrum.cli.saying import say
from sim.terms.language import LANGUAGES, _

COMMANDS = (
    "compare",
    "run",
    "ablate",
    "sweep",
    "breakeven",
    "sensitivity",
    "rank",
    "worth",
    "warmup",
    "study",
    "resume",
    "expand",
    "runs",
    "trace",
    "scenarios",
    "evidence",
    "workshop",
    "calibrate",
)
"""In the order in which a newcomer meets them."""
OF_ALL = ("--engine", "--lang")
"""Options that stand before a command or after it."""


def module_of(command: str) -> ModuleType:
    """Return the module that holds a command, imported now and not before."""
    match command:
        case "compare" | "run" | "ablate":
            from mellanrum.cli import running

            return running
        case "sweep" | "breakeven" | "sensitivity" | "rank" | "worth" | "warmup":
            from mellanrum.cli import questions

            return questions
        case "study":
            from mellanrum.cli import studying

            return studying
        case "resume" | "expand" | "runs":
            from mellanrum.cli import kept_runs

            return kept_runs
        case "trace":
            from mellanrum.cli import tracing

            return tracing
        case "scenarios":
            from mellanrum.cli import scenario_files

            return scenario_files
        case "evidence":
            from mellanrum.cli import evidence

            return evidence
        case "workshop":
            from mellanrum.cli import workshop

            return workshop
        case _:
            from mellanrum.cli import calibrating

            return calibrating


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for; an unknown one names its nearest."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take `--engine` and `--lang` wherever they stand: they are of no command, and of all."""
        for name in OF_ALL:
            at = next((i for i, a in enumerate(args) if a == name or a.startswith(f"{name}=")), None)
            if at is not None:
                size = 1 if "=" in args[at] else 2
                args = [*args[at : at + size], *args[:at], *args[at + size :]]
        choose_language(args)
        in_language(self)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported."""
        if cmd_name not in COMMANDS:
            return None
        found = getattr(module_of(cmd_name), cmd_name)
        assert isinstance(found, click.Command)
        if isinstance(found, click.Group):
            for command in found.commands.values():
                in_language(command)
        return in_language(found)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name, or fail with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from scenarios.files.problems import one_of

            valid = one_of(COMMANDS, args[0])
            ctx.fail(_("no command is called {name}; valid: {valid}.", name=repr(args[0]), valid=valid))
        return super().resolve_command(ctx, args)


def show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Print the version and stop."""
    del param
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        from mellanrum.cli.engine import which

        say(f"mellanrum {version('mellanrum')}, {which()}")
        ctx.exit()


def choose_engine(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    """Keep to the interpreter, or insist on the compiled build, before any of the model is imported."""
    del param
    if value is None or ctx.resilient_parsing:
        return
    import os

    if value == "simpy":
        os.environ["MELLANRUM_PURE"] = "1"
    from mellanrum.cli.engine import why
    from sim.compiled import COMPILED

    if value == "compiled" and not COMPILED:
        raise click.UsageError(_("--engine: found compiled, but {why}; valid: simpy.", why=why()))
    if value == "simpy" and COMPILED:
        raise click.UsageError(_("--engine: found simpy, but this process has begun with the compiled model."))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version, help="Print the version."
)
@click.option(
    "--engine",
    type=click.Choice(["simpy", "compiled"]),
    is_eager=True,
    expose_value=False,
    callback=choose_engine,
    help="Interpreted on SimPy, or compiled: the same model, the same results. Default: compiled where it is there.",
)
@click.option(
    "--lang",
    type=click.Choice(list(LANGUAGES)),
    is_eager=True,
    expose_value=False,
    help="Swedish or English. Default: what MELLANRUM_LANG says, else the locale.",
)
@click.pass_context
def root(ctx: click.Context) -> None:
    """Simulate what divided or shared responsibility does to people with samsjuklighet.

    \b
    Start here:
      mellanrum compare norrbotten current big_bang
      mellanrum trace norrbotten current big_bang --fell sobriety_blocked
      mellanrum scenarios
    """
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())
