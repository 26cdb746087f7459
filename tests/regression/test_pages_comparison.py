"""The pages of a comparison, word for word in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outputs.comparison import enough
from outputs.comparison import page as tables
from outputs.comparison.by_person import GROUPS
from outputs.comparison.figures import _title as title_of_figures
from outputs.comparison.for_the_other import BY_CLIENT, HOURS, IN_ALL, SIDES, STAYS
from outputs.comparison.rows import rows
from outputs.comparison.transition import scale
from outputs.comparison.warnings import clauses
from outputs.text import screen
from outputs.text.grid import WIDTH
from sim.comparison.first_row import FIRST_ROW, RANKS, SECOND_ROW
from sim.comparison.results import Caution, Comparison, DesignResult, DifferenceResult, MovingMonth, Summary
from sim.comparison.statistics import summarise
from sim.comparison.transfer import BASELINE, BY_NEEDS
from sim.comparison.warnings import COHORT, DISAGREE, LESS_CARE, NEW_POSTS, TRICK, TRICKS
from sim.measures import unit_of
from sim.terms.language import speaking
from sim.terms.words import name_of
from tests.behaviour.test_outputs import TEN, made_up, taken_apart
from tests.golden_pages import held
from tests.study_results import enough_of

RUN = "runs/made-up"


def about(mean: float, half: float, unit: str, n: int = 20) -> Summary:
    return Summary(
        mean=mean,
        low=mean - half,
        high=mean + half,
        spread_low=mean - 3 * half,
        spread_high=mean + 3 * half,
        n=n,
        unit=unit,
    )


def everything() -> Comparison:
    """Return three designs with every table that a page may have, and figures without a value in one replication."""
    found = made_up()
    designs = tuple(_more(design, 0.02 * i) for i, design in enumerate(found.designs))
    moving = tuple(
        MovingMonth(i, *(summarise([0.6 + x if 0 <= i < 20 else 1.0] * 5, "ratio") for x in (0.0, 0.1)))
        for i in range(-6, 48)
    )
    first, second = found.differences
    return replace(found, designs=designs, differences=(_further(first), replace(_further(second), moving=moving)))


def _more(design: DesignResult, shift: float) -> DesignResult:
    more = {f"{name}.{group}": about(0.5 + shift, 0.02, unit_of(name)) for name in FIRST_ROW for group in GROUPS}
    more |= {f"cohort_size.{group}": about(9 if group == "age.18_25" else 100, 1.0, "count") for group in GROUPS}
    more |= {key.format(name_of(p)): about(120.5 + 90 * shift, 9.0, "hours") for p in SIDES for key in (HOURS, STAYS)}
    more |= {IN_ALL: about(2400.0, 50.0, "count"), BY_CLIENT: about(2.4, 0.1, "count")}
    more |= {name: about(12.3 + shift, 0.4, unit_of(name), n=19) for name in SECOND_ROW if name not in design.measures}
    more |= {"sips_per_year": about(33.0, 3.0, "count"), "background_wait_days.adult_psychiatry": about(45, 2, "days")}
    more |= {"clients_sought": about(1400.0, 12.0, "count"), "crises_per_year": about(88.0, 4.0, "count")}
    more |= {"worker_changes_per_year_in_care": about(1.3, 0.1, "count")}
    more |= {f"{name}.year_1": about(0.4 + shift, 0.02, "share") for name in ("untreated_share", "fall_rate")}
    more |= {
        f"{name}.municipality.Luleå": about(0.4 + shift, 0.02, "share") for name in ("untreated_share", "fall_rate")
    }
    return replace(design, measures={**design.measures, **more})


def _further(found: DifferenceResult) -> DifferenceResult:
    more = {f"{name}.{group}": about(0.03, 0.01, unit_of(name)) for name in FIRST_ROW for group in GROUPS}
    untreated, days, alone = BY_NEEDS
    more |= {
        "transfer.clients": about(321.0, 9.0, "count"),
        "transfer.clients_not_comorbid": about(210.0, 9.0, "count"),
    }
    more |= {untreated + BASELINE: about(0.51, 0.02, "share"), untreated: about(0.04, 0.01, "share")}
    more |= {days: about(12.5, 3.0, "days"), alone: about(-0.01, 0.02, "share")}
    more |= {"transfer.lost_share": about(0.06, 0.01, "share")}
    return replace(found, measures={**found.measures, **more})


def with_cautions() -> Comparison:
    """Return two designs that every caution holds for."""
    found = made_up(("current", "bill_2028", "big_bang"))
    tricks = tuple(sign.measure for sign in TRICKS)
    first = (
        Caution(DISAGREE, (RANKS, "days_to_treatment"), ("fall_rate", *FIRST_ROW[2:6])),
        Caution(LESS_CARE, (RANKS,), ("treated_days_per_client_year", "attended_hours_per_client_year")),
        Caution(COHORT, ("cohort_size",), ("untreated_need_days_per_100_residents",)),
        Caution(NEW_POSTS, (RANKS,), ("new_posts",)),
    )
    second = (Caution(DISAGREE, ("fall_rate",), (RANKS,)), Caution(TRICK, ("fall_rate",), tricks))
    third = (Caution(TRICK, ("days_to_treatment",), ()),)
    more = {"new_posts": about(4.5, 0.1, "count"), "cohort_size": about(-31.0, 4.0, "count")}
    more |= {"untreated_need_days_per_100_residents": about(110.0, 20.0, "days")}
    differences = tuple(
        replace(d, warnings=some, measures={**d.measures, **more})
        for d, some in zip(found.differences, (first, second), strict=True)
    )
    three = made_up(("current", "bill_2028", "big_bang", "phased"))
    return replace(three, differences=(*differences, replace(three.differences[2], warnings=third)))


def without_a_value() -> Comparison:
    """Return two designs in which nobody can be followed."""
    return made_up(("current", "big_bang"), n=5, years=1.5)


def scales() -> str:
    """Return what is said of a time scale, in every way."""

    def moved(hours: list[float], posts: list[float]) -> DifferenceResult:
        months = tuple(
            MovingMonth(i, summarise([h] * 5, "ratio"), summarise([p] * 5, "ratio"))
            for i, (h, p) in enumerate(zip(hours, posts, strict=True))
        )
        return DifferenceResult(design="big_bang", baseline="current", measures={}, moving=months)

    low, up = [0.7] * 24, [1.0] * 24
    some = (
        moved([0.7] * 6 + [1.0] * 42, up + up),
        moved(low + up, low + up),
        moved(low + low, low + low),
        moved(low + low, low + up),
        moved([0.7] * 12, [0.7] * 12),
    )
    return "\n\n".join([*(scale("big_bang", found, 5) for found in some), scale("big_bang", some[0], 4)])


PAGES = {
    "three": lambda: tables.text(made_up(), RUN),
    "three_full": lambda: tables.text(made_up(), RUN, full=True),
    "everything_full": lambda: tables.text(everything(), full=True),
    "ten": lambda: tables.text(made_up(TEN, n=6), RUN),
    "ten_full": lambda: tables.text(made_up(TEN, n=6), RUN, full=True),
    "too_few": lambda: tables.text(made_up(n=2), RUN),
    "too_few_ten": lambda: tables.text(made_up(TEN, n=2)),
    "cautions": lambda: tables.text(with_cautions(), RUN),
    "cautions_full": lambda: "\n\n".join(clauses(with_cautions(), ("current", "bill_2028", "big_bang", "phased"))),
    "alone": lambda: tables.text(made_up(("current",), n=1)),
    "no_value": lambda: tables.text(without_a_value()),
    "ablation": lambda: tables.text(taken_apart(n=6), RUN),
    "scales": scales,
    "enough": lambda: screen.text(enough.parts(enough_of(), RUN)),
    "not_enough": lambda: screen.text(enough.parts(enough_of(False), RUN, full=True)),
    "enough_on_a_page": lambda: tables.text(replace(made_up(), enough=enough_of(False)), RUN),
    "figure_titles": lambda: "\n".join(title_of_figures(found) for found in (made_up(), made_up(TEN, n=1))),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_comparison_says_what_it_said(name: str) -> None:
    held(f"comparison_{name}", PAGES[name])


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("scales", "cautions_full", "figure_titles")])
def test_a_page_in_swedish_is_no_wider_than_the_page(name: str) -> None:
    with speaking("sv"):
        assert max(map(len, PAGES[name]().splitlines())) <= WIDTH


def test_what_programs_read_is_the_same_whatever_language_is_spoken() -> None:
    found = replace(everything(), enough=enough_of(False))
    with speaking("en"):
        english = {name: list(table) for name, table in rows(found).items()}
    with speaking("sv"):
        assert {name: list(table) for name, table in rows(found).items()} == english
