"""How each of a client's needs stands, day by day, under one design: spans for a lane, from the log's own rows.

What treats is what the measures count as treatment (`sim.measures.stays`), never a state on paper: a need can be "in
care" and be seen by nobody. Of several parts of one need the one that is farthest on is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from outputs.story.page import Told
from outputs.story.rows import Setting
from sim.measures.spans import Spans, both, without
from sim.terms.language import N_, _
from sim.terms.words import NEED_OF_PART, Kind, Need, NeedState, Part

STATES: dict[str, str] = {
    "treated": N_("in treatment"),
    "resting": N_("visits rest"),
    "held": N_("in care that does not treat it"),
    "assessed": N_("being assessed"),
    "waiting": N_("accepted, waits for its start"),
    "disputed": N_("in dispute: whose it is"),
    "lost": N_("the referral is lost, and nobody knows"),
    "no_taker": N_("every door tried, nobody takes it"),
    "asked": N_("asked for, nobody has accepted"),
    "parked": N_("parked until the condition of a refusal is met"),
    "untreated": N_("open, nobody is asked"),
    "met": N_("met for now"),
}
"""Every state of a lane, the farthest on first: the first that holds for any part is told."""
NEEDS = {
    Need.ADDICTION: N_("Dependence"),
    Need.PSYCHIATRIC: N_("Psychiatric condition"),
    Need.SOCIAL: N_("Housing and daily life"),
}
_OF_STATE = {
    NeedState.LATENT: "untreated",
    NeedState.SOUGHT: "asked",
    NeedState.PARKED: "parked",
    NeedState.WAITING: "waiting",
    NeedState.IN_CARE: "held",
    NeedState.MET: "met",
}
_SINCE = {Kind.REFERRAL_LOST: "lost", Kind.NO_TAKER: "no_taker", Kind.DISPUTE_OPENED: "disputed"}
"""What a need asked for stands in since a row of that kind."""
_WHERE = ("treated", "held", "resting", "assessed", "waiting")
_ORDER = {state: i for i, state in enumerate(STATES)}


class Piece(NamedTuple):
    """A stretch of days in which a part of a need stood so, at a service (-1: none)."""

    start: float
    end: float
    state: str
    service: int


def legend() -> list[dict[str, str]]:
    """Return every state with its words, in their order."""
    return [{"id": state, "label": _(words)} for state, words in STATES.items()]


def lanes(design: Told, client: int, first: float, last: float) -> list[dict[str, Any]]:
    """Return a lane for each need that the client ever has: spans from day `first` to day `last`, without overlap."""
    setting = design.setting(client)
    found = []
    for need, words in NEEDS.items():
        pieces = list(_pieces(design, client, need))
        if pieces:
            found.append({"need": need.name.lower(), "label": _(words), "spans": _spans(pieces, setting, first, last)})
    return found


def _pieces(design: Told, client: int, need: Need) -> Iterator[Piece]:
    """Yield how each part of a need stood, and the stays in which something was done for it."""
    story, spells = design.measured, design.measured.spells
    parts = [int(p) for p in Part if NEED_OF_PART[p] is need]
    states = [int(state) for state in _OF_STATE]
    asked = np.isin(spells.part, [p for p in parts if p != Part.ACUTE]) & np.isin(spells.state, states)
    mine = np.flatnonzero((spells.client == client) & asked)
    for i in mine.tolist():
        row = int(spells.row[i])
        state = _OF_STATE[NeedState(int(spells.state[i]))]
        state = _SINCE.get(Kind(int(story.kind[row])), state) if state == "asked" else state
        service = int(story.rows["service"][row]) if state in _WHERE else -1
        yield Piece(_day(spells.start[i]), _day(spells.end[i]), state, service)
    yield from _stays(design, client, parts)


def _stays(design: Told, client: int, parts: list[int]) -> Iterator[Piece]:
    """Yield the client's stays: treatment as far as it does not rest, inquiries, and the days on which visits rest."""
    stays = design.stays
    mine = np.flatnonzero((stays.client == client) & np.isin(stays.part, parts))
    for i in mine.tolist():
        service, part, one = int(stays.service[i]), Part(int(stays.part[i])), np.arange(len(stays.client)) == i
        whole, rests = stays.spans(one), _of(stays.suspended[part], client)
        if stays.inquiry[i]:
            yield from _told(whole, "assessed", service)
        elif stays.treatment[i]:
            yield from _told(without(whole, rests), "treated", service)
            yield from _told(both(whole, rests), "resting", service)


def _of(spans: Spans, client: int) -> Spans:
    mine = spans.client == client
    return Spans(spans.start[mine], spans.end[mine], spans.stride)


def _told(spans: Spans, state: str, service: int) -> Iterator[Piece]:
    for start, end in zip(spans.first_day.tolist(), spans.last_day.tolist(), strict=True):
        yield Piece(_day(start), _day(end), state, service)


def _day(day: float) -> float:
    """Return a day to within ten seconds: where spans lie on one line, days come back a rounding error apart."""
    return round(float(day), 4)


def _spans(pieces: list[Piece], setting: Setting, first: float, last: float) -> list[dict[str, Any]]:
    """Return the pieces as spans of one state each, neighbours of one state and service together."""
    edges = sorted({min(max(day, first), last) for piece in pieces for day in (piece.start, piece.end)})
    found: list[Piece] = []
    for start, end in pairwise(edges):
        here = [piece for piece in pieces if piece.start <= start and end <= piece.end]
        if not here:
            continue
        best = min(here, key=lambda piece: (_ORDER[piece.state], -piece.start))
        before = found[-1] if found else None
        if before is not None and (before.end, before.state, before.service) == (start, best.state, best.service):
            found[-1] = before._replace(end=end)
        else:
            found.append(Piece(start, end, best.state, best.service))
    return [{"from_day": p.start, "to_day": p.end, "state": p.state, "label": _label(p, setting)} for p in found]


def _label(piece: Piece, setting: Setting) -> str:
    words = _(STATES[piece.state])
    if piece.service < 0:
        return words
    return _("{state} {where}", state=words, where=setting.where(piece.service))
