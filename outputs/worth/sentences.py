"""Which count should be asked for first, and what knowing it is worth.

Nothing is said that the draws do not show: a count that cannot be told from none, a design that is the same whatever
the answer, and a test that chance alone passes among so many are all said.
"""

from __future__ import annotations

from collections.abc import Mapping

from outputs.text.both import quoted, span, spoken
from outputs.text.clauses import words_of
from outputs.worth.units import FALLS, UNTREATED, digits, scaled
from sim.analysis.estimates import Estimate
from sim.studies.study import InBoth
from sim.studies.worth import CountWorth, Worth
from sim.terms.language import N_, _, ngettext, pgettext

LEVEL = 0.05
"""Chance with which a count of no influence is told from none (sim.analysis.value_of_information)."""
WHOM = {"municipality": N_("the municipalities"), "region": N_("the region")}
MEASURE = {UNTREATED: N_("share of needs untreated"), FALLS: N_("number of falls"), "fall_rate": N_("fall rate")}
"""What stands after `lowest`."""


def extreme(lowest: bool) -> str:
    """Return `lowest` or `highest`, as it stands before a measure."""
    return pgettext("has the … measure", "lowest") if lowest else pgettext("has the … measure", "highest")


def measure_after_extreme(measure: str) -> str:
    """Return a measure as it stands after `lowest`; empty where it has no such words."""
    return _(MEASURE.get(measure, ""))


def whom(count: CountWorth) -> str:
    """Return who is to be asked: `the municipalities`."""
    return _(WHOM.get(count.count.asked_of, count.count.asked_of))


def question(count: CountWorth) -> str:
    """Return the question that is to be put."""
    return spoken(InBoth(count.count.question_sv, count.count.question_en))


def gain(result: Worth, e: Estimate) -> str:
    """Return a worth in words: `12 (3 to 21) falls avoided a year`."""
    x = span(scaled(result, e), digits(result))
    if result.measure == UNTREATED:
        return _("{x} percentage points fewer needs untreated", x=x)
    if result.measure == FALLS:
        return _("{x} falls avoided a year", x=x)
    words = words_of(result.measure)
    return _("{x} {unit} in {name}", x=x, unit=words.unit or _(result.unit), name=words.name)


def is_nothing(result: Worth, e: Estimate) -> bool:
    """Return whether a worth is 0 as it is shown."""
    return round(scaled(result, e).value, digits(result)) == 0


def told_counts(result: Worth) -> int:
    """Return how many counts can be told from none."""
    return sum(c.told for c in result.counts)


def first(result: Worth, titles: Mapping[str, str] | None = None) -> str:
    """Return which count to ask for first, or why none. `titles`: what designs are called, if not by their names."""
    if not result.counts:
        return _("No count that could be asked for teaches anything that differs between the draws.")
    one = result.counts[0]
    best = {
        "best": quoted((titles or {}).get(result.best, result.best)),
        "lowest": extreme(result.lower_is_better),
        "measure": measure_after_extreme(result.measure) or quoted(result.measure),
    }
    about = {"worth": gain(result, one.value), "whom": whom(one), "question": question(one)}
    if is_nothing(result, result.all_known) and not told_counts(result):
        return _(
            "No answer would change the choice, as far as the draws tell: {best} has the {lowest} {measure} whatever "
            "the numbers turn out to be; knowing everything would be worth {all}.",
            all=gain(result, result.all_known),
            **best,
        )
    if not one.told:
        return _(
            "No count can be told from none: of {number} looked at, the largest estimate, {worth}, is for asking "
            "{whom} “{question}”",
            number=len(result.counts),
            **about,
        )
    if is_nothing(result, one.value):
        told = _(
            "What bears most clearly on the differences is “{question}” (ask {whom}), but {best} has the {lowest} "
            "{measure} whatever the answer, as far as the draws tell: knowing it is worth {worth}.",
            **best,
            **about,
        )
    elif one.value.low > 0:
        told = _(
            "Ask {whom} first: “{question}” Knowing the answer before a design is chosen is worth {worth}.", **about
        )
    else:
        told = _(
            "Ask {whom} first: “{question}” Knowing the answer before a design is chosen is worth {worth}, though it "
            "is not sure that it is worth anything.",
            **about,
        )
    return f"{told} {_by_chance(result)}".rstrip()


def _by_chance(result: Worth) -> str:
    """Return what chance alone would bring, where no more than that was found; else nothing."""
    number, told = len(result.counts), told_counts(result)
    expected = max(1, round(LEVEL * number))
    if told > expected:
        return ""
    return ngettext(
        "Of {number} counts {n} is told from none; {expected} are to be expected by chance alone.",
        "Of {number} counts {n} are told from none; {expected} are to be expected by chance alone.",
        told,
        number=number,
        expected=expected,
    )
