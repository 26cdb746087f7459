"""A county that lacks services: the invented one that `mellanrum scenarios new-county` writes, made small."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from benchmarks.small_county import write_small_county


def without(folder: Path, services: Sequence[str], name: str = "lacking") -> Path:
    """Return a small county without these services: no posts and no places of them."""
    file = write_small_county(folder, name)
    text = file.read_text(encoding="utf-8")
    for service in services:
        for table in ("staffing", "location"):
            text = re.sub(rf"(?ms)^\[{table}\.{service}\].*?(?=^\[|\Z)", "", text)
    file.write_text(text, encoding="utf-8")
    return file


def with_nobody_in(folder: Path, services: Sequence[str], name: str = "empty") -> Path:
    """Return a small county where these services exist and have 0 posts."""
    file = write_small_county(folder, name)
    text = file.read_text(encoding="utf-8")
    none = 'total = { value = 0, unit = "FTE", low = 0, high = 0, evidence = "counted" }\n\n'
    for service in services:
        text, n = re.subn(rf"(?ms)(^\[staffing\.{service}\][^\n]*\n).*?(?=^\[|\Z)", rf"\g<1>{none}", text)
        assert n == 1, service
    file.write_text(text, encoding="utf-8")
    return file
