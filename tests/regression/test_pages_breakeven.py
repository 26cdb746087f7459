"""Pages of break-evens, word for word in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from outputs.breakeven import page
from outputs.text.screen import text
from sim.analysis.estimates import Estimate
from sim.analysis.roots import Known
from sim.studies.break_even import BreakEvenFound, CurvePoint
from tests.golden_pages import held
from tests.study_results import FIVE, LEAD, NOTHING, OTHERS, UNCLEAR, break_even_of, crossing, summaries

CROSSES = replace(UNCLEAR, known=Known.CROSSES, crossings=(crossing(),), equal_at=(0.3,))


def _beside_otherwise() -> BreakEvenFound:
    """Beside other things the two are equal more than once, or nowhere, or it is not clear."""
    found = break_even_of(crossings=[crossing(precise=False)])
    above, below, unclear = Estimate(0.03, 0.02, 0.04), Estimate(-0.02, -0.03, -0.01), Estimate(0.0, -0.01, 0.01)
    first = replace(found.beside[0], crossing=None)
    beside = (
        replace(first, several=True),
        replace(first, at_low=above, at_high=above),
        replace(first, at_low=below, at_high=below),
        replace(first, at_low=unclear, at_high=below),
    )
    return replace(found, beside=beside)


RESULTS: dict[str, Callable[[], BreakEvenFound]] = {
    "crosses": lambda: break_even_of(crossings=[crossing()]),
    "crosses_twice": lambda: break_even_of(crossings=[crossing(0.3, 0.05), crossing(0.7, 0.05, rises=True)], beside=()),
    "crosses_and_unclear": lambda: break_even_of(found=CROSSES, beside=()),
    "beside_otherwise": _beside_otherwise,
    "times": lambda: break_even_of(
        key=LEAD, low=0.5, high=2.0, is_factor=True, measure="days_to_treatment", crossings=[crossing()]
    ),
    "undecided": lambda: break_even_of(found=UNCLEAR, measure=OTHERS),
    "everywhere": lambda: break_even_of(
        Known.EQUAL, points=tuple(CurvePoint(x, summaries(0, 0)) for x in FIVE), beside=()
    ),
    "nowhere": lambda: break_even_of(found=replace(UNCLEAR, known=Known.NOWHERE, unclear=(), sign=1), beside=()),
    "no_change_of_sides": lambda: break_even_of(found=replace(UNCLEAR, known=Known.NOWHERE, unclear=()), beside=()),
    "no_values": lambda: break_even_of(Known.UNDECIDED, points=(CurvePoint(0.0, NOTHING),), beside=()),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_page_of_a_break_even_says_what_it_said(name: str) -> None:
    held(f"breakeven/{name}", lambda: text(page.parts(RESULTS[name](), "runs/x")))
