"""`mellanrum run` and `mellanrum compare`."""

from __future__ import annotations

from typing import Any

import click

from mellanrum.cli.errors import BadInputError, told_in_words
from mellanrum.cli.options import run_options
from mellanrum.cli.performing import perform
from mellanrum.defaults import ABLATE_REPLICATIONS, COMPARE_REPLICATIONS, RUN_REPLICATIONS

ASKED = ("replications", "precision", "seed", "years", "parameters", "logs")
"""The options that decide a result; all others say how and where."""


@click.command()
@click.argument("county")
@click.argument("design")
@run_options(RUN_REPLICATIONS)
@told_in_words
def run(county: str, design: str, **options: Any) -> None:
    """Run one DESIGN in COUNTY and show what it does.

    Both are names that ship (see mellanrum scenarios) or paths to files.

    \b
    Examples:
      mellanrum run norrbotten current
      mellanrum run norrbotten big_bang -n 3 --digest
      mellanrum run norrbotten my_design.toml --json -
    """
    _compare(county, [design], options)


@click.command()
@click.argument("county")
@click.argument("designs", metavar="DESIGN...", nargs=-1, required=True)
@run_options(COMPARE_REPLICATIONS)
@told_in_words
def compare(county: str, designs: tuple[str, ...], **options: Any) -> None:
    """Compare DESIGNs in COUNTY on the same chance; the first is the baseline.

    Begins with five sentences and one screen: untreated needs, which alone rank designs, and what stands beside them as
    paired differences with their 95 % intervals, and who is better or worse off, client by client. --full shows the
    rest. COUNTY and DESIGN are names that ship (see mellanrum scenarios) or paths to files.

    \b
    Examples:
      mellanrum compare norrbotten current paper_transfer big_bang
      mellanrum compare norrbotten current big_bang -n 5 --years 3
      mellanrum compare norrbotten current my_design.toml --out results --logs all
    """
    _compare(county, list(designs), options)


@click.command()
@click.argument("county")
@click.argument("design")
@run_options(ABLATE_REPLICATIONS, logs="none", auto=False)
@told_in_words
def ablate(county: str, design: str, **options: Any) -> None:
    """Run DESIGN in COUNTY whole, and without each of its mechanisms.

    The whole design is the baseline, so a difference says what leaving one mechanism out does: a rule, a measure, an
    opening, the posts it takes from others, the dip in output, the cases lost, and so on. Untreated needs that rise
    without it say that the mechanism helps. A design may have 30 mechanisms, and each is run -n times.

    \b
    Examples:
      mellanrum ablate norrbotten integrated_teams -n 5
      mellanrum ablate gavleborg full_reform -n 3 --years 3
    """
    asked = {name: options.pop(name) for name in ASKED if name in options}
    perform("ablate", {"county": county, "design": design, **asked}, f"{county}: {design}", **options)


def _compare(county: str, designs: list[str], options: dict[str, Any]) -> None:
    asked = {name: options.pop(name) for name in ASKED}
    if asked["precision"] and asked["replications"] != "auto":
        raise BadInputError(["--precision: found it with a number of replications; valid: with -n auto"])
    perform("compare", {"county": county, "designs": designs, **asked}, f"{county}: {', '.join(designs)}", **options)
