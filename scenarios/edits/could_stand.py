"""Whether a file may hold a key that it lacks, read from the models that check the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from scenarios.files.county_file import CountyFile
from scenarios.files.design_file import DesignFile
from scenarios.files.model_schema import schema_of
from scenarios.files.names import parts
from scenarios.files.service_file import ServicesFile

_MODELS: dict[str, type[BaseModel]] = {"design": DesignFile, "county": CountyFile, "services": ServicesFile}


def could_stand(place: str, key: str, table: Mapping[str, Any]) -> bool:
    """Return whether the file of `place` (design, county, services) may hold a value at the dotted `key`.

    `table`: what it holds. Where any name goes (a municipality), only one that stands there is meant.
    """
    schema = schema_of(_MODELS[place])
    nodes, there = [schema], table
    for name in parts(key):
        known = name in there
        nodes = [below for node in nodes for one in _alternatives(node, schema) for below in _below(one, name, known)]
        inner = there.get(name)
        there = inner if isinstance(inner, Mapping) else {}
    return any(_holds_a_value(one) for node in nodes for one in _alternatives(node, schema))


def _alternatives(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what stands at `node`, each of several possible things apart."""
    if "$ref" in node:
        yield from _alternatives(schema["$defs"][node["$ref"].rsplit("/", 1)[-1]], schema)
    elif several := node.get("anyOf") or node.get("oneOf"):
        for one in several:
            yield from _alternatives(one, schema)
    else:
        yield node


def _below(node: Mapping[str, Any], name: str, known: bool) -> Iterator[Any]:
    if _is_quantity(node):
        return
    if name in node.get("properties", {}):
        yield node["properties"][name]
    elif isinstance(node.get("additionalProperties"), Mapping):
        names = node.get("propertyNames", {}).get("enum")
        if name in names if names is not None else known:  # where any name goes, another is rather a slip
            yield node["additionalProperties"]


def _holds_a_value(node: Mapping[str, Any]) -> bool:
    return _is_quantity(node) or node.get("type") in ("boolean", "integer", "number", "string")


def _is_quantity(node: Mapping[str, Any]) -> bool:
    """Return whether numbers stand at `node`, or what they are the same as."""
    inner = node.get("properties", {})
    return "evidence" in inner or set(inner) == {"same_as", "note"}
