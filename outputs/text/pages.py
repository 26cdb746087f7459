"""What the pages of all studies have in common: paragraphs, tables with a column per measure, and how they end.

The nine measures of the first row always stand together and before all others, whatever was asked for.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from outputs.text.caveats import honesty
from outputs.text.grid import Column, Grid, page_width, width
from outputs.text.measures import HEADLINE, bare, describe, short
from outputs.text.notes import retold
from outputs.text.numbers import decimals
from scenarios.files.thousands import grouped
from sim.terms.language import N_, _, ngettext

FEW = ("untreated_share", "fall_rate", "days_to_treatment", "untreated_share_not_comorbid", "detected_share")
"""Of the first row what stands where there is no room for all: both, one and neither say the first once more."""
LEAST_ROOM = 12
"""Columns of text that a label is folded to at the least."""
OF_WHOM = ("untreated_share_not_comorbid", "psychosocial_untreated_share")
"""Measures whose heads do not say whom they count."""
WAYS = N_("lower, higher: which is better for clients.")
WHOSE = N_(
    "Dependence alone: needs untreated of clients without a psychiatric need. Psychosocial: that part untreated, of "
    "the comorbid."
)
PARAMETERS = {
    "posterior": N_("posterior parameters"),
    "prior": N_("prior parameters"),
    "point": N_("point parameters"),
}
"""Where the numbers of a run come from, as the line on how it was run ends."""
Cell = Callable[[int, str], str]
"""From the number of a row and a measure to what stands there."""


def paragraph(*sentences: str) -> str:
    """Return sentences as lines of at most the page's width, each beginning a new line; empty ones are left out."""
    lines = [line for sentence in sentences if sentence for line in folded(sentence, page_width())]
    return "\n".join(lines)


def folded(text: str, room: int, later: str = "") -> list[str]:
    """Return `text` in lines of at most `room`, all but the first after `later`; a word that is longer is broken."""
    return textwrap.wrap(text, room, subsequent_indent=later, break_on_hyphens=False) or [""]


def folded_name(name: str, room: int, later: str = "") -> list[str]:
    """Return a name in lines of at most `room`, broken after its underscores where it must be broken."""
    return [line.replace("_ ", "_") for line in folded(name.replace("_", "_ "), room, later)]


def listed(words: Sequence[str]) -> str:
    """Return `a, b and c`."""
    return _("{others} and {last}", others=", ".join(words[:-1]), last=words[-1]) if len(words) > 1 else "".join(words)


def capital(sentence: str) -> str:
    """Return the sentence with its first letter as a capital."""
    return sentence[:1].upper() + sentence[1:]


def numbered(names: Sequence[str]) -> list[str]:
    """Return names; one that stands twice is numbered from its second time on."""
    return [f"{n} ({names[:i].count(n) + 1})" if n in names[:i] else n for i, n in enumerate(names)]


def run_line(replications: str, seed: int, years: float, mode: str) -> str:
    """Return how it was run, in a line."""
    span = ngettext("{years} year", "{years} years", 1 if years == 1 else 2, years=decimals(f"{years:g}"))
    return _(
        "{replications} (seed {seed}), {span} after the reform day, {parameters}",
        replications=replications,
        seed=seed,
        span=span,
        parameters=_(PARAMETERS.get(mode, mode)),
    )


def others_of(measures: Sequence[str]) -> list[str]:
    """Return the measures that are not in the first row."""
    return [m for m in dict.fromkeys(measures) if m not in HEADLINE]


def measure_grids(
    title: str,
    columns: Sequence[Column],
    heads: Sequence[tuple[str, ...]],
    cell: Cell,
    measures: Sequence[str] = HEADLINE,
    notes: tuple[str, ...] = (),
    better: Callable[[str], str] | None = lambda measure: _(describe(measure).better),
) -> list[Grid]:
    """Return tables of the `measures`, as many of them in each as fit.

    `heads`: what stands first in each row, under `columns`; long words there are folded. `notes` stand below the last.
    `better`: measure → which way is better for clients, over its column; None where cells are no such numbers.
    """

    def build(some: Sequence[str]) -> Grid:
        own = tuple(Column(better(m), head_of(m)) if better else Column(bare_head(m)) for m in some)
        rows = tuple((*head, *(cell(i, m) for m in some)) for i, head in enumerate(heads))
        return Grid(title, (*columns, *own), rows)

    chunks: list[list[str]] = []
    for measure in measures:
        if chunks and width(narrowed(build([*chunks[-1], measure]), len(columns))) <= page_width():
            chunks[-1].append(measure)
        else:
            chunks.append([measure])
    found = [narrowed(build(some), len(columns)) for some in chunks]
    told = (*((_(WAYS),) if better else ()), *((_(WHOSE),) if set(OF_WHOM) & set(measures) else ()))
    return [*found[:-1], replace(found[-1], notes=(*told, *notes))]


def head_of(measure: str) -> str:
    """Return a measure as the head of a column of its numbers."""
    return f"{bare_head(measure)}, %" if describe(measure).kind == "share" else bare_head(measure)


def row_of(measure: str) -> str:
    """Return a measure as what stands first in a row of its numbers, where there is more room."""
    return f"{short(measure)}, %" if describe(measure).kind == "share" else short(measure)


def bare_head(measure: str) -> str:
    """Return a measure as the head of a column of other numbers."""
    return bare(measure)


def narrowed(grid: Grid, heads: int) -> Grid:
    """Return the table with its widest left column among the first `heads` folded, if it is too wide for the page."""
    over = width(grid) - page_width()
    left = [i for i, column in enumerate(grid.columns[:heads]) if not column.right]
    if over <= 0 or not left or not grid.rows:
        return grid
    at = max(left, key=lambda i: max(len(row[i]) for row in grid.rows))
    widest = max(len(row[at]) for row in grid.rows)
    room = max(LEAST_ROOM, len(grid.columns[at].head), widest - over)
    rows: list[tuple[str, ...]] = []
    for row in grid.rows:
        first, *more = folded_name(row[at], room, "  ")
        rows.append((*row[:at], first, *row[at + 1 :]))
        rows += [tuple(line if i == at else "" for i in range(len(row))) for line in more]
    return replace(grid, rows=tuple(rows))


def cut(count: int, most: int, full: bool, table: str = "") -> tuple[int, tuple[str, ...]]:
    """Return how many of `count` rows are shown, and a note on the rest if there is one. `table`: its CSV file."""
    if full or count <= most:
        return count, ()
    if not table:
        return most, (_("{most} of {count} shown: --full prints all.", most=most, count=grouped(count)),)
    file = f"tables/{table}.csv"
    said = _(
        "{most} of {count} shown: --full prints all, and {file} has them.", most=most, count=grouped(count), file=file
    )
    return most, (said,)


def ending(notes: Sequence[str], mode: str, files: str, folder: Path | str | None = None) -> list[str]:
    """Return the last paragraphs: notes with how far the numbers can be trusted, and where the rest lies."""
    last = []
    if folder is not None:
        where = _("Run folder: {folder}", folder=folder)
        last = [paragraph(_("In the run folder: {files}.", files=files)) + f"\n{where}"]
    return [paragraph(*map(retold, notes), honesty(mode)), *last]
