"""A county of two municipalities and so few people that a replication takes a tenth of a second."""

from __future__ import annotations

import re
from pathlib import Path

from scenarios.tools.new import new_county


def small_county(folder: Path) -> str:
    """Return the path of its file, written in `folder`."""
    few = re.sub(
        r"adults = \{ value = \d+(.*?)low = \d+, high = \d+",
        r"adults = { value = 1200\1low = 1000, high = 1500",
        new_county("small"),
    )
    file = folder / "small.toml"
    file.write_text(few, encoding="utf-8")
    return str(file)
