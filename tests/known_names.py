"""What studies and counts may name, as the command line has it."""

from __future__ import annotations

from mellanrum.wiring.study_names import known_names as known
from mellanrum.wiring.study_names import ranged_paths as parameter_paths

__all__ = ("known", "parameter_paths")
