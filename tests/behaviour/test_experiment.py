"""Replications, their summary, the pool that runs them, and what is left on disk."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mellanrum.questions.compare import CompareWork
from mellanrum.wiring.assemble import assemble, scenario
from sim.comparison.document import document, to_json
from sim.comparison.results import Comparison
from sim.comparison.statistics import paired_differences, quantile, summarise
from sim.comparison.tables import average
from sim.experiment.archive import Archive
from sim.experiment.folder import FolderExistsError, RunFolder, RunInHandError, write_whole
from sim.experiment.logs import clients_path, read_log, write_log
from sim.experiment.means import Means
from sim.experiment.pool import TaskFailedError, WorkerDiedError, run_in_pool
from sim.experiment.records import read_result
from sim.experiment.replicate import Job, ReplicationError, execute, execute_with, simulate_only
from sim.experiment.run import RunPlan, begun, run_id_of
from sim.experiment.scenario_json import plain, scenario_hash
from sim.experiment.study import Study, compare, jobs_of, labels
from sim.measures import measure
from sim.terms.log import COLUMNS, EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind


def tenth(whole: Scenario) -> Scenario:
    """A county with a tenth of the people, of the staff and of the other patients: quick to run."""
    towns = tuple(replace(town, adults=town.adults / 10) for town in whole.county.municipalities)
    units = tuple(
        replace(unit, fte=unit.fte / 10, others=unit.others and replace(unit.others, arrivals_per_year=20.0))
        for unit in whole.units
    )
    return replace(whole, county=replace(whole.county, municipalities=towns), units=units)


@pytest.fixture(scope="module")
def small() -> Scenario:
    return tenth(scenario("norrbotten", "current", years=0.5, parameters="point", seed=1, replication=0))


@pytest.fixture(scope="module")
def log(small: Scenario) -> EventLog:
    return simulate_only(Job(0, small, 1, 0))


def study_of(designs: list[str], replications: int = 2, logs: str = "first") -> Study:
    whole = assemble("norrbotten", designs, replications=replications, seed=1, years=0.5, logs=logs)
    small_designs = tuple(replace(d, scenarios=tuple(tenth(s) for s in d.scenarios)) for d in whole.designs)
    return replace(whole, designs=small_designs)


# --- statistics


def test_mean_interval_and_spread_are_those_of_a_textbook() -> None:
    found = summarise([1.0, 2.0, 3.0, 4.0, 5.0], "days")
    assert (found.mean, found.n, found.unit) == (3.0, 5, "days")
    half = 2.7764451 * np.std([1, 2, 3, 4, 5], ddof=1) / 5**0.5
    assert found.low == pytest.approx(3.0 - half, rel=1e-7)
    assert found.high == pytest.approx(3.0 + half, rel=1e-7)
    assert (found.spread_low, found.spread_high) == pytest.approx(tuple(np.percentile([1, 2, 3, 4, 5], [2.5, 97.5])))


def test_what_is_not_defined_is_left_out_and_counted_out() -> None:
    found = summarise([None, 2.0, float("nan"), 4.0, float("inf")], "days")
    assert (found.mean, found.n) == (3.0, 2)
    assert summarise([None, None], "days") == replace(found, mean=None, low=None, high=None, spread_low=None,
                                                      spread_high=None, n=0)  # fmt: skip


def test_one_replication_has_a_mean_but_no_interval() -> None:
    found = summarise([7.0], "days")
    assert (found.mean, found.low, found.high, found.spread_low, found.n) == (7.0, None, None, None, 1)


def test_the_interval_shrinks_with_replications_and_the_spread_does_not(name_seed: int) -> None:
    values = np.random.default_rng(name_seed).normal(size=1600).tolist()
    few, many = summarise(values[:100], "days"), summarise(values, "days")
    assert many.high - many.low < 0.4 * (few.high - few.low)
    assert many.spread_high - many.spread_low > 0.7 * (few.spread_high - few.spread_low)


def test_identical_designs_differ_by_exactly_zero() -> None:
    values = [{"a": 0.1, "b": None}, {"a": 0.3, "b": 5.0}, {"a": 1e9, "b": None}]
    found = paired_differences(values, values, lambda name: "days")
    assert (found["a"].mean, found["a"].low, found["a"].high, found["a"].n) == (0.0, 0.0, 0.0, 3)
    assert (found["b"].mean, found["b"].low, found["b"].n) == (0.0, None, 1)
    certain = paired_differences(values, values, lambda name: "days", same_events=True)
    assert (certain["b"].mean, certain["b"].low, certain["b"].high) == (0.0, 0.0, 0.0)


def test_a_difference_counts_only_pairs() -> None:
    design, baseline = [{"a": 3.0}, {"a": None}, {"a": 9.0}], [{"a": 1.0}, {"a": 2.0}, {"a": None}]
    found = paired_differences(design, baseline, lambda name: "days")
    assert (found["a"].mean, found["a"].n) == (2.0, 1)
    with pytest.raises(ValueError):
        paired_differences(design, baseline[:2], lambda name: "days")


def test_quantiles_are_linear_between_neighbours() -> None:
    assert [quantile([0.0, 10.0], share) for share in (0.0, 0.25, 1.0)] == [0.0, 2.5, 10.0]
    assert quantile([4.0], 0.975) == 4.0


def test_tables_are_averaged_by_their_words_and_what_was_not_counted_is_zero() -> None:
    one = {"rule": np.array(["sobriety", "catchment"]), "falls": np.array([4.0, 2.0])}
    two = {"rule": np.array(["sobriety"]), "falls": np.array([6.0])}
    assert average([one, two], absent_is_zero=True) == [
        {"rule": "sobriety", "falls": 5.0},
        {"rule": "catchment", "falls": 1.0},
    ]
    rates = [{"month": np.array([0.0]), "rate": np.array([rate])} for rate in (float("nan"), 3.0)]
    assert average(rates) == [{"month": 0.0, "rate": 3.0}]


# --- the pool


def double(task: int) -> int:
    time.sleep(0.01 * (5 - task))
    return 2 * task


def fail_on_three(task: int) -> int:
    if task == 3:
        raise KeyError("three")
    return task


def die_once(task: tuple[int, str]) -> int:
    """Kill the own process the first time that task 1 is tried."""
    number, mark = task
    if number == 1 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
    return number


def complain(job: Job) -> None:
    raise ValueError("no such thing")


def die(job: Job) -> None:
    os._exit(9)


def test_results_come_in_the_order_of_the_tasks() -> None:
    ended: list[int] = []
    assert run_in_pool(double, [0, 1, 2, 3], 2, ended.append) == [0, 2, 4, 6]
    assert sorted(ended) == [0, 1, 2, 3]


def test_a_killed_worker_costs_only_its_own_task(tmp_path: Path) -> None:
    mark = tmp_path / "tried"
    tasks = [(number, str(mark)) for number in range(3)]
    assert run_in_pool(die_once, tasks, 2, lambda position: None) == [0, 1, 2]
    assert mark.exists()


def test_a_task_that_raises_is_named() -> None:
    with pytest.raises(TaskFailedError) as caught:
        run_in_pool(fail_on_three, [1, 2, 3], 2, lambda position: None)
    assert caught.value.position == 2
    assert "KeyError" in caught.value.message
    assert "fail_on_three" in caught.value.details


def test_a_replication_that_always_kills_its_worker_ends_the_run_in_words(small: Scenario) -> None:
    jobs = [Job(0, small, 1, replication) for replication in range(2)]
    with pytest.raises(ReplicationError, match=r"replication \d of current, seed 1: its process died every time"):
        execute_with(die, jobs, 2)
    assert issubclass(WorkerDiedError, RuntimeError)


def test_a_fault_in_a_replication_is_told_the_same_way_in_one_process(small: Scenario) -> None:
    with pytest.raises(ReplicationError, match="replication 4 of current, seed 1: ValueError: no such thing") as caught:
        execute_with(complain, [Job(0, small, 1, 4)], 1)
    assert "Traceback" in caught.value.details


# --- the archive


def test_an_archived_log_gives_the_same_digest_and_the_same_measures(
    log: EventLog, small: Scenario, tmp_path: Path
) -> None:
    path = tmp_path / "logs" / "current-0.parquet"
    write_log(log, path, 0)
    again = read_log(path)
    assert again.digest() == log.digest()
    assert [again.columns[name].dtype.str for name, _ in COLUMNS] == [
        log.columns[name].dtype.str for name, _ in COLUMNS
    ]
    assert measure(again, small.calendar).values == measure(log, small.calendar).values


def test_an_archived_log_reads_in_words_under_the_names_of_vidigi(log: EventLog, tmp_path: Path) -> None:
    import pandas as pd

    path = tmp_path / "logs" / "current-7.parquet"
    write_log(log, path, 7)
    table = pd.read_parquet(path)
    names = ["entity_id", "pathway", "event_type", "event", "time", "resource_id", "run_number"]
    assert list(table.columns[:7]) == names
    assert len(table) == len(log)
    assert set(table["run_number"]) == {7}
    arrivals = table[table["event"] == "arrival"]
    assert set(arrivals["event_type"]) == {"arrival_departure"}
    assert len(arrivals) == int((log.columns["kind"] == Kind.ARRIVAL).sum())
    clients = pd.read_parquet(clients_path(path))
    assert clients["entity_id"].tolist() == [str(name) for name in log.clients["name"]]
    assert set(clients["sex"]) == {"woman", "man"}


def test_a_log_without_rows_can_be_kept(log: EventLog, tmp_path: Path) -> None:
    empty = replace(log, columns={name: values[:0] for name, values in log.columns.items()}, _digest=[])
    write_log(empty, tmp_path / "logs" / "none.parquet", 0)
    assert read_log(tmp_path / "logs" / "none.parquet").digest() == empty.digest()


def test_a_run_leaves_a_folder_from_which_it_can_be_made_again(tmp_path: Path) -> None:
    import pandas as pd

    work = CompareWork(study_of(["current", "big_bang", "current"]))
    asked = RunPlan("compare", {"county": "norrbotten"}, ("mellanrum", "compare"), "1.2.3")
    with begun(work, asked, Means(1, Archive(tmp_path / "kept")), tmp_path / "here" / "run") as run:
        finished = run.finish(work, work.carry_out(run, None))
    comparison, folder = finished.result, finished.folder
    assert folder == tmp_path / "here" / "run"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["versions"]["mellanrum"] == "1.2.3"
    assert [d["log_name"] for d in manifest["designs"]] == ["current", "big_bang", "current_2"]
    assert manifest["designs"][0]["digests"] == manifest["designs"][2]["digests"] == list(comparison.designs[0].digests)
    assert sorted(p.name for p in (folder / "logs").iterdir()) == [
        "big_bang-0.parquet",
        "current-0.parquet",
        "current_2-0.parquet",
    ]
    assert read_log(folder / "logs" / "big_bang-0.parquet").digest() == comparison.designs[1].digests[0]
    kept = pd.read_parquet(folder / "measures.parquet")
    row = kept[(kept["design_index"] == 1) & (kept["replication"] == 1) & (kept["measure"] == "clients_sought")]
    assert row["value"].tolist() == [comparison.designs[1].per_replication[1]["clients_sought"]]
    assert list(tmp_path.joinpath("here").iterdir()) == [folder]
    twin = comparison.differences[1]
    assert (twin.design, twin.baseline) == ("current (2)", "current")
    assert all((s.mean, s.low, s.high) == (0.0, 0.0, 0.0) for s in twin.measures.values() if s.n > 0)
    assert repr(read_result(folder, Comparison)) == repr(comparison)  # NaN, which is none to itself, stays NaN


def test_parallel_equals_serial() -> None:
    study = study_of(["current", "big_bang"], replications=1)
    alone, together = (execute(jobs_of(study, None), n_jobs) for n_jobs in (1, 2))
    assert [o.digest for o in alone] == [o.digest for o in together]
    one, other = (compare(study, outcomes, "run", "1") for outcomes in (alone, together))
    assert to_json(one) == to_json(other)
    assert one.designs[1].tables == other.designs[1].tables


def test_the_document_has_null_for_what_is_not_defined() -> None:
    study = study_of(["current"], replications=1)
    comparison = compare(study, execute(jobs_of(study, None), 1), "run", "1")
    text = to_json(comparison)
    assert "NaN" not in text
    assert "Infinity" not in text
    assert document(comparison)["designs"][0]["measures"]["fall_rate"]["mean"] is None
    assert any("after cohort is empty" in note for note in comparison.notes)


PLAN = {"kind": "compare"}


def test_a_folder_that_exists_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "begun.unfinished").mkdir()
    for name in ("mine", "begun"):
        with pytest.raises(FolderExistsError, match="not overwritten"):
            RunFolder(tmp_path / name, PLAN)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["begun.unfinished", "mine"]
    assert not any((tmp_path / "mine").iterdir())


def test_a_run_that_stops_leaves_its_plan_alone_and_no_finished_folder(tmp_path: Path) -> None:
    def stopped() -> None:
        with RunFolder(tmp_path / "a" / "run", PLAN) as folder:
            (folder.path / "half").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["run.unfinished"]
    again = RunFolder.taken_up(tmp_path / "a" / "run")
    assert again.plan == PLAN
    with again:
        assert [p.name for p in again.path.iterdir()] == ["plan.json"]
        assert again.finish() == tmp_path / "a" / "run"


def test_a_run_is_in_the_hands_of_one_process(tmp_path: Path) -> None:
    with RunFolder(tmp_path / "run", PLAN), pytest.raises(RunInHandError, match="another process"):
        RunFolder.taken_up(tmp_path / "run").__enter__()
    with RunFolder.taken_up(tmp_path / "run") as folder:
        folder.finish()
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_a_name_that_was_taken_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    with RunFolder(tmp_path / "run", PLAN) as folder:
        (tmp_path / "run").mkdir()
        assert folder.finish() == tmp_path / "run-2"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run", "run-2"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("before", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "a.json", "after \ud800")
    assert [p.read_text(encoding="utf-8") for p in tmp_path.iterdir()] == ["before"]


# --- scenarios as text


def test_equal_scenarios_have_equal_hashes_and_plain_json(small: Scenario) -> None:
    other = replace(small, calendar=replace(small.calendar, after_days=small.calendar.after_days + 1))
    assert scenario_hash(small) == scenario_hash(replace(small)) != scenario_hash(other)
    text = json.dumps(plain(small), allow_nan=False)
    assert '"municipal_outpatient"' in text


def test_drawn_parameters_are_one_set_per_replication_and_the_same_in_all_designs() -> None:
    study = assemble("norrbotten", ["current", "big_bang"], replications=2, seed=5, years=1, parameters="prior")
    first, second = study.designs[0].scenarios
    assert first.hazards != second.hazards
    assert study.designs[1].scenario(1).hazards == second.hazards
    again = assemble("norrbotten", ["current"], replications=1, seed=5, years=1, parameters="prior")
    assert scenario_hash(again.designs[0].scenario(0)) == scenario_hash(first)


def test_names_fit_in_paths(small: Scenario) -> None:
    from datetime import UTC, datetime

    study = study_of(["current", "current"], replications=1)
    odd = replace(study, county="a/b c", designs=tuple(replace(d, name="x/../y") for d in study.designs))
    assert labels(odd) == ("x_y", "x_y_2")
    assert run_id_of(CompareWork(odd), datetime(2028, 1, 1, tzinfo=UTC)).startswith("2028-01-01T000000-a_b_c-")
