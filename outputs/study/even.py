"""How much of a key is enough for a design to be no worse than its baseline on a measure, as clauses in two languages.

Every case says how sure it is: a crossing whose interval reaches an end of the range may not be there at all, what is
on one side at both ends may still be none where it is nearest to none, and a key may have no effect that can be told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from outputs.study.keys import Key
from outputs.study.measures import words_of
from outputs.study.words import clause, signed
from outputs.text.differences import side
from outputs.text.measures import describe
from sim.analysis.estimates import Estimate
from sim.studies.break_even import Beside

EDGE = 1e-6
"""Share of the range within which an interval reaches its end: crossings are found between points of a line."""

TEXT: dict[str, Mapping[str, str]] = {
    "en": {
        "least": "at least",
        "most": "at most",
        "just": "about",
        "must_share": "{how} {x} of {those} must follow",
        "must_value": "{label} must be {how} {x}",
        "unsure_share": "{found}, though it is not sure that there is such a share: {perhaps}",
        "unsure_value": "{found}, though it is not sure that there is such a value: {perhaps}",
        "perhaps_none_share": "perhaps no share is enough",
        "perhaps_none_value": "perhaps no value from {span} is enough",
        "perhaps_any_share": "perhaps any share is enough",
        "perhaps_any_value": "perhaps any value from {span} is enough",
        "perhaps_either_share": "perhaps no share is enough, perhaps any is",
        "perhaps_either_value": "perhaps no value from {span} is enough, perhaps any is",
        "perhaps_nowhere_share": "perhaps no share makes the two the same",
        "perhaps_nowhere_value": "perhaps no value from {span} makes the two the same",
        "no_share": "no share of {those} is enough",
        "no_value": "no value of {label} from {span} is enough",
        "any_share": "any share of {those} is enough",
        "any_value": "any value of {label} from {span} is enough",
        "nowhere_share": "no share of {those} makes the two the same",
        "nowhere_value": "no value of {label} from {span} makes the two the same",
        "untold_share": "the share of {those} that is enough cannot be told",
        "untold_value": "it cannot be told which value of {label} is enough",
        "even": "{head}: even if {where}, {clause}",
        "not_sure": "{head} as far as the estimate goes, but that is not sure: if {where}, {clause}",
        "no_effect": "{head}: neither at {low_where} nor at {high_where} can the difference be told from none ({low}, "
        "and {high})",
        "several": "{head}: the difference changes sides more than once from {span}",
        "equal": "{head}: at neither end of the range is there any difference",
    },
    "sv": {
        "least": "minst",
        "most": "högst",
        "just": "omkring",
        "must_share": "{how} {x} av {those} måste följa med",
        "must_value": "{label} måste vara {how} {x}",
        "unsure_share": "{found}, men det är inte säkert att det finns en sådan andel: {perhaps}",
        "unsure_value": "{found}, men det är inte säkert att det finns ett sådant värde: {perhaps}",
        "perhaps_none_share": "kanske räcker ingen andel",
        "perhaps_none_value": "kanske räcker inget värde från {span}",
        "perhaps_any_share": "kanske räcker vilken andel som helst",
        "perhaps_any_value": "kanske räcker vilket värde som helst från {span}",
        "perhaps_either_share": "kanske räcker ingen andel, kanske vilken som helst",
        "perhaps_either_value": "kanske räcker inget värde från {span}, kanske vilket som helst",
        "perhaps_nowhere_share": "kanske gör ingen andel de två lika",
        "perhaps_nowhere_value": "kanske gör inget värde från {span} de två lika",
        "no_share": "ingen andel av {those} räcker",
        "no_value": "inget värde på {label} från {span} räcker",
        "any_share": "vilken andel som helst av {those} räcker",
        "any_value": "vilket värde som helst på {label} från {span} räcker",
        "nowhere_share": "ingen andel av {those} gör de två lika",
        "nowhere_value": "inget värde på {label} från {span} gör de två lika",
        "untold_share": "det inte går att säga hur stor andel av {those} som räcker",
        "untold_value": "det inte går att säga vilket värde på {label} som räcker",
        "even": "{head}: även om {where} {clause}",
        "not_sure": "{head} enligt skattningen, men det är inte säkert: om {where} {clause}",
        "no_effect": "{head}: varken vid {low_where} eller vid {high_where} går skillnaden att skilja från ingen alls "
        "({low}, och {high})",
        "several": "{head}: skillnaden byter sida mer än en gång från {span}",
        "equal": "{head}: i ingen ände av spannet är det någon skillnad",
    },
}
GOALS: dict[str, Mapping[str, str]] = {
    "en": {
        "lower": "For {name} {under} to be no higher {than}, {told}",
        "higher": "For {name} {under} to be no lower {than}, {told}",
        "": "For {name} {under} to be neither higher nor lower {than}, {told}",
    },
    "sv": {
        "lower": "För att {name} {under} inte ska vara högre {than} gäller att {told}",
        "higher": "För att {name} {under} inte ska vara lägre {than} gäller att {told}",
        "": "För att {name} {under} varken ska vara högre eller lägre {than} gäller att {told}",
    },
}
"""By which way is better for clients."""


class Even(StrEnum):
    """What is known of a break-even."""

    CROSSES = "crosses"
    UNSURE = "crosses, not sure"
    ABOVE = "above throughout"
    BELOW = "below throughout"
    ABOVE_UNSURE = "above, not sure"
    BELOW_UNSURE = "below, not sure"
    UNCLEAR = "cannot be told"
    SEVERAL = "several"
    EQUAL = "equal"


def judged(found: Beside, low: float, high: float) -> Even:
    """Return what is known of a break-even within `low` to `high`; throughout: no crossing, one side at both ends."""
    same_side = found.at_low.value * found.at_high.value > 0
    if found.several or (found.crossing is not None and same_side):
        return Even.SEVERAL
    if found.crossing is not None:
        return Even.UNSURE if any(reaches(found.crossing, low, high)) else Even.CROSSES
    ends = (found.at_low, found.at_high)
    if all(side(e) == 0 for e in ends):
        return Even.EQUAL
    if all(side(e) is None for e in ends) or found.at_low.value * found.at_high.value < 0:
        return Even.UNCLEAR
    sure = side(nearest(found, low, high)[1])
    if found.at_low.value + found.at_high.value > 0:
        return Even.ABOVE if sure == 1 else Even.ABOVE_UNSURE
    return Even.BELOW if sure == -1 else Even.BELOW_UNSURE


def reaches(crossing: Estimate, low: float, high: float) -> tuple[bool, bool]:
    """Return whether a crossing's interval reaches the low end of the range, and the high one."""
    room = EDGE * (high - low)
    return crossing.low <= low + room, crossing.high >= high - room


