"""A story short enough to read aloud: a year on each side of what it is about, and at most so many lines."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.story.facts import ON_ITS_WAY, on_their_way
from outputs.story.rows import Row, Setting
from outputs.story.small_words import need
from outputs.story.teller import Line
from sim.terms.words import Kind, NeedState, Part

LONGEST = 40
YEAR = 365.0
SOON = 14.0

_MINOR = (
    ("helped",),
    ("new_worker", "known"),
    ("relapsed", "abstinent"),
    ("accepted", "visits", "dispute_settled", "contact_ended"),
    ("detected", "decided", "crisis", "left_care", "completed", "deviation_reported"),
    ("referred", "withdrew", "sip_made", "plan_part_failed"),
    ("sought", "admitted", "discharged", "gave_up", "no_taker", "dispute_opened", "referral_lost"),
)
"""Kinds of lines in the order in which they are left out of a story that is too long. The rest always stay."""

_STATES: dict[int, str] = {
    NeedState.LATENT: "open, nobody is asked",
    NeedState.SOUGHT: "asked for, nobody has accepted",
    NeedState.PARKED: "parked until the condition of a refusal is met",
    NeedState.WAITING: "accepted, waiting for its start",
    NeedState.IN_CARE: "in treatment",
    NeedState.MET: "met for now",
    ON_ITS_WAY: "on the way to another employer, without visits",
}

_ASKED = (NeedState.SOUGHT, NeedState.PARKED, NeedState.WAITING, NeedState.IN_CARE)


def between(lines: Sequence[Line], first: float, last: float) -> list[Line]:
    """Return the lines from day `first` to day `last`."""
    return [line for line in lines if first <= line.day <= last]


def shortened(lines: Sequence[Line], about: float, longest: int = LONGEST) -> tuple[list[Line], int]:
    """Return at most about `longest` lines, and how many were left out: minor ones first, farthest from `about`.

    Refusals, falls, reforms and departures always stay.
    """
    kept = list(lines)
    for kinds in _MINOR:
        minor = sorted((line for line in kept if line.kind in kinds), key=lambda line: -abs(line.day - about))
        gone = {id(line) for line in minor[: max(0, len(kept) - longest)]}
        kept = [line for line in kept if id(line) not in gone]
    return kept, len(lines) - len(kept)


def opening(rows: Sequence[Row], setting: Setting, first: float) -> str:
    """Return how things stand when a story begins in the middle; empty if nothing came before `first`."""
    if not any(row.day < first for row in rows):
        return ""
    asked = [row.day for row in rows if row.kind == Kind.SOUGHT and row.day < first]
    since = f"since {setting.scenario.calendar.date_of(asked[0])}; " if asked else ""
    times = "" if not asked else "1 request " if len(asked) == 1 else f"{len(asked)} requests "
    return f"before this: {times}{since}{standing(rows, setting, first)}"


def standing(rows: Sequence[Row], setting: Setting, day: float) -> str:
    """Return how each of the client's needs stands on `day`."""
    states: dict[int, int] = {}
    services: dict[int, int] = {}
    for row in on_their_way(rows):
        if row.day >= day:
            break
        if row.kind == Kind.DEPART:
            return f"{setting.they} has left the picture"
        if row.part >= 0 and row.state >= 0 and row.part != Part.ACUTE:
            states[row.part] = row.state
            services[row.part] = row.service if row.service >= 0 else services.get(row.part, -1)
    medical, other = states.get(Part.MEDICAL), states.get(Part.PSYCHOSOCIAL)
    if medical == other or (medical == NeedState.LATENT and other in _ASKED):
        states.pop(Part.MEDICAL, None)  # the two parts are one dependence, unless they stand differently
    told: dict[str, list[str]] = {}
    for part, state in sorted(states.items()):
        if words := _STATES.get(state):
            where = f" at {setting.at(services[part])}" if state == NeedState.IN_CARE and services[part] >= 0 else ""
            told.setdefault(words + where, []).append(need(part, setting))
    return "; ".join(f"{words}: {' and '.join(needs)}" for words, needs in told.items()) or "nothing open"
