"""From which state to which: counted client by client, and shown as a hundred that agrees with the two fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from outputs.workshop.moved import moved, nearest, raked
from outputs.workshop.view import titles, view_of
from sim.comparison.from_to import crossed, from_to_of
from sim.comparison.results import Comparison
from sim.comparison.statistics import summarise_difference
from sim.terms.language import speaking
from tests.behaviour.test_outputs import made_up
from tests.behaviour.test_whose_gain import cohort

BEFORE = cohort(
    (0, 0, 9.0), (1, 0, 9.0), (2, 1, 9.0), (3, 2, 9.0), (4, 2, 9.0), (6, 1, 9.0), comorbid=(1, 1, 1, 1, 1, 0)
)
AFTER = cohort(
    (0, 0, 9.0), (1, 2, 9.0), (2, 0, 9.0), (3, 2, 9.0), (5, 0, 9.0), (6, 0, 9.0), comorbid=(1, 1, 1, 1, 1, 0)
)


def test_a_client_is_counted_from_its_state_today_to_its_state_under_the_design() -> None:
    # 0 keeps both, 1 loses both, 2 goes from one to both, 3 has neither; 4 and 5 ask under one design alone, 6 has one
    assert crossed(AFTER, BEFORE).tolist() == [[1, 0, 1], [1, 0, 0], [0, 0, 1]]


def test_whoever_has_one_need_that_counts_stands_in_no_state() -> None:
    one_need = cohort((0, 0, 9.0), (1, 1, 9.0), needs=(2, 1))
    assert crossed(one_need, cohort((0, 1, 9.0), (1, 1, 9.0))).tolist() == [[0, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_shares_are_the_mean_of_replications_and_more_less_fewer_is_the_net() -> None:
    found = from_to_of([AFTER, BEFORE], [BEFORE, BEFORE])
    assert found is not None
    # of four in the first replication one gains and one loses; of five in the second all stay
    assert found.shares[0] == pytest.approx(((1 / 4 + 2 / 5) / 2, 0.0, 1 / 8))
    assert found.shares[1] == pytest.approx((1 / 8, (0 + 1 / 5) / 2, 0.0))
    assert (found.more.mean, found.fewer.mean, found.net.mean) == (1 / 8, 1 / 8, 0.0)
    assert found.clients.mean == 4.5


def test_nobody_to_follow_is_no_table() -> None:
    nobody = cohort()
    assert from_to_of([nobody], [nobody]) is None


def test_the_net_is_what_more_are_treated_whoever_they_are() -> None:
    own, base = made_cohorts()
    found = from_to_of(own, base)
    assert found is not None
    fewer_untreated = [b["untreated"].astype(int) - a["untreated"] for a, b in zip(own, base, strict=True)]
    by_client = summarise_difference((float(np.sign(one).mean()) for one in fewer_untreated), "share")
    assert (found.net.mean, found.net.low) == (pytest.approx(by_client.mean), pytest.approx(by_client.low))


def made_cohorts() -> tuple[list, list]:
    draws = [np.random.default_rng(r).integers(0, 3, (2, 50)) for r in range(6)]
    made = [[cohort(*((c, int(u), 9.0) for c, u in enumerate(side))) for side in draw] for draw in draws]
    return [own for own, _base in made], [base for _own, base in made]


# --- a hundred


@pytest.mark.parametrize(
    ("percent", "rows", "columns", "whole"),
    [
        # whole already: it stays
        (((40, 6, 4), (5, 20, 5), (2, 3, 15)), (50, 30, 20), (47, 29, 24), ((40, 6, 4), (5, 20, 5), (2, 3, 15))),
        # largest remainders: .6 and .6 are rounded up, .4 and .4 down, and the margins hold
        (((40.6, 9.4, 0), (9.4, 20.6, 0), (0, 0, 20)), (50, 30, 20), (50, 30, 20), ((41, 9, 0), (9, 21, 0), (0, 0, 20))),  # noqa: E501
        # nobody who was paired moves, and the fields (each of all its own) say that one more has both: one moves
        (((50, 0, 0), (0, 30, 0), (0, 0, 20)), (50, 30, 20), (51, 29, 20), ((50, 0, 0), (1, 29, 0), (0, 0, 20))),
        # everybody had neither, and everybody has both
        (((0, 0, 0), (0, 0, 0), (100, 0, 0)), (0, 0, 100), (100, 0, 0), ((0, 0, 0), (0, 0, 0), (100, 0, 0))),
    ],
)  # fmt: skip
def test_a_hundred_is_the_nearest_table_that_both_fields_agree_with(percent, rows, columns, whole) -> None:
    shares = [[cell / 100 for cell in row] for row in percent]
    assert nearest(shares, rows, columns) == [list(row) for row in whole]


def test_shares_are_raked_to_the_sums_of_the_fields_and_keep_their_odds() -> None:
    # x, 50 - x, 60 - x and x - 10 with the odds 16 of the shares: 15 x² - 1750 x + 48000 = 0, so x = 44.093
    found = raked(((0.4, 0.1, 0.0), (0.1, 0.4, 0.0), (0.0, 0.0, 0.0)), (50, 50, 0), (60, 40, 0))
    assert [100 * cell for row in found[:2] for cell in row[:2]] == pytest.approx(
        [44.093, 5.907, 15.907, 34.093], abs=1e-3
    )
    assert nearest(found, (50, 50, 0), (60, 40, 0)) == [[44, 6, 0], [16, 34, 0], [0, 0, 0]]


def test_where_nobody_moved_nobody_is_made_to_by_what_the_fields_say_of_others() -> None:
    shares = ((0.4, 0.0, 0.0), (0.0, 0.2, 0.0), (0.0, 0.0, 0.4))
    found = nearest(raked(shares, (22, 45, 33), (22, 45, 33)), (22, 45, 33), (22, 45, 33))
    assert found == [[22, 0, 0], [0, 45, 0], [0, 0, 33]]


def tables(rows: tuple[int, ...], columns: tuple[int, ...]) -> Iterator[list[list[int]]]:
    """Yield every table of whole numbers with these sums."""
    for a, b, c, d in product(range(max(rows) + 1), repeat=4):
        top, middle = [a, b, rows[0] - a - b], [c, d, rows[1] - c - d]
        table = [top, middle, [column - x - y for column, x, y in zip(columns, top, middle, strict=True)]]
        if min(map(min, table)) >= 0:
            yield table


@pytest.mark.parametrize("seed", range(12))
def test_no_table_with_the_same_sums_lies_nearer(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(9, 0.4)).reshape(3, 3)
    rows, columns = (tuple(int(n) for n in rng.multinomial(7, rng.dirichlet(np.ones(3)))) for _ in range(2))

    def apart(table: list[list[int]]) -> float:
        return float(((np.array(table) - 7 * shares) ** 2).sum())

    found = nearest(shares.tolist(), rows, columns)
    assert ([sum(row) for row in found], [sum(column) for column in zip(*found, strict=True)]) == ([*rows], [*columns])
    assert apart(found) == pytest.approx(min(apart(table) for table in tables(rows, columns)))


# --- on the page


def made(net: tuple[float, ...]) -> Comparison:
    """Return made-up numbers in which a design's `net`, of each replication, is as said, and who moved is counted."""
    found = made_up(("current", "big_bang"), n=len(net))
    found = replace(found, designs=tuple(replace(d, digests=(str(i),) * len(net)) for i, d in enumerate(found.designs)))
    from_to = from_to_of(*([AFTER] * len(net), [BEFORE] * len(net)))
    assert from_to is not None
    difference = replace(found.differences[0], from_to=replace(from_to, net=summarise_difference(net, "share")))
    return replace(found, differences=(difference,))


