"""Loads, hours, staff, counts, months and the baseline year, on small logs."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import measure
from sim.measures.measure import Results
from tests.logs import CALENDAR, END, REFORM, make_log

BOTH = "addiction_psychiatric"
YEARS = (END - REFORM) / 365.25


def results(text: str, **people: str) -> Results:
    return measure(make_log(text, **people), CALENDAR)


def test_hours_go_to_the_workers_role_and_the_principal_of_the_moment() -> None:
    text = """
    600 anna visit psychosocial at=municipal_outpatient worker=1 value=1.5
    610 anna visit psychosocial at=municipal_outpatient worker=1 by=region value=2
    620 anna missed psychosocial at=addiction_clinic worker=0 value=0.5
    630 anna visit psychosocial at=hvb value=4
    400 anna visit psychosocial at=municipal_outpatient worker=1 value=99
    """
    values = results(text, anna=BOTH).values
    assert values["hours.treatment_worker.municipality"] == pytest.approx(1.5 / YEARS)
    assert values["hours.treatment_worker.region"] == pytest.approx(2 / YEARS)
    assert values["hours_missed.nurse.region"] == pytest.approx(0.5 / YEARS)
    assert values["hours.unassigned.municipality"] == pytest.approx(4 / YEARS)


def test_handover_hours_are_half_each_sides_and_referrals_the_senders() -> None:
    text = """
    600 anna handover_tried psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region value=3
    610 anna referred psychosocial at=primary_care to=social_services reason=another_need value=0.5
    """
    values = results(text, anna=BOTH).values
    assert values["hours_handover.municipality"] == values["hours_handover.region"] == pytest.approx(1.5 / YEARS)
    assert values["hours_referral.region"] == pytest.approx(0.5 / YEARS)
    assert (values["handovers_tried"], values["handovers_lost"]) == (1.0, 0.0)


def test_load_is_places_occupied_over_places_weighed_by_the_roles_share_of_staff() -> None:
    text = """
    0 - staff_employed at=addiction_clinic role=nurse value=3
    0 - staff_employed at=addiction_clinic role=physician value=1
    0 - staff_employed at=laro role=nurse value=1
    0 - staff_employed at=lvm role=ward_staff value=1
    600 - snapshot at=addiction_clinic value=40 extra=80
    600 - snapshot at=laro value=30 extra=20
    600 - snapshot at=lvm value=3 extra=inf
    400 - snapshot at=laro value=9 extra=10
    """
    values = results(text).values
    assert values["load.physician.region"] == pytest.approx(0.5)
    assert values["load.nurse.region"] == pytest.approx((0.75 * 40 + 30) / (0.75 * 80 + 20))
    assert values["load.nurse.municipality"] is None
    assert values["load.ward_staff.state"] is None  # no limit, no load


STAFF = """
0 - staff_employed at=municipal_outpatient worker=1 role=treatment_worker value=1
0 - staff_employed at=municipal_outpatient worker=2 role=treatment_worker value=0.8
0 - staff_employed at=municipal_outpatient worker=3 role=treatment_worker value=0.5
100 - staff_resigned at=municipal_outpatient worker=3 role=treatment_worker value=0.5
100 - staff_recruited at=municipal_outpatient worker=4 role=treatment_worker value=0.5
500 - staff_offered at=municipal_outpatient worker=1 role=treatment_worker value=1 to_by=region
500 - staff_followed at=municipal_outpatient worker=1 role=treatment_worker value=1 to_by=region
500 - staff_stayed at=municipal_outpatient worker=2 role=treatment_worker value=0.8 to_by=region
500 - post_opened at=municipal_outpatient worker=2 role=treatment_worker value=0.8 by=region
652.1875 - staff_recruited at=municipal_outpatient worker=5 role=treatment_worker value=0.8 by=region
"""


def test_the_staff_ledger_adds_up_and_everybody_is_in_one_state() -> None:
    found = results(STAFF)
    values = found.values
    assert values["staff.followed.treatment_worker"] == 1.0
    assert values["staff.stayed.treatment_worker"] == 0.8
    assert values["staff.vacant_months.treatment_worker"] == pytest.approx(0.8 * 5)
    table = found.tables["staff_ledger"]
    people = ~np.isin(table["state"], ("vacant", "never_refilled", "recruited"))
    for month in np.unique(table["month"]):
        assert table["fte"][people & (table["month"] == month)].sum() == pytest.approx(2.3)
    late = table["month"] == table["month"].max()
    followed = late & (table["state"] == "followed")
    assert (table["principal"][followed].tolist(), table["fte"][followed].tolist()) == (["region"], [1.0])


def test_who_steps_into_a_place_at_once_leaves_no_vacancy() -> None:
    table = results(STAFF).tables["staff_ledger"]
    vacant = table["state"] == "vacant"
    assert table["fte"][vacant].min() == 0.0
    assert set(table["month"][vacant & (table["fte"] > 0)]) <= set(np.arange(500, 660))


def test_a_vacancy_stays_with_its_unit_when_the_unit_changes_principal() -> None:
    text = """
    400 - post_opened at=laro role=nurse value=1
    500 - snapshot at=laro by=joint value=1 extra=10
    900 - staff_recruited at=laro role=nurse value=1 by=joint
    """
    table = results(text).tables["staff_ledger"]
    vacant = (table["state"] == "vacant") & (table["fte"] != 0)
    assert (table["fte"][vacant] == 1.0).all()
    assert set(table["principal"][vacant]) == {"region", "joint"}


def test_seekers_count_once_a_year_and_received_are_those_treated_within_a_year() -> None:
    text = """
    510 anna sought psychosocial to=social_services
    520 anna sought psychiatric to=adult_psychiatry value=1
    870 anna admitted psychosocial at=municipal_outpatient
    510 bo sought psychosocial to=social_services
    880 bo admitted psychosocial at=municipal_outpatient
    """
    values = results(text, anna=BOTH, bo="addiction").values
    assert values["clients_sought"] == pytest.approx(2 / YEARS)
    assert values["clients_received"] == pytest.approx(1 / YEARS)


def test_refusals_are_counted_per_thousand_answers() -> None:
    text = """
    600 anna refused psychiatric at=adult_psychiatry reason=sobriety
    610 anna refused psychiatric at=adult_psychiatry reason=too_severe
    620 anna accepted psychiatric at=adult_psychiatry
    630 anna accepted psychosocial at=social_services
    640 anna dispute_opened psychosocial at=primary_care to=addiction_clinic
    640 anna dispute_opened psychosocial at=primary_care to=social_services
    """
    values = results(text, anna=BOTH).values
    assert values["refusals.sobriety"] == values["refusals.too_severe"] == 250.0
    assert values["refusals.nobody_there"] == 0.0
    assert "refusals.no_consent" not in values, "the client's own no is nobody's refusal"
    assert values["disputes_inside"] == values["disputes_between"] == pytest.approx(1 / YEARS)


def test_the_worst_month_is_the_largest_rate_per_thousand_with_an_open_need() -> None:
    text = """
    600 anna gave_up psychosocial reason=gave_up_between
    601 bo gave_up psychosocial reason=gave_up_between
    700 cia gave_up psychosocial reason=gave_up_between
    0 dan depart reason=moved
    """
    found = results(text, anna=BOTH, bo=BOTH, cia=BOTH, dan=BOTH)
    assert found.values["worst_month_falls_per_1000"] == pytest.approx(2000 / 3 * 30 / 31), "August has 31 days"
    month = found.tables["monthly"]
    assert month["falls"].sum() == 3
    assert not month["complete"][-1]
    assert month["complete"][0]


def test_yearly_stocks_are_persons_on_a_mean_day() -> None:
    text = """
    365 anna sought psychosocial to=social_services
    438 anna accepted psychosocial at=social_services
    511 anna gave_up psychosocial at=social_services reason=gave_up_in_queue
    """
    table = results(text, anna=BOTH, bo="addiction").tables["yearly"]
    assert table["seekers"].tolist() == [0, 1, 0, 0, 0]
    assert table["present"].tolist() == pytest.approx([2.0] * 5)
    assert table["asking"][1] == pytest.approx(0.2)
    assert table["waiting"][1] == pytest.approx(0.2)


def test_the_baseline_year_counts_as_the_surveys_did() -> None:
    text = """
    200 anna sought psychosocial to=social_services
    210 anna accepted psychosocial at=social_services extra=1
    211 anna admitted psychosocial at=social_services extra=1 state=waiting
    240 anna decided psychosocial at=social_services value=29
    250 anna admitted psychosocial at=municipal_outpatient
    300 anna left_care psychosocial at=municipal_outpatient reason=left_treatment
    200 bo sought psychosocial to=municipal_outpatient
    200 cia admitted psychiatric at=adult_psychiatry
    201 cia visit psychiatric at=adult_psychiatry value=1
    215 cia missed psychiatric at=adult_psychiatry value=1
    230 cia completed psychiatric at=adult_psychiatry
    300 dan admitted medical at=laro
    365 dan left_care medical at=laro reason=left_treatment
    310 dan admitted psychosocial at=hvb
    330 dan completed psychosocial at=hvb
    130 eva sought psychosocial to=social_services
    400 eva referral_arrived psychosocial at=primary_care to=municipal_outpatient
    780 eva admitted psychosocial at=municipal_outpatient
    150 bo abstinent
    260 bo relapsed
    300 bo abstinent
    310 bo relapsed
    """
    values = results(text, anna=BOTH, bo="addiction", cia=BOTH, dan="addiction", eva=BOTH).values
    a_year = 365 / 365.25
    assert values["face.municipal_seekers_per_year"] == pytest.approx(3 / a_year)
    assert values["face.received_share"] == pytest.approx(1 / 3)  # eva's 380 days are too long
    assert values["face.regional_persons_per_year"] == pytest.approx(2 / a_year)
    assert values["face.comorbid_share_regional"] == 0.5
    assert values["face.inquiry_days.median"] == 29
    assert values["face.laro_patients"] == pytest.approx(65 / 365)
    assert values["face.laro_retention_12_months"] == 0.0
    assert values["face.hvb_share_of_treated"] == 0.5
    assert values["face.dropout_psychosocial"] == 1.0
    assert values["face.no_show"] == 0.5
    assert values["face.abstinent_90_days_share"] == 0.5


def test_fall_rates_are_given_for_profiles_municipalities_and_the_not_comorbid() -> None:
    text = """
    600 anna sought psychosocial to=social_services
    610 anna gave_up psychosocial reason=gave_up_between
    600 bo sought psychosocial to=social_services
    601 bo admitted psychosocial at=municipal_outpatient
    """
    values = results(text, anna=BOTH, bo="addiction").values
    assert values["fall_rate.profile.addiction_psychiatric"] == values["fall_rate.municipality.North"] == 1.0
    assert values["fall_rate.profile.addiction"] == values["fall_rate_not_comorbid"] == 0.0
    assert values["fall_rate.municipality.South"] is None
    assert values["fall_rate.year_1"] == 1.0
    assert values["fall_rate.year_3"] is None  # starts up to day 1595 would need a log to day 2140


def test_withdrawals_are_no_falls_but_are_shown_beside_them() -> None:
    text = """
    600 anna sought psychosocial to=social_services
    605 anna detected psychiatric at=social_services
    610 anna withdrew psychosocial at=social_services
    """
    values = results(text, anna=BOTH).values
    assert (values["fall_rate"], values["fall_rate_with_withdrawals"]) == (0.0, 1.0)
