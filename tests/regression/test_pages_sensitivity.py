"""Pages of sensitivity analyses, word for word in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from outputs.sensitivity import page
from outputs.text.screen import text
from sim.studies.sensitivity import SensitivityFound
from tests.golden_pages import held
from tests.study_results import TWELVE, sensitivity_of, unchanging

RESULTS: dict[str, Callable[[], SensitivityFound]] = {
    "sobol": sensitivity_of,
    "emulator": lambda: sensitivity_of(direct=False),
    "morris": lambda: sensitivity_of("morris"),
    "one_number": lambda: sensitivity_of(keys=TWELVE[:1]),
    "unchanging": unchanging,
    "nothing_defined": lambda: sensitivity_of(outcomes=()),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_page_of_a_sensitivity_analysis_says_what_it_said(name: str) -> None:
    held(f"sensitivity/{name}", lambda: text(page.parts(RESULTS[name](), "runs/x")))


@pytest.mark.parametrize("name", ["sobol", "morris"])
def test_the_whole_page_of_a_sensitivity_analysis_says_what_it_said(name: str) -> None:
    held(f"sensitivity/{name}_whole", lambda: text(page.parts(RESULTS[name](), full=True)))
