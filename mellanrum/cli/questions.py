"""`mellanrum sweep`, `breakeven`, `sensitivity`, `rank`, `worth` and `warmup`: questions that are answered by runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mellanrum.cli.errors import BadInputError
from mellanrum.cli.options import (
    COUNT,
    MEANS,
    PLACES,
    SHARD,
    SPAN,
    Number,
    parameters_option,
    seed_option,
    together,
    years_option,
)
from mellanrum.cli.performing import asks
from mellanrum.defaults import (
    BREAKEVEN_BUDGET,
    MEASURE,
    RANK_BUDGET,
    RANK_DELTA,
    RANK_REPLICATIONS,
    SWEEP_REPLICATIONS,
    WARMUP_REPLICATIONS,
    WARMUP_YEARS,
    WORTH_REPLICATIONS,
)
from sim.terms.errors import unusable
from sim.terms.language import N_, _

if TYPE_CHECKING:
    from mellanrum.questions.breakeven import BreakevenRequest
    from mellanrum.questions.rank import RankRequest
    from mellanrum.questions.sensitivity import SensitivityRequest
    from mellanrum.questions.sweep import SweepRequest
    from mellanrum.questions.warmup import WarmupRequest
    from mellanrum.questions.worth import WorthRequest

POSITIVE = Number(float, N_("a number above 0"), 0.0, 1e12, above=True)
SHARE = Number(float, N_("a number above 0 and below 0.5"), 0.0, 0.499999, above=True)

baseline_option = click.option(
    "--baseline", default="current", show_default=True, help="Design that the other is compared with."
)
hold_option = click.option(
    "--hold-baseline",
    is_flag=True,
    help="The baseline keeps its own values, also of keys that both have; not the calendar's.",
)
asked = together([seed_option, years_option, parameters_option])
shown = together([*MEANS, *PLACES, click.option("--digest", is_flag=True, help="Print a SHA-256 over all event logs.")])


def replications_option(default: int, what: str) -> Any:
    """Return the option -n with its default and what it counts."""
    return click.option("-n", "--replications", type=COUNT, default=default, show_default=True, help=what)


def measures_option(what: str) -> Any:
    """Return the option --measure, which may be given several times."""
    return click.option("--measure", "measures", multiple=True, metavar="NAME", help=what)


@click.command()
@click.argument("county")
@click.argument("design")
@click.option(
    "--vary", multiple=True, metavar="KEY=VALUES", required=True, help="START:STOP:STEP, or a,b,c; see below."
)
@replications_option(SWEEP_REPLICATIONS, N_("Replications at each combination."))
@measures_option(N_("A measure to show after the first row, such as a wait; may be given several times."))
@baseline_option
@hold_option
@asked
@shown
@SHARD
@asks
def sweep(vary: tuple[str, ...], **asked: Any) -> SweepRequest:
    """Run DESIGN in COUNTY at every combination of values of some keys, beside the baseline, on the same chance.

    A key is any of a scenario: of the design, the county, the services or the parameters (mellanrum scenarios keys
    lists them). A number replaces what stands there whatever --parameters says; x1.5 is a factor on it. What belongs to
    the world and not to the design is set in the baseline as well. Each combination shows the first row, untreated
    needs first, and what --measure names: the wait at a service is wait_days.SERVICE.median.

    \b
    Examples:
      mellanrum sweep norrbotten phased --vary transfer.follow_share=0:1:0.25
      mellanrum sweep norrbotten big_bang --vary transfer.recruitment_lead_days=x0.5,x1,x2 -n 20
      mellanrum sweep gavleborg full_reform --vary rules.adult_psychiatry.sobriety_days=0,30,90
      mellanrum sweep norrbotten current --vary county.staffing.adult_psychiatry.total=64,128 --hold-baseline \\
        --measure wait_days.adult_psychiatry.median
    """
    from mellanrum.questions.sweep import SweepRequest

    return SweepRequest(vary=_values(vary), **asked)


@click.command()
@click.argument("county")
@click.argument("design")
@click.option("--vary", required=True, metavar="KEY[=LOW:HIGH]", help="The key, and where to look.  [default: 0:1]")
@click.option("--measure", default=MEASURE, show_default=True, help="The measure on which they are to be equal.")
@click.option(
    "--tolerance", type=POSITIVE, help="Half-width of the interval to stop at.  [default: a 20th of the range]"
)
@click.option(
    "--budget", type=COUNT, default=BREAKEVEN_BUDGET, show_default=True, help="Most replications of the design."
)
@click.option(
    "--beside",
    multiple=True,
    metavar="KEY=VALUES",
    help="Tell it with this key at these values, too.  [default: recruitment leads and posts never refilled]",
)
@click.option("--alone", is_flag=True, help="Tell it beside nothing.")
@baseline_option
@hold_option
@asked
@shown
@asks
def breakeven(vary: str, beside: tuple[str, ...], alone: bool, **asked: Any) -> BreakevenRequest:
    """Find the value of a key at which DESIGN equals the baseline in COUNTY, with an interval, or say there is none.

    Values are run in the same replications, the search looks closer where the curve crosses 0, and stops when the
    interval is narrow enough or the budget is spent.

    \b
    Examples:
      mellanrum breakeven norrbotten phased --vary transfer.follow_share
      mellanrum breakeven norrbotten phased --vary transfer.productivity_dip=0:0.5 --measure days_to_treatment
    """
    from mellanrum.questions.breakeven import BreakevenRequest

    if alone and beside:
        raise BadInputError([_("--alone: found it with --beside; valid: one of them")])
    key, low, high = _ends(vary)
    others = {} if alone else _values(beside) if beside else None
    return BreakevenRequest(key=key, low=low, high=high, beside=others, **asked)


@click.command()
@click.argument("county")
@click.argument("design")
@click.option("--method", type=click.Choice(["morris", "sobol"]), default="morris", show_default=True)
@click.option(
    "--over",
    multiple=True,
    metavar="KEYS",
    help="fitted, levers, all, keys or patterns such as transfer.*; may be given several times.  "
    "[default: fitted and levers]",
)
@click.option(
    "--budget", type=POSITIVE, metavar="MINUTES", help="Time to spend; Sobol may then go through an emulator."
)
@measures_option(N_("A measure to look at after the first row; may be given several times."))
@baseline_option
@hold_option
@asked
@shown
@asks
def sensitivity(
    over: tuple[str, ...], budget: float | None, parameters: str | None, **asked: Any
) -> SensitivityRequest:
    """Tell which numbers DESIGN's results in COUNTY hang on: their levels, and their differences from the baseline.

    Morris screens many keys cheaply; Sobol tells shares of the variance. Where direct runs would take longer than the
    budget, Sobol goes through an emulator, whose own error is shown. What is not varied is at central values unless
    --parameters says otherwise. Needs mellanrum[sensitivity].

    \b
    Examples:
      mellanrum sensitivity norrbotten phased --method morris --budget 60
      mellanrum sensitivity norrbotten phased --method sobol --over "transfer.*" --budget 45
    """
    from mellanrum.questions.sensitivity import SensitivityRequest

    asked |= {"over": over} if over else {}
    asked |= {"parameters": parameters} if parameters else {}  # else what is not varied stays where it is
    return SensitivityRequest(budget_minutes=budget, **asked)


@click.command()
@click.argument("county")
@click.argument("designs", metavar="DESIGN...", nargs=-1, required=True)
@replications_option(RANK_REPLICATIONS, N_("Draws in which all designs are run."))
@click.option("--measure", default=MEASURE, show_default=True, help="The measure that ranks; the others stand beside.")
@click.option(
    "--delta",
    type=POSITIVE,
    default=RANK_DELTA,
    show_default=True,
    help="Smallest difference worth telling, in the measure's unit (a share: 0.005 is half a percentage point).",
)
@click.option("--alpha", type=SHARE, default=0.05, show_default=True, help="Risk of selecting one that is worse by it.")
@click.option("--budget", type=COUNT, default=RANK_BUDGET, show_default=True, help="Most replications of a design.")
@asked
@shown
@asks
def rank(**asked: Any) -> RankRequest:
    """Rank DESIGNs in COUNTY: how probable it is that each is best, and what is lost by choosing it if it is not.

    One measure alone ranks them: untreated needs, unless another is named. The rest of the first row stands beside,
    as a comparison has it. All are run under the same draws of parameters and chance. Then a race (Kim and Nelson) goes
    on with those that may be best until one is left, or the rest differ by less than --delta.

    \b
    Examples:
      mellanrum rank norrbotten current stronger_agreements integrated_teams full_reform
      mellanrum rank norrbotten current phased --measure days_to_treatment --delta 2
    """
    from mellanrum.questions.rank import RankRequest

    return RankRequest(**asked)


@click.command()
@click.argument("county")
@click.argument("designs", metavar="DESIGN...", nargs=-1, required=True)
@replications_option(WORTH_REPLICATIONS, N_("Draws in which all designs are run."))
@click.option("--measure", default=MEASURE, show_default=True, help="What is to be as small (or large) as can be.")
@asked
@shown
@SHARD
@asks
def worth(**asked: Any) -> WorthRequest:
    """Tell what should be counted next: how much better a choice among DESIGNs in COUNTY could be made if one knew it.

    For each count that one could ask a municipality or the region for, and for each parameter, the expected value of
    knowing it exactly: by how much fewer needs go untreated, unless another measure is named.

    \b
    Examples:
      mellanrum worth norrbotten current stronger_agreements phased integrated_teams
      mellanrum worth gavleborg current full_reform --measure fall_rate
    """
    from mellanrum.questions.worth import WorthRequest

    return WorthRequest(**asked)


@click.command()
@click.argument("county")
@click.argument("design", default="current")
@replications_option(WARMUP_REPLICATIONS, N_("Replications that are averaged."))
@seed_option
@click.option("--years", type=SPAN, default=WARMUP_YEARS, show_default=True, help="Years after the reform day.")
@parameters_option
@shown
@asks
def warmup(**asked: Any) -> WarmupRequest:
    """Check with MSER-5 whether the warm-up of COUNTY is long enough, and draw the months from day 0.

    DESIGN is one that changes nothing: a change is no warm-up, and must not be cut off as one.

    \b
    Examples:
      mellanrum warmup norrbotten
    """
    from mellanrum.questions.warmup import WarmupRequest

    return WarmupRequest(**asked)


def _ends(vary: str) -> tuple[str, Any, Any]:
    """Return key, low and high of KEY=LOW:HIGH; a key alone is looked at from 0 to 1."""
    from scenarios.files.names import canonical, key_and_rest

    key, equals, said = (text.strip() for text in key_and_rest(canonical(vary)))
    low, colon, high = said.partition(":")
    if not equals:
        return key, 0.0, 1.0
    ends = [_number(text) for text in (low, high)]
    if not (key and colon) or None in ends:
        valid = _("KEY=LOW:HIGH, two numbers, or two factors: x0.5:x2")
        raise BadInputError([unusable("--vary", repr(vary), valid)])
    return key, ends[0], ends[1]


def _number(text: str) -> float | str | None:
    try:
        number = float(text.removeprefix("x"))
    except ValueError:
        return None
    return f"x{number:g}" if text.startswith("x") else number


def _values(texts: tuple[str, ...]) -> dict[str, list[Any]]:
    """Return key → values, as a plan has them, of texts KEY=VALUES."""
    from scenarios.edits.vary import parse_varies
    from sim.studies.sweep import plain

    return {key: [plain(edit) for edit in edits] for key, edits in parse_varies(texts).items()}
