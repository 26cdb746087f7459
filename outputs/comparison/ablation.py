"""A design whole and without each of its mechanisms, in words: what is left out, and which way to read a difference."""

from __future__ import annotations

from dataclasses import replace

from outputs.text.grid import wrap
from sim.comparison.results import Comparison

WITHOUT = "without_"
SIGN = "− "
LONGEST = 28  # of a name beside five measures in a table, unless two would be alike

READING = (
    "How to read this: the baseline is the whole design, and each other row is the same design without one of its "
    "mechanisms, on the same chance. A difference is what leaving the mechanism out does. Read untreated needs first: "
    "+ says that more needs go untreated without it, so that it helps, and − that it costs. So for all where lower is "
    "better; where higher is better (both treated, detected), − says that it helps. Differences do not add up: "
    "mechanisms work through each other."
)
GENERAL = (
    "A service that is left out does not open, a measure is not taken, and a rule (service.rule) or another number "
    "stays as it is today."
)
WORDS = {
    "taken_posts": "the same posts, but new instead of taken from other services",
    "case_conferences": "no case conferences start",
    "ladder_climbs": "nobody climbs the cooperation ladder; what needs a higher step goes too",
    "ladder_lost": "no step of the ladder is lost at the transfer",
    "relocation": "services stay where they sit",
    "posts": "no posts are added, moved or closed in services that are there already",
    "law": "responsibility stays, though services and staff may move",
    "moving_services": "services, staff and cases stay, though the law changes",
    "turnover_rise": "no more staff leave around the transfer than otherwise",
    "dual_running": "no days in which both principals admit",
    "lag": "practice follows the law on its first day",
    "cases_lost": "no case is lost in handover",
    "staff_who_stay": "all staff follow",
    "never_refilled": "every vacant post is filled in the end",
    "dip": "output does not fall among those who move",
    "absence": "sick leave does not rise",
    "methods_to_learn": "new staff know the methods from their first day",
    "locums": "no locums are hired",
}


def is_ablation(comparison: Comparison) -> bool:
    """Return whether the first design stands whole and every other is that design without something."""
    whole, *others = comparison.designs
    start = f"{whole.title}, without "
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
    each = "its one mechanism" if len(others) == 1 else f"each of its {len(others)} mechanisms"
    return f"{whole.title or whole.name}, whole and without {each}"


def reading(comparison: Comparison) -> str:
    """Return how to read the differences, and what is left out in each row whose name does not tell."""
    names = [d.name.removeprefix(WITHOUT).removeprefix(SIGN).rsplit(".", 1)[-1] for d in comparison.designs[1:]]
    told = [f"{SIGN}{name}: {WORDS[name]}." for name in dict.fromkeys(names) if name in WORDS]
    return "\n".join(part for line in (READING, GENERAL, *told) for part in wrap(line))
