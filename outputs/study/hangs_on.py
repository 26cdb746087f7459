"""What an answer hangs on: effects of what was varied, or which design is left and what to ask.

An effect is told as the change of the difference from the baseline, with sign and interval. None is called the largest
but as an estimate, and those that cannot be told from none are counted.
"""

from __future__ import annotations

from collections.abc import Sequence

from outputs.study import grid_sentences
from outputs.study.view import View
from outputs.study.words import signed, under
from outputs.text.both import quoted, spoken
from outputs.text.clauses import scale_of, words_of
from outputs.text.differences import side
from outputs.text.pages import listed
from outputs.worth.sentences import extreme, first, measure_after_extreme
from sim.studies.ranks import RaceFound
from sim.studies.sampled import KeyEffect, SurfaceFound
from sim.terms.language import _, language, ngettext

NAMED = 3
"""Effects that a sentence names."""


def hangs_on(view: View) -> str:
    """Return the sentence, without a capital."""
    asked = {b.design for b in view.county.break_evens} or {d.name for d in view.others}
    told = [
        s
        for d in view.others
        if d.name in asked and (s := view.surface(d.name, view.measure)) is not None and s.effects
    ]
    if told:
        return "; ".join(_effects(view, surface, several=len(told) > 1) for surface in told)
    if view.county.grid:
        return grid_sentences.effects(view)
    parts = [_race(view, view.county.ranks.race)] if view.county.ranks is not None else []
    if view.county.worth is not None:
        asking = first(view.county.worth, {d.name: spoken(d.title) for d in view.county.designs})
        parts.append(asking if not parts else asking[:1].lower() + asking[1:])
    return "; ".join(parts) or _("nothing was varied, so nothing can be told of what this hangs on")


def _effects(view: View, surface: SurfaceFound, several: bool) -> str:
    words = words_of(surface.measure)
    clear = sorted_effects([e for e in surface.effects if side(e.change) in (1, -1)])
    rest = len(surface.effects) - len(clear)
    if clear:
        told = _(
            "what moves the difference in {name} most, as far as the estimates go{unit}, is {told}",
            name=words.name,
            unit=_(" and in {unit}", unit=words.unit) if words.unit else "",
            told=listed([_effect(view, e, surface.measure) for e in clear[:NAMED]]),
        )
        if rest:
            told += ngettext(
                "; of the other one no effect can be told from none",
                "; of the other {n} no effect can be told from none",
                rest,
            )
    elif rest == 1:
        label = view.key(surface.effects[0].key).name
        told = _(
            "the effect of {label} on the difference in {name} cannot be told from none", label=label, name=words.name
        )
    else:
        told = _(
            "of the {number} things varied, none has an effect on the difference in {name} that can be told from none",
            number=rest,
            name=words.name,
        )
    if not several:
        return told
    (design,) = [d for d in view.others if d.name == surface.design]
    return _("{under} {sentence}", under=under(design), sentence=told)


def sorted_effects(effects: Sequence[KeyEffect]) -> list[KeyEffect]:
    """Return effects, the largest estimate first."""
    return sorted(effects, key=lambda e: -abs(e.change.value))


def _effect(view: View, effect: KeyEffect, measure: str) -> str:
    key = view.key(effect.key)
    x = signed(effect.change, measure, unit=False)
    return _("{label} ({x}, from {span})", label=key.name, x=x, span=key.span())


def _race(view: View, race: RaceFound) -> str:
    delta, unit = race.delta * scale_of(race.measure), words_of(race.measure).unit
    left = [quoted(spoken(view.title(d))) for d in race.left]
    level = f"{100 * (1 - race.alpha):.0f}"
    about = {
        "lowest": extreme(race.lower_is_better),
        "measure": measure_after_extreme(race.measure) or words_of(race.measure).name.removeprefix("the "),
        "delta": f"{language().number(delta, 1 if delta < 10 else 0)} {unit}".rstrip(),
        "designs": listed(left),
    }
    if not race.decided:
        n = race.replications
        return _("which of {designs} has the {lowest} {measure} cannot be told after {n} draws", n=n, **about)
    if len(left) > 1:
        return _("of {designs}, which differ by less than {delta} in {measure}, none can be called {lowest}", **about)
    return _(
        "{design} has the {lowest} {measure}, or one within {delta} of it, with {level} % confidence",
        design="".join(left),
        level=level,
        **about,
    )
