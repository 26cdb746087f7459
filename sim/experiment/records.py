"""What a run leaves behind: a manifest, its result whole, and every replication's measures for other programs.

Event logs come from the archive; tables and pictures are the front door's. Every kind of run has `manifest.json`,
`plan.json`, `result.json.gz` (the result as it can be opened again, without any model) and `replications.csv` (address
and digest of each replication that it rests on). A comparison has `measures.parquet` (long: one row per design,
replication and measure) and `months.parquet` (one row per design, replication and month) as well, `logs/`, `clients/`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import fields
from importlib.metadata import version as version_of
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TypeVar

from sim.comparison.results import Comparison
from sim.compiled import engine
from sim.experiment.limited import (
    GZIP,
    LEAST_UNPACKED,
    RESULT_BYTES,
    TIMES_UNPACKED,
    bytes_within,
    json_of,
    unpacked_within,
)
from sim.experiment.model_version import model_version
from sim.experiment.scenario_json import plain, scenario_hash
from sim.experiment.study import Study, labels
from sim.experiment.sums import altered
from sim.terms.errors import InputError, unreadable
from sim.terms.language import _

MANIFEST, RESULT, REPLICATIONS = "manifest.json", "result.json.gz", "replications.csv"
SHAPE = 2
"""The format of results, counted up whenever their fields or the measures in them mean something else: 1 was until
version 0.1."""
MANIFEST_FORMAT = 1
"""Of manifests; those without one are of before formats and read the same."""
AT_A_TIME = 25
"""Replications whose measures are written together."""
T = TypeVar("T")


class DamagedRunError(InputError):
    """A run's folder that cannot be opened, and why."""


