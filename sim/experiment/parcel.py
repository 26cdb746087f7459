"""What a worker of a cluster answers, as bytes: a word and some parts, none of which can run code.

One byte says how it went; then, part by part, eight bytes with its length and the part itself: an entry of the archive
and, where a log is kept, its two Parquet files; or a sentence.
"""

from __future__ import annotations

DONE, FAILED, OTHER_MODEL = b"D", b"F", b"O"
_SIZE = 8
MOST_PARTS = 3


def packed(word: bytes, *parts: bytes) -> bytes:
    """Return a parcel."""
    return word + b"".join(len(part).to_bytes(_SIZE, "big") + part for part in parts)


def unpacked(parcel: object) -> tuple[bytes, list[bytes]]:
    """Return the word of a parcel and its parts; what is no parcel has none (FAILED)."""
    if not isinstance(parcel, bytes):
        return FAILED, []
    parts, at = list[bytes](), 1
    while at < len(parcel):
        size = int.from_bytes(parcel[at : at + _SIZE], "big")
        part = parcel[at + _SIZE : at + _SIZE + size]
        if len(part) < size or len(parts) == MOST_PARTS:
            return FAILED, []
        parts.append(part)
        at += _SIZE + size
    return parcel[:1], parts
