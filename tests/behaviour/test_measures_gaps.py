"""Gap days, latent days, detection and parallel care, on stories short enough to count by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.comparison.course import MEASURES as OF_COURSES
from sim.comparison.transfer import MEASURES as OF_TRANSFERS
from sim.measures import catalogue, describe, measure, unit_of
from sim.measures.measure import Results
from sim.measures.spans import both, either, union, without
from tests.logs import CALENDAR, END, REFORM, make_log

BOTH = "addiction_psychiatric"
YEARS = (END - REFORM) / 365.25


def results(text: str, **people: str) -> Results:
    return measure(make_log(text, **people), CALENDAR)


def days(found: Results, name: str, client_years: float = YEARS) -> float:
    """Return the person-days behind a rate per client-year."""
    value = found.values[name]
    assert value is not None
    return value * client_years


def test_gap_days_are_counted_once_a_day_and_from_the_reform_only() -> None:
    text = """
    490 anna sought psychosocial to=social_services
    520 anna accepted psychosocial at=social_services
    515 anna sought psychiatric to=adult_psychiatry value=1
    530 anna refused psychiatric at=adult_psychiatry reason=sobriety
    530 anna parked psychiatric at=adult_psychiatry
    560 anna gave_up psychiatric reason=gave_up_between
    """
    found = results(text, anna=BOTH, dora="addiction")
    assert days(found, "gap_days_per_client_year") == pytest.approx(60)  # days 500-560
    assert days(found, "gap_days_per_client_year.addiction") == pytest.approx(20)  # 500-520
    assert days(found, "gap_days_per_client_year.psychiatric") == pytest.approx(45)  # 515-560


def test_gap_days_end_with_departure_and_so_do_client_years() -> None:
    found = results("600 anna sought psychosocial to=social_services\n700 anna depart reason=died", anna=BOTH)
    assert found.values["comorbid_client_years"] == pytest.approx(200 / 365.25)
    assert days(found, "gap_days_per_client_year", 200 / 365.25) == pytest.approx(100)


def test_a_need_is_latent_only_while_none_of_its_parts_has_been_asked_for() -> None:
    text = """
    0 anna need_state medical state=latent
    600 anna sought psychosocial to=social_services
    700 anna gave_up psychosocial reason=gave_up_between
    """
    found = results(text, anna="addiction_psychiatric")
    assert days(found, "latent_days_per_client_year.addiction") == pytest.approx(1400)
    assert days(found, "latent_days_per_client_year.psychiatric") == pytest.approx(1500)
    assert days(found, "latent_days_per_client_year") == pytest.approx(1500)  # a day counts once


def test_parallel_share_is_the_overlap_over_the_union_of_two_treatments() -> None:
    text = """
    600 anna admitted psychosocial at=municipal_outpatient
    700 anna completed psychosocial at=municipal_outpatient
    680 anna admitted psychiatric at=adult_psychiatry extra=1
    690 anna decided psychiatric at=adult_psychiatry
    690 anna admitted psychiatric at=adult_psychiatry
    740 anna discharged psychiatric at=adult_psychiatry reason=missed_visits
    """
    found = results(text, anna=BOTH)
    assert found.values["parallel_share"] == pytest.approx(10 / 140)
    assert days(found, "parallel_days_per_client_year") == pytest.approx(10)
    assert days(found, "treated_days_per_client_year") == pytest.approx(140)


def test_a_case_that_keeps_its_service_under_a_new_principal_is_one_treatment() -> None:
    text = """
    450 anna admitted psychosocial at=municipal_outpatient
    510 anna handed_over psychosocial at=municipal_outpatient to=municipal_outpatient to_by=region
    600 anna completed psychosocial at=municipal_outpatient by=region
    """
    assert days(results(text, anna=BOTH), "treated_days_per_client_year") == pytest.approx(100)


def test_a_case_handed_to_another_service_goes_on_there() -> None:
    text = """
    450 anna admitted psychosocial at=municipal_outpatient
    510 anna handed_over psychosocial at=municipal_outpatient to=addiction_clinic
    600 anna completed psychosocial at=addiction_clinic
    """
    assert days(results(text, anna=BOTH), "treated_days_per_client_year") == pytest.approx(100)


def test_an_inquiry_that_is_handed_to_another_service_is_no_treatment() -> None:
    text = """
    450 anna admitted psychosocial at=social_services extra=1 state=waiting
    510 anna handed_over psychosocial at=social_services to=addiction_clinic state=waiting
    600 anna decided psychosocial at=addiction_clinic
    """
    assert days(results(text, anna=BOTH), "treated_days_per_client_year") == 0.0


def test_detected_share_counts_what_was_known_within_a_year_of_the_start() -> None:
    text = """
    600 anna sought psychosocial to=social_services
    965 anna detected psychiatric at=municipal_outpatient
    600 bo sought psychosocial to=social_services
    966 bo detected psychiatric at=municipal_outpatient
    400 cia sought psychiatric to=adult_psychiatry
    600 cia sought psychosocial to=social_services value=1
    600 dan sought psychosocial to=social_services
    """
    assert results(text, anna=BOTH, bo=BOTH, cia=BOTH, dan=BOTH).values["detected_share"] == 0.5


def test_detecting_less_shows_as_needs_untreated_and_as_a_fall() -> None:
    """Finding a need costs gap days; not finding it must show in both headlines."""
    found = """
    600 anna sought psychosocial to=municipal_outpatient
    601 anna accepted psychosocial at=municipal_outpatient
    610 anna admitted psychosocial at=municipal_outpatient
    610 anna visit psychosocial at=municipal_outpatient
    620 anna detected psychiatric at=municipal_outpatient
    620 anna referred psychiatric at=municipal_outpatient to=adult_psychiatry reason=another_need
    640 anna accepted psychiatric at=adult_psychiatry
    700 anna admitted psychiatric at=adult_psychiatry
    700 anna visit psychiatric at=adult_psychiatry
    721 anna visit psychiatric at=adult_psychiatry
    742 anna visit psychiatric at=adult_psychiatry
    900 anna completed psychosocial at=municipal_outpatient
    900 anna completed psychiatric at=adult_psychiatry
    """
    seeing = results(found, anna=BOTH).values
    unseeing = results("\n".join(x for x in found.splitlines() if "psychiatric" not in x), anna=BOTH).values
    assert unseeing["gap_days_per_client_year"] < seeing["gap_days_per_client_year"]  # type: ignore[operator]
    assert (unseeing["untreated_share"], seeing["untreated_share"]) == (1.0, 0.5)
    assert (unseeing["fall_rate"], seeing["fall_rate"]) == (1.0, 0.0)
    assert (unseeing["fall_rate.undetected"], unseeing["fall_rate_without_never_found"]) == (1.0, 0.0)
    assert (unseeing["any_mechanism_rate.undetected"], unseeing["any_mechanism_rate.half_treated"]) == (1.0, 1.0)
    assert (unseeing["detected_share"], seeing["detected_share"]) == (0.0, 1.0)


def test_an_empty_log_gives_none_and_never_nan() -> None:
    found = results("")
    assert all(v is None or math.isfinite(v) for v in found.values.values())
    undefined = "untreated_share fall_rate detected_share gap_days_per_client_year parallel_share bounces_per_client"
    for name in (*undefined.split(), "wait_days.laro.median", "load.nurse.region", "face.received_share"):
        assert found.values[name] is None, name
    assert (found.values["handovers_lost"], found.values["clients_sought"]) == (0.0, 0.0)


def test_the_names_do_not_depend_on_what_happened() -> None:
    text = "600 anna sought psychosocial to=social_services\n700 - snapshot at=laro value=3 extra=5"
    assert results("").values.keys() == results(text, anna=BOTH).values.keys()


def test_a_run_of_less_than_two_years_after_the_reform_has_no_cohorts() -> None:
    log = make_log("510 anna sought psychosocial to=social_services", days=REFORM + 729, anna=BOTH)
    values = measure(log, CALENDAR).values
    assert values["cohort_size"] == 0.0
    assert values["fall_rate"] is None
    assert values["days_to_first_treatment.median"] is None


def test_every_measure_has_a_unit_and_a_sentence() -> None:
    for name in results("", anna=BOTH).values:
        assert unit_of(name), name
        assert describe(name).endswith("."), name
        assert "{" not in describe(name), name


def test_every_entry_of_the_catalogue_describes_some_measure() -> None:
    names = [*results("", anna=BOTH).values, *OF_COURSES, *OF_TRANSFERS]
    idle = [e.pattern for e in catalogue() if all(e.match(name) is None for name in names)]
    assert idle == []


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError, match="no measure"):
        unit_of("wait_days.laro")


def test_spans_agree_with_counting_day_by_day(name_seed: int) -> None:
    """Unions, overlaps and differences of random spans of three clients equal those of sets of days."""
    rng = np.random.default_rng(name_seed)
    stride = 200.0

    def some() -> tuple[np.ndarray, np.ndarray, set[int]]:
        start = rng.integers(0, 80, 12) + stride * rng.integers(0, 3, 12)
        end = start + rng.integers(0, 20, 12)
        return start, end, {int(d) for a, b in zip(start, end, strict=True) for d in range(int(a), int(b))}

    for _ in range(50):
        a0, a1, a = some()
        b0, b1, b = some()
        x, y = union(a0.astype(float), a1.astype(float), stride), union(b0.astype(float), b1.astype(float), stride)
        assert x.days == len(a)
        assert both(x, y).days == len(a & b)
        assert without(x, y).days == len(a - b)
        assert either(x, y).days == len(a | b)
        assert x.within(10, 50).days == len([d for d in a if 10 <= d % 200 < 50])
        assert x.days_before(np.array([30.0]))[0] == len([d for d in a if d % 200 < 30])
