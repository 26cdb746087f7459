"""The files of one's own that a run is made from are kept in its folder, with all that they extend and name.

They lie below `inputs/` as they lie towards each other, so that what one says of another leads there too. A run that
was stopped goes on from them, wherever its folder has been taken and whatever has been done to the files since.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from scenarios.files.finding import find
from scenarios.files.problems import ScenarioError
from scenarios.files.read import FileKind, name_of_file, read_table
from sim.experiment.folder import INPUTS

Kinds = Mapping[str, FileKind]
NAMES: Kinds = {
    "county": "county",
    "counties": "county",
    "design": "design",
    "designs": "design",
    "baseline": "design",
    "other": "design",
    "name": "study",
}
"""Arguments, and keys of a study, that are names or paths of files → of which kind."""


def inputs_of(arguments: Mapping[str, Any]) -> dict[str, tuple[str, bytes]]:
    """Return whole path → place and content of each file of one's own that a run is made from; none of those that ship.

    A file that cannot be read is left out: whatever reads it has told so.
    """
    files: dict[str, bytes] = {}
    todo = list(_named(arguments, None))
    while todo:
        path, kind = todo.pop()
        if str(path) in files:
            continue
        with suppress(ScenarioError, OSError):
            table = read_table(path)
            files[str(path)] = path.read_bytes()
            todo += _named({"extends": table.get("extends")}, path, {"extends": kind})
            todo += _named(table, path) if kind == "study" else ()
    base = _common([Path(path).parent for path in files])
    return {path: (Path(path).relative_to(base).as_posix(), content) for path, content in files.items() if base}


def kept(arguments: Mapping[str, Any], folder: Path, inputs: Any) -> dict[str, Any]:
    """Return arguments with each file that is kept in the run's folder in the place of the one that it was."""
    places = inputs if isinstance(inputs, dict) else {}

    def there(value: Any) -> Any:
        if isinstance(value, list):
            return [there(v) for v in value]
        place = places.get(value) if isinstance(value, str) else None
        file = folder / INPUTS / place if isinstance(place, str) else None
        inside = file is not None and file.is_file() and file.resolve().is_relative_to(folder.resolve())
        return str(file) if inside else value

    return {name: there(value) if name in NAMES else value for name, value in arguments.items()}


def _named(
    table: Mapping[str, Any], near: Path | None, kinds: Mapping[str, FileKind] = NAMES
) -> Iterator[tuple[Path, FileKind]]:
    """Yield the files of one's own that a table names."""
    for key, kind in kinds.items():
        given = table.get(key)
        for name in given if isinstance(given, list | tuple) else [given]:
            if isinstance(name, str | Path):
                with suppress(ScenarioError):
                    path = Path(os.path.normpath(find(name, kind, near).absolute()))
                    if name_of_file(path) == str(path):
                        yield path, kind


def _common(folders: list[Path]) -> Path | None:
    """Return the folder that all lie in; None if there is none, as on two drives."""
    try:
        return Path(os.path.commonpath(folders)) if folders else None
    except ValueError:
        return None
