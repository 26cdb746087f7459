"""The whole way by keyboard alone: choose, set, run, guess, read, write."""

from __future__ import annotations

from typing import Any

from benchmarks.workshop_process import Workshop
from tests.browser.steps import ENDED, answer, kept
from tests.browser.tabs import LEVER, Tab, begin_with

MOST_STEPS = 150
FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(one);
  const ringed = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  const seen = box.width > 0 && box.top < innerHeight && box.bottom > 0;
  return {is: one.id || one.tagName, ringed, seen};
}"""


def test_a_design_is_chosen_set_run_guessed_read_and_written_of_by_keyboard_alone(
    chrome: Any, workshop: Workshop, half: dict[str, Any]
) -> None:
    tab = Tab(chrome, workshop.address)
    begin_with(tab, {"base": "bill_2028", "settings": {}, "title": ""})
    page = tab.page
    page.goto(f"{tab.address}?lang=en")
    page.wait_for_selector("html[data-ready=yes]")

    go_to(page, "#base")
    page.keyboard.press("ArrowUp")
    page.wait_for_selector(f"#lever-{LEVER}")
    assert page.input_value("#base") == "big_bang"
    go_to(page, f"#lever-{LEVER}")
    page.keyboard.press("ArrowLeft")
    assert kept(page)["designs"][1] == half
    go_to(page, "#run", back=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("#guess-range")
    go_to(page, "#guess-range")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    go_to(page, "#guess-place")
    page.keyboard.press("Enter")
    page.wait_for_selector(ENDED)
    page.wait_for_selector("#headline .card")
    go_to(page, "[role=tab][aria-selected=true]")
    for name in ("gains", "numbers", "map"):
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(f"#panel-{name}:visible")
    page.keyboard.press("End")
    page.wait_for_selector("#panel-rounds:visible")
    go_to(page, "#round-finding")
    page.keyboard.type("Written by keyboard")
    page.keyboard.press("Tab")
    page.wait_for_selector(".round-state[data-state=saved]", state="attached")
    [now] = [one for one in answer(page, "/api/rounds")["rounds"] if one["id"] == kept(page)["roundId"]]
    assert (now["finding"], now["guess"]["value"]) == ("Written by keyboard", 1)
    tab.close()


def go_to(page: Any, selector: str, back: bool = False) -> None:
    """Press Tab until something has the focus. All that has it on the way is seen and has a ring."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        on_the_way = page.evaluate(FOCUSED)
        if on_the_way["is"] != "BODY":
            assert (on_the_way["ringed"], on_the_way["seen"]) == (True, True), on_the_way
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")
