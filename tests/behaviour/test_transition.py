"""A transition that can be recognised: what moves dips and comes back, beside reorganisations that were followed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calibration.evidence.ledger import load
from outputs.comparison.precedents import LONGEST, PRECEDENTS, SHORTEST
from outputs.comparison.transition import scale, transition
from outputs.text.grid import WIDTH, plain, width
from sim.comparison.moving import back_after, lowest, moving_of
from sim.comparison.results import Comparison, DesignResult, DifferenceResult, MovingMonth
from sim.comparison.statistics import summarise
from sim.comparison.transfer import TransferTables
from sim.measures import measure
from sim.measures.moving import AFTER, BEFORE
from sim.terms.move import Move
from sim.terms.words import Part, Service
from tests.logs import CALENDAR, make_log

DAY = 500.0
MOVES = (Move(DAY, Service.MUNICIPAL_OUTPATIENT, (0, 1)),)
STAFF = "0 - staff_employed at=municipal_outpatient worker=1 role=treatment_worker value={fte}\n"
GOES = "500 - staff_resigned at=municipal_outpatient worker=1 role=treatment_worker value={fte}\n"


def told(hours: dict[int, float], text: str = "", moves: tuple[Move, ...] = MOVES) -> TransferTables:
    """Return the tables of a log in which anna attends so many hours in each month from the day."""
    rows = [
        f"{DAY + 30 * month + 1} anna visit psychosocial at=municipal_outpatient value={value}"
        for month, value in hours.items()
    ]
    log = make_log("\n".join([text, *rows]), anna="addiction")
    return TransferTables(measure(log, CALENDAR, moves=moves).tables, moves)


def test_hours_of_each_month_are_set_beside_the_baselines_of_the_same_month() -> None:
    own, base = told({-1: 4, 0: 1, 1: 2, 2: 3}), told({-1: 4, 0: 4, 1: 4, 2: 4})
    months = {m.since: m.hours.mean for m in moving_of([own], [base], [MOVES])}
    assert [months[month] for month in (-1, 0, 1, 2)] == [1.0, 0.25, 0.5, 0.75]
    assert months[3] is None  # nobody attends anything under the baseline
    assert (min(months), max(months)) == (-BEFORE, AFTER - 1)


def test_posts_filled_are_those_at_work_in_the_units_that_move() -> None:
    base = told({}, STAFF.format(fte=2))
    own = told({}, STAFF.format(fte=2) + GOES.format(fte=2))
    months = {m.since: m.posts.mean for m in moving_of([own], [base], [MOVES])}
    assert (months[-1], months[0]) == (1.0, 0.0)


def test_an_inquiry_that_another_takes_over_has_no_month_and_neither_has_a_design_that_moves_nothing() -> None:
    inquiry = (Move(DAY, Service.SOCIAL_SERVICES, (0, 1), Part.PSYCHOSOCIAL),)
    assert moving_of([told({0: 1}, moves=inquiry)], [told({0: 1}, moves=inquiry)], [inquiry]) == ()
    assert moving_of([told({0: 1})], [told({0: 1})], [()]) == ()


def test_a_month_beyond_the_log_is_not_told() -> None:
    late = (Move(1900.0, Service.MUNICIPAL_OUTPATIENT, (0, 1)),)
    months = moving_of([told({}, moves=late)], [told({}, moves=late)], [late])
    assert max(m.since for m in months) == 2  # 1990 is the last whole month's end


def course(*means: float) -> tuple[MovingMonth, ...]:
    """Return months from the day on with the same hours and posts, of five replications."""
    return tuple(
        MovingMonth(i, summarise([mean] * 5, "ratio"), summarise([mean] * 5, "ratio")) for i, mean in enumerate(means)
    )


def test_a_service_is_back_from_when_it_stays_up() -> None:
    dips = course(0.6, 0.6, 0.6, 1.0, 1.0, 1.0, 0.8, 0.8, 0.8, 1.0, 1.0, 1.0)
    assert lowest(dips, "hours") == (0, pytest.approx(0.6))
    assert back_after(dips, "hours") == 9
    assert back_after(course(*[1.0] * 6), "hours") == 0
    assert back_after(course(*[0.7] * 6), "hours") is None


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (course(*[0.7] * 6, *[1.0] * 42), "Not the same scale"),
        (course(*[0.7] * 24, *[1.0] * 24), "the same time scale"),
        (course(*[0.7] * 48), "longer than"),
        (course(*[0.7] * 12), "the run is too short"),
    ],
)
def test_the_time_scale_is_said_or_why_it_is_another(months: tuple[MovingMonth, ...], words: str) -> None:
    assert words in scale(
        "big_bang", DifferenceResult(design="big_bang", baseline="current", measures={}, moving=months), 5
    )


def test_with_few_replications_nothing_is_said_of_the_scale() -> None:
    found = DifferenceResult(design="big_bang", baseline="current", measures={}, moving=course(*[0.7] * 48))
    assert "too few replications" in scale("big_bang", found, 4)


def test_every_precedent_stands_in_the_ledger_and_is_told() -> None:
    assert all(p.figure in load() for p in PRECEDENTS)
    assert [p.figure for p in PRECEDENTS] == [
        "X212", "X213", "X214", "X218", *(f"X{n}" for n in range(222, 231)),
    ]  # fmt: skip
    assert (SHORTEST, LONGEST) == (18, 36)


def test_the_tables_fit_the_page_and_are_left_out_where_nothing_moves() -> None:
    designs = tuple(
        DesignResult(name=name, title="", measures={}, tables={}, digests=(), per_replication=())
        for name in ("current", "central_clinics")
    )
    moving = DifferenceResult(design="central_clinics", baseline="current", measures={}, moving=course(*[0.75] * 48))
    comparison = Comparison(
        county="norrbotten",
        designs=designs,
        differences=(moving,),
        replications=5,
        seed=1,
        version="0",
        run_id="r",
        years=5.0,
        parameters_mode="point",
    )
    first, second = transition(comparison)
    assert width(first) <= WIDTH
    assert width(second) <= WIDTH
    assert "X229" in plain(second)
    assert transition(replace(comparison, differences=(replace(moving, moving=()),))) == []
