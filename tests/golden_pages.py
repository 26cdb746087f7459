"""Pages held word for word, in both languages: `tests/golden/pages/LANGUAGE/NAME.txt`.

A page that says something else than its file is shown by pytest as a difference. Where the new words are meant, write
the files anew with `pytest --update` and read what changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sim.terms.language import LANGUAGES, speaking

FOLDER = Path(__file__).resolve().parent / "golden" / "pages"
UPDATE = "MELLANRUM_UPDATE_PAGES"


def held(name: str, page: Callable[[], str]) -> None:
    """Hold a page to what it said, in each language. Raises AssertionError where it says something else."""
    for code in LANGUAGES:
        with speaking(code):
            said = "\n".join(line.rstrip() for line in page().splitlines()) + "\n"
        file = FOLDER / code / f"{name}.txt"
        if os.environ.get(UPDATE):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(said, encoding="utf-8", newline="\n")
        assert file.exists(), f"no page yet: pytest --update makes {file.relative_to(FOLDER)}"
        assert said == file.read_text(encoding="utf-8"), f"{code}/{name}.txt says something else"
