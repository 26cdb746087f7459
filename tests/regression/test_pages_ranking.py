"""Pages of rankings, word for word in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from outputs.ranking import page
from outputs.text.screen import text
from sim.studies.ranks import Ranks
from tests.golden_pages import held
from tests.study_results import NO_RACE, OTHERS, OUT, race_of, ranking_of, ranks_of

TOGETHER = {"left": ("phased", "full_reform"), "out_after": OUT}


def _few() -> Ranks:
    found = race_of(replications=4, out_after={"current": 4})
    ranking = ranking_of((0.5, 0.6, 0.7, 0.8, 0.9), (0.9, 0.1, 0.0, 0.0, 0.0), draws=4)
    return replace(found, ranking=ranking, replications=4)


def _left_out() -> Ranks:
    found = ranks_of()
    assert found.ranking is not None
    return replace(found, ranking=replace(found.ranking, left_out=2))


RESULTS: dict[str, Callable[[], Ranks]] = {
    "decided": ranks_of,
    "left_together": lambda: race_of(**TOGETHER, undefined=3),
    "undecided": lambda: race_of(**TOGETHER, decided=False, replications=100),
    "not_run": lambda: replace(race_of(**NO_RACE), ranking=None),
    "few": _few,
    "twice": lambda: ranks_of(("current", "current"), ranking=ranking_of((0.8, 0.8), (0.5, 0.5))),
    "higher": lambda: race_of(measure="detected_share", lower_is_better=False),
    "other_measure": lambda: race_of(measure=OTHERS),
    "draws_left_out": _left_out,
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_page_of_a_ranking_says_what_it_said(name: str) -> None:
    held(f"ranking/{name}", lambda: text(page.parts(RESULTS[name](), "runs/x")))


def test_the_whole_page_of_a_ranking_says_what_it_said() -> None:
    held("ranking/whole", lambda: text(page.parts(ranks_of(), full=True)))
