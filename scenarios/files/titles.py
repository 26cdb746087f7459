"""What people call a county: the title that its file has, never its name or file's name with a capital letter."""

from __future__ import annotations

from pathlib import Path

from scenarios.files.chain import follow
from scenarios.files.read import list_counties


def title_of(county: str | Path) -> str:
    """Return the English title of a county, a name that ships or a path. Raises ScenarioError."""
    return str(follow(county, "county").table["title_en"])


def title_or_name(county: str) -> str:
    """Return the title of a county that ships under this name; else the name as it stands, since its file is gone."""
    return title_of(county) if county in list_counties() else county
