"""A merged table becomes a frozen model, or a list of problems that name what would be valid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenarios.files.chain import KeyPath, Merged
from scenarios.files.fields import TAGS
from scenarios.files.model_schema import schema_of
from scenarios.files.problems import NOTHING, Problem, either, one_of
from sim.terms.language import N_, _
from sim.terms.quantity import KEYS, Fault, shown

Model = TypeVar("Model", bound=BaseModel)

_WANTED = {
    "string_type": N_("a text"),
    "bool_type": N_("true or false"),
    "date_type": N_("a date such as 2028-01-01, without quotation marks"),
    "float_type": N_("a number"),
    "int_type": N_("a whole number"),
    "finite_number": N_("a finite number"),
    "tuple_type": N_("a list"),
    "dict_type": N_("a table"),
    "model_type": N_("a table"),
    "model_attributes_type": N_("a table"),
}

ELSEWHERE = {
    "staffing": N_("posts in the county's own file, or [[posts.SERVICE]] here, which adds or closes some"),
    "location": N_("places in the county's own file, or [relocation.SERVICE] here"),
    "municipalities": N_("municipalities in the county's own file"),
}
"""Tables of a county that somebody writes in a design → where they stand, or how a design says it."""
_KINDS = {
    "object": N_("this key, a table"),
    "array": N_("this key, a list"),
    "string": N_("this key, a text"),
    "number": N_("this key, a number"),
    "boolean": N_("this key, true or false"),
}
_ANY_KIND = N_("this key, with a value")


def validated(kind: type[Model], merged: Merged) -> tuple[Model | None, list[Problem]]:
    """Return the model and no problems, or None and every problem of its shape."""
    try:
        return kind.model_validate(merged.table), []
    except ValidationError as fault:
        schema = schema_of(kind)
        return None, [p for error in fault.errors() for p in _problems(error, schema, merged)]


def _problems(error: ErrorDetails, schema: dict[str, Any], merged: Merged) -> list[Problem]:
    key: KeyPath = tuple(k for k in error["loc"] if k not in TAGS and k != "[key]")
    context, found = error.get("ctx", {}), shown(error.get("input"))
    if error["type"] == "quantity":
        return [
            merged.problem(
                (*key, fault.key) if fault.key else key, _fault_found(fault, error.get("input")), _(fault.valid)
            )
            for fault in context["faults"]
        ]
    if error["type"] == "word":
        return [merged.problem(key, context["found"], context["valid"])]
    if error["type"] == "extra_forbidden":
        known = list(_at(schema, key[:-1]).get("properties", {}))
        inside = [] if len(key) > 1 else [k for k in known if key[-1] in _at(schema, (k,)).get("properties", {})]
        valid = _("this key below its heading, {headings}", headings=either(f"[{k}]" for k in inside)) if inside else ""
        if len(key) == 1 and "transfer" in known and key[-1] in ELSEWHERE:
            valid = _(ELSEWHERE[str(key[-1])])
        return [merged.problem(key, _('an unknown key "{key}"', key=key[-1]), valid or one_of(known, key[-1]))]
    if error["type"] == "missing":
        return [merged.problem(key, NOTHING, _described(schema, key))]
    if error["type"] in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        return [merged.problem(key, found, _range(schema, key))]
    wanted = "unlimited" if error["type"] == "literal_error" else _(_WANTED.get(error["type"], error["msg"]))
    return [merged.problem(key, found, wanted)]


def _fault_found(fault: Fault, table: object) -> str:
    """Return what was found at a key of a quantity: NOTHING where it is absent."""
    absent = isinstance(table, Mapping) and fault.key in KEYS and fault.key not in table
    return NOTHING if absent else _(fault.found)


def _described(schema: dict[str, Any], key: KeyPath) -> str:
    there = _at(schema, key)
    if "unit" in there.get("properties", {}):
        return _("this key, a quantity in {units}", units=either(there["properties"]["unit"]["enum"]))
    if there.get("enum"):
        return _("this key, {names}", names=one_of(there["enum"]))
    if there.get("format") == "date":
        return _("this key, {date}", date=_(_WANTED["date_type"]))
    return _(_KINDS.get(there.get("type", ""), _ANY_KIND))


def _range(schema: dict[str, Any], key: KeyPath) -> str:
    there = _at(schema, key)
    low = there.get("minimum", there.get("exclusiveMinimum", 0))
    top = there.get("maximum", 0)
    if "exclusiveMinimum" in there:
        return _("a number above {low:g} to {high:g}", low=low, high=top)
    return _("a number from {low:g} to {high:g}", low=low, high=top)


def _at(schema: dict[str, Any], key: KeyPath) -> dict[str, Any]:
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
