"""A story short enough to read aloud: a year on each side of what it is about, and at most so many lines."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.story.facts import ON_ITS_WAY, on_their_way
from outputs.story.rows import Row, Setting
from outputs.story.small_words import need, together
from outputs.story.teller import StoryLine
from sim.terms.language import N_, _, ngettext
from sim.terms.words import Kind, NeedState, Part

LONGEST = 40
YEAR = 365.0

_MINOR = (
    ("helped",),
    ("new_worker", "known"),
    ("relapsed", "abstinent"),
    ("accepted", "visits", "away", "dispute_settled", "contact_ended"),
    ("detected", "decided", "crisis", "left_care", "completed", "deviation_reported"),
    ("referred", "withdrew", "sip_made", "plan_part_failed"),
    ("sought", "admitted", "discharged", "gave_up", "no_taker", "dispute_opened", "referral_lost"),
)
"""Kinds of lines in the order in which they are left out of a story that is too long. The rest always stay."""

_STATES: dict[int, str] = {
    NeedState.LATENT: N_("open, nobody is asked: {needs}"),
    NeedState.SOUGHT: N_("asked for, nobody has accepted: {needs}"),
    NeedState.PARKED: N_("parked until the condition of a refusal is met: {needs}"),
    NeedState.WAITING: N_("accepted, waiting for its start: {needs}"),
    NeedState.IN_CARE: N_("in treatment: {needs}"),
    NeedState.MET: N_("met for now: {needs}"),
    ON_ITS_WAY: N_("on the way to another employer, without visits: {needs}"),
}
_IN_CARE_SOMEWHERE = N_("in treatment {where}: {needs}")

_ASKED = (NeedState.SOUGHT, NeedState.PARKED, NeedState.WAITING, NeedState.IN_CARE)


def between(lines: Sequence[StoryLine], first: float, last: float) -> list[StoryLine]:
    """Return the lines from day `first` to day `last`."""
    return [line for line in lines if first <= line.day <= last]


def shortened(lines: Sequence[StoryLine], about: float, longest: int = LONGEST) -> tuple[list[StoryLine], int]:
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
    stands = standing(rows, setting, first)
    if not asked:
        return _("before this: {stands}", stands=stands)
    return ngettext(
        "before this: {n} request since {date}; {stands}",
        "before this: {n} requests since {date}; {stands}",
        len(asked),
        date=setting.scenario.calendar.date_of(asked[0]),
        stands=stands,
    )


def standing(rows: Sequence[Row], setting: Setting, day: float) -> str:
    """Return how each of the client's needs stands on `day`."""
    states: dict[int, int] = {}
    services: dict[int, int] = {}
    for row in on_their_way(rows):
        if row.day >= day:
            break
        if row.kind == Kind.DEPART:
            return _("{they} has left the picture", they=setting.they)
        if row.part >= 0 and row.state >= 0 and row.part != Part.ACUTE:
            states[row.part] = row.state
            services[row.part] = row.service if row.service >= 0 else services.get(row.part, -1)
    medical, other = states.get(Part.MEDICAL), states.get(Part.PSYCHOSOCIAL)
    if medical == other or (medical == NeedState.LATENT and other in _ASKED):
        states.pop(Part.MEDICAL, None)  # the two parts are one dependence, unless they stand differently
    told: dict[tuple[str, str], list[str]] = {}
    for part, state in sorted(states.items()):
        words, where = _STATES.get(state, ""), ""
        if state == NeedState.IN_CARE and services[part] >= 0:
            words, where = _IN_CARE_SOMEWHERE, setting.where(services[part])
        if words:
            told.setdefault((words, where), []).append(need(part, setting))
    found = [_(words, where=where, needs=together(needs)) for (words, where), needs in told.items()]
    return "; ".join(found) or _("nothing open")
