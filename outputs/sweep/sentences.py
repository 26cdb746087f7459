"""What a sweep found, in sentences: from one end to the other, and which values lie on which side of the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from outputs.text.differences import clause, difference_words, side, too_few, way
from outputs.text.keys import FACTOR, axis_of, describe_key, said
from outputs.text.measures import HEADLINE, short
from outputs.text.numbers import TOO_FEW
from outputs.text.pages import FEW, capital, listed, others_of
from sim.comparison.statistics import FEWEST
from sim.studies.sweep import Sweep, SweepPoint
from sim.terms.language import _, language, ngettext

LISTED = 6
"""Values that a sentence names one by one."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def answer(result: Sweep, keys: Sequence[str]) -> Iterator[str]:
    """The first sentences: from one end to the other, then which values lie on which side, on a few measures."""
    if not result.points:
        yield _("Nothing was run.")
        return
    if result.replications < FEWEST:
        yield ngettext(
            "{n} replication at each combination: too few to tell a difference from chance; at least {fewest} are "
            "needed.",
            "{n} replications at each combination: too few to tell a difference from chance; at least {fewest} are "
            "needed.",
            result.replications,
            fewest=FEWEST,
        )
        return
    if len(result.points) > 1 and len(keys) > 1:
        yield from _extremes(result, keys)
    elif len(result.points) > 1 and numbers_of([point.setting[keys[0]] for point in result.points]):
        yield _ends(result, keys[0])
    yield _("Against {baseline}:", baseline=result.baseline)
    for measure in (*FEW, *others_of(result.measures)):
        yield _sides(result, keys, measure)


def held(result: Sweep, keys: Sequence[str]) -> Iterator[str]:
    """What stood still, and what was set in the baseline as well."""
    still = [key for key in result.keys if key not in keys]
    if still and result.points:
        told = [describe_key(key).where(said(result.points[0].setting[key])) for key in still]
        yield _("The same everywhere: {settings}.", settings="; ".join(told))
    if result.shared:
        yield _(
            "Set in {baseline} as well, since it belongs to the world and not to the design: {keys}.",
            baseline=result.baseline,
            keys=listed(labels(result.shared)),
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
    return ngettext(
        "{n} replication at each combination.", "{n} replications at each combination.", result.replications
    )


def foot_words(result: Sweep) -> str:
    """Return how to read the picture of a sweep."""
    told = {"baseline": result.baseline, "how_often": each_words(result)}
    if result.replications == 1:
        return _(
            "Mean of paired differences, no interval: one replication; 0: as under {baseline}. {how_often}", **told
        )
    return _(
        "Mean of paired differences, with the 95 % interval of the mean; 0: as under {baseline}. {how_often}", **told
    )


def _ends(result: Sweep, key: str) -> str:
    first, last = result.points[0], result.points[-1]
    found = [point.differences.get(HEADLINE[0]) for point in (first, last)]
    values = [said(point.setting[key]) for point in (first, last)]
    told = [difference_words(s.mean, s.low, s.high, HEADLINE[0]) for s in found if s and s.mean is not None]
    if len(told) < len(found):
        return _(
            "{measure}: no value at {first} or at {last}.",
            measure=capital(short(HEADLINE[0])),
            first=values[0],
            last=values[1],
        )
    return _(
        "From {first} to {last} ({axis}) the difference in {measure} from {baseline} goes from {before} to {after}.",
        first=values[0],
        last=values[1],
        axis=axis_words(result, key),
        measure=short(HEADLINE[0]),
        baseline=result.baseline,
        before=told[0],
        after=told[1],
    )


def _extremes(result: Sweep, keys: Sequence[str]) -> Iterator[str]:
    known = [(s.mean, p, s) for p in result.points if (s := p.differences.get(HEADLINE[0])) and s.mean is not None]
    if not known:
        yield _("{measure}: no value at any combination.", measure=capital(short(HEADLINE[0])))
        return
    told = {}
    for end, (mean, point, s) in (
        ("lowest", min(known, key=lambda k: k[0])),
        ("highest", max(known, key=lambda k: k[0])),
    ):
        told[end] = difference_words(mean, s.low, s.high, HEADLINE[0])
        told[f"{end}_where"] = listed([describe_key(k).where(said(point.setting[k])) for k in keys])
    yield _(
        "The difference in {measure} from {baseline} is lowest, {lowest}, where {lowest_where}; and highest, "
        "{highest}, where {highest_where}.",
        measure=short(HEADLINE[0]),
        baseline=result.baseline,
        **told,
    )
    yield _("The extremes of many combinations owe part of their size to chance.")


def _sides(result: Sweep, keys: Sequence[str], measure: str) -> str:
    """Return at which values a measure is surely above, surely below, or not surely either."""
    found = [point.differences.get(measure) for point in result.points]
    better = way(measure)
    name = f"{capital(short(measure))}{f' ({better})' if better else ''}"
    if all(s is None or s.mean is None for s in found):
        return _("{measure}: no value.", measure=name)
    told = []
    for which, words in (
        (1, clause(measure, 1)),
        (-1, clause(measure, -1)),
        (0, _("no difference")),
        (None, _("no clear difference")),
        (TOO_FEW, _(TOO_FEW)),
    ):
        if at := [i for i, s in enumerate(found) if (TOO_FEW if too_few(s) else side(s)) == which]:
            told.append(_placed(result, keys, words, at, which in (1, -1)))
    return f"{name}: {'; '.join(told)}."


def _placed(result: Sweep, keys: Sequence[str], words: str, at: Sequence[int], differs: bool) -> str:
    """Return what is said of some points with where they are."""
    total = len(result.points)
    if len(at) == total:
        if total == 1:
            return words
        return _("{difference} everywhere", difference=words) if differs else _("{none} anywhere", none=words)
    if len(keys) > 1 or len(at) > LISTED:
        return _("{difference} at {n} of {total}", difference=words, n=len(at), total=language().number(total))
    values = listed([said(result.points[i].setting[keys[0]]) for i in at])
    return _("{difference} at {values}", difference=words, values=values)
