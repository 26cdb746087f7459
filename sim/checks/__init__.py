"""Face check of stories: sequences that no social worker would believe, looked for in an event log.

Reads the log as the measures do and knows nothing of the model; nothing that is measured depends on it. What each check
rests on and its limits: `stories.toml`.
"""

from sim.checks.catalogue import Check, Limits, checks, limits_of
from sim.checks.count import CheckFound, count

__all__ = ["Check", "CheckFound", "Limits", "checks", "count", "limits_of"]
