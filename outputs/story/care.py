"""How care sounds when it is told: its start, its end, what the client does meanwhile, and the reform."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from outputs.story.rows import Row, Setting
from outputs.story.small_words import article, days, help_with, need
from outputs.text.words import say
from sim.terms.words import Part, Principal, Reason, Service, Substance, name_of

STAYS = frozenset({Service.HVB, Service.LVM, Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY})
"""Where one lives for the time being: days are told, not visits."""


def accepted(row: Row, s: Setting) -> str:
    """A service takes the client, which is a place in its queue and not yet care."""
    what = "an assessment" if row.extra == 1 else "treatment"
    return f"{s.at(row.service, row.unit)} accepts {s.them} for {what}; a place in its queue"


def admitted(row: Row, s: Setting) -> str:
    """The start of an assessment, of a crisis stay or of treatment, with the worker and the wait."""
    role = s.worker(row.worker)
    where = s.at(row.service, row.unit, always=True)
    waited = f" after {days(row.value)} in its queue" if row.value >= 1 else " at once"
    if row.part == Part.ACUTE:
        return f"crisis: is taken in at {where}"
    if row.reason == Reason.ONE_PLAN:
        return f"✓ the same plan at {where} takes in {need(row.part, s)}"
    if row.service in STAYS:
        return f"✓ moves in at {where}, for {need(row.part, s)},{waited}"
    who = f" with {article(role)} {role}" if role else ""
    if row.extra == 1:
        asi = " (ASI)" if row.service == Service.SOCIAL_SERVICES else ""
        return f"starts the assessment{asi}{who} at {where}{waited}"
    return f"✓ starts treatment of {need(row.part, s)}{who} at {where}{waited}"


def decided(row: Row, s: Setting) -> str:
    """An inquiry ends: there is a need, or there is none."""
    found = "not in need of help" if row.reason == Reason.NOT_ELIGIBLE else f"in need of {help_with(row.part, s)}"
    return f"the assessment is done after {days(row.value)}: {found}"


def completed(row: Row, s: Setting) -> str:
    """A plan is done, and the need is met or remains."""
    which = need(row.part, s) if row.service == Service.INTEGRATED_TEAM else "the need"  # there one plan covers several
    outcome = f"{which} is met" if row.extra == 1 else f"{which} remains"
    if row.reason == Reason.SOBRIETY:
        return f"the plan at {s.at(row.service, row.unit)} ends without result: what is left needs days without {s.use}"
    return f"completes the plan at {s.at(row.service, row.unit)}: {outcome}"


def discharged(row: Row, s: Setting) -> str:
    """The service ends care: for missed visits or use, or since nobody is there any more."""
    if row.reason == Reason.NOBODY_THERE:
        return f"✗ care at {s.at(row.service, row.unit)} ends: nobody works there (rule: nobody_there)"
    if row.reason == Reason.CLOSED:
        return f"✗ care at {s.at(row.service, row.unit)} ends: it closes (rule: closed)"
    for_use = row.reason == Reason.DISCHARGED_FOR_USE
    cause = f"a sample shows {s.use}" if for_use else "visits missed in a row"
    return f"✗ is discharged from {s.at(row.service, row.unit)}: {cause} (rule: {name_of(Reason(row.reason))})"


def left(row: Row, s: Setting) -> str:
    """The client leaves before the plan is completed, or is torn out of it."""
    leaves = "leaves" if row.service in STAYS else "leaves treatment at"
    words = {
        Reason.LEFT_TREATMENT: f"{leaves} {s.at(row.service, row.unit)} before the plan is completed",
        Reason.CRISIS: f"treatment at {s.at(row.service, row.unit)} is broken off by the crisis",
    }
    return words.get(Reason(row.reason), f"care at {s.at(row.service, row.unit)} ends: {say(Reason(row.reason))}")


def gave_up(row: Row, s: Setting) -> str:
    """The client gives up a wait, and where."""
    after = f" after {days(row.value)}"
    match row.reason:
        case Reason.GAVE_UP_IN_QUEUE:
            return f"✗ gives up waiting in the queue of {s.at(row.service, row.unit)}{after}"
        case Reason.GAVE_UP_WAITING_FOR_DECISION:
            return f"✗ gives up waiting for a decision by {s.at(row.service, row.unit)}{after}"
    return f"✗ gives up seeking {help_with(row.part, s)}{after} in which nobody accepted {s.them}"


def withdrew(row: Row, s: Setting) -> str:
    """The client says no, or no longer wants to."""
    if row.reason == Reason.NO_CONSENT:
        return f"says no to {help_with(row.part, s)}, which would have taken {s.them}"
    return f"no longer wants {help_with(row.part, s)}, for reasons of {s.their} own"


def need_state(row: Row, s: Setting) -> str:
    """A need that was met is open again."""
    return f"{need(row.part, s)} needs help again"


def crisis(row: Row, s: Setting) -> str:
    """A crisis, and where it is taken."""
    return f"crisis: needs {s.at(row.to_service)}"


def depart(row: Row, s: Setting) -> str:
    """The client dies, moves away or has recovered for good."""
    words = {
        Reason.MOVED: "moves away from the county",
        Reason.DIED: "dies",
        Reason.RECOVERED: "has recovered for good",
    }
    return words.get(Reason(row.reason), "leaves the picture")


def moves(rows: Sequence[Row], s: Setting) -> list[tuple[float, str]]:
    """Return (day, sentence) for each day on which responsibility moved where the client lives, all parts in one."""
    found: dict[tuple[float, int, int], list[str]] = {}
    for row in (r for r in rows if s.moves_here(r)):
        part = say(Part(row.part)) if row.part >= 0 else "treatment"
        part += "" if isnan(row.extra) else f" ({say(Substance(int(row.extra)))})"
        found.setdefault((row.day, row.principal, row.to_principal), []).append(part)
    return [
        (day, f"— reform: responsibility for {' and '.join(parts)} moves {_from_to(came, to)} —")
        for (day, came, to), parts in found.items()
    ]


def _from_to(came: int, to: int) -> str:
    one = f"from {say(Principal(came))} " if came >= 0 else ""
    return f"{one}to {say(Principal(to))}" if to >= 0 else one.strip()


def stopped(row: Row, s: Setting) -> str:
    """The client stops using, and after how long."""
    return f"stops {s.using} after {days(row.value)}" if row.value >= 1 else f"stops {s.using}"


def relapsed(row: Row, s: Setting) -> str:
    """The client uses again, and after how long without."""
    return f"relapses after {days(row.value)} without {s.use}"
