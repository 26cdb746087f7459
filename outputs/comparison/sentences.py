"""The five sentences that a comparison begins with: what was compared, who gains, how sure, what disagrees, what next.

They say what the tables below them show, and nothing that rests on too few replications. No design is called best.
"""

from __future__ import annotations

from collections.abc import Sequence

from outputs.comparison.headline import design_names, too_few
from outputs.comparison.how_run import parameters_words, replications_words, years_words
from outputs.comparison.warnings import clauses
from outputs.text.grid import page_width
from outputs.text.measures import MeasureText, describe, group_words
from outputs.text.numbers import BETTER, SAME, TOO_FEW, UNCLEAR, WORSE, difference, for_clients, number, verdict
from outputs.text.pages import folded, listed
from sim.comparison.first_row import RANKS
from sim.comparison.results import Comparison, DifferenceResult, Gain, Gains
from sim.comparison.statistics import FEWEST
from sim.comparison.warnings import clear
from sim.terms.language import _, ngettext, pgettext

TOLD = 3
"""Of so many designs each is told; of more, how many of them stand where."""
FEWEST_CLIENTS = 20.0
"""Groups with fewer clients (mean of replications) are not pointed at."""


def sentences(comparison: Comparison) -> str:
    """Return the five sentences, each beginning a line with the question that it answers."""
    names = design_names(comparison)
    told = (
        (_("Compared"), _compared(comparison, names)),
        (_("Who gains"), _who_gains(comparison, names)),
        (_("How sure"), _how_sure(comparison, names)),
        (_("What disagrees"), _disagrees(comparison, names)),
        (_("Look next"), _next(comparison, names)),
    )
    return "\n".join(line for lead, words in told for line in folded(f"{lead}: {words}", page_width(), "  "))


def _net() -> MeasureText:
    """Return a share of which more is better, as of better minus worse."""
    return describe("detected_share")


def _compared(comparison: Comparison, names: Sequence[str]) -> str:
    told: dict[str, object] = {
        "others": listed(names[1:]) if len(names) <= TOLD + 1 else _("{n} designs", n=len(names) - 1),
        "baseline": names[0],
        "replications": replications_words(comparison.replications),
        "seed": comparison.seed,
        "parameters": parameters_words(comparison.parameters_mode),
        "years": years_words(comparison.years),
        "day": _("the reform day") if comparison.reform is None else comparison.reform,
    }
    size = comparison.designs[0].measures.get("cohort_size")
    if size is None or not size.mean:
        return _(
            "{others} with {baseline}, on the same clients and chance, {replications} (seed {seed}), {parameters}, "
            "{years} from {day}.",
            **told,
        )
    return _(
        "{others} with {baseline}, on the same clients and chance, {replications} (seed {seed}), {parameters}, "
        "{years} from {day}; {clients} comorbid clients ask under {baseline}.",
        **told,
        clients=number(size.mean, describe("cohort_size")),
    )


def _who_gains(comparison: Comparison, names: Sequence[str]) -> str:
    if too_few(comparison):
        return _sentence(_(TOO_FEW))
    gains = [(n, d.gains) for n, d in zip(names[1:], comparison.differences, strict=True) if d.gains is not None]
    gains = [(name, found) for name, found in gains if found.all.net.mean is not None]
    if not gains:
        return _("nobody is in both cohorts.")
    if len(gains) <= TOLD:
        first, *rest = (_of_100(name, found, i == 0) for i, (name, found) in enumerate(gains))
        return _sentence("; ".join([first, *rest]))
    signs = [(name, clear(found.all.net)) for name, found in gains]
    more, less, unclear = (_some([name for name, one in signs if one == sign]) for sign in (1, -1, 0))
    told = [
        _("under {designs} more gain than lose", designs=more) if more else "",
        _("under {designs} more lose than gain", designs=less) if less else "",
        _("under {designs} it is unclear", designs=unclear) if unclear else "",
    ]
    return _("client by client, {told}.", told="; ".join(clause for clause in told if clause))


def _sentence(words: str) -> str:
    return f"{words}."


def _of_100(name: str, gains: Gains, at_length: bool) -> str:
    told = {
        "design": name,
        "better": number(gains.all.better.mean, _net()),
        "worse": number(gains.all.worse.mean, _net()),
        "net": difference(gains.all.net, _net()),
        "better_by_chance": number(gains.chance.better.mean, _net()),
        "worse_by_chance": number(gains.chance.worse.mean, _net()),
    }
    if at_length:
        return _(
            "of 100 comorbid clients who ask under both, under {design} {better} are better off and {worse} worse, "
            "net {net} (clients dealt out by chance: {better_by_chance} and {worse_by_chance})",
            **told,
        )
    return _(
        "under {design} {better} are better off and {worse} worse, net {net} "
        "(by chance {better_by_chance} and {worse_by_chance})",
        **told,
    )


def _how_sure(comparison: Comparison, names: Sequence[str]) -> str:
    if too_few(comparison):
        return _(
            "too few to tell: {replications}, and it takes {fewest} to say anything.",
            replications=replications_words(comparison.replications),
            fewest=FEWEST,
        )
    text = describe(RANKS)
    found = [(n, s) for n, d in zip(names[1:], comparison.differences, strict=True) if (s := d.measures.get(RANKS))]
    found = [(name, s) for name, s in found if s.mean is not None]
    if not found:
        return _("untreated needs, by which alone designs are ranked, have no value.")
    if len(found) <= TOLD:
        told = [
            _(
                "{design} {difference} points, {word}",
                design=name,
                difference=difference(s, text),
                word=_(for_clients(s, text) or verdict(s, text)),
            )
            for name, s in found
        ]
    else:
        words = [(word, [n for n, s in found if for_clients(s, text) == word]) for word in _ORDER]
        told = [_("{word} under {designs}", word=_(word), designs=_some(some)) for word, some in words if some]
    return _("untreated needs, which alone rank designs: {told}.", told="; ".join(told))


_ORDER = (BETTER, WORSE, UNCLEAR, SAME)


def _some(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= TOLD else pgettext("of those compared", "{n} designs", n=len(names))


def _disagrees(comparison: Comparison, names: Sequence[str]) -> str:
    found = clauses(comparison, names)
    if found:
        more = len(found) - TOLD
        rest = [ngettext("{n} more caution: --full", "{n} more cautions: --full", more)] if more > 0 else []
        return _sentence("; ".join([*found[:TOLD], *rest]))
    return _sentence(_(TOO_FEW)) if too_few(comparison) else _("nothing that is clear.")


def _next(comparison: Comparison, names: Sequence[str]) -> str:
    steps = []
    if any(clear(d.measures.get(RANKS)) == 0 and _differs(d) for d in comparison.differences):
        steps.append(_("more replications (-n {many})", many=max(2 * comparison.replications, 4 * FEWEST)))
    if not too_few(comparison):
        steps += _hardest(comparison, names)
    steps.append(_("which numbers it hangs on (mellanrum sensitivity)"))
    return _sentence(listed(steps))


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
    net, design, gain = min(losing, key=lambda one: one[0])
    return [
        _(
            "who loses most ({group} under {design}: net {net} of 100)",
            group=group_words(gain.group),
            design=design,
            net=number(net, _net(), signed=True),
        )
    ]