def write_manifest(
    folder: Path,
    run_id: str,
    kind: str,
    version: str,
    command: Sequence[str],
    used: Mapping[str, str],
    about: Mapping[str, Any],
) -> None:
    """Write what the run was made with and from, `about` with what its kind of run says of itself."""
    libraries = {name: version_of(name) for name in ("simpy", "numpy", "scipy", "pandas", "pyarrow")}
    told = {
        "format": MANIFEST_FORMAT,
        "run_id": run_id,
        "kind": kind,
        "command": list(command),
        "versions": {"mellanrum": version, "python": platform.python_version(), **libraries},
        "model_version": model_version(),
        "engine": engine(),
        "platform": platform.platform(),
        "replications_run": len(used),
        "digest_of_all": digest_of_all(used),
        **about,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def digest_of_all(used: Mapping[str, str]) -> str:
    """Return one SHA-256 for all event logs of a run, whatever order they were run in."""
    return hashlib.sha256("\n".join(f"{k} {used[k]}" for k in sorted(used)).encode()).hexdigest()


def write_replications(folder: Path, used: Mapping[str, str]) -> None:
    """Write address and log digest of every replication that the run rests on."""
    rows = [f"{address},{digest}\n" for address, digest in used.items()]
    (folder / REPLICATIONS).write_text("".join(["address,digest\n", *rows]), encoding="utf-8")


def read_replications(folder: Path) -> dict[str, str]:
    """Return address → digest of the replications that the run in `folder` rests on."""
    lines = bytes_within(folder / REPLICATIONS).decode("utf-8").splitlines()[1:]
    return dict(line.split(",", 1) for line in lines)


def write_result(folder: Path, kind: str, result: Any) -> None:
    """Write a result (a dataclass of plain values) whole, piece by piece: its text is larger than the result."""
    pieces = json.JSONEncoder(ensure_ascii=False, default=_by_field).iterencode(
        {"shape": SHAPE, "kind": kind, "result": result}
    )
    with (
        (folder / RESULT).open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
        TextIOWrapper(packed, encoding="utf-8", newline="\n") as text,
    ):
        text.writelines(pieces)


def _by_field(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    return {field.name: getattr(value, field.name) for field in fields(value)}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest. Raises DamagedRunError."""
    try:
        found = json_of(bytes_within(folder / MANIFEST))
        if not isinstance(found, dict):
            raise ValueError(_("no table of what the run was made with"))
        if _is_later(found.get("format", MANIFEST_FORMAT)):
            raise DamagedRunError(
                unreadable(
                    folder / MANIFEST,
                    _("a manifest of format {format}, written by a later mellanrum", format=found["format"]),
                    _(
                        "format {format}, which mellanrum {version} reads",
                        format=MANIFEST_FORMAT,
                        version=version_of("mellanrum"),
                    ),
                )
            )
        return found
    except DamagedRunError:
        raise
    except (OSError, ValueError, TypeError) as error:
        found = getattr(error, "strerror", None) or error
        raise DamagedRunError(unreadable(folder / MANIFEST, found, _("the manifest of a run"))) from None


def _is_later(said: Any) -> bool:
    return isinstance(said, int) and said > MANIFEST_FORMAT


def read_result(folder: Path, shape: type[T]) -> T:
    """Return the result that `write_result` wrote, equal to what it was.

    Raises DamagedRunError, also for a result of a version whose measures or fields meant something else.
    """
    from pydantic import TypeAdapter

    try:
        packed = bytes_within(folder / RESULT, RESULT_BYTES)
        most = max(LEAST_UNPACKED, TIMES_UNPACKED * len(packed))
        found = json_of(unpacked_within(packed, most, GZIP)[0], absent=True)
        if found.get("shape", 1) != SHAPE:
            raise DamagedRunError(_of_another_format(folder, found.get("shape", 1)))
        changed = altered(folder, (RESULT,))
        if changed:
            raise ValueError(_("a result that somebody altered ({what}; mellanrum runs verify)", what=changed[0]))
        try:
            return TypeAdapter(shape).validate_python(found["result"])
        except (ValueError, KeyError, TypeError) as error:
            if changed is None:  # no checksums, so nobody knows who wrote it
                raise
            raise DamagedRunError(_of_another_version(folder)) from error
    except DamagedRunError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise DamagedRunError(unreadable(folder / RESULT, why, _("an unaltered result"))) from None


def _of_another_format(folder: Path, shape: Any) -> str:
    """Return why a result of another format is not shown, and how to have one that can be."""
    return _(
        "{file}: found a result of format {format}, {written}, whose measures mean something else; "
        "valid: format {ours}, which this version writes. {again}",
        file=folder / RESULT,
        format=shape,
        written=_written_by(folder),
        ours=SHAPE,
        again=_again(folder),
    )


def _of_another_version(folder: Path) -> str:
    """Return why an unaltered result with other fields than it should have is not shown."""
    return _(
        "{file}: found a result with other fields than this version's, {written}; "
        "valid: one that this mellanrum, {version}, has written. {again}",
        file=folder / RESULT,
        written=_written_by(folder),
        version=version_of("mellanrum"),
        again=_again(folder),
    )


def _written_by(folder: Path) -> str:
    """Return which version wrote a run, as its manifest has it."""
    versions = read_manifest(folder).get("versions")
    said = versions.get("mellanrum") if isinstance(versions, dict) else None
    if said == version_of("mellanrum"):
        return _("written by an earlier or later state of mellanrum {version}", version=said)
    if isinstance(said, str):
        return _("written by mellanrum {version}", version=said)
    return _("written by another version")


def _again(folder: Path) -> str:
    found = read_manifest(folder).get("command")
    command = " ".join(map(str, found)) if isinstance(found, list) and found else _("the same command")
    return _("Run it again: {command}. Its tables and pictures in the folder are as they were", command=command)


def about_study(study: Study, comparison: Comparison) -> dict[str, Any]:
    """Return what the manifest of a comparison says: everything needed to make it again and to prove it the same."""
    designs = [
        {
            "name": design.name,
            "title": design.title,
            "title_sv": design.title_sv,
            "log_name": label,
            "scenario_sha256": [scenario_hash(s) for s in design.scenarios],
            "digests": list(result.digests),
            "scenario": plain(design.scenarios[0]),
        }
        for label, design, result in zip(labels(study), study.designs, comparison.designs, strict=True)
    ]
    return {
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
    """Write every replication's measures in long form, some replications at a time; what is not defined is null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    word = pa.dictionary(pa.int32(), pa.string())
    kinds = (pa.int32(), word, pa.int32(), word, pa.float64(), word)
    names = ("design_index", "design", "replication", "measure", "value", "unit")
    schema = pa.schema(list(zip(names, kinds, strict=True)))
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for position, design in enumerate(comparison.designs):
            for start in range(0, len(design.per_replication), AT_A_TIME):
                rows = [
                    (position, design.name, replication, name, value, design.measures[name].unit)
                    for replication, values in enumerate(design.per_replication[start : start + AT_A_TIME], start)
                    for name, value in values.items()
                ]
                columns = zip(*rows, strict=True) if rows else ([] for _name in names)
                arrays = [pa.array(list(column), type=kind) for column, kind in zip(columns, kinds, strict=True)]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def write_months(path: Path, comparison: Comparison) -> None:
    """Write every replication's monthly table, some replications at a time; what is not a number is null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(dict.fromkeys(name for design in comparison.designs for table in design.months for name in table))
    kinds = {"design_index": pa.int32(), "design": pa.dictionary(pa.int32(), pa.string()), "replication": pa.int32()}
    schema = pa.schema(list({**kinds, **dict.fromkeys(names, pa.float64())}.items()))
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for position, design in enumerate(comparison.designs):
            for start in range(0, len(design.months), AT_A_TIME):
                some = list(enumerate(design.months[start : start + AT_A_TIME], start))
                numbers = [n for n, table in some for _month in table["month"]]
                columns: list[list[Any]] = [
                    [position] * len(numbers),
                    [design.name] * len(numbers),
                    numbers,
                    *([v if v == v else None for _, table in some for v in table[name]] for name in names),
                ]
                arrays = [pa.array(column, type=kind) for column, kind in zip(columns, schema.types, strict=True)]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
