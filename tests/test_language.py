"""Every sentence is said in both languages, and none is said past the language layer."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from compiling.catalogues import DOMAIN, files, folder_of, messages, read, said_in, untranslated
from mellanrum.cli.language import asked_for, language_of
from sim.terms.language import ENGLISH, LANGUAGES, SWEDISH, _, language, ngettext, speaking

ROOT = Path(__file__).resolve().parents[1]
OTHERS = [code for code in LANGUAGES if code != ENGLISH.code]
SAID_BY = ("_", "N_", "ngettext", "pgettext")
OF_PROGRAMMERS = ("AssertionError", "KeyError", "NotImplementedError", "TypeError")
"""What is raised only where a program is wrong: it is told to whoever mends it."""
MARK = "# not said:"
"""A comment that says why a string of several words is read by no person, at its line or alone on the one above."""
SENTENCE = 3
"""So many words are taken for something that is said."""
WORD = re.compile(r"[^\W\d_]{2,}")
FOLDERS = ("sim", "scenarios", "calibration", "outputs", "mellanrum")
IN_ENGLISH = ("sim/model/enders.py", "sim/model/factors.py", "sim/terms/fields.py", "outputs/listings/log_fields.py")
"""Files whose sentences stand in documents, or are told to whoever mends the program."""


# --- how a language writes


def test_numbers_and_days_are_written_as_each_language_writes_them() -> None:
    assert ENGLISH.number(12345.6, 1) == "12\u00a0345.6"
    assert SWEDISH.number(12345.6, 1) == "12\u00a0345,6"
    assert SWEDISH.number(-1.2, 1) == "−1,2"
    assert SWEDISH.number(1.2, 1, signed=True) == "+1,2"
    assert SWEDISH.number(-0.04, 1, signed=True) == "0,0"
    assert SWEDISH.number(float("nan")) == "–"
    assert SWEDISH.day(date(2028, 1, 1)) == "1 januari 2028"
    assert ENGLISH.day(date(2028, 1, 1)) == "1 January 2028"


def test_a_language_is_spoken_only_as_long_as_asked_for() -> None:
    before = language()
    with speaking("sv"):
        assert language() is SWEDISH
        with speaking("en"):
            assert language() is ENGLISH
        assert language() is SWEDISH
    assert language() is before
    with pytest.raises(KeyError), speaking("xx"):
        pass


def test_english_is_what_stands_in_the_source() -> None:
    with speaking("en"):
        assert _("{n} of {m} that nobody ever says", n=1, m=2) == "1 of 2 that nobody ever says"
        assert ngettext("{n} that nobody says", "{n} that nobody ever says", 2000) == "2\u00a0000 that nobody ever says"
        assert _("") == ""


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv-SE"}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "sv_FI"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "sv_SE.UTF-8", "MELLANRUM_LANG": "en"}, "en"),
        ({"LANG": "en_GB.UTF-8", "MELLANRUM_LANG": "SV"}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "MELLANRUM_LANG": "klingon"}, "sv"),
    ],
)
def test_the_environment_says_which_language(environment: dict[str, str], code: str) -> None:
    assert language_of(environment) == code


def test_an_option_goes_before_the_environment() -> None:
    assert asked_for(["compare", "norrbotten", "--lang", "sv"]) == "sv"
    assert asked_for(["--lang=en", "compare"]) == "en"
    assert asked_for(["compare"]) is None
    assert asked_for(["--lang"]) is None


# --- catalogues


def fields(message: str) -> set[str]:
    return {name for _text, name, _spec, _how in Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_what_is_said_and_nothing_else(code: str) -> None:
    said, kept = messages(), read(code)
    told = {(m.id, m.context) for m in said if m.id}
    held = {(m.id, m.context) for m in kept if m.id}
    assert told == held, "bring it in step: python -m compiling.catalogues"


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_translated(code: str) -> None:
    assert untranslated(read(code)) == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_gaps_of_its_sentence(code: str) -> None:
    wrong = []
    for message in read(code):
        if not message.id or "click" in {file for file, _line in message.locations}:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = fields(ids[-1])
        number = {"n"} if len(ids) > 1 else set()
        wrong += [(ids[-1], text) for text in strings if text and fields(text) | number != wanted | number]
    assert wrong == []


@pytest.mark.parametrize("code", OTHERS)
def test_what_the_program_reads_is_what_people_edit(code: str) -> None:
    po, mo = files(read(code))
    folder = folder_of(code)
    assert (folder / f"{DOMAIN}.mo").read_bytes() == mo, "python -m compiling.catalogues"
    assert (folder / f"{DOMAIN}.po").read_bytes() == po, "python -m compiling.catalogues"


def test_a_sentence_within_a_sentence_is_found() -> None:
    assert list(said_in('_("one {x}", x=_("two"))')) == [("one {x}", None), ("two", None)]
    assert list(said_in('ngettext("one", "{n} many", n)')) == [(("one", "{n} many"), None)]
    assert list(said_in('pgettext("in a sentence", "the one")')) == [("the one", "in a sentence")]
    assert list(said_in('_(LABELS[key]), _("a " "whole")')) == [("a whole", None)]


# --- nothing past it


def unsaid(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string of three words or more that does not go through the language layer."""
    tree, lines = ast.parse(source), source.splitlines()
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))  # docstrings, of modules, functions and constants
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAID_BY:
            passed.update(id(part) for part in ast.walk(node) if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and _name(node.exc.func) in OF_PROGRAMMERS:
            passed.update(id(part) for part in ast.walk(node))
        elif isinstance(node, ast.Assert) and node.msg is not None:
            passed.update(id(part) for part in ast.walk(node.msg))
        elif isinstance(node, ast.keyword) and node.arg == "help":
            passed.update(id(part) for part in ast.walk(node.value))  # looked up where help is shown
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and id(node) not in passed:
            parts = [p for p in node.values if isinstance(p, ast.Constant)]
            passed.update(id(p) for p in parts)
            text = "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            text = node.value
        else:
            continue
        if len(WORD.findall(text)) >= SENTENCE and " " in text and not _excused(lines, node):
            yield node.lineno, text


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _excused(lines: list[str], node: ast.expr) -> bool:
    around = lines[max(0, node.lineno - 2) : node.end_lineno]
    return MARK in around[0] or any(MARK in line for line in around[1:])


def sources(under: tuple[str, ...] = FOLDERS, without: tuple[str, ...] = IN_ENGLISH) -> Iterator[Path]:
    for folder in under:
        for file in sorted((ROOT / folder).rglob("*.py")) if (ROOT / folder).is_dir() else [ROOT / folder]:
            name = file.relative_to(ROOT).as_posix()
            if name not in without:
                yield file


def test_no_sentence_is_said_past_the_language_layer() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {text!r}"
        for file in sources()
        for line, text in unsaid(file.read_text(encoding="utf-8"))
    ]
    assert not found, "\n" + "\n".join(found)


def test_a_sentence_past_the_language_layer_is_found() -> None:
    assert list(unsaid("x = 'three words here'")) == [(1, "three words here")]
    assert list(unsaid("x = f'{n} of {m} people there'")) == [(1, "{} of {} people there")]
    assert list(unsaid("x = f'{_(\"three words here\")}'")) == []
    assert list(unsaid("# not said: a pattern\nx = 'three words here'")) == []
    assert list(unsaid("raise KeyError('three words here')")) == []
    assert list(unsaid("raise ValueError('three words here')")) == [(1, "three words here")]


if __name__ == "__main__":  # python -m tests.test_language outputs/study: what is still said past it there
    for path in sources(tuple(sys.argv[1:]) or FOLDERS, ()):
        for at, said_there in unsaid(path.read_text(encoding="utf-8")):
            sys.stdout.write(f"{path.relative_to(ROOT)}:{at}: {said_there!r}\n")
