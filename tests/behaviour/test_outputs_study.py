"""A study says what its numbers say and no more, the same in Swedish and in English, and shows what it rests on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from outputs.study import page as study
from outputs.study.appendix import turned
from outputs.study.even import Even, enough, judged
from outputs.study.findings import findings_toml
from outputs.study.hangs_on import hangs_on
from outputs.study.sentences import answer, sentences, who_else
from outputs.study.surface_panel import ABOVE, BELOW, levels_for
from outputs.study.view import View
from outputs.text.evidence import rests_on
from outputs.text.grid import WIDTH, Grid
from outputs.text.measures import HEADLINE, short
from outputs.text.pages import row_of
from outputs.text.screen import text
from outputs.worth import page as worth
from outputs.worth.sentences import first
from scenarios.files.study_file import FindingsTable
from sim.analysis.estimates import Estimate
from sim.studies.break_even import Beside
from sim.studies.worth import CountWorth, Worth
from sim.terms.language import speaking
from tests.made_studies import (
    BARELY,
    CROSSING,
    DAYS,
    DISTANCE,
    FALL,
    FEWER,
    KEYS,
    LEAD,
    MANY,
    MEASURES,
    MORE,
    MUCH_FEWER,
    MUCH_MORE,
    NONE,
    NOT_COMORBID,
    NOWHERE,
    SOCIAL,
    TREATMENT,
    UNCLEAR,
    UNTREATED,
    VARIATIONS,
    a_ranking,
    a_worth,
    asked,
    county,
    days,
    design,
    every_view,
    grid_view,
    points,
    study_of,
    surface,
    threshold,
    told,
    unvaried,
    view,
)


def said(code: str, form: Callable[..., str], *args: Any) -> str:
    """Return what is said in a language."""
    with speaking(code):
        return form(*args)


# What is enough


@pytest.mark.parametrize(
    ("found", "en", "sv"),
    [
        (
            CROSSING,
            "at least 62 % (41 to 80) of the treatment workers must follow",
            "minst 62 % (41 till 80) av behandlarna ska följa med",
        ),
        (
            Beside(setting={}, crossing=Estimate(0.3, 0.1, 0.5), at_low=FEWER, at_high=MUCH_MORE),
            "at most 30 % (10 to 50) of the treatment workers must follow",
            "högst 30 % (10 till 50) av behandlarna ska följa med",
        ),
        (
            Beside(setting={}, crossing=Estimate(0.62, 0.41, 1.0), at_low=MUCH_MORE, at_high=BARELY),
            "at least 62 % (41 to 100) of the treatment workers must follow, though it is not sure that there is such "
            "a share: perhaps no share is enough",
            "minst 62 % (41 till 100) av behandlarna ska följa med, men det är inte säkert att det finns en sådan "
            "andel: kanske räcker ingen andel",
        ),
        (
            Beside(setting={}, crossing=Estimate(0.62, 0.0, 0.8), at_low=UNCLEAR, at_high=FEWER),
            "at least 62 % (0 to 80) of the treatment workers must follow, though it is not sure that there is such a "
            "share: perhaps any share is enough",
            "minst 62 % (0 till 80) av behandlarna ska följa med, men det är inte säkert att det finns en sådan "
            "andel: kanske räcker vilken andel som helst",
        ),
        (
            Beside(setting={}, crossing=Estimate(0.62, 0.0, 1.0), at_low=UNCLEAR, at_high=BARELY),
            "at least 62 % (0 to 100) of the treatment workers must follow, though it is not sure that there is such a "
            "share: perhaps no share is enough, perhaps any is",
            "minst 62 % (0 till 100) av behandlarna ska följa med, men det är inte säkert att det finns en sådan "
            "andel: kanske räcker ingen andel, kanske vilken som helst",
        ),
        (
            Beside(setting={}, crossing=Estimate(0.3, 0.0, 0.5), at_low=BARELY, at_high=MUCH_MORE),
            "at most 30 % (0 to 50) of the treatment workers must follow, though it is not sure that there is such a "
            "share: perhaps no share is enough",
            "högst 30 % (0 till 50) av behandlarna ska följa med, men det är inte säkert att det finns en sådan "
            "andel: kanske räcker ingen andel",
        ),
        (
            NOWHERE,
            "no share of the treatment workers is enough: even if all treatment workers follow, 0.6 (0.1 to 1.1) "
            "percentage points more of the needs go untreated",
            "ingen andel av behandlarna räcker: även om alla behandlare följer med förblir 0,6 (0,1 till 1,1) "
            "procentenheter fler av behoven obehandlade",
        ),
        (
            Beside(setting={}, crossing=None, at_low=MUCH_MORE, at_high=UNCLEAR),
            "no share of the treatment workers is enough as far as the estimate goes, but that is not sure: if all "
            "treatment workers follow, the difference cannot be told from none (+0.3, −0.2 to +0.8 percentage points)",
            "ingen andel av behandlarna räcker enligt skattningen, men det är inte säkert: om alla behandlare följer "
            "med går skillnaden inte att skilja från ingen alls (+0,3; −0,2 till +0,8 procentenheter)",
        ),
        (
            Beside(setting={}, crossing=None, at_low=MUCH_MORE, at_high=MORE, nearest=UNCLEAR, nearest_at=0.5),
            "no share of the treatment workers is enough as far as the estimate goes, but that is not sure: if 50 % of "
            "the treatment workers follow, the difference cannot be told from none (+0.3, −0.2 to +0.8 percentage "
            "points)",
            "ingen andel av behandlarna räcker enligt skattningen, men det är inte säkert: om 50 % av behandlarna "
            "följer med går skillnaden inte att skilja från ingen alls (+0,3; −0,2 till +0,8 procentenheter)",
        ),
        (
            Beside(setting={}, crossing=None, at_low=FEWER, at_high=MUCH_FEWER),
            "any share of the treatment workers is enough: even if none of the treatment workers follow, 1.0 (0.3 to "
            "2.0) percentage points fewer of the needs go untreated",
            "vilken andel som helst av behandlarna räcker: även om ingen av behandlarna följer med förblir 1,0 (0,3 "
            "till 2,0) procentenheter färre av behoven obehandlade",
        ),
        (
            Beside(setting={}, crossing=None, at_low=BARELY, at_high=MUCH_FEWER),
            "any share of the treatment workers is enough as far as the estimate goes, but that is not sure: if none "
            "of the treatment workers follow, the difference cannot be told from none (−0.2, −0.9 to +0.4 percentage "
            "points)",
            "vilken andel som helst av behandlarna räcker enligt skattningen, men det är inte säkert: om ingen av "
            "behandlarna följer med går skillnaden inte att skilja från ingen alls (−0,2; −0,9 till +0,4 "
            "procentenheter)",
        ),
        (
            Beside(setting={}, crossing=None, at_low=UNCLEAR, at_high=UNCLEAR),
            "the share of the treatment workers that is enough cannot be told: neither at 0 % nor at 100 % can the "
            "difference be told from none (+0.3, −0.2 to +0.8 percentage points, and +0.3, −0.2 to +0.8 percentage "
            "points)",
            "det inte går att säga hur stor andel av behandlarna som räcker: varken vid 0 % eller vid 100 % går "
            "skillnaden att skilja från ingen alls (+0,3; −0,2 till +0,8 procentenheter, och +0,3; −0,2 till +0,8 "
            "procentenheter)",
        ),
        (
            Beside(setting={}, crossing=None, at_low=MORE, at_high=MORE, several=True),
            "the share of the treatment workers that is enough cannot be told: the difference changes sides more than "
            "once from 0 to 100 %",
            "det inte går att säga hur stor andel av behandlarna som räcker: skillnaden byter sida mer än en gång från "
            "0 till 100 %",
        ),
        (
            Beside(setting={}, crossing=None, at_low=NONE, at_high=NONE),
            "the share of the treatment workers that is enough cannot be told: at neither end of the range is there "
            "any difference",
            "det inte går att säga hur stor andel av behandlarna som räcker: i ingen ände av spannet är det någon "
            "skillnad",
        ),
    ],
)
def test_what_is_enough_is_told_as_surely_as_the_interval_does(found: Beside, en: str, sv: str) -> None:
    assert said("en", enough, KEYS[TREATMENT], UNTREATED, found) == en
    assert said("sv", enough, KEYS[TREATMENT], UNTREATED, found) == sv


def test_a_key_that_is_no_share_of_people_is_told_by_its_label_and_range() -> None:
    assert (
        said("en", enough, DISTANCE, UNTREATED, CROSSING) == "“Visits at a distance” must be at least 62 % (41 to 80)"
    )
    assert said("sv", enough, DISTANCE, UNTREATED, NOWHERE) == (
        "inget värde på ”Besök på distans” från 0 till 90 % räcker: även om ”Besök på distans” är 90 % förblir 0,6 "
        "(0,1 "
        "till 1,1) procentenheter fler av behoven obehandlade"
    )
    factor = replace(CROSSING, crossing=Estimate(1.2, 0.9, 1.6))
    assert said("en", enough, KEYS[LEAD], UNTREATED, factor) == (
        "“Time to recruit, times what is assumed” must be at least 1.20 (0.90 to 1.60) times what is assumed"
    )


def test_more_is_asked_for_where_higher_is_better_for_clients() -> None:
    rises = Beside(setting={}, crossing=Estimate(0.62, 0.41, 0.80), at_low=FEWER, at_high=MUCH_MORE)
    assert said("en", enough, KEYS[TREATMENT], "detected_share", rises).startswith("at least 62 %")
    assert said("en", enough, KEYS[TREATMENT], "detected_share", CROSSING).startswith("at most 62 %")


def test_where_no_way_is_better_it_is_told_where_the_two_are_the_same() -> None:
    assert said("en", enough, KEYS[TREATMENT], "load.hvb", CROSSING).startswith("about 62 % (41 to 80)")
    above = said(
        "en",
        enough,
        KEYS[TREATMENT],
        "load.hvb",
        Beside(setting={}, crossing=None, at_low=days(2, 1, 3), at_high=days(3, 2, 4)),
    )
    assert above.startswith("no share of the treatment workers makes the two the same")


def test_a_dip_that_begins_and_ends_on_one_side_is_no_single_break_even() -> None:
    assert judged(replace(CROSSING, at_high=MORE), 0.0, 1.0) == Even.SEVERAL


# The three sentences


def test_the_answer_of_a_sample_names_each_key_and_says_that_all_else_stands() -> None:
    assert said("en", answer, view()) == (
        "For the share of needs untreated under “By stages” to be no higher than today, at least 62 % (41 to 80) of "
        "the treatment "
        "workers must follow; no share of the social workers is enough: even if all social workers follow, 0.6 (0.1 to "
        "1.1) percentage points more of the needs go untreated (each alone, all else as the design has it)"
    )
    assert said("sv", answer, view()) == (
        "För att andelen obehandlade behov med ”Etappvis” inte ska vara högre än i dag gäller att minst 62 % "
        "(41 till 80) av behandlarna ska följa med; ingen andel av socialsekreterarna räcker: även om alla "
        "socialsekreterare "
        "följer med förblir 0,6 (0,1 till 1,1) procentenheter fler av behoven obehandlade (var för sig, allt annat "
        "som i lösningen)"
    )


def test_another_baseline_than_today_is_named() -> None:
    one = replace(county(), designs=(design("big_bang"), design("phased", {UNTREATED: MORE})))
    other = View(study_of(one, baseline="big_bang"), one)
    assert "to be no higher than under “All at once”, " in said("en", answer, other)
    assert "inte ska vara högre än med ”Allt på en dag” " in said("sv", answer, other)
    assert "compared with “All at once”" in said("en", who_else, other)


def test_break_evens_on_another_measure_answer_where_the_first_has_none() -> None:
    told_gap = told(
        SOCIAL,
        DAYS,
        Beside(setting={}, crossing=Estimate(0.5, 0.4, 0.6), at_low=days(4, 2, 6), at_high=days(-3, -5, -1)),
    )
    assert said("en", answer, view(break_evens=(told_gap,))).startswith(
        "For the time to treatment under “By stages” to be no"
    )


@pytest.mark.parametrize(
    ("changes", "en", "sv"),
    [
        (
            (UNCLEAR, FEWER, MUCH_MORE, MORE),
            "what moves the difference in the share of needs untreated most, as far as the estimates go and in "
            "percentage points, is "
            "“Posts never refilled” (+2.0, +1.0 to +3.0, from 0 to 50 %), “Treatment workers who follow” (−1.0, −2.0 "
            "to −0.3, from 0 to 100 %) and “Time to recruit, times what is assumed” (+0.6, +0.1 to +1.1, from 0.5 to "
            "2.3 times what is assumed); of the other one no effect can be told from none",
            "det som ändrar skillnaden i andelen obehandlade behov mest, så långt skattningarna räcker och i "
            "procentenheter, är ”Tjänster som aldrig återbesätts” (+2,0; +1,0 till +3,0, från 0 till 50 %), "
            "”Behandlare som följer med” (−1,0; −2,0 till −0,3, från 0 till 100 %) och ”Rekryteringstid, gånger dagens "
            "antagande” (+0,6; +0,1 till +1,1, från 0,5 till 2,3 gånger det som antas); för den andra går ingen "
            "inverkan att skilja från ingen alls",
        ),
        (
            (UNCLEAR, UNCLEAR, UNCLEAR, UNCLEAR),
            "of the 4 things varied, none has an effect on the difference in the share of needs untreated that can be "
            "told from none",
            "av de 4 saker som varierats har ingen en inverkan på skillnaden i andelen obehandlade behov som "
            "går att skilja från ingen alls",
        ),
    ],
)
def test_only_effects_that_can_be_told_from_none_are_named(changes: tuple[Estimate, ...], en: str, sv: str) -> None:
    seen = view(surfaces=(surface(UNTREATED, changes),))
    assert said("en", hangs_on, seen) == en
    assert said("sv", hangs_on, seen) == sv


def test_a_single_effect_that_cannot_be_told_is_named_as_such() -> None:
    one = surface(UNTREATED, (UNCLEAR, FEWER, MORE, MORE))
    seen = view(surfaces=(replace(one, effects=one.effects[:1]),))
    assert said("en", hangs_on, seen) == (
        "the effect of “Social workers who follow” on the difference in the share of needs untreated cannot be told "
        "from none"
    )


def test_who_may_pay_is_told_with_what_it_rests_on() -> None:
    assert said("en", who_else, view()) == (
        "with the numbers of the design itself, under “By stages”, compared with today, 0.6 (0.1 to 1.1) percentage "
        "points more of those with dependence alone go untreated; 1.0 (0.3 to 2.0) percentage points fewer fall "
        "between "
        "chairs; this rests on 40 replications of each design and a sample of 3 points (the study asks for more "
        "precision in the time to treatment), and most numbers behind it are assumptions"
    )
    assert said("sv", who_else, view(precise={UNTREATED: True})) == (
        "med lösningens egna tal, med ”Etappvis”, jämfört med i dag, förblir 0,6 (0,1 till 1,1) procentenheter fler "
        "av dem med enbart beroende obehandlade; faller 1,0 (0,3 till 2,0) procentenheter färre mellan stolarna; detta "
        "vilar på 40 upprepningar av varje lösning och ett urval av 3 punkter (så precist som studien begär), och "
        "de "
        "flesta tal bakom det är antaganden"
    )


def test_a_surface_that_does_not_agree_with_the_designs_own_runs_is_not_trusted() -> None:
    wrong = replace(surface(UNTREATED, (MORE, MORE, MORE, MORE)), usual=MUCH_FEWER)
    seen = view(surfaces=(wrong, surface(NOT_COMORBID, (MORE, MORE, MORE, MORE))))
    assert (
        "a sample of 3 points (the surface does not agree with the design's own runs in the share of needs untreated; "
        "the study asks"
    ) in said("en", who_else, seen)
    assert ("(ytan stämmer inte med lösningens egna körningar i andelen obehandlade behov; studien begär") in said(
        "sv", who_else, seen
    )
    page = re.sub(r"\s+", " ", text(study.parts(seen.study)))
    assert "The surface does not agree with the design's own runs: untreated needs. Do not rely on it there." in page
    assert "does not agree" not in text(study.parts(study_of()))


def test_what_has_no_value_or_no_interval_is_said_and_not_guessed() -> None:
    absent = view(designs=(design("current"), design("phased", {NOT_COMORBID: None})))
    assert "the share untreated of those with dependence alone has no value to compare" in said("en", who_else, absent)
    assert "the fall rate has no value to compare" in said("en", who_else, absent)
    few = view(designs=(design("current", n=4), design("phased", {NOT_COMORBID: MUCH_MORE, FALL: MORE}, n=4)))
    assert "(+2.0 percentage points) rests on too few replications to tell" in said("en", who_else, few)
    assert "(+0,6 procentenheter) på för få upprepningar för att kunna tolkas" in said("sv", who_else, few)
    single = view(designs=(design("current", n=1), design("phased", {NOT_COMORBID: MORE, FALL: MORE}, n=1)))
    assert "(+0.6 percentage points) rests on too few replications to tell" in said("en", who_else, single)
    assert "this rests on one replication of each design" in said("en", who_else, single)


def test_a_difference_of_zero_for_certain_is_no_difference() -> None:
    seen = unvaried(design("current"), design("phased", {UNTREATED: NONE}))
    assert said("en", answer, seen) == (
        "under “By stages”, compared with today, there is no difference in the share of needs untreated"
    )


def test_several_designs_are_grouped_by_what_their_intervals_say() -> None:
    seen = unvaried(
        design("current"),
        design("phased", {UNTREATED: MORE}),
        design("big_bang", {UNTREATED: UNCLEAR}),
        design("full_reform", {UNTREATED: MUCH_FEWER}),
    )
    assert said("en", answer, seen) == (
        "compared with today, the share of needs untreated (percentage points) is higher under “By stages” (+0.6, "
        "+0.1 to +1.1) and "
        "lower under “The full reform” (−3.0, −4.0 to −2.0), for “All at once” the difference cannot be told from none"
    )
    assert said("sv", answer, seen) == (
        "jämfört med i dag gäller: andelen obehandlade behov (procentenheter) är högre med ”Etappvis” (+0,6; "
        "+0,1 till +1,1) och lägre med ”Hela reformen” (−3,0; −4,0 till −2,0), och för ”Allt på en dag” går "
        "skillnaden inte att skilja från ingen alls"
    )


def test_a_study_of_one_design_says_that_there_is_nothing_to_compare() -> None:
    (only,) = sentences(unvaried(design("current")))
    assert only.en == "Only one design was run, so there is nothing to compare."


# A grid


def test_the_answer_of_a_grid_counts_combinations_by_side() -> None:
    assert said("en", answer, grid_view()) == (
        "under “By stages”, compared with today, of 4 combinations tried in 1 more of the needs go "
        "untreated, in 2 fewer of the needs go untreated and in 1 the difference in the share of needs untreated "
        "cannot be told from none (means from −3.0 to +0.6 percentage points)"
    )
    assert said("en", hangs_on, grid_view()) == (
        "from the first value to the last of what was varied, the mean difference in the share of needs untreated "
        "changes (percentage "
        "points, without interval) by +2.5 with “Days” (0 to 90 days) and by −0.9 with “Share” (20 to 100 %)"
    )
    assert said("sv", hangs_on, grid_view()).endswith(
        "(procentenheter, utan intervall) med +2,5 för ”Dagar” (0 till 90 dagar) och med −0,9 för ”Andel” (20 "
        "till 100 %)"
    )


def test_a_grid_without_values_says_so() -> None:
    whole = grid_view()
    empty = tuple(replace(p, differences={}) for p in whole.county.grid["phased"])
    one = replace(whole.county, grid={"phased": empty})
    seen = View(study_of(one, variations=whole.study.variations), one)
    assert "4 have no value to compare" in said("en", answer, seen)
    assert said("en", hangs_on, seen) == "no key has two values at which the share of needs untreated can be compared"


# What to ask first


@pytest.mark.parametrize(
    ("found", "en", "sv"),
    [
        (
            a_worth(*(asked(n, Estimate(12, 3, 21), True) for n in ("posts", "hours", "seekers")), *MANY[:7]),
            "Ask the municipalities first: “How many posts?” Knowing the answer before a design is chosen is worth 12 "
            "(3 to 21) falls avoided a year.",
            "Fråga kommunerna först: ”Hur många posts?” Att veta svaret innan en lösning väljs är värt 12 (3 till "
            "21) färre fall om året.",
        ),
        (
            a_worth(asked("posts", Estimate(12, 0, 30), True), *MANY),
            "Ask the municipalities first: “How many posts?” Knowing the answer before a design is chosen is worth 12 "
            "(0 to 30) falls avoided a year, though it is not sure that it is worth anything. Of 19 counts 1 is told "
            "from none; 1 are to be expected by chance alone.",
            "Fråga kommunerna först: ”Hur många posts?” Att veta svaret innan en lösning väljs är värt 12 (0 till "
            "30) färre fall om året, men det är inte säkert att det är värt något. För 1 av 19 uppgifter går värdet "
            "att skilja från ingen nytta; 1 är att vänta av ren slump.",
        ),
        (
            a_worth(asked("posts", Estimate(5, 0, 30), False), *MANY),
            "No count can be told from none: of 19 looked at, the largest estimate, 5 (0 to 30) falls avoided a year, "
            "is for asking the municipalities “How many posts?”",
            "För ingen uppgift går värdet att skilja från ingen nytta alls: av 19 som prövats är den största "
            "skattningen, 5 (0 till 30) färre fall om året, för att fråga kommunerna ”Hur många posts?”",
        ),
        (
            a_worth(*MANY, everything=Estimate(0, 0, 30)),
            "No answer would change the choice, as far as the draws tell: “By stages” has the lowest number of falls "
            "whatever the numbers turn out to be; knowing everything would be worth 0 (0 to 30) falls avoided a year.",
            "Inget svar skulle ändra valet, så långt upprepningarna visar: ”Etappvis” har lägst antal fall hur "
            "talen än "
            "visar sig vara; att veta allt vore värt 0 (0 till 30) färre fall om året.",
        ),
        (
            a_worth(*(asked(n, Estimate(0, 0, 4), True) for n in ("posts", "hours", "seekers"))),
            "What bears most clearly on the differences is “How many posts?” (ask the municipalities), but “By stages” "
            "has the lowest number of falls whatever the answer, as far as the draws tell: knowing it is worth 0 (0 to "
            "4) falls avoided a year.",
            "Tydligast för skillnaderna är ”Hur många posts?” (fråga kommunerna), men ”Etappvis” har lägst antal fall "
            "vad svaret än blir, så långt upprepningarna visar: att veta det är värt 0 (0 till 4) färre fall om året.",
        ),
        (
            a_worth(),
            "No count that could be asked for teaches anything that differs between the draws.",
            "Ingen uppgift som går att fråga efter lär något som skiljer upprepningarna åt.",
        ),
    ],
)
def test_what_to_ask_first_is_told_as_surely_as_the_draws_do(found: Worth, en: str, sv: str) -> None:
    assert said("en", first, found, {"phased": "By stages"}) == en
    assert said("sv", first, found, {"phased": "Etappvis"}) == sv


def test_worth_of_a_share_is_told_in_percentage_points() -> None:
    one = asked("posts", Estimate(0.004, 0.001, 0.009), True)
    found = replace(a_worth(one, everything=Estimate(0.01, 0.0, 0.02)), measure=UNTREATED, unit="share")
    assert "is worth 0.4 (0.1 to 0.9) percentage points fewer needs untreated." in said("en", first, found)
    assert "är värt 0,4 (0,1 till 0,9) procentenheter färre obehandlade behov." in said("sv", first, found)
    other = replace(found, measure=FALL)
    assert "is worth 0.4 (0.1 to 0.9) percentage points in the fall rate" in said("en", first, other)


def test_the_page_of_worth_names_whom_to_ask_and_what_rests_on_evidence() -> None:
    page = text(worth.parts(a_worth(asked("posts", Estimate(12, 3, 21), True), *MANY), "runs/x"))
    for words in (
        "How many posts?",
        "the municipalities",
        "12 (3 to 21)",
        "evidence NB-046",
        "assumption A104",
        "no count",
        "Knowing every parameter would be worth 31 (12 to 52) falls avoided a year.",
        "12 of 19 shown",
        "about 20 of them",
    ):
        assert words in page
    assert "How many things of kind 17?" not in page
    assert "How many things of kind 17?" in text(worth.parts(a_worth(*MANY), full=True))
    assert max(map(len, page.splitlines())) <= WIDTH


# Which design is left


@pytest.mark.parametrize(
    ("left", "decided", "en"),
    [
        (
            ("phased",),
            True,
            "“By stages” has the lowest share of needs untreated, or one within 0.5 percentage points of it, with 95 "
            "% confidence",
        ),
        (
            ("current", "phased"),
            True,
            "of “Today's divided responsibility” and “By stages”, which differ by less than 0.5 percentage points in "
            "share of needs untreated, none can be called lowest",
        ),
        (
            ("current", "phased"),
            False,
            "which of “Today's divided responsibility” and “By stages” has the lowest share of needs untreated "
            "cannot be told after 60 draws",
        ),
    ],
)
def test_a_race_is_told_as_it_ended(left: tuple[str, ...], decided: bool, en: str) -> None:
    pair = (design("current"), design("phased", {UNTREATED: FEWER}))
    assert said("en", hangs_on, unvaried(*pair, ranks=a_ranking(left, decided))) == en


def test_what_to_ask_follows_the_ranking() -> None:
    pair = (design("current"), design("phased", {UNTREATED: FEWER}))
    found = a_worth(asked("posts", Estimate(12, 3, 21), True))
    both = unvaried(*pair, ranks=a_ranking(("phased",), True), worth=found)
    assert "confidence; ask the municipalities first: “How many posts?”" in said("en", hangs_on, both)
    assert "säkerhet; fråga kommunerna först: ”Hur många posts?”" in said("sv", hangs_on, both)


# All sentences


@pytest.mark.parametrize("nth", range(12))
def test_both_languages_give_the_same_numbers_in_the_same_order(nth: int) -> None:
    for sentence in sentences(every_view()[nth]):
        sv, en = (re.findall(r"[+−]?\d+(?:[.,]\d+)?", s) for s in (sentence.sv, sentence.en))
        assert [n.replace(",", ".") for n in sv] == en
        assert sentence.sv.lstrip("”")[0].isupper()
        assert sentence.en.lstrip("“")[0].isupper()
        assert sentence.sv[-1] in ".?”"
        assert sentence.en[-1] in ".?”"


@pytest.mark.parametrize("nth", range(12))
def test_no_sentence_favours_a_design_or_calls_a_difference_significant(nth: int) -> None:
    favours = r"\b(significan\w*|signifikan\w*|better|worse|best|worst|bättre|sämre|bäst|sämst)\b"
    for sentence in sentences(every_view()[nth]):
        assert not re.search(favours, f"{sentence.sv} {sentence.en}", re.IGNORECASE)


def test_there_are_three_sentences_wherever_there_is_something_to_compare() -> None:
    assert [len(sentences(v)) for v in every_view()] == [1 if not v.others else 3 for v in every_view()]


# The page


@pytest.mark.parametrize("nth", range(12))
@pytest.mark.parametrize("full", [False, True])
def test_no_line_is_wider_than_the_page(nth: int, full: bool) -> None:
    page = text(study.parts(every_view()[nth].study, "runs/x", full))
    assert [line for line in page.splitlines() if len(line) > WIDTH] == []


def test_untreated_needs_never_stand_alone() -> None:
    grids = {g.title: g for g in study.parts(study_of()) if isinstance(g, Grid)}
    table = grids["By stages (phased) against Today's divided responsibility (current)"]
    rows = [row[0] for row in table.rows]
    assert rows == [row_of(m) for m in HEADLINE]


def test_every_effect_and_every_break_even_stands_in_a_table() -> None:
    page = re.sub(r"\s+", " ", text(study.parts(study_of())))
    for v in VARIATIONS:
        assert v.label.en in page
        assert v.why in page
    assert "62 % (41 to 80)" in page
    assert "a × 0.5, b 0 %" in page
    assert "none: more throughout" in page
    assert "none: fewer throughout" in page
    assert "90 % (70 to 100) ?" in page
    assert "a: Time to recruit, times what is assumed; b: Posts never refilled" in page
    assert "61 %" in page


def test_effects_on_all_measures_are_printed_if_asked_for() -> None:
    extra = surface(DAYS, (MORE, MORE, days(7.7, 7.1, 8.1), MORE))
    one = replace(county(), surfaces=(*county().surfaces, extra))
    assert "+7.7" not in text(study.parts(study_of(one)))
    assert "+7.7" in text(study.parts(study_of(one), full=True))


def test_what_was_not_precise_enough_is_said() -> None:
    page = re.sub(r"\s+", " ", text(study.parts(study_of())))
    assert f"the study asks for more than was reached for {short(DAYS)}; reached for untreated needs." in page
    assert "Precision" not in text(study.parts(view(precise={}).study))


@pytest.mark.parametrize(
    ("usual", "other", "words"),
    [
        (MORE, MORE, "no conclusion turns"),
        (MORE, FEWER, "a conclusion turns with others: never received 45 days (untreated needs, phased)"),
        (MORE, points(-0.1, -0.9, 0.7), "The mean is on the other side, but not surely, with never received 45 days"),
        (UNCLEAR, UNCLEAR, "with the usual ones no difference on these measures can be told from none."),
        (UNCLEAR, FEWER, "Told from none there but not with the usual one: never received 45 days"),
        (MORE, None, "No interval to compare with never received 45 days (untreated needs, phased)."),
    ],
)
def test_it_is_said_whether_a_conclusion_turns_with_a_threshold(
    usual: Estimate, other: Estimate | None, words: str
) -> None:
    rows = (*threshold("never_received", 45, False, other), *threshold("never_received", 90, True, usual))
    seen = view(designs=(design("current"), design("phased", {UNTREATED: usual})), appendix=rows)
    assert words in re.sub(r"\s+", " ", turned(seen, rows))


def test_the_appendix_stands_in_a_table_unless_there_is_none() -> None:
    assert "never received   45 days  untreated needs" in text(study.parts(study_of()))
    assert "hreshold" not in text(study.parts(view(appendix=()).study))


@pytest.mark.parametrize(
    ("why", "found"),
    [
        ("assumption: the whole range", "assumption"),
        ("A034: 2 to 8 months about 4", "assumption"),
        ("NB-042: 90 days; VA-160: 30 days", "evidence"),
        ("A254: 33 days (X216) to a year", "evidence and assumption"),
        ("NB-042: 90 days; the low end is an assumption", "evidence and assumption"),
        ("somebody said so", "assumption"),
    ],
)
def test_what_a_range_rests_on_is_read_from_the_ledger(why: str, found: str) -> None:
    assert rests_on(why) == found


# Files


def test_the_tables_hold_every_point_design_and_measure(tmp_path: Path) -> None:
    from outputs.files.csv import write_rows

    tables = study.rows(study_of(county(), county("gavleborg", "Gävleborg")))
    assert set(tables) == {
        "sentences", "designs", "points", "surfaces", "effects", "slices", "break_evens", "thresholds", "variations",
    }  # fmt: skip
    assert len(tables["sentences"]) == 6
    assert len(tables["points"]) == 2 * 3 * 2
    assert set(MEASURES) | {"county", "design", "replication", SOCIAL, LEAD} <= set(tables["points"][0])
    assert len(tables["designs"]) == 2 * 2 * len(MEASURES)
    assert len(tables["effects"]) == 2 * 2 * len(VARIATIONS)
    assert len(tables["slices"]) == 2 * 2 * 121
    assert [r["known"] for r in tables["break_evens"][:5]] == [
        "crosses", "above throughout", "crosses", "crosses, not sure", "below throughout",
    ]  # fmt: skip
    assert tables["break_evens"][1][f"with_{LEAD}"] == "x0.5"
    assert {r["rests_on"] for r in tables["variations"]} == {"assumption"}
    for name, rows in tables.items():
        write_rows(rows, tmp_path / f"{name}.csv")
        assert len((tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()) == len(rows) + 1


def test_the_tables_of_ranking_and_worth_are_among_them() -> None:
    tables = study.rows(every_view()[-2].study)
    assert {"ranking", "measures", "race", "counts", "parameters", "worth"} <= set(tables)
    assert tables["counts"][0] | {"county": "norrbotten", "count": "posts", "value": 12} == tables["counts"][0]
    assert len(study.rows(grid_view().study)["grid"]) == 4 * len(MEASURES)


def test_findings_can_be_pasted_into_the_study_file() -> None:
    found = study_of(county(), county("gavleborg", "Gävleborg"))
    document = tomllib.loads(findings_toml(found))
    table = FindingsTable.model_validate(document["findings"])
    assert table.date == datetime.now(UTC).astimezone().date()
    assert re.fullmatch(r"\d+\.\d+.*", table.version)
    assert len(table.sentences) == 6
    assert table.sentences[0].sv.startswith("Norrbotten: För att andelen obehandlade behov med ”Etappvis”")
    assert table.sentences[3].en.startswith("Gävleborg: For the share of needs untreated")


def test_findings_of_questions_with_quotation_marks_are_still_toml() -> None:
    odd = asked('so-called "posts" \\ and\nothers', Estimate(12, 3, 21), True)
    pair = (design("current"), design("phased", {UNTREATED: FEWER}))
    document = tomllib.loads(findings_toml(unvaried(*pair, worth=a_worth(odd)).study))
    assert 'so-called "posts" \\ and\nothers' in document["findings"]["sentences"][1]["en"]


# Pictures


def ink(path: Path) -> float:
    """Return the share of the picture's points that are not white."""
    return float((imread(path)[..., :3].min(axis=-1) < 0.98).mean())


