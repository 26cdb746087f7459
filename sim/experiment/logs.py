"""An event log as a Parquet file, in words, and back without loss.

The columns have vidigi's names (entity_id, pathway, event_type, event, time, resource_id, run_number), then ours with
their codes decoded. Words are dictionary encoded, so a decoded log is no larger than a coded one. The clients lie in a
file of the same name in the folder `clients` beside; units, workers and the like in the file's metadata.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiment.words_of_log import CLIENT_WORDS, COLUMN_WORDS, EVENT_TYPES, decode, encode
from sim.terms.log import COLUMNS, Array, EventLog
from sim.terms.words import Profile, names_of

BATCH_ROWS = 65_536
_OWN = ("part", "state", "service", "principal", "to_service", "to_principal", "reason")
_FLOATS = ("value", "extra")


def write_log(log: EventLog, path: Path, run_number: int) -> None:
    """Write `log` to `path` and its clients beside it, in batches so that memory stays low."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    schema = _schema(log)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, max(len(log), 1), BATCH_ROWS):
            arrays = _batch(log, slice(start, start + BATCH_ROWS), run_number)
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=BATCH_ROWS)
    _write_clients(log, clients_path(path))


def read_log(path: Path | str) -> EventLog:
    """Return the event log that `write_log` wrote: same rows, same measures, same digest."""
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"mellanrum"])
    clients = _read_clients(clients_path(Path(path)))
    row_of = {name: row for row, name in enumerate(clients["name"].tolist())}
    words: dict[str, Any] = {**COLUMN_WORDS, "client": row_of}
    columns: dict[str, Array] = {}
    for name, kind in COLUMNS:
        stored = table.column(_STORED_AS.get(name, name)).combine_chunks()
        if name in words:
            columns[name] = encode(stored, words[name]).astype(kind)
        else:
            columns[name] = _numbers(stored, kind)
    return EventLog(
        columns=columns,
        clients=clients,
        municipalities=tuple(about["municipalities"]),
        units=tuple((s, line, place, p) for s, line, place, p in about["units"]),
        workers=tuple((role, unit) for role, unit in about["workers"]),
        days=about["days"],
    )


_STORED_AS = {"client": "entity_id", "kind": "event", "worker": "resource_id"}


def clients_path(path: Path) -> Path:
    """Return where the clients of the log at `path` lie: `clients/NAME` beside the folder of logs."""
    return path.parent.parent / "clients" / path.name


def _schema(log: EventLog) -> Any:
    import pyarrow as pa

    word = pa.dictionary(pa.int32(), pa.string())
    fields = [("entity_id", word), ("pathway", word), ("event_type", word), ("event", word), ("time", pa.float64())]
    fields += [("resource_id", pa.int32()), ("run_number", pa.int32()), *((name, word) for name in _OWN)]
    fields += [("unit", pa.int16()), ("place", word), *((name, pa.float64()) for name in _FLOATS)]
    about = {"municipalities": log.municipalities, "units": log.units, "workers": log.workers, "days": log.days}
    return pa.schema(fields, metadata={b"mellanrum": json.dumps(about, ensure_ascii=False, default=_plain).encode()})


def _plain(number: Any) -> Any:
    return number.item()


def _batch(log: EventLog, rows: slice, run_number: int) -> list[Any]:
    import pyarrow as pa

    column = {name: values[rows] for name, values in log.columns.items()}
    client, unit = column["client"], column["unit"]
    profile = np.append(log.clients["profile"], -1)[client]  # the row -1 is the one appended
    places = [place for _, _, place, _ in log.units]
    return [
        decode(client, [str(name) for name in log.clients["name"].tolist()]),
        decode(profile, names_of(Profile)),
        decode(column["kind"], EVENT_TYPES),
        decode(column["kind"], COLUMN_WORDS["kind"]),
        pa.array(column["time"]),
        pa.array(column["worker"], mask=column["worker"] < 0),
        pa.array(np.full(len(client), run_number, dtype=np.int32)),
        *(decode(column[name], COLUMN_WORDS[name]) for name in _OWN),
        pa.array(unit, mask=unit < 0),
        decode(unit, places),
        *(pa.array(column[name], mask=np.isnan(column[name])) for name in _FLOATS),
    ]


def _numbers(stored: Any, kind: str) -> Array:
    """Return a column of numbers; what does not apply is NaN or -1 again."""
    missing = float("nan") if kind == "<f8" else -1
    return np.asarray(stored.fill_null(missing).to_numpy(zero_copy_only=False), dtype=kind)


def _write_clients(log: EventLog, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {}
    for name, values in log.clients.items():
        words = log.municipalities if name == "municipality" else CLIENT_WORDS.get(name)
        key = "entity_id" if name == "name" else name
        arrays[key] = pa.array(values.tolist()) if words is None else decode(values, words)
    kinds = {name: np.asarray(values).dtype.str for name, values in log.clients.items()}
    about = {b"mellanrum": json.dumps({"kinds": kinds, "municipalities": log.municipalities}).encode()}
    pq.write_table(pa.table(arrays).replace_schema_metadata(about), path, compression="zstd")


def _read_clients(path: Path) -> dict[str, Array]:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"mellanrum"])
    clients: dict[str, Array] = {}
    for name, kind in about["kinds"].items():
        stored = table.column("entity_id" if name == "name" else name).combine_chunks()
        words = about["municipalities"] if name == "municipality" else CLIENT_WORDS.get(name)
        values = np.array(stored.to_pylist()) if words is None else encode(stored, words)
        clients[name] = values.astype(kind)
    return clients
