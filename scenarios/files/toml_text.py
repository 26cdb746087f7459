"""Values and tables as people write them in TOML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from scenarios.files.twins import SAME_AS
from sim.terms.quantity import KEYS, Quantity


def text_of(value: object) -> str:
    """Return a value on one line: a text, number, date, list, or table in braces."""
    if isinstance(value, Quantity):
        return text_of({k: getattr(value, k) for k in KEYS if getattr(value, k) != ""})
    if isinstance(value, Mapping) and SAME_AS in value:  # whose numbers stand there
        value = {k: v for k, v in value.items() if k in (SAME_AS, "note")}
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key_of(str(k))} = {text_of(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(text_of(v) for v in value) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def key_of(name: str) -> str:
    """Return a key, in quotation marks where TOML wants them."""
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else text_of(name)


def table_lines(path: str, table: Mapping[str, object]) -> Iterator[str]:
    """Yield the lines of a table: its heading, what it holds, then the tables in it."""
    inner = {k: v for k, v in table.items() if _is_table(v)}
    if len(inner) < len(table):
        yield f"[{path}]"
    for key, value in table.items():
        if key not in inner and not _is_tables(value):
            yield f"{key_of(key)} = {text_of(value)}"
    for key, value in table.items():
        if isinstance(value, list) and _is_tables(value):
            for item in value:
                yield f"[[{path}.{key_of(key)}]]"
                yield from (f"{key_of(k)} = {text_of(v)}" for k, v in item.items())
    for key, value in inner.items():
        if isinstance(value, Mapping):
            yield from table_lines(f"{path}.{key_of(key)}", value)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) and {"value", "unit", SAME_AS}.isdisjoint(value)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) for v in value)
