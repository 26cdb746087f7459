"""The page in a real browser: set, run, wait, stop, and what it says of its own answer."""

from __future__ import annotations

from typing import Any

from outputs.workshop.words_page import PAGE
from tests.browser.steps import answer, ended, kept, run, run_to_the_end
from tests.browser.tabs import LEVER


def test_the_first_screen_has_county_designs_levers_with_todays_value_and_all_that_differs_from_today(
    page: Any,
) -> None:
    assert page.input_value("#county") == "small"
    assert page.locator(".design-tab").count() == 2
    page.wait_for_selector("#differs-list li")
    levers = page.locator("#levers .lever")
    assert page.locator("#levers .lever:visible").count() == 12
    assert page.locator("#levers .lever .today").count() == levers.count()
    assert all(text.strip() for text in page.locator("#levers .lever .today").all_text_contents())
    said = answer_of_draft(page)
    shown = page.locator("#differs-list li").all_inner_texts()
    assert len(shown) == len(said["differs"]) > 3
    assert all(any(one["text"] in text for text in shown) for one in said["differs"])
    in_sight = page.evaluate(
        "['#run', '#differs-title', '#headline', '#tabs', '#county'].map(at => "
        "document.querySelector(at).getBoundingClientRect().top < innerHeight)"
    )
    assert all(in_sight)


def test_a_run_shows_how_far_it_is_and_a_first_estimate_and_what_came_of_it_stays_when_it_is_stopped(page: Any) -> None:
    page.focus(f"#lever-{LEVER}")
    page.keyboard.press("Home")
    run(page)
    page.wait_for_selector("#progress:visible")
    page.wait_for_selector("#headline .card")
    page.click("#cancel")
    page.wait_for_selector("#results[data-state=cancelled]")
    path = f"/api/ask/{kept(page)['ask']}"
    stopped = answer(page, path)["replications"]
    page.wait_for_timeout(1000)
    assert answer(page, path)["replications"] == stopped >= 1
    assert str(stopped) in page.inner_text("#status") or stopped == 1
    assert page.locator("#headline .card").count() == 2
    assert not page.is_visible("#cancel")


def test_a_lever_that_is_touched_greys_the_answer_and_takes_settled_away_until_it_is_put_back(page: Any) -> None:
    run_to_the_end(page)
    before = page.inner_text("#status")
    look = (
        "(({opacity, filter, color}) => opacity + filter + color)(getComputedStyle(document.querySelector('.cards')))"
    )
    plain = page.evaluate(look)
    assert page.get_attribute("#status", "data-kind") in ("settled", "enough")
    page.focus(f"#lever-{LEVER}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("#results.stale")
    assert page.inner_text("#status") == PAGE["status.stale"]
    assert page.get_attribute("#status", "data-kind") == "stale"
    assert page.inner_text("#stale-words") == PAGE["results.stale"]
    assert page.evaluate(look) != plain
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#results:not(.stale)")
    assert page.inner_text("#status") == before


def test_where_nothing_changed_the_page_says_why(page: Any) -> None:
    page.select_option("#base", "current")
    ask = run_to_the_end(page)
    [difference] = answer(page, f"/api/ask/{ask}")["differences"]
    assert difference["same"]
    assert difference["why_same"] in page.inner_text("#headline")


def test_the_evidence_behind_a_lever_is_one_click_away_and_escape_leads_back(page: Any) -> None:
    page.wait_for_selector(f"[data-evidence-of={LEVER}]")
    page.click(f"[data-evidence-of={LEVER}]")
    page.wait_for_selector("dialog[open] .evidence-entry")
    text = page.inner_text("dialog[open]")
    assert PAGE["lever.range"].split("{")[0] in text
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.dataset.evidenceOf") == LEVER


def test_the_room_guesses_before_it_sees_and_then_both_stand_side_by_side(page: Any) -> None:
    page.click("#run")
    page.wait_for_selector("#guess-range")
    assert page.locator("#headline .card").count() == 0
    assert page.is_disabled("#guess-place")
    page.focus("#guess-range")
    page.keyboard.press("ArrowLeft")
    page.click("#guess-place")
    ended(page)
    page.wait_for_selector("#guesses:visible svg")
    assert page.is_hidden("#guess")
    [now] = [one for one in answer(page, "/api/rounds")["rounds"] if one["id"] == kept(page)["roundId"]]
    assert now["guess"] == {"measure": "untreated_share", "value": -1}


def answer_of_draft(page: Any) -> Any:
    draft = kept(page)["designs"][1]
    return page.evaluate(
        "async draft => (await fetch('/api/draft', {method: 'POST', headers: {'content-type': 'application/json'}, "
        "body: JSON.stringify(draft)})).json()",
        {"county": "small", **draft},
    )
