"""Calibrating a small county from end to end: kept, resumed, refused; and the set that comes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.scale import scaled
from calibration.fit.fitting import Fitted, calibrate
from calibration.fit.runs import OUTCOMES, until_the_reform
from calibration.fit.screen import MOST_TOGETHER
from calibration.fit.sizes import Sizes
from calibration.fit.space import ANSWERING, Space, space_of
from calibration.fit.task import CalibrationTask, on_targets
from calibration.fit.waves import UnreachableError
from calibration.fit.write_up import about_of, columns_of
from calibration.parameters.parameter_set import (
    LEVEL,
    POSTERIOR,
    PRIOR,
    ParameterSet,
    SetError,
    faults,
    inputs_digest,
    read_set,
    reference_digest,
    write_set,
)
from calibration.targets.scale import on_scale
from calibration.targets.target_file import Targets
from calibration.verdicts.learned import answered, learned, outcomes_of, unknowns
from calibration.verdicts.match import coverage, match
from mellanrum.wiring.calibration import CalibrationGround
from sim.terms.quantity import Pick, point
from sim.terms.scenario import Scenario

SIZES = Sizes(prior=64, again=4, wave=8, waves=1, draws=12, steps=40)
GROUND = CalibrationGround("norrbotten")


def small(pick: Pick) -> Scenario:
    return scaled(GROUND.make(pick), 0.05)


def small_targets() -> Targets:
    """Return Norrbotten's targets with counts of a twentieth of the county."""
    rows = []
    for row in GROUND.targets.rows:
        share = 0.05 if row.unit.startswith("persons") or row.unit in ("methods", "tests") else 1.0
        rows.append(replace(row, figure=row.figure * share, low=row.low * share, high=row.high * share))
    return replace(GROUND.targets, rows=tuple(rows))


@contextmanager
def silent(name: str) -> Iterator[None]:
    del name
    yield None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calibration")


@pytest.fixture(scope="module")
def task(folder: Path) -> CalibrationTask:
    targets = small_targets()
    return CalibrationTask(
        targets=targets, space=space_of(small, targets, 3), make=small, folder=folder / "work", sizes=SIZES, n_jobs=2
    )


@pytest.fixture(scope="module")
def fitted(task: CalibrationTask) -> Fitted:
    return calibrate(task, silent)


@pytest.fixture(scope="module")
def made(task: CalibrationTask, fitted: Fitted, folder: Path) -> ParameterSet:
    scenario = small(point)
    towns = tuple(town.name for town in scenario.county.municipalities)
    about = about_of(
        task,
        fitted,
        task.targets,
        inputs=inputs_digest(task.space.parameters, task.targets),
        reference=reference_digest(scenario),
    )
    write_set(folder / "norrbotten.parquet", about, columns_of(task, fitted, towns))
    return read_set(folder / "norrbotten.parquet")


def test_at_most_twelve_parameters_are_taken_in_at_a_time_and_the_rest_are_left_alone(fitted: Fitted) -> None:
    model = [path for path in fitted.paths if not path.startswith("survey.")]
    assert 0 < len(model) <= MOST_TOGETHER
    assert list(fitted.screened.paths) == model
    first = [path for path in model if fitted.screened.wave[path] == 1]
    assert 0 < len(first) <= 12
    assert {fitted.screened.wave[path] for path in model} <= {1, 2}


def test_seeds_are_never_fitted(task: CalibrationTask, fitted: Fitted) -> None:
    """Every run has a number of its own, and chance and unfitted parameters are keyed by it: none is run twice."""
    kept = [int(file.stem) for file in (task.folder / "runs").glob("*.json")]
    assert len(kept) == SIZES.prior + SIZES.wave * SIZES.waves + SIZES.draws
    unfitted = next(p for p in task.space.parameters if p not in fitted.paths)
    assert len(set(task.space.quantiles(fitted.draws.numbers, [unfitted])[:, 0])) == SIZES.draws


def test_noise_is_told_apart_by_where_it_comes_from(fitted: Fitted) -> None:
    for parts in fitted.noise.values():
        assert parts.keys() == {"chance", "unfitted", "discrepancy", "figure"}
        assert min(parts["discrepancy"], parts["figure"]) > 0


