"""Ablations: a design whole and without each of its mechanisms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mellanrum import assemble
from mellanrum.kinds.compare import StudyWork, parts, rows
from sim.experiment.comparison import Comparison

RESULT = Comparison
__all__ = ("RESULT", "parts", "prepare", "rows")


def prepare(arguments: Mapping[str, Any]) -> StudyWork:
    """Return the ablation that the arguments ask for. Raises as a comparison does."""
    return StudyWork(assemble.ablation(**arguments))
