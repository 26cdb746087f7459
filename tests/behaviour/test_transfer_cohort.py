"""The transfer cohort: whom a design's moves touch, by the baseline's log, and what becomes of them under both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from outputs.comparison import page as tables
from outputs.comparison import rows as frames
from outputs.comparison.transfer import touched_by_the_transfer
from outputs.text.grid import plain
from sim.comparison.moves import followed, moves_of, ordered
from sim.comparison.results import Comparison, Summary
from sim.comparison.transfer import LEVELS, MEASURES, TransferTables, follow, transfer_measures
from sim.experiment.archive import Archive, address, performed
from sim.experiment.entry import to_bytes
from sim.experiment.means import Means, carry_out
from sim.experiment.replicate import Job, Outcome, replicate
from sim.experiment.study import Design, Study, compare, followed_moves, jobs_of
from sim.measures import describe, measure, unit_of
from sim.terms.changes import AssessorChanges, Change, Handover, ServiceMoves
from sim.terms.move import Move
from sim.terms.scenario import Scenario
from sim.terms.words import Part, Role, Service
from tests.logs import CALENDAR, make_log
from tests.miniature import miniature
from tests.scenarios_for_tests import TODAY, move, spec, tiny, unit

DAY = 500.0
MOVES = (Move(DAY, Service.MUNICIPAL_OUTPATIENT, (0, 1)),)
BOTH, ALONE = "addiction_psychiatric", "addiction"
PEOPLE = {"anna": BOTH, "bo": BOTH, "cilla": ALONE}
IN_CARE = "".join(
    f"480 {who} admitted psychosocial at=municipal_outpatient\n"
    + "".join(f"{day} {who} visit psychosocial at=municipal_outpatient value=1\n" for day in (480, 490, 495))
    for who in ("anna", "cilla")
)
"""Anna and Cilla are in care where the service moves; Bo is not."""


def told(text: str, moves: tuple[Move, ...] = MOVES) -> TransferTables:
    return TransferTables(measure(make_log(text, **PEOPLE), CALENDAR, moves=moves).tables, moves)


def found(own: str, base: str, moves: tuple[Move, ...] = MOVES) -> dict[str, float | None]:
    measures = transfer_measures([told(own, moves)], [told(base, moves)], [moves])
    return {name.removeprefix("transfer."): summary.mean for name, summary in measures.items()}


# --- what becomes of them


def test_under_equal_logs_nobody_whom_a_transfer_touches_is_better_or_worse_off() -> None:
    same = found(IN_CARE, IN_CARE)
    differences = ("untreated_share", "days_to_treatment", "untreated_share_not_comorbid")
    assert [same[name] for name in (*differences, "lost_share")] == [0.0] * 4
    assert (same["clients"], same["clients_not_comorbid"]) == (1.0, 1.0)


def test_a_design_that_loses_every_case_has_lost_everybody_and_more_needs_go_untreated() -> None:
    lost = IN_CARE + "".join(
        f"500 {who} handover_tried psychosocial at=municipal_outpatient value=0 extra=0\n"
        f"500 {who} suspended psychosocial at=municipal_outpatient state=in_care\n"
        f"520 {who} handover_lost psychosocial at=municipal_outpatient reason=handover_lost\n"
        for who in ("anna", "cilla")
    )
    after = found(lost, IN_CARE)
    assert after["lost_share"] == 1.0
    assert after["untreated_share"] == 0.5  # one of Anna's two needs was in treatment
    assert after["untreated_share.baseline"] == 0.5
    assert after["untreated_share_not_comorbid"] == 1.0
    assert after["days_to_treatment"] == 365 / 2


def test_who_is_in_the_cohort_is_the_baselines_to_say() -> None:
    """Under the design Bo is in care and Anna is not, and still it is Anna who is followed."""
    bo = IN_CARE.replace("anna", "bo")
    assert found(bo, IN_CARE)["clients"] == found(IN_CARE, IN_CARE)["clients"] == 1.0
    assert found(bo, IN_CARE)["untreated_share"] == 0.5
    assert found(IN_CARE, bo)["untreated_share"] == 0.5


def test_who_has_gone_under_the_design_alone_has_gone_untreated() -> None:
    gone = "\n".join(line for line in IN_CARE.splitlines() if "anna" not in line) + "\n450 anna depart reason=moved\n"
    after = found(gone, IN_CARE)
    assert after["clients"] == 1.0
    assert after["untreated_share"] == 0.5  # one of two needs before, both now
    assert after["days_to_treatment"] == 365 / 2


def test_everybody_is_followed_once_from_the_first_day_that_touches_them_and_lost_is_lost_anywhere() -> None:
    moves = ordered([*MOVES, Move(600.0, Service.HVB, (0, 1)), Move(900.0, Service.MUNICIPAL_OUTPATIENT, (0, 1))])
    several = IN_CARE + "590 anna admitted psychosocial at=hvb\n"
    end = "610 anna {} psychosocial at=hvb\n850 anna accepted psychosocial at=municipal_outpatient\n"
    lost, left = end.format("handover_lost"), end.format("left_care")
    assert [told(several + left, moves).tables["touched"]["touched"][i] for i in (0, 3, 6)] == [True] * 3
    after = found(several + lost, several + left, moves)
    assert (after["clients"], after["lost_share"]) == (1.0, 1.0)
    assert after["days_to_treatment.baseline"] == (0 + 365) / 2  # from day 500, when she was in treatment for one


def test_moves_are_matched_by_what_they_are_and_not_by_their_place() -> None:
    """The baseline's table tells of other designs' moves too; those say nothing of this design."""
    other = Move(400.0, Service.ADDICTION_CLINIC, (0, 1))
    base = IN_CARE + "390 bo admitted medical at=addiction_clinic\n"
    union = ordered([other, *MOVES])
    assert union[0] == other
    cohort = follow(told(base), told(base, union), MOVES)
    assert cohort is not None
    assert len(cohort.comorbid) == 2
    assert np.array_equal(cohort.own["untreated"], cohort.base["untreated"])
    twin = follow(told(base, union), told(base, union), MOVES)  # the baseline that stands twice tells of all as well
    assert twin is not None
    assert len(twin.comorbid) == 2
    theirs = follow(told(base, (other,)), told(base, union), (other,))
    assert theirs is not None
    assert len(theirs.comorbid) == 1


def test_where_nothing_moves_or_nobody_is_touched_there_is_no_cohort() -> None:
    assert transfer_measures([told(IN_CARE, ())], [told(IN_CARE)], [()]) == {}
    assert found("", "") == {}
    assert transfer_measures([TransferTables({}, MOVES)], [TransferTables({}, MOVES)], [MOVES]) == {}


def test_what_a_transfer_cohort_adds_is_in_the_catalogue_with_its_unit() -> None:
    measures = transfer_measures([told(IN_CARE)], [told(IN_CARE)], [MOVES])
    assert set(measures) == set(MEASURES)
    for name, summary in measures.items():
        assert unit_of(name) == summary.unit
        assert describe(name).endswith(".")


# --- what moves


def test_today_moves_nothing_and_a_design_its_services_and_the_inquiry_that_another_takes_over() -> None:
    assert moves_of(miniature("current")) == moves_of(miniature("bill_2028")) == ()
    towns = (0, 1, 2, 3)
    assert moves_of(miniature("big_bang")) == (
        Move(365.0, Service.SOCIAL_SERVICES, towns, Part.PSYCHOSOCIAL),
        Move(365.0, Service.MUNICIPAL_OUTPATIENT, towns),
        Move(365.0, Service.HVB, towns),
    )


def test_moves_too_late_for_a_year_of_follow_up_are_not_followed_and_change_no_address() -> None:
    bang = miniature("big_bang")
    assert followed(bang) == moves_of(bang)
    short = replace(bang, calendar=replace(bang.calendar, after_days=364))
    assert followed(short) == ()
    study = Study(
        county="m",
        designs=tuple(Design(n, n, (short,)) for n in ("a", "b")),
        replications=1,
        seed=1,
        years=1.0,
        parameters="point",
        logs="none",
    )
    assert [job.moves for job in jobs_of(study, None)] == [(), ()]


def test_a_unit_of_several_waves_moves_with_the_last_and_no_unit_twice() -> None:
    service = Service.MUNICIPAL_OUTPATIENT
    first, second = (
        move(service, day=day, role=Role.TREATMENT_WORKER, towns=(town,)) for town, day in ((0, 100.0), (1, 200.0))
    )
    units = (unit(service, towns=(0,)), unit(service, towns=(0, 1), place="together"))
    both = tiny((spec(service),), units, towns=(("A", 1e4), ("B", 1e4)), changes=(second, first, second))
    assert moves_of(both) == (Move(100.0, service, (0,)), Move(200.0, service, (0, 1)))
    theirs = replace(both, services=(spec(service, principal=first.to),))
    assert moves_of(theirs) == ()  # it was the new employer's before
    assert moves_of(replace(both, changes=(first,))) == (Move(100.0, service, (0,)),)


def test_inquiries_that_are_finished_where_they_began_do_not_move() -> None:
    service = Service.SOCIAL_SERVICES
    regime = replace(TODAY, assessor=(service, None, None, None))
    handover = Handover(
        lost_with_own_worker=0.0,
        lost_with_meeting=0.0,
        lost_cold=0.0,
        consent_share=1.0,
        hours=1.0,
        meetings_per_week_per_fte=1.0,
        limit_days=90.0,
    )
    to = AssessorChanges(100.0, (0,), Part.PSYCHOSOCIAL, Service.TREATMENT_ASSESSMENT, handover)
    world = tiny((spec(service),), (unit(service),), regime=regime, changes=(to, replace(to, day=200.0)))
    assert moves_of(world) == (Move(100.0, service, (0,), Part.PSYCHOSOCIAL),)
    for stays in (replace(to, handover=None), replace(to, assessor=None), replace(to, assessor=service)):
        assert moves_of(replace(world, changes=(stays,))) == ()
    assert moves_of(replace(world, regime=TODAY)) == ()


def test_each_design_tells_of_its_own_moves_and_the_baseline_of_all() -> None:
    names = ("current", "big_bang", "phased", "bill_2028", "current")
    study = Study(
        county="m",
        designs=tuple(Design(n, n, (miniature(n),)) for n in names),
        replications=2,
        seed=1,
        years=2.0,
        parameters="point",
        logs="none",
    )
    base, bang, phased, bill, twin = (moves[1] for moves in followed_moves(study))
    assert (bang, bill) == (moves_of(miniature("big_bang")), ())
    assert phased == tuple(move for move in moves_of(miniature("phased")) if move.day == 365.0)  # later waves: too late
    assert base == twin == ordered([*phased, *bang])
    jobs = jobs_of(study, None)
    assert [job.moves for job in jobs] == [base, bang, phased, bill, twin] * 2
    assert address(jobs[0]) == address(jobs[4])  # the baseline that stands twice is run once


# --- the archive


@pytest.fixture(scope="module")
def short() -> Scenario:
    whole = miniature("big_bang")
    return replace(
        whole, calendar=replace(whole.calendar, warm_up_days=0, baseline_days=30, after_days=370), changes=()
    )


@pytest.fixture(scope="module")
def with_moves(short: Scenario, tmp_path_factory: pytest.TempPathFactory) -> tuple[Job, Outcome, Archive]:
    job = Job(0, short, 1, 0, moves=(Move(30.0, Service.MUNICIPAL_OUTPATIENT, (0, 1, 2, 3)),))
    archive = Archive(tmp_path_factory.mktemp("archive"))
    (outcome,) = carry_out([job], Means(1, archive))
    return job, outcome, archive


def test_the_archive_finds_a_replication_with_its_moves_and_without(
    with_moves: tuple[Job, Outcome, Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, outcome, archive = with_moves
    assert outcome.tables["touched"]["touched"].any()
    less = replace(job, moves=())
    wanted = to_bytes(address(less), replicate(less))
    monkeypatch.setattr("sim.experiment.replicate.replicate", lambda job, log=None: pytest.fail("run again"))
    again, without = carry_out([job, less], Means(1, archive))
    assert to_bytes("", again) == to_bytes("", outcome)
    assert to_bytes(address(less), without) == wanted
    assert archive.file_of(address(less)).read_bytes() == wanted


def test_other_moves_have_another_address(with_moves: tuple[Job, Outcome, Archive]) -> None:
    job, _, archive = with_moves
    (one,) = job.moves
    others = [(), (replace(one, day=31.0),), (replace(one, part=Part.MEDICAL),), (replace(one, municipalities=(0,)),)]
    assert len({address(job), *(address(replace(job, moves=moves)) for moves in others)}) == 5
    assert archive.read(address(replace(job, moves=others[1])), 0, whole=True) is None


def test_a_log_that_is_wanted_is_kept_with_the_moves(with_moves: tuple[Job, Outcome, Archive], tmp_path: Path) -> None:
    job, outcome, _ = with_moves
    archive, keep = Archive(tmp_path / "archive"), tmp_path / "run" / "logs" / "a-0.parquet"
    assert performed(replace(job, keep=keep), archive).digest == outcome.digest
    assert keep.exists()
    assert archive.read(address(replace(job, moves=())), 0, whole=True) is not None


# --- from jobs to the page


@pytest.fixture(scope="module")
def compared() -> tuple[Study, list[Outcome], Comparison]:
    bang = miniature("big_bang")
    losing = replace(bang, name="losing", changes=tuple(map(_loses, bang.changes)))
    scenarios = (miniature("current"), miniature("big_bang"), losing, miniature("current"))
    study = Study(
        county="miniature",
        designs=tuple(Design(s.name, s.name, (s,)) for s in scenarios),
        replications=1,
        seed=7,
        years=1.0,
        parameters="point",
        logs="none",
    )
    outcomes = [replicate(job) for job in jobs_of(study, None)]
    return study, outcomes, compare(study, outcomes, "id", "0")


def _loses(change: Change) -> Change:
    """Return the change, with every case that must cross lost."""
    if not isinstance(change, ServiceMoves | AssessorChanges) or change.handover is None:
        return change
    handover = replace(change.handover, lost_with_own_worker=1.0, lost_with_meeting=1.0, lost_cold=1.0)
    return replace(change, handover=handover)


def transfer(comparison: Comparison, design: int) -> dict[str, Summary]:
    measures = comparison.differences[design - 1].measures
    return {name: summary for name, summary in measures.items() if name.startswith("transfer.")}


def test_two_designs_with_the_same_moves_follow_the_same_clients_and_losing_cases_shows(compared: Any) -> None:
    bang, losing, today = (transfer(compared[2], design) for design in (1, 2, 3))
    assert today == {}
    assert set(bang) == set(losing) == set(MEASURES)
    same = [name for name in LEVELS if name != "transfer.lost_share"]
    assert [bang[name] for name in same] == [losing[name] for name in same]
    clients = bang["transfer.clients"].mean
    assert clients is not None
    assert clients > 5
    assert (losing["transfer.lost_share"].mean or 0.0) > (bang["transfer.lost_share"].mean or 0.0)
    assert (losing["transfer.untreated_share"].mean or 0.0) > (bang["transfer.untreated_share"].mean or 0.0)


def test_a_design_beside_itself_differs_by_exactly_nothing() -> None:
    bang = miniature("big_bang")
    study = Study(
        county="m",
        designs=tuple(Design(n, n, (bang,)) for n in ("one", "two")),
        replications=1,
        seed=7,
        years=1.0,
        parameters="point",
        logs="none",
    )
    first, second = jobs_of(study, None)
    assert first.moves == second.moves == moves_of(bang)
    outcome = replicate(first)
    found = transfer(compare(study, [outcome, replace(outcome, design=1)], "id", "0"), 1)
    for name in set(MEASURES) - set(LEVELS):
        s = found[name]
        assert (s.mean, s.low, s.high) == (0.0, 0.0, 0.0)


def test_the_full_page_has_a_row_for_each_design_that_moves_something(compared: Any) -> None:
    (grid,) = touched_by_the_transfer(compared[2])
    assert [row[0] for row in grid.rows] == ["big_bang", "losing"]
    assert "no row is compared with another" in " ".join(grid.notes)
    assert all(len(line) <= 100 for line in plain(grid).splitlines())
    assert "Whom the transfer touches" in tables.text(compared[2], full=True)
    assert "Whom the transfer touches" not in tables.text(compared[2])
    rows = {(row["design"], row["measure"]): row for row in frames.rows(compared[2])["differences"]}
    assert rows["losing", "transfer.clients"]["in_words"] == ""
    assert rows["losing", "transfer.untreated_share"]["in_words"] == "too few to tell"


def test_a_result_and_outcomes_without_the_table_still_open(compared: Any) -> None:
    study, outcomes, whole = compared
    old = [replace(o, tables={n: t for n, t in o.tables.items() if n != "touched"}) for o in outcomes]
    without = compare(study, old, "id", "0")
    assert all(transfer(without, design) == {} for design in (1, 2, 3))
    assert touched_by_the_transfer(without) == []
    assert "Whom the transfer touches" not in tables.text(without, full=True)
    assert without.differences[0].gains == whole.differences[0].gains
