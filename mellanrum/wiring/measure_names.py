"""Measures as a command or a study file names them: which there are, which is meant, and which way is better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import product

from mellanrum.wiring.options import OptionError
from scenarios.files.names import canonical
from scenarios.files.problems import nearest
from sim.measures.catalogue import catalogue, find, unit_of
from sim.measures.fall_kinds import Mechanism
from sim.terms.errors import unusable
from sim.terms.language import _
from sim.terms.words import Need, Principal, Profile, Reason, Role, Service, Sex, names_of

WORDS: dict[str, tuple[str, ...]] = {
    "service": names_of(Service),
    "role": names_of(Role),
    "principal": names_of(Principal),
    "need": names_of(Need),
    "reason": names_of(Reason),
    "mechanism": names_of(Mechanism),
    "profile": names_of(Profile),
    "sex": names_of(Sex),
}
"""What may stand in a measure's name where its pattern has {service} and so on; any word where it has another."""
SUGGESTED = 3


def checked_measures(measures: Sequence[str], always: Sequence[str] = ()) -> tuple[str, ...]:
    """Return `always` and the measures asked for, each once. Raises OptionError with the nearest names."""
    if lines := measure_faults(measures):
        raise OptionError(lines)
    return tuple(dict.fromkeys([*always, *map(canonical, measures)]))


def measure_faults(measures: Sequence[str]) -> list[str]:
    """Return a line for each that is no measure, with the nearest names."""
    return [unusable("--measure", repr(m), suggested(m)) for m in map(canonical, measures) if not is_measure(m)]


def is_measure(name: str) -> bool:
    """Return whether a measure has this name, with words in it that exist: no `wait_days.psychiatry.median`."""
    try:
        found = find(name).match(name) or {}
    except (KeyError, ValueError):
        return False
    return all(word in WORDS.get(key, (word,)) for key, word in found.items())


def suggested(found: str) -> str:
    """Return the names that hold every word of what was found, or else the nearest one, or the patterns."""
    words = [w for w in re.split(r"[^a-z0-9]+", found.lower()) if w]
    holding = [name for name in names() if words and all(w in name for w in words)]
    if holding:
        *others, last = [f'"{name}"' for name in holding[:SUGGESTED]]
        return _("{names} or {last}", names=", ".join(others), last=last) if others else last
    near = nearest(found, names())
    return f'"{near}"' if near else _("one of {names}", names=", ".join(entry.pattern for entry in catalogue()))


@cache
def names() -> tuple[str, ...]:
    """Return the names that measures can have, as far as their words are known."""
    every = []
    for entry in catalogue():
        keys = re.findall(r"\{(\w+)\}", entry.pattern)
        choices = [WORDS.get(key, (f"{{{key}}}",)) for key in keys]
        every += [entry.pattern.format(**dict(zip(keys, some, strict=True))) for some in product(*choices)]
    return tuple(dict.fromkeys(every))


def better_of(measure: str) -> str:
    """Return which way is better for clients: "lower", "higher" or, where nothing is said, ""."""
    from outputs.text.measures import describe

    return describe(measure, unit_of(measure)).better


def ranks_designs(measure: str) -> str:
    """Return why designs cannot be ranked by a measure, "" if they can."""
    from sim.comparison.statistics import is_quantile

    if is_quantile(measure):
        return _("a quantile of times, which may not be reached and so has no mean")
    return "" if better_of(measure) else _("a measure of which neither less nor more is better")
