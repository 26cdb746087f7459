"""A gain that is none is warned of, and by what it came; nothing is warned of that chance alone may show."""

from __future__ import annotations

import pytest

from outputs.comparison.warnings import _WORDS
from outputs.comparison.warnings import TRICKS as WORDS
from sim.comparison.course import NONE
from sim.comparison.first_row import BETTER, FIRST_ROW, RANKS, SECOND_ROW, sense
from sim.comparison.results import Caution, Course, CourseMonth, Summary
from sim.comparison.warnings import CARE, COURSE, KINDS, TRICKS, cautions, clear
from sim.measures import describe, unit_of

LEVELS = {
    "cohort_size": Summary(
        mean=1000.0, low=990.0, high=1010.0, spread_low=950.0, spread_high=1050.0, n=20, unit="count"
    )
}


def moved(n: int = 20, **means: float) -> dict[str, Summary]:
    """Return differences that are clear where they are not 0; a double underscore stands for a point in a name."""
    return {
        name.replace("__", "."): Summary(
            mean=m, low=m - 0.1 * abs(m), high=m + 0.1 * abs(m), spread_low=m, spread_high=m, n=n, unit=""
        )
        for name, m in means.items()
    }


def told(differences: dict[str, Summary], course: Course | None = None) -> dict[str, Caution]:
    return {c.kind: c for c in cautions(differences, LEVELS, course)}


def test_a_difference_is_clear_beyond_its_interval_and_with_five_replications() -> None:
    assert [clear(moved(n=n, fall_rate=0.1)["fall_rate"]) for n in (5, 4)] == [1, 0]
    assert clear(Summary(mean=0.1, low=-0.1, high=0.3, spread_low=0, spread_high=0, n=9, unit="share")) == 0
    assert clear(Summary(mean=0.0, low=0.0, high=0.0, spread_low=0, spread_high=0, n=9, unit="share")) == 0


def test_two_of_the_first_row_that_disagree_are_named_with_their_sides() -> None:
    found = told(moved(untreated_share=-0.02, fall_rate=0.01, one_treated_share=0.05))
    assert found["first_row_disagrees"] == Caution("first_row_disagrees", ("untreated_share",), ("fall_rate",))
    assert "first_row_disagrees" not in told(moved(untreated_share=-0.02, fall_rate=-0.01, one_treated_share=0.05))


@pytest.mark.parametrize(
    ("trick", "by"),
    [
        ({"withdrew_share": 0.1, "fall_rate": -0.09}, "withdrew_share"),
        ({"detected_share": -0.2, "fall_rate": -0.05}, "detected_share"),
        ({"asked_untreated_days_per_client_year__in_line": 30.0, "fall_rate": -0.11},
         "asked_untreated_days_per_client_year.in_line"),
        ({"falls_per_100_client_years__bounced": 9.0, "days_to_treatment": -5.0}, "falls_per_100_client_years.bounced"),
        ({"cohort_size": -300.0, "fall_rate": -0.05}, "cohort_size"),
        ({"exits_share": 0.1, "fall_rate": -0.05}, "exits_share"),
        ({"attended_hours_per_client_year": -2.0, "both_treated_share": 0.05}, "attended_hours_per_client_year"),
    ],
)  # fmt: skip
def test_what_improves_while_untreated_needs_do_not_is_a_trick_and_is_told_by_what(
    trick: dict[str, float], by: str
) -> None:
    for untreated in (0.0, 0.03):
        caution = told(moved(**trick) | moved(untreated_share=untreated))["improves_without_fewer_untreated"]
        assert by in caution.by
        assert set(caution.measures) <= {"fall_rate", "days_to_treatment", "both_treated_share"}
    honest = told(moved(**trick) | moved(untreated_share=-0.03))
    assert "improves_without_fewer_untreated" not in honest


def test_a_trick_without_a_sign_in_the_second_row_is_warned_of_all_the_same() -> None:
    assert told(moved(fall_rate=-0.1, untreated_share=0.0))["improves_without_fewer_untreated"].by == ()


def test_fewer_untreated_needs_with_less_care_are_warned_of() -> None:
    found = told(moved(untreated_share=-0.03, treated_days_per_client_year=-4.0))
    assert found["fewer_untreated_with_less_care"].by == ("treated_days_per_client_year",)
    assert not told(moved(untreated_share=-0.03, treated_days_per_client_year=4.0))


def test_a_cohort_that_differs_by_more_than_two_percent_is_another_one() -> None:
    assert "cohort_differs" in told(moved(cohort_size=-25.0))
    assert "cohort_differs" not in told(moved(cohort_size=19.0))


def course_that_wins_days() -> Course:
    """Return a course of one month with 900 untreated need-days fewer."""
    end = Summary(mean=-900.0, low=-1000.0, high=-800.0, spread_low=0, spread_high=0, n=20, unit="days")
    return Course(
        months=(
            CourseMonth(
                date="2028-01-01",
                excess=end,
                total=end,
                untreated_share=0.5,
                baseline_untreated_share=0.5,
                newly_fallen=1.0,
                baseline_newly_fallen=1.0,
            ),
        ),
        recovered_by="2028-01-01",
        never_worse=True,
        months_to_recovery=NONE,
        recovered_share=NONE,
        differs=True,
    )


def test_a_gain_with_posts_from_nobody_is_said_to_rest_on_them() -> None:
    assert told(moved(untreated_share=-0.03, new_posts=41.0))["gain_with_new_posts"].by == ("new_posts",)
    assert "gain_with_new_posts" not in told(moved(untreated_share=0.03, new_posts=41.0))
    assert "gain_with_new_posts" not in told(moved(untreated_share=-0.03, new_posts=0.0))


def test_a_course_that_ends_on_the_other_side_than_untreated_needs_contradicts_them() -> None:
    course = course_that_wins_days()
    assert COURSE in told(moved(untreated_share=0.03), course)
    assert COURSE not in told(moved(untreated_share=-0.03), course)


def test_a_course_that_wins_days_while_more_clients_lose_than_gain_is_told_with_why() -> None:
    course = course_that_wins_days()
    differences = moved(untreated_share=-0.03)
    for net, contradicts in ((-0.03, True), (0.03, False)):
        of_all = Summary(mean=net, low=net - 0.01, high=net + 0.01, spread_low=0, spread_high=0, n=20, unit="share")
        assert (COURSE in {c.kind for c in cautions(differences, LEVELS, course, of_all)}) is contradicts


def test_too_few_replications_warn_only_of_what_needs_no_statistics() -> None:
    some = moved(4, untreated_share=-0.03, fall_rate=0.1, treated_days_per_client_year=-4.0, new_posts=3.0,
                 cohort_size=99.0)  # fmt: skip
    assert set(told(some)) == {"gain_with_new_posts", "cohort_differs"}


def test_every_measure_of_both_rows_and_every_sign_of_a_trick_is_a_measure_and_has_words() -> None:
    for name in (*FIRST_ROW, *SECOND_ROW, *(s.measure for s in TRICKS), *CARE):
        assert unit_of(name)
        assert describe(name)
    assert {s.measure for s in TRICKS} | set(CARE) == set(WORDS)
    assert set(_WORDS) == set(KINDS) - {COURSE}
    assert set(BETTER) == set(FIRST_ROW)
    assert [sense(n) for n in (RANKS, "detected_share", "one_treated_share")] == [-1, 1, 0]
