"""Whom a transfer touches on the day of a service and a wave, and what becomes of their needs from that day on."""

from __future__ import annotations

import pytest

from sim.measures import measure
from sim.terms.move import Move
from sim.terms.words import Part, Service
from tests.logs import CALENDAR, make_log

BOTH = "addiction_psychiatric"
NORTH, SOUTH = 0, 1
DAY = 500
MOVES = (
    Move(float(DAY), Service.MUNICIPAL_OUTPATIENT, (NORTH,)),
    Move(700.0, Service.MUNICIPAL_OUTPATIENT, (SOUTH,)),
)
STANDS_THERE = {
    "in care": "490 anna admitted psychosocial at=municipal_outpatient",
    "in line": "490 anna accepted psychosocial at=municipal_outpatient",
    "parked": "490 anna parked psychosocial at=municipal_outpatient",
    "in an inquiry": "490 anna admitted psychosocial at=municipal_outpatient extra=1 state=waiting",
    "in care until that very day": "490 anna admitted psychosocial at=municipal_outpatient\n"
    "500 anna handover_lost psychosocial at=municipal_outpatient reason=handover_lost",
}
STANDS_ELSEWHERE = {
    "asking": "490 anna sought psychosocial to=municipal_outpatient",
    "in line elsewhere": "490 anna accepted psychosocial at=addiction_clinic",
    "taken in on the day": "500 anna admitted psychosocial at=municipal_outpatient",
    "has left": "490 anna admitted psychosocial at=municipal_outpatient\n"
    "499 anna left_care psychosocial at=municipal_outpatient",
    "gave up its line and is parked elsewhere": "480 anna accepted psychosocial at=municipal_outpatient\n"
    "485 anna gave_up psychosocial at=municipal_outpatient reason=gave_up_in_queue\n"
    "490 anna parked psychosocial at=laro",
}


def touched(text: str, moves: tuple[Move, ...] = MOVES, **more: object) -> list[dict[str, object]]:
    """Return the rows of the table; anna lives in the north, bo in the south."""
    people = {"anna": BOTH, "bo": "addiction"}
    table = measure(make_log(text, south=("bo",), **people, **more), CALENDAR, moves=moves).tables["touched"]  # type: ignore[arg-type]
    return [{name: column[i].item() for name, column in table.items()} for i in range(len(table["move"]))]


@pytest.mark.parametrize("where", STANDS_THERE)
def test_who_stands_in_the_service_just_before_its_day_is_touched(where: str) -> None:
    assert touched(STANDS_THERE[where])[0]["touched"] is True


@pytest.mark.parametrize("where", STANDS_ELSEWHERE)
def test_who_does_not_is_not(where: str) -> None:
    assert touched(STANDS_ELSEWHERE[where])[0]["touched"] is False


def test_where_one_part_goes_elsewhere_an_inquiry_of_another_part_is_not_touched() -> None:
    inquiry = "490 anna admitted {0} at=social_services extra=1 state=waiting"
    moves = (Move(float(DAY), Service.SOCIAL_SERVICES, (NORTH,), Part.PSYCHOSOCIAL),)
    assert touched(inquiry.format("psychosocial"), moves)[0]["touched"] is True
    assert touched(inquiry.format("psychiatric"), moves)[0]["touched"] is False
    lost = "\n505 anna handover_lost {0} at=social_services reason=handover_lost"
    assert touched((inquiry + lost).format("psychosocial"), moves)[0]["lost"] is True
    assert touched((inquiry + lost).format("psychiatric"), moves)[0]["lost"] is False


def test_who_is_comorbid_is_said() -> None:
    assert [row["comorbid"] for row in touched("")] == [True, False]


def test_everybody_present_has_a_row_for_the_wave_of_their_town() -> None:
    assert [(row["move"], row["client"]) for row in touched("")] == [(0, 0), (1, 1)]
    assert [(row["move"], row["client"]) for row in touched("699 bo depart reason=moved")] == [(0, 0)]


def test_where_nothing_moves_nobody_is_touched_but_the_table_is_there() -> None:
    assert touched("", moves=()) == []
    table = measure(make_log("", anna=BOTH), CALENDAR).tables["touched"]
    assert [str(column.dtype) for column in table.values()] == [
        "int16", "int32", "bool", "bool", "int8", "int8", "float32", "bool",
    ]  # fmt: skip


def test_a_move_whose_year_the_log_does_not_hold_has_no_rows() -> None:
    assert [row["move"] for row in touched("", days=1065)] == [0, 1]
    assert [row["move"] for row in touched("", days=1064)] == [0]


def test_needs_are_followed_from_the_day_of_the_move() -> None:
    visits = "".join(f"{day} anna visit psychosocial at=municipal_outpatient value=1\n" for day in (510, 520, 530))
    text = "505 anna admitted psychosocial at=municipal_outpatient\n" + visits
    row = touched(text)[0]
    assert (row["needs"], row["untreated"], row["days"]) == (2, 1, (30 + 365) / 2)


CASE = "480 bo admitted psychosocial at=municipal_outpatient\n" + "".join(
    f"{day} bo visit psychosocial at=municipal_outpatient value=1\n" for day in (480, 690)
)
WAY = "700 bo suspended psychosocial at=municipal_outpatient state=in_care\n"


def test_who_is_in_treatment_goes_on_with_the_next_visit() -> None:
    """A case on its way had been treated before: what counts is when somebody comes again."""
    assert touched(CASE)[1]["days"] == 0.0
    back = "730 bo resumed psychosocial at=municipal_outpatient state=in_care\n"
    text = CASE + WAY + back + "740 bo visit psychosocial at=municipal_outpatient value=1"
    assert (touched(text)[1]["untreated"], touched(text)[1]["days"]) == (0, 40.0)
    assert (touched(CASE + WAY)[1]["untreated"], touched(CASE + WAY)[1]["days"]) == (1, 365.0)


def test_a_case_lost_in_handover_within_the_year_is_told() -> None:
    lost = "{} bo handover_lost psychosocial at=municipal_outpatient reason=handover_lost"
    assert touched(CASE + WAY + lost.format(1065))[1]["lost"] is True
    assert touched(CASE + WAY + lost.format(1066))[1]["lost"] is False
    assert touched(CASE + WAY)[1]["lost"] is False
