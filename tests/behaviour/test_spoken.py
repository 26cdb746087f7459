"""Whoever runs it is spoken to in their language, and what a result keeps is the same whoever ran it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mellanrum
from mellanrum.evidence.scorecard import NO_TARGETS
from mellanrum.wiring import parameter_source as numbers
from mellanrum.wiring.assemble import SAME
from mellanrum.wiring.options import OptionError
from outputs.text.caveats import INHERITED, STANDS_IN
from outputs.text.notes import retold
from scenarios.tools.new import new_county
from sim.comparison.dates_apart import SENTENCES
from sim.experiment.study import NOBODY_FOLLOWED
from sim.terms.language import SPOKEN_IN, language, speaking

ROOT = Path(__file__).resolve().parents[2]


def said_in(locale: str, *arguments: str) -> str:
    """Return what a process of its own says, with a locale and nothing else that says a language."""
    without = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG")) and k != SPOKEN_IN}
    command = [sys.executable, "-c", "import sys; from mellanrum.cli import main; sys.exit(main())", *arguments]
    done = subprocess.run(
        command,
        env={**without, "LANG": locale, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("command", ["runs list", "scenarios check", "evidence match", "study run"])
def test_the_help_of_a_command_of_a_group_is_in_the_language_of_the_locale(command):
    told = said_in("sv_SE.UTF-8", *command.split(), "--help")
    assert told.startswith(f"Användning: mellanrum {command} ")
    assert "Visa den här hjälpen och avsluta." in told
    assert "Usage" not in told


def test_an_option_goes_before_the_locale_wherever_it_stands():
    assert said_in("sv_SE.UTF-8", "runs", "list", "--lang", "en", "--help").startswith("Usage: ")
    assert said_in("en_GB.UTF-8", "--lang=sv", "runs", "list", "--help").startswith("Användning: ")


def test_a_language_that_is_none_is_refused_with_those_that_are():
    told = said_in("sv_SE.UTF-8", "runs", "list", "--lang", "xx")
    assert "Ogiltigt värde för '--lang': 'xx' är inget av 'sv', 'en'." in told


def test_python_speaks_english_until_it_is_told_otherwise(monkeypatch):
    monkeypatch.setenv(SPOKEN_IN, "en")
    with speaking("en"):
        with pytest.raises(OptionError, match="found 'xx'; valid: sv, en"):
            mellanrum.speak("xx")
        mellanrum.speak("sv")
        assert language().code == "sv"
        assert os.environ[SPOKEN_IN] == "sv", "or the processes that it starts would speak another"
        with pytest.raises(OptionError, match="hittade 0; giltigt: ett heltal, minst 1"):
            mellanrum.compare("norrbotten", ["current"], replications=0)


def test_what_is_kept_is_english_whoever_runs(tmp_path):
    own = tmp_path / "liten.toml"
    own.write_text(new_county("liten"), encoding="utf-8")
    for county, mode in (("norrbotten", None), ("norrbotten", "prior"), ("norrbotten", "point"), (own, None)):
        told = {}
        for code in ("sv", "en"):
            with speaking(code):
                told[code] = numbers.source_of(county, mode, 1).told
        assert told["sv"] == told["en"]


def test_what_is_kept_is_told_in_the_language_of_whoever_reads():
    kept = [
        (numbers.CENTRAL, {}, "Parametrar: mittvärden"),
        (numbers.FROM_RANGES, {}, "Parametrar: tagna ur sina spann"),
        (numbers.FITTED, {"draws": 240, "county": "Norrbotten", "set": "abc"}, "240 uppsättningar"),
        (numbers.FROM_ANCESTOR, {"ancestor": "norrbotten", "draws": 240, "set": "abc"}, "ärvda från norrbotten"),
        (numbers.NO_DRAWS, {"why": "x.toml is old"}, "eftersom inga anpassade tal kan användas (x.toml is old)"),
        (numbers.NOT_INHERITED, {"why": "why", "ancestor": "gavleborg"}, "de för gavleborg"),
        (numbers.BEFORE, {"before": "2028-01-01"}, "innan 2028-01-01"),
        (SAME, {"design": "a", "twin": "b"}, "a: samma som b i varje tal"),
        (NO_TARGETS, {}, "räknat som en enkät räknar"),
        (NOBODY_FOLLOWED, {"days": 730}, "minst 2 år (730 dagar)"),
    ]
    kept += [
        (s, {"designs": "a, b", "date": "2029-01-01", "days": 366, "reform": "2028-01-01", "share": 41}, "366 dagar")
        for s in SENTENCES.values()
    ]
    for sentence, gaps, words in kept:
        note = sentence.format(**gaps)
        with speaking("sv"):
            assert words in retold(note), note
        with speaking("en"):
            assert retold(note) == note


def test_what_must_be_said_first_begins_as_it_is_looked_for():
    assert numbers.NO_DRAWS.startswith(STANDS_IN)
    assert numbers.NOT_INHERITED.startswith(STANDS_IN)
    assert numbers.FROM_ANCESTOR.startswith(INHERITED)
