"""Over how many replications a figure is, where it has no value in some: a median over 5 of 6 says so."""

from __future__ import annotations

from outputs.comparison.headline import design_names
from outputs.text.measures import HEADLINE, short
from sim.comparison.first_row import SECOND_ROW
from sim.comparison.results import Comparison

MOST = 4


def over_how_many(comparison: Comparison) -> str:
    """Return a sentence on the first two rows' figures without a value in some replications; "" if there is none."""
    found = [
        f"{short(name)} ({summary.n} of {comparison.replications} under {shown})"
        for name in (*HEADLINE, *SECOND_ROW)
        for design, shown in zip(comparison.designs, design_names(comparison), strict=True)
        if (summary := design.measures.get(name)) is not None and 0 < summary.n < comparison.replications
    ]
    if not found:
        return ""
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    told = f"{', '.join(found[:MOST])}{more}"
    return f"Over fewer replications, since the others have no value: {told}; column n of measures.csv has all."
