"""What a ranking found, in sentences. No design is called better: one is the lowest or the highest on a measure."""

from __future__ import annotations

from collections.abc import Iterator

from outputs.text.differences import unit_words, way
from outputs.text.keys import said
from outputs.text.measures import describe, short
from outputs.text.numbers import number
from outputs.text.pages import capital, listed, numbered
from sim.analysis.ranking import Ranked
from sim.comparison.statistics import FEWEST
from sim.studies.ranks import Ranks
from sim.terms.language import _, language, ngettext, pgettext

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
    if result.race.lower_is_better:
        return pgettext("of what a mean is", "lowest")
    return pgettext("of what a mean is", "highest")


def left_words(result: Ranks, design: str, brief: bool = False) -> str:
    """Return how the race ended for a design. `brief`: without saying what is counted."""
    race = result.race
    if design in race.out_after:
        after = race.out_after[design]
        if brief:
            return _("out after {n}", n=language().number(after))
        return ngettext("out after {n} replication", "out after {n} replications", after)
    if design not in race.left:
        return _("not in the race")
    if not race.decided:
        return _("still in it")
    return _("left alone") if len(race.left) == 1 else _("left with others")


def share(value: float) -> str:
    """Return a probability: never 0 or 100 % unless it is exactly that."""
    if 0 < value < 1 - SURE:
        return "<1 %"
    if SURE < value < 1:
        return ">99 %"
    return f"{language().number(100 * value)} %"


def _better(result: Ranks) -> str:
    return way(result.race.measure, "lower" if result.race.lower_is_better else "higher")


def _race(result: Ranks) -> Iterator[str]:
    race = result.race
    delta = 100 * race.delta if describe(race.measure).kind == "share" else race.delta
    told = {
        "measure": short(race.measure),
        "better": _better(result),
        "replications": ngettext("{n} replication", "{n} replications", race.replications),
    }
    ended = told | {"margin": f"{said(delta)} {unit_words(race.measure)}".rstrip(), "extreme": extreme(result)}
    if race.undefined >= race.replications:
        yield _("The race on {measure} ({better}) could not be run: it has no value in any of {replications}.", **told)
        return
    if race.replications - race.undefined < FEWEST:
        yield _("The race on {measure} ({better}): {replications}, too few to tell.", **told)
    elif race.decided and len(race.left) == 1:
        yield _(
            "Race on {measure} ({better}): after {replications} {design} is left. With a probability of {level} % or "
            "more its mean is the {extreme} of these designs, or within {margin} of it.",
            design=race.left[0],
            level=said(100 * (1 - race.alpha)),
            **ended,
        )
    elif race.decided:
        yield _(
            "Race on {measure} ({better}): after {replications} {designs} are left together: they differ by less than "
            "{margin} or not at all, and which of them is the {extreme} cannot be told.",
            designs=listed(race.left),
            **ended,
        )
    else:
        yield _(
            "The race on {measure} ({better}) could not decide within {replications}: {designs} are still in it, and "
            "none of them may be called the {extreme}. A larger --budget or a larger --delta may decide it.",
            designs=listed(race.left),
            **told,
            extreme=extreme(result),
        )
    if race.undefined:
        yield ngettext(
            "Passed over: {n} replication in which it has no value.",
            "Passed over: {n} replications in which it has no value.",
            race.undefined,
        )


def _leader(result: Ranks) -> str:
    """Return which design has the lowest or highest mean, how surely, and which other it may be."""
    measure, ranking = result.race.measure, result.ranking
    head = capital(short(measure))
    if ranking is None:
        return _("{measure}: no value in two draws or more.", measure=head)
    if few(result):
        return ngettext(
            "{measure}: {n} draw, too few to tell; at least {fewest} are needed.",
            "{measure}: {n} draws, too few to tell; at least {fewest} are needed.",
            ranking.draws,
            measure=head,
            fewest=FEWEST,
        )
    names = numbered(result.designs)
    order = sorted(range(len(names)), key=lambda i: (-ranking.designs[i].best_on_average.value, i))
    top = [i for i in order if ranking.designs[i].best_on_average.value > 0][:3]
    first = ranking.designs[top[0]]
    if len({r.mean for r in ranking.designs}) == 1:
        return _("{measure}: over the draws all are equal.", measure=head)
    told = {
        "measure": head,
        "extreme": extreme(result),
        "design": names[top[0]],
        "probability": share(first.best_on_average.value),
        "loss": _loss(first, measure),
    }
    if len(top) == 1:
        return _(
            "{measure}: over the draws the mean is {extreme} in {design} with a probability of {probability}; choosing "
            "it loses {loss} on average.",
            **told,
        )
    others = [f"{names[i]} {share(ranking.designs[i].best_on_average.value)}" for i in top[1:]]
    return _(
        "{measure}: over the draws the mean is {extreme} in {design} with a probability of {probability} (then "
        "{others}); choosing it loses {loss} on average.",
        others=listed(others),
        **told,
    )


def _loss(ranked: Ranked, measure: str) -> str:
    e, text = ranked.regret_on_average, describe(measure)
    if e.high == 0:
        return _("nothing")
    value, low, high = (number(x, text) for x in (e.value, e.low, e.high))
    span = _("{value} ({low} to {high})", value=value, low=low, high=high)
    return f"{span} {unit_words(measure)}".rstrip()
