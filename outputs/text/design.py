"""A design as pages name it: by the title of its file, in the language spoken, whoever wrote the file."""

from __future__ import annotations

from scenarios.files.titles import kept_title
from sim.comparison.results import DesignResult


def design_shown(design: DesignResult) -> str:
    """Return what people call a design of a result; its name where it has no title."""
    return kept_title("design", design.name, design.title, design.title_sv) or design.name
