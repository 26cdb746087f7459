"""Three sentences that a decision maker can use, from what a study found in a county, in Swedish and in English.

First the answer to what was asked, then what it hangs on, then who else is touched and how sure all this is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outputs.study import grid_sentences as study_grid_words
from outputs.study import hangs_on as study_hangs_on
from outputs.study.even import enough, goal
from outputs.study.groups import across_designs
from outputs.study.measures import words_of
from outputs.study.view import View
from outputs.study.words import listed, than, under
from outputs.text.pages import capital
from sim.studies.sampled import BreakEvenTold
from sim.studies.study import InBoth

OTHERS = ("untreated_share_not_comorbid", "fall_rate")
"""Who may pay where fewer needs of the comorbid go untreated, those with dependence alone; and how people fall."""

TEXT: dict[str, Mapping[str, str]] = {
    "en": {
        "nothing": "Only one design was run, so there is nothing to compare.",
        "held": " (all else as the design has it)",
        "each": " (each alone, all else as the design has it)",
        "own": "with the numbers of the design itself, ",
        "rests": "this rests on {what}{remarks}, and most numbers behind it are assumptions",
        "not_precise": "the study asks for more precision in {names}",
        "precise": "as precise as the study asks for",
        "misfit": "the surface does not agree with the design's own runs in {names}",
        "replications": "{n} replications of each design",
        "replication": "one replication of each design",
        "points": "a sample of {n} points",
        "combinations": "{n} combinations",
    },
    "sv": {
        "nothing": "Bara en utformning kördes, så det finns inget att jämföra.",
        "held": " (allt annat som i utformningen)",
        "each": " (var för sig, allt annat som i utformningen)",
        "own": "med utformningens egna tal, ",
        "rests": "detta vilar på {what}{remarks}, och de flesta tal bakom är antaganden",
        "not_precise": "studien begär större precision i {names}",
        "precise": "så precist som studien begär",
        "misfit": "ytan stämmer inte med utformningens egna körningar i {names}",
        "replications": "{n} upprepningar av varje utformning",
        "replication": "en upprepning av varje utformning",
        "points": "ett urval av {n} punkter",
        "combinations": "{n} kombinationer",
    },
}


def sentences(view: View) -> tuple[InBoth, ...]:
    """Return the three sentences; of a study without a second design there is one."""
    if not view.others:
        return (InBoth(TEXT["sv"]["nothing"], TEXT["en"]["nothing"]),)
    return tuple(
        InBoth(*(_ended(capital(form(view, language))) for language in ("sv", "en")))
        for form in (answer, study_hangs_on.hangs_on, who_else)
    )


def answer(view: View, language: str) -> str:
    """Return the answer: what is enough, or which combinations, or which designs lie on which side."""
    asked = main_break_evens(view)
    if asked:
        told = [_asked(view, design, some, language) for design, some in asked.items()]
        alone = all(len(some) == 1 for some in asked.values())
        joined = "; ".join([told[0], *(t[:1].lower() + t[1:] for t in told[1:])])
        return joined + TEXT[language]["held" if alone else "each"]
    if view.county.grid:
        return study_grid_words.answer(view, language)
    return across_designs(view, [view.measure], language)


def main_break_evens(view: View) -> dict[str, list[BreakEvenTold]]:
    """Return design → its break-evens on the study's first measure, or else on the first measure that has any."""
    measures = [b.measure for b in view.county.break_evens]
    if not measures:
        return {}
    measure = view.measure if view.measure in measures else measures[0]
    found: dict[str, list[BreakEvenTold]] = {}
    for b in view.county.break_evens:
        if b.measure == measure:
            found.setdefault(b.design, []).append(b)
    return found


def _asked(view: View, design: str, some: Sequence[BreakEvenTold], language: str) -> str:
    clauses = [enough(view.key(b.key), b.measure, b.told, language) for b in some]
    (own,) = [d for d in view.county.designs if d.name == design]
    return goal(some[0].measure, language, under(own, language), than(view.baseline, language), clauses)


def who_else(view: View, language: str) -> str:
    """Return what is found of those who may pay for it, and how sure all this is."""
    told = across_designs(view, [m for m in OTHERS if m != view.measure], language)
    lead = TEXT[language]["own"] if view.study.variations else ""
    return f"{lead}{told}; {_rests(view, language)}"


def _rests(view: View, language: str) -> str:
    """Return what all this rests on, and in brackets whether that is enough."""
    words, county = TEXT[language], view.county
    n = max(d.replications for d in county.designs)
    what = [words["replication" if n == 1 else "replications"].format(n=n)]
    if county.points:
        what.append(words["points"].format(n=len(county.points)))
    if county.grid:
        what.append(words["combinations"].format(n=sum(map(len, county.grid.values()))))
    lacking = [m for m, enough_ in county.precise.items() if not enough_]
    used = {view.measure, *(b.measure for b in county.break_evens)}
    misfit = dict.fromkeys(m for d in view.others for m in view.disagreeing(d.name) if m in used)
    remarks = [
        words[form].format(names=listed([words_of(m, language).name for m in measures], language))
        for form, measures in (("misfit", misfit), ("not_precise", lacking))
        if measures
    ]
    if county.precise and not lacking:
        remarks.append(words["precise"])
    told = f" ({'; '.join(remarks)})" if remarks else ""
    return words["rests"].format(what=listed(what, language), remarks=told)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
