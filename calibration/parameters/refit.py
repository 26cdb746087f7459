"""Sets that were fitted to an earlier model and are used until they are fitted anew: marked, and checked.

`parameters/until_refit.toml` names such a set by its content, the version whose model it was fitted before, and a
digest of the ranges of its fitted parameters and of its targets. As long as these are what they were the draws still
say what was counted; that the model has changed since is told with every result.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calibration.parameters.parameter_set import FOLDER, ParameterSet, inputs_digest
from calibration.targets.target_file import Targets
from sim.terms.quantity import Quantity

FILE = "until_refit.toml"


@dataclass(frozen=True, slots=True)
class Mark:
    """`before`: the version whose model is not the one that the set was fitted to. `rests_on`: see `rests_on`."""

    before: str
    rests_on: str


def mark_of(found: ParameterSet, folder: Path = FOLDER) -> Mark | None:
    """Return the mark of a set that waits for a refit; None for one that was fitted to this model."""
    file = folder / FILE
    if not file.exists():
        return None
    table = tomllib.loads(file.read_text(encoding="utf-8")).get(str(found.about["county"]), {})
    if table.get("content") != found.about["content"]:
        return None
    return Mark(str(table["before"]), str(table["rests_on"]))


def rests_on(found: ParameterSet, parameters: Mapping[str, Quantity], targets: Targets) -> str:
    """Return the digest of what a set's draws rest on: the ranges of its fitted parameters, and the targets."""
    return inputs_digest({path: parameters[path] for path in found.fitted if path in parameters}, targets)
