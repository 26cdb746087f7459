"""What a ranking found, in sentences. No design is called better: one is the lowest or the highest on a measure."""

from __future__ import annotations

from collections.abc import Iterator

from outputs.difference_words import unit_words, way
from outputs.measures_text import HEADLINE, describe, short
from outputs.numbers import number
from outputs.study_page import capital, counted, listed, numbered
from sim.analysis.ranking import Ranked
from sim.studies.ranks import Ranks

SURE = 0.995
"""From here on a probability rounds to 100 %, which it is not."""


def answer(result: Ranks) -> Iterator[str]:
    """Yield the first sentences: how the race ended, then who is lowest or highest on each headline measure."""
    yield from _race(result)
    measure = result.race.measure
    if measure not in HEADLINE:
        yield _leader(result, measure)
    yield "Over the draws, the means say:"
    for one in HEADLINE:
        yield _leader(result, one)


def extreme(result: Ranks, measure: str) -> str:
    """Return which end of a measure is better for clients: `lowest` or `highest`."""
    return "highest" if result.better.get(measure) == "higher" else "lowest"


def left_words(result: Ranks, design: str) -> str:
    """Return how the race ended for a design."""
    race = result.race
    if design in race.out_after:
        return f"out after {counted(race.out_after[design], 'replication')}"
    if design not in race.left:
        return "not in the race"
    if not race.decided:
        return "still in it"
    return "left alone" if len(race.left) == 1 else "left with others"


def share(value: float) -> str:
    """Return a probability: never 0 or 100 % unless it is exactly that."""
    if 0 < value < 1 - SURE:
        return "<1 %"
    if SURE < value < 1:
        return ">99 %"
    return f"{100 * value:.0f} %"


def _race(result: Ranks) -> Iterator[str]:
    race, name = result.race, short(result.race.measure)
    text, unit = describe(race.measure), unit_words(race.measure)
    delta = f"{100 * race.delta:g}" if text.kind == "share" else f"{race.delta:g}"
    better = way(race.measure, result.better.get(race.measure))
    note, margin = f" ({better})" if better else "", f"{delta} {unit}".rstrip()
    where, n = extreme(result, race.measure), counted(race.replications, "replication")
    if race.undefined >= race.replications:
        yield f"The race on {name}{note} could not be run: it has no value in any of {n}."
        return
    if race.decided and len(race.left) == 1:
        yield (
            f"Race on {name}{note}: after {n} {race.left[0]} is left. With a probability of {100 * (1 - race.alpha):g} "
            f"% or more its mean is the {where} of these designs, or within {margin} of it."
        )
    elif race.decided:
        yield (
            f"Race on {name}{note}: after {n} {listed(race.left)} are left together: they differ by less than {margin} "
            f"or not at all, and which of them is the {where} cannot be told."
        )
    else:
        yield (
            f"The race on {name}{note} could not decide within {n}: {listed(race.left)} are still in it, and none of "
            f"them may be called the {where}. A larger --budget or a larger --delta may decide it."
        )
    if race.undefined:
        yield f"Passed over: {counted(race.undefined, 'replication')} in which it has no value."


def _leader(result: Ranks, measure: str) -> str:
    """Return which design has the lowest or highest mean of a measure, how surely, and which other it may be."""
    better, name = way(measure, result.better.get(measure)), capital(short(measure))
    head = f"{name} ({better})" if better else name
    ranking = result.rankings.get(measure)
    if ranking is None:
        return f"{head}: no value in two draws or more."
    names, where = numbered(result.designs), extreme(result, measure)
    order = sorted(range(len(names)), key=lambda i: (-ranking.designs[i].best_on_average.value, i))
    top = [i for i in order if ranking.designs[i].best_on_average.value > 0][:3]
    first = ranking.designs[top[0]]
    if len({r.mean.value for r in ranking.designs}) == 1:
        return f"{head}: all equal."
    told = f"{head}: {where} in {names[top[0]]} with a probability of {share(first.best_on_average.value)}"
    if len(top) > 1:
        others = [f"{names[i]} {share(ranking.designs[i].best_on_average.value)}" for i in top[1:]]
        told += f" (then {listed(others)})"
    return f"{told}; choosing it loses {_loss(first, measure)} on average."


def _loss(ranked: Ranked, measure: str) -> str:
    e, text = ranked.regret_on_average, describe(measure)
    if e.high == 0:
        return "nothing"
    span = f"{number(e.value, text)} ({number(e.low, text)} to {number(e.high, text)})"
    return f"{span} {unit_words(measure)}".rstrip()
