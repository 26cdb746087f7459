"""What a sweep found, in sentences: from one end to the other, and which values lie on which side of the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from outputs.text.differences import clause, difference_words, side, too_few, way
from outputs.text.keys import FACTOR, axis_of, describe_key, said
from outputs.text.measures import HEADLINE, short
from outputs.text.numbers import TOO_FEW
from outputs.text.pages import FEW, capital, counted, listed, others_of
from scenarios.files.thousands import grouped
from sim.comparison.statistics import FEWEST
from sim.studies.sweep import Sweep, SweepPoint

LISTED = 6
"""Values that a sentence names one by one."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def answer(result: Sweep, keys: Sequence[str]) -> Iterator[str]:
    """The first sentences: from one end to the other, then which values lie on which side, on a few measures."""
    if not result.points:
        yield "Nothing was run."
        return
    if result.replications < FEWEST:
        yield f"{capital(each_words(result))[:-1]}: {TOO_FEW} a difference from chance; at least {FEWEST} are needed."
        return
    if len(result.points) > 1 and len(keys) > 1:
        yield from _extremes(result, keys)
    elif len(result.points) > 1 and numbers_of([point.setting[keys[0]] for point in result.points]):
        yield _ends(result, keys[0])
    yield f"Against {result.baseline}:"
    for measure in (*FEW, *others_of(result.measures)):
        yield _sides(result, keys, measure)


def held(result: Sweep, keys: Sequence[str]) -> Iterator[str]:
    """What stood still, and what was set in the baseline as well."""
    still = [key for key in result.keys if key not in keys]
    if still and result.points:
        told = [describe_key(key).where(said(result.points[0].setting[key])) for key in still]
        yield f"The same everywhere: {'; '.join(told)}."
    if result.shared:
        yield (
            f"Set in {result.baseline} as well, since it belongs to the world and not to the design: "
            f"{listed(labels(result.shared))}."
        )


def varying(result: Sweep) -> list[str]:
    """Return the keys that have more than one value; all keys if none has."""
    several = [key for key in result.keys if len({said(p.setting[key]) for p in result.points}) > 1]
    return several or list(result.keys)


def labels(keys: Sequence[str]) -> list[str]:
    """Return the keys in words."""
    return [describe_key(key).label for key in keys]


def axis_words(result: Sweep, key: str) -> str:
    """Return a key with its unit as it stands at an axis."""
    return axis_of(key, [point.setting[key] for point in result.points])


def setting_words(keys: Sequence[str], point: SweepPoint) -> str:
    """Return what is set at a point, by the letters that its keys have: `a=0.5, b=×2`."""
    return ", ".join(f"{LETTERS[i % len(LETTERS)]}={said(point.setting[key])}" for i, key in enumerate(keys))


def numbers_of(values: Sequence[Any]) -> list[float] | None:
    """Return values as numbers along an axis if all are numbers, or all factors; else None: they stand side by side."""
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return [float(v) for v in values]
    if all(said(v).startswith(FACTOR) for v in values):
        return [float(str(v).removeprefix("x")) for v in values]
    return None


def each_words(result: Sweep) -> str:
    """Return how many replications each combination has."""
    return f"{counted(result.replications, 'replication')} at each combination."


def foot_words(result: Sweep) -> str:
    """Return how to read the picture of a sweep."""
    sure = "no interval: one replication" if result.replications == 1 else "with the 95 % interval of the mean"
    return f"Mean of paired differences, {sure}; 0: as under {result.baseline}. {each_words(result)}"


def _ends(result: Sweep, key: str) -> str:
    first, last = result.points[0], result.points[-1]
    found = [point.differences.get(HEADLINE[0]) for point in (first, last)]
    values = [said(point.setting[key]) for point in (first, last)]
    told = [difference_words(s.mean, s.low, s.high, HEADLINE[0]) for s in found if s and s.mean is not None]
    if len(told) < len(found):
        return f"{capital(short(HEADLINE[0]))}: no value at {values[0]} or at {values[1]}."
    return (
        f"From {values[0]} to {values[1]} ({axis_words(result, key)}) the difference in {short(HEADLINE[0])} from "
        f"{result.baseline} goes from {told[0]} to {told[1]}."
    )


def _extremes(result: Sweep, keys: Sequence[str]) -> Iterator[str]:
    known = [(s.mean, p, s) for p in result.points if (s := p.differences.get(HEADLINE[0])) and s.mean is not None]
    if not known:
        yield f"{capital(short(HEADLINE[0]))}: no value at any combination."
        return
    told = []
    for word, (mean, point, s) in (
        ("lowest", min(known, key=lambda k: k[0])),
        ("highest", max(known, key=lambda k: k[0])),
    ):
        where = listed([describe_key(k).where(said(point.setting[k])) for k in keys])
        told.append(f"{word}, {difference_words(mean, s.low, s.high, HEADLINE[0])}, where {where}")
    yield f"The difference in {short(HEADLINE[0])} from {result.baseline} is {told[0]}; and {told[1]}."
    yield "The extremes of many combinations owe part of their size to chance."


def _sides(result: Sweep, keys: Sequence[str], measure: str) -> str:
    """Return at which values a measure is surely above, surely below, or not surely either."""
    found = [point.differences.get(measure) for point in result.points]
    better = way(measure)
    name = f"{capital(short(measure))}{f' ({better})' if better else ''}"
    if all(s is None or s.mean is None for s in found):
        return f"{name}: no value."
    told = []
    for which, words, everywhere in (
        (1, clause(measure, 1), "everywhere"),
        (-1, clause(measure, -1), "everywhere"),
        (0, "no difference", "anywhere"),
        (None, "no clear difference", "anywhere"),
        (TOO_FEW, TOO_FEW, "anywhere"),
    ):
        if at := [i for i, s in enumerate(found) if (TOO_FEW if too_few(s) else side(s)) == which]:
            told.append(f"{words} {_places(result, keys, at, everywhere)}".rstrip())
    return f"{name}: {'; '.join(told)}."


def _places(result: Sweep, keys: Sequence[str], at: Sequence[int], everywhere: str) -> str:
    total = len(result.points)
    if len(at) == total:
        return everywhere if total > 1 else ""
    if len(keys) > 1 or len(at) > LISTED:
        return f"at {len(at)} of {grouped(total)}"
    return f"at {listed([said(result.points[i].setting[keys[0]]) for i in at])}"
