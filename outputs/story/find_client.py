"""Which client to tell of: by name, or one who fell by a mechanism; always the same one, and it is said how chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

import numpy as np

from outputs.story.page import Told, called_so, main_day
from outputs.story.window import LONGEST, YEAR, between
from outputs.text.words import say_code
from scenarios.files.names import folded
from sim.measures.fall_kinds import MECHANISMS as CODES
from sim.terms.errors import InputError
from sim.terms.language import N_, _, language

LOOK_AT = 80  # candidates whose stories are compared
SHORTEST = 8
BESIDE = ("reform", "relapsed", "abstinent", "visits", "new_worker", "known", "accepted")


# (after the reform day, stories that differ between the designs went first)
CHOSEN = {
    (False, False): N_(
        "Chosen from the {n} comorbid clients who fell between chairs ({how}) under {design}: the first in the "
        "order of names whose story fits a reading aloud."
    ),
    (False, True): N_(
        "Chosen from the {n} comorbid clients who fell between chairs ({how}) under {design}: the first in the "
        "order of names whose story fits a reading aloud and differs between the designs."
    ),
    (True, False): N_(
        "Chosen from the {n} comorbid clients who fell between chairs ({how}) under {design} after the reform day: the "
        "first in the order of names whose story fits a reading aloud."
    ),
    (True, True): N_(
        "Chosen from the {n} comorbid clients who fell between chairs ({how}) under {design} after the reform day: the "
        "first in the order of names whose story fits a reading aloud and differs between the designs."
    ),
}


class UnknownNameError(InputError):
    """A client or a mechanism that there is none of; the message names the nearest."""


class ClientFound(NamedTuple):
    """A client (row in `clients`), the day the story is about (None: decide later) and how the client was chosen."""

    client: int
    about: float | None
    chosen: str


def find_client(
    designs: Sequence[Told],
    fell: str | None = None,
    name: str | None = None,
    called: Mapping[str, str] | None = None,
) -> ClientFound:
    """Return the client called `name`, or one who fell by the mechanism `fell` under the first design.

    With neither: somebody who fell in any way. `called`: as of `trace`. Raises UnknownNameError with the nearest names.
    """
    if name is not None:
        return ClientFound(by_name(designs[0], name), None, "")
    candidates = _candidates(designs, fell)
    best = min(candidates.pool[:LOOK_AT], key=lambda c: _rank(designs, c))
    return _found(designs, fell, candidates, best, called)


def all_who_fell(
    designs: Sequence[Told], fell: str | None = None, called: Mapping[str, str] | None = None
) -> list[ClientFound]:
    """Return all of whom `find_client` looks at, the best story first, as it finds that one.

    Of the others only those whose own story, told by name, has the fall in it. Raises UnknownNameError.
    """
    candidates = _candidates(designs, fell)
    first, *rest = sorted(candidates.pool[:LOOK_AT], key=lambda c: _rank(designs, c))
    others = [ClientFound(c, None, "") for c, day in rest if abs(main_day(designs[0], c) - day) <= YEAR]
    return [_found(designs, fell, candidates, first, called), *others]


def _found(
    designs: Sequence[Told],
    fell: str | None,
    candidates: _Candidates,
    best: tuple[int, float],
    called: Mapping[str, str] | None,
) -> ClientFound:
    others = [d for d in designs if d is not candidates.where]
    whole = {client for client, _day in candidates.pool}
    return ClientFound(best[0], best[1], _how(candidates.where, others, fell, whole, candidates.after, called))


class _Candidates(NamedTuple):
    """Those who fell under a design, with the day; whether only those who fell after the reform day are meant."""

    where: Told
    pool: list[tuple[int, float]]
    after: bool


def _candidates(designs: Sequence[Told], fell: str | None) -> _Candidates:
    if fell is not None and fell not in CODES:
        raise UnknownNameError(
            _("no mechanism is called {name}; nearest: {near}", name=repr(fell), near=_near(fell, CODES))
        )
    where = next((d for d in designs if _fallen(d, fell)), None)
    if where is None:
        if fell:
            raise UnknownNameError(
                _("no comorbid client fell between chairs ({mechanism}) in this replication", mechanism=say_code(fell))
            )
        raise UnknownNameError(_("no comorbid client fell in this replication"))
    candidates, reform = _fallen(where, fell), where.scenario.calendar.reform_day
    after = [c for c in candidates if c[1] >= reform]
    return _Candidates(where, after or candidates, bool(after))


def by_name(design: Told, name: str) -> int:
    """Return the client called `name`, whatever the case of its letters. Raises UnknownNameError."""
    names = [str(n) for n in design.log.clients["name"]]
    known = {_number_bare(n): row for row, n in enumerate(names)}
    if (row := known.get(_number_bare(name.strip()))) is not None:
        return row
    there = [n for n in names if _town(n) == _town(name)]
    near = _near(name, there or names)
    raise UnknownNameError(_("no client is called {name}; nearest: {near}", name=repr(name), near=near))


def _town(name: str) -> str:
    return folded(name).rpartition("-")[0]


def _number_bare(name: str) -> str:
    """Return a client's name as it is compared: whatever the letter case, the spelling and zeros before the number."""
    town, dash, number = folded(name).rpartition("-")
    new = number.removeprefix("s")
    stock = "s" if new != number else ""
    return f"{town}{dash}{stock}{int(new)}" if new.isascii() and new.isdecimal() else folded(name)


def _near(name: str, names: Sequence[str]) -> str:
    lower = {n.casefold(): n for n in names}
    near = [lower[n] for n in get_close_matches(name.casefold(), list(lower), 3, 0.4)]
    return ", ".join(near or list(names)[:3]) or _("there is none")


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


def _how(
    where: Told,
    others: Sequence[Told],
    fell: str | None,
    pool: set[int],
    after: bool,
    called: Mapping[str, str] | None,
) -> str:
    """Say how the client was chosen and how common the fall is, so that one story is not taken for a rule."""
    how = say_code(fell) if fell else _("any mechanism")
    told = _chosen(len(pool), how, called_so(where, called), after, apart=bool(others))
    if not others:
        return told
    other, reform = others[0], others[0].scenario.calendar.reform_day
    theirs = {client for client, day in _fallen(other, fell) if not after or day >= reform}
    how_many = _(
        "Of the {n}, {both} fall so under {other} too; {only} fall so only under {other}.",
        n=len(pool),
        both=len(pool & theirs),
        only=len(theirs - pool),
        other=called_so(other, called),
    )
    return f"{told} {how_many}"


def _chosen(n: int, how: str, design: str, after: bool, apart: bool) -> str:
    """Say from whom the client was chosen. `after`: the reform day; `apart`: stories that differ went first."""
    if n == 1:
        only = N_("The only comorbid client who fell between chairs ({how}) under {design}.")
        only_after = N_("The only comorbid client who fell between chairs ({how}) under {design} after the reform day.")
        return _(only_after if after else only, how=how, design=design)
    words = CHOSEN[after, apart]
    return _(words, n=language().number(n), how=how, design=design)
