"""How thousands are told apart wherever a number is shown: 1 369, with a space that no line breaks at.

A comma is a decimal sign to Swedish readers, to whom "+1,369" is a little more than one.
"""

from __future__ import annotations

NO_BREAK = "\u00a0"


def grouped(number: float, digits: int = 0) -> str:
    """Return a number with so many decimals after a point and a space between thousands."""
    return f"{number:,.{digits}f}".replace(",", NO_BREAK)
