"""A result of any kind on a screen, as text and as a JSON document."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mellanrum.kinds import notes_of, parts_of
from scenarios.names import visible
from sim.experiment.comparison import Comparison


def text_of(kind: str, result: Any, folder: Path | None = None, full: bool = False) -> str:
    """Return a result as plain text."""
    from outputs.grid import page_of
    from outputs.page import text

    with page_of():
        return text(parts_of(kind, result, folder, full))


def document_of(kind: str, result: Any) -> dict[str, Any]:
    """Return a result as the JSON document of the command line."""
    if isinstance(result, Comparison):
        from sim.experiment.document import document

        return document(result)
    return {"kind": kind, "notes": list(notes_of(result)), **asdict(result)}


def json_of(kind: str, result: Any) -> str:
    """Return the document as text. Raises ValueError rather than write NaN."""
    return visible(json.dumps(document_of(kind, result), ensure_ascii=False, indent=2, allow_nan=False), keep="\n")