def test_a_calibration_that_was_stopped_goes_on_where_it_was(task: CalibrationTask, fitted: Fitted) -> None:
    """Nothing is run again but what was lost, damaged or of another scenario, and the result is the same."""
    runs = sorted((task.folder / "runs").glob("*.json"))
    before = {file: file.stat().st_mtime_ns for file in runs}
    kept = [file.read_text(encoding="utf-8") for file in runs[:3]]
    runs[0].unlink()
    runs[1].write_text('{"scenario": "half a fi', encoding="utf-8")
    runs[2].write_text(json.dumps({**json.loads(kept[2]), "scenario": "0" * 64}), encoding="utf-8")
    again = calibrate(task, silent)
    after = {file: file.stat().st_mtime_ns for file in sorted((task.folder / "runs").glob("*.json"))}
    assert [file for file in before if after[file] != before[file]] == runs[:3]
    assert [file.read_text(encoding="utf-8") for file in runs[:3]] == kept
    assert again.draws.values == fitted.draws.values
    assert np.array_equal(again.draws.u, fitted.draws.u)


def test_figures_outside_what_the_model_can_give_stop_the_fit_early(task: CalibrationTask, fitted: Fitted) -> None:
    """Ten thousand seekers in a county of ten thousand adults: named, with what the model gave, before any wave."""
    rows = tuple(replace(t, figure=9000, low=8800, high=9200) if t.id == "sought" else t for t in task.targets.rows)
    absurd = replace(task, targets=replace(task.targets, rows=rows), sizes=replace(SIZES, wave=10_000))
    with pytest.raises(UnreachableError, match=r"sought = 9000 persons \(the model gave .*outside") as caught:
        calibrate(absurd, silent)
    assert [clash.ids for clash in caught.value.clashes] == [("sought",)]


def test_the_set_holds_what_was_simulated(made: ParameterSet, task: CalibrationTask, fitted: Fitted) -> None:
    assert made.draws == SIZES.draws
    assert len(made.of(PRIOR, "run")) == SIZES.prior
    fit = task.targets.of("fit")
    kept = np.column_stack([on_scale(t.unit, made.of(POSTERIOR, f"target.{t.id}").astype(float)) for t in fit])
    assert kept == pytest.approx(on_targets(task.targets, fitted.draws.values), nan_ok=True)
    assert all(f"outcome.{name}" in made.columns for name in OUTCOMES)


def test_replication_k_takes_draw_k_modulo_the_draws(made: ParameterSet, task: CalibrationTask) -> None:
    path = made.fitted[0]
    q = task.space.parameters[path]

    def value(replication: int) -> object:
        return made.pick(replication)(path, q)

    assert value(3) == value(3 + SIZES.draws)
    assert len({value(k) for k in range(SIZES.draws)}) > SIZES.draws / 2, "a walker may have stayed where it was"
    unfitted = next(p for p in task.space.parameters if p not in made.fitted)
    q = task.space.parameters[unfitted]
    assert len({made.pick(k)(unfitted, q) for k in range(SIZES.draws)}) == SIZES.draws, "each draw is a run of its own"
    assert made.pick(3)(unfitted, q) == made.pick(3 + SIZES.draws)(unfitted, q) != made.pick(4)(unfitted, q)


def test_a_draw_makes_the_scenario_that_was_simulated(
    made: ParameterSet, task: CalibrationTask, fitted: Fitted
) -> None:
    levels = task.space.levels(fitted.paths, fitted.draws.u[2])
    assert small(made.pick(2)) == small(task.space.pick(fitted.draws.numbers[2], levels))


def test_the_match_tells_draws_and_ranges_apart(made: ParameterSet, task: CalibrationTask) -> None:
    rows = match(task.targets, made, task.space.parameters)
    assert [row.target.use for row in rows] == sorted(row.target.use for row in rows)
    of = coverage(rows, "fit")
    assert of.rows == len(task.targets.of("fit"))
    assert {row.target.id for row in rows if row.shared} >= {"within_14_addiction_clinic", "no_show", "turnover"}
    assert not {row.target.id for row in rows if row.shared} & {"sought", "hvb", "lvm", "received_share"}
    assert of.own_rows == sum(not row.shared for row in rows if row.target.use == "fit")


def test_what_was_learned_is_told_of_every_fitted_parameter(made: ParameterSet, task: CalibrationTask) -> None:
    rows = learned(made, task.space.parameters, task.targets)
    assert {row.path for row in rows} == set(made.fitted)
    for row in rows:
        assert row.before[1] < row.before[0] < row.before[2]
    assert {name for name, _, _ in unknowns(made)} == {"diagnosed", "methods_per_treatment", "relatives_supported"}
    towns = answered(made)
    assert sum(after for _, _, after in towns) == pytest.approx(8)
    for rests in outcomes_of(made, task.space.parameters, rows):
        assert 0.0 <= rests.moved + rests.unmoved <= 1.0 + 1e-9


