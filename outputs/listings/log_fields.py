"""The table of docs/event-log.md that says what the free columns of the log hold, made from `sim.terms.fields`.

Write it anew with `python -m outputs.listings.log_fields`; a test keeps it in step.
"""

from __future__ import annotations

from pathlib import Path

from sim.terms.fields import FIELDS, Field
from sim.terms.words import Kind

PAGE = Path(__file__).resolve().parents[2] / "docs" / "event-log.md"
BEGIN, END = "<!-- fields: begin -->\n", "<!-- fields: end -->\n"


def table() -> str:
    """Return the table as Markdown, kinds in the order of their codes; those that hold the same stand on one row."""
    rows: dict[tuple[str, str], list[Kind]] = {}
    for kind in Kind:
        if kind in FIELDS:
            rows.setdefault((_cell(FIELDS[kind].value), _cell(FIELDS[kind].extra)), []).append(kind)
    lines = [
        f"| {', '.join(kind.name for kind in kinds)} | {value} | {extra} |" for (value, extra), kinds in rows.items()
    ]
    return "\n".join(["| kind | `value` | `extra` |", "|---|---|---|", *lines, ""])


def with_table(page: str) -> str:
    """Return the page with its table made anew."""
    before, _old, rest = page.partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


def _cell(field: Field | None) -> str:
    if field is None:
        return ""
    return f"`{field.name}`: {field.says}{'; not in every row' if field.seldom else ''}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
