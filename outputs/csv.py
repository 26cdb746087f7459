"""Every table of a comparison as a CSV file: UTF-8, commas, a point for decimals, an empty cell for what is absent."""

from __future__ import annotations

import csv
from pathlib import Path

from outputs.frames import Row, rows
from sim.experiment.comparison import Comparison


def write(comparison: Comparison, folder: Path) -> list[Path]:
    """Write one file per table into `folder`, which is made if it is not there, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, table in rows(comparison).items():
        path = folder / f"{name}.csv"
        write_rows(table, path)
        paths.append(path)
    return paths


def write_rows(table: list[Row], path: Path) -> None:
    """Write `table`; its columns are those of all its rows, in the order in which they first appear."""
    columns = list(dict.fromkeys(key for row in table for key in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
