"""What people call a county: the title that its file has, never its name or file's name with a capital letter."""

from __future__ import annotations

from pathlib import Path

from scenarios.files.chain import follow
from scenarios.files.read import list_counties
from sim.terms.language import language


def title_of(county: str | Path) -> str:
    """Return the English title of a county, a name that ships or a path: what results keep. Raises ScenarioError."""
    return str(follow(county, "county").table["title_en"])


def title_said(county: str | Path) -> str:
    """Return the title of a county in the language spoken, a name that ships or a path. Raises ScenarioError."""
    return str(follow(county, "county").table[f"title_{language().code}"])


def title_or_name(county: str) -> str:
    """Return the title of a county that ships, in the language spoken; else its name, since its file may be gone."""
    return title_said(county) if county in list_counties() else county
