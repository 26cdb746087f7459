"""With equal rules, staff and places, responsibility alone moves a name on the boundary and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model import simulate
from sim.terms.changes import Change, Handover, Loan, ResponsibilityMoves, ServiceMoves, WorkIsBought
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Part, Principal, Role, Service
from tests.miniature import REFORM, miniature
from tests.scenarios_for_tests import ALL, staff_move

TOWNS = tuple(range(4))
OF_THE_MOVE = (
    Kind.RESPONSIBILITY_MOVED,
    Kind.STAFF_OFFERED,
    Kind.STAFF_FOLLOWED,
    Kind.HANDOVER_TRIED,
    Kind.HANDED_OVER,
)
NAMES = ("principal", "to_principal")


def no_difference(scenario: Scenario) -> Scenario:
    """Return the scenario with the same terms within a principal as between two: all that one principal changes."""
    practice = replace(scenario.practice, between=scenario.practice.within)
    return replace(scenario, practice=practice)


def moved(services: tuple[Service, ...], parts: tuple[Part, ...]) -> Scenario:
    """Return today, with responsibility and services moved to the region while everybody and every case comes along."""
    whole = Handover(
        lost_with_own_worker=0.0,
        lost_with_meeting=0.0,
        lost_cold=0.0,
        consent_share=1.0,
        hours=0.0,
        meetings_per_week_per_fte=5.0,
        limit_days=90.0,
    )
    changes = [
        ResponsibilityMoves(
            day=float(REFORM),
            municipalities=TOWNS,
            part=part,
            to=Principal.REGION,
            lag_days=0.0,
            refers_to=(),
            keeps=(),
            cites_law_share=1.0,
        )
        for part in parts
    ]
    changes += [
        ServiceMoves(
            day=float(REFORM),
            municipalities=ALL,
            service=service,
            to=Principal.REGION,
            staff=staff_move(),
            handover=whole,
            lag_days=0.0,
            dual_days=0.0,
        )  # type: ignore[list-item]
        for service in services
    ]
    return replace(no_difference(miniature("current")), changes=tuple(changes))


def bought(services: tuple[Service, ...], parts: tuple[Part, ...]) -> Scenario:
    """Return today, with the region responsible and the work bought from whoever does it."""
    changes = [
        ResponsibilityMoves(
            day=float(REFORM),
            municipalities=TOWNS,
            part=part,
            to=Principal.REGION,
            lag_days=0.0,
            refers_to=(),
            keeps=(),
            cites_law_share=1.0,
        )
        for part in parts
    ]
    changes += [WorkIsBought(float(REFORM), ALL, service, Principal.REGION) for service in services]  # type: ignore[list-item]
    return replace(miniature("current"), changes=tuple(changes))


def rows_but(log: EventLog, kinds: tuple[Kind, ...]) -> dict[str, np.ndarray]:
    """Return the columns of the rows that are not of these kinds."""
    keep = ~np.isin(log.columns["kind"], kinds)
    return {name: column[keep] for name, column in log.columns.items()}


@pytest.mark.parametrize(
    ("services", "parts"),
    [
        ((Service.MUNICIPAL_OUTPATIENT, Service.HVB), (Part.PSYCHOSOCIAL,)),
        ((Service.HOUSING_SUPPORT,), (Part.SOCIAL,)),
        (
            (Service.SOCIAL_SERVICES, Service.MUNICIPAL_OUTPATIENT, Service.HVB, Service.HOUSING_SUPPORT),
            (Part.PSYCHOSOCIAL, Part.SOCIAL),
        ),
    ],
    ids=["treatment", "support", "everything"],
)
def test_moving_responsibility_alone_changes_only_the_name_of_the_principal(
    services: tuple[Service, ...], parts: tuple[Part, ...], name_seed: int
) -> None:
    today = simulate(no_difference(miniature("current")), name_seed, 0)
    after = simulate(moved(services, parts), name_seed, 0)
    # A worker who takes a case along has it in the same minute, so that only rows of the move itself are new.
    mine, theirs = rows_but(after, OF_THE_MOVE), rows_but(today, ())
    assert len(after) - len(mine["time"]) > 5
    for name, column in theirs.items():
        if name not in NAMES:
            assert np.array_equal(mine[name], column, equal_nan=True), name
    before = theirs["time"] < REFORM
    for name in NAMES:
        assert np.array_equal(mine[name][before], theirs[name][before])
    assert not np.array_equal(mine["principal"], theirs["principal"]), "the boundary has another name"


def test_buying_the_work_changes_only_the_name_of_who_answers_and_pays(name_seed: int) -> None:
    """Whatever one principal is worth: between performers nothing has changed, so `no_difference` is not needed."""
    services = (Service.MUNICIPAL_OUTPATIENT, Service.HVB)
    today = simulate(replace(miniature("current"), changes=()), name_seed, 0)
    after = simulate(bought(services, (Part.PSYCHOSOCIAL,)), name_seed, 0)
    mine, theirs = rows_but(after, OF_THE_MOVE), rows_but(today, ())
    assert len(after) - len(mine["time"]) == 1, "the law, and no staff and no case"
    for name, column in theirs.items():
        if name not in NAMES:
            assert np.array_equal(mine[name], column, equal_nan=True), name
    changed = mine["principal"] != theirs["principal"]
    assert changed.any()
    assert set(mine["service"][changed].tolist()) - {-1} == set(services)
    assert (theirs["time"][changed] >= REFORM).all()


def test_a_loan_that_never_ends_changes_only_names_either(name_seed: int) -> None:
    changes = tuple(_lent(c) for c in moved((Service.MUNICIPAL_OUTPATIENT, Service.HVB), (Part.PSYCHOSOCIAL,)).changes)
    today = simulate(no_difference(miniature("current")), name_seed, 0)
    after = simulate(replace(no_difference(miniature("current")), changes=changes), name_seed, 0)
    mine, theirs = rows_but(after, (*OF_THE_MOVE, Kind.STAFF_LENT)), rows_but(today, ())
    for name, column in theirs.items():
        if name not in NAMES:
            assert np.array_equal(mine[name], column, equal_nan=True), name


def _lent(change: Change) -> Change:
    loan = Loan(tuple(Role), 1e6, offer=False)
    return replace(change, staff=replace(change.staff, loan=loan)) if isinstance(change, ServiceMoves) else change


def test_where_one_principal_makes_a_difference_the_same_move_changes_what_happens(name_seed: int) -> None:
    """The other side of the coin: the test above would pass for a model in which principals did nothing at all."""
    same = moved((Service.MUNICIPAL_OUTPATIENT, Service.HVB), (Part.PSYCHOSOCIAL,))
    differ = replace(same, practice=miniature("current").practice)
    today, after = simulate(miniature("current"), name_seed, 0), simulate(differ, name_seed, 0)
    mine, theirs = rows_but(after, OF_THE_MOVE), rows_but(today, ())
    assert len(mine["time"]) != len(theirs["time"]) or not np.array_equal(mine["time"], theirs["time"])
