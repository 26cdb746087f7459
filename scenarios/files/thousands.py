"""How thousands are told apart wherever a number is shown: 1 369, with a space that no line breaks at.

A comma is a decimal sign to Swedish readers, to whom "+1,369" is a little more than one.
"""

from __future__ import annotations

from sim.terms.language import NO_BREAK, language

__all__ = ["NO_BREAK", "grouped"]


def grouped(number: float, digits: int = 0) -> str:
    """Return a number with so many decimals after the language's sign for them, and a space between thousands."""
    return language().number(number, digits)
