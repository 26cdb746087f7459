"""What a round keeps of a view: the first row, what differs, over how many replications, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OF_A_DESIGN = ("name", "title", "measures", "hundred")
OF_A_DIFFERENCE = ("design", "measures", "gains", "moved", "same", "why_same", "verdict_sentence")


def headline(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return the headline of a view."""
    return {
        "state": view["state"],
        "settled": view["state"] == "settled",
        "n": view["replications"],
        "stands_on": view.get("stands_on", ""),
        "cautions": view.get("cautions", []),
        "designs": [{key: one[key] for key in OF_A_DESIGN if key in one} for one in view["designs"]],
        "differences": [{key: one[key] for key in OF_A_DIFFERENCE if key in one} for one in view["differences"]],
    }
