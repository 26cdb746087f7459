"""A comparison as the JSON document of the command line: stable keys, lists of designs, null instead of NaN."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sim.comparison.results import Comparison, Summary


def document(comparison: Comparison) -> dict[str, Any]:
    """Return the document as dictionaries and lists. The same design may stand twice, in the order of the command."""
    return {
        "county": comparison.county,
        "county_title": comparison.county_title,
        "county_title_sv": comparison.county_title_sv,
        "notes": list(comparison.notes),
        "designs": [
            {"name": d.name, "measures": _measures(d.measures), "worst_months": [asdict(w) for w in d.worst]}
            for d in comparison.designs
        ],
        "differences": [
            {
                "design": d.design,
                "baseline": d.baseline,
                "measures": _measures(d.measures),
                "gains": None if d.gains is None else asdict(d.gains),
                "warnings": [asdict(caution) for caution in d.warnings],
                "moving": [asdict(month) for month in d.moving],
                "course": None if d.course is None else asdict(d.course),
            }
            for d in comparison.differences
        ],
        "replications": comparison.replications,
        "seed": comparison.seed,
        "parameters": comparison.parameters_mode,
        "version": comparison.version,
        "run_id": comparison.run_id,
    }


def to_json(comparison: Comparison) -> str:
    """Return the document as text, one line per key. Raises ValueError rather than write NaN."""
    return json.dumps(document(comparison), ensure_ascii=False, indent=2, allow_nan=False)


def _measures(measures: Mapping[str, Summary]) -> dict[str, dict[str, Any]]:
    return {name: asdict(summary) for name, summary in measures.items()}
