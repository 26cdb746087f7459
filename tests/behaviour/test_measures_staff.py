"""The staff ledger adds up through moves between units, dual running and locums, on small logs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import measure
from sim.measures.measure import Results
from sim.measures.posts import POSTS, STATES, stints_of
from tests.logs import CALENDAR, END, NEUROPSYCHIATRIC_UNIT, make_log

SOUTH = NEUROPSYCHIATRIC_UNIT + 1
NOT_HERE = ("stayed", "resigned", "locums", "offered")  # gone, without a post, or with the post opened already


def results(text: str, **more: object) -> Results:
    return measure(make_log(text, **more), CALENDAR)  # type: ignore[arg-type]


def fte(found: Results, state: str, day: float, **where: str) -> float:
    """Return the FTE of a state at the start of the month of `day`."""
    table = found.tables["staff_ledger"]
    month = max(m for m in np.unique(table["month"]) if m <= day)
    keep = (table["state"] == state) & (table["month"] == month)
    for column, word in where.items():
        keep &= table[column] == word
    return float(table["fte"][keep].sum())


TEAM = """
0 - staff_employed at=adult_psychiatry worker=1 role=psychologist value=1
0 - staff_employed at=adult_psychiatry worker=2 role=psychologist value=0.6
800 - staff_to_unit at=adult_psychiatry to=integrated_team worker=1 role=psychologist value=1
800 - staff_employed at=integrated_team worker=3 role=psychologist value=1
800 - staff_to_unit at=adult_psychiatry to=adult_psychiatry worker=2 role=psychologist value=0.2
800 - staff_employed at=adult_psychiatry worker=4 role=psychologist value=0.2
800 - staff_to_unit at=adult_psychiatry to=integrated_team worker=4 role=psychologist value=0.2
800 - staff_employed at=integrated_team worker=5 role=psychologist value=0.2
"""


def test_who_goes_to_another_unit_is_in_one_place_and_in_one_state() -> None:
    found = results(TEAM)
    assert fte(found, "employed", 700, principal="region") == pytest.approx(1.6)
    assert fte(found, "employed", 900, principal="region") == pytest.approx(0.4)
    assert fte(found, "employed", 900, principal="joint") == pytest.approx(1.2)
    assert found.values["staff.employed.psychologist"] == pytest.approx(1.6)
    assert found.values["staff.moved.psychologist"] == pytest.approx(1.2)


def test_the_person_of_a_divided_post_counts_once() -> None:
    table = results(TEAM).tables["staff_ledger"]
    for month in np.unique(table["month"]):
        assert table["number"][table["month"] == month].sum() == pytest.approx(2.0)
    late = table["month"] == table["month"].max()
    assert table["number"][late & (table["principal"] == "joint")].sum() == 1.0


def test_who_followed_and_then_moves_to_another_place_is_still_one_who_followed() -> None:
    text = """
    0 - staff_employed at=municipal_outpatient worker=1 role=treatment_worker value=0.8
    500 - staff_offered at=municipal_outpatient worker=1 role=treatment_worker value=0.8 to_by=region
    500 - staff_followed at=municipal_outpatient worker=1 role=treatment_worker value=0.8 to_by=region
    500 - staff_to_unit at=municipal_outpatient by=region worker=1 role=treatment_worker value=0.8
    """
    text += f"""
    500 - staff_employed at=municipal_outpatient unit={SOUTH} by=region worker=2 role=treatment_worker value=0.8
    """
    found = results(text, units=("municipal_outpatient",))
    assert fte(found, "followed", 900, principal="region") == pytest.approx(0.8)
    assert fte(found, "employed", 900) == 0.0
    assert found.values["staff.employed.treatment_worker"] == pytest.approx(0.8)


DUAL = """
0 - staff_employed at=municipal_outpatient worker=1 role=treatment_worker value=1
0 - staff_employed at=municipal_outpatient worker=2 role=treatment_worker value=1
0 - staff_employed at=municipal_outpatient worker=3 role=treatment_worker value=1
500 - staff_offered at=municipal_outpatient worker=1 role=treatment_worker value=1 to_by=region
500 - staff_followed at=municipal_outpatient worker=1 role=treatment_worker value=1 to_by=region
500 - staff_offered at=municipal_outpatient worker=2 role=treatment_worker value=1 to_by=region
500 - staff_offered at=municipal_outpatient worker=3 role=treatment_worker value=1 to_by=region
500 - post_opened at=municipal_outpatient by=region worker=2 role=treatment_worker value=1
500 - post_opened at=municipal_outpatient by=region worker=3 role=treatment_worker value=1
500 - snapshot at=municipal_outpatient by=region value=1 extra=10
600 - locum_came at=municipal_outpatient by=region worker=4 role=treatment_worker value=1
680 - staff_stayed at=municipal_outpatient by=region worker=2 role=treatment_worker value=1 to_by=region
680 - staff_resigned at=municipal_outpatient by=region worker=3 role=treatment_worker value=1 to_by=region
800 - staff_recruited at=municipal_outpatient by=region worker=5 role=treatment_worker value=1
800 - locum_left at=municipal_outpatient by=region worker=4 role=treatment_worker value=1
"""


def test_while_both_principals_admit_those_who_will_not_follow_work_on_beside_their_vacant_posts() -> None:
    found = results(DUAL)
    assert fte(found, "offered", 640, principal="municipality") == 2.0
    assert fte(found, "vacant", 640, principal="region") == 2.0
    assert fte(found, "stayed", 900, principal="municipality") == fte(found, "resigned", 900) == 1.0
    assert (fte(found, "offered", 900), fte(found, "vacant", 900), fte(found, "recruited", 900)) == (0.0, 1.0, 1.0)


def test_offered_is_followed_stayed_or_resigned() -> None:
    values = results(
        DUAL + "900 - staff_resigned at=municipal_outpatient worker=1 role=treatment_worker value=1"
    ).values
    assert values["staff_total.offered"] == 3.0
    assert [values[f"staff_total.{s}"] for s in ("followed", "stayed", "resigned_at_transfer")] == [1.0, 1.0, 1.0]
    assert values["staff_total.resigned"] == 2.0  # one of them later, as people do


def test_a_post_that_a_locum_covers_stays_vacant() -> None:
    found = results(DUAL)
    assert fte(found, "locums", 640) == 1.0
    assert fte(found, "locums", 900) == 0.0
    months = found.values["staff.locum_months.treatment_worker"], found.values["staff.vacant_months.treatment_worker"]
    assert months == pytest.approx((200 * 12 / 365.25, (300 + END - 500) * 12 / 365.25))


@pytest.mark.parametrize("text", [TEAM, DUAL])
def test_posts_are_held_vacant_or_gone_at_every_moment(text: str) -> None:
    stints = stints_of(make_log(text))
    posts = [s for s in STATES if s not in NOT_HERE]
    sums = [
        stints.fte[stints.of(*posts) & (stints.start <= day) & (stints.end > day)].sum() for day in range(1, END, 7)
    ]
    assert sums == pytest.approx([sums[0]] * len(sums))


def test_new_posts_are_vacant_until_somebody_comes_or_for_good() -> None:
    text = """
    600 - post_opened at=integrated_team role=nurse value=1
    600 - post_opened at=integrated_team role=nurse value=0.5
    600 - post_never_refilled at=integrated_team role=nurse value=0.5
    900 - staff_recruited at=integrated_team worker=1 role=nurse value=1
    """
    found = results(text)
    assert (fte(found, "vacant", 700), fte(found, "never_refilled", 700)) == (1.0, 0.5)
    assert (fte(found, "vacant", 950), fte(found, "recruited", 950, principal="joint")) == (0.0, 1.0)
    assert found.values["staff.vacant_months.nurse"] == pytest.approx(300 * 12 / 365.25)


def test_a_vacancy_goes_with_its_unit_to_another_place() -> None:
    text = f"""
    500 - post_opened at=municipal_outpatient role=treatment_worker value=0.7
    600 - unit_closed at=municipal_outpatient
    700 - staff_recruited at=municipal_outpatient unit={SOUTH} worker=1 role=treatment_worker value=0.7
    """
    found = results(text, units=("municipal_outpatient",))
    assert (fte(found, "vacant", 650), fte(found, "vacant", 750)) == (0.7, 0.0)


def test_load_weighs_roles_with_the_staff_that_a_unit_really_has() -> None:
    """A team has no staff on day 0: its roles are those who came, by transfer or by recruitment."""
    text = """
    0 - staff_employed at=adult_psychiatry worker=1 role=psychologist value=1
    500 - staff_to_unit at=adult_psychiatry to=integrated_team worker=1 role=psychologist value=1
    500 - staff_employed at=integrated_team worker=2 role=psychologist value=1
    500 - staff_recruited at=integrated_team worker=3 role=nurse value=3
    600 - snapshot at=integrated_team value=10 extra=40
    """
    values = results(text).values
    assert values["load.nurse.joint"] == values["load.psychologist.joint"] == pytest.approx(0.25)
    assert values["load.psychologist.region"] is None


def test_every_state_of_the_ledger_is_of_people_or_of_posts() -> None:
    assert set(results(DUAL).tables["staff_ledger"]["state"]) <= set(STATES)
    assert set(POSTS) < set(STATES)
