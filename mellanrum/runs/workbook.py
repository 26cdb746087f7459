"""A finished run as one workbook: what it is of on the first sheet, then all its tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mellanrum.questions.rendering import notes_of, parts_of
from mellanrum.questions.request import Shown
from mellanrum.runs.places import fill_new
from outputs.files import xlsx
from outputs.text.caveats import said_first
from outputs.text.notes import retold
from sim.experiment.records import read_manifest
from sim.experiment.run import Finished
from sim.terms.language import N_, _

READING = N_(
    "Shares are from 0 to 1, days are days, an empty cell has no value. low and high: 95 % interval of the mean. "
    "The glossary and docs/studies.md say what the columns are."
)


LABELS = {
    N_("seed"): "seed",
    N_("years"): "years",
    N_("parameters"): "parameters",
    N_("replications run"): "replications_run",
    N_("digest of all"): "digest_of_all",
}
"""Label → key of the manifest."""


def write_workbook(file: str | Path, shown: Shown, finished: Finished[Any]) -> int:
    """Write the run's tables to `file`, which must not exist, and return how many. Raises OSError, DamagedRunError."""
    about, tables = list(about_run(shown, finished)), shown.rows(finished.result)
    fill_new(file, lambda partial: xlsx.write(partial, about, tables))
    return len(tables)


def about_run(shown: Shown, finished: Finished[Any]) -> Iterator[tuple[str, Any]]:
    """Yield label and value of all that must be known of a run: title, what made it, what it rests on, its notes."""
    said = read_manifest(finished.folder)
    words = (part for part in parts_of(shown, finished.result) if isinstance(part, str))
    if said_first(notes_of(finished.result)) is not None:
        yield from _lines(_("read first"), next(words))
    yield from _lines(_("title"), next(words, ""))
    yield _("run id"), said.get("run_id")
    yield "mellanrum", said.get("versions", {}).get("mellanrum")
    yield _("model version"), said.get("model_version")
    yield _("command"), " ".join(map(str, said.get("command", ())))
    for label, key in LABELS.items():
        yield _(label), said.get(key)
    yield _("reading"), _(READING)
    for note in notes_of(finished.result):
        yield _("note"), retold(note)


def _lines(label: str, text: str) -> Iterator[tuple[str, str]]:
    for i, line in enumerate(text.splitlines() or [""]):
        yield ("" if i else label), line
