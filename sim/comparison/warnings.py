"""What must be said beside a difference, or it would be misread: contradictions, tricks, cohorts, posts from nowhere.

Pure functions from summaries to cautions; the words are the outputs'. What is clear lies beyond its 95 % interval and
rests on enough replications. Source: section 7 (2), "a design may not look better by …".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.comparison.first_row import FIRST_ROW, RANKS, sense
from sim.comparison.results import Caution, Course, Summary
from sim.comparison.statistics import FEWEST

DISAGREE = "first_row_disagrees"
LESS_CARE = "fewer_untreated_with_less_care"
COHORT = "cohort_differs"
NEW_POSTS = "gain_with_new_posts"
TRICK = "improves_without_fewer_untreated"
COURSE = "course_contradicts"
KINDS = (DISAGREE, TRICK, LESS_CARE, COHORT, NEW_POSTS, COURSE)
"""In the order in which they are told."""

COHORT_SHARE = 0.02
"""A cohort that differs by more than this share of the baseline's is another one."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A number of the second row that a trick moves, and which way."""

    measure: str
    way: int


TRICKS = (
    Sign("withdrew_share", 1),
    Sign("detected_share", -1),
    Sign("asked_untreated_days_per_client_year.in_line", 1),
    Sign("gave_up_waiting_per_client_year", 1),
    Sign("falls_per_100_client_years.bounced", 1),
    Sign("latent_days_per_client_year", 1),
    Sign("cohort_size", -1),
    Sign("exits_share", 1),
    Sign("attended_hours_per_client_year", -1),
)
"""By what another number of the first row can improve while needs go untreated: withdrawing more, finding less,
accepting into a line, giving up, refusing, asking less, dying or moving, fewer visits."""
CARE = ("treated_days_per_client_year", "attended_hours_per_client_year")


def clear(found: Summary | None) -> int:
    """Return 1 or -1 where a difference surely lies above or below 0, else 0; 0 with fewer than five replications."""
    if found is None or found.low is None or found.high is None or found.n < FEWEST:
        return 0
    return 1 if found.low > 0 else -1 if found.high < 0 else 0


def cautions(
    differences: Mapping[str, Summary],
    baseline: Mapping[str, Summary],
    course: Course | None = None,
    net: Summary | None = None,
) -> tuple[Caution, ...]:
    """Return what must be said beside a design's differences from the baseline, in the order of `KINDS`.

    `net`: share of clients who are better off minus share who are worse off.
    """
    found = (
        _disagreement(differences),
        _trick(differences),
        _less_care(differences),
        _cohort(differences, baseline),
        _new_posts(differences),
        _course(differences, course, net),
    )
    return tuple(caution for caution in found if caution is not None)


def _disagreement(differences: Mapping[str, Summary]) -> Caution | None:
    """Return those of the first row that are better and, in `by`, those that are worse, where there are both."""
    way = {name: sense(name) * clear(differences.get(name)) for name in FIRST_ROW}
    better = tuple(name for name, sign in way.items() if sign > 0)
    worse = tuple(name for name, sign in way.items() if sign < 0)
    return Caution(DISAGREE, better, worse) if better and worse else None


def _trick(differences: Mapping[str, Summary]) -> Caution | None:
    """Return those of the first row that improve while untreated needs do not, and what may have done it."""
    if sense(RANKS) * clear(differences.get(RANKS)) > 0:
        return None
    improved = tuple(n for n in FIRST_ROW if n != RANKS and sense(n) * clear(differences.get(n)) > 0)
    by = tuple(s.measure for s in TRICKS if clear(differences.get(s.measure)) == s.way)
    return Caution(TRICK, improved, by) if improved else None


def _less_care(differences: Mapping[str, Summary]) -> Caution | None:
    less = tuple(name for name in CARE if clear(differences.get(name)) < 0)
    return Caution(LESS_CARE, (RANKS,), less) if less and clear(differences.get(RANKS)) < 0 else None


def _cohort(differences: Mapping[str, Summary], baseline: Mapping[str, Summary]) -> Caution | None:
    difference, size = differences.get("cohort_size"), baseline.get("cohort_size")
    if difference is None or difference.mean is None or size is None or not size.mean:
        return None
    differs = abs(difference.mean) > COHORT_SHARE * size.mean
    return Caution(COHORT, ("cohort_size",), ("untreated_need_days_per_100_residents",)) if differs else None


def _new_posts(differences: Mapping[str, Summary]) -> Caution | None:
    """Return the caution where posts come from nobody and untreated needs seem to fall."""
    posts, untreated = differences.get("new_posts"), differences.get(RANKS)
    if posts is None or untreated is None or not posts.mean or untreated.mean is None:
        return None
    return Caution(NEW_POSTS, (RANKS,), ("new_posts",)) if posts.mean > 0 and untreated.mean < 0 else None


def _course(differences: Mapping[str, Summary], course: Course | None, net: Summary | None) -> Caution | None:
    """Return the caution where the course ends on the other side of 0 than untreated needs, sure or not.

    Or where more need-days are won than lost while more clients lose than gain for sure, or the other way round.
    """
    untreated = differences.get(RANKS)
    if course is None or not course.months or untreated is None or untreated.mean is None:
        return None
    total = course.months[-1].total.mean
    if total is None:
        return None
    against = total * untreated.mean < 0 or total * clear(net) > 0
    return Caution(COURSE, (RANKS,), ("excess_untreated_need_days",)) if against else None
