"""What a study found as a block of TOML that can be pasted into its file (`FindingsTable` in study_file.py)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from outputs.study.sentences import sentences
from outputs.study.view import View
from scenarios.files.toml_text import text_of
from sim.studies.study import InBoth, StudyFound


def findings_toml(result: StudyFound) -> str:
    """Return the block `[findings]`: today's date, the version, and every county's sentences in both languages."""
    today = datetime.now(UTC).astimezone().date()
    lines = ["[findings]", f"date = {today.isoformat()}", f"version = {text_of(version('mellanrum'))}"]
    for sentence in told(result):
        lines += ["", "[[findings.sentences]]", f"sv = {text_of(sentence.sv)}", f"en = {text_of(sentence.en)}"]
    return "\n".join(lines) + "\n"


def told(result: StudyFound) -> Iterator[InBoth]:
    """Yield the sentences county by county, each with the county's name before it."""
    for county in result.counties:
        for sentence in sentences(View(result, county)):
            yield InBoth(f"{county.title.sv}: {sentence.sv}", f"{county.title.en}: {sentence.en}")
