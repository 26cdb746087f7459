"""A table before it is drawn: the same grid becomes plain text for an e-mail or a rich table on a terminal.

Plain text is aligned with spaces, has no colour and is at most as wide as the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from shutil import get_terminal_size
from typing import Any

from scenarios.files.names import visible

WIDTH = 100
"""Columns of a page as a file or an e-mail has it."""
NARROWEST = 40
GAP = "  "
_page: ContextVar[int] = ContextVar("page", default=WIDTH)


def page_width() -> int:
    """Return how many columns the page has that is being written."""
    return _page.get()


@contextmanager
def page_of(stream: Any = None) -> Iterator[None]:
    """Make pages as wide as `stream` where it is a terminal, at most `WIDTH`; without it, `WIDTH`."""
    columns = get_terminal_size((WIDTH, 24)).columns if stream is not None and stream.isatty() else WIDTH
    token = _page.set(max(NARROWEST, min(WIDTH, columns)))
    try:
        yield
    finally:
        _page.reset(token)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, what it stands under together with its neighbours, and its side."""

    head: str
    group: str = ""
    right: bool = True


@dataclass(frozen=True, slots=True)
class Grid:
    """A titled table of words. A row of one cell is a heading inside the table. `notes` stand below it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = field(default=())


def plain(grid: Grid) -> str:
    """Return the grid as aligned text without colour; trailing spaces are left out."""
    widths = [len(c.head) for c in grid.columns]
    for row in grid.rows:
        if len(row) > 1:
            widths = [max(w, len(cell)) for w, cell in zip(widths, row, strict=True)]
    spans = _spans(grid.columns)
    for label, first, last in spans:  # a group's name must fit over its columns
        room = sum(widths[first : last + 1]) + len(GAP) * (last - first)
        widths[last] += max(0, len(label) - room)
    title = visible(grid.title)
    lines = [title, "=" * min(len(title), page_width())]
    if any(label for label, _, _ in spans):
        lines.append(_group_line(spans, grid.columns, widths))
    lines.append(_line([c.head for c in grid.columns], grid.columns, widths))
    lines.append("-" * min(page_width(), sum(widths) + len(GAP) * (len(widths) - 1)))
    lines += [row[0] if len(row) == 1 else _line(row, grid.columns, widths) for row in grid.rows]
    lines += [part for note in grid.notes for part in wrap(note)]
    return "\n".join(visible(line.rstrip()) for line in lines)


def drawn(grid: Grid) -> Any:
    """Return the grid as a rich table. Group names stand above the headings of their columns, once each."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text(visible(grid.title)),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 1, 0, 0),
    )
    before = ""
    for column in grid.columns:
        above = column.group if column.group != before else ""
        before = column.group
        head = f"{above}\n{column.head}" if any(c.group for c in grid.columns) else column.head
        table.add_column(Text(visible(head, keep="\n")), justify="right" if column.right else "left", overflow="fold")
    for row in grid.rows:
        cells = [Text(visible(cell)) for cell in row]
        if len(row) == 1:
            cells = [Text(visible(row[0]), style="italic"), *(Text("") for _ in grid.columns[1:])]
        table.add_row(*cells)
    table.caption = Text(visible("\n".join(grid.notes), keep="\n")) if grid.notes else None
    table.caption_justify = "left"
    return table


def wrap(sentence: str, width: int | None = None) -> list[str]:
    """Return the lines of a sentence, none wider than `width` (the page unless given)."""
    import textwrap

    return textwrap.wrap(sentence, width or page_width(), break_long_words=False, break_on_hyphens=False) or [""]


def fitted(build: Callable[[Sequence[int]], Grid], count: int, most: int = 4) -> list[Grid]:
    """Return the tables of `count` designs, as many side by side as fit on the page, at least one.

    `build` makes the table of the designs with the given indices.
    """
    for size in range(min(most, count), 0, -1):
        grids = [build(range(start, min(start + size, count))) for start in range(0, count, size)]
        if size == 1 or all(width(grid) <= page_width() for grid in grids):
            return grids
    return []


def width(grid: Grid) -> int:
    """Return how many columns of text the table takes, plain or drawn, whichever is more."""
    return max(_drawn_width(grid), *(len(line) for line in plain(grid).splitlines()))


def _drawn_width(grid: Grid) -> int:
    """A rich table cannot span columns: a group's name stands above the first of its columns and widens it."""
    widths, before = [], ""
    for i, column in enumerate(grid.columns):
        above = column.group if column.group != before else ""
        before = column.group
        widths.append(max(len(above), len(column.head), *(len(row[i]) for row in grid.rows if len(row) > 1), 0))
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    sides = zip(cells, columns, widths, strict=True)
    return GAP.join(cell.rjust(w) if column.right else cell.ljust(w) for cell, column, w in sides)


def _spans(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    spans: list[tuple[str, int, int]] = []
    for i, column in enumerate(columns):
        if spans and column.group and spans[-1][0] == column.group:
            spans[-1] = (column.group, spans[-1][1], i)
        else:
            spans.append((column.group, i, i))
    return spans


def _group_line(spans: Sequence[tuple[str, int, int]], columns: Sequence[Column], widths: Sequence[int]) -> str:
    parts = []
    for label, first, last in spans:
        room = sum(widths[first : last + 1]) + len(GAP) * (last - first)
        parts.append(label.rjust(room) if columns[last].right or first < last else label.ljust(room))
    return GAP.join(parts)
