"""On projectors and a phone: letters that the last row reads, nothing cut, nothing sideways; and what axe finds."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from benchmarks.workshop_process import Workshop
from tests.browser.measuring import overflowing, too_small, too_wide
from tests.browser.steps import TABS, ended, run_to_the_end, show
from tests.browser.tabs import LEVER, Tab, begin_with

PROJECTORS = {"1280": {"width": 1280, "height": 720}, "1920": {"width": 1920, "height": 1080}}
PHONE = {"width": 390, "height": 844}
GRAVE = ("serious", "critical")


def grave(page: Any, within: str | None = None) -> list[str]:
    """Return what axe calls serious or critical."""
    found = Axe().run(page, context=within).response["violations"]
    return [f"{one['id']}: {at['html'][:120]}" for one in found if one["impact"] in GRAVE for at in one["nodes"]]


def unfold(page: Any, within: str) -> None:
    """Open everything that can be folded there."""
    page.evaluate(f"document.querySelectorAll('{within} details').forEach(one => one.open = true)")


def hold(found: dict[str, list[str]]) -> None:
    """Hold that nothing was found in any state of the page; what was is told once, with where it was first."""
    first = {fault: state for state, faults in reversed(found.items()) for fault in faults}
    assert not first, "\n".join(f"{state}: {fault}" for fault, state in first.items())


def test_axe_finds_nothing_serious_in_any_state_of_the_page(tab: Tab) -> None:
    page = tab.page
    page.goto(tab.address)
    page.wait_for_selector("html[data-ready=yes]")
    page.wait_for_selector("#differs-list li")
    found = {"first": grave(page)}
    unfold(page, "#levers")
    found["unfolded"] = grave(page, "#levers")
    page.click(f"[data-evidence-of={LEVER}]")
    page.wait_for_selector("dialog[open] .evidence-entry")
    found["evidence"] = grave(page, "dialog")
    page.keyboard.press("Escape")
    page.click("#run")
    page.wait_for_selector("#guess-skip")
    found["guess"] = grave(page, "#guess")
    page.click("#guess-skip")
    ended(page)
    found["answer"] = grave(page)
    for name in TABS:
        show(page, name)
        found[name] = grave(page, f"#panel-{name}")
        unfold(page, f"#panel-{name}")
        found[f"{name}, unfolded"] = grave(page, f"#panel-{name}")
    page.focus(f"#lever-{LEVER}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("#results.stale")
    found["stale"] = grave(page, "#results")
    hold(found)


@pytest.mark.parametrize("size", PROJECTORS)
def test_on_a_projector_no_letters_are_too_small_and_nothing_overflows(tab: Tab, size: str) -> None:
    page = tab.page
    page.set_viewport_size(PROJECTORS[size])
    page.goto(tab.address)
    page.wait_for_selector("html[data-ready=yes]")
    page.wait_for_selector("#differs-list li")
    found = {"first": [*too_small(page), *overflowing(page)]}
    unfold(page, "#levers")
    found["unfolded"] = [*too_small(page), *overflowing(page)]
    page.click("#run")
    page.wait_for_selector("#guess-skip")
    found["guess"] = [*too_small(page), *overflowing(page)]
    page.click("#guess-skip")
    ended(page)
    for name in TABS:
        show(page, name)
        found[name] = [*too_small(page), *overflowing(page)]
        unfold(page, f"#panel-{name}")
        found[f"{name}, unfolded"] = [*too_small(page), *overflowing(page)]
    hold(found)


def test_on_a_phone_nothing_must_be_scrolled_sideways(chrome: Any, workshop: Workshop, half: dict[str, Any]) -> None:
    tab = Tab(chrome, workshop.address, viewport=PHONE, has_touch=True)
    begin_with(tab, half)
    page = tab.page
    page.goto(tab.address)
    page.wait_for_selector("html[data-ready=yes]")
    found = {"first": too_wide(page)}
    run_to_the_end(page)
    for name in TABS:
        show(page, name)
        found[name] = too_wide(page)
    tab.close()
    assert {state: wrong for state, wrong in found.items() if wrong > 0} == {}
