"""One archived replication as bytes: measures as text, tables as arrays, and a checksum over both.

    line 1   SHA-256 of all that follows, in hexadecimal
    line 2   JSON: key, replication, digest of the event log, measures
    then     the tables, as NumPy's .npz without pickles: "table/column" → array

Numbers come back bit for bit. Nothing in an entry can run code, so an archive may be shared.
"""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import numpy as np

from sim.experiment.replicate import Outcome
from sim.experiment.tables import Table


class DamagedEntryError(ValueError):
    """Bytes that are no whole entry, or another's."""


def to_bytes(key: str, outcome: Outcome) -> bytes:
    """Return the entry of an outcome. Raises ValueError rather than keep a number that is not one (NaN)."""
    head = {
        "key": key,
        "replication": outcome.replication,
        "digest": outcome.digest,
        "values": outcome.values,
        "columns": {name: list(table) for name, table in outcome.tables.items()},
    }
    content = io.BytesIO()
    content.write(json.dumps(head, allow_nan=False).encode() + b"\n")
    arrays: dict[str, Any] = {f"{t}/{c}": column for t, table in outcome.tables.items() for c, column in table.items()}
    np.savez_compressed(content, allow_pickle=False, **arrays)
    body = content.getvalue()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def from_bytes(key: str, design: int, data: bytes, whole: bool) -> Outcome:
    """Return the outcome that `data` holds, for the design at position `design`; without tables unless `whole`.

    Raises DamagedEntryError if a byte is wrong or the entry is that of another key.
    """
    checksum, _, body = data.partition(b"\n")
    if checksum != hashlib.sha256(body).hexdigest().encode():
        raise DamagedEntryError("contents that do not match their checksum")
    line, _, rest = body.partition(b"\n")
    head = json.loads(line)
    if head["key"] != key:
        raise DamagedEntryError(f"the entry of {head['key'][:12]}")
    tables: dict[str, Table] = {}
    if whole:
        with np.load(io.BytesIO(rest), allow_pickle=False) as arrays:
            tables = {name: {c: arrays[f"{name}/{c}"] for c in columns} for name, columns in head["columns"].items()}
    return Outcome(design, head["replication"], head["values"], tables, head["digest"])
