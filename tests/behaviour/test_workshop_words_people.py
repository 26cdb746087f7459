"""Map, lanes, rounds, guesses, votes and the phone say only what is written for them, and all of it."""

from __future__ import annotations

import re
from pathlib import Path

from outputs.workshop.words_people import PEOPLE

STATIC = Path(__file__).resolve().parents[2] / "mellanrum" / "workshop" / "static"
ROOMS = "dialog|map|lanes|rounds|guess|vote|guest"
KEY = re.compile(rf'"((?:{ROOMS})\.[a-z_]+)"')
BEGINNING = re.compile(rf"`((?:{ROOMS})\.[a-z_]*)\$\{{")
SENTENCE = re.compile(r'"[A-ZÅÄÖ][a-zåäö]+\s[^"]*\s[^"]*"')
OTHERS = {"dialog.dialog"}
"""What looks like a key and is none: a selector."""
OURS = (
    *("dialog", "element", "fitted", "guess", "guess_line", "guess_slider", "guest", "guest_line", "join", "labels"),
    *("lanes", "lanes_drawing", "lanes_marks", "lanes_time", "map", "map_drawing", "map_scale", "poll"),
    *("round_conflict", "round_form", "round_store", "rounds", "rounds_table", "telling", "vote"),
)


def sources() -> dict[str, str]:
    return {name: (STATIC / f"{name}.js").read_text(encoding="utf-8") for name in OURS}


def test_every_sentence_that_a_script_asks_for_is_written() -> None:
    asked = {key for text in sources().values() for key in KEY.findall(text)} - OTHERS
    assert asked - set(PEOPLE) == set()


def test_every_sentence_that_is_written_is_asked_for() -> None:
    texts = sources().values()
    asked = {key for text in texts for key in KEY.findall(text)}
    begun = tuple({begin for text in texts for begin in BEGINNING.findall(text)})
    left = {key for key in PEOPLE if key.removesuffix("_one") not in asked and not key.startswith(begun)}
    assert left == set()


def test_no_script_holds_a_sentence_of_its_own() -> None:
    found = {name: SENTENCE.findall(text) for name, text in sources().items()}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_no_script_puts_data_into_the_page_as_markup() -> None:
    markup = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    assert [name for name, text in sources().items() if markup.search(text)] == []


def test_nothing_is_proclaimed_the_best() -> None:
    judged = re.compile(r"\b(best|winner|wins|score|rank|leader)\b", re.IGNORECASE)
    assert [key for key, text in PEOPLE.items() if judged.search(text)] == []
