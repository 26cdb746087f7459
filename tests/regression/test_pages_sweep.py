"""Pages of sweeps, word for word in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from outputs.sweep import page
from outputs.text.screen import text
from sim.studies.sweep import Sweep
from tests.golden_pages import held
from tests.study_results import FIVE, FOLLOW, LEAD, NOTHING, REFILLED, THREE, TWELVE, falling, slow, summaries, sweep_of

VARIED = {key: (0.1, 0.25) if i < 6 else (0.3,) for i, key in enumerate(TWELVE)}


def _without_values() -> Sweep:
    found = sweep_of({FOLLOW: FIVE})
    return replace(
        found,
        points=tuple(replace(p, levels=NOTHING, baseline=NOTHING, differences=NOTHING) for p in found.points),
    )


def _without_difference() -> Sweep:
    found = sweep_of({FOLLOW: FIVE, LEAD: THREE})
    return replace(found, points=tuple(replace(p, differences=summaries(0.0, 0.0)) for p in found.points))


RESULTS: dict[str, Callable[[], Sweep]] = {
    "one_key": lambda: sweep_of({FOLLOW: FIVE}, falling, shared=(LEAD,)),
    "two_keys": lambda: sweep_of({FOLLOW: FIVE, LEAD: THREE, REFILLED: (0.25,)}, slow, shared=(FOLLOW, LEAD)),
    "many_keys": lambda: sweep_of(VARIED, falling),
    "words": lambda: sweep_of({"transfer.to": ("region", "joint")}),
    "one_point": lambda: sweep_of({FOLLOW: (0.5,)}, replications=1),
    "few": lambda: sweep_of({FOLLOW: FIVE}, replications=4),
    "no_values": _without_values,
    "no_difference": _without_difference,
    "nothing_run": lambda: sweep_of({FOLLOW: ()}),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_page_of_a_sweep_says_what_it_said(name: str) -> None:
    held(f"sweep/{name}", lambda: text(page.parts(RESULTS[name](), "runs/x")))


def test_the_whole_page_of_a_sweep_says_what_it_said() -> None:
    held("sweep/whole", lambda: text(page.parts(RESULTS["one_key"](), full=True)))