@pytest.mark.parametrize(
    ("nth", "least"),
    [(0, 0.2), (4, 0.025), (6, 0.03), (8, 0.025), (9, 0.015), (10, 0.04)],
    ids=["sample", "no surfaces", "grid", "designs", "one design", "worth"],
)
def test_a_picture_is_drawn_whatever_was_found(nth: int, least: float, tmp_path: Path) -> None:
    found = every_view()[nth].study
    (path,) = study.draw(found, tmp_path / "study.png")
    assert path == tmp_path / "study.png"
    assert ink(path) > least


def test_several_counties_have_a_picture_each(tmp_path: Path) -> None:
    found = study_of(county(), county("gavleborg", "Gävleborg"))
    paths = study.draw(found, tmp_path / "study.png")
    assert [p.name for p in paths] == ["study-norrbotten.png", "study-gavleborg.png"]
    assert all(ink(p) > 0.2 for p in paths)
    assert "study-norrbotten.png and study-gavleborg.png" in text(study.parts(found, tmp_path)).replace("\n", " ")


@pytest.mark.parametrize(("keep", "least"), [("surfaces", 0.3), ("break_evens", 0.08)])
def test_surfaces_and_break_evens_are_drawn_without_each_other(keep: str, least: float, tmp_path: Path) -> None:
    other = "break_evens" if keep == "surfaces" else "surfaces"
    (path,) = study.draw(view(**{other: ()}).study, tmp_path / "study.png")
    assert ink(path) > least


