"""What is remembered of files that were checked holds as long as they are what they were, and no longer."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from calibration.parameters.store import load_parameters
from scenarios.checks import checked_once
from scenarios.compose import compose
from scenarios.files.problems import ScenarioError
from scenarios.files.read import HERE
from sim.terms.quantity import prior
from sim.terms.scenario import Scenario

PARAMETERS = load_parameters()
SPEED = "speed = { value = "


@pytest.fixture(autouse=True)
def nothing_is_known() -> None:
    checked_once._KNOWN.clear()


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by the design's name whenever files are checked."""
    told: list[str] = []

    def checked(design, **rest):
        told.append(Path(design).stem)
        return whole(design=design, **rest)

    whole = checked_once.checked
    monkeypatch.setattr(checked_once, "checked", checked)
    return told


@pytest.fixture
def county(tmp_path: Path) -> Path:
    return Path(shutil.copy(HERE / "counties" / "norrbotten.toml", tmp_path / "mine.toml"))


@pytest.fixture
def design(tmp_path: Path) -> Path:
    """A design of one's own that extends another one of one's own."""
    shutil.copy(HERE / "designs" / "big_bang.toml", tmp_path / "above.toml")
    file = tmp_path / "below.toml"
    file.write_text('title_sv = "a"\ntitle_en = "b"\nextends = "above.toml"\n', encoding="utf-8")
    return file


def made(county: Path, design: Path | str = "current", **more: object) -> Scenario:
    return compose(county, design, parameters=PARAMETERS, years=2, **more)


def slower(file: Path) -> None:
    """Change a file so that neither its size nor its date does."""
    before, text = file.stat(), file.read_text(encoding="utf-8")
    value = text.split(SPEED)[1][:2]
    file.write_text(text.replace(f"{SPEED}{value}", f"{SPEED}{int(value) - 1}"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def test_draws_of_one_county_and_design_are_checked_once_and_differ(county: Path, checks: list[str]) -> None:
    drawn = [made(county, pick=prior(7, k)) for k in range(3)]
    assert checks == ["current"]
    checked_once._KNOWN.clear()
    assert [made(county, pick=prior(7, k)) for k in range(3)] == drawn
    assert len({one.hazards for one in drawn}) == 3


def test_a_file_that_has_changed_is_checked_again_though_its_size_and_date_have_not(
    county: Path, checks: list[str]
) -> None:
    before = made(county)
    slower(county)
    assert made(county) != before
    assert checks == ["current"] * 2


def test_a_file_that_has_become_wrong_or_has_gone_is_told(county: Path) -> None:
    made(county)
    text = county.read_text(encoding="utf-8")
    county.write_text(text.replace(SPEED, "sped = { value = "), encoding="utf-8")
    with pytest.raises(ScenarioError, match="sped"):
        made(county)
    county.unlink()
    with pytest.raises(ScenarioError, match="mine"):
        made(county)


def test_a_design_is_checked_again_when_what_it_extends_has_changed(
    county: Path, design: Path, checks: list[str]
) -> None:
    before = made(county, design)
    assert made(county, design) == before
    above = design.with_name("above.toml")
    text = above.read_text(encoding="utf-8")
    above.write_text(text.replace("day = 2028-01-01", "day = 2028-02-01"), encoding="utf-8")
    assert made(county, design) != before
    assert checks == ["below"] * 2


def test_other_numbers_edits_years_and_labels_are_checked_by_themselves(county: Path, checks: list[str]) -> None:
    key = "county.speed"
    one, other = (made(county, edits={key: value}) for value in (70.0, 71.0))
    assert one != other
    assert made(county, edits={key: 70.0}) == one
    assert len(checks) == 2
    less = {section: dict(table) for section, table in PARAMETERS.items()}
    section = next(name for name, table in less.items() if table)
    less[section].pop(next(iter(less[section])))
    made(county)
    with pytest.raises(ScenarioError):
        compose(county, "current", parameters=less, years=2)
    with pytest.raises(ScenarioError, match="--mine"):
        made(county, edits={"county.sped": 1.0}, label="--mine")
    with pytest.raises(ScenarioError, match="--years"):
        compose(county, "current", parameters=PARAMETERS, years=-2)
    assert len(checks) == 6


def test_a_relative_path_is_known_by_where_it_leads(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    slower(Path(shutil.copy(county, other / county.name)))
    monkeypatch.chdir(tmp_path)
    here = made(Path(county.name))
    monkeypatch.chdir(other)
    assert made(Path(county.name)) != here


def test_no_more_is_remembered_than_a_few(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_once, "MOST", 2)
    for name in ("current", "big_bang", "phased"):
        made(county, name)
    assert [key[1] for key in checked_once._KNOWN] == ["big_bang", "phased"]
