"""The options that `run` and `compare` share, said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from mellanrum.defaults import LARGEST_SEED, LONGEST_YEARS, SEED, YEARS
from sim.terms.language import N_, _


class Number(click.ParamType):
    """A number within bounds; its help says so in the option's own sentence."""

    name = "number"

    def __init__(
        self,
        kind: type[int] | type[float],
        valid: str,
        low: float,
        high: float,
        above: bool = False,
        **bounds: object,
    ) -> None:
        """Take what is valid as a sentence that is looked up where it is said, with its gaps in `bounds`."""
        self.kind, self.valid, self.low, self.high, self.above = kind, valid, low, high, above
        self.bounds = bounds

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number, or fail with what was found and what is valid."""
        try:
            number = self.kind(value)
        except (ValueError, OverflowError):
            self.fail(self._found(value), param, ctx)
        if not self.low <= number <= self.high or (self.above and number == self.low):
            self.fail(self._found(value), param, ctx)
        return number

    def _found(self, value: object) -> str:
        return _("found {found}; valid: {valid}.", found=repr(value), valid=_(self.valid, **self.bounds))


class CountOrAuto(Number):
    """A whole number, or `auto`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or the word."""
        return "auto" if value == "auto" else super().convert(value, param, ctx)


COUNT = Number(int, N_("a whole number, at least 1"), 1, 10**9)
PAIRS = Number(int, N_("a whole number, at least 2"), 2, 10**9)
SPAN = Number(float, N_("a number above 0 and at most {most}"), 0.0, LONGEST_YEARS, above=True, most=LONGEST_YEARS)
WHOLE_SEED = Number(int, N_("a whole number from 0 to {most}"), 0, LARGEST_SEED, most=LARGEST_SEED)
REPLICATIONS = CountOrAuto(int, N_("a whole number, at least 1, or auto"), 1, 10**9)
NTH = Number(int, N_("a whole number, at least 0"), 0, 10**9)

jobs_option = click.option("--jobs", type=COUNT, help="Number of processes.  [default: one per core]")
archive_option = click.option(
    "--archive",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder where finished replications are kept and found again.  "
    "[default: what MELLANRUM_ARCHIVE says, else runs/archive]",
)
MEANS = (
    jobs_option,
    archive_option,
    click.option("--cluster", metavar="ADDRESS", help="Dask scheduler to run on: tcp://HOST:PORT or tls://HOST:PORT."),
)
SHARD = click.option(
    "--shard", metavar="K/N", help="Run only part K of N into the archive; without it the result is then shown at once."
)
PLACES = (
    click.option(
        "--out",
        metavar="PATH",
        type=click.Path(path_type=Path),
        help="Folder to make for the results instead of one under runs/.",
    ),
    click.option(
        "--json", "json_file", metavar="FILE", help="Write the results as one JSON document (-: standard output)."
    ),
)
seed_option = click.option(
    "--seed", type=WHOLE_SEED, default=SEED, show_default=True, help="Number that decides all chance."
)
years_option = click.option(
    "--years",
    type=SPAN,
    default=YEARS,
    show_default=True,
    help=f"Years of 365 days after the reform day, at most {LONGEST_YEARS}; the first row needs 2.",
)
parameters_option = click.option(
    "--parameters",
    type=click.Choice(["posterior", "prior", "point"]),
    help="One draw per replication fitted to the county's counts, one from the ranges, or central values.  "
    "[default: posterior where the county has a set that can be used, else point]",
)


def read_precision(ctx: click.Context, param: click.Parameter, value: str | None) -> dict[str, float] | None:
    """Return name → number from "level=5% shares=1% days=5 budget=200"; what is left out is as usual."""
    if value is None:
        return None
    found: dict[str, float] = {}
    for item in value.replace(",", " ").split():
        name, text = (*item.split("=", 1), "")[:2]
        try:
            number = float(text.removesuffix("%")) / (100.0 if text.endswith("%") else 1.0)
        except ValueError:
            number = 0.0
        if name not in ("level", "shares", "days", "least", "budget") or not 0.0 < number < 1e9 or name in found:
            said = _("found {found}; valid: {valid}, each once.", found=repr(item), valid=_(PRECISION))
            raise click.BadParameter(said, ctx, param)
        found[name] = int(number) if name in ("least", "budget") else number
    return found


PRECISION = N_(
    "level=5% (of a level), shares=1% (of a difference), days=5 (of a difference), least=3, budget=200 (replications)"
)
precision_option = click.option(
    "--precision",
    metavar="TEXT",
    callback=read_precision,
    help=f"With -n auto, half-widths of the 95 % intervals and the most replications.  [default: {PRECISION}]",
)


def run_options(replications: int, logs: str = "first", auto: bool = True) -> Callable[[Any], Any]:
    """Return a decorator that adds the options, with `replications` as the default of -n and `logs` of --logs.

    `auto`: whether -n may be auto.
    """
    options = [
        click.option(
            "-n",
            "--replications",
            type=REPLICATIONS if auto else COUNT,
            default=replications,
            show_default=True,
            help="Number of replications of each design"
            + ("; auto: as many as --precision asks for." if auto else "."),
        ),
        *([precision_option] if auto else []),
        seed_option,
        years_option,
        *MEANS,
        SHARD,
        *PLACES,
        click.option("--digest", is_flag=True, help="Print a SHA-256 of every event log."),
        click.option(
            "--logs",
            type=click.Choice(["none", "first", "all"]),
            default=logs,
            show_default=True,
            help="Keep the event logs of which replications.",
        ),
        parameters_option,
        click.option("--full", is_flag=True, help="Print all tables, not only the most important."),
    ]

    return together(options)


def together(options: Sequence[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Return one decorator that adds all the options, in this order."""

    def add(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return add
