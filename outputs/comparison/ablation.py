"""A design whole and without each of its mechanisms, in words: what is left out, and which way to read a difference."""

from __future__ import annotations

from dataclasses import replace

from outputs.text.design import design_shown
from outputs.text.grid import wrap
from sim.comparison.results import Comparison
from sim.terms.language import N_, _, ngettext

WITHOUT = "without_"
SIGN = "− "
LONGEST = 28  # of a name beside five measures in a table, unless two would be alike

READING = N_(
    "How to read this: the baseline is the whole design, and each other row is the same design without one of its "
    "mechanisms, on the same chance. A difference is what leaving the mechanism out does. Read untreated needs first: "
    "+ says that more needs go untreated without it, so that it helps, and − that it costs. So for all where lower is "
    "better; where higher is better (both treated, detected), − says that it helps. Differences do not add up: "
    "mechanisms work through each other."
)
GENERAL = N_(
    "A service that is left out does not open, a measure is not taken, and a rule (service.rule) or another number "
    "stays as it is today."
)
WORDS = {
    "taken_posts": N_("the same posts, but new instead of taken from other services"),
    "case_conferences": N_("no case conferences start"),
    "ladder_climbs": N_("nobody climbs the cooperation ladder; what needs a higher step goes too"),
    "ladder_lost": N_("no step of the ladder is lost at the transfer"),
    "relocation": N_("services stay where they sit"),
    "posts": N_("no posts are added, moved or closed in services that are there already"),
    "law": N_("responsibility stays, though services and staff may move"),
    "moving_services": N_("services, staff and cases stay, though the law changes"),
    "turnover_rise": N_("no more staff leave around the transfer than otherwise"),
    "dual_running": N_("no days in which both principals admit"),
    "lag": N_("practice follows the law on its first day"),
    "cases_lost": N_("no case is lost in handover"),
    "staff_who_stay": N_("all staff follow"),
    "never_refilled": N_("every vacant post is filled in the end"),
    "dip": N_("output does not fall among those who move"),
    "absence": N_("sick leave does not rise"),
    "methods_to_learn": N_("new staff know the methods from their first day"),
    "locums": N_("no locums are hired"),
}


def is_ablation(comparison: Comparison) -> bool:
    """Return whether the first design stands whole and every other is that design without something."""
    whole, *others = comparison.designs
    start = f"{whole.title}, without "  # not said: how the title of each other begins
    return bool(others) and all(d.name.startswith(WITHOUT) and d.title.startswith(start) for d in others)


def labelled(comparison: Comparison) -> Comparison:
    """Return the comparison with short names to read by, `− dip` for `without_dip`; any other as it is."""
    if not is_ablation(comparison):
        return comparison
    whole, *others = comparison.designs
    names = [d.name.removeprefix(WITHOUT) for d in others]
    tails = [name.rsplit(".", 1)[-1] for name in names]
    short = [
        tail if len(name) > LONGEST and tails.count(tail) == 1 else name
        for name, tail in zip(names, tails, strict=True)
    ]
    shown = (replace(d, name=SIGN + name) for d, name in zip(others, short, strict=True))
    return replace(comparison, designs=(whole, *shown))


def title(comparison: Comparison) -> str:
    """Return what was run, in a line."""
    whole, *others = comparison.designs
    return ngettext(
        "{design}, whole and without its one mechanism",
        "{design}, whole and without each of its {n} mechanisms",
        len(others),
        design=design_shown(whole),
    )


def reading(comparison: Comparison) -> str:
    """Return how to read the differences, and what is left out in each row whose name does not tell."""
    names = [d.name.removeprefix(WITHOUT).removeprefix(SIGN).rsplit(".", 1)[-1] for d in comparison.designs[1:]]
    told = [f"{SIGN}{name}: {_(WORDS[name])}." for name in dict.fromkeys(names) if name in WORDS]
    return "\n".join(part for line in (_(READING), _(GENERAL), *told) for part in wrap(line))
