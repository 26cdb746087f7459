"""Who wins a tie, who comes first, and what a place is: the queue told by what happens in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model import simulate
from sim.model.engine import Agenda, Wait, Woken
from sim.model.unit import Unit
from sim.terms.words import Kind, Reason, Service
from tests.scenarios_for_tests import hazards, people, plan, spec, tiny, unit
from tests.theory.customers import Customer, later, later_last

pytestmark = pytest.mark.both_builds

ORDINARY, URGENT = False, True


class Room:
    """One unit and the people who come to it; `told` is what became of each, in order: (name, why, day)."""

    def __init__(self, places: float) -> None:
        self.env = Agenda()
        service = Service.MUNICIPAL_OUTPATIENT
        self.unit = Unit(self.env, 0, unit(service, places=places), spec(service), (0.0,))
        self.unit.resize(0.0)
        self.told: list[tuple[str, Woken, float]] = []

    def comes(
        self, name: str, day: float, *, stays: float = 1000.0, patience: float | None = None, urgent: bool = ORDINARY
    ) -> None:
        """Let `name` come on `day`, wait for a place at most `patience` days and keep it for `stays` days."""

        def story() -> Any:
            yield from Wait(self.env).wait_or_leave(day)
            why = yield from Customer(self.unit, self.env).wait(patience, urgent)
            self.told.append((name, why, self.env.now))
            if why is Woken.PLACE:
                later(self.env, stays, self.unit.release)

        self.env.process(story())

    def on(self, day: float, do: Callable[[], None]) -> None:
        later(self.env, day, do)

    def has(self, places: float) -> Callable[[], None]:
        def change() -> None:
            self.unit.at = unit(Service.MUNICIPAL_OUTPATIENT, places=places)
            self.unit.resize(self.env.now)

        return change

    def until(self, day: float) -> list[tuple[str, Woken, float]]:
        self.env.run(until=day)
        return self.told


def test_a_place_at_the_very_moment_when_patience_ends_is_taken() -> None:
    room = Room(1.0)
    room.comes("anna", 0.0, stays=5.0)
    room.comes("bo", 1.0, patience=4.0)  # until day 5, when anna leaves
    assert room.until(100.0) == [("anna", Woken.PLACE, 0.0), ("bo", Woken.PLACE, 5.0)]


def test_patience_that_ends_a_microday_before_the_place_comes_is_lost() -> None:
    room = Room(1.0)
    room.comes("anna", 0.0, stays=5.0)
    room.comes("bo", 1.0, patience=3.999999)
    assert [(name, why) for name, why, _ in room.until(100.0)] == [("anna", Woken.PLACE), ("bo", Woken.GAVE_UP)]
    assert room.unit.occupied == 0  # nobody holds the place that bo did not wait for


@pytest.mark.interpreted
def test_a_client_of_a_full_run_takes_the_place_that_comes_when_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same tie in the model itself: stays of 4 visits a week apart, and a patience of just the time they take."""
    stay, gap = 21.0, 3.0
    days = (0.5 - gap, 0.5)

    def arrivals(seed: int, replication: int, index: int, town: Any, who: Any, end: float) -> Any:
        from sim.chance.keyed import key_of
        from sim.population.person import draw_person

        for nth, day in enumerate(days):
            name = f"{town.name}-{nth}"
            yield day + gap, draw_person(name, key_of(seed, replication, name), index, who)

    monkeypatch.setattr("sim.model.world.draw_arrivals", arrivals)
    monkeypatch.setattr("sim.model.request.exponential", lambda _: stay - gap)  # budget: at hazard 1, days
    scenario = tiny(
        (spec(Service.MUNICIPAL_OUTPATIENT, care=plan(visits=((4, 1.0),), interval_days=7.0)),),
        (unit(Service.MUNICIPAL_OUTPATIENT, places=1.0),),
        after=200,
        who=people(first_seekers_per_10000=0.0),
        risks=hazards(giving_up=(1.0, 1.0, 1.0, 1.0), exit=1e-9),
    )
    columns = simulate(scenario, 1, 0).columns
    admitted = columns["kind"] == Kind.ADMITTED
    assert list(columns["client"][admitted]) == [0, 1]
    assert list(columns["time"][admitted]) == pytest.approx([0.5, 0.5 + stay])
    assert Kind.GAVE_UP not in columns["kind"]


def test_the_urgent_come_first_and_then_those_who_waited_longest() -> None:
    room = Room(1.0)
    room.comes("first", 0.0, stays=10.0)
    room.comes("bo", 1.0, stays=1.0)
    room.comes("cecilia", 2.0, stays=1.0)
    room.comes("urgent dag", 3.0, stays=1.0, urgent=URGENT)
    room.comes("urgent eva", 4.0, stays=1.0, urgent=URGENT)
    order = [name for name, _, _ in room.until(100.0)]
    assert order == ["first", "urgent dag", "urgent eva", "bo", "cecilia"]


