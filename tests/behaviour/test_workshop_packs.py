"""Packs: what a plan asks for is answered beforehand; the desk then has it at once, and bad plans are told of whole."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from mellanrum.wiring.options import OptionError
from mellanrum.workshop.asks import Ask, Question
from mellanrum.workshop.desk import Desk
from mellanrum.workshop.drafts import Draft, file_of, name_of
from mellanrum.workshop.pack_plan import read_plan
from mellanrum.workshop.packs import prepare
from sim.experiment.archive import Archive
from tests.small_county import small_county

BAD = """
county = "norbotten"
seed = -1
years = "five"
beside_each_other = 3
design = ["big_bang"]

[[draft]]
base = "big_bng"
setting = {}
"""


@pytest.fixture
def county(tmp_path: Path) -> str:
    return small_county(tmp_path)


def written(folder: Path, text: str) -> Path:
    file = folder / "plan.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_bad_plan_is_told_of_with_all_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(OptionError) as told:
        read_plan(written(tmp_path, BAD))
    said = str(told.value)
    for word in ("design", "norrbotten", "seed", "years", "beside_each_other", "setting"):
        assert word in said
    with pytest.raises(OptionError, match="TOML"):
        read_plan(written(tmp_path, "county = "))
    with pytest.raises(OptionError, match="TOML"):
        read_plan(tmp_path / "nowhere.toml")
    with pytest.raises(OptionError, match="big_bang"):
        read_plan(written(tmp_path, 'county = "norrbotten"\n[[draft]]\nbase = "big_bng"\n'))


def test_a_plan_that_names_no_lever_is_refused_and_not_read_past(tmp_path: Path) -> None:
    """A night would be spent on questions that nobody asked."""
    text = """
    county = "norrbotten"
    [[grid]]
    base = "big_bang"
    settings = { treatment_worker = [0.5, 1.0], dip = [] }
    [[draft]]
    base = "phased"
    settings = { lag = [30] }
    """
    with pytest.raises(OptionError) as told:
        read_plan(written(tmp_path, text))
    for word in ("treatment_worker", "grid 1: dip", "[30]"):
        assert word in str(told.value)


def test_a_grid_beyond_all_nights_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    many = ", ".join(str(n / 1000) for n in range(1000))
    levers = "".join(f"{lever} = [{many}]\n" for lever in ("dip", "lag", "dual", "follow_treatment", "follow_social"))
    with pytest.raises(OptionError, match="1000000000000000"):
        read_plan(written(tmp_path, f'county = "norrbotten"\n[[grid]]\nbase = "big_bang"\n[grid.settings]\n{levers}'))


def test_a_grid_is_every_combination_and_nothing_twice(tmp_path: Path) -> None:
    text = """
    county = "norrbotten"
    beside_each_other = true
    [[draft]]
    base = "big_bang"
    [[draft]]
    base = "big_bang"
    settings = { dip = 0.3 }
    [[grid]]
    base = "big_bang"
    settings = { dip = [0.3, 0.4], dual = [0, 60] }
    """
    plan = read_plan(written(tmp_path, text))
    alone = [drafts for drafts in plan.questions if len(drafts) == 2]
    assert len({name_of(draft) for _, draft in alone}) == len(alone)
    n = len(alone)
    assert n >= 5
    assert len(plan.questions) == n + n * (n - 1) // 2
    assert all(drafts[0] == Draft(base="current") for drafts in plan.questions)


def test_what_was_prepared_is_answered_at_once_and_a_pack_goes_on_where_it_was(tmp_path: Path, county: str) -> None:
    text = f"""
    county = "{county}"
    years = 1
    [[draft]]
    base = "contract"
    [[draft]]
    base = "big_bang"
    settings = {{ dip = 0.4 }}
    """
    archive, plan, told = Archive(tmp_path / "archive"), written(tmp_path, text), list[tuple[int, int]]()

    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(plan, archive, stop, 2, least=3, budget=3)
    begun = len(list(archive.entries()))
    assert prepare(plan, archive, lambda *done: told.append(done), 2, least=3, budget=3) == 2
    assert told[-1] == (12, 12)
    assert begun >= 1
    there = len(list(archive.entries()))
    desk = Desk(archive, tmp_path, n_workers=1, worlds=0)
    try:
        for draft in (Draft(base="contract"), Draft(base="big_bang", settings={"dip": 0.4}, title="Ours")):
            states, ended = list[str](), Event()

            def heard(ask: Ask, states: list[str] = states, ended: Event = ended) -> None:
                states.append(ask.state)
                ended.set()

            designs = ("current", file_of(draft, tmp_path / "drafts"))
            ask = desk.ask(Question(county=county, designs=designs, years=1.0, least=3, budget=3), heard)
            assert ended.wait(900.0)
            assert states == ["enough"]  # at once: nothing was run, and nothing summed up
            assert ask.comparison is not None
        assert ask.comparison.designs[1].title == "Ours"
    finally:
        desk.close()
    assert len(list(archive.entries())) == there
