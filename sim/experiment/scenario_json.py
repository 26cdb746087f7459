"""A scenario as plain JSON: every number that a run used, with names for codes, and a hash that names it.

Equal scenarios have equal text and equal hashes on every machine; infinity is the word "infinity", since JSON has none.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import IntEnum
from math import isinf, isnan
from typing import Any

from sim.terms.words import name_of


def plain(value: Any) -> Any:
    """Return `value` made of dictionaries, lists, words and numbers. Dated changes say their kind."""
    if isinstance(value, IntEnum):
        return name_of(value)
    if is_dataclass(value) and not isinstance(value, type):
        content = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return {"kind": type(value).__name__, **content} if "day" in content else content
    if isinstance(value, dict):
        return {str(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and isinf(value):
        return "infinity" if value > 0 else "-infinity"
    if isinstance(value, float) and isnan(value):
        return None
    return value


def scenario_hash(scenario: Any) -> str:
    """Return the SHA-256 of the scenario's plain form."""
    text = json.dumps(plain(scenario), sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
