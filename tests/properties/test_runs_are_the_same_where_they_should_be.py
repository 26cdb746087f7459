"""Invariants 3 to 6: one seed one log, designs alike until they differ, one more client moves nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.chance.keyed import key_of
from sim.model import simulate
from sim.population.person import Person, draw_person
from sim.terms.log import COLUMN_NAMES, EventLog
from sim.terms.scenario import Municipality, People, Scenario
from sim.terms.words import Kind, Role, Service
from tests.miniature import ANNOUNCED, END, REFORM, log_of, miniature
from tests.scenarios_for_tests import move

pytestmark = pytest.mark.both_builds

ROOT = Path(__file__).resolve().parents[2]
FLOATS = ("time", "value", "extra")


def same_rows(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> bool:
    return all(np.array_equal(a[name], b[name], equal_nan=name in FLOATS) for name in COLUMN_NAMES)


# Invariant 3 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("design", ["current", "big_bang"])
def test_the_same_seed_gives_the_same_log_in_every_process_whatever_its_hash_seed(design: str, name_seed: int) -> None:
    here = simulate(miniature(design), name_seed, 1).digest()
    command = (
        "from tests.miniature import miniature; from sim.model import simulate; "
        f"print(simulate(miniature({design!r}), {name_seed}, 1).digest())"
    )
    for hash_seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == here, f"PYTHONHASHSEED={hash_seed}"


def test_a_run_leaves_nothing_behind_for_the_next(name_seed: int) -> None:
    first = simulate(miniature("current"), name_seed, 0).digest()
    simulate(miniature("big_bang"), name_seed, 0)
    assert simulate(miniature("current"), name_seed, 0).digest() == first


def test_another_seed_or_replication_gives_another_log(name_seed: int) -> None:
    digests = {
        simulate(miniature("current"), seed, replication).digest()
        for seed, replication in ((name_seed, 0), (name_seed, 1), (name_seed + 1, 0))
    }
    assert len(digests) == 3


# Invariants 4 and 5 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("design", "differs_from"), [("paper_transfer", REFORM), ("big_bang", ANNOUNCED)])
def test_designs_share_their_log_until_the_first_day_on_which_they_differ(
    design: str, differs_from: int, name_seed: int
) -> None:
    scenario = miniature(design)
    assert min(change.day for change in scenario.changes) == differs_from
    today, other = log_of("current", name_seed), log_of(design, name_seed)
    before = today.until(differs_from)
    assert len(before["time"]) > 3000
    assert same_rows(before, other.until(differs_from))
    assert not same_rows(today.until(END), other.until(END))


def test_two_designs_that_differ_in_nothing_have_the_same_log(name_seed: int) -> None:
    twin = replace(miniature("current"), name="twin")
    assert simulate(twin, name_seed, 0).digest() == log_of("current", name_seed).digest()


def as_if_nothing_could_differ(scenario: Scenario) -> Scenario:
    """Return the scenario with referrals alike within and between principals, and every need seen at once.

    What a principal knows decides whether a service asks about the other need; where it always asks and is always told,
    only a DETECTED row more or less is left of that.
    """
    services = tuple(replace(s, plan=replace(s.plan, detects=(1.0, 1.0, 1.0, 1.0))) for s in scenario.services)
    return replace(scenario, services=services, practice=replace(scenario.practice, between=scenario.practice.within))


def quiet_transfer() -> tuple[Scenario, Scenario]:
    """Return the county without and with a transfer of outpatient care that all staff and cases follow at once."""
    stays = as_if_nothing_could_differ(miniature("current"))
    moves = move(Service.MUNICIPAL_OUTPATIENT, day=float(REFORM), role=Role.TREATMENT_WORKER)
    return stays, replace(stays, changes=(moves,))


def test_a_transfer_that_everybody_follows_loses_no_case_no_post_and_no_worker(name_seed: int) -> None:
    _, moves = quiet_transfer()
    log = simulate(moves, name_seed, 0)
    kinds = log.columns["kind"]
    tried, arrived = kinds == Kind.HANDOVER_TRIED, kinds == Kind.HANDED_OVER
    assert tried.sum() == arrived.sum() > 5
    assert set(log.columns["time"][tried | arrived].tolist()) == {float(REFORM)}
    offered = (kinds == Kind.STAFF_OFFERED).sum()
    assert offered == (kinds == Kind.STAFF_FOLLOWED).sum() > 3
    assert not np.isin(kinds, (Kind.HANDOVER_LOST, Kind.STAFF_STAYED, Kind.POST_OPENED)).any()
    # and on the day itself nobody gets another worker
    assert not (kinds[log.columns["time"] == REFORM] == Kind.NEW_WORKER).any()


def test_a_transfer_that_everybody_follows_without_dip_loss_or_lag_changes_nothing_but_the_name_of_the_employer(
    name_seed: int,
) -> None:
    """What is left: rows of the move itself, whose the service is, and who knew of a need before (DETECTED)."""
    stays, moves = quiet_transfer()
    a, b = simulate(stays, name_seed, 0), simulate(moves, name_seed, 0)
    of_the_move = (
        Kind.DETECTED,
        Kind.STAFF_OFFERED,
        Kind.STAFF_FOLLOWED,
        Kind.HANDOVER_TRIED,
        Kind.HANDED_OVER,
    )

    def rest(log: EventLog) -> list[tuple[Any, ...]]:
        keep = ~np.isin(log.columns["kind"], of_the_move)
        names = [n for n in COLUMN_NAMES if n not in ("principal", "to_principal")]
        columns = [np.nan_to_num(log.columns[n][keep], nan=-9.0, posinf=-8.0).tolist() for n in names]
        return list(zip(*columns, strict=True))

    tried = b.columns["kind"] == Kind.HANDOVER_TRIED
    assert tried.sum() > 5
    assert (b.columns["time"][tried] == REFORM).all()
    assert rest(a) == rest(b)


# Invariant 6 ------------------------------------------------------------------------------------------------------


def stories(log: EventLog) -> dict[str, list[tuple[Any, ...]]]:
    """Return name → the client's rows, without the client's number."""
    names = log.clients["name"].tolist()
    told: dict[str, list[tuple[Any, ...]]] = {name: [] for name in names}
    columns = [np.nan_to_num(log.columns[n], nan=-9.0, posinf=-8.0).tolist() for n in COLUMN_NAMES]
    for row in zip(*columns, strict=True):
        if row[1] >= 0:
            told[names[int(row[1])]].append((row[0], *row[2:]))
    return told


def attributes(log: EventLog) -> dict[str, tuple[Any, ...]]:
    columns = [log.clients[name].tolist() for name in sorted(log.clients)]
    return dict(zip(log.clients["name"].tolist(), zip(*columns, strict=True), strict=True))


TOWN = 2
"""The municipality that gets one client more."""


def one_more_in_the_stock(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.population import arrivals

    usual = arrivals.stock_size

    def more(town: Municipality, people: People, exit_hazard: float, u: float) -> int:
        return usual(town, people, exit_hazard, u) + (
            town.name == miniature("current").county.municipalities[TOWN].name
        )

    monkeypatch.setattr(arrivals, "stock_size", more)


def one_more_seeker(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.model import world

    usual = world.draw_arrivals

    def more(
        seed: int, replication: int, index: int, town: Municipality, people: People, end: float
    ) -> Iterator[tuple[float, Person]]:
        name = f"{town.name}-guest"
        guest = (100.5, draw_person(name, key_of(seed, replication, name), index, people))
        for coming in usual(seed, replication, index, town, people, end):
            if index == TOWN and guest is not None and coming[0] > guest[0]:
                yield guest
                guest = None  # type: ignore[assignment]
            yield coming

    monkeypatch.setattr(world, "draw_arrivals", more)


@pytest.mark.interpreted
@pytest.mark.parametrize("comes", [one_more_in_the_stock, one_more_seeker])
def test_one_more_client_changes_nothing_for_anybody_where_there_is_room_for_all(
    comes: Any, name_seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = miniature("current")
    units = tuple(replace(u, places=float("inf"), others=None) for u in usual.units)
    roomy = replace(usual, units=units)
    before = simulate(roomy, name_seed, 0)
    comes(monkeypatch)
    after = simulate(roomy, name_seed, 0)
    (newcomer,) = set(attributes(after)) - set(attributes(before))
    told = stories(after)
    assert len(told.pop(newcomer)) > 1
    assert told == stories(before)
    people = attributes(after)
    people.pop(newcomer)
    assert people == attributes(before)


@pytest.mark.interpreted
@pytest.mark.parametrize("comes", [one_more_in_the_stock, one_more_seeker])
def test_one_more_client_touches_others_only_through_queues(
    comes: Any, name_seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the queues there are: who they are, when they leave, and use by whom no service ever had, stay."""
    before = simulate(miniature("current"), name_seed, 0)
    comes(monkeypatch)
    after = simulate(miniature("current"), name_seed, 0)
    (newcomer,) = set(attributes(after)) - set(attributes(before))
    people = attributes(after)
    people.pop(newcomer)
    assert people == attributes(before)
    a, b = stories(before), stories(after)

    def of(story: list[tuple[Any, ...]], *kinds: Kind) -> list[tuple[Any, ...]]:
        return [row for row in story if row[1] in kinds]

    untouched = [n for n in a if not of(a[n], Kind.ADMITTED) and not of(b[n], Kind.ADMITTED)]
    assert len(untouched) > 200
    assert sum(bool(of(a[n], Kind.RELAPSED, Kind.ABSTINENT)) for n in untouched) > 50
    for name in untouched:
        assert of(a[name], Kind.RELAPSED, Kind.ABSTINENT) == of(b[name], Kind.RELAPSED, Kind.ABSTINENT), name
    for name in a:
        assert of(a[name], Kind.ARRIVAL) == of(b[name], Kind.ARRIVAL)
        assert [row[0] for row in of(a[name], Kind.DEPART)] == [row[0] for row in of(b[name], Kind.DEPART)]
    assert sum(a[n] == b[n] for n in a) > len(a) / 2


def test_the_same_people_come_on_the_same_days_under_every_design(name_seed: int) -> None:
    logs = [log_of(design, name_seed) for design in ("current", "paper_transfer", "big_bang")]
    assert attributes(logs[0]) == attributes(logs[1]) == attributes(logs[2])
    came = []
    for log in logs:
        arrived = log.columns["kind"] == Kind.ARRIVAL
        came.append(list(zip(log.columns["time"][arrived], log.columns["client"][arrived], strict=True)))
    assert came[0] == came[1] == came[2]
