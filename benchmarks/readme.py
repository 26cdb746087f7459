"""The README's tables, made from finished comparisons: `make readme` runs them and writes both.

    python -m benchmarks.readme runs/NORRBOTTENS-RUN runs/GAVLEBORGS-RUN

Takes the figures of the tables from each run's folder, keeps them in `docs/first_result.json` (with the run's id, its
options and the versions, so that anybody can make them again), and writes the README's tables from that file.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT, README = ROOT / "docs" / "first_result.json", ROOT / "README.md"
COLUMNS = {
    "untreated_share": "untreated needs",
    "fall_rate": "fell between chairs",
    "both_treated_share": "both treated",
    "neither_treated_share": "neither",
    "untreated_share_not_comorbid": "untreated, dependence alone",
}
NET = "better − worse"
SIZE = "cohort_size"


def main() -> int:
    """Keep the figures of the runs that are named, and write the README's tables."""
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    kept = [figures_of(Path(run)) for run in sys.argv[1:]]
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    README.write_text(with_tables(README.read_text(encoding="utf-8"), kept), encoding="utf-8")
    return 0


def figures_of(run: Path) -> dict[str, Any]:
    """Return what the README's table needs of a comparison: levels of the first design, differences of the others."""
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    first = manifest["designs"][0]["name"]
    levels = {
        row["measure"]: float(row["mean"]) for row in _rows(run, "measures") if row["design"] == first and row["mean"]
    }
    found: dict[str, dict[str, list[float]]] = {}
    for row in _rows(run, "differences"):
        if row["measure"] in COLUMNS:
            found.setdefault(row["design"], {})[row["measure"]] = [float(row[n]) for n in ("mean", "low", "high")]
    for row in _rows(run, "gains"):
        if row["group"] == "all":
            found[row["design"]]["net"] = [float(row[n]) for n in ("net_mean", "net_low", "net_high")]
    kept = ("county", "run_id", "seed", "replications", "years", "parameters", "versions")
    return {
        **{name: manifest[name] for name in kept},
        "clients": round(levels[SIZE]),
        "baseline": {"design": first, **{name: levels[name] for name in COLUMNS}},
        "differences": found,
    }


def with_tables(readme: str, kept: Sequence[Mapping[str, Any]]) -> str:
    """Return the README with the table of each county between its marks, `<!-- figures: COUNTY -->` and `<!-- end -->`.

    Raises ValueError for a county without marks.
    """
    for figures in kept:
        mark = f"<!-- figures: {figures['county']} -->"
        place = re.compile(f"{re.escape(mark)}\n.*?<!-- end -->", re.DOTALL)
        if not place.search(readme):
            raise ValueError(f"README.md: found no {mark}")
        readme = place.sub(lambda _, f=figures, m=mark: f"{m}\n\n{table(f)}\n<!-- end -->", readme)
    return readme


def table(figures: Mapping[str, Any]) -> str:
    """Return a county's table as Markdown: one row a design, differences ± half their intervals."""
    base = figures["baseline"]
    lines = [f"| | {' | '.join((*COLUMNS.values(), NET))} |", "|---" * (len(COLUMNS) + 2) + "|"]
    levels = " | ".join(f"{100 * base[name]:.1f} %" for name in COLUMNS)
    lines.append(f"| `{base['design']}`, level | {levels} | – |")
    for design, cells in figures["differences"].items():
        lines.append(f"| `{design}` | {' | '.join(_cell(cells[name]) for name in (*COLUMNS, 'net'))} |")
    return "\n".join(lines) + "\n"


def _cell(interval: Sequence[float]) -> str:
    mean, low, high = (100 * x for x in interval)
    clear = " *" if low > 0 or high < 0 else ""
    told = f"{mean:+.1f}".replace("-", "−") if f"{abs(mean):.1f}" != "0.0" else "0.0"
    return f"{told} ± {(high - low) / 2:.1f}{clear}"


def _rows(run: Path, name: str) -> list[dict[str, str]]:
    with (run / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main())
