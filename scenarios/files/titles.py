"""What people call a county or a design: the title of its file, never its name with a capital letter."""

from __future__ import annotations

from pathlib import Path

from scenarios.files.chain import follow
from scenarios.files.read import FileKind, list_counties, list_designs
from sim.terms.language import ENGLISH, SWEDISH, language


def title_of(name_or_path: str | Path, kind: FileKind = "county", code: str = ENGLISH.code) -> str:
    """Return the title of a county or a design, one that ships or a path, in a language. Raises ScenarioError."""
    return str(follow(name_or_path, kind).table[f"title_{code}"])


def title_said(name_or_path: str | Path, kind: FileKind = "county") -> str:
    """Return the title of a county or a design, one that ships or a path, as spoken now. Raises ScenarioError."""
    return title_of(name_or_path, kind, language().code)


def kept_title(kind: FileKind, name: str, title: str, title_sv: str = "") -> str:
    """Return what a result keeps as a title, in English and in Swedish, in the language spoken.

    A result of before it kept both has the English one alone: it is said in Swedish where the file that ships says it.
    A file of one's own may be gone, or say something else by now: its title stands as it was kept.
    """
    if language() is SWEDISH and title_sv:
        return title_sv
    ships = list_counties() if kind == "county" else list_designs()
    if language() is not ENGLISH and name in ships:
        table = follow(name, kind).table
        if table["title_en"] == title:
            return str(table[f"title_{language().code}"])
    return title


def title_or_name(county: str) -> str:
    """Return the title of a county that ships, in the language spoken; else its name, since its file may be gone."""
    return title_said(county) if county in list_counties() else county
