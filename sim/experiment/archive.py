"""What a run leaves behind: a manifest from which it can be made again, and every replication's measures.

Event logs were written by the replications themselves (`logs.py`); tables and figures are the front door's. Layout:
`manifest.json`, `measures.parquet` (long: one row per design, replication and measure), `months.parquet` (one row per
design, replication and month, from which the course through the reform can be made again), `logs/`, `clients/`.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from sim.experiment.comparison import Comparison
from sim.experiment.resolved import plain, scenario_hash
from sim.experiment.study import Study, in_a_path, labels


def run_id_of(study: Study, when: datetime, version: str) -> str:
    """Return the run's name: when, where, and eight digits that stand for everything that decides its results."""
    decides = [study.seed, study.replications, study.parameters, version]
    decides += [scenario_hash(s) for design in study.designs for s in design.scenarios]
    short = hashlib.sha256(json.dumps(decides).encode()).hexdigest()[:8]
    return f"{when:%Y-%m-%dT%H%M%S}-{in_a_path(study.county)}-{short}"


def write_archive(folder: Path, study: Study, comparison: Comparison, command: Sequence[str]) -> None:
    """Write manifest, measures and months into `folder`, which exists."""
    write_measures(folder / "measures.parquet", comparison)
    write_months(folder / "months.parquet", comparison)
    text = json.dumps(manifest(study, comparison, command), ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def manifest(study: Study, comparison: Comparison, command: Sequence[str]) -> dict[str, Any]:
    """Return everything needed to make the run again and to prove that it is the same."""
    libraries = {name: version_of(name) for name in ("simpy", "numpy", "scipy", "pandas", "pyarrow")}
    designs = [
        {
            "name": design.name,
            "title": design.title,
            "log_name": label,
            "scenario_sha256": [scenario_hash(s) for s in design.scenarios],
            "digests": list(result.digests),
            "scenario": plain(design.scenarios[0]),
        }
        for label, design, result in zip(labels(study), study.designs, comparison.designs, strict=True)
    ]
    return {
        "run_id": comparison.run_id,
        "command": list(command),
        "versions": {"mellanrum": comparison.version, "python": platform.python_version(), **libraries},
        "platform": platform.platform(),
        "county": study.county,
        "seed": study.seed,
        "replications": study.replications,
        "years": study.years,
        "parameters": study.parameters,
        "logs": study.logs,
        "notes": list(comparison.notes),
        "designs": designs,
    }


def write_measures(path: Path, comparison: Comparison) -> None:
    """Write every replication's measures in long form; what is not defined is null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        (position, design.name, replication, name, value, design.measures[name].unit)
        for position, design in enumerate(comparison.designs)
        for replication, values in enumerate(design.per_replication)
        for name, value in values.items()
    ]
    word = pa.dictionary(pa.int32(), pa.string())
    kinds = (pa.int32(), word, pa.int32(), word, pa.float64(), word)
    names = ("design_index", "design", "replication", "measure", "value", "unit")
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    arrays = [pa.array(list(column), type=kind) for column, kind in zip(columns, kinds, strict=True)]
    pq.write_table(pa.table(dict(zip(names, arrays, strict=True))), path, compression="zstd")


def write_months(path: Path, comparison: Comparison) -> None:
    """Write every replication's monthly table; what is not a number is null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(dict.fromkeys(name for design in comparison.designs for table in design.months for name in table))
    columns: dict[str, list[Any]] = {name: [] for name in ("design_index", "design", "replication", *names)}
    for position, design in enumerate(comparison.designs):
        for replication, table in enumerate(design.months):
            length = len(table["month"])
            columns["design_index"] += [position] * length
            columns["design"] += [design.name] * length
            columns["replication"] += [replication] * length
            for name in names:
                columns[name] += [v if v == v else None for v in table[name]]
    kinds = {"design_index": pa.int32(), "design": pa.dictionary(pa.int32(), pa.string()), "replication": pa.int32()}
    arrays = {name: pa.array(column, type=kinds.get(name, pa.float64())) for name, column in columns.items()}
    pq.write_table(pa.table(arrays), path, compression="zstd")