@pytest.mark.parametrize("counts", [(), MANY, (asked("posts", Estimate(12, 3, 21), True), *MANY)])
def test_worth_is_drawn_whether_anything_is_worth_something(counts: tuple[CountWorth, ...], tmp_path: Path) -> None:
    path = worth.draw(a_worth(*counts, everything=Estimate(0, 0, 0) if not counts else None), tmp_path / "worth.png")
    assert ink(path) > 0.04


@pytest.mark.parametrize("largest", [0.0, 0.004, 0.7, 3.3, 6.0, 61.0])
def test_the_levels_of_a_surface_are_even_around_zero_and_hold_all(largest: float) -> None:
    levels = levels_for(largest)
    assert 0.0 in levels
    assert list(levels) == [-x for x in reversed(levels)]
    assert levels[-1] >= largest
    assert len(levels) <= 13


MACHADO = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""How linear colours look to each kind of colour blindness (Machado, Oliveira and Fernandes 2009, severity 1)."""


@pytest.mark.parametrize("kind", MACHADO)
def test_more_and_fewer_are_told_apart_in_every_kind_of_colour_blindness(kind: str) -> None:
    def seen(colour: str) -> np.ndarray:
        rgb = np.array(to_rgb(colour))
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        x, y, z = np.clip(np.array(MACHADO[kind]) @ linear, 0, 1) @ np.array(
            ((0.4124, 0.2126, 0.0193), (0.3576, 0.7152, 0.1192), (0.1805, 0.0722, 0.9505))
        )
        fx, fy, fz = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x / 0.9505, y, z / 1.089))
        return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])

    assert np.linalg.norm(seen(ABOVE) - seen(BELOW)) > 60  # CIELAB 1976; 100 parts black from white
