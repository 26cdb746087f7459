"""A merged table becomes a frozen model, or a list of problems that name what would be valid."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenarios.files.chain import Key, Merged
from scenarios.files.fields import TAGS
from scenarios.files.problems import Problem, one_of
from sim.terms.quantity import shown

Model = TypeVar("Model", bound=BaseModel)

_WANTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "date_type": "a date such as 2028-01-01, without quotation marks",
    "float_type": "a number",
    "int_type": "a whole number",
    "finite_number": "a finite number",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}

ELSEWHERE = {
    "staffing": "posts in the county's own file, or [[posts.SERVICE]] here, which adds or closes some",
    "location": "places in the county's own file, or [relocation.SERVICE] here",
    "municipalities": "municipalities in the county's own file",
}
"""Tables of a county that somebody writes in a design → where they stand, or how a design says it."""
_KINDS = {"object": "a table", "array": "a list", "string": "a text", "number": "a number", "boolean": "true or false"}


def validated(kind: type[Model], merged: Merged) -> tuple[Model | None, list[Problem]]:
    """Return the model and no problems, or None and every problem of its shape."""
    try:
        return kind.model_validate(merged.table), []
    except ValidationError as fault:
        schema: dict[str, Any] = kind.model_json_schema()
        return None, [p for error in fault.errors() for p in _problems(error, schema, merged)]


def _problems(error: ErrorDetails, schema: dict[str, Any], merged: Merged) -> list[Problem]:
    key: Key = tuple(k for k in error["loc"] if k not in TAGS and k != "[key]")
    context, found = error.get("ctx", {}), shown(error.get("input"))
    if error["type"] == "quantity":
        return [
            merged.problem((*key, fault.key) if fault.key else key, fault.found, fault.valid)
            for fault in context["faults"]
        ]
    if error["type"] == "word":
        return [merged.problem(key, context["found"], context["valid"])]
    if error["type"] == "extra_forbidden":
        known = list(_at(schema, key[:-1]).get("properties", {}))
        inside = [] if len(key) > 1 else [k for k in known if key[-1] in _at(schema, (k,)).get("properties", {})]
        valid = f"this key below its heading, {' or '.join(f'[{k}]' for k in inside)}" if inside else ""
        valid = ELSEWHERE.get(str(key[-1]), valid) if len(key) == 1 and "transfer" in known else valid
        return [merged.problem(key, f'an unknown key "{key[-1]}"', valid or one_of(known, key[-1]))]
    if error["type"] == "missing":
        return [merged.problem(key, "nothing", _described(schema, key))]
    if error["type"] in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        return [merged.problem(key, found, _range(schema, key))]
    wanted = "unlimited" if error["type"] == "literal_error" else _WANTED.get(error["type"], error["msg"])
    return [merged.problem(key, found, wanted)]


def _described(schema: dict[str, Any], key: Key) -> str:
    there = _at(schema, key)
    if "unit" in there.get("properties", {}):
        return f"this key, a quantity in {' or '.join(there['properties']['unit']['enum'])}"
    if there.get("enum"):
        return f"this key, {one_of(there['enum'])}"
    if there.get("format") == "date":
        return f"this key, {_WANTED['date_type']}"
    return f"this key, {_KINDS.get(there.get('type', ''), 'with a value')}"


def _range(schema: dict[str, Any], key: Key) -> str:
    there = _at(schema, key)
    low = there.get("minimum", there.get("exclusiveMinimum", 0))
    above = "above" if "exclusiveMinimum" in there else "from"
    return f"a number {above} {low:g} to {there.get('maximum', 0):g}"


def _at(schema: dict[str, Any], key: Key) -> dict[str, Any]:
    """Return the part of a JSON Schema that describes what stands at `key`; {} if it says nothing."""
    node: Any = schema
    for k, after in zip((None, *key), (*key, None), strict=True):
        if k is not None:
            if isinstance(k, int):
                node = node.get("items", {})
            else:
                node = node.get("properties", {}).get(k) or node.get("additionalProperties") or {}
        while isinstance(node, dict) and not {"$ref", "oneOf", "anyOf"}.isdisjoint(node):
            if "$ref" in node:
                node = schema.get("$defs", {}).get(node["$ref"].rsplit("/", 1)[-1], {})
            elif "oneOf" in node:  # one table, or a list of them
                lists = [branch for branch in node["oneOf"] if ("items" in branch) == isinstance(after, int)]
                node = (lists or node["oneOf"])[0]
            else:
                node = node["anyOf"][0]
        if not isinstance(node, dict):
            return {}
    return node
