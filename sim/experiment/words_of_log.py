"""Codes to words and back, column by column, as pyarrow's dictionaries.

A code of -1 ("does not apply") is a null. `event_type` is vidigi's: what an animation does with the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.terms.log import Array
from sim.terms.words import (
    Disorder,
    Kind,
    NeedState,
    Part,
    Principal,
    Profile,
    Reason,
    Service,
    Sex,
    Substance,
    names_of,
)

COLUMN_WORDS: dict[str, tuple[str, ...]] = {
    "kind": names_of(Kind),
    "part": names_of(Part),
    "state": names_of(NeedState),
    "service": names_of(Service),
    "principal": names_of(Principal),
    "to_service": names_of(Service),
    "to_principal": names_of(Principal),
    "reason": names_of(Reason),
}

CLIENT_WORDS: dict[str, tuple[str, ...]] = {
    "sex": names_of(Sex),
    "substance": names_of(Substance),
    "profile": names_of(Profile),
    "disorder": names_of(Disorder),
}

_TYPES = {
    "arrival_departure": (Kind.ARRIVAL, Kind.DEPART),
    "queue": (Kind.SOUGHT, Kind.REFERRED, Kind.PARKED, Kind.ACCEPTED),
    "resource_use": (Kind.ADMITTED,),
    "resource_use_end": (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST),
}
_TYPE_OF = {kind: name for name, kinds in _TYPES.items() for kind in kinds}
EVENT_TYPES: tuple[str, ...] = tuple(_TYPE_OF.get(kind, "custom") for kind in Kind)


def decode(codes: Array, words: Sequence[str]) -> Any:
    """Return a dictionary array of words for integer codes; -1 becomes null."""
    import pyarrow as pa

    distinct = list(dict.fromkeys(words))
    place = {word: i for i, word in enumerate(distinct)}
    codes = np.asarray(codes)
    at = np.array([place[word] for word in words] + [-1], dtype=np.int32)[codes]
    indices = pa.array(at, mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(distinct, type=pa.string()))


def encode(stored: Any, words: Sequence[str] | Mapping[str, int]) -> Array:
    """Return the integer codes of a stored column of words; null becomes -1.

    Raises KeyError if the file has a word that this version does not know.
    """
    import pyarrow as pa

    code = words if isinstance(words, Mapping) else {word: i for i, word in enumerate(words)}
    column = stored if isinstance(stored.type, pa.DictionaryType) else stored.dictionary_encode()
    codes = np.array([code[word] for word in column.dictionary.to_pylist()] + [-1], dtype=np.int64)
    return np.asarray(codes[column.indices.fill_null(-1).to_numpy(zero_copy_only=False)])
