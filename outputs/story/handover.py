"""How a handover sounds when it is told: on its way, visits that rest, arrived, and lost."""

from __future__ import annotations

from outputs.story.rows import Row, Setting
from outputs.story.small_words import days
from outputs.story.who import party
from sim.terms.language import N_, _

# how a case crosses → (visits go on till it arrives, visits rest)
BY_MEETING = (
    N_(
        "{service} goes from {one} to {other}: {their} case is on its way, and a handover meeting is awaited; till "
        "then {their} worker goes on"
    ),
    N_(
        "{service} goes from {one} to {other}: {their} case is on its way, and a handover meeting is awaited; no "
        "visits until then"
    ),
)
COLD = (
    N_(
        "{service} goes from {one} to {other}: {their} case is on its way without {their} records, since {they} has "
        "not consented"
    ),
    N_(
        "{service} goes from {one} to {other}: {their} case is on its way without {their} records, since {they} has "
        "not consented; no visits until it arrives"
    ),
)
# how a case arrives → (at once, after some days)
WITH_ITS_WORKER = (
    N_("the case is handed over, with {their} own worker: {service} goes from {one} to {other}"),
    N_(
        "the case is handed over after {days} on its way, with {their} own worker: {service} goes from {one} to {other}"
    ),
)
TO_SOMEBODY_ELSE = (
    N_("the case is handed over: {service} goes from {one} to {other}"),
    N_("the case is handed over after {days} on its way: {service} goes from {one} to {other}"),
)


def on_its_way(row: Row, s: Setting, rests: bool = False) -> str:
    """A case begins to cross: by a meeting (hours), or cold since the client has not consented. `rests`: no visits."""
    if row.extra == 1:
        return _("{service} goes from {one} to {other}: {their} worker goes along", their=s.their, **_crosses(row, s))
    how = BY_MEETING if row.value > 0 else COLD
    return _(how[rests], they=s.they, their=s.their, **_crosses(row, s))


def rests(row: Row, s: Setting) -> str:
    """Those who knew the case have gone before it has arrived."""
    return _(
        "{service}: {their} case is still on its way, and nobody sees {them} until it arrives",
        service=s.at(row.service, row.unit),
        their=s.their,
        them=s.them,
    )


def away(row: Row, s: Setting) -> str:
    """The client lives in an institution for a while, and what was under way elsewhere waits."""
    return _("visits {where} rest during the stay", where=s.where(row.service, row.unit))


def handed_over(row: Row, s: Setting, way: float = 0.0, own: bool = False) -> str:
    """A case has arrived after `way` days on its way, with its `own` worker or without."""
    how = WITH_ITS_WORKER if own else TO_SOMEBODY_ELSE
    return _(how[way >= 1], days=days(way), their=s.their, **_crosses(row, s))


def lost(row: Row, s: Setting, way: float = 0.0) -> str:
    """A case is lost: `way`, the days for which nobody has taken it, or (0) on the way."""
    where = s.where(row.service, row.unit)
    if way < 1:
        return _("✗ the case {where} is lost in handover: it never arrives", where=where)
    return _("✗ the case {where} is lost in handover: in {days} nobody has taken it over", where=where, days=days(way))


def _crosses(row: Row, s: Setting) -> dict[str, str]:
    return {
        "service": s.at(row.service, row.unit),
        "one": party(s.known(row.principal, row.service)),
        "other": party(row.to_principal),
    }
