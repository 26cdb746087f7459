"""Which count should be asked for first, and what knowing it is worth, in Swedish and in English.

Nothing is said that the draws do not show: a count that cannot be told from none, a design that is the same whatever
the answer, and a test that chance alone passes among so many are all said.
"""

from __future__ import annotations

from collections.abc import Mapping

from outputs.study.measures import words_of
from outputs.study.words import WORDS, span
from outputs.text.measures import describe
from sim.analysis.estimates import Estimate
from sim.studies.worth import CountWorth, Worth

UNTREATED, FALLS = "untreated_share", "falls_per_year"
LEVEL = 0.05
"""Chance with which a count of no influence is told from none (sim.analysis.value_of_information)."""

TEXT: dict[str, Mapping[str, str]] = {
    "en": {
        "municipality": "the municipalities",
        "region": "the region",
        "untreated": "{x} percentage points fewer needs untreated",
        "falls": "{x} falls avoided a year",
        "other": "{x} {unit} in {name}",
        "nothing": "No count that could be asked for teaches anything that differs between the draws.",
        "same": "No answer would change the choice, as far as the draws tell: {best} has the {lowest} {measure} "
        "whatever the numbers turn out to be; knowing everything would be worth {all}.",
        "untold": "No count can be told from none: of {number} looked at, the largest estimate, {worth}, is for asking "
        "{whom} “{question}”",
        "no_change": "What bears most clearly on the differences is “{question}” (ask {whom}), but {best} has the "
        "{lowest} {measure} whatever the answer, as far as the draws tell: knowing it is worth {worth}.",
        "first": "Ask {whom} first: “{question}” Knowing the answer before a design is chosen is worth {worth}.",
        "unsure": "Ask {whom} first: “{question}” Knowing the answer before a design is chosen is worth {worth}, "
        "though it is not sure that it is worth anything.",
        "chance": "Of {number} counts {told} told from none; {expected} are to be expected by chance alone.",
        "is": "is",
        "are": "are",
        "lower": "lowest",
        "higher": "highest",
    },
    "sv": {
        "municipality": "kommunerna",
        "region": "regionen",
        "untreated": "{x} procentenheter färre obehandlade behov",
        "falls": "{x} färre fall om året",
        "other": "{x} {unit} i {name}",
        "nothing": "Ingen uppgift som går att fråga efter lär något som skiljer dragningarna åt.",
        "same": "Inget svar skulle ändra valet, så långt dragningarna visar: {best} har {lowest} {measure} hur talen "
        "än visar sig vara; att veta allt vore värt {all}.",
        "untold": "Ingen uppgift går att skilja från ingen nytta alls: av {number} som prövats är den största "
        "skattningen, {worth}, för att fråga {whom} ”{question}”",
        "no_change": "Tydligast för skillnaderna är ”{question}” (fråga {whom}), men {best} har {lowest} {measure} vad "
        "svaret än blir, så långt dragningarna visar: att veta det är värt {worth}.",
        "first": "Fråga {whom} först: ”{question}” Att veta svaret innan en utformning väljs är värt {worth}.",
        "unsure": "Fråga {whom} först: ”{question}” Att veta svaret innan en utformning väljs är värt {worth}, men det "
        "är inte säkert att det är värt något.",
        "chance": "Av {number} uppgifter går {told} att skilja från ingen nytta; {expected} är att vänta av ren slump.",
        "is": "",
        "are": "",
        "lower": "lägst",
        "higher": "högst",
    },
}
MEASURE = {
    "en": {UNTREATED: "share of needs untreated", FALLS: "number of falls", "fall_rate": "fall rate"},
    "sv": {UNTREATED: "andel obehandlade behov", FALLS: "antal fall", "fall_rate": "andel som faller mellan stolarna"},
}
"""What stands after `lowest`; another measure is called by its name in quotation marks."""


def whom(count: CountWorth, language: str) -> str:
    """Return who is to be asked: `the municipalities`."""
    return TEXT[language].get(count.count.asked_of, count.count.asked_of)


def question(count: CountWorth, language: str) -> str:
    """Return the question that is to be put."""
    return count.count.question_sv if language == "sv" else count.count.question_en


def gain(result: Worth, e: Estimate, language: str) -> str:
    """Return a worth in words: `12 (3 to 21) falls avoided a year`."""
    kind = describe(result.measure, result.unit).kind
    scale = 100.0 if kind == "share" else 1.0
    shown = Estimate(e.value * scale, e.low * scale, e.high * scale)
    x = span(shown, digits(result), language)
    if result.measure in (UNTREATED, FALLS):
        return TEXT[language]["untreated" if result.measure == UNTREATED else "falls"].format(x=x)
    words = words_of(result.measure, language)
    return TEXT[language]["other"].format(x=x, unit=words.unit or result.unit, name=words.name)


def digits(result: Worth) -> int:
    """Return the decimals with which the worth of every count is told."""
    scale = 100.0 if describe(result.measure, result.unit).kind == "share" else 1.0
    most = max([result.all_known.high, *(c.value.value for c in result.counts)]) * scale
    return 0 if most >= 20 else 1 if most >= 2 else 2


def is_nothing(result: Worth, e: Estimate) -> bool:
    """Return whether a worth is 0 as it is shown."""
    scale = 100.0 if describe(result.measure, result.unit).kind == "share" else 1.0
    return round(e.value * scale, digits(result)) == 0


def told_counts(result: Worth) -> int:
    """Return how many counts can be told from none."""
    return sum(c.told for c in result.counts)


def first(result: Worth, language: str, titles: Mapping[str, str] | None = None) -> str:
    """Return which count to ask for first, or why none. `titles`: what designs are called, if not by their names."""
    words = TEXT[language]
    if not result.counts:
        return words["nothing"]
    one = result.counts[0]
    about = {
        "best": WORDS[language]["quoted"].format((titles or {}).get(result.best, result.best)),
        "lowest": words["lower" if result.lower_is_better else "higher"],
        "measure": MEASURE[language].get(result.measure, WORDS[language]["quoted"].format(result.measure)),
        "all": gain(result, result.all_known, language),
        "number": str(len(result.counts)),
        "worth": gain(result, one.value, language),
        "whom": whom(one, language),
        "question": question(one, language),
    }
    if is_nothing(result, result.all_known) and not told_counts(result):
        return words["same"].format(**about)
    if not one.told:
        return words["untold"].format(**about)
    if is_nothing(result, one.value):
        return " ".join([words["no_change"].format(**about), *_by_chance(result, language)])
    form = "first" if one.value.low > 0 else "unsure"
    return " ".join([words[form].format(**about), *_by_chance(result, language)])


def _by_chance(result: Worth, language: str) -> list[str]:
    """Return what chance alone would bring, where no more than that was found."""
    number, told = len(result.counts), told_counts(result)
    expected = max(1, round(LEVEL * number))
    if told > expected:
        return []
    words = TEXT[language]
    verb = words["is" if told == 1 else "are"]
    return [words["chance"].format(number=number, told=f"{told} {verb}".rstrip(), expected=expected)]
