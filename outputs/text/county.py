"""A county as pages and pictures name it: Gävleborg, which no capital letter makes of its key, gavleborg."""

from __future__ import annotations

from typing import Protocol

from scenarios.files.titles import kept_title, title_or_name


class OfACounty(Protocol):
    """A result of one county."""

    @property
    def county(self) -> str:
        """Its key: the name of its file."""

    @property
    def county_title(self) -> str:
        """What its file called it when the result was made; "" in results of before they had one."""

    @property
    def county_title_sv(self) -> str:
        """That in Swedish; "" in results of before they had it."""


def county_shown(result: OfACounty) -> str:
    """Return what people call the county of a result."""
    kept = result.county_title
    return kept_title("county", result.county, kept, result.county_title_sv) if kept else title_or_name(result.county)
