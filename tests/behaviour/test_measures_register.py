"""What registers and studies count of the baseline year (days 135 to 500), on small logs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.measures import measure
from sim.measures.survival import Values
from sim.terms.words import Sex, Substance
from tests.logs import CALENDAR, make_log

BOTH = "addiction_psychiatric"
A_YEAR = 365 / 365.25


def values(text: str, **people: str) -> Values:
    return measure(make_log(text, **people), CALENDAR).values


def test_a_stock_is_who_is_in_treatment_on_a_mean_day_each_once() -> None:
    text = """
    100 anna admitted psychosocial at=municipal_outpatient
    208 anna completed psychosocial at=municipal_outpatient
    300 bo admitted psychosocial at=hvb
    373 bo completed psychosocial at=hvb
    200 cia admitted psychosocial at=social_services extra=1 state=waiting
    230 cia decided psychosocial at=social_services value=30
    """
    found = values(text, anna="addiction", bo="addiction", cia="addiction")
    assert found["face.persons_at_one_time.municipal_outpatient"] == pytest.approx(73 / 365)
    assert found["face.persons_at_one_time.hvb"] == pytest.approx(73 / 365)
    assert found["face.persons_at_one_time.housing_support"] == 0.0


def test_stays_in_lvm_are_counted_where_they_end() -> None:
    text = """
    140 anna admitted acute at=lvm
    300 anna completed acute at=lvm
    400 bo admitted acute at=lvm
    600 bo completed acute at=lvm
    """
    found = values(text, anna="addiction", bo="addiction")
    assert found["face.lvm_days.mean"] == 160.0
    assert found["face.lvm_stays_ended_per_year"] == pytest.approx(1 / A_YEAR)


def test_deaths_are_told_per_client_years_and_apart_for_those_after_lvm() -> None:
    text = """
    20 anna admitted acute at=lvm
    100 anna completed acute at=lvm
    300 anna depart reason=died
    400 bo depart reason=moved
    450 cia depart reason=died
    """
    found = values(text, anna="addiction", bo="addiction", cia="addiction")
    present = (300 - 135) + (400 - 135) + (450 - 135)
    assert found["face.deaths_per_1000_client_years"] == pytest.approx(2000 / (present / 365.25))
    assert found["face.deaths_after_lvm_per_1000_client_years"] == pytest.approx(1000 / (200 / 365.25))
    alive = values(text.replace("reason=died", "reason=recovered"), anna="addiction", bo="addiction", cia="addiction")
    assert alive["face.deaths_after_lvm_per_1000_client_years"] == 0.0


def test_the_regions_persons_are_told_by_substance_sex_and_age() -> None:
    text = "\n".join(f"200 {who} visit medical at=addiction_clinic value=1" for who in ("anna", "bo", "cia", "dan"))
    log = make_log(text, anna=BOTH, bo="addiction", cia="addiction", dan="addiction", eva="addiction")
    clients = log.clients | {
        "substance": np.array([Substance.ALCOHOL, Substance.MIXED, Substance.NARCOTICS, Substance.GAMBLING, 0]),
        "opioid": np.array([False, True, False, False, True]),
        "sex": np.array([Sex.MAN, Sex.MAN, Sex.WOMAN, Sex.WOMAN, Sex.MAN]),
        "age": np.array([30, 50, 60, 70, 80]),
    }
    found = measure(replace(log, clients=clients), CALENDAR).values
    assert found["face.regional_persons_per_year.alcohol"] == pytest.approx(1 / A_YEAR)
    assert found["face.regional_persons_per_year.narcotics"] == pytest.approx(2 / A_YEAR)
    assert found["face.mixed_share_of_narcotics"] == found["face.opioid_share_of_narcotics"] == 0.5
    assert found["face.comorbid_share_regional.man"] == 0.5
    assert found["face.comorbid_share_regional.woman"] == 0.0
    assert found["face.regional_age_not_comorbid.man"] == 50.0
    assert found["face.regional_age_not_comorbid.woman"] == 65.0


def test_missed_visits_refusals_and_drop_out_are_told_for_each() -> None:
    text = """
    200 anna visit psychiatric at=adult_psychiatry value=1
    210 anna missed psychiatric at=adult_psychiatry value=1
    220 anna missed medical at=addiction_clinic value=1
    300 bo refused medical at=laro reason=sobriety
    300 anna admitted psychosocial at=municipal_outpatient
    350 anna left_care psychosocial at=municipal_outpatient reason=left_treatment
    300 bo admitted psychosocial at=municipal_outpatient
    340 bo completed psychosocial at=municipal_outpatient
    """
    found = values(text, anna=BOTH, bo="addiction")
    assert found["face.no_show.adult_psychiatry"] == 0.5
    assert found["face.no_show.addiction_clinic"] == 1.0
    assert found["face.refusal_share.laro"] == 1.0
    assert found["face.dropout_psychosocial.comorbid"] == 1.0


def test_each_step_on_the_way_to_treatment_has_its_own_loss() -> None:
    text = """
    200 anna sought psychosocial to=social_services
    210 anna admitted psychosocial at=social_services extra=1 state=waiting
    240 anna decided psychosocial at=social_services value=30
    250 anna admitted psychosocial at=municipal_outpatient
    270 anna left_care psychosocial at=municipal_outpatient reason=left_treatment
    200 bo sought psychosocial to=social_services
    210 bo admitted psychosocial at=social_services extra=1 state=waiting
    240 bo decided psychosocial at=social_services value=30 reason=not_eligible
    200 cia sought psychosocial to=social_services
    600 cia admitted psychosocial at=social_services extra=1 state=waiting
    200 dan sought psychosocial to=social_services
    """
    found = values(text, anna="addiction", bo="addiction", cia="addiction", dan="addiction")
    assert found["face.lost_before_inquiry_share"] == pytest.approx(2 / 4)  # cia's 400 days are too long
    assert found["face.lost_after_inquiry_share"] == pytest.approx(1 / 2)
    assert found["face.left_within_30_days_share"] == 1.0


def test_whoever_comes_back_to_detox_comes_back_within_a_month_or_a_year() -> None:
    text = """
    200 anna admitted acute at=detox_ward
    205 anna completed acute at=detox_ward
    225 anna admitted acute at=detox_ward
    230 anna completed acute at=detox_ward
    200 bo admitted acute at=detox_ward
    205 bo completed acute at=detox_ward
    400 bo admitted acute at=detox_ward
    505 bo completed acute at=detox_ward
    150 bo abstinent
    260 bo relapsed
    300 anna abstinent
    """
    found = values(text, anna="addiction", bo="addiction")
    assert found["face.detox_again_share.30"] == pytest.approx(1 / 3)
    assert found["face.detox_again_share.365"] == pytest.approx(2 / 3)
    assert found["face.relapsed_within_365_days_share"] == 0.5


def test_a_social_worker_has_those_who_are_in_an_inquiry_and_a_locum_is_at_work_too() -> None:
    text = """
    0 - staff_employed at=social_services worker=1 role=social_worker value=1
    0 - staff_employed at=adult_psychiatry worker=2 role=physician value=3
    0 - post_opened at=adult_psychiatry role=physician value=1
    135 - locum_came at=adult_psychiatry worker=3 role=physician value=1
    135 anna admitted psychosocial at=social_services extra=1 state=waiting
    500 anna decided psychosocial at=social_services value=30
    135 bo admitted psychosocial at=social_services extra=1 state=waiting
    500 bo decided psychosocial at=social_services value=30
    """
    found = values(text, anna="addiction", bo="addiction")
    assert found["face.clients_per_social_worker"] == pytest.approx(2.0)
    assert found["face.locum_share.physician"] == pytest.approx(1 / 4)
    assert found["face.locum_share.region"] == pytest.approx(1 / 4)
    assert found["face.vacant_share.physician"] == pytest.approx(1 / 4)
