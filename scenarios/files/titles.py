"""What people call a county or a design: the title of its file, never its name with a capital letter."""

from __future__ import annotations

from pathlib import Path

from scenarios.files.chain import follow
from scenarios.files.read import Kind, list_counties, list_designs
from sim.terms.language import ENGLISH, language


def title_of(county: str | Path) -> str:
    """Return the English title of a county, a name that ships or a path: what results keep. Raises ScenarioError."""
    return str(follow(county, "county").table["title_en"])


def title_said(county: str | Path) -> str:
    """Return the title of a county in the language spoken, a name that ships or a path. Raises ScenarioError."""
    return str(follow(county, "county").table[f"title_{language().code}"])


def kept_title(kind: Kind, name: str, title: str) -> str:
    """Return a title that a result keeps, which is English, in the language spoken where the file that ships has it.

    A file of one's own may be gone, or say something else by now: its title stands as it was kept.
    """
    ships = list_counties() if kind == "county" else list_designs()
    if language() is not ENGLISH and name in ships:
        table = follow(name, kind).table
        if table["title_en"] == title:
            return str(table[f"title_{language().code}"])
    return title


def title_or_name(county: str) -> str:
    """Return the title of a county that ships, in the language spoken; else its name, since its file may be gone."""
    return title_said(county) if county in list_counties() else county
