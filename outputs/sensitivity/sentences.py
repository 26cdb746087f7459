"""What a sensitivity analysis found, in sentences: what each outcome hangs on most, and what was left alone."""

from __future__ import annotations

from collections.abc import Iterator

from outputs.text.differences import unit_words
from outputs.text.evidence import rests_on
from outputs.text.keys import describe_key
from outputs.text.measures import describe, short
from outputs.text.numbers import number
from outputs.text.pages import FEW, capital, listed, others_of
from sim.analysis.estimates import Estimate
from sim.studies.sensitivity import MORRIS, FactorTold, OutcomeFound, SensitivityFound
from sim.terms.language import _, language, ngettext
from sim.terms.total import total


def answer(result: SensitivityFound) -> Iterator[str]:
    """Yield the first sentences: what the differences of a few measures hang on, then how to read it."""
    yield _("The differences from {baseline} hang most on:", baseline=result.baseline)
    for measure in (*FEW, *others_of([o.measure for o in result.outcomes])):
        outcome = next((o for o in result.outcomes if (o.measure, o.of) == (measure, "difference")), None)
        yield f"{capital(short(measure))}: {_first(result, outcome)}."
        if outcome is not None and outcome.deviation > 0 and outcome.points:
            yield _sign(result, outcome)
    yield _reading(result)
    if not result.direct:
        yield _(
            "Through an emulator, whose own error stands under each table: what it does not predict is not in them."
        )
    else:
        yield _("All points share one replication: this holds for one course of chance.")


def method_words(result: SensitivityFound) -> str:
    """Return the method and how it was run."""
    name = _("Morris' screening") if result.method == MORRIS else _("Sobol's indices")
    return name if result.direct else _("{method} through an emulator", method=name)


def evidence_words(factor: FactorTold) -> str:
    """Return what a factor rests on: `A028, assumption` or `NB-046, evidence`."""
    return f"{factor.evidence}, {_(rests_on(factor.evidence))}" if factor.evidence else _("nothing named")


def factor_label(result: SensitivityFound, key: str) -> str:
    """Return a factor in words; two keys with the same words are told apart by the key itself."""
    label = describe_key(key).label
    same = [f.key for f in result.factors if describe_key(f.key).label == label]
    return label if len(same) < 2 else f"{label} [{key}]"


def held(result: SensitivityFound) -> Iterator[str]:
    """Yield what stood still and what was set in the baseline as well."""
    if result.left_out:
        yield ngettext(
            "Not varied here: {n} other number with a range; what hangs on them does not show.",
            "Not varied here: {n} other numbers with a range; what hangs on them does not show.",
            result.left_out,
        )
    if result.shared:
        yield _(
            "Set in {baseline} as well, since they belong to the world and not to the design: {keys}.",
            baseline=result.baseline,
            keys=listed([factor_label(result, key) for key in result.shared]),
        )


def size_words(result: SensitivityFound, measure: str, size: Estimate) -> str:
    """Return how much an outcome hangs on a factor, in a few words."""
    if result.method == MORRIS:
        text = describe(measure)
        value, low, high = (number(x, text) for x in (size.value, size.low, size.high))
        return f"{_('{value} ({low} to {high})', value=value, low=low, high=high)} {unit_words(measure)}".rstrip()
    low, high = (language().number(100 * x) for x in (size.low, size.high))
    return _("{value} ({low} to {high})", value=percent(size.value), low=low, high=high)


def percent(share: float) -> str:
    """Return a share in whole percent."""
    return f"{language().number(100 * share)} %"


def alone(outcome: OutcomeFound) -> float:
    """Return the share of an outcome's spread that the factors explain by themselves, without interactions."""
    return total(i.first.value for i in outcome.indices)


def _first(result: SensitivityFound, outcome: OutcomeFound | None) -> str:
    """Return the largest factor of an outcome with what it rests on, and the next, told apart or not."""
    if outcome is None:
        return _("no value")
    if outcome.deviation == 0:
        return _("nothing, since it never changes")
    found = {i.name: i.total for i in outcome.indices} | {e.name: e.size for e in outcome.effects}
    by_key = {f.key: f for f in result.factors}
    top = sorted(found.items(), key=lambda item: -item[1].value)[:2]
    told = [
        f"{factor_label(result, key)} [{evidence_words(by_key[key])}] {size_words(result, outcome.measure, size)}"
        for key, size in top
    ]
    if not told or top[0][1].high <= 0:
        return _("none of these surely")
    if len(top) < 2:
        return told[0]
    apart = top[0][1].low > top[1][1].high
    if apart:
        return _("{first}, then {second}", first=told[0], second=told[1])
    return _("{first} and {second}, not surely in this order", first=told[0], second=told[1])


def _sign(result: SensitivityFound, outcome: OutcomeFound) -> str:
    """Return at how many points a difference is below 0, and between what it lies."""
    text = describe(outcome.measure)
    return ngettext(
        "Below that of {baseline} at {below} of {n} point ({low} to {high} {unit}).",
        "Below that of {baseline} at {below} of {n} points ({low} to {high} {unit}).",
        outcome.points,
        baseline=result.baseline,
        below=outcome.below,
        low=number(outcome.least, text),
        high=number(outcome.most, text),
        unit=unit_words(outcome.measure),
    )


def _reading(result: SensitivityFound) -> str:
    if result.method == MORRIS:
        return _(
            "Numbers: how much it changes from one end of the range to the other, on average, with 95 % intervals."
        )
    return _(
        "Numbers: share of the spread, all interactions included, with 95 % intervals; they may sum to more than 100 %."
    )
