"""What studies and worths say is held word for word: sentences in both languages, tables, findings and pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outputs.study import page as study
from outputs.study.findings import findings_toml
from outputs.study.sentences import sentences
from outputs.study.view import View
from outputs.text.screen import text
from outputs.worth import page as worth
from sim.analysis.estimates import Estimate
from sim.studies.break_even import Beside
from sim.studies.sampled import BreakEvenTold
from sim.studies.study import VariationTold
from sim.studies.worth import Worth
from sim.terms.words import Role
from tests.golden_pages import held
from tests.made_studies import (
    BARELY,
    CROSSING,
    FALL,
    FEWER,
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
    study_of,
    surface,
    threshold,
    told,
    unvaried,
    variation,
    view,
)

VIEWS = (
    "crossing", "nowhere", "unclear", "unsure", "no_surfaces", "no_values", "grid", "two_designs", "four_designs",
    "one_design", "ranked_with_worth", "open_race_with_worth",
)  # fmt: skip
OTHER_MEASURES = (
    "latent_days_per_client_year", "treated_days_per_client_year", "parallel_days_per_client_year", "falls_per_year",
    "fall_rate.bounced", "load.hvb", "hours.hvb", "transfer.untreated_share",
)  # fmt: skip
CASES = (
    CROSSING,
    NOWHERE,
    Beside(setting={}, crossing=Estimate(0.3, 0.1, 0.5), at_low=FEWER, at_high=MUCH_MORE),
    Beside(setting={}, crossing=Estimate(0.62, 0.41, 1.0), at_low=MUCH_MORE, at_high=BARELY),
    Beside(setting={}, crossing=Estimate(0.62, 0.0, 0.8), at_low=UNCLEAR, at_high=FEWER),
    Beside(setting={}, crossing=Estimate(0.62, 0.0, 1.0), at_low=UNCLEAR, at_high=BARELY),
    Beside(setting={}, crossing=None, at_low=MUCH_MORE, at_high=UNCLEAR),
    Beside(setting={}, crossing=None, at_low=FEWER, at_high=MUCH_FEWER),
    Beside(setting={}, crossing=None, at_low=BARELY, at_high=MUCH_FEWER),
    Beside(setting={}, crossing=None, at_low=UNCLEAR, at_high=UNCLEAR),
    Beside(setting={}, crossing=None, at_low=MORE, at_high=MORE, several=True),
    Beside(setting={}, crossing=None, at_low=NONE, at_high=NONE),
)
"""Every kind of break-even."""
DISTANCE = variation("services.hvb.digital_share", "Besök på distans", "Visits at a distance", 0.0, 0.9)
WAIT = variation("coordination.hvb_notice_days", "Tid till besked", "Time to notice", 0.0, 90.0, "days")


def page_of(view: View, full: bool = False) -> str:
    return text(study.parts(view.study, "runs/x", full))


def both(views: Iterator[View]) -> str:
    """Return the sentences of views, each once, Swedish and English whatever is spoken."""
    return "\n".join(dict.fromkeys(f"sv: {s.sv}\nen: {s.en}" for one in views for s in sentences(one)))


@pytest.mark.parametrize("nth", range(len(VIEWS)))
def test_the_page_of_a_study(nth: int) -> None:
    held(f"study_{VIEWS[nth]}", lambda: page_of(every_view()[nth]))


@pytest.mark.parametrize("nth", [0, 6, 10])
def test_the_full_page_of_a_study(nth: int) -> None:
    held(f"study_{VIEWS[nth]}_full", lambda: page_of(every_view()[nth], full=True))


def test_the_page_of_two_counties() -> None:
    held("study_two_counties", lambda: text(study.parts(study_of(county(), county("gavleborg", "Gävleborg")))))


def test_findings() -> None:
    def block() -> str:
        found = findings_toml(study_of(county(), county("gavleborg", "Gävleborg")))
        return re.sub(r"(?m)^(date|version) = .*$", r"\1 = …", found)

    held("study_findings", block)


# --- sentences


def with_key(key: str) -> VariationTold:
    return replace(VARIATIONS[0], key=key)


def break_evens() -> Iterator[View]:
    """Yield studies with each kind of break-even, of people and of other things, on measures of every kind."""
    for varied, measure in (
        (VARIATIONS[1], UNTREATED), (DISTANCE, UNTREATED), (VARIATIONS[1], "detected_share"), (DISTANCE, "load.hvb"),
        (VARIATIONS[1], "load.hvb"), (VARIATIONS[3], FALL), (WAIT, UNTREATED),
    ):  # fmt: skip
        for case in CASES:
            low, high = varied.low or 0.0, varied.high or 0.0
            place = None if case.crossing is None else tuple(low + x * (high - low) for x in ends(case.crossing))
            found = replace(case, crossing=None if place is None else Estimate(*place))
            one = BreakEvenTold(
                design="phased", key=varied.key, label="", measure=measure, low=low, high=high, told=found, beside=()
            )
            yield varied_by((varied,), measure, break_evens=(one,))


def ends(e: Estimate) -> tuple[float, float, float]:
    return (e.value, e.low, e.high)


def varied_by(variations: tuple[VariationTold, ...], measure: str, **changed: object) -> View:
    one = replace(county(), **changed)
    return View(study_of(one, variations=variations, measures=(measure, *MEASURES)), one)


def test_what_is_enough() -> None:
    held("study_sentences_enough", lambda: both(break_evens()))


def test_who_must_follow() -> None:
    def views() -> Iterator[View]:
        keys = ["transfer.follow_share", *(f"transfer.follow_share.{role.name.lower()}" for role in Role)]
        for key in keys:
            for case in (CROSSING, NOWHERE, CASES[7]):
                one = replace(told(SOCIAL, UNTREATED, case), key=key)
                yield varied_by((with_key(key),), UNTREATED, break_evens=(one,), surfaces=())

    held("study_sentences_who_follows", lambda: both(views()))


def test_measures_in_sentences() -> None:
    def views() -> Iterator[View]:
        for measure in (*MEASURES, *OTHER_MEASURES):
            for e in (MORE, FEWER, UNCLEAR, NONE, days(12.3, 4.0, 20.0), days(-0.004, -0.007, -0.001), None):
                seen = unvaried(design("current"), design("phased", {measure: e, NOT_COMORBID: e}))
                yield View(replace(seen.study, measures=(measure, *MEASURES)), seen.county)
            for n in (1, 4):
                seen = unvaried(design("current", n=n), design("phased", {measure: MORE}, n=n))
                yield View(replace(seen.study, measures=(measure, *MEASURES)), seen.county)

    held("study_sentences_measures", lambda: both(views()))


def test_several_designs_in_sentences() -> None:
    def views() -> Iterator[View]:
        for some in ((MORE, UNCLEAR, MUCH_FEWER), (UNCLEAR, UNCLEAR, UNCLEAR), (NONE, None, MORE), (None, NONE, NONE)):
            named = zip(("phased", "big_bang", "full_reform"), some, strict=True)
            yield unvaried(design("current"), *(design(name, {UNTREATED: e, FALL: e}) for name, e in named))
        few = [design(name, {UNTREATED: MORE}, n=n) for name, n in (("phased", 4), ("full_reform", 1))]
        yield unvaried(design("big_bang", n=4), *few)
        one = replace(county(), designs=(design("big_bang"), design("phased", {UNTREATED: MORE})))
        yield View(study_of(one, baseline="big_bang"), one)

    held("study_sentences_designs", lambda: both(views()))


def test_what_it_hangs_on() -> None:
    def views() -> Iterator[View]:
        for changes in (
            (UNCLEAR, FEWER, MUCH_MORE, MORE), (UNCLEAR, UNCLEAR, UNCLEAR, UNCLEAR), (MORE, MORE, MORE, MUCH_MORE),
            (UNCLEAR, UNCLEAR, FEWER, MORE),
        ):  # fmt: skip
            yield view(surfaces=(surface(UNTREATED, changes),), precise={UNTREATED: True})
        one = surface(UNTREATED, (UNCLEAR, FEWER, MORE, MORE))
        yield view(surfaces=(replace(one, effects=one.effects[:1]),))
        wrong = replace(surface(UNTREATED, (MORE, MORE, MORE, MORE)), usual=MUCH_FEWER)
        yield view(surfaces=(wrong,))
        yield grid_view()
        empty = tuple(replace(p, differences={}) for p in grid_view().county.grid["phased"])
        yield View(grid_view().study, replace(grid_view().county, grid={"phased": empty}))
        pair = (design("current"), design("phased", {UNTREATED: FEWER}))
        for left, decided in ((("phased",), True), (("current", "phased"), True), (("current", "phased"), False)):
            yield unvaried(*pair, ranks=a_ranking(left, decided))
            higher = replace(a_ranking(left, decided).race, measure="both_treated_share", lower_is_better=False)
            yield unvaried(*pair, ranks=replace(a_ranking(left, decided), race=higher))
            other = replace(a_ranking(left, decided).race, measure="load.hvb")
            yield unvaried(*pair, ranks=replace(a_ranking(left, decided), race=other))
        for found in worths():
            yield unvaried(*pair, worth=found)
            yield unvaried(*pair, worth=found, ranks=a_ranking(("phased",), True))

    held("study_sentences_hangs_on", lambda: both(views()))


# --- worth


def worths() -> tuple[Worth, ...]:
    """Return what counts are worth, one for each thing that can be said of it."""
    posts = asked("posts", Estimate(12, 3, 21), True)
    share = asked("posts", Estimate(0.004, 0.001, 0.009), True)
    of_region = replace(posts, count=replace(posts.count, asked_of="region"))
    of_shares = replace(a_worth(share, everything=Estimate(0.01, 0.0, 0.02)), measure=UNTREATED, unit="share")
    return (
        a_worth(*(asked(n, Estimate(12, 3, 21), True) for n in ("posts", "hours", "seekers")), *MANY[:7]),
        replace(a_worth(asked("posts", Estimate(12, 0, 30), True), of_region, *MANY), left_out=3),
        a_worth(asked("posts", Estimate(5, 0, 30), False), *MANY),
        a_worth(*MANY, everything=Estimate(0, 0, 30)),
        a_worth(*(asked(n, Estimate(0, 0, 4), True) for n in ("posts", "hours", "seekers"))),
        a_worth(),
        of_shares,
        replace(of_shares, measure=FALL),
        replace(of_shares, measure="both_treated_share", lower_is_better=False),
        replace(a_worth(posts), measure="days_to_treatment", unit="days"),
        replace(a_worth(posts), measure="clients_sought", unit="per year"),
    )


@pytest.mark.parametrize("nth", range(len(worths())))
def test_the_page_of_worth(nth: int) -> None:
    held(f"worth_{nth + 1}", lambda: text(worth.parts(worths()[nth], "runs/x")))


def test_the_full_page_of_worth() -> None:
    held("worth_full", lambda: text(worth.parts(worths()[1], "runs/x", full=True)))


# --- pictures


@pytest.fixture
def words_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Any, Any], str]:
    """Return what draws a picture and returns the words in it, without its numbers."""
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    drawn: list[str] = []
    monkeypatch.setattr(
        Figure, "savefig", lambda figure, *_, **__: drawn.extend(t.get_text() for t in figure.findobj(Text))
    )

    def words(module: Any, result: Any) -> str:
        drawn.clear()
        module.draw(result, tmp_path / "x.png")
        return "\n".join(" ".join(t.split()) for t in drawn if re.search(r"[^\W\d_]{2}", t))

    return words


EXTRA = surface(UNTREATED, (MORE, MORE, MORE, MORE))
THREE = (design("current"), design("phased", {UNTREATED: MORE}), design("big_bang", {UNTREATED: FEWER}))
PICTURES = {
    "sample": lambda: view().study,
    "surfaces_alone": lambda: view(break_evens=()).study,
    "break_evens_alone": lambda: view(surfaces=()).study,
    "two_designs_sampled": lambda: (
        view(
            designs=THREE,
            surfaces=(*county().surfaces, replace(EXTRA, design="big_bang")),
            break_evens=(*county().break_evens, replace(told(LEAD, UNTREATED, CROSSING), design="big_bang")),
        ).study
    ),
    "grid": lambda: grid_view().study,
    "designs": lambda: every_view()[8].study,
    "no_values": lambda: every_view()[5].study,
    "worth": lambda: every_view()[10].study,
    "much_worth": lambda: every_view()[11].study,
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_words_of_a_studys_picture(name: str, words_of: Callable[[Any, Any], str]) -> None:
    held(f"study_picture_{name}", lambda: words_of(study, PICTURES[name]()))


@pytest.mark.parametrize("nth", [0, 1, 5, 6, 10])
def test_the_words_of_a_picture_of_worth(nth: int, words_of: Callable[[Any, Any], str]) -> None:
    held(f"worth_picture_{nth + 1}", lambda: words_of(worth, worths()[nth]))


def test_rows_are_the_same_in_both_languages() -> None:
    def rows() -> str:
        threshold_rows = (*threshold("never_received", 45, False, MORE), *threshold("never_received", 90, True, MORE))
        found = [view(appendix=threshold_rows).study, grid_view().study, every_view()[10].study]
        tables = [study.rows(one) for one in found] + [worth.rows(w) for w in worths()]
        return "\n".join(f"{name}: {row}" for one in tables for name, rows in one.items() for row in rows[:4])

    held("study_rows", rows)
