"""Three sentences that a decision maker can use, from what a study found in a county, in Swedish and in English.

First the answer to what was asked, then what it hangs on, then who else is touched and how sure all this is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from outputs.study import grid_sentences
from outputs.study.even import enough, goal
from outputs.study.groups import across_designs
from outputs.study.hangs_on import hangs_on
from outputs.study.view import View
from outputs.study.words import than, under
from outputs.text.both import in_both
from outputs.text.clauses import words_of
from outputs.text.pages import capital, listed
from sim.studies.sampled import BreakEvenTold
from sim.studies.study import InBoth
from sim.terms.language import _, ngettext

OTHERS = ("untreated_share_not_comorbid", "fall_rate")
"""Who may pay where fewer needs of the comorbid go untreated, those with dependence alone; and how people fall."""


def sentences(view: View) -> tuple[InBoth, ...]:
    """Return the three sentences in both languages; of a study without a second design there is one."""
    forms = (answer, hangs_on, who_else) if view.others else (_nothing,)
    return tuple(in_both(partial(_sentence, form, view)) for form in forms)


def answer(view: View) -> str:
    """Return the answer: what is enough, or which combinations, or which designs lie on which side."""
    asked = main_break_evens(view)
    if not asked:
        return grid_sentences.answer(view) if view.county.grid else across_designs(view, [view.measure])
    first, *others = [_asked(view, design, some) for design, some in asked.items()]
    told = "; ".join([first, *(t[:1].lower() + t[1:] for t in others)])
    if all(len(some) == 1 for some in asked.values()):
        return _("{told} (all else as the design has it)", told=told)
    return _("{told} (each alone, all else as the design has it)", told=told)


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


def _asked(view: View, design: str, some: Sequence[BreakEvenTold]) -> str:
    clauses = [enough(view.key(b.key), b.measure, b.told) for b in some]
    (own,) = [d for d in view.county.designs if d.name == design]
    return goal(some[0].measure, under(own), than(view.baseline), clauses)


def who_else(view: View) -> str:
    """Return what is found of those who may pay for it, and how sure all this is."""
    told = across_designs(view, [m for m in OTHERS if m != view.measure])
    if view.study.variations:
        told = _("with the numbers of the design itself, {told}", told=told)
    return f"{told}; {_rests(view)}"


def _rests(view: View) -> str:
    """Return what all this rests on, and in brackets whether that is enough."""
    county = view.county
    n = max(d.replications for d in county.designs)
    what = [ngettext("one replication of each design", "{n} replications of each design", n)]
    if county.points:
        what.append(_("a sample of {n} points", n=len(county.points)))
    if county.grid:
        what.append(_("{n} combinations", n=sum(map(len, county.grid.values()))))
    lacking = [m for m, enough_ in county.precise.items() if not enough_]
    used = {view.measure, *(b.measure for b in county.break_evens)}
    misfit = dict.fromkeys(m for d in view.others for m in view.disagreeing(d.name) if m in used)
    remarks = []
    if misfit:
        remarks.append(_("the surface does not agree with the design's own runs in {names}", names=_names(misfit)))
    if lacking:
        remarks.append(_("the study asks for more precision in {names}", names=_names(lacking)))
    elif county.precise:
        remarks.append(_("as precise as the study asks for"))
    told = f" ({'; '.join(remarks)})" if remarks else ""
    return _(
        "this rests on {what}{remarks}, and most numbers behind it are assumptions", what=listed(what), remarks=told
    )


def _names(measures: Iterable[str]) -> str:
    return listed([words_of(m).name for m in measures])


def _nothing(view: View) -> str:
    return _("Only one design was run, so there is nothing to compare.")


def _sentence(form: Callable[[View], str], view: View) -> str:
    told = capital(form(view))
    return told if told.endswith((".", "!", "?")) else f"{told}."
