"""Tables that other programs read are the same whichever language is spoken."""

from __future__ import annotations

import pytest

from sim.terms.language import speaking
from tests.behaviour.test_outputs_studies import RESULTS, break_even, ranks, sensitivity, sweep, warm_up

QUESTIONS = (sweep, break_even, sensitivity, ranks, warm_up)


@pytest.mark.parametrize("name", [name for name, (module, _) in RESULTS.items() if module in QUESTIONS])
def test_tables_are_the_same_in_both_languages(name: str) -> None:
    module, make = RESULTS[name]
    with speaking("en"):
        english = module.rows(make())
    with speaking("sv"):
        assert module.rows(make()) == english
