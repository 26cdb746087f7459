"""Numbers and months along the axes of every figure, as the language spoken writes them.

What matplotlib works out by itself has a decimal point and English months. Labels that somebody gave stand as given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from sim.terms.language import ENGLISH, language

DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
LETTERS = 3
"""Letters of a month that an axis has."""


def in_language(figure: Any) -> None:
    """Let the axes of a figure write their numbers and months as the language spoken does."""
    if language() is ENGLISH:
        return
    for axis in (one for axes in figure.axes for one in (axes.xaxis, axes.yaxis)):
        formatter = axis.get_major_formatter()
        if _writes_by_itself(formatter):
            _told(formatter, _translated(language().decimal, language().months))


def _writes_by_itself(formatter: Any) -> bool:
    from matplotlib.dates import AutoDateFormatter, ConciseDateFormatter, DateFormatter
    from matplotlib.ticker import ScalarFormatter

    return isinstance(formatter, ScalarFormatter | AutoDateFormatter | ConciseDateFormatter | DateFormatter)


def _translated(decimal: str, months: Iterable[str]) -> Callable[[str], str]:
    known = dict(zip((m[:LETTERS] for m in ENGLISH.months), (m[:LETTERS] for m in months), strict=True))
    month = re.compile(rf"\b({'|'.join(known)})\b")
    return lambda text: month.sub(lambda found: known[found[0]], DECIMAL.sub(decimal, text))


def _told(formatter: Any, translated: Callable[[str], str]) -> None:
    """Let all that a formatter writes be translated: labels, and what stands beside the axis once for all of them."""
    labels, beside = formatter.format_ticks, formatter.get_offset
    formatter.format_ticks = lambda values: [translated(label) for label in labels(values)]
    formatter.get_offset = lambda: translated(beside())
