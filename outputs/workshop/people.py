"""People, not only rates: of a hundred who asked, by what they fell, who is better off and worse off, and who they are.

A hundred is a way of showing shares: whole numbers that add up, beside which the shares themselves stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outputs.text.measures import describe, group_words
from outputs.text.numbers import difference, number, value
from outputs.text.pages import capital
from outputs.text.words import mechanism_clause, say_code
from outputs.workshop.plain import interval, mean_of, of_a_hundred, plain, sure
from outputs.workshop.verdicts import verdict_of
from sim.comparison.results import Comparison, DesignResult, Gain, Gains
from sim.comparison.small_groups import FEW
from sim.comparison.statistics import FEWEST
from sim.measures.fall_kinds import MECHANISMS
from sim.terms.language import _, ngettext

TREATED = ("both", "one", "neither")
OFF = ("better", "worse", "same")
NET = "detected_share"
"""A share of which more is better for clients, as of better minus worse: it lends its way of being written."""


def hundred(design: DesignResult) -> dict[str, int] | None:
    """Return of 100 who asked with both needs open how many had both treated within a year, one, neither."""
    found = of_a_hundred([mean_of(design.measures, f"{word}_treated_share") for word in TREATED])
    return None if found is None else dict(zip(TREATED, found, strict=True))


def falls(comparison: Comparison, design: DesignResult) -> list[dict[str, Any]]:
    """Return by what clients fell between chairs, in the order of the mechanisms, the same rows for every design.

    `mean`: share of comorbid clients who ask; a client may fall in several ways, so they add up to no whole.
    """
    known = [
        m for m in MECHANISMS if any(mean_of(d.measures, f"fall_rate.{m}") is not None for d in comparison.designs)
    ]
    rows = []
    for mechanism in known:
        name = f"fall_rate.{mechanism}"
        mean = mean_of(design.measures, name)
        rows.append(
            {
                "kind": mechanism,
                "label": capital(say_code(mechanism)),
                "clause": capital(_(mechanism_clause(mechanism))),
                **interval(design.measures.get(name)),
                "per100": None if mean is None else round(100.0 * mean, 1),
                "text": value(mean, describe(name)),
            }
        )
    return rows


def gains(comparison: Comparison, index: int, names: Sequence[str]) -> dict[str, Any] | None:
    """Return who is better and worse off under a design than under the baseline, client by client; None if unknown.

    Groups stand in the order of profiles, municipalities, sexes and ages, never by what they gain.
    """
    found = comparison.differences[index - 1].gains
    if found is None or not found.all.clients.mean:
        return None
    few = comparison.replications < FEWEST
    return {
        **_gain(found.all),
        "chance": _gain(found.chance),
        "only_design": plain(found.only_design.mean, 1),
        "only_baseline": plain(found.only_baseline.mean, 1),
        "few": few,
        "groups": [_group(gain, few) for gain in found.groups],
        "sentence": _too_few(comparison.replications) if few else _all(found, names[index]),
    }


def _gain(gain: Gain) -> dict[str, Any]:
    shares = [plain(getattr(gain, word).mean) for word in OFF]
    whole = of_a_hundred(shares)
    return {
        "clients": plain(gain.clients.mean, 1),
        **dict(zip(OFF, shares, strict=True)),
        "hundred": None if whole is None else dict(zip(OFF, whole, strict=True)),
        "net": {
            **interval(gain.net),
            "text": difference(sure(gain.net), describe(NET)),
            "verdict": verdict_of(gain.net, NET),
        },
    }


def _group(gain: Gain, few: bool) -> dict[str, Any]:
    return {
        "group": gain.group,
        "kind": gain.group.partition(".")[0],
        "label": capital(group_words(gain.group)),
        **_gain(gain),
        "few": few or (gain.clients.mean or 0.0) < FEW,
        "sentence": _of_group(gain, few),
    }


def _all(found: Gains, design: str) -> str:
    """Return what is told of all: of a hundred, and what the same would be by chance."""
    if _nobody(found.all):
        return _("Nobody who asks under both is better or worse off under {design}.", design=design)
    chance = _counts(found.chance)
    return _(
        "Of 100 who ask under both, {better} are better off under {design}, {worse} are worse off and {same} stand the "
        "same (if clients were dealt out by chance: {better_by_chance} better, {worse_by_chance} worse).",
        design=design,
        **_counts(found.all),
        better_by_chance=chance["better"],
        worse_by_chance=chance["worse"],
    )


def _counts(gain: Gain) -> dict[str, int]:
    whole = of_a_hundred([plain(getattr(gain, word).mean) for word in OFF])
    return dict(zip(OFF, whole or (0, 0, 100), strict=True))


def _nobody(gain: Gain) -> bool:
    """Whether every client stands the same, in every replication."""
    return gain.same.mean == 1.0


def _of_group(gain: Gain, few: bool) -> str:
    """Return a group in a sentence; of one with few clients no more than its numbers."""
    group, clients = capital(group_words(gain.group)), number(gain.clients.mean, describe("cohort_size"))
    if few:
        return _("{group}: {clients} clients, and too few replications to tell.", group=group, clients=clients)
    if _nobody(gain):
        return _("{group}: nobody is better or worse off ({clients} clients).", group=group, clients=clients)
    told = _(
        "{group}: of 100, {better} are better off, {worse} worse off and {same} stand the same ({clients} clients)",
        group=group,
        clients=clients,
        **_counts(gain),
    )
    if (gain.clients.mean or 0.0) < FEW:
        return _("{told}: too few clients to tell from chance.", told=told)
    match verdict_of(gain.net, NET):
        case "more":
            return _("{told}; more gain than lose.", told=told)
        case "fewer":
            return _("{told}; more lose than gain.", told=told)
    return _("{told}; whether more gain or more lose, chance could make it.", told=told)


def _too_few(replications: int) -> str:
    return ngettext(
        "Who gains and who loses cannot be told from {n} replication.",
        "Who gains and who loses cannot be told from {n} replications.",
        replications,
    )
