"""How a handover sounds when it is told: on its way, visits that rest, arrived, and lost."""

from __future__ import annotations

from outputs.story.rows import Row, Setting
from outputs.story.small_words import days


def on_its_way(row: Row, s: Setting, rests: bool = False) -> str:
    """A case begins to cross: by a meeting (hours), or cold since the client has not consented. `rests`: no visits."""
    going = f"{s.at(row.service, row.unit)} goes from {_from_to(row, s)}"
    if row.extra == 1:
        return f"{going}: {s.their} worker goes along"
    if row.value > 0:
        until = "; no visits until then" if rests else f"; till then {s.their} worker goes on"
        return f"{going}: {s.their} case is on its way, and a handover meeting is awaited{until}"
    until = "; no visits until it arrives" if rests else ""
    return f"{going}: {s.their} case is on its way without {s.their} records, since {s.they} has not consented{until}"


def rests(row: Row, s: Setting) -> str:
    """Those who knew the case have gone before it has arrived."""
    return (
        f"{s.at(row.service, row.unit)}: {s.their} case is still on its way, and nobody sees {s.them} until it arrives"
    )


def handed_over(row: Row, s: Setting, way: float = 0.0, own: bool = False) -> str:
    """A case has arrived after `way` days on its way, with its `own` worker or without."""
    with_whom = f", with {s.their} own worker" if own else ""
    after = f" after {days(way)} on its way" if way >= 1 else ""
    return f"the case is handed over{after}{with_whom}: {s.at(row.service, row.unit)} goes from {_from_to(row, s)}"


def lost(row: Row, s: Setting, way: float = 0.0) -> str:
    """A case is lost: `way`, the days for which nobody has taken it, or (0) on the way."""
    how = f"in {days(way)} nobody has taken it over" if way >= 1 else "it never arrives"
    return f"✗ the case at {s.at(row.service, row.unit)} is lost in handover: {how}"


def _from_to(row: Row, s: Setting) -> str:
    return f"{s.principal(row.principal, row.service)} to {s.principal(row.to_principal)}"
