"""An invented county small enough that a replication takes a tenth of a second: for what is about runs, not care."""

from __future__ import annotations

from pathlib import Path

ADULTS = {"Storstad": 45_000, "Lillstad": 15_000}
"""Adults of the county that `mellanrum scenarios new-county` writes."""
SHARE = 50
"""How many times smaller the county is made."""
POSTS = (
    ("total = { value = 19, ", "low = 18, high = 24", "total = { value = 1.2, ", "low = 1, high = 2"),
    (
        "neuropsychiatric = { value = 2, ",
        "low = 1, high = 3",
        "neuropsychiatric = { value = 0.2, ",
        "low = 0, high = 1",
    ),
)
"""Psychiatry's posts, whose other patients would take most of the time."""


def write_small_county(folder: Path, name: str = "small") -> Path:
    """Write NAME.toml into `folder` and return its path: two municipalities, 1,200 adults, hardly a client a month."""
    from scenarios.tools.new import new_county

    text = new_county(name)
    for town, adults in ADULTS.items():
        few = adults // SHARE
        before = next(line for line in text.splitlines() if line.startswith(f"adults = {{ value = {adults},"))
        after = (
            f'adults = {{ value = {few}, unit = "persons", low = {few}, high = {few}, evidence = "{town}, smaller" }}'
        )
        text = text.replace(before, after)
    for value, bounds, less, within in POSTS:
        before = next(line for line in text.splitlines() if line.startswith(value))
        text = text.replace(before, before.replace(value, less).replace(bounds, within))
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path
