"""How coordination sounds when it is told: plans, conferences, reports, stepping in, contact without treatment."""

from __future__ import annotations

from outputs.story.rows import Row, Setting
from outputs.story.small_words import days, need
from sim.terms.words import Service

NUMBERS = ("no", "one", "two", "three", "four", "five")


def sip_made(row: Row, s: Setting) -> str:
    """A plan with how many needs it covers."""
    count = int(row.extra) if row.extra == row.extra else 0
    covers = f" for {NUMBERS[min(count, 5)]} of {s.their} needs" if count > 1 else ""
    return f"{s.at(row.service, row.unit)} makes a plan (SIP) with the others{covers}: somebody coordinates from here"


def conference_lead(row: Row, s: Setting) -> str:
    """A case conference names who must take the client."""
    after = f", {days(row.value)} after {s.they} was flagged" if row.value >= 1 else ""
    return f"the case conference makes {s.at(row.to_service)} the lead for {need(row.part, s)}: it must accept{after}"


def reported(row: Row, s: Setting) -> str:
    """Staff report that coordination has failed."""
    who = s.at(row.service, row.unit) if row.service >= 0 else "somebody on the staff"
    return f"{who} reports that coordination has failed (avvikelserapport)"


def stepped_in(row: Row, s: Setting) -> str:
    """A service does what the regime places with another."""
    other = s.principal(row.to_principal)
    return f"{s.at(row.service, row.unit)} steps in, although {need(row.part, s)} lies with the {other}"


def helped(row: Row, s: Setting) -> str:
    """A talk about a need that is somebody else's to treat."""
    mine = row.principal == row.to_principal
    whose = "" if mine else f", which lies with the {s.principal(row.to_principal)}"
    return f"{s.at(row.service, row.unit)} steps in with talks about {need(row.part, s)}{whose}, while {s.they} waits"


def report_answered(row: Row, s: Setting) -> str:
    """A report is answered: somebody must take the client."""
    after = f", {days(row.value)} after the report" if row.value >= 1 else ""
    return f"the report is answered: {s.at(row.to_service)} must accept {need(row.part, s)}{after}"


def contact_began(row: Row, s: Setting) -> str:
    """A contact that is no treatment: somebody to call."""
    waited = f" after {days(row.value)}" if row.value >= 1 else ""
    if row.service == Service.PERSONAL_OMBUD:
        return f"gets a personal ombud{waited}: somebody to call who treats nothing and asks others for {s.them}"
    if row.service == Service.SOBRIETY_DOCUMENTATION:
        return (
            f"begins to leave samples{waited}, so that the days without {s.use} are documented: contact, no treatment"
        )
    return f"comes to {s.at(row.service, row.unit)}{waited}: contact without conditions, and no treatment"


def talks(row: Row, s: Setting) -> str:
    """Talks during the inquiry and the wait: told once, when they begin."""
    where = s.at(row.service, row.unit)
    return f"{where} talks with {s.them} during the wait (motivational or support talks): no decision, and no treatment"


def contact_ended(row: Row, s: Setting) -> str:
    """Contact with an ombud, a clinic or whoever takes samples is over."""
    return f"the contact with {s.at(row.service, row.unit)} is over after {days(row.value)}"


def plan_part_failed(row: Row, s: Setting) -> str:
    """A part of a SIP has not begun in time, and whose it was."""
    who = f", as the {s.principal(row.principal)} was to" if row.principal >= 0 else ""
    return f"✗ the plan (SIP) fails for {need(row.part, s)}: after {days(row.value)} nobody has begun{who}"
