"""The five sentences that a comparison begins with: what was compared, who gains, how sure, what disagrees, what next.

They say what the tables below them show, and nothing that rests on too few replications. No design is called best.
"""

from __future__ import annotations

from collections.abc import Sequence

from outputs.comparison.headline import design_names, too_few
from outputs.comparison.warnings import clauses
from outputs.text.grid import page_width
from outputs.text.measures import describe, group_words
from outputs.text.numbers import BETTER, SAME, TOO_FEW, UNCLEAR, WORSE, difference, for_clients, number
from outputs.text.pages import counted, folded, listed
from sim.comparison.first_row import RANKS
from sim.comparison.results import Comparison, DifferenceResult, Gain, Gains
from sim.comparison.statistics import FEWEST
from sim.comparison.warnings import clear

TOLD = 3
"""Of so many designs each is told; of more, how many of them stand where."""
NET = describe("detected_share")  # a share of which more is better, as of better minus worse
FEWEST_CLIENTS = 20.0
"""Groups with fewer clients (mean of replications) are not pointed at."""


def sentences(comparison: Comparison) -> str:
    """Return the five sentences, each beginning a line with the question that it answers."""
    names = design_names(comparison)
    told = (
        ("Compared", _compared(comparison, names)),
        ("Who gains", _who_gains(comparison, names)),
        ("How sure", _how_sure(comparison, names)),
        ("What disagrees", _disagrees(comparison, names)),
        ("Look next", _next(comparison, names)),
    )
    return "\n".join(line for lead, words in told for line in folded(f"{lead}: {words}", page_width(), "  "))


def _compared(comparison: Comparison, names: Sequence[str]) -> str:
    others = listed(names[1:]) if len(names) <= TOLD + 1 else f"{len(names) - 1} designs"
    size = comparison.designs[0].measures.get("cohort_size")
    asking = ""
    if size is not None and size.mean:
        asking = f"; {number(size.mean, describe('cohort_size'))} comorbid clients ask under {names[0]}"
    ran = f"{counted(comparison.replications, 'replication')} (seed {comparison.seed})"
    since = "the reform day" if comparison.reform is None else comparison.reform
    span = f"{comparison.years:g} year{'' if comparison.years == 1 else 's'} from {since}"
    on = f"on the same clients and chance, {ran}, {comparison.parameters_mode} parameters, {span}"
    return f"{others} with {names[0]}, {on}{asking}."


def _who_gains(comparison: Comparison, names: Sequence[str]) -> str:
    if too_few(comparison):
        return f"{TOO_FEW}."
    gains = [(n, d.gains) for n, d in zip(names[1:], comparison.differences, strict=True) if d.gains is not None]
    gains = [(name, found) for name, found in gains if found.all.net.mean is not None]
    if not gains:
        return "nobody is in both cohorts."
    if len(gains) <= TOLD:
        first, *rest = (_of_100(name, found, i == 0) for i, (name, found) in enumerate(gains))
        return f"of 100 comorbid clients who ask under both, {'; '.join([first, *rest])}."
    kinds = {"more gain than lose": 1, "more lose than gain": -1, "it is unclear": 0}
    counts = [(words, [n for n, g in gains if clear(g.all.net) == sign]) for words, sign in kinds.items()]
    told = [f"under {_some(some)} {words}" for words, some in counts if some]
    return f"client by client, {'; '.join(told)}."


def _of_100(name: str, gains: Gains, at_length: bool) -> str:
    better, worse = (number(s.mean, NET) for s in (gains.all.better, gains.all.worse))
    chance = f"{number(gains.chance.better.mean, NET)} and {number(gains.chance.worse.mean, NET)}"
    beside = f"clients dealt out by chance: {chance}" if at_length else f"by chance {chance}"
    net = difference(gains.all.net, NET)
    return f"under {name} {better} are better off and {worse} worse, net {net} ({beside})"


def _how_sure(comparison: Comparison, names: Sequence[str]) -> str:
    if too_few(comparison):
        return f"{TOO_FEW}: {counted(comparison.replications, 'replication')}, and it takes {FEWEST} to say anything."
    text = describe(RANKS)
    found = [(n, s) for n, d in zip(names[1:], comparison.differences, strict=True) if (s := d.measures.get(RANKS))]
    found = [(name, s) for name, s in found if s.mean is not None]
    if not found:
        return "untreated needs, by which alone designs are ranked, have no value."
    if len(found) <= TOLD:
        told = [f"{n} {difference(s, text)} points, {for_clients(s, text)}" for n, s in found]
    else:
        words = [(word, [n for n, s in found if for_clients(s, text) == word]) for word in _ORDER]
        told = [f"{word} under {_some(some)}" for word, some in words if some]
    return f"untreated needs, which alone rank designs: {'; '.join(told)}."


_ORDER = (BETTER, WORSE, UNCLEAR, SAME)


def _some(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= TOLD else f"{len(names)} designs"


def _disagrees(comparison: Comparison, names: Sequence[str]) -> str:
    found = clauses(comparison, names)
    if found:
        shown = found if len(found) <= TOLD else [*found[:TOLD], f"{len(found) - TOLD} more cautions: --full"]
        return "; ".join(shown) + "."
    return f"{TOO_FEW}." if too_few(comparison) else "nothing that is clear."


def _next(comparison: Comparison, names: Sequence[str]) -> str:
    steps = []
    if any(clear(d.measures.get(RANKS)) == 0 and _differs(d) for d in comparison.differences):
        steps.append(f"more replications (-n {max(2 * comparison.replications, 4 * FEWEST)})")
    if not too_few(comparison):
        steps += _hardest(comparison, names)
    steps.append("which numbers it hangs on (mellanrum sensitivity)")
    return f"{listed(steps)}."


def _differs(found: DifferenceResult) -> bool:
    """Return whether a design differs at all: where logs are the same nothing is to be learned by more."""
    summary = found.measures.get(RANKS)
    return summary is None or not (summary.low == 0 == summary.high)


def _hardest(comparison: Comparison, names: Sequence[str]) -> list[str]:
    """Return the group that clearly loses most under any design, beside what all gain there."""
    losing: list[tuple[float, str, Gain]] = []
    for name, found in zip(names[1:], comparison.differences, strict=True):
        for gain in found.gains.groups if found.gains is not None else ():
            if clear(gain.net) < 0 and (gain.clients.mean or 0.0) >= FEWEST_CLIENTS:
                losing.append((gain.net.mean or 0.0, name, gain))
    if not losing:
        return []
    _, name, gain = min(losing, key=lambda one: one[0])
    net = number(gain.net.mean, NET, signed=True)
    return [f"who loses most ({group_words(gain.group)} under {name}: net {net} of 100)"]
