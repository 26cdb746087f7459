"""Over how many replications a figure is, where it has no value in some: a median over 5 of 6 says so."""

from __future__ import annotations

from outputs.comparison.headline import design_names
from outputs.text.measures import HEADLINE, short
from sim.comparison.first_row import SECOND_ROW
from sim.comparison.results import Comparison
from sim.terms.language import _, ngettext

MOST = 4


def over_how_many(comparison: Comparison) -> str:
    """Return a sentence on the first two rows' figures without a value in some replications; "" if there is none."""
    found = [
        _(
            "{measure} ({n} of {replications} under {design})",
            measure=short(name).strip(),  # a label of a part is indented in tables
            n=summary.n,
            replications=comparison.replications,
            design=shown,
        )
        for name in (*HEADLINE, *SECOND_ROW)
        for design, shown in zip(comparison.designs, design_names(comparison), strict=True)
        if (summary := design.measures.get(name)) is not None and 0 < summary.n < comparison.replications
    ]
    if not found:
        return ""
    told, more = ", ".join(found[:MOST]), len(found) - MOST
    if more > 0:
        told = ngettext("{figures} and {n} more", "{figures} and {n} more", more, figures=told)
    return _(
        "Over fewer replications, since the others have no value: {figures}; column n of measures.csv has all.",
        figures=told,
    )
