"""Swedish first, English by a button: what is set, shown and typed stays, and nothing is called the best."""

from __future__ import annotations

import re

from benchmarks.workshop_process import Workshop
from outputs.workshop.words_page import PAGE
from sim.terms.language import _, speaking
from tests.browser.steps import TABS, ended, kept, run_to_the_end, show
from tests.browser.tabs import LEVER, Tab

PRAISE = re.compile(
    r"\b(best|better design|winn\w+|score\w*|rank\w*|badge|leader\w*|recommend\w*|optimal\w*|superior"
    r"|bäst\w*|vinna\w*|vinner|segra\w*|poäng\w*|rangordn\w*|rekommend\w*|optimal\w*|överläg\w*)\b",
    re.IGNORECASE,
)


def test_the_page_is_in_swedish_and_the_other_language_is_a_button_that_loses_nothing(tab: Tab) -> None:
    page = tab.page
    page.goto(tab.address)
    page.wait_for_selector("html[data-ready=yes]")
    with speaking("sv"):
        run_sv = _(PAGE["page.run"])
    assert (page.get_attribute("html", "lang"), page.inner_text("#run")) == ("sv", run_sv)
    run_to_the_end(page)
    number = page.inner_text("#headline .card.design-1 .big-number")
    show(page, "rounds")
    page.locator("#round-question").type("Vems ansvar?")
    before = kept(page)
    page.click("#language-en")
    page.wait_for_selector("html[lang=en][data-ready=yes]")
    ended(page)
    assert page.inner_text("#run") == PAGE["page.run"]
    after = kept(page)
    assert {key: after[key] for key in ("county", "designs", "ask", "roundId", "tab")} == {
        key: before[key] for key in ("county", "designs", "ask", "roundId", "tab")
    }
    assert page.inner_text("#headline .card.design-1 .big-number").replace(".", ",") == number
    page.wait_for_function("document.querySelector('#round-question').value === 'Vems ansvar?'")
    page.focus(f"#lever-{LEVER}")
    page.keyboard.press("ArrowLeft")
    set_so = kept(page)["designs"]
    page.click("#language-sv")
    page.wait_for_selector("html[lang=sv][data-ready=yes]")
    assert kept(page)["designs"] == set_so


CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")
TEXTS = """() => {
  const whole = document.body.cloneNode(true);
  for (const one of whole.querySelectorAll("script, noscript")) one.remove();
  return [whole.textContent, ...[...whole.querySelectorAll("[aria-label]")].map(one => one.getAttribute("aria-label"))];
}"""


def test_no_text_of_the_page_is_a_code_in_either_language(tab: Tab, workshop: Workshop) -> None:
    page = tab.page
    folder = re.escape(str(workshop.folder))
    for language in ("sv", "en"):
        page.goto(f"{tab.address}?lang={language}")
        page.wait_for_selector("html[data-ready=yes]")
        if language == "sv":
            run_to_the_end(page)
        ended(page)
        page.wait_for_selector("#differs-list li")
        for name in TABS:
            show(page, name)
        said = re.sub(rf"{folder}\S*", "", "\n".join(page.evaluate(TEXTS)))  # where the rounds are kept
        assert len(said) > 5000
        assert [said[max(0, at.start() - 80) : at.end() + 40] for at in CODE.finditer(said)] == []


def test_nothing_on_the_page_says_that_a_design_is_best_and_none_is_coloured_so(tab: Tab) -> None:
    page = tab.page
    for language in ("sv", "en"):
        page.goto(f"{tab.address}?lang={language}")
        page.wait_for_selector("html[data-ready=yes]")
        if language == "sv":
            run_to_the_end(page)
        ended(page)
        for name in TABS:
            show(page, name)
        with speaking(language):
            ours = _(PAGE["page.not_a_forecast"])  # which says that no design is called the best
        said = page.evaluate("document.body.textContent").replace(
            page.evaluate("document.querySelector('#words').textContent"), ""
        )
        said = said.replace(ours, "")
        assert not [said[max(0, at.start() - 60) : at.end() + 40] for at in PRAISE.finditer(said)]
        assert page.locator("#headline .card").evaluate_all("all => all.map(one => one.dataset.design)") == ["0", "1"]
    looks = "all => new Set(all.map(one => getComputedStyle(one).backgroundColor)).size"
    assert page.locator("#headline .card").evaluate_all(looks) == 1
