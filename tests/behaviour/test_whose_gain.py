"""Client by client: who is better off, who is worse, and what chance alone would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.comparison.gains import better_or_worse, fold, gains_of
from sim.comparison.tables import average_tables
from sim.experiment.replicate import replicate
from sim.experiment.study import Design, Study, compare, jobs_of
from tests.miniature import miniature

TOWNS = ("Luleå", "Kiruna")


def cohort(*members: tuple[int, int, float], comorbid: Sequence[bool] = (), **columns: Sequence[int]) -> dict[str, Any]:
    """Return a table of members (client, untreated needs, mean days); all comorbid women of Luleå unless said."""
    n = len(members)
    client, untreated, days = (np.array([m[i] for m in members]) for i in range(3))
    table = {name: np.zeros(n, dtype=np.int8) for name in ("municipality", "sex", "age")}
    table |= {"profile": np.ones(n, dtype=np.int8), "needs": np.full(n, 2, dtype=np.int8)}
    table |= {name: np.array(column, dtype=np.int8) for name, column in columns.items()}
    return table | {
        "client": client.astype(np.int32),
        "comorbid": np.array(comorbid or [True] * n),
        "untreated": untreated.astype(np.int8),
        "days": days.astype(np.float32),
    }


def signs(own: dict[str, Any], base: dict[str, Any]) -> list[int]:
    return [int(sign) for sign in better_or_worse(own, base)]


def test_fewer_untreated_needs_come_first_and_days_decide_a_tie() -> None:
    own = cohort((0, 1, 365.0), (1, 1, 100.0), (2, 2, 365.0), (3, 1, 240.0))
    base = cohort((0, 2, 200.0), (1, 1, 130.0), (2, 1, 365.0), (3, 1, 200.0))
    assert signs(own, base) == [1, 1, -1, -1]


def test_less_than_thirty_days_apart_is_the_same_and_so_is_who_has_no_need_that_counts() -> None:
    own = cohort((0, 1, 129.0), (1, 0, float("nan")), (2, 0, 60.0))
    base = cohort((0, 1, 100.5), (1, 0, float("nan")), (2, 0, float("nan")))
    assert signs(own, base) == [0, 0, 0]


def test_only_comorbid_clients_of_both_cohorts_are_compared_and_the_others_are_counted_apart() -> None:
    own = cohort((0, 0, 10.0), (1, 0, 10.0), (2, 0, 10.0), (5, 2, 365.0), comorbid=(True, True, False, True))
    base = cohort((1, 1, 300.0), (2, 1, 300.0), (5, 0, 10.0), (7, 0, 0.0), (9, 0, 0.0), comorbid=(1, 0, 1, 1, 1))
    told = fold(own, base, TOWNS, 0)
    assert (told.groups[""].clients, told.groups[""].better, told.groups[""].worse) == (2, 1, 1)
    assert (told.only_design, told.only_baseline) == (1, 2)


def test_groups_are_by_profile_municipality_sex_and_age_and_add_up() -> None:
    own = cohort((0, 0, 9.0), (1, 2, 9.0), (2, 0, 9.0), municipality=(0, 1, 1), sex=(0, 1, 1), age=(0, 1, 2))
    base = cohort((0, 1, 9.0), (1, 1, 9.0), (2, 1, 9.0), municipality=(0, 1, 1), sex=(0, 1, 1), age=(0, 1, 2))
    found = {g.group: g for g in gains_of([own], [base], TOWNS, [0]).groups}
    assert set(found) == {"profile.addiction_psychiatric", "municipality.Luleå", "municipality.Kiruna", "sex.woman",
                          "sex.man", "age.18_25", "age.26_50", "age.over_50"}  # fmt: skip
    assert found["municipality.Kiruna"].net.mean == 0.0
    assert found["municipality.Luleå"].net.mean == found["age.over_50"].net.mean == 1.0
    assert found["sex.man"].clients.mean == 2.0


def test_better_minus_worse_has_its_interval_over_replications() -> None:
    base = cohort(*((i, 1, 100.0) for i in range(100)))
    own = [cohort(*((i, 0 if i < better else 1, 100.0) for i in range(100))) for better in (10, 12, 14, 11, 13)]
    gains = gains_of(own, [base] * 5, TOWNS, range(5))
    assert gains.all.net.mean == pytest.approx(0.12)
    assert gains.all.net.low is not None
    assert 0.09 < gains.all.net.low < 0.12
    assert gains.all.same.mean == pytest.approx(0.88)


def test_chance_deals_clients_out_within_their_profile_and_keeps_everybodys_outcomes() -> None:
    rng = np.random.default_rng(5)
    untreated = rng.integers(0, 3, 2000)
    profile = np.where(np.arange(2000) % 2, 1, 3)
    untreated = np.where(profile == 3, np.maximum(untreated, 1), untreated)
    table = cohort(*((i, int(u), 100.0) for i, u in enumerate(untreated)), profile=profile)
    same = fold(table, table, TOWNS, 0)
    assert (same.groups[""].better, same.groups[""].worse) == (0, 0)
    assert abs(same.chance.better - same.chance.worse) < 0.05 * 2000
    assert same.chance.better > 0.2 * 2000
    apart = cohort(*((i, int(p == 3), 100.0) for i, p in enumerate(profile)), profile=profile)
    assert fold(apart, apart, TOWNS, 0).chance.better == 0  # within a profile all are alike


def test_chance_is_the_same_every_time_and_another_in_every_replication() -> None:
    table = cohort(*((i, i % 3, 100.0) for i in range(500)))
    first, again, other = (fold(table, table, TOWNS, r).chance for r in (0, 0, 1))
    assert first == again
    assert first != other


def test_one_more_client_changes_nobodys_place_in_chances_order_by_much() -> None:
    members = [(i, i % 3, 100.0) for i in range(400)]
    few, more = (fold(cohort(*some), cohort(*some), TOWNS, 0).chance for some in (members, [*members, (400, 1, 9.0)]))
    assert abs(few.better - more.better) < 100


@pytest.fixture(scope="module")
def twice() -> Any:
    designs = tuple(Design(name, name, (_longer("current"),)) for name in ("current", "current"))
    study = Study(
        county="miniature", designs=designs, replications=1, seed=7, years=3.0, parameters="point", logs="none"
    )
    outcomes = [replicate(job) for job in jobs_of(study, None)]
    return study, outcomes, compare(study, outcomes, "id", "0")


def _longer(design: str) -> Any:
    scenario = miniature(design)
    return replace(scenario, calendar=replace(scenario.calendar, after_days=800))


def test_under_identical_designs_every_client_is_the_same(twice: Any) -> None:
    gains = twice[2].differences[0].gains
    assert gains.all.clients.mean > 30
    assert (gains.all.same.mean, gains.all.net.mean) == (1.0, 0.0)
    assert gains.chance.better.mean > 0.1
    assert (gains.only_design.mean, gains.only_baseline.mean) == (0.0, 0.0)
    assert twice[2].differences[0].warnings == ()


def test_a_cohort_travels_from_worker_to_comparison_but_has_no_average(twice: Any) -> None:
    study, outcomes, found = twice
    assert "cohort" in outcomes[0].tables
    assert "first_falls" not in outcomes[0].tables
    assert sum(column.itemsize for column in outcomes[0].tables["cohort"].values()) <= 20  # bytes a client
    assert "cohort" not in found.designs[0].tables
    assert "cohort" not in average_tables([o.tables for o in outcomes], study.designs[0].scenarios[0].calendar)
