"""The kinds of run, and the module that prepares each. A run that was stopped or archived is found by its kind again.

A module has `prepare(arguments) -> Work`, which raises for all that is wrong with its input, and `RESULT`, the shape
of what it finds.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from sim.experiment.run import Work

KINDS: dict[str, str] = {
    "compare": "mellanrum.comparing",
    "ablate": "mellanrum.ablating",
}


def prepared(kind: str, arguments: Mapping[str, Any]) -> Work[Any]:
    """Return the work of a kind for its arguments."""
    return import_module(KINDS[kind]).prepare(arguments)


def shape_of(kind: str) -> type[Any]:
    """Return the shape of a kind's result."""
    return import_module(KINDS[kind]).RESULT