def nearest(found: Beside, low: float, high: float) -> tuple[float, Estimate]:
    """Return where the difference is nearest to 0, and the difference there: an end, or a place between them."""
    places = [(low, found.at_low), (high, found.at_high)]
    if found.nearest is not None and found.nearest_at is not None:
        places.append((found.nearest_at, found.nearest))
    return min(places, key=lambda place: abs(place[1].value))


def goal(measure: str, language: str, under: str, than: str, clauses: Sequence[str]) -> str:
    """Return what is asked for and what of each key is enough. `under`, `than`: the design, and the baseline."""
    form = GOALS[language][describe(measure).better]
    return form.format(name=words_of(measure, language).name, under=under, than=than, told="; ".join(clauses))


def enough(key: Key, measure: str, found: Beside, language: str) -> str:
    """Return the clause: `at least 62 % (41 to 80) of the treatment workers must follow`."""
    known = judged(found, key.low, key.high)
    if known in (Even.CROSSES, Even.UNSURE):
        return _crossing(key, measure, found, language)
    if known in (Even.SEVERAL, Even.UNCLEAR, Even.EQUAL):
        return _untold(key, measure, found, known, language)
    return _throughout(key, measure, found, known, language)


def _crossing(key: Key, measure: str, found: Beside, language: str) -> str:
    assert found.crossing is not None
    better = describe(measure).better
    falls = found.at_high.value < found.at_low.value
    how = "just" if not better else "least" if falls == (better == "lower") else "most"
    told = _say(key, "must", language, how=TEXT[language][how], x=key.number(found.crossing, language))
    low, high = reaches(found.crossing, key.low, key.high)
    if not low and not high:
        return told
    none, any_ = (high, low) if how == "least" else (low, high)
    perhaps = "nowhere" if how == "just" else "either" if none and any_ else "none" if none else "any"
    return _say(key, "unsure", language, found=told, perhaps=_say(key, f"perhaps_{perhaps}", language))


def _throughout(key: Key, measure: str, found: Beside, known: Even, language: str) -> str:
    """Return the clause of a difference that is on one side throughout, told where it is nearest to none."""
    better, above = describe(measure).better, known in (Even.ABOVE, Even.ABOVE_UNSURE)
    head = _say(key, "nowhere" if not better else "no" if above == (better == "lower") else "any", language)
    x, there = nearest(found, key.low, key.high)
    sure = known in (Even.ABOVE, Even.BELOW)
    told = clause(there, measure, language, named=sure)
    return TEXT[language]["even" if sure else "not_sure"].format(head=head, where=key.where(x, language), clause=told)


def _untold(key: Key, measure: str, found: Beside, known: Even, language: str) -> str:
    told = {"head": _say(key, "untold", language), "span": key.span(language)}
    if known == Even.UNCLEAR:
        told |= {"low_where": key.number(key.low, language), "high_where": key.number(key.high, language)}
        told |= {"low": signed(found.at_low, measure, language), "high": signed(found.at_high, measure, language)}
        return TEXT[language]["no_effect"].format(**told)
    return TEXT[language]["several" if known == Even.SEVERAL else "equal"].format(**told)


def _say(key: Key, form: str, language: str, **told: str) -> str:
    """Return a form of words for a share of people who follow, or for any other key."""
    those = key.those(language)
    words = TEXT[language][f"{form}_share" if those else f"{form}_value"]
    return words.format(those=those, label=key.name(language), span=key.span(language), **told)
