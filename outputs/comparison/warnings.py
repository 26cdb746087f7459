"""Cautions of a comparison in words: what disagrees, which gain may be a trick, whose cohort is another one.

What is cautioned against is decided in `sim.comparison.warnings`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from outputs.text.measures import describe, short
from outputs.text.numbers import difference, number
from outputs.text.pages import listed
from sim.comparison.results import Caution, Comparison, Summary
from sim.comparison.warnings import COHORT, COURSE, DISAGREE, LESS_CARE, NEW_POSTS, TRICK
from sim.terms.language import N_, _

TRICKS = {
    "withdrew_share": N_("more withdraw"),
    "detected_share": N_("less is found"),
    "asked_untreated_days_per_client_year.in_line": N_("more days in line"),
    "gave_up_waiting_per_client_year": N_("more give up waiting"),
    "falls_per_100_client_years.bounced": N_("more are refused twice in a row"),
    "latent_days_per_client_year": N_("more days on which nobody is asked"),
    "cohort_size": N_("fewer ask"),
    "exits_share": N_("more leave (die, move or recover)"),
    "attended_hours_per_client_year": N_("fewer hours of visits"),
    "treated_days_per_client_year": N_("fewer treated days"),
}
"""What the second row shows beside a gain that is none."""
AGAINST = N_(
    "See note: untreated need-days add up to the other side than untreated needs, or than what most of those meet for "
    "whom it makes a difference. They count everybody with an open need, asking or not, on every day until the end; "
    "the first row counts those who ask, each in their first year."
)
"""Why a course and the first row may go against each other; said wherever recovery is then not told."""
MOST = 3
"""So many measures are named; of more, how many others there are."""
Measures = Mapping[str, Summary]


def clauses(comparison: Comparison, names: Sequence[str]) -> list[str]:
    """Return every caution as a clause, each with the designs that it holds for; `names`: of the designs, in order.

    A trick tells what disagrees as well. That a course goes against the first row is told beside the course.
    """
    held: dict[str, list[str]] = {}
    for name, found in zip(names[1:], comparison.differences, strict=True):
        kinds = {caution.kind: caution for caution in found.warnings if caution.kind != COURSE}
        disagree = kinds.pop(DISAGREE, None) if TRICK in kinds else None
        for caution in kinds.values():
            clause = _WORDS[caution.kind](caution, found.measures, comparison.designs[0].measures)
            if caution.kind == TRICK and disagree is not None:
                clause = _("{caution}, and worse by {measures}", caution=clause, measures=_names(disagree.by))
            held.setdefault(clause, []).append(name)
    return [f"{listed(some)}: {clause}" for clause, some in held.items()]


def _names(measures: Sequence[str]) -> str:
    words = [short(m) for m in measures]
    return listed(words if len(words) <= MOST else [*words[: MOST - 1], _("{n} others", n=len(words) - MOST + 1)])


def _disagree(caution: Caution, differences: Measures, baseline: Measures) -> str:
    del differences, baseline
    return _("better by {better}, but worse by {worse}", better=_names(caution.measures), worse=_names(caution.by))


def _trick(caution: Caution, differences: Measures, baseline: Measures) -> str:
    del differences, baseline
    if not caution.by:
        return _(
            "better by {better}, while untreated needs are not fewer (nothing in the second row shows by what)",
            better=_names(caution.measures),
        )
    return _(
        "better by {better}, while untreated needs are not fewer (with it, {changes})",
        better=_names(caution.measures),
        changes=listed([_(TRICKS[m]) for m in caution.by]),
    )


def _less_care(caution: Caution, differences: Measures, baseline: Measures) -> str:
    del differences, baseline
    less = listed([_(TRICKS[m]) for m in caution.by])
    return _("untreated needs are fewer, though there are {less_care}", less_care=less)


def _cohort(caution: Caution, differences: Measures, baseline: Measures) -> str:
    size, at = differences[caution.measures[0]].mean or 0.0, baseline[caution.measures[0]].mean or 1.0
    beside = caution.by[0]
    return _(
        "the cohort differs by {share} %; {measure}: {difference}",
        share=number(size / at, describe("untreated_share"), signed=True),
        measure=describe(beside).label,
        difference=difference(differences.get(beside), describe(beside)),
    )


def _new_posts(caution: Caution, differences: Measures, baseline: Measures) -> str:
    del baseline
    posts = differences[caution.by[0]].mean or 0.0
    return _(
        "{posts} FTE of its posts are new, taken from nobody: a gain may be theirs",
        posts=number(posts, describe(caution.by[0])),
    )


_WORDS: dict[str, Callable[[Caution, Measures, Measures], str]] = {
    DISAGREE: _disagree,
    TRICK: _trick,
    LESS_CARE: _less_care,
    COHORT: _cohort,
    NEW_POSTS: _new_posts,
}
