"""Cautions of a comparison in words: what disagrees, which gain may be a trick, whose cohort is another one.

A second language is a second set of these clauses; what is cautioned against is decided in `sim.comparison.warnings`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from outputs.text.measures import describe, short
from outputs.text.numbers import difference, number
from outputs.text.pages import listed
from sim.comparison.results import Caution, Comparison, Summary
from sim.comparison.warnings import COHORT, COURSE, DISAGREE, LESS_CARE, NEW_POSTS, TRICK

TRICKS = {
    "withdrew_share": "more withdraw",
    "detected_share": "less is found",
    "asked_untreated_days_per_client_year.in_line": "more days in line",
    "gave_up_waiting_per_client_year": "more give up waiting",
    "falls_per_100_client_years.bounced": "more are refused twice in a row",
    "latent_days_per_client_year": "more days on which nobody is asked",
    "cohort_size": "fewer ask",
    "exits_share": "more leave (die, move or recover)",
    "attended_hours_per_client_year": "fewer hours of visits",
    "treated_days_per_client_year": "fewer treated days",
}
"""What the second row shows beside a gain that is none."""
AGAINST = (
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
                clause += f", and worse by {_names(disagree.by)}"
            held.setdefault(clause, []).append(name)
    return [f"{listed(some)}: {clause}" for clause, some in held.items()]


def _names(measures: Sequence[str]) -> str:
    words = [short(m) for m in measures]
    return listed(words if len(words) <= MOST else [*words[: MOST - 1], f"{len(words) - MOST + 1} others"])


def _disagree(caution: Caution, differences: Measures, baseline: Measures) -> str:
    del differences, baseline
    return f"better by {_names(caution.measures)}, but worse by {_names(caution.by)}"


def _trick(caution: Caution, differences: Measures, baseline: Measures) -> str:
    del differences, baseline
    by = [TRICKS[m] for m in caution.by]
    why = f"with it, {listed(by)}" if by else "nothing in the second row shows by what"
    return f"better by {_names(caution.measures)}, while untreated needs are not fewer ({why})"


def _less_care(caution: Caution, differences: Measures, baseline: Measures) -> str:
    del differences, baseline
    return f"untreated needs are fewer, though there are {listed([TRICKS[m] for m in caution.by])}"


def _cohort(caution: Caution, differences: Measures, baseline: Measures) -> str:
    size, at = differences[caution.measures[0]].mean or 0.0, baseline[caution.measures[0]].mean or 1.0
    share = number(size / at, describe("untreated_share"), signed=True)
    beside = caution.by[0]
    told = difference(differences.get(beside), describe(beside))
    return f"the cohort differs by {share} %; {describe(beside).label}: {told}"


def _new_posts(caution: Caution, differences: Measures, baseline: Measures) -> str:
    del baseline
    posts = differences[caution.by[0]].mean or 0.0
    return f"{number(posts, describe(caution.by[0]))} FTE of its posts are new, taken from nobody: a gain may be theirs"


_WORDS: dict[str, Callable[[Caution, Measures, Measures], str]] = {
    DISAGREE: _disagree,
    TRICK: _trick,
    LESS_CARE: _less_care,
    COHORT: _cohort,
    NEW_POSTS: _new_posts,
}
