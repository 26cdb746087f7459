"""What an answer hangs on, in both languages: effects of what was varied, or which design is left and what to ask.

An effect is told as the change of the difference from the baseline, with sign and interval. None is called the largest
but as an estimate, and those that cannot be told from none are counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outputs.study import grid_sentences as study_grid_words
from outputs.study.measures import words_of
from outputs.study.view import View
from outputs.study.words import decimal, listed, of, quoted, signed, under
from outputs.text.differences import side
from outputs.text.measures import describe
from outputs.worth import sentences as worth_words
from sim.studies.ranks import RaceFound
from sim.studies.sampled import KeyEffect, SurfaceFound

NAMED = 3
"""Effects that a sentence names."""

TEXT: dict[str, Mapping[str, str]] = {
    "en": {
        "effects": "what moves the difference in {name} most, as far as the estimates go{unit}, is {told}",
        "under": "{under} {sentence}",
        "effect": "{label} ({x}, from {span})",
        "no_effect": "of the {number} things varied, none has an effect on the difference in {name} that can be told "
        "from none",
        "one_no_effect": "the effect of {label} on the difference in {name} cannot be told from none",
        "unit": " and in {unit}",
        "rest": "; of the other {number} no effect can be told from none",
        "one_rest": "; of the other one no effect can be told from none",
        "nothing": "nothing was varied, so nothing can be told of what this hangs on",
        "selected": "{design} has the {lowest} {measure}, or one within {delta} of it, with {level} % confidence",
        "equal": "of {designs}, which differ by less than {delta} in {measure}, none can be called {lowest}",
        "open": "which of {designs} has the {lowest} {measure} cannot be told after {n} draws",
        "lower": "lowest",
        "higher": "highest",
    },
    "sv": {
        "effects": "det som ändrar skillnaden i {name} mest, så långt skattningarna räcker{unit}, är {told}",
        "under": "{under} gäller: {sentence}",
        "effect": "{label} ({x}, från {span})",
        "no_effect": "av de {number} saker som varierats har ingen en inverkan på skillnaden i {name} som går att "
        "skilja från ingen alls",
        "one_no_effect": "inverkan av {label} på skillnaden i {name} går inte att skilja från ingen alls",
        "unit": " och i {unit}",
        "rest": "; för de andra {number} går ingen inverkan att skilja från ingen alls",
        "one_rest": "; för den andra går ingen inverkan att skilja från ingen alls",
        "nothing": "inget varierades, så det går inte att säga vad detta hänger på",
        "selected": "{design} har {lowest} {measure}, eller en inom {delta} från den, med {level} % säkerhet",
        "equal": "av {designs}, som skiljer sig med mindre än {delta} i {measure}, kan ingen sägas ha {lowest}",
        "open": "vilken av {designs} som har {lowest} {measure} går inte att säga efter {n} dragningar",
        "lower": "lägst",
        "higher": "högst",
    },
}


def hangs_on(view: View, language: str) -> str:
    """Return the sentence, without a capital."""
    asked = {b.design for b in view.county.break_evens} or {d.name for d in view.others}
    told = [
        s
        for d in view.others
        if d.name in asked and (s := view.surface(d.name, view.measure)) is not None and s.effects
    ]
    if told:
        return "; ".join(_effects(view, surface, language, several=len(told) > 1) for surface in told)
    if view.county.grid:
        return study_grid_words.effects(view, language)
    parts = [_race(view, view.county.ranks.race, language)] if view.county.ranks is not None else []
    if view.county.worth is not None:
        titles = {d.name: of(d.title, language) for d in view.county.designs}
        first = worth_words.first(view.county.worth, language, titles)
        parts.append(first if not parts else first[:1].lower() + first[1:])
    return "; ".join(parts) or TEXT[language]["nothing"]


def _effects(view: View, surface: SurfaceFound, language: str, several: bool) -> str:
    words, name = TEXT[language], words_of(surface.measure, language).name
    clear = sorted_effects([e for e in surface.effects if side(e.change) in (1, -1)])
    rest = len(surface.effects) - len(clear)
    if clear:
        shown = [_effect(view, e, surface.measure, language) for e in clear[:NAMED]]
        unit = words_of(surface.measure, language).unit
        about = {"name": name, "unit": words["unit"].format(unit=unit) if unit else ""}
        told = words["effects"].format(told=listed(shown, language), **about)
        if rest:
            told += words["rest" if rest > 1 else "one_rest"].format(number=rest)
    elif rest == 1:
        label = view.key(surface.effects[0].key).name(language)
        told = words["one_no_effect"].format(label=label, name=name)
    else:
        told = words["no_effect"].format(number=rest, name=name)
    if not several:
        return told
    (design,) = [d for d in view.others if d.name == surface.design]
    return words["under"].format(under=under(design, language), sentence=told)


def sorted_effects(effects: Sequence[KeyEffect]) -> list[KeyEffect]:
    """Return effects, the largest estimate first."""
    return sorted(effects, key=lambda e: -abs(e.change.value))


def _effect(view: View, effect: KeyEffect, measure: str, language: str) -> str:
    key = view.key(effect.key)
    x = signed(effect.change, measure, language, unit=False)
    return TEXT[language]["effect"].format(label=key.name(language), x=x, span=key.span(language))


def _race(view: View, race: RaceFound, language: str) -> str:
    words = TEXT[language]
    scale = 100.0 if describe(race.measure).kind == "share" else 1.0
    unit = words_of(race.measure, language).unit
    about = {
        "lowest": words["lower" if race.lower_is_better else "higher"],
        "measure": _bare(race.measure, language),
        "delta": f"{decimal(race.delta * scale, 1 if race.delta * scale < 10 else 0, language)} {unit}".rstrip(),
        "level": f"{100 * (1 - race.alpha):.0f}",
        "designs": listed([quoted(view.title(d), language) for d in race.left], language),
        "design": "".join(quoted(view.title(d), language) for d in race.left[:1]),
        "n": str(race.replications),
    }
    form = "open" if not race.decided else "selected" if len(race.left) == 1 else "equal"
    return words[form].format(**about)


def _bare(measure: str, language: str) -> str:
    """Return a measure as it stands after `lowest`."""
    known = worth_words.MEASURE[language]
    return known.get(measure) or words_of(measure, language).name.removeprefix("the ")
