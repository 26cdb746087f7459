"""Options that cannot be used are told all at once, one line each, wherever they come from."""

from __future__ import annotations

from sim.terms.errors import InputError
from sim.terms.language import _


class OptionError(InputError):
    """Options that cannot be used, one line each."""


def is_whole(value: object) -> bool:
    """Return whether `value` is a whole number (no bool)."""
    return isinstance(value, int) and not isinstance(value, bool)


def library_faults(what: str, library: str, extra: str) -> list[str]:
    """Return a line where a library of an extra is not installed, with how to have it."""
    from importlib.util import find_spec

    if find_spec(library):
        return []
    return [
        _(
            "{what}: found no {library}; valid: {command}",
            what=what,
            library=library,
            command=f"pip install mellanrum[{extra}]",  # not said: a command
        )
    ]
