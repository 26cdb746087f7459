"""The desk: what rooms ask is answered by real processes, in turns, and as `mellanrum compare` answers it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from mellanrum.questions.compare import CompareRequest
from mellanrum.runs.lifecycle import begin
from mellanrum.workshop.asks import ENDED, Ask, Question
from mellanrum.workshop.desk import Desk
from sim.comparison.document import to_json
from sim.experiment.archive import Archive
from sim.experiment.means import Means
from tests.small_county import small_county

YEARS, LEAST, BUDGET = 1.0, 3, 3
LONG = 900.0
"""Seconds after which a test gives up, on a machine that is busy with other things."""


class Heard:
    """What an ask has told: states, and comparisons by how many replications they rest on."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.rests_on: list[int] = []
        self.ended, self.changed = Event(), Event()

    def __call__(self, ask: Ask) -> None:
        self.states.append(ask.state)
        if ask.comparison is not None and self.rests_on[-1:] != [ask.comparison.replications]:
            self.rests_on.append(ask.comparison.replications)
        self.changed.set()
        if ask.state in ENDED:
            self.ended.set()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def desk(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    one = Desk(archive, tmp_path_factory.mktemp("desk"), n_workers=2, worlds=2)
    yield one
    one.close()


def about(county: str, *designs: str, **others: int) -> Question:
    return Question(county=county, designs=designs, years=YEARS, **{"least": LEAST, "budget": BUDGET, **others})


def answer(desk: Desk, question: Question) -> tuple[Ask, Heard]:
    heard = Heard()
    ask = desk.ask(question, heard)
    assert heard.ended.wait(LONG), (ask.state, ask.done, ask.total)
    return ask, heard


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def at_work(desk: Desk) -> list[int]:
    """Return the processes that the desk's processes have started and that have not ended."""
    found = []
    for process in desk.processes():
        with suppress(OSError):  # it has ended
            found += [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return found


def same(one: Ask, other: Ask | object) -> bool:
    found = other.comparison if isinstance(other, Ask) else other
    return to_json(replace(one.comparison, run_id="")) == to_json(replace(found, run_id=""))  # type: ignore[type-var]


def test_an_answer_is_that_of_compare_which_finds_all_of_it_in_the_archive(
    desk: Desk, archive: Archive, county: str, tmp_path: Path
) -> None:
    ask, heard = answer(desk, about(county, "current", "big_bang"))
    assert ask.state == "enough"
    assert (ask.done, ask.total, ask.replications, ask.from_archive) == (6, 6, 3, 0)
    assert heard.rests_on[0] == 1
    assert heard.rests_on == sorted(heard.rests_on)
    told: list[tuple[int, int]] = []
    request = CompareRequest(
        county, ("current", "big_bang"), replications="auto", precision={"least": LEAST, "budget": BUDGET},
        years=YEARS, logs="none",
    )  # fmt: skip
    found = begin(request, Means(1, archive), out=tmp_path / "run", progress=lambda *done: told.append(done))
    assert told == [(6, 6)]  # nothing was left to run
    assert same(ask, found.result)


def test_what_was_answered_before_is_there_at_once_and_the_same(desk: Desk, county: str) -> None:
    question = about(county, "current", "big_bang")
    first, _ = answer(desk, question)
    until(lambda: answer(desk, question)[1].states == [first.state])  # one word: it is not summed up again
    again, _ = answer(desk, question)
    assert same(first, again)
    assert again.from_archive == again.done == again.total == 6


def test_two_that_ask_the_same_take_turns_and_what_both_want_is_run_once(
    desk: Desk, archive: Archive, county: str
) -> None:
    before = len(list(archive.entries()))
    questions = [about(county, "current", design, seed=7) for design in ("contract", "contract", "paper_transfer")]
    heard = [Heard() for _ in questions]
    asks = [desk.ask(question, told) for question, told in zip(questions, heard, strict=True)]
    assert all(told.ended.wait(LONG) for told in heard)
    assert [ask.state for ask in asks] == ["enough"] * 3
    assert same(asks[0], asks[1])
    digests = {d for ask in asks for design in ask.comparison.designs for d in design.digests}  # type: ignore[union-attr]
    assert len(digests) <= len(list(archive.entries())) - before <= 4 * BUDGET


def test_what_cannot_be_asked_fails_in_words_and_others_go_on(desk: Desk, county: str) -> None:
    ask, _ = answer(desk, about(county, "current", "big_bng"))
    assert ask.state == "failed"
    assert "big_bang" in ask.told[0]
    ask, _ = answer(desk, about(county, "current", "big_bang", least=1))
    assert ask.state == "failed"
    assert "least" in ask.told[0]
    assert answer(desk, about(county, "current", "big_bang"))[0].state == "enough"


def test_an_archive_that_cannot_be_written_fails_in_words(county: str, tmp_path: Path) -> None:
    place = tmp_path / "archive"
    place.write_text("no folder", encoding="utf-8")
    desk = Desk(Archive(place), tmp_path, n_workers=1, worlds=0)
    try:
        ask, _ = answer(desk, about(county, "current", "contract"))
        assert ask.state == "failed"
        assert str(place) in ask.told[0]
    finally:
        desk.close()


def test_who_listens_badly_does_not_stop_the_desk(desk: Desk, county: str) -> None:
    def bad(ask: Ask) -> None:
        raise ValueError(ask.id)

    desk.ask(about(county, "current", "big_bang"), bad)
    assert answer(desk, about(county, "current", "big_bang"))[0].state == "enough"


def test_while_nobody_asks_today_is_run_ahead_in_every_world(county: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    desk = Desk(archive, tmp_path, n_workers=2, worlds=LEAST)
    try:
        desk.warm(county)
        until(lambda: len(list(archive.entries())) == LEAST)
        ask, _ = answer(desk, Question(county=county, designs=("current",), least=LEAST, budget=BUDGET))
    finally:
        desk.close()
    assert (ask.state, ask.done, ask.from_archive) == ("enough", BUDGET, BUDGET), ask.told


def test_a_killed_process_is_replaced_and_cancelling_and_closing_leave_none_at_work(
    archive: Archive, county: str, tmp_path: Path
) -> None:
    desk = Desk(archive, tmp_path, n_workers=2, worlds=1)
    try:
        heard = Heard()
        ask = desk.ask(about(county, "current", "phased", seed=11), heard)
        until(lambda: bool(at_work(desk)) or heard.ended.is_set())
        for process in desk.processes():
            os.kill(process, signal.SIGKILL)
        assert heard.ended.wait(LONG)
        assert (ask.state, ask.done) == ("enough", 6), ask.told
        heard = Heard()
        ask = desk.ask(about(county, "current", "phased", seed=12, least=8, budget=20), heard)
        until(lambda: bool(at_work(desk)))
        desk.cancel(ask.id)
        assert heard.ended.wait(LONG)
        assert ask.state == "cancelled"
        until(lambda: not at_work(desk))
        heard = Heard()
        ask = desk.ask(about(county, "current", "phased", seed=13, least=8, budget=20), heard)
        until(lambda: bool(at_work(desk)))
        processes = [*desk.processes(), *at_work(desk)]
    finally:
        desk.close()
    assert ask.state == "cancelled"
    until(lambda: not any(Path(f"/proc/{process}").exists() for process in processes))
    assert desk.ask(about(county, "current"), heard).state == "cancelled"
