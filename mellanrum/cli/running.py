"""`mellanrum run` and `mellanrum compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mellanrum.cli.errors import BadInputError
from mellanrum.cli.options import run_options
from mellanrum.cli.performing import asks
from mellanrum.defaults import ABLATE_REPLICATIONS, COMPARE_REPLICATIONS, RUN_REPLICATIONS
from sim.terms.language import _

if TYPE_CHECKING:
    from mellanrum.questions.ablate import AblateRequest
    from mellanrum.questions.compare import CompareRequest


@click.command()
@click.argument("county")
@click.argument("design")
@run_options(RUN_REPLICATIONS)
@asks
def run(design: str, **asked: Any) -> CompareRequest:
    """Run one DESIGN in COUNTY and show what it does.

    Both are names that ship (see mellanrum scenarios) or paths to files.

    \b
    Examples:
      mellanrum run norrbotten current
      mellanrum run norrbotten big_bang -n 3 --digest
      mellanrum run norrbotten my_design.toml --json -
    """
    return _designs((design,), **asked)


@click.command()
@click.argument("county")
@click.argument("designs", metavar="DESIGN...", nargs=-1, required=True)
@run_options(COMPARE_REPLICATIONS)
@asks
def compare(designs: tuple[str, ...], **asked: Any) -> CompareRequest:
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
    return _designs(designs, **asked)


@click.command()
@click.argument("county")
@click.argument("design")
@run_options(ABLATE_REPLICATIONS, logs="none", auto=False)
@asks
def ablate(**asked: Any) -> AblateRequest:
    """Run DESIGN in COUNTY whole, and without each of its mechanisms.

    The whole design is the baseline, so a difference says what leaving one mechanism out does: a rule, a measure, an
    opening, the posts it takes from others, the dip in output, the cases lost, and so on. Untreated needs that rise
    without it say that the mechanism helps. A design may have 30 mechanisms, and each is run -n times.

    \b
    Examples:
      mellanrum ablate norrbotten integrated_teams -n 5
      mellanrum ablate gavleborg full_reform -n 3 --years 3
    """
    from mellanrum.questions.ablate import AblateRequest

    return AblateRequest(**asked)


def _designs(designs: tuple[str, ...], **asked: Any) -> CompareRequest:
    from mellanrum.questions.compare import CompareRequest

    request = CompareRequest(designs=designs, **asked)
    if request.precision and request.size_is_known:
        raise BadInputError([_("--precision: found it with a number of replications; valid: with -n auto")])
    return request
