"""The JSON Schema of a model that checks files, made once: what may stand where, asked for each fault of a file."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel


@cache
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's JSON Schema. To be read only: all readers share it."""
    return model.model_json_schema()
