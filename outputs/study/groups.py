"""One measure over all designs of a study as a clause: which lie surely above the baseline, below, or cannot be told.

No design is called better: designs are grouped by what their intervals say, in the order of the study.
"""

from __future__ import annotations

from collections.abc import Sequence

from outputs.study.view import View
from outputs.study.words import called, estimate_of, found_clause, signed, under
from outputs.text.both import quoted, spoken
from outputs.text.clauses import words_of
from outputs.text.differences import side, too_few
from outputs.text.pages import listed
from sim.comparison.results import Summary
from sim.studies.study import DesignFound
from sim.terms.language import N_, _

TOLD = {
    "unclear": (
        N_("for {designs} the difference cannot be told from none"),
        N_("for {designs} the difference in {name} cannot be told from none"),
    ),
    "none": (N_("for {designs} there is no difference"), N_("for {designs} there is no difference in {name}")),
    "few": (
        N_("for {designs} the difference rests on too few replications to tell"),
        N_("for {designs} the difference in {name} rests on too few replications to tell"),
    ),
    "no_interval": (
        N_("for {designs} the difference has no interval"),
        N_("for {designs} the difference in {name} has no interval"),
    ),
    "no_value": (
        N_("for {designs} there is no value to compare"),
        N_("for {designs} there is no value to compare in {name}"),
    ),
}
"""What is said of designs that lie on neither side, after others that do and alone."""
STATES = ("more", "fewer", *TOLD)


def across_designs(view: View, measures: Sequence[str]) -> str:
    """Return what is found on measures with each design's own numbers, as a clause without a capital."""
    against = called(view.baseline)
    if len(view.others) > 1:
        told = "; ".join(_across(view, measure) for measure in measures)
        return _("compared with {baseline}, {told}", baseline=against, told=told)
    (design,) = view.others
    told = "; ".join(found_clause(view.difference(design, m), m) for m in measures)
    return _("{under}, compared with {baseline}, {clause}", under=under(design), baseline=against, clause=told)


def _across(view: View, measure: str) -> str:
    """Return one measure over several designs: above, below, and what cannot be told."""
    words = words_of(measure)
    groups = {s: [d for d in view.others if state(view.difference(d, measure)) == s] for s in STATES}
    above, below = (listed([_sized(view, d, measure) for d in groups[s]]) for s in ("more", "fewer"))
    sides = [_("higher under {designs}", designs=above)] if above else []
    sides += [_("lower under {designs}", designs=below)] if below else []
    name = f"{words.name} ({words.unit})" if words.unit else words.name
    told = [_("{name} is {sides}", name=name, sides=listed(sides))] if sides else []
    for which, (after, alone) in TOLD.items():
        if groups[which]:
            titles = listed([quoted(spoken(d.title)) for d in groups[which]])
            told.append(_(after if told else alone, designs=titles, name=words.name))
    return ", ".join(told)


def state(summary: Summary | None) -> str:
    """Return what a difference's interval says: one of `STATES`."""
    e = estimate_of(summary)
    if too_few(summary):
        return "few"
    if e is not None:
        return {1: "more", -1: "fewer", 0: "none", None: "unclear"}[side(e)]
    return "no_value" if summary is None or summary.mean is None else "no_interval"


def _sized(view: View, design: DesignFound, measure: str) -> str:
    e = estimate_of(view.difference(design, measure))
    x = "" if e is None else signed(e, measure, unit=False)
    return f"{quoted(spoken(design.title))} ({x})"
