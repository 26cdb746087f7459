"""How coordination sounds when it is told: plans, conferences, reports, stepping in, contact without treatment."""

from __future__ import annotations

from outputs.story.rows import Row, Setting
from outputs.story.small_words import days, need
from outputs.story.who import owner
from sim.terms.language import N_, _
from sim.terms.words import Service

NUMBERS = (N_("two"), N_("three"), N_("four"), N_("five"))
"""From two on."""


def sip_made(row: Row, s: Setting) -> str:
    """A plan with how many needs it covers."""
    service = s.at(row.service, row.unit)
    count = int(row.extra) if row.extra == row.extra else 0
    if count < 2:
        return _("{service} makes a plan (SIP) with the others: somebody coordinates from here", service=service)
    return _(
        "{service} makes a plan (SIP) with the others for {count} of {their} needs: somebody coordinates from here",
        service=service,
        count=_(NUMBERS[min(count, 5) - 2]),
        their=s.their,
    )


def conference_lead(row: Row, s: Setting) -> str:
    """A case conference names who must take the client."""
    gaps = {"to": s.at(row.to_service), "need": need(row.part, s)}
    if row.value < 1:
        return _("the case conference makes {to} the lead for {need}: it must accept", **gaps)
    return _(
        "the case conference makes {to} the lead for {need}: it must accept, {days} after {they} was flagged",
        **gaps,
        days=days(row.value),
        they=s.they,
    )


def reported(row: Row, s: Setting) -> str:
    """Staff report that coordination has failed."""
    who = s.at(row.service, row.unit) if row.service >= 0 else _("somebody on the staff")
    return _("{who} reports that coordination has failed (avvikelserapport)", who=who)


def stepped_in(row: Row, s: Setting) -> str:
    """A service does what the regime places with another."""
    return _(
        "{service} steps in, although {need} lies with {principal}",
        service=s.at(row.service, row.unit),
        need=need(row.part, s),
        principal=owner(row.to_principal),
    )


def helped(row: Row, s: Setting) -> str:
    """A talk about a need that is somebody else's to treat."""
    gaps = {"service": s.at(row.service, row.unit), "need": need(row.part, s), "they": s.they}
    if row.principal == row.to_principal:
        return _("{service} steps in with talks about {need}, while {they} waits", **gaps)
    return _(
        "{service} steps in with talks about {need}, which lies with {principal}, while {they} waits",
        **gaps,
        principal=owner(row.to_principal),
    )


def report_answered(row: Row, s: Setting) -> str:
    """A report is answered: somebody must take the client."""
    gaps = {"to": s.at(row.to_service), "need": need(row.part, s)}
    if row.value < 1:
        return _("the report is answered: {to} must accept {need}", **gaps)
    return _("the report is answered: {to} must accept {need}, {days} after the report", **gaps, days=days(row.value))


def contact_began(row: Row, s: Setting) -> str:
    """A contact that is no treatment: somebody to call."""
    waited = _(" after {days}", days=days(row.value)) if row.value >= 1 else ""
    if row.service == Service.PERSONAL_OMBUD:
        return _(
            "gets a personal ombud{waited}: somebody to call who treats nothing and asks others for {them}",
            waited=waited,
            them=s.them,
        )
    if row.service == Service.SOBRIETY_DOCUMENTATION:
        return _(
            "begins to leave samples{waited}, so that the days without {use} are documented: contact, no treatment",
            waited=waited,
            use=s.use,
        )
    return _(
        "comes to {service}{waited}: contact without conditions, and no treatment",
        service=s.at(row.service, row.unit),
        waited=waited,
    )


def talks(row: Row, s: Setting) -> str:
    """Talks during the inquiry and the wait: told once, when they begin."""
    return _(
        "{service} talks with {them} during the wait (motivational or support talks): no decision, and no treatment",
        service=s.at(row.service, row.unit),
        them=s.them,
    )


def contact_ended(row: Row, s: Setting) -> str:
    """Contact with an ombud, a clinic or whoever takes samples is over."""
    return _(
        "the contact with {service} is over after {days}", service=s.at(row.service, row.unit), days=days(row.value)
    )


def plan_part_failed(row: Row, s: Setting) -> str:
    """A part of a SIP has not begun in time, and whose it was."""
    gaps = {"need": need(row.part, s), "days": days(row.value)}
    if row.principal < 0:
        return _("✗ the plan (SIP) fails for {need}: after {days} nobody has begun", **gaps)
    return _(
        "✗ the plan (SIP) fails for {need}: after {days} nobody has begun, as {principal} was to",
        **gaps,
        principal=owner(row.principal),
    )
