"""What a search for a break-even ended with, in sentences: where the two are equal, and what lies on each side."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log10

from outputs.text.differences import clause, difference_words, interval_words, side, way
from outputs.text.keys import FACTOR, axis_of, describe_key, said
from outputs.text.measures import short
from outputs.text.pages import capital, counted, listed
from scenarios.files.thousands import grouped
from sim.analysis.estimates import Estimate
from sim.analysis.roots import Crossing, Known
from sim.studies.break_even import Beside, BreakEvenFound


def answer(found: BreakEvenFound) -> Iterator[str]:
    """Yield the first sentences: what is known, then how large the difference is at both ends of the range."""
    yield from _known(found)
    told = list(_ends(found))
    if told:
        yield f"Difference in {short(found.measure)} from {found.baseline}: {'; '.join(told)}."
    if better := way(found.measure):
        yield f"{capital(short(found.measure))}: {better}."


def value_words(found: BreakEvenFound, x: float) -> str:
    """Return a value of the key, as fine as its range asks for."""
    return sign_of(found) + grouped(x, digits_of(found)).replace("-", "−")


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


def beside_words(found: BreakEvenFound, one: Beside) -> str:
    """Return where the two are equal with other keys set, or what is known instead."""
    if one.crossing is not None:
        return estimate_words(found, one.crossing)
    if one.several:
        return "more than once"
    sides = {side(one.at_low), side(one.at_high)}
    return "nowhere: above 0" if sides == {1} else "nowhere: below 0" if sides == {-1} else "not clear"


def _known(found: BreakEvenFound) -> Iterator[str]:
    result = found.found
    ends = [sign_of(found) + said(x) for x in (found.low, found.high)]
    span = f"from {ends[0]} to {ends[1]} ({axis_words(found)})"
    if not any(_has_value(found, i) for i in range(len(found.points))):
        yield f"Nothing could be sought: {short(found.measure)} has no value in any run."
        return
    match result.known:
        case Known.CROSSES:
            yield from _crossings(found)
        case Known.EQUAL:
            yield f"The two are equal everywhere {span}: no run differs."
        case Known.NOWHERE if result.sign:
            yield (
                f"Nowhere {span} are the two equal: {clause(found.measure, result.sign)} than under {found.baseline} "
                "throughout."
            )
        case Known.NOWHERE:
            yield f"Nowhere {span} does the difference between the two surely change sides."
        case _:
            yield (
                f"Not decided after {counted(result.runs, 'run')}: whether the two are equal somewhere {span} cannot "
                f"be told{_stretches(found)}. That is no sign that they are equal: a larger --budget may tell."
            )
    if result.known == Known.CROSSES and result.unclear:
        yield f"Not clear{_stretches(found)}, where the difference may be 0 as well."
    if result.equal_at and result.known != Known.EQUAL:
        at = listed([value_words(found, x) for x in result.equal_at])
        yield f"At {at} the two are equal by their making: no run differs there."


def _crossings(found: BreakEvenFound) -> Iterator[str]:
    crossings, text = found.found.crossings, describe_key(found.key)
    where = [text.where(estimate_words(found, c.x)) for c in crossings]
    name = short(found.measure)
    before = _side(found, crossings[0], before=True)
    after = [_side(found, c, before=False) for c in crossings]
    if len(crossings) == 1:
        yield (
            f"The two are equal in {name} where {where[0]}: below that {before} than under {found.baseline}, above "
            f"that {after[0]}."
        )
    else:
        yield (
            f"The two are equal in {name} at {len(crossings)} values, since the difference does not go one way only: "
            f"where {'; where '.join(where)}."
        )
        yield f"From the low end to the high one: {', then '.join([before, *after])} than under {found.baseline}."
    yield "In brackets: the 95 % interval."
    if not all(c.precise for c in crossings):
        yield (
            f"The interval is wider than the ±{value_words(found, found.tolerance)} that was asked for: the budget was "
            "spent first."
        )


def _side(found: BreakEvenFound, crossing: Crossing, before: bool) -> str:
    return clause(found.measure, -1 if crossing.rises == before else 1)


def _stretches(found: BreakEvenFound) -> str:
    told = [f"from {value_words(found, low)} to {value_words(found, high)}" for low, high in found.found.unclear]
    return f" {listed(told)}" if told else ""


def _has_value(found: BreakEvenFound, i: int) -> bool:
    summary = found.points[i].differences.get(found.measure)
    return summary is not None and summary.mean is not None


def _ends(found: BreakEvenFound) -> Iterator[str]:
    for x in (found.low, found.high):
        for point in found.points:
            s = point.differences.get(found.measure)
            if point.x == x and s is not None and s.mean is not None:
                yield f"{difference_words(s.mean, s.low, s.high, found.measure)} at {said(x)}"
