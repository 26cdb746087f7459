"""The workshop page says all by the language layer, runs only files of its own, and ranks no design."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import mellanrum.workshop
from outputs.workshop.words_page import PAGE
from outputs.workshop.words_people import PEOPLE
from sim.terms.language import LANGUAGES, _, speaking

HERE = Path(mellanrum.workshop.__file__).parent
STATIC = HERE / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))
WORDS = {**PAGE, **PEOPLE}
SAYS = re.compile(r'\b(?:say|known|part|t)\(\s*(?:"([\w.]+)"|`([^`]+)`)')
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
GAP = re.compile(r"\$\{(?:[^{}]|\{[^{}]*\})*\}")


@pytest.fixture(scope="module")
def html() -> str:
    """The page as the server fills it in."""
    loaded = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
    words = Markup(json.dumps(WORDS).replace("<", "\\u003c"))
    return loaded.get_template("page.html").render(lang="sv", words=words, said=WORDS, title="t", version="0")


def code_of(script: Path) -> str:
    """A script without its comments; no string of ours holds what looks like one."""
    return COMMENT.sub("", script.read_text(encoding="utf-8"))


def asked_for(code: str) -> set[str]:
    """The keys that a script says, as patterns: one with gaps stands for all that fit it."""
    return {
        re.escape(plain) if plain else ".+".join(re.escape(part) for part in GAP.split(template))
        for plain, template in SAYS.findall(code)
    }


def in_the_dictionary(pattern: str) -> bool:
    whole = re.compile(pattern)
    return any(whole.fullmatch(key) for key in WORDS)


# --- words


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_says_only_what_is_in_the_dictionary(script: Path) -> None:
    assert [key for key in asked_for(code_of(script)) if not in_the_dictionary(key)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_holds_no_sentence_of_its_own(script: Path) -> None:
    held = ["".join(found) for found in STRING.findall(code_of(script))]
    sentences = [text for text in held if re.search(r"[^\W\d_]{3,} [^\W\d_]{2,} [^\W\d_]{2,}", GAP.sub("", text))]
    assert sentences == []


def test_the_html_says_only_what_is_in_the_dictionary(html: str) -> None:
    keys = re.findall(r'data-(?:word|label)="([^"]+)"', html)
    assert keys
    assert [key for key in keys if key not in WORDS] == []


def test_nothing_is_in_the_pages_dictionary_that_it_never_says(html: str) -> None:
    code = "".join(code_of(script) for script in SCRIPTS) + html
    patterns = [re.compile(key) for key in asked_for(code) if ".+" in key]
    keys = [key.removesuffix("_one") for key in PAGE if key != "page.noscript"]
    unsaid = [key for key in keys if f'"{key}"' not in code and not any(one.fullmatch(key) for one in patterns)]
    assert unsaid == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_sentence_for_one_has_no_gap_that_the_sentence_for_many_lacks(code: str) -> None:
    gaps = re.compile(r"\{(\w+)\}")
    with speaking(code):
        more = {
            key: set(gaps.findall(_(PAGE[key]))) - set(gaps.findall(_(PAGE[key.removesuffix("_one")])))
            for key in PAGE
            if key.endswith("_one")
        }
    assert {key: left for key, left in more.items() if left} == {}


def test_no_word_of_the_page_ranks_a_design() -> None:
    ranked = re.compile(r"\b(best|winner|score|rank\w*|badge|leader ?board|points? won)\b", re.IGNORECASE)
    told = {key: text for key, text in PAGE.items() if ranked.search(text)}
    assert list(told) == ["page.not_a_forecast"], "which says that the page calls none the best"


# --- what runs


def test_nothing_runs_that_is_not_a_file_of_the_page(html: str) -> None:
    inline = [
        body for body in re.findall(r"<script(?![^>]*application/json)[^>]*>(.*?)</script>", html, re.S) if body.strip()
    ]
    assert inline == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|https?://", re.sub(r"<script.*?</script>", "", html, flags=re.S)) == []


def test_every_file_that_is_asked_for_is_there(html: str) -> None:
    asked = set(re.findall(r'(?:src|href)="/static/([^"]+)"', html))
    for script in SCRIPTS:
        asked |= set(re.findall(r'(?:from|import\()\s*"\./([^"]+)"', code_of(script)))
    app = code_of(STATIC / "app.js")
    others = re.search(r"OTHERS = \[([^\]]+)\]", app)
    assert others
    asked |= {f"{name}.js" for name in re.findall(r'"(\w+)"', others[1])}
    assert [name for name in sorted(asked) if not (STATIC / name).is_file()] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_data_never_become_html_or_code(script: Path) -> None:
    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser", code_of(script)
    )
    assert found == []
    assert "http" not in re.sub(r"http://www\.w3\.org/2000/svg", "", code_of(script)), "asks no other server"


def test_every_control_of_the_html_has_a_name(html: str) -> None:
    for control in re.findall(r"<(?:select|input)[^>]*>", html):
        name = re.search(r'id="([\w-]+)"', control)
        assert name, control
        assert "aria-label" in control or f'for="{name[1]}"' in html, control
