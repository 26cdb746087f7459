"""Parameter sets: the draws that a calibration found, in one file with all that they rest on.

`parameters/COUNTY.parquet` has one row per draw of the set (kind `posterior`) and per run a priori (kind `prior`):
the number of the run, the levels of the fitted parameters, what the run took the sources to have left unsaid, and what
would have been counted in it. A level is the number itself, or the factor on a list. A parameter that was not fitted
takes what belongs to the number of the run. The file's metadata say what the set came from; it is usable for
just that model, those inputs and that county.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from calibration.targets.target_file import Targets
from sim.measures.spans import Array
from sim.measures.survey import survey
from sim.model import simulate
from sim.terms.errors import InputError
from sim.terms.quantity import Pick, Quantity, prior
from sim.terms.scenario import Scenario

FOLDER = Path(__file__).parent
FORMAT = 1
KEY = b"mellanrum"
POSTERIOR, PRIOR = "posterior", "prior"
TARGET, LEVEL = "target.", "level."
MOST_RHAT, LEAST_EFFECTIVE = 1.01, 400
"""What the ensembles of a set must reach, or it is refused. Source: Vehtari et al. (2021)."""
REFERENCE_DAYS = 30
REFERENCE_SEED = 1


class SetError(InputError):
    """A parameter set that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class ParameterSet:
    """`about`: the metadata. `columns`: name → values, one per row. `kind` tells draws from runs a priori."""

    about: Mapping[str, Any]
    columns: Mapping[str, Array]

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return int((self.columns["kind"] == POSTERIOR).sum())

    @property
    def fitted(self) -> list[str]:
        """The fitted parameters, the most telling first."""
        return list(self.about["fitted"])

    @property
    def name(self) -> str:
        """What a result names the set by: county and the first digits of its content."""
        return f"{self.about['county']}-{str(self.about['content'])[:8]}"

    def of(self, kind: str, column: str) -> Array:
        """Return a column of the rows of one kind."""
        return self.columns[column][self.columns["kind"] == kind]

    def pick(self, replication: int, kind: str = POSTERIOR) -> Pick:
        """Return the pick of the draw that `replication` uses: its number modulo the number of draws."""
        rows = np.flatnonzero(self.columns["kind"] == kind)
        row = rows[replication % len(rows)]
        levels = {path: float(self.columns[LEVEL + path][row]) for path in self.fitted}
        return prior(int(self.about["seed"]), int(self.columns["run"][row]), levels)


def inputs_digest(parameters: Mapping[str, Quantity], targets: Targets) -> str:
    """Return the SHA-256 of all that a fit takes: each parameter with its range, and the targets but their words."""

    def plain(some: Mapping[str, Quantity]) -> list[tuple[object, ...]]:
        return [(path, q.value, q.low, q.high, q.unit) for path, q in sorted(some.items())]

    rows = [(t.id, t.use, t.measure, t.figure, t.low, t.high, t.unit) for t in targets.rows]
    survey = (targets.county, targets.months, targets.answering, targets.testing)
    told = (plain(parameters), survey, plain(targets.discrepancy), plain(targets.unknown), rows)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def evidence_digest(folder: Path | None = None) -> str:
    """Return the SHA-256 of the evidence files, for the record."""
    h = hashlib.sha256()
    for file in sorted((folder or FOLDER.with_name("evidence")).glob("*.csv")):
        h.update(file.read_bytes())
    return h.hexdigest()


def reference_digest(scenario: Scenario, measures: Collection[str] | None = None) -> str:
    """Return the digest of a short log of the county at central values, and of what is counted in it.

    It changes when the model does, or the way of counting what the targets take (`measures`; None: everything). Numbers
    are taken to nine digits, the same on every machine.
    """
    calendar = replace(scenario.calendar, warm_up_days=REFERENCE_DAYS, baseline_days=REFERENCE_DAYS, after_days=0)
    log = simulate(replace(scenario, calendar=calendar), REFERENCE_SEED, 0)
    found = survey(log, calendar, 12)
    counts = {name: [float(v) for v in column] for name, column in sorted(found.counts.items())}
    some = [name for name in sorted(found.values) if measures is None or name in measures or name.startswith("survey.")]
    values = {name: None if (v := found.values[name]) is None else f"{v:.9g}" for name in some}
    return hashlib.sha256(repr((log.digest(), counts, values)).encode()).hexdigest()


def file_of(county: str, folder: Path = FOLDER) -> Path:
    """Return where the set of a county stands."""
    return folder / f"{county}.parquet"


def write_set(file: Path, about: Mapping[str, Any], columns: Mapping[str, Sequence[Any]]) -> None:
    """Write a set, whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    told = dict(about, format=FORMAT)
    told["content"] = _content(told, columns)
    data = pa.table({name: list(values) for name, values in columns.items()})
    data = data.replace_schema_metadata({KEY: json.dumps(told, ensure_ascii=False).encode()})
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    pq.write_table(data, partial, compression="zstd", write_page_checksum=True)
    partial.replace(file)


def read_set(file: Path) -> ParameterSet:
    """Return the set in `file`. Raises SetError if there is none, it is damaged, or of another form."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not file.exists():
        raise SetError([f"{file.name}: found nothing; valid: a set made by `mellanrum calibrate {file.stem}`"])
    try:
        data = pq.read_table(file, page_checksum_verification=True)
        about = json.loads((data.schema.metadata or {})[KEY])
        lists = data.to_pydict()
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise SetError([f"{file.name}: found a damaged file ({why}); valid: a parameter set"]) from None
    if about.get("format") != FORMAT:
        found = f"format {about.get('format')!r}"
        raise SetError([f"{file.name}: found {found}; valid: format {FORMAT}: calibrate again"])
    if about.get("content") != _content({k: v for k, v in about.items() if k != "content"}, lists):
        raise SetError([f"{file.name}: found contents that do not match their checksum; valid: an unaltered set"])
    return ParameterSet(about, {name: np.array(values) for name, values in lists.items()})


def faults(found: ParameterSet, county: str, inputs: str, reference: str, fitted_to: str | None = None) -> list[str]:
    """Return why the set cannot be used for a county, its inputs and this model: one line each, none if it can.

    `fitted_to`: of a set that waits for a refit, what it rested on; then `inputs` is what that is now, and the model
    may be another.
    """
    about, name = found.about, f"{county}.parquet"
    if about["county"] != county:
        return [f"{name}: found a set of {about['county']}; valid: one of {county}"]
    lines = []
    rhat, effective = max(about["rhat"].values()), min(about["effective"].values())
    if not (rhat < MOST_RHAT and effective >= LEAST_EFFECTIVE):
        lines.append(
            f"{name}: found ensembles that do not agree (R-hat {rhat:.3f}, effective sample {effective:.0f}); "
            f"valid: R-hat below {MOST_RHAT} and at least {LEAST_EFFECTIVE}: calibrate again, with more runs"
        )
    if fitted_to is None and about["reference"] != reference:
        lines.append(
            f"{name}: found a set of another version of the model (reference log {about['reference'][:8]}); "
            f"valid: {reference[:8]}: calibrate again"
        )
    if (before := fitted_to or about["inputs"]) != inputs:
        lines.append(
            f"{name}: found a set that was fitted to other parameter ranges or targets ({before[:8]}); "
            f"valid: {inputs[:8]}: calibrate again"
        )
    return lines


def _content(about: Mapping[str, Any], columns: Mapping[str, Sequence[Any]]) -> str:
    plain = {name: list(values) for name, values in columns.items()}
    return hashlib.sha256(json.dumps([about, plain], sort_keys=True).encode()).hexdigest()
