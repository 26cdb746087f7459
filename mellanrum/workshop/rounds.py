"""What a round is: a question, what was expected, what was compared, what was found and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mellanrum.workshop.exchange import RefusedError
from scenarios.files.problems import one_of
from sim.terms.errors import unusable
from sim.terms.language import _
from sim.terms.quantity import shown

TEXTS = ("question", "expectation", "finding", "decision")
LONGEST_TEXT = 4_000
BEYOND = 10**9
MOST_DESIGNS, MOST_SETTINGS, LONGEST_NAME = 6, 200, 200
OURS = ("id", "version", "number", "made", "votes")
"""What the server alone writes."""

Round = dict[str, Any]


def new(fields: Mapping[str, Any]) -> Round:
    """Return a round with these fields, all others empty."""
    empty: Round = {**dict.fromkeys(TEXTS, ""), "county": "", "owner_roles": {}, "designs": []}
    return {**empty, "guess": None, "ask": None, "result": None, "votes": {}, **fields}


def checked(given: Mapping[str, Any]) -> Round:
    """Return the fields of a round that somebody sent, without ours. Raises RefusedError with all that is wrong."""
    faults = list(_faults(given))
    if faults:
        raise RefusedError(422, faults)
    return {key: value for key, value in given.items() if key not in OURS}


def is_round(found: Any) -> bool:
    """Return whether something is a round as we keep it."""
    if not isinstance(found, dict) or not isinstance(found.get("votes"), dict):
        return False
    ours = {"id": str, "version": int, "number": int, "made": str, "county": str}
    return all(isinstance(found.get(key), kind) for key, kind in ours.items()) and not list(_faults(found))


def _faults(given: Mapping[str, Any]) -> Iterator[str]:
    for key, value in given.items():
        if key in OURS:
            continue
        if key not in _FITS:
            yield unusable("round", shown(key), one_of(list(_FITS), key))
        elif not _FITS[key](value):
            yield unusable(f"round.{key}", _short(value), _valid(key))


def _valid(key: str) -> str:
    if key in TEXTS:
        return _("a text of at most {n} letters", n=LONGEST_TEXT)
    if key == "guess":
        return _("nothing, or a measure and a number")
    if key == "designs":
        return _("at most {n} designs", n=MOST_DESIGNS)
    if key == "owner_roles":
        return _("a role for each lever")
    return _("a name") if key == "county" else _("nothing, or what was found")


def _short(value: Any) -> str:
    text = shown(value)
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"


def is_text(value: Any, most: int = LONGEST_TEXT) -> bool:
    """Return whether a value is a text of at most so many letters."""
    return isinstance(value, str) and len(value) <= most


def is_number(value: Any) -> bool:
    """Return whether a value is a number below a thousand million, and no yes or no."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < BEYOND


def is_draft(value: Any) -> bool:
    """Return whether a value has the shape of a draft; whether it can be run is said by `drafts.faults`."""
    if not isinstance(value, dict) or set(value) - {"base", "settings", "title"}:
        return False
    settings = value.get("settings", {})
    return (
        is_text(value.get("base"), LONGEST_NAME)
        and is_text(value.get("title", ""), LONGEST_NAME)
        and isinstance(settings, dict)
        and len(settings) <= MOST_SETTINGS
        and all(is_setting(one) for one in settings.values())
    )


def is_setting(value: Any) -> bool:
    """Return whether a value may be that of a lever."""
    return isinstance(value, bool) or is_text(value, LONGEST_NAME) or is_number(value)


def _is_guess(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, dict) and is_text(value.get("measure"), LONGEST_NAME) and is_number(value.get("value"))


def _are_designs(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST_DESIGNS and all(is_draft(one) for one in value)


def _are_roles(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) > MOST_SETTINGS:
        return False
    return all(is_text(one, LONGEST_NAME) for one in (*value, *value.values()))


_FITS: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(TEXTS, is_text),
    "county": lambda value: is_text(value, LONGEST_NAME),
    "owner_roles": _are_roles,
    "guess": _is_guess,
    "ask": lambda value: value is None or is_text(value, LONGEST_NAME),
    "designs": _are_designs,
    "result": lambda value: value is None or isinstance(value, dict),
}
"""Field of a round → whether a value fits there."""
