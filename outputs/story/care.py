"""How care sounds when it is told: its start, its end, what the client does meanwhile, and the reform."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from outputs.story.rows import Row, Setting
from outputs.story.small_words import days, help_with, need, own_need, together
from outputs.story.who import WITH, party
from outputs.text.words import say
from sim.terms.language import N_, _, pgettext
from sim.terms.words import Part, Reason, Service, Substance

STAYS = frozenset({Service.HVB, Service.LVM, Service.DETOX_WARD, Service.PSYCHIATRIC_EMERGENCY})
"""Where one lives for the time being: days are told, not visits."""


def accepted(row: Row, s: Setting) -> str:
    """A service takes the client, which is a place in its queue and not yet care."""
    service = s.at(row.service, row.unit)
    if row.extra == 1:
        return _("{service} accepts {them} for an assessment; a place in its queue", service=service, them=s.them)
    return _("{service} accepts {them} for treatment; a place in its queue", service=service, them=s.them)


def admitted(row: Row, s: Setting) -> str:
    """The start of an assessment, of a crisis stay or of treatment, with the worker and the wait."""
    where = s.where(row.service, row.unit, always=True)
    waited = _("after {days} in its queue", days=days(row.value)) if row.value >= 1 else _("at once")
    gaps = {"need": own_need(row.part, s), "who": _with(row, s), "where": where, "waited": waited}
    if row.part == Part.ACUTE:
        return _("crisis: is taken in {where}", where=where)
    if row.reason == Reason.ONE_PLAN:
        return _("✓ the same plan {where} takes in {need}", where=where, need=need(row.part, s))
    if row.service in STAYS:
        return _("✓ moves in {where}, for {need}, {waited}", **gaps)
    if row.extra == 1 and row.service == Service.SOCIAL_SERVICES:
        return _("starts the assessment (ASI){who} {where} {waited}", **gaps)
    if row.extra == 1:
        return _("starts the assessment{who} {where} {waited}", **gaps)
    if row.part == Part.SOCIAL:
        return _("✓ begins to get help with {need}{who} {where} {waited}", **gaps)
    return _("✓ starts treatment of {need}{who} {where} {waited}", **gaps)


def _with(row: Row, s: Setting) -> str:
    """Return with whom, after a space; empty if nobody is named."""
    role = s.role(row.worker)
    return "" if role is None else f" {_(WITH[role])}"


def decided(row: Row, s: Setting) -> str:
    """An inquiry ends: there is a need, or there is none."""
    if row.reason == Reason.NOT_ELIGIBLE:
        return _("the assessment is done after {days}: not in need of help", days=days(row.value))
    return _(
        "the assessment is done after {days}: in need of {help}", days=days(row.value), help=help_with(row.part, s)
    )


def completed(row: Row, s: Setting) -> str:
    """A plan is done, and the need is met or remains; where one plan covers several needs it is said which."""
    where = s.where(row.service, row.unit)
    if row.reason == Reason.SOBRIETY:
        return _("the plan {where} ends without result: what is left needs days without {use}", where=where, use=s.use)
    if row.service == Service.INTEGRATED_TEAM:
        met, remains = N_("completes the plan {where}: {need} is met"), N_("completes the plan {where}: {need} remains")
        return _(met if row.extra == 1 else remains, where=where, need=need(row.part, s))
    if row.extra == 1:
        return _("completes the plan {where}: the need is met", where=where)
    return _("completes the plan {where}: the need remains", where=where)


def discharged(row: Row, s: Setting) -> str:
    """The service ends care: for missed visits or use, or since nobody is there any more."""
    where, service = s.where(row.service, row.unit), s.at(row.service, row.unit)
    rule = say(Reason(row.reason))
    match row.reason:
        case Reason.NOBODY_THERE:
            return _("✗ care {where} ends: nobody works there", where=where)
        case Reason.CLOSED:
            return _("✗ care {where} ends: it closes", where=where)
        case Reason.DISCHARGED_FOR_USE:
            return _(
                "✗ is discharged from {service}: a sample shows {use} (rule: {rule})",
                service=service,
                use=s.shown,
                rule=rule,
            )
    return _("✗ is discharged from {service}: visits missed in a row (rule: {rule})", service=service, rule=rule)


def left(row: Row, s: Setting) -> str:
    """The client leaves before the plan is completed, or is torn out of it."""
    where = s.where(row.service, row.unit)
    match row.reason:
        case Reason.LEFT_TREATMENT if row.service in STAYS:
            return _("leaves {service} before the plan is completed", service=s.at(row.service, row.unit))
        case Reason.LEFT_TREATMENT:
            return _("leaves treatment {where} before the plan is completed", where=where)
        case Reason.CRISIS:
            return _("treatment {where} is broken off by the crisis", where=where)
    return _("care {where} ends: {why}", where=where, why=_(say(Reason(row.reason))))


def gave_up(row: Row, s: Setting) -> str:
    """The client gives up a wait, and where."""
    after = days(row.value)
    match row.reason:
        case Reason.GAVE_UP_IN_QUEUE:
            return _(
                "✗ gives up waiting in the queue of {service} after {days}",
                service=s.at(row.service, row.unit),
                days=after,
            )
        case Reason.GAVE_UP_WAITING_FOR_DECISION:
            return _(
                "✗ gives up waiting for a decision by {service} after {days}",
                service=s.at(row.service, row.unit),
                days=after,
            )
    return _(
        "✗ gives up seeking {help} after {days} in which nobody accepted {them}",
        help=help_with(row.part, s),
        days=after,
        them=s.them,
    )


def withdrew(row: Row, s: Setting) -> str:
    """The client says no, or no longer wants to."""
    if row.reason == Reason.NO_CONSENT:
        return _("says no to {help}, which would have taken {them}", help=help_with(row.part, s), them=s.them)
    return s.by_sex(
        N_("no longer wants {help}, for reasons of her own"),
        N_("no longer wants {help}, for reasons of his own"),
        help=help_with(row.part, s),
    )


def need_state(row: Row, s: Setting) -> str:
    """A need that was met is open again."""
    return _("{need} needs help again", need=own_need(row.part, s))


def crisis(row: Row, s: Setting) -> str:
    """A crisis, and where it is taken."""
    return _("crisis: needs {service}", service=s.at(row.to_service))


def depart(row: Row, s: Setting) -> str:
    """The client dies, moves away or has recovered for good."""
    match row.reason:
        case Reason.MOVED:
            return _("moves away from the county")
        case Reason.DIED:
            return _("dies")
        case Reason.RECOVERED:
            return _("has recovered for good")
    return _("leaves the picture")


def moves(rows: Sequence[Row], s: Setting) -> list[tuple[float, str]]:
    """Return (day, sentence) for each day on which responsibility moved where the client lives, all parts in one."""
    found: dict[tuple[float, int, int], list[str]] = {}
    for row in (r for r in rows if s.moves_here(r)):
        part = _responsibility(row.part)
        if not isnan(row.extra):
            part = f"{part} ({_(say(Substance(int(row.extra))))})"
        found.setdefault((row.day, row.principal, row.to_principal), []).append(part)
    return [(day, _moved(together(parts), came, to)) for (day, came, to), parts in found.items()]


def _responsibility(part: int) -> str:
    match part:
        case Part.PSYCHOSOCIAL:
            return pgettext("responsibility", "psychosocial treatment of dependence")
        case Part.MEDICAL:
            return pgettext("responsibility", "medical treatment of dependence")
        case Part.PSYCHIATRIC:
            return pgettext("responsibility", "psychiatric need")
        case Part.SOCIAL:
            return pgettext("responsibility", "social need")
        case Part.ACUTE:
            return pgettext("responsibility", "crisis")
    return pgettext("responsibility", "treatment")


def _moved(parts: str, came: int, to: int) -> str:
    if came < 0:
        return _("responsibility for {parts} moves to {other}", parts=parts, other=party(to))
    if to < 0:
        return _("responsibility for {parts} moves from {one}", parts=parts, one=party(came))
    return _("responsibility for {parts} moves from {one} to {other}", parts=parts, one=party(came), other=party(to))


def stopped(row: Row, s: Setting) -> str:
    """The client stops using, and after how long."""
    if row.value >= 1:
        return _("stops {using} after {days}", using=s.using, days=days(row.value))
    return _("stops {using}", using=s.using)


def relapsed(row: Row, s: Setting) -> str:
    """The client uses again, and after how long without."""
    return _("relapses after {days} without {use}", days=days(row.value), use=s.use)


def in_turns(s: Setting, until: str, uses: bool) -> str:
    """The client stops and relapses several times; `uses`: how it ends."""
    if uses:
        return _("stops {using} and relapses in turns until {until}, then {using} again", using=s.using, until=until)
    return _("stops {using} and relapses in turns until {until}, then no longer {using}", using=s.using, until=until)
