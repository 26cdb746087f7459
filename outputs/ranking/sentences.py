"""What a ranking found, in sentences. No design is called better: one is the lowest or the highest on a measure."""

from __future__ import annotations

from collections.abc import Iterator

from outputs.text.differences import unit_words, way
from outputs.text.measures import describe, short
from outputs.text.numbers import TOO_FEW, number
from outputs.text.pages import capital, counted, listed, numbered
from sim.analysis.ranking import Ranked
from sim.comparison.statistics import FEWEST
from sim.studies.ranks import Ranks

SURE = 0.995
"""From here on a probability rounds to 100 %, which it is not."""


def answer(result: Ranks) -> Iterator[str]:
    """Yield the first sentences: how the race ended, then who is lowest or highest over the draws, and how surely."""
    yield from _race(result)
    yield _leader(result)


def few(result: Ranks) -> bool:
    """Return whether so few draws count that nothing is said of which design is where."""
    return result.ranking is not None and result.ranking.draws < FEWEST


def extreme(result: Ranks) -> str:
    """Return which end of what ranks is better for clients: `lowest` or `highest`."""
    return "lowest" if result.race.lower_is_better else "highest"


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


def _better(result: Ranks) -> str:
    return way(result.race.measure, "lower" if result.race.lower_is_better else "higher")


def _race(result: Ranks) -> Iterator[str]:
    race, name = result.race, short(result.race.measure)
    text, unit = describe(race.measure), unit_words(race.measure)
    delta = f"{100 * race.delta:g}" if text.kind == "share" else f"{race.delta:g}"
    note, margin = f" ({_better(result)})", f"{delta} {unit}".rstrip()
    where, n = extreme(result), counted(race.replications, "replication")
    if race.undefined >= race.replications:
        yield f"The race on {name}{note} could not be run: it has no value in any of {n}."
        return
    if race.replications - race.undefined < FEWEST:
        yield f"The race on {name}{note}: {n}, {TOO_FEW}."
    elif race.decided and len(race.left) == 1:
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


def _leader(result: Ranks) -> str:
    """Return which design has the lowest or highest mean, how surely, and which other it may be."""
    measure, ranking = result.race.measure, result.ranking
    head = capital(short(measure))
    if ranking is None:
        return f"{head}: no value in two draws or more."
    if few(result):
        return f"{head}: {counted(ranking.draws, 'draw')}, {TOO_FEW}; at least {FEWEST} are needed."
    names, where = numbered(result.designs), extreme(result)
    order = sorted(range(len(names)), key=lambda i: (-ranking.designs[i].best_on_average.value, i))
    top = [i for i in order if ranking.designs[i].best_on_average.value > 0][:3]
    first = ranking.designs[top[0]]
    if len({r.mean for r in ranking.designs}) == 1:
        return f"{head}: over the draws all are equal."
    told = (
        f"{head}: over the draws the mean is {where} in {names[top[0]]} with a probability of "
        f"{share(first.best_on_average.value)}"
    )
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
