"""One archived replication as bytes: measures as text, tables as arrays, and a checksum over both.

    line 1   SHA-256 of all that follows, in hexadecimal
    then     zlib: JSON with key, replication, digest of the event log, measures, and of each table's columns
             [kind of number, how many]
    then     zlib: the columns' bytes, one after the other

Numbers come back bit for bit. Nothing in an entry can run code, so an archive may be shared. One stream for all columns
halves the size of an `.npz`, which spends half a kilobyte on each, and is read four times as fast.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections.abc import Mapping
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
        "tables": {
            name: {c: [column.dtype.str, len(column)] for c, column in table.items()}
            for name, table in outcome.tables.items()
        },
    }
    columns = b"".join(column.tobytes() for table in outcome.tables.values() for column in table.values())
    body = zlib.compress(json.dumps(head, allow_nan=False).encode()) + zlib.compress(columns)
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def from_bytes(key: str, design: int, data: bytes, whole: bool) -> Outcome:
    """Return the outcome that `data` holds, for the design at position `design`; without tables unless `whole`.

    Raises DamagedEntryError if a byte is wrong or the entry is that of another key.
    """
    checksum, _, body = data.partition(b"\n")
    if checksum != hashlib.sha256(body).hexdigest().encode():
        raise DamagedEntryError("contents that do not match their checksum")
    try:
        first = zlib.decompressobj()
        head = json.loads(first.decompress(body))
        if head["key"] != key:
            raise DamagedEntryError(f"the entry of {head['key'][:12]}")
        values = {sys.intern(name): value for name, value in head["values"].items()}  # one name for all entries
        tables = _tables(head["tables"], zlib.decompress(first.unused_data)) if whole else {}
        return Outcome(design, head["replication"], values, tables, head["digest"])
    except (zlib.error, KeyError, TypeError, AttributeError, ValueError) as error:
        raise DamagedEntryError(f"no entry: {error}") from None


def _tables(kinds: Mapping[str, Mapping[str, Any]], columns: bytes) -> dict[str, Table]:
    """Return the tables, cut from one row of bytes."""
    tables, start = dict[str, Table](), 0
    for name, table in kinds.items():
        cut = dict[str, Any]()
        for column, (kind, length) in table.items():
            cut[column] = np.frombuffer(columns, kind, length, start).copy() if length else np.empty(0, kind)
            start += cut[column].nbytes
        tables[name] = cut
    return tables
