"""Numbers, designs and differences as both languages write them: what is found must read the same in either.

Every function takes `language`, "sv" or "en". A Swedish clause begins with its verb, since something always stands
before it (`med ”Etappvis” faller fler`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from outputs.study.measures import MeasureWords, words_of
from outputs.text.differences import side, too_few
from outputs.text.measures import describe
from scenarios.files.thousands import NO_BREAK, grouped
from sim.analysis.estimates import Estimate
from sim.comparison.results import Summary
from sim.studies.study import DesignFound, InBoth

TODAY = "current"
"""The design that people know as today."""
MOST_DIGITS = 3

WORDS: dict[str, Mapping[str, str]] = {
    "en": {
        "and": "and",
        "to": "to",
        "quoted": "“{}”",
        "today": "today",
        "under": "under {}",
        "than_today": "than today",
        "than": "than under {}",
        "unclear": "the difference in {name} cannot be told from none ({x})",
        "unclear_alone": "the difference cannot be told from none ({x})",
        "unclear_for": "for {designs} the difference{name} cannot be told from none",
        "no_interval": "the difference in {name} has no interval ({x}), so it cannot be told from chance",
        "no_interval_for": "for {designs} the difference{name} has no interval",
        "few": "the difference in {name} ({x}) rests on too few replications to tell",
        "few_for": "for {designs} the difference{name} rests on too few replications to tell",
        "none": "there is no difference in {name}",
        "none_for": "for {designs} there is no difference{name}",
        "no_value": "{name} has no value to compare",
        "no_value_for": "for {designs} there is no value to compare{name}",
    },
    "sv": {
        "and": "och",
        "to": "till",
        "quoted": "”{}”",
        "today": "i dag",
        "under": "med {}",
        "than_today": "än i dag",
        "than": "än med {}",
        "unclear": "går skillnaden i {name} inte att skilja från ingen alls ({x})",
        "unclear_alone": "går skillnaden inte att skilja från ingen alls ({x})",
        "unclear_for": "för {designs} går skillnaden{name} inte att skilja från ingen alls",
        "no_interval": "har skillnaden i {name} inget intervall ({x}) och går inte att skilja från slump",
        "no_interval_for": "för {designs} har skillnaden{name} inget intervall",
        "few": "vilar skillnaden i {name} ({x}) på för få upprepningar för att kunna tolkas",
        "few_for": "för {designs} vilar skillnaden{name} på för få upprepningar för att kunna tolkas",
        "none": "är det ingen skillnad i {name}",
        "none_for": "för {designs} är det ingen skillnad{name}",
        "no_value": "saknar {name} värde att jämföra",
        "no_value_for": "för {designs} saknas värde att jämföra{name}",
    },
}


def decimal(x: float, digits: int, language: str, signed: bool = False) -> str:
    """Return a number: `1 234.5` in English, `1 234,5` in Swedish. `signed` puts + before what is above 0."""
    if not isfinite(x):
        return "–"
    shown = grouped(abs(x), digits)
    zero = float(shown.replace(NO_BREAK, "")) == 0
    sign = "" if zero else "−" if x < 0 else "+" if signed else ""
    if language == "sv":
        shown = shown.replace(".", ",")
    return sign + shown


def listed(words: Sequence[str], language: str) -> str:
    """Return `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {WORDS[language]['and']} {words[-1]}"


def of(text: InBoth, language: str) -> str:
    """Return a text in a language."""
    return text.sv if language == "sv" else text.en


def quoted(text: InBoth | str, language: str) -> str:
    """Return a title in quotation marks."""
    return WORDS[language]["quoted"].format(text if isinstance(text, str) else of(text, language))


def under(design: DesignFound, language: str) -> str:
    """Return `under “By stages”`, or `today`."""
    return WORDS[language]["today"] if design.name == TODAY else under_title(design.title, language)


def under_title(title: InBoth, language: str) -> str:
    """Return `under “By stages”`."""
    return WORDS[language]["under"].format(quoted(title, language))


def than(baseline: DesignFound, language: str) -> str:
    """Return `than today`, or `than under “All at once”`."""
    words = WORDS[language]
    return words["than_today"] if baseline.name == TODAY else words["than"].format(quoted(baseline.title, language))


def span(e: Estimate, digits: int, language: str, signed: bool = False) -> str:
    """Return a number with its interval: `0.6 (0.1 to 1.1)`."""
    value, low, high = (decimal(x, digits, language, signed) for x in (e.value, e.low, e.high))
    return f"{value} ({low} {WORDS[language]['to']} {high})"


def estimate_of(summary: Summary | None) -> Estimate | None:
    """Return a summary's mean with its interval; None where either is missing."""
    if summary is None or summary.mean is None or summary.low is None or summary.high is None:
        return None
    return Estimate(summary.mean, summary.low, summary.high)


def digits_for(e: Estimate, measure: str) -> int:
    """Return the decimals that show a difference which is not 0 as something else than 0, at most three."""
    scale, kind = _scale(measure), describe(measure).kind
    digits = 2 if kind == "load" else 0 if kind == "count" and abs(e.value) >= 10 else 1
    while digits < MOST_DIGITS and side(e) in (1, -1) and round(abs(e.value) * scale, digits) == 0:
        digits += 1
    return digits


def signed(e: Estimate, measure: str, language: str, unit: bool = True) -> str:
    """Return a difference with signs and, if asked for, its unit: `+0.3, −0.2 to +0.8 percentage points`."""
    digits, scale, words = digits_for(e, measure), _scale(measure), words_of(measure, language)
    value, low, high = (decimal(x * scale, digits, language, signed=True) for x in (e.value, e.low, e.high))
    comma = ";" if language == "sv" else ","
    return f"{value}{comma} {low} {WORDS[language]['to']} {high} {words.unit if unit else ''}".rstrip()


def clause(e: Estimate, measure: str, language: str, named: bool = True) -> str:
    """Return a difference as a clause, no more than its interval says.

    `0.6 (0.1 to 1.1) percentage points more fall`, or `the difference … cannot be told from none (…)`. `named`: whether
    the measure is named where nothing else tells which it is.
    """
    words, which = words_of(measure, language), side(e)
    if which is None:
        form = WORDS[language]["unclear" if named else "unclear_alone"]
        return form.format(name=words.name, x=signed(e, measure, language))
    if which == 0:
        return WORDS[language]["none"].format(name=words.name)
    return _one_sided(words, e, which, digits_for(e, measure), _scale(measure), language)


def found_clause(summary: Summary | None, measure: str, language: str) -> str:
    """Return a summary of differences as a clause, also where it has no interval or no value."""
    e, words = estimate_of(summary), words_of(measure, language)
    if e is not None and not too_few(summary):
        return clause(e, measure, language)
    if summary is None or summary.mean is None:
        return WORDS[language]["no_value"].format(name=words.name)
    alone = decimal(summary.mean * _scale(measure), 1, language, signed=True)
    form = WORDS[language]["few" if too_few(summary) else "no_interval"]
    return form.format(name=words.name, x=f"{alone} {words.unit}".rstrip())


def _one_sided(words: MeasureWords, e: Estimate, which: int, digits: int, scale: float, language: str) -> str:
    shown = Estimate(*(abs(x) * scale for x in ((e.value, e.low, e.high) if which > 0 else (e.value, e.high, e.low))))
    size = f"{span(shown, digits, language)} {'' if words.told else words.unit}".rstrip()
    return (words.more if which > 0 else words.fewer).format(x=f"{size} ")


def _scale(measure: str) -> float:
    return 100.0 if describe(measure).kind == "share" else 1.0
