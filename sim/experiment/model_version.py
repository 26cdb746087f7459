"""Which model this is: a digest of the source that decides a replication's results.

Two results under one version came from the same rules, whatever the package's number says. It is made of what the
source means (`meaning.py`), not of how it is written down: a docstring, a comment, the name of a file or where a
definition stands make no difference, nor does the Python that reads it. What only arranges runs (pools, archives,
statistics) is not part of it.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sim.experiment.meaning import meaning_of

SIM = Path(__file__).resolve().parents[1]
DECIDES = ("terms", "chance", "population", "model", "measures", "experiment/replicate.py")
"""What a replication runs through, from scenario to measures, in the folder `sim`."""
SAID = ("terms/errors.py", "terms/language.py")
"""Of these what is only said: of what cannot be done, and in which language."""
SAME_RESULTS: dict[str, str] = {
    # where a request stands is one word, many values are handed by name, and a name means one thing
    "b5d2a2a20d89bde732af40114605c0056054ae34637479414813cb9f84809cf3": (
        "dc661e518fde14d54bba0db5460ff1446fa3d97199d9c58fafd43a83a9212f83"
    ),
}
"""Sources whose results are those of an earlier one, as the digests of their event logs show → that one's version."""
CATALOGUE, COUNTS = "catalogue.csv", ("pattern", "unit")
"""Of the catalogue of measures only these columns decide; its sentences are for readers."""


@cache
def model_version() -> str:
    """Return the SHA-256 of what the source files mean, the same on every Python that runs it.

    Where only arrangements have changed since an earlier source, it is that one's: what was archived is found.
    """
    meant = meaning()
    return SAME_RESULTS.get(meant, meant)


def meaning() -> str:
    """Return the SHA-256 of what the source files mean."""
    said = {SIM / place for place in SAID}
    files = [file for place in DECIDES for file in _sources(SIM / place) if file not in said]
    inits = [_dotted(file) for file in files if file.name == "__init__.py"]
    told = meaning_of({_dotted(file): file.read_text("utf-8") for file in files if file.suffix == ".py"}, inits)
    data = sorted(_data(file) for file in files if file.suffix == ".csv")
    return hashlib.sha256("\n".join([*told, *data]).encode()).hexdigest()


def _sources(place: Path) -> Iterator[Path]:
    """Yield the Python and data files of a folder, or the one file."""
    return (p for p in ([place] if place.is_file() else place.rglob("*")) if p.suffix in (".py", ".csv"))


def _dotted(file: Path) -> str:
    """Return the name under which a file is imported."""
    parts = ("sim", *file.relative_to(SIM).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _data(file: Path) -> str:
    """Return the digest of a data file: its rows in order, of the catalogue only what decides."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = COUNTS if file.name == CATALOGUE else tuple(rows[0]) if rows else ()
    return hashlib.sha256(ascii([[row[c] for c in columns] for row in rows]).encode()).hexdigest()
