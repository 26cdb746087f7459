"""Offered load of pools of places, and who runs a service for whom when a design goes by waves."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import measure
from sim.measures.measure import Results
from tests.logs import CALENDAR, NEUROPSYCHIATRIC_UNIT, make_log

BOTH = "addiction_psychiatric"
SOUTH = NEUROPSYCHIATRIC_UNIT + 1


def results(text: str, **more: object) -> Results:
    return measure(make_log(text, **more), CALENDAR)  # type: ignore[arg-type]


def pool(found: Results, service: str, line: str = "ordinary", place: str = "North") -> dict[str, float] | None:
    table = found.tables["pools"]
    here = (table["service"] == service) & (table["line"] == line) & (table["place"] == place)
    if not here.any():
        return None
    return {name: float(table[name][here][0]) for name in table if table[name].dtype.kind == "f"}


FULL = """
600 - snapshot at=adult_psychiatry value=9 extra=10
630 - snapshot at=adult_psychiatry value=10 extra=10
400 - snapshot at=adult_psychiatry value=1 extra=10
600 anna accepted psychiatric at=adult_psychiatry
610 anna admitted psychiatric at=adult_psychiatry
600 bo accepted psychiatric at=adult_psychiatry
640 bo gave_up psychiatric at=adult_psychiatry reason=gave_up_in_queue
600 - other_patient_admitted at=adult_psychiatry value=3
601 - other_patient_admitted at=adult_psychiatry value=3
602 - other_patient_gave_up at=adult_psychiatry value=3
"""


def test_offered_load_is_those_who_ask_times_their_days_over_places() -> None:
    found = pool(results(FULL, anna=BOTH, bo=BOTH), "adult_psychiatry")
    assert found is not None
    # 5 ask (2 clients, 3 others), 3 are taken in, and those hold 9.5 of 10 places
    assert found["offered"] == pytest.approx(9.5 / 10 * 5 / 3)
    assert (found["occupied"], found["places"]) == (9.5, 10.0)
    assert found["full_share"] == 0.5


def test_lines_and_places_are_pools_of_their_own() -> None:
    text = FULL + f"600 - snapshot at=adult_psychiatry unit={NEUROPSYCHIATRIC_UNIT} value=2 extra=4"
    text += f"\n600 - snapshot at=adult_psychiatry unit={SOUTH} value=3 extra=6"
    found = results(text, anna=BOTH, bo=BOTH, units=("adult_psychiatry",))
    line, south = pool(found, "adult_psychiatry", "neuropsychiatric"), pool(found, "adult_psychiatry", place="South")
    assert line is not None
    assert south is not None
    assert (line["places"], south["places"]) == (4.0, 6.0)
    assert np.isnan(south["offered"])  # nobody asked


def test_places_without_a_limit_are_no_pool_and_a_closed_one_does_not_count_as_empty() -> None:
    text = """
    600 - snapshot at=lvm value=3 extra=inf
    600 - snapshot at=municipal_outpatient value=8 extra=10
    620 - unit_closed at=municipal_outpatient
    630 - snapshot at=municipal_outpatient value=0 extra=0
    """
    found = results(text)
    assert pool(found, "lvm") is None
    closed = pool(found, "municipal_outpatient")
    assert closed is not None
    assert (closed["occupied"], closed["places"]) == (8.0, 10.0)


def test_a_part_that_rides_along_asks_for_no_place_of_its_own() -> None:
    text = """
    600 - snapshot at=integrated_team value=5 extra=10
    600 anna accepted psychosocial at=integrated_team
    610 anna admitted psychosocial at=integrated_team value=10
    610 anna admitted psychiatric at=integrated_team reason=one_plan
    """
    found = pool(results(text, anna=BOTH), "integrated_team")
    assert found is not None
    assert found["offered"] == pytest.approx(0.5)


# Waves ------------------------------------------------------------------------------------------------------------

WAVES = f"""
100 anna accepted psychosocial at=municipal_outpatient
101 anna gave_up psychosocial at=municipal_outpatient reason=gave_up_in_queue
100 bo accepted psychosocial at=municipal_outpatient unit={SOUTH}
101 bo gave_up psychosocial at=municipal_outpatient unit={SOUTH} reason=gave_up_in_queue
500 - snapshot at=municipal_outpatient by=region value=1 extra=10
500 - snapshot at=municipal_outpatient unit={SOUTH} by=municipality value=1 extra=10
700 anna discharged psychosocial at=municipal_outpatient reason=missed_visits by=region
700 bo discharged psychosocial at=municipal_outpatient unit={SOUTH} reason=missed_visits by=municipality
"""


def test_in_waves_a_fall_is_charged_to_whoever_runs_the_service_where_the_client_lives() -> None:
    found = results(WAVES, units=("municipal_outpatient",), south=("bo",), anna=BOTH, bo=BOTH)
    table = found.tables["first_falls"]
    mine = table["mechanism"] == "discharged_unmet"
    assert table["client"][mine].tolist() == [0, 1]
    assert table["from_principal"][mine].tolist() == ["region", "municipality"]


def test_a_unit_that_opens_later_does_not_rewrite_who_ran_its_service_before() -> None:
    text = f"""
    900 - unit_opened at=municipal_outpatient unit={SOUTH} by=region
    200 anna discharged psychosocial at=municipal_outpatient reason=missed_visits
    """
    found = results(text, units=("municipal_outpatient",), anna=BOTH)
    table = found.tables["first_falls"]
    assert table["from_principal"][table["mechanism"] == "discharged_unmet"].tolist() == ["municipality"]