def test_those_who_have_left_the_queue_cost_nobody_any_time() -> None:
    room = Room(1.0)
    room.comes("anna", 0.0, stays=50.0)
    for nth in range(500):
        room.comes(f"gone {nth}", 1.0, patience=1.0, urgent=nth % 2 == 0)
    room.comes("bo", 3.0)
    told = room.until(100.0)
    assert told[-1] == ("bo", Woken.PLACE, 50.0)
    assert sum(why is Woken.GAVE_UP for _, why, _ in told) == 500
    assert not any(room.unit.queues)  # the dead entries are gone as well
    assert room.unit.occupied == 1


def test_two_and_a_half_places_hold_two() -> None:
    room = Room(2.5)
    for name in ("anna", "bo", "cecilia"):
        room.comes(name, 0.0)
    assert [name for name, _, _ in room.until(10.0)] == ["anna", "bo"]


@pytest.mark.parametrize("tenths", [3, 7, 11])
def test_tenths_that_add_up_to_whole_places_are_whole_places(tenths: int) -> None:
    places = sum([0.1] * tenths * 10)  # 2.9999999999999996 and the like
    assert places != tenths or tenths == 0 or places == pytest.approx(tenths)
    room = Room(places)
    for nth in range(tenths + 2):
        room.comes(str(nth), 0.0)
    assert len(room.until(1.0)) == tenths


def test_a_part_of_a_place_beyond_the_first_lets_nobody_in() -> None:
    room = Room(1.99)
    room.comes("anna", 0.0)
    room.comes("bo", 0.0)
    assert room.until(100.0) == [("anna", Woken.PLACE, 0.0)]


def test_whoever_works_a_few_hours_a_week_takes_one_client_and_whoever_is_not_there_none() -> None:
    few = Room(0.2)
    few.comes("anna", 0.0)
    few.comes("bo", 0.0)
    assert few.until(100.0) == [("anna", Woken.PLACE, 0.0)]
    nobody = Room(0.0)
    nobody.comes("anna", 0.0)
    assert nobody.until(100.0) == []


def test_new_places_are_taken_the_day_they_come() -> None:
    room = Room(1.0)
    for name in ("anna", "bo", "cecilia", "dag"):
        room.comes(name, 0.0)
    room.on(5.0, room.has(3.0))
    assert room.until(100.0) == [
        ("anna", Woken.PLACE, 0.0),
        ("bo", Woken.PLACE, 5.0),
        ("cecilia", Woken.PLACE, 5.0),
    ]


def test_nobody_is_put_out_when_places_go_and_nobody_let_in_until_there_is_room_again() -> None:
    room = Room(3.0)
    for name, stays in (("anna", 10.0), ("bo", 20.0), ("cecilia", 30.0), ("dag", 5.0)):
        room.comes(name, 0.0, stays=stays)
    room.on(1.0, room.has(1.0))
    room.on(2.0, lambda: seen.append(room.unit.load()))
    seen: list[float] = []
    told = room.until(100.0)
    assert seen == [3.0]  # three clients, one place
    assert told[-1] == ("dag", Woken.PLACE, 30.0)


def test_load_is_nothing_for_an_empty_unit_and_without_end_for_clients_without_staff() -> None:
    room = Room(0.0)
    assert room.unit.load() == 0.0
    room.unit.occupied = 2
    assert room.unit.load() == float("inf")


def test_who_gives_up_between_a_place_and_the_first_visit_gives_the_place_back(name_seed: int) -> None:
    scenario = tiny(
        (spec(Service.MUNICIPAL_OUTPATIENT, care=plan(booking_days=(30.0, 0.0))),),
        (unit(Service.MUNICIPAL_OUTPATIENT, places=1.0),),
        who=people(first_seekers_per_10000=60.0),
        risks=hazards(giving_up=(0.1, 0.1, 0.1, 0.1)),
    )
    columns = simulate(scenario, name_seed, 0).columns
    gave_up = columns["kind"] == Kind.GAVE_UP
    assert set(columns["reason"][gave_up]) == {Reason.GAVE_UP_IN_QUEUE}
    # Whoever holds the place 30 days gives up with a chance of 95 %; others must get it, or nobody is ever admitted.
    assert (columns["kind"] == Kind.ADMITTED).sum() >= 1
    assert gave_up.sum() > 50


@given(
    first=st.lists(st.integers(0, 4000), max_size=30),
    second=st.lists(st.integers(0, 4000), max_size=30),
    cancelled=st.sets(st.integers(0, 29)),
)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_what_is_far_off_comes_in_its_time_and_what_loses_ties_comes_last(
    first: list[int], second: list[int], cancelled: set[int]
) -> None:
    """Hundredths of days near and far; each call makes another, and some are cancelled on the way."""
    env = Agenda()
    heard: list[tuple[float, bool]] = []

    def hears(last: bool) -> Callable[[], None]:
        return lambda: heard.append((env.now, last))

    calls = [later_last(env, hundredths / 100.0, hears(True)) for hundredths in first]
    expected = [(hundredths / 100.0, True) for i, hundredths in enumerate(first) if i not in cancelled]
    for i in cancelled & set(range(len(calls))):
        calls[i].cancel()
    for hundredths in second:
        day = hundredths / 100.0
        later(env, day, hears(False))
        expected.append((day, False))
        # and from there on one more, a month later
        later(env, day, lambda: later_last(env, 30.0, hears(True)))
        expected.append((day + 30.0, True))
    env.run(until=100.0)
    assert heard == sorted(expected)
