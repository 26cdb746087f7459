"""One measure over all designs of a study as a clause: which lie surely above the baseline, below, or cannot be told.

No design is called better: designs are grouped by what their intervals say, in the order of the study.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outputs.study.measures import words_of
from outputs.study.view import View
from outputs.study.words import TODAY, WORDS, estimate_of, found_clause, listed, quoted, signed, under
from outputs.text.differences import side, too_few
from sim.comparison.results import Summary
from sim.studies.study import DesignFound

TEXT: dict[str, Mapping[str, str]] = {
    "en": {
        "one": "{under}, compared with {baseline}, {clause}",
        "several": "compared with {baseline}, {told}",
        "is": "{name}{unit} is {sides}",
        "more": "higher under {designs}",
        "fewer": "lower under {designs}",
        "in": "{title} ({x})",
        "name": " in {name}",
    },
    "sv": {
        "one": "{under}, jämfört med {baseline}, {clause}",
        "several": "jämfört med {baseline} gäller: {told}",
        "is": "{name}{unit} är {sides}",
        "more": "högre med {designs}",
        "fewer": "lägre med {designs}",
        "in": "{title} ({x})",
        "name": " i {name}",
    },
}
STATES = ("more", "fewer", "unclear", "none", "few", "no_interval", "no_value")


def compared(view: View, language: str) -> str:
    """Return what the baseline is called after `compared with`: `today`, or its title."""
    return WORDS[language]["today"] if view.baseline.name == TODAY else quoted(view.baseline.title, language)


def across_designs(view: View, measures: Sequence[str], language: str) -> str:
    """Return what is found on measures with each design's own numbers, as a clause without a capital."""
    words, against = TEXT[language], compared(view, language)
    if len(view.others) > 1:
        told = "; ".join(_across(view, measure, language) for measure in measures)
        return words["several"].format(baseline=against, told=told)
    (design,) = view.others
    told = "; ".join(found_clause(view.difference(design, m), m, language) for m in measures)
    return words["one"].format(under=under(design, language), baseline=against, clause=told)


def _across(view: View, measure: str, language: str) -> str:
    """Return one measure over several designs: above, below, and what cannot be told."""
    words, name, unit = TEXT[language], words_of(measure, language).name, words_of(measure, language).unit
    groups = {s: [d for d in view.others if state(view.difference(d, measure)) == s] for s in STATES}
    sides = [
        words[s].format(designs=listed([_sized(view, d, measure, language) for d in groups[s]], language))
        for s in ("more", "fewer")
        if groups[s]
    ]
    told = (
        [words["is"].format(name=name, unit=f" ({unit})" if unit else "", sides=listed(sides, language))]
        if sides
        else []
    )
    for which in STATES[2:]:
        if groups[which]:
            titles = listed([quoted(d.title, language) for d in groups[which]], language)
            about = "" if told else words["name"].format(name=name)
            told.append(WORDS[language][f"{which}_for"].format(designs=titles, name=about))
    return ", ".join(told)


def state(summary: Summary | None) -> str:
    """Return what a difference's interval says: one of `STATES`."""
    e = estimate_of(summary)
    if too_few(summary):
        return "few"
    if e is not None:
        return {1: "more", -1: "fewer", 0: "none", None: "unclear"}[side(e)]
    return "no_value" if summary is None or summary.mean is None else "no_interval"


def _sized(view: View, design: DesignFound, measure: str, language: str) -> str:
    e = estimate_of(view.difference(design, measure))
    x = "" if e is None else signed(e, measure, language, unit=False)
    return TEXT[language]["in"].format(title=quoted(design.title, language), x=x)
