"""A dozen levers are in sight; the others are one key away, and come out by themselves when they are set."""

from __future__ import annotations

from typing import Any

from benchmarks.workshop_process import Workshop
from outputs.workshop.words_page import PAGE
from tests.browser.steps import kept
from tests.browser.tabs import Tab, begin_with
from tests.browser.test_browser_keyboard import go_to

FOLDED, FOLD = "informed", "#more-staff"


def is_open(page: Any, selector: str) -> bool:
    return bool(page.evaluate("selector => document.querySelector(selector).open", selector))


def test_a_dozen_levers_are_in_sight_and_the_fold_says_how_many_more(page: Any) -> None:
    page.wait_for_selector("#levers .lever")
    assert page.locator("#levers .lever:visible").count() == 12
    behind = page.locator(f"{FOLD} .lever").count()
    words = PAGE["levers.more"].format(n=behind, group=PAGE["group.staff"])
    assert page.inner_text(f"{FOLD} > summary") == words
    assert not page.is_visible(f"#lever-{FOLDED}")


def test_the_keyboard_opens_the_fold_and_sets_what_is_in_it_and_a_screen_reader_hears_of_it(page: Any) -> None:
    page.wait_for_selector("#levers .lever")
    tree = page.locator("#group-staff").aria_snapshot()
    assert PAGE["levers.more"].split("{")[1].split("}")[1].split(":")[0].strip() in tree
    assert "Staff with a clear offer in time" not in tree
    go_to(page, f"{FOLD} > summary")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#lever-{FOLDED}:visible")
    assert "Staff with a clear offer in time" in page.locator("#group-staff").aria_snapshot()
    go_to(page, f"#lever-{FOLDED}")
    page.keyboard.press("ArrowRight")
    assert FOLDED in kept(page)["designs"][1]["settings"]
    page.wait_for_selector(f"#differs-list li[data-lever={FOLDED}]")


def test_a_folded_lever_that_is_set_is_among_the_differences_and_its_fold_is_open_by_itself(
    chrome: Any, workshop: Workshop
) -> None:
    for viewport in ({"width": 1280, "height": 720}, {"width": 390, "height": 844}):
        tab = Tab(chrome, workshop.address, viewport=viewport)
        begin_with(tab, {"base": "big_bang", "settings": {FOLDED: 0.9}, "title": ""})
        tab.page.goto(f"{tab.address}?lang=en")
        tab.page.wait_for_selector(f"#lever-{FOLDED}:visible")
        assert is_open(tab.page, "#group-staff")
        assert is_open(tab.page, FOLD)
        assert not is_open(tab.page, "#more-change")
        tab.page.wait_for_selector(f"#differs-list li[data-lever={FOLDED}]", state="attached")
        tab.page.click(f"{FOLD} > summary")
        tab.page.focus("#lever-follow_treatment")
        tab.page.keyboard.press("ArrowLeft")
        assert not is_open(tab.page, FOLD), "whoever shuts it is let be"
        tab.close()


def test_a_fold_is_open_where_the_design_itself_stands_otherwise_than_today(page: Any) -> None:
    page.select_option("#base", "central_clinics")
    page.wait_for_selector("#lever-place:visible")
    assert is_open(page, "#more-organisation")
    assert not is_open(page, "#more-cooperation")