def test_from_and_to_add_up_to_the_two_fields() -> None:
    view = view_of(made((0.1, 0.11, 0.1, 0.12, 0.1)))
    today, design = (one["hundred"] for one in view["designs"])
    [found] = [one["moved"] for one in view["differences"]]
    assert [sum(row) for row in found["table"]] == list(today.values())
    assert [sum(column) for column in zip(*found["table"], strict=True)] == list(design.values())
    assert found["more"] + found["fewer"] + found["same"] == 100
    assert list(found["states"]) == list(today)


@pytest.mark.parametrize(
    ("net", "verdict", "said"),
    [
        ((0.1, 0.11, 0.1, 0.12, 0.1), "more", "more than chance makes"),
        ((-0.1, -0.11, -0.1, -0.12, -0.1), "fewer", "more than chance makes"),
        ((0.1, -0.11, 0.1, -0.12, 0.05), "unclear", "within what chance makes"),
        ((0.1, 0.1), "few", "Too few replications"),
    ],
)
def test_it_is_said_when_the_net_movement_is_within_what_chance_makes(net, verdict: str, said: str) -> None:
    comparison = made(net)
    found = moved(comparison, 1, titles(comparison))
    assert found is not None
    assert found["net"]["verdict"] == verdict
    assert said in found["sentence"]
    with speaking("sv"):
        swedish = moved(comparison, 1, titles(comparison))
    assert swedish is not None
    assert said not in swedish["sentence"]


def alike(own: list, base: list) -> Comparison:
    """Return made-up numbers in which both fields are the same and clients go as said."""
    found = made((0.0,) * 5)
    difference = replace(found.differences[0], from_to=from_to_of(own, base))
    return replace(found, designs=(found.designs[0], found.designs[0]), differences=(difference,))


def test_as_many_to_as_fro_is_not_nobody() -> None:
    swapped = (
        [cohort(*((c, c % 2, 9.0) for c in range(10)))] * 5,
        [cohort(*((c, 1 - c % 2, 9.0) for c in range(10)))] * 5,
    )
    stays = [BEFORE] * 5, [BEFORE] * 5
    for (own, base), said in ((swapped, "On balance nothing differs."), (stays, "nobody stands otherwise")):
        comparison = alike(own, base)
        found = moved(comparison, 1, titles(comparison))
        assert found is not None
        assert said in found["sentence"]
        assert (found["more"] > 0) is (said != "nobody stands otherwise")


def test_where_nobody_can_be_followed_nobody_is_said_to_have_moved() -> None:
    comparison = made((0.1, 0.1))
    unknown = replace(comparison, differences=(replace(comparison.differences[0], from_to=None),))
    assert moved(unknown, 1, titles(unknown)) is None
