"""Pages of the check of the warm-up, word for word in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from outputs.text.screen import text
from outputs.warmup import page
from sim.studies.warming import SERIES, WarmUpFound
from tests.golden_pages import held
from tests.study_results import warm_up_of

RESULTS: dict[str, Callable[[], WarmUpFound]] = {
    "long_enough": warm_up_of,
    "too_short": lambda: warm_up_of({"open": 1000.0, "falls": 800.0}),
    "unsettled": lambda: warm_up_of(reliable=False, undefined=("load.region",)),
    "nothing_defined": lambda: warm_up_of(series=(), undefined=SERIES),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_page_of_a_warm_up_says_what_it_said(name: str) -> None:
    held(f"warmup/{name}", lambda: text(page.parts(RESULTS[name](), "runs/x")))


def test_the_months_of_a_warm_up_say_what_they_said() -> None:
    def whole() -> str:
        lines = text(page.parts(warm_up_of(), full=True)).splitlines()
        at = next(i for i, line in enumerate(lines) if "2026-01-01" in line)
        return "\n".join([*lines[: at + 1], "…", *lines[-14:]])

    held("warmup/months", whole)
