"""One archived replication as bytes: measures as text, tables as arrays, and a checksum over both.

    line 1   SHA-256 of all that follows, in hexadecimal
    then     zlib: JSON with key, replication, digest of the event log, measures, and of each table's columns
             [kind of number, how many]
    then     zlib: the columns' bytes, one after the other

Numbers come back bit for bit, words as the same words. Nothing in an entry can run code, so an archive may be shared.
One stream for all columns halves the size of an `.npz`, which spends half a kilobyte on each, and is read four times as
fast.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections.abc import ItemsView, Iterator, Mapping
from math import isfinite
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from sim.comparison.tables import Table
from sim.experiment.limited import COLUMN_BYTES, HEAD_BYTES, json_of, unpacked_within
from sim.experiment.replicate import Outcome
from sim.experiment.shared_names import SharedNames
from sim.terms.errors import InputError
from sim.terms.language import _
from sim.terms.log import Array

LONGEST_WORD = 200
"""Letters of a word in a table: names of municipalities are the longest."""


class DamagedEntryError(InputError):
    """Bytes that are no whole entry, or another's."""


def to_bytes(key: str, outcome: Outcome) -> bytes:
    """Return the entry of an outcome. Raises ValueError rather than keep a number that is not one (NaN)."""
    tables = {name: {c: _plain(column) for c, column in table.items()} for name, table in outcome.tables.items()}
    head = {
        "key": key,
        "replication": outcome.replication,
        "digest": outcome.digest,
        "values": dict(outcome.values),
        "tables": {
            name: {c: [column.dtype.str, len(column)] for c, column in table.items()} for name, table in tables.items()
        },
    }
    columns = b"".join(column.tobytes() for table in tables.values() for column in table.values())
    body = zlib.compress(json.dumps(head, allow_nan=False).encode()) + zlib.compress(columns)
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _plain(column: Array) -> Array:
    """Return a column as bytes can hold it: words as long as the longest, whether fresh or read back."""
    return column.astype(object).astype(str) if column.dtype.kind in "OU" else column


def from_bytes(key: str, design: int, data: bytes, whole: bool) -> Outcome:
    """Return the outcome that `data` holds, for the design at position `design`; without tables unless `whole`.

    Raises DamagedEntryError if a byte is wrong or the entry is that of another key.
    """
    checksum, _line, body = data.partition(b"\n")
    if checksum != hashlib.sha256(body).hexdigest().encode():
        raise DamagedEntryError(_("contents that do not match their checksum"))
    try:
        first, rest = unpacked_within(body, HEAD_BYTES)
        head = json_of(first)
        if head["key"] != key:
            raise DamagedEntryError(_("the entry of {key}", key=str(head["key"])[:12]))
        values: Any = SharedNames({name: _number(value) for name, value in head["values"].items()})
        kinds = _kinds(head["tables"])
        if whole:
            _tables(kinds, unpacked_within(rest, _bytes_of(kinds))[0])  # so that nothing can be wrong with them later
        tables: Mapping[str, Table] = PackedTables(body) if whole else {}
        return Outcome(
            design=design,
            replication=_count(head["replication"]),
            values=values,
            tables=tables,
            digest=_digest(head["digest"]),
        )
    except DamagedEntryError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DamagedEntryError(_("no entry: {why}", why=error)) from None


class PackedTables(Mapping[str, Table]):
    """The tables of a sound entry, as packed as they came: ten kilobytes, where their arrays take fifty.

    Whoever wants several opens them once (`opened`).
    """

    __slots__ = ("_body",)

    def __init__(self, body: bytes) -> None:
        self._body = body

    def opened(self) -> dict[str, Table]:
        """Return the tables as arrays."""
        first, rest = unpacked_within(self._body, HEAD_BYTES)
        kinds = _kinds(json_of(first)["tables"])
        return _tables(kinds, unpacked_within(rest, _bytes_of(kinds))[0])

    def __getitem__(self, name: str) -> Table:
        return self.opened()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.opened())

    def __len__(self) -> int:
        return len(self.opened())

    def items(self) -> ItemsView[str, Table]:
        """Return names and tables, opened once."""
        return self.opened().items()


def opened(tables: Mapping[str, Table]) -> Mapping[str, Table]:
    """Return the tables of an outcome, fresh or read, as arrays that stay."""
    return tables.opened() if isinstance(tables, PackedTables) else tables


def _number(value: Any) -> float | None:
    """Return a measure's value: finite, or None."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)):
        return value
    raise ValueError(_("{found} for the value of a measure", found=repr(str(value)[:40])))


def _count(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(_("{found} for a count", found=repr(str(value)[:40])))


def _digest(value: Any) -> str:
    if isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef"):
        return value
    raise ValueError(_("no digest of an event log"))


Kinds = dict[str, dict[str, tuple[np.dtype[Any], int]]]


def _kinds(said: Mapping[str, Mapping[str, Any]]) -> Kinds:
    """Return table → column → (kind of number, how many): numbers, truths and short words, of one length a table."""
    kinds: Kinds = {}
    for name, table in said.items():
        kinds[name] = {}
        for column, (kind, length) in table.items():
            of = np.dtype(kind)
            if of.kind not in "biufU" or of.itemsize > LONGEST_WORD * 4:
                raise ValueError(_("a column of {kind}", kind=repr(str(kind)[:20])))
            kinds[name][column] = (of, _count(length))
        if len({length for _kind, length in kinds[name].values()}) > 1:
            raise ValueError(_("columns of several lengths in {table}", table=repr(str(name)[:40])))
    return kinds


def _bytes_of(kinds: Kinds) -> int:
    whole = 0
    for table in kinds.values():
        for of, length in table.values():
            whole += of.itemsize * length
    if whole > COLUMN_BYTES:
        raise ValueError(_("tables of {n} bytes; at most {most}", n=whole, most=COLUMN_BYTES))
    return whole


_HELD: WeakValueDictionary[tuple[str, bytes], Array] = WeakValueDictionary()
"""Columns that somebody holds. Most of a replication's words are those of the next: who works where, and each month."""


def _held_once(kind: np.dtype[Any], data: bytes) -> Array:
    """Return a column, not to be written to: the one that is there if an equal one is held already."""
    key = (kind.str, hashlib.blake2b(data, digest_size=16).digest())
    column = _HELD.get(key)
    if column is None:
        column = np.frombuffer(data, kind)
        if kind.kind == "U":  # a word takes four bytes a letter there, and eight in all as one that many cells share
            column = np.array([sys.intern(word) for word in column.tolist()], dtype=object)
            column.flags.writeable = False
        _HELD[key] = column
    return column


def _tables(kinds: Kinds, columns: bytes) -> dict[str, Table]:
    """Return the tables, cut from one row of bytes."""
    tables, start = dict[str, Table](), 0
    for name, table in kinds.items():
        cut = dict[str, Any]()
        for column, (kind, length) in table.items():
            nbytes = kind.itemsize * length
            cut[column] = _held_once(kind, columns[start : start + nbytes])
            start += nbytes
        tables[name] = cut
    return tables
