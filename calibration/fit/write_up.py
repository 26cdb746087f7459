"""From what a calibration found to its parameter set: rows, metadata."""

from __future__ import annotations

from typing import Any

from calibration.fit.fitting import Fitted
from calibration.fit.runs import OUTCOME, OUTCOMES
from calibration.fit.space import ANSWERING, UNKNOWN
from calibration.fit.task import CalibrationTask, Runs
from calibration.parameters.parameter_set import LEVEL, POSTERIOR, PRIOR, TARGET
from calibration.targets.observe import value_of
from calibration.targets.target_file import Targets


def columns_of(task: CalibrationTask, fitted: Fitted, towns: tuple[str, ...]) -> dict[str, list[Any]]:
    """Return the rows of the set, draws first, as columns."""
    columns: dict[str, list[Any]] = {}
    for kind, runs in ((POSTERIOR, fitted.draws), (PRIOR, fitted.prior)):
        for row in _rows(task, fitted, runs, towns):
            for name, value in {"kind": kind, **row}.items():
                columns.setdefault(name, []).append(value)
    return columns


def _rows(task: CalibrationTask, fitted: Fitted, runs: Runs, towns: tuple[str, ...]) -> list[dict[str, Any]]:
    space, rows = task.space, []
    for number, u, values in zip(runs.numbers, runs.u, runs.values, strict=True):
        given = dict(zip(fitted.paths, (float(v) for v in u), strict=True))
        levels, unsaid = space.levels(fitted.paths, u), space.unsaid(number, given)
        row: dict[str, Any] = {"run": number}
        row |= {LEVEL + path: levels[path] for path in fitted.screened.paths}
        row[ANSWERING] = ", ".join(towns[i] for i in unsaid.answering)
        row |= {UNKNOWN + name: number for name, number in unsaid.levels.items()}
        row |= {TARGET + t.id: value_of(values, t.measure) for t in task.targets.rows}
        row |= {OUTCOME + name: values.get(OUTCOME + name) for name in OUTCOMES}
        rows.append(row)
    return rows


def about_of(task: CalibrationTask, fitted: Fitted, targets: Targets, **more: Any) -> dict[str, Any]:
    """Return the metadata of the set; `more`: digests, version, times."""
    sizes = task.sizes
    return {
        "county": targets.county,
        "seed": task.space.seed,
        "fitted": list(fitted.screened.paths),
        "unknown": [path for path in fitted.paths if path not in fitted.screened.paths],
        "units": {path: task.space.parameters[path].unit for path in fitted.screened.paths},
        "runs": {"prior": sizes.prior, "again": sizes.again, "waves": sizes.wave * sizes.waves, "draws": sizes.draws},
        "screened": {path: fitted.screened.share[path] for path in fitted.screened.paths},
        "screened_in": {path: fitted.screened.wave[path] for path in fitted.screened.paths},
        "not_ruled_out": list(fitted.not_ruled_out),
        "emulators": fitted.emulators,
        "noise": fitted.noise,
        "rhat": fitted.rhat,
        "effective": fitted.effective,
        **more,
    }
