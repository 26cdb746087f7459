"""What a sensitivity analysis does before its first run is little, however many numbers a county has."""

from __future__ import annotations

import pytest

from calibration.parameters.parameter_set import ParameterSet
from mellanrum.wiring import calibration
from mellanrum.wiring.sensitivity_factors import factors_of
from mellanrum.wiring.study_ground import ground_of


def test_the_county_s_set_is_read_once_for_all_that_was_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    read, real = list[str](), calibration.usable_set

    def counted(county: str) -> ParameterSet:
        read.append(county)
        return real(county)

    monkeypatch.setattr(calibration, "usable_set", counted)
    ground = ground_of("norrbotten", ["current"], replications=1, seed=1, years=2.0, parameters="point")
    varied, left_out = factors_of(ground, "current", ["fitted"])
    assert varied
    assert left_out > len(varied)
    assert read == ["norrbotten"]
