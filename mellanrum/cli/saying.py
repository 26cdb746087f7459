"""The one way out for text: nothing in it acts on a terminal, and a stream that lacks a letter gets the nearest one.

A pipe or file on a Swedish Windows is cp1252 or cp850, which has å but neither minus sign nor arrow. A minus that
becomes a question mark turns a loss into a riddle, so each sign of ours has a stand-in of plain letters.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path

import click

STAND_INS = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "─": "-", "━": "-", "═": "=", "│": "|", "┃": "|",
    "→": ">", "←": "<", "≤": "<=", "≥": ">=", "≈": "~", "×": "x", "±": "+-", "·": ".", "•": "*", "…": "...",
    "✓": "+", "✗": "x", "■": "#", "⋅": ".", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‹": "<", "›": ">",
}  # fmt: skip
"""Sign → what stands for it where a stream lacks it."""
ERRORS = "mellanrum.nearest"
NOWHERE = os.devnull


def say(text: str = "", err: bool = False, nl: bool = True) -> None:
    """Write text on standard output, or standard error, with all that acts on a terminal as its code."""
    from scenarios.files.names import visible

    click.echo(visible(text, keep="\n\t"), err=err, nl=nl)


def say_error(error: click.ClickException) -> None:
    """Write what is wrong with a command or its input on standard error."""
    told = io.StringIO()
    error.show(told)
    say(told.getvalue(), err=True, nl=False)


def nearest_letters(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what stands for the letters that a stream lacks: a stand-in, the letter without its dots, or ?."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    found = []
    for letter in error.object[error.start : error.end]:
        bare = unicodedata.normalize("NFKD", letter)[0]
        found.append(_that_fits((STAND_INS.get(letter, ""), bare), error.encoding))
    return "".join(found), error.end


def _that_fits(candidates: tuple[str, ...], encoding: str) -> str:
    for text in candidates:
        with suppress(UnicodeEncodeError, LookupError):
            if text and text.encode(encoding):
                return text
    return "?"


def ready_streams() -> None:
    """Make both streams fit to write to: open, and with a stand-in for each letter that they lack."""
    _fill_closed()
    codecs.register_error(ERRORS, nearest_letters)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):
            stream.reconfigure(errors=ERRORS)  # type: ignore[union-attr]


def _fill_closed() -> None:
    """Put nothingness where a stream was closed (`>&-`): else the next file that is opened would be taken for it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(NOWHERE, os.O_RDWR)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or getattr(stream, "closed", False):
            setattr(sys, name, Path(NOWHERE).open("w", encoding="utf-8"))  # noqa: SIM115  it lasts as long as we do


def let_go_of_stdout() -> None:
    """Let what is still to be written go nowhere: whoever read our output has stopped, or its disk is full."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(NOWHERE, os.O_WRONLY), sys.stdout.fileno())
