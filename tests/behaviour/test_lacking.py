"""A county that lacks a service, or has nobody in it, runs every design that ships; a note says what does not move."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from mellanrum.wiring.absent import absent
from mellanrum.wiring.assemble import assemble
from scenarios.compose import compose
from scenarios.files.problems import ScenarioError
from scenarios.files.read import list_designs
from sim.model import simulate
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Service
from tests.bad_files import q
from tests.staff import booked
from tests.without import with_nobody_in, without

PARAMETERS = load_parameters()
YEARS = 1
LACKING = [
    ("hvb",),
    ("lvm",),
    ("municipal_outpatient",),
    ("hvb", "lvm", "municipal_outpatient"),
    ("social_services",),
    ("adult_psychiatry", "addiction_clinic", "laro"),
]
EMPTY = [("municipal_outpatient",), ("social_services",), ("addiction_clinic",)]


def scenario(county: Path, design: str) -> Scenario:
    """Return an invented county under a design, for a year after the reform."""
    return compose(county, design, parameters=PARAMETERS, years=YEARS)


@pytest.mark.parametrize("services", LACKING, ids="+".join)
def test_a_county_that_lacks_a_service_runs_every_design(tmp_path: Path, services: Sequence[str]) -> None:
    county = without(tmp_path, services)
    gone = {Service[name.upper()] for name in services}
    for design in list_designs():
        made = scenario(county, design)
        log = simulate(made, 1, 0)
        assert not gone.intersection(u.service for u in made.units)
        begun = log.columns["service"][log.columns["kind"] == Kind.ADMITTED]
        assert not gone.intersection(int(s) for s in begun)


@pytest.mark.parametrize("services", EMPTY, ids="+".join)
def test_a_county_with_no_post_in_a_service_runs_every_design(tmp_path: Path, services: Sequence[str]) -> None:
    county = with_nobody_in(tmp_path, services)
    empty = [int(Service[name.upper()]) for name in services]
    for design in list_designs():
        log = simulate(scenario(county, design), 1, 0)
        booked(log)
        c = log.columns
        there = np.isin(c["service"], empty) & (c["time"] > 0.0)
        assert not (there & np.isin(c["kind"], [int(Kind.ADMITTED), int(Kind.VISIT)])).any(), design
        elsewhere = (c["kind"] == Kind.VISIT) & ~np.isin(c["service"], empty)
        assert elsewhere.sum() > 100, design


def test_a_note_says_what_does_not_move(tmp_path: Path) -> None:
    county = without(tmp_path, ("hvb", "municipal_outpatient"))
    study = assemble(county, ["current", "big_bang"], replications=1, seed=1, years=YEARS)
    said = "big_bang: the county has no municipal_outpatient, hvb; what is not there does not move."
    assert said in study.told
    assert not any(note.startswith("current:") for note in study.told)


def test_where_nobody_works_there_is_nothing_to_move(tmp_path: Path) -> None:
    county = with_nobody_in(tmp_path, ("municipal_outpatient",))
    (note,) = absent({"big_bang": scenario(county, "big_bang")})
    assert note == "big_bang: the county has no municipal_outpatient; what is not there does not move."


def test_where_all_is_there_nothing_is_said(tmp_path: Path) -> None:
    assert absent({d: scenario(without(tmp_path, ()), d) for d in list_designs()}) == ()


def test_a_design_of_ones_own_that_moves_what_is_not_there_is_refused(tmp_path: Path) -> None:
    county, mine = without(tmp_path, ("hvb", "municipal_outpatient")), tmp_path / "mine.toml"
    share = q(0.5, "share")
    mine.write_text(
        f'extends = "big_bang"\n[transfer.follow_share]\nward_staff = {share}\n'
        '[relocation.municipal_outpatient]\nlevel = "hub"\n',
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        scenario(county, str(mine))
    keys = {p.key for p in caught.value.problems}
    assert keys == {"transfer.follow_share.ward_staff", "relocation.municipal_outpatient"}