def altered(made: ParameterSet, **about: object) -> ParameterSet:
    return ParameterSet({**made.about, **about}, made.columns)


def test_a_set_is_refused_where_it_does_not_belong(made: ParameterSet) -> None:
    inputs, reference = made.about["inputs"], made.about["reference"]
    made = altered(made, rhat={"a": 1.001}, effective={"a": 900.0})
    assert faults(made, "norrbotten", inputs, reference) == []
    assert "do not agree" in faults(altered(made, rhat={"a": 1.02}), "norrbotten", inputs, reference)[0]
    assert "do not agree" in faults(altered(made, effective={"a": 399.0}), "norrbotten", inputs, reference)[0]
    assert "a set of norrbotten; valid: one of gavleborg" in faults(made, "gavleborg", inputs, reference)[0]
    assert (
        "another version of the model" in faults(altered(made, reference="f" * 64), "norrbotten", inputs, reference)[0]
    )
    both = faults(altered(made, reference="f" * 64, inputs="e" * 64), "norrbotten", inputs, reference)
    assert len(both) == 2
    assert "other parameter ranges or targets" in both[1]


@pytest.mark.parametrize("where", [100, -200, -1])
def test_a_damaged_set_is_refused(made: ParameterSet, folder: Path, tmp_path: Path, where: int) -> None:
    whole = bytearray((folder / "norrbotten.parquet").read_bytes())
    whole[where] ^= 0xFF
    (tmp_path / "norrbotten.parquet").write_bytes(bytes(whole))
    with pytest.raises(SetError, match=r"norrbotten\.parquet: found"):
        read_set(tmp_path / "norrbotten.parquet")


@pytest.mark.parametrize("content", [b"", b"not a table", b"PAR1PAR1"])
def test_a_file_that_is_no_set_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.parquet").write_bytes(content)
    with pytest.raises(SetError, match="damaged"):
        read_set(tmp_path / "x.parquet")
    with pytest.raises(SetError, match="mellanrum calibrate y"):
        read_set(tmp_path / "y.parquet")


def test_a_set_with_a_number_changed_by_hand_is_refused(made: ParameterSet, folder: Path, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    data = pq.read_table(folder / "norrbotten.parquet")
    lists = data.to_pydict()
    lists[LEVEL + made.fitted[0]][0] += 1e-6
    changed = data.from_pydict(lists, schema=data.schema)
    pq.write_table(changed, tmp_path / "a.parquet")
    with pytest.raises(SetError, match="checksum"):
        read_set(tmp_path / "a.parquet")


def test_the_reference_log_changes_with_the_model_and_not_with_the_years() -> None:
    scenario = small(point)
    assert reference_digest(scenario) == reference_digest(until_the_reform(scenario))
    assert reference_digest(scenario, {"face.no_show"}) != reference_digest(scenario, set())
    hazards = replace(scenario.hazards, crisis=scenario.hazards.crisis * 1.001)
    assert reference_digest(scenario) != reference_digest(replace(scenario, hazards=hazards))


def test_words_of_a_target_may_be_mended_without_a_new_fit(task: CalibrationTask) -> None:
    targets, parameters = task.targets, task.space.parameters
    first, *rest = targets.rows
    words = replace(targets, rows=(replace(first, why_not="closed in summer", title="New"), *rest))
    figure = replace(targets, rows=(replace(first, high=first.high + 1), *rest))
    assert inputs_digest(parameters, words) == inputs_digest(parameters, targets)
    assert inputs_digest(parameters, figure) != inputs_digest(parameters, targets)


def test_who_answered_differs_between_draws(made: ParameterSet) -> None:
    sets = {str(v) for v in made.of(PRIOR, ANSWERING)}
    assert len(sets) > SIZES.prior // 2
    assert all(len(v.split(", ")) == 8 for v in sets)


def test_a_space_gives_what_the_ranges_give_where_nothing_is_fitted(task: CalibrationTask) -> None:
    from sim.terms.quantity import prior

    space: Space = task.space
    assert small(space.pick(5, {})) == small(prior(space.seed, 5))
