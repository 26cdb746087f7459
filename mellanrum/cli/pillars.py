"""`mellanrum scenarios pillars`: what the designs carry out of the inquiry's pillars, and by which levers."""

from __future__ import annotations

import textwrap

import click

from mellanrum.cli.errors import told_in_words
from mellanrum.cli.page import page_width
from mellanrum.cli.saying import say

INDENT = "   "


@click.command("pillars")
@told_in_words
def pillars() -> None:
    """Show the ten pillars of the inquiry, the designs, and Vårdanalys' seven factors beside the model's levers.

    \b
    Example:
      mellanrum scenarios pillars
    """
    from outputs.listings.pillars import NOTHING, listings

    for listing in listings():
        say(f"{listing.title}\n{'=' * len(listing.title)}\n{listing.source}\n")
        for row in listing.rows:
            cells = [cell.replace("`", "") for cell in row]
            heads = zip(listing.heads[2:], cells[2:], strict=True)
            say(_wrapped(f"{cells[0]}  {cells[1]}", ""))
            for head, cell in heads:
                if cell != NOTHING:
                    say(_wrapped(f"{head}: {cell}", INDENT))
            say()


def _wrapped(text: str, indent: str) -> str:
    """Return `text` folded to the page, words whole, its further lines one step in."""
    return textwrap.fill(
        text,
        page_width(),
        initial_indent=indent,
        subsequent_indent=indent + INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
