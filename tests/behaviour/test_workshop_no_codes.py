"""Whatever people read on the page is in words: no name of a file, a rule, a mechanism or a design's code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mellanrum.workshop import drafts
from mellanrum.workshop.drafts import Draft
from mellanrum.workshop.levers import offered
from outputs.workshop.lanes import lanes_of
from outputs.workshop.view import view_of
from outputs.workshop.words_page import PAGE
from outputs.workshop.words_people import PEOPLE
from scenarios.files.read import list_designs
from sim.comparison.results import Comparison
from sim.terms.language import LANGUAGES, _, speaking
from tests.behaviour.test_workshop_views import Apart, ran, settled
from tests.golden_pages import FOLDER

__all__ = ["ran", "settled"]  # fixtures

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")
NO_TEXT = {
    *("name", "id", "kind", "group", "role", "to_role", "principal", "service", "mechanism", "state", "design", "unit"),
    *("from", "to", "region", "month", "base"),
}
"""Keys whose values the page's script compares and looks words up by, where they are codes: one word, no sentence."""


def read(found: Any, key: str = "") -> Iterator[str]:
    """Yield every text of an answer that a person may be shown: all but what stands at a key for codes as one word."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from read(value, str(name))
    elif isinstance(found, list | tuple):
        for value in found:
            yield from read(value, key)
    elif isinstance(found, str) and not (key in NO_TEXT and " " not in found):
        yield found


def of(options: list[dict[str, Any]]) -> list[str]:
    """Return what options are called; their values are codes that nobody reads."""
    return [option["label"] for option in options]


def codes(found: Any) -> list[str]:
    return [text for text in read(found) if CODE.search(text)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_of_a_view_holds_a_code(code: str, ran: Apart, settled: Comparison) -> None:
    late = replace(settled, notes=("big_bang, paper_transfer: its first change, 2027-06-01, lies far away.",))
    for comparison in (ran[0], late):
        designs = tuple(replace(one, title=f"Title {nth}") for nth, one in enumerate(comparison.designs))
        with speaking(code):
            assert codes(view_of(replace(comparison, designs=designs))) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_of_the_lanes_holds_a_code(code: str, ran: Apart) -> None:
    titles = ("I dag", "Allt på en gång")
    with speaking(code):
        ways = [None, *(way["mechanism"] for way in lanes_of(ran[1], titles)["fell"])]
        assert len(ways) > 4
        for fell in ways:
            told = lanes_of(ran[1], titles, fell=fell)
            of = [told["text"], told["chosen"], told["opening"], *told["closing"], *told["states"], *told["fell"]]
            assert codes([of, [(lane["title"], lane["needs"], lane["events"]) for lane in told["lanes"]]]) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_story_holds_a_code_whatever_happens_in_it(code: str) -> None:
    stories = sorted((FOLDER / code).glob("story_*.txt"))
    told = {f.stem: f.read_text(encoding="utf-8").replace("big_bang", "") for f in stories}  # a design, as it was typed
    told.pop("story_no_such_client")  # says what may be typed
    told["story_handovers"] = re.sub(r"^[a-z_]+$", "", told["story_handovers"], flags=re.MULTILINE)  # cases of the test
    assert len(told) > 8
    assert {name: found for name, text in told.items() if (found := CODE.findall(text))} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_lever_no_difference_and_no_sentence_of_the_page_holds_a_code(code: str) -> None:
    with speaking(code):
        for base in list_designs():
            of_levers = [
                [*(lever[key] for key in ("label", "unit", "today_text", "why", "why_not")), *of(lever["options"])]
                for lever in offered("norrbotten", base)
            ]
            assert codes(of_levers) == [], base
            assert codes([one.text for one in drafts.differs(Draft(base=base), "norrbotten")]) == [], base
        # {both_today} and the like are gaps
        assert codes([re.sub(r"\{\w+\}", "", _(text)) for text in {**PAGE, **PEOPLE}.values()]) == []
