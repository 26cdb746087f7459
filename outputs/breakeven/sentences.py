"""What a search for a break-even ended with, in sentences: where the two are equal, and what lies on each side."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log10

from outputs.text.differences import clause, difference_words, interval_words, way
from outputs.text.keys import FACTOR, axis_of, describe_key, said
from outputs.text.measures import HEADLINE, short
from outputs.text.pages import capital, listed, others_of
from sim.analysis.estimates import Estimate
from sim.analysis.roots import Crossing, Known
from sim.studies.break_even import BreakEvenFound
from sim.terms.language import _, language, ngettext


def answer(found: BreakEvenFound) -> Iterator[str]:
    """Yield the first sentences: what is known, then how large the difference is at both ends of the range."""
    yield from _known(found)
    told = list(_ends(found))
    if told:
        yield _(
            "Difference in {measure} from {baseline}: {differences}.",
            measure=short(found.measure),
            baseline=found.baseline,
            differences="; ".join(told),
        )
    if better := way(found.measure):
        yield f"{capital(short(found.measure))}: {better}."


def measures_of(result: BreakEvenFound) -> list[str]:
    """Return the measures of the points: the headline's always, then the others."""
    return [*HEADLINE, *others_of([result.measure, *(m for p in result.points for m in p.differences)])]


def value_words(found: BreakEvenFound, x: float) -> str:
    """Return a value of the key, as fine as its range asks for."""
    return sign_of(found) + language().number(x, digits_of(found))


def estimate_words(found: BreakEvenFound, x: Estimate) -> str:
    """Return a value of the key with its interval: `0.62 (0.48 to 0.75)`."""
    return sign_of(found) + interval_words(x.value, x.low, x.high, digits_of(found))


def sign_of(found: BreakEvenFound) -> str:
    """Return what stands before a value: × where it is a factor on what is assumed."""
    return FACTOR if found.is_factor else ""


def axis_words(found: BreakEvenFound) -> str:
    """Return what the key is called along an axis, with its unit."""
    return axis_of(found.key, [f"x{found.low:g}"] if found.is_factor else [found.low])


def digits_of(found: BreakEvenFound) -> int:
    """Return the decimals that tell a hundredth of the range."""
    return max(0, ceil(2.0 - log10(found.high - found.low) - 1e-9))


def _known(found: BreakEvenFound) -> Iterator[str]:
    result = found.found
    ends = [sign_of(found) + said(x) for x in (found.low, found.high)]
    span = _("from {low} to {high} ({axis})", low=ends[0], high=ends[1], axis=axis_words(found))
    if not any(_has_value(found, i) for i in range(len(found.points))):
        yield _("Nothing could be sought: {measure} has no value in any run.", measure=short(found.measure))
        return
    match result.known:
        case Known.CROSSES:
            yield from _crossings(found)
        case Known.EQUAL:
            yield _("The two are equal everywhere {span}: no run differs.", span=span)
        case Known.NOWHERE if result.sign:
            yield _(
                "Nowhere {span} are the two equal: {difference} than under {baseline} throughout.",
                span=span,
                difference=clause(found.measure, result.sign),
                baseline=found.baseline,
            )
        case Known.NOWHERE:
            yield _("Nowhere {span} does the difference between the two surely change sides.", span=span)
        case Known.UNDECIDED:
            yield _undecided(found, span)
    if result.known == Known.CROSSES and result.unclear:
        yield _("Not clear {stretches}, where the difference may be 0 as well.", stretches=_stretches(found))
    if result.equal_at and result.known != Known.EQUAL:
        at = listed([value_words(found, x) for x in result.equal_at])
        yield _("At {values} the two are equal by their making: no run differs there.", values=at)


def _undecided(found: BreakEvenFound, span: str) -> str:
    runs = found.found.runs
    if not found.found.unclear:
        return ngettext(
            "Not decided after {n} run: whether the two are equal somewhere {span} cannot be told. That is no sign "
            "that they are equal: a larger --budget may tell.",
            "Not decided after {n} runs: whether the two are equal somewhere {span} cannot be told. That is no sign "
            "that they are equal: a larger --budget may tell.",
            runs,
            span=span,
        )
    return ngettext(
        "Not decided after {n} run: whether the two are equal somewhere {span} cannot be told {stretches}. That is no "
        "sign that they are equal: a larger --budget may tell.",
        "Not decided after {n} runs: whether the two are equal somewhere {span} cannot be told {stretches}. That is no "
        "sign that they are equal: a larger --budget may tell.",
        runs,
        span=span,
        stretches=_stretches(found),
    )


def _crossings(found: BreakEvenFound) -> Iterator[str]:
    crossings, text = found.found.crossings, describe_key(found.key)
    where = [text.where(estimate_words(found, c.x)) for c in crossings]
    name = short(found.measure)
    before = _side(found, crossings[0], before=True)
    after = [_side(found, c, before=False) for c in crossings]
    if len(crossings) == 1:
        yield _(
            "The two are equal in {measure} where {condition}: below that {below} than under {baseline}, above that "
            "{above}.",
            measure=name,
            condition=where[0],
            below=before,
            baseline=found.baseline,
            above=after[0],
        )
    else:
        conditions = [_("where {condition}", condition=one) for one in where]
        yield _(
            "The two are equal in {measure} at {n} values, since the difference does not go one way only: "
            "{conditions}.",
            measure=name,
            n=len(crossings),
            conditions="; ".join(conditions),
        )
        sides = before
        for one in after:
            sides = _("{before}, then {after}", before=sides, after=one)
        yield _(
            "From the low end to the high one: {sides} than under {baseline}.", sides=sides, baseline=found.baseline
        )
    yield _("In brackets: the 95 % interval.")
    if not all(c.precise for c in crossings):
        yield _(
            "The interval is wider than the ±{half} that was asked for: the budget was spent first.",
            half=value_words(found, found.tolerance),
        )


def _side(found: BreakEvenFound, crossing: Crossing, before: bool) -> str:
    return clause(found.measure, -1 if crossing.rises == before else 1)


def _stretches(found: BreakEvenFound) -> str:
    return listed(
        [
            _("from {low} to {high}", low=value_words(found, low), high=value_words(found, high))
            for low, high in found.found.unclear
        ]
    )


def _has_value(found: BreakEvenFound, i: int) -> bool:
    summary = found.points[i].differences.get(found.measure)
    return summary is not None and summary.mean is not None


def _ends(found: BreakEvenFound) -> Iterator[str]:
    for x in (found.low, found.high):
        for point in found.points:
            s = point.differences.get(found.measure)
            if point.x == x and s is not None and s.mean is not None:
                difference = difference_words(s.mean, s.low, s.high, found.measure)
                yield _("{difference} at {values}", difference=difference, values=said(x))
