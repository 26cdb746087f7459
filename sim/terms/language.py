"""The language that people read: Swedish or English, chosen once, and every sentence looked up when it is said.

`_("{n} clients ask", n=3)` returns the sentence in the language spoken, with its gaps filled. The English sentence is
the key, so the source reads as English does; the other is in `locale/sv/LC_MESSAGES/mellanrum.po`. A sentence is whole:
no grammar is put together in Python, since Swedish would have to be put together in another order.

Whoever runs the program chooses (`mellanrum/cli/language.py`); a process that nobody chose for speaks English. What
other programs read (JSON, CSV, logs, archives) is the same in both.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

LOCALE = Path(__file__).resolve().parent / "locale"
DOMAIN = "mellanrum"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Language:
    """How a language writes. `decimal`: its decimal sign; `months`: their names."""

    code: str
    name: str
    decimal: str
    months: tuple[str, ...]

    def number(self, x: float, digits: int = 0, signed: bool = False) -> str:
        """Return `1 234.5` or `1 234,5`, with a space that no line breaks at; `signed` puts + before what is above 0.

        What rounds to 0 has no sign, and what is no number is a dash.
        """
        if not isfinite(x):
            return "–"
        shown = f"{abs(x):,.{digits}f}"
        sign = "" if float(shown.replace(",", "")) == 0 else "−" if x < 0 else "+" if signed else ""
        return sign + shown.replace(",", NO_BREAK).replace(".", self.decimal)

    def day(self, day: date) -> str:
        """Return `1 January 2028`, as a date stands in a sentence. Tables have 2028-01-01 in both languages."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"


ENGLISH = Language(
    "en",
    "English",
    ".",
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"),
)  # fmt: skip
SWEDISH = Language(
    "sv",
    "svenska",
    ",",
    ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
     "december"),
)  # fmt: skip
LANGUAGES = {one.code: one for one in (SWEDISH, ENGLISH)}

SPOKEN_IN = "MELLANRUM_LANG"
"""The variable of the environment that says which language a process speaks, so that a worker speaks its starter's."""

_AT_FIRST = LANGUAGES.get(os.environ.get(SPOKEN_IN, ""), ENGLISH)
_SPOKEN: ContextVar[Language] = ContextVar("language", default=_AT_FIRST)


def language() -> Language:
    """Return the language that is spoken now."""
    return _SPOKEN.get()


def speak(code: str) -> None:
    """Speak a language from now on. Raises KeyError for one that is none of LANGUAGES."""
    _SPOKEN.set(LANGUAGES[code])


@contextmanager
def speaking(code: str) -> Iterator[Language]:
    """Speak a language for a while. Raises KeyError for one that is none of LANGUAGES."""
    before = _SPOKEN.set(LANGUAGES[code])
    try:
        yield _SPOKEN.get()
    finally:
        _SPOKEN.reset(before)


def _(message: str, **gaps: Any) -> str:
    """Return a message in the language spoken, its gaps `{name}` filled with what is given."""
    said = _catalogue(_SPOKEN.get().code).gettext(message) if message else ""
    return said.format(**gaps) if gaps else said


def pgettext(context: str, message: str, **gaps: Any) -> str:
    """Return a message that means different things in different places, told apart by `context`."""
    said = _catalogue(_SPOKEN.get().code).pgettext(context, message)
    return said.format(**gaps) if gaps else said


def ngettext(one: str, many: str, n: int, **gaps: Any) -> str:
    """Return the message for one, or the one for `n`, which may stand in it as `{n}`: in the language's thousands."""
    said = _catalogue(_SPOKEN.get().code).ngettext(one, many, n)
    return said.format(**{"n": _SPOKEN.get().number(n), **gaps})


def N_(message: str) -> str:  # noqa: N802  the name that extractors know
    """Mark a message that is looked up later, where it is said: `_(LABELS[key])`."""
    return message


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [code], fallback=code == ENGLISH.code)
