"""Which client to tell of: by name, or one who fell by a mechanism; always the same one, and it is said how chosen."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import NamedTuple

import numpy as np

from outputs.story.page import Told
from outputs.story.window import LONGEST, YEAR, between
from scenarios.files.names import folded
from sim.measures.fall_kinds import MECHANISMS as CODES
from sim.terms.errors import InputError

LOOK_AT = 80  # candidates whose stories are compared
SHORTEST = 8
BESIDE = ("reform", "relapsed", "abstinent", "visits", "new_worker", "known", "accepted")


class UnknownNameError(InputError):
    """A client or a mechanism that there is none of; the message names the nearest."""


class Found(NamedTuple):
    """A client (row in `clients`), the day the story is about (None: decide later) and how the client was chosen."""

    client: int
    about: float | None
    chosen: str


def find_client(designs: Sequence[Told], fell: str | None = None, name: str | None = None) -> Found:
    """Return the client called `name`, or one who fell by the mechanism `fell` under the first design.

    With neither: somebody who fell in any way. Raises UnknownNameError with the nearest names.
    """
    if name is not None:
        return Found(by_name(designs[0], name), None, "")
    if fell is not None and fell not in CODES:
        raise UnknownNameError(_unknown("mechanism", fell, CODES))
    where = next((d for d in designs if _fallen(d, fell)), None)
    if where is None:
        raise UnknownNameError(f"no comorbid client fell {f'by {fell} ' if fell else ''}in this replication")
    candidates, reform = _fallen(where, fell), where.scenario.calendar.reform_day
    after = [c for c in candidates if c[1] >= reform]
    pool = after or candidates
    best = min(pool[:LOOK_AT], key=lambda c: _rank(designs, c))
    others = [d for d in designs if d is not where]
    return Found(best[0], best[1], _how(where, others, fell, {c for c, _ in pool}, bool(after)))


def by_name(design: Told, name: str) -> int:
    """Return the client called `name`, whatever the case of its letters. Raises UnknownNameError."""
    names = [str(n) for n in design.log.clients["name"]]
    known = {_number_bare(n): row for row, n in enumerate(names)}
    if (row := known.get(_number_bare(name.strip()))) is not None:
        return row
    there = [n for n in names if _town(n) == _town(name)]
    raise UnknownNameError(_unknown("client", name, there or names))


def _town(name: str) -> str:
    return folded(name).rpartition("-")[0]


def _number_bare(name: str) -> str:
    """Return a client's name as it is compared: whatever the letter case, the spelling and zeros before the number."""
    town, dash, number = folded(name).rpartition("-")
    new = number.removeprefix("s")
    stock = "s" if new != number else ""
    return f"{town}{dash}{stock}{int(new)}" if new.isascii() and new.isdecimal() else folded(name)


def _unknown(what: str, name: str, names: Sequence[str]) -> str:
    lower = {n.casefold(): n for n in names}
    near = [lower[n] for n in get_close_matches(name.casefold(), list(lower), 3, 0.4)]
    return f"no {what} is called {name!r}; nearest: {', '.join(near or list(names)[:3]) or 'there is none'}"


def _fallen(design: Told, fell: str | None) -> list[tuple[int, float]]:
    """Return (client, day) of the first fall of each comorbid client, after warm-up, in the order of clients."""
    found = design.falls
    comorbid = (np.asarray(design.log.clients["profile"]) & 1).astype(bool)
    keep = comorbid[found.client] & (found.day >= design.scenario.calendar.warm_up_days)
    if fell is not None:
        keep &= found.mechanism == CODES.index(fell)
    reform = design.scenario.calendar.reform_day
    first: dict[int, float] = {}
    for client, day in zip(found.client[keep].tolist(), found.fulfilled[keep].tolist(), strict=True):
        known = first.get(client)
        if known is None or (known < reform <= day) or (day < known and (day >= reform) == (known >= reform)):
            first[client] = day
    return sorted(first.items())


def _rank(designs: Sequence[Told], candidate: tuple[int, float]) -> tuple[bool, bool, bool, bool, int]:
    """What makes a story good to tell, the weightiest first; at the end the order of names.

    Other things happen under the two designs (not only on other days); the reform day and the year after the fall are
    in it; it is neither too long nor too short. Which design the client fares better under is never asked.
    """
    client, day = candidate
    stories = [between(d.lines(client), day - YEAR, day + YEAR) for d in designs]
    happened = [[line.kind for line in lines if line.kind not in BESIDE] for lines in stories]
    same = len(designs) > 1 and happened[0] == happened[1]
    reform = designs[0].scenario.calendar.reform_day
    no_reform = len(designs) > 1 and not day - YEAR <= reform <= day + YEAR
    fits = all(SHORTEST <= len(lines) <= LONGEST * 3 // (2 * len(designs) + 2) for lines in stories)
    return (same, no_reform, day + YEAR > designs[0].log.days, not fits, client)


def _how(where: Told, others: Sequence[Told], fell: str | None, pool: set[int], after: bool) -> str:
    """Say how the client was chosen and how common the fall is, so that one story is not taken for a rule."""
    how = fell or "any mechanism"
    when = " after the reform day" if after else ""
    told = f"Chosen from the {len(pool)} comorbid clients who fell by {how} under {where.name}{when}: the first in the "
    told += "order of names whose story fits a reading aloud"
    if not others:
        return told + "."
    other, reform = others[0], others[0].scenario.calendar.reform_day
    theirs = {client for client, day in _fallen(other, fell) if not after or day >= reform}
    return (
        f"{told} and differs between the designs. Of the {len(pool)}, {len(pool & theirs)} fall so under {other.name} "
        f"too; {len(theirs - pool)} fall so only under {other.name}."
    )
