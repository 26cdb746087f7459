"""What a grid of combinations shows, as clauses in Swedish and in English.

How the difference goes with a key is told by means over the other keys; they have no interval, and that is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outputs.study.groups import compared, state
from outputs.study.keys import values_words
from outputs.study.measures import words_of
from outputs.study.view import View
from outputs.study.words import decimal, estimate_of, listed, under_title
from outputs.text.measures import describe
from sim.studies.sweep import SweepPoint

TEXT: dict[str, Mapping[str, str]] = {
    "en": {
        "counted": "{under}, compared with {baseline}, of {number} combinations tried {told}",
        "in": "in {number} {clause}",
        "unclear": "in {number} the difference in {name} cannot be told from none",
        "none": "in {number} there is no difference in {name}",
        "few": "in {number} the difference in {name} rests on too few replications to tell",
        "no_value": "{number} have no value to compare",
        "means": " (means from {low} to {high} {unit})",
        "effects": "from the first value to the last of what was varied, the mean difference in {name} changes "
        "({unit}without interval) {effects}",
        "effect": "by {x} with {label} ({values})",
        "nothing": "no key has two values at which {name} can be compared",
    },
    "sv": {
        "counted": "{under}, jämfört med {baseline}, av {number} prövade kombinationer: {told}",
        "in": "i {number} {clause}",
        "unclear": "i {number} går skillnaden i {name} inte att skilja från ingen alls",
        "none": "i {number} är det ingen skillnad i {name}",
        "few": "i {number} vilar skillnaden i {name} på för få upprepningar för att kunna tolkas",
        "no_value": "{number} saknar värde att jämföra",
        "means": " (medelvärden från {low} till {high} {unit})",
        "effects": "från första värdet till det sista av det som varierats ändras medelskillnaden i {name} ({unit}utan "
        "intervall) {effects}",
        "effect": "med {x} för {label} ({values})",
        "nothing": "inget som varierats har två värden där {name} går att jämföra",
    },
}


def answer(view: View, language: str) -> str:
    """Return how many combinations lie on which side, and where the extremes are, design by design."""
    told = [_counted(view, design, points, language) for design, points in view.county.grid.items()]
    return "; ".join(told)


def effects(view: View, language: str) -> str:
    """Return how far each key moves the mean difference, design by design, the largest change first."""
    words, texts = TEXT[language], words_of(view.measure, language)
    told = []
    for design, points in view.county.grid.items():
        changes = mean_changes(points, view.measure)
        shown = listed([_effect(view, key, *change, language) for key, change in changes.items()], language)
        if shown:
            several = len(view.county.grid) > 1
            told.append(f"{under_title(view.title(design), language)} {shown}" if several else shown)
    if not told:
        return words["nothing"].format(name=texts.name)
    unit = f"{texts.unit}, " if texts.unit else ""
    return words["effects"].format(name=texts.name, unit=unit, effects="; ".join(told))


def mean_changes(points: Sequence[SweepPoint], measure: str) -> dict[str, tuple[object, object, float]]:
    """Return key → (first value, last value, change of the mean difference), the largest change first."""
    found = {}
    for key in points[0].setting if points else ():
        values = list(dict.fromkeys(p.setting[key] for p in points))
        means = [_mean([p for p in points if p.setting[key] == v], measure) for v in (values[0], values[-1])]
        if len(values) > 1 and means[0] is not None and means[1] is not None:
            found[key] = (values[0], values[-1], means[1] - means[0])
    return dict(sorted(found.items(), key=lambda item: -abs(item[1][2])))


def _mean(points: Sequence[SweepPoint], measure: str) -> float | None:
    known = [s.mean for p in points if (s := p.differences.get(measure)) is not None and s.mean is not None]
    return sum(known) / len(known) if known else None


def _effect(view: View, key: str, first: object, last: object, change: float, language: str) -> str:
    x = decimal(change * _scale(view.measure), 1, language, signed=True)
    known = view.key(key)
    values = values_words(known, first, last, language)
    return TEXT[language]["effect"].format(label=known.name(language), x=x, values=values)


def _counted(view: View, design: str, points: Sequence[SweepPoint], language: str) -> str:
    words, texts = TEXT[language], words_of(view.measure, language)
    found = [p.differences.get(view.measure) for p in points]
    known = [e for s in found if (e := estimate_of(s)) is not None]
    told = []
    for which in ("more", "fewer", "unclear", "none", "few"):
        number = sum(state(s) == which for s in found)
        if number and which in ("more", "fewer"):
            clause = (texts.more if which == "more" else texts.fewer).format(x="")
            told.append(words["in"].format(clause=clause, number=number))
        elif number:
            told.append(words[which].format(number=number, name=texts.name))
    if absent := sum(state(s) in ("no_interval", "no_value") for s in found):
        told.append(words["no_value"].format(number=absent))
    head = words["counted"].format(
        under=under_title(view.title(design), language),
        baseline=compared(view, language),
        number=len(points),
        told=listed(told, language),
    )
    if len(known) < 2:
        return head
    ends = [f(e.value for e in known) * _scale(view.measure) for f in (min, max)]
    low, high = (decimal(x, 1, language, signed=True) for x in ends)
    return head + words["means"].format(low=low, high=high, unit=texts.unit).replace(" )", ")")


def _scale(measure: str) -> float:
    return 100.0 if describe(measure).kind == "share" else 1.0
