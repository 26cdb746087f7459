"""The kinds of run, each in a module of its name: a run that was stopped or archived is found by its kind again.

A module has `prepare(arguments) -> Work`, which raises for all that is wrong with its input, `RESULT`, the shape of
what it finds, `parts(result, folder, full)`, what is shown of it, and `rows(result)`, its tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.experiment.run import Work

KINDS = ("compare", "ablate", "sweep", "breakeven", "sensitivity", "rank", "worth", "warmup", "study")


def prepared(kind: str, arguments: Mapping[str, Any]) -> Work[Any]:
    """Return the work of a kind for its arguments."""
    return _module(kind).prepare(arguments)


def shape_of(kind: str) -> type[Any]:
    """Return the shape of a kind's result."""
    return _module(kind).RESULT


def parts_of(kind: str, result: Any, folder: Path | None = None, full: bool = False) -> Iterator[Any]:
    """Yield what is shown of a result, in order: grids and paragraphs, and before all what must be said first."""
    from outputs.grid import wrap
    from outputs.honesty import said_first

    if (first := said_first(notes_of(result))) is not None:
        yield "\n".join(wrap(first))
    yield from _module(kind).parts(result, folder, full)


def tables_of(kind: str, result: Any) -> dict[str, Sequence[dict[str, Any]]]:
    """Return name → rows of every table of a result; a row is column → plain value."""
    return _module(kind).rows(result)


def notes_of(result: Any) -> tuple[str, ...]:
    """Return the notes of a result of any kind; of a study those of its counties, each once."""
    some = [result] if hasattr(result, "notes") else result.counties
    return tuple(dict.fromkeys(note for one in some for note in one.notes))


def _module(kind: str) -> ModuleType:
    return import_module(f"mellanrum.kinds.{kind}")
