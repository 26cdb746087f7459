"""A result of any kind on a screen, as text, as tables and as a JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mellanrum.questions.request import Shown
from scenarios.files.names import visible
from sim.comparison.results import Comparison


def parts_of(shown: Shown, result: Any, folder: Path | None = None, full: bool = False) -> Iterator[Any]:
    """Yield what is shown of a result, in order: grids and paragraphs, and before all what must be said first."""
    from outputs.text.caveats import said_first
    from outputs.text.grid import wrap

    if (first := said_first(notes_of(result))) is not None:
        yield "\n".join(wrap(first))
    yield from shown.parts(result, folder, full)


def notes_of(result: Any) -> tuple[str, ...]:
    """Return the notes of a result of any kind; of a study those of its counties, each once."""
    some = [result] if hasattr(result, "notes") else result.counties
    return tuple(dict.fromkeys(note for one in some for note in one.notes))


def text_of(shown: Shown, result: Any, folder: Path | None = None, full: bool = False) -> str:
    """Return a result as plain text."""
    from outputs.text.grid import page_of
    from outputs.text.screen import text

    with page_of():
        return text(parts_of(shown, result, folder, full))


def document_of(kind: str, result: Any) -> dict[str, Any]:
    """Return a result as the JSON document of the command line."""
    if isinstance(result, Comparison):
        from sim.comparison.document import document

        return document(result)
    return {"kind": kind, "notes": list(notes_of(result)), **asdict(result)}


def json_of(kind: str, result: Any) -> str:
    """Return the document as text. Raises ValueError rather than write NaN."""
    return visible(json.dumps(document_of(kind, result), ensure_ascii=False, indent=2, allow_nan=False), keep="\n")
