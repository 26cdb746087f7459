"""How asking sounds when it is told: questions, letters, refusals with rule and boundary, disputes."""

from __future__ import annotations

from outputs.story.rows import Row, Setting
from outputs.story.small_words import days, help_with, need, ordinal
from outputs.text.words import say
from sim.terms.words import Part, Reason, name_of

UNASKED = " that nobody is asked about"


def crossing(row: Row, s: Setting) -> str:
    """Return the boundary that a letter crosses: between two principals, or within one."""
    if row.service < 0 or row.to_service < 0:
        return ""
    one, other = s.principal(row.principal, row.service), s.principal(row.to_principal, row.to_service)
    return f" [within the {one}]" if one == other else f" [{one} → {other}]"


def sought(row: Row, s: Setting) -> str:
    """The client asks at a door, for the first time or again."""
    time = f" ({s.their} {ordinal(int(row.value) + 1)} time)" if row.value > 0 else ""
    return f"asks {s.at(row.to_service, always=True)} for {help_with(row.part, s)}{time}"


def detected(row: Row, s: Setting) -> str:
    """A service sees a need that stands open and that nobody is asked about: for the first time, or again."""
    kinds = {
        Part.PSYCHIATRIC: "a psychiatric need",
        Part.SOCIAL: "a need of help with housing and daily life",
        Part.MEDICAL: f"a need of medical treatment of {s.their} dependence",
    }
    seen = kinds.get(Part(row.part), "a dependence")
    return f"{s.at(row.service, row.unit)} sees {seen}{UNASKED}"


def referred(row: Row, s: Setting) -> str:
    """A letter, or a person who goes along; what made the sender write comes first."""
    to, sender = s.at(row.to_service), s.at(row.service, row.unit)
    if row.service < 0:
        return f"turns to {to} for {help_with(row.part, s)}, with nobody's letter"
    if row.service == row.to_service and row.reason == Reason.CALLED_BACK:
        return f"{sender} calls {s.them} back for {need(row.part, s)}"
    if row.service == row.to_service:
        return f"{sender} also takes up {need(row.part, s)}{crossing(row, s)}"
    if row.reason == Reason.CRISIS:
        return f"crisis: no bed is free at {sender}, and somebody takes {s.them} to {to}"
    way = f"somebody goes with {s.them} to {to}" if row.extra == 1 else f"a letter goes to {to}"
    match row.reason:
        case Reason.AFTERCARE:
            way = f"{sender} arranges what comes after: {way}"
        case Reason.SOBRIETY_DOCUMENTED:
            way = f"the days without {s.use} are documented; from {sender} {way}, once more"
        case Reason.SETTLED:
            way = f"the dispute being settled, {way}"
        case Reason.COORDINATED:
            way = f"the plan (SIP) starts what else is needed: {way}"
        case Reason.CALLED_BACK:
            way = f"{sender} calls {s.them} back: {way}"
        case Reason.CONTACT:
            way = f"{sender} asks for {s.them}: {way}"
        case Reason.ASKED_ANEW:
            way = f"{sender} takes it up again, since nobody treats it: {way}"
        case Reason.CLOSED:
            way = f"{sender} closes and refers on: {way}"
        case Reason.ASSESSED:
            way = f"after the assessment {way}"
        case _:
            way = f"from {sender} {way}"
    return way + letter_about(row, s)


def letter_about(row: Row, s: Setting) -> str:
    """Return what a letter is about and the boundary that it crosses."""
    return f" about {need(row.part, s)}{crossing(row, s)}"


def lost(row: Row, s: Setting) -> str:
    """A letter is lost, and whether anybody notices."""
    who = f"{s.they} does not know" if row.extra != 1 else f"{s.they} never gets there"
    return f"✗ the referral to {s.at(row.to_service)} is lost; {who}{crossing(row, s)}"


def refused(row: Row, s: Setting, sender: tuple[int, int] = (-1, -1), parked_days: float = 0.0) -> str:
    """A refusal with its words, its rule and its boundary: `sender` is (service, principal) that asked, -1 if alone."""
    boundary = f"{s.run_by(sender[0], sender[1])} → {s.run_by(row.service, row.principal)}"
    points = ""
    if row.to_service >= 0:
        back = "back " if row.to_service == sender[0] else ""
        points = f"; it points {s.them} {back}to {s.at(row.to_service)}"
    rule = name_of(Reason(max(row.reason, 0)))
    why_not = why(row, s, parked_days)
    return f"{s.at(row.service, row.unit)} refuses: {why_not}{points} (rule: {rule}) [boundary: {boundary}]"


def why(row: Row, s: Setting, parked_days: float = 0.0) -> str:
    """Return the reason of a refusal as the client would hear it. `parked_days`: required, where the log says it."""
    match row.reason:
        case Reason.SOBRIETY:
            days = parked_days or s.sobriety_days(row.service, row.day)
            return (
                f"{days:.0f} documented days without {s.use} required" if days else f"documented days without {s.use}"
            )
        case Reason.NOT_OUR_RESPONSIBILITY:
            return f"{need(row.part, s)} is somebody else's responsibility"
        case Reason.OUTSIDE_CATCHMENT:
            return f"{s.they} lives outside its area"
        case Reason.TREAT_ADDICTION_FIRST:
            return f"{s.their} dependence must be treated first"
        case Reason.TREAT_PSYCHIATRY_FIRST:
            return f"{s.their} psychiatric condition must be treated first"
        case Reason.NOT_SEVERE_ENOUGH:
            return f"{need(row.part, s)} is not severe enough for it"
        case Reason.TOO_SEVERE:
            return f"{s.they} is too unwell for it"
        case Reason.DUAL_DIAGNOSIS_REQUIRED:
            return "it takes only those known to have both conditions"
        case Reason.NOT_ELIGIBLE:
            return f"{s.they} is assessed as not in need of it"
        case Reason.METHOD_NOT_OFFERED:
            return "it has nobody who knows the method"
        case Reason.NOBODY_THERE:
            return f"nobody works there, although it had accepted {s.them}"
        case Reason.CLOSED:
            return f"it has closed since {s.they} was sent there"
    return say(Reason(max(row.reason, 0)))


def dispute(row: Row, s: Setting) -> str:
    """Two services have each said that it is not theirs."""
    where = "within one principal" if row.principal == row.to_principal else "between two principals"
    one, other = s.run_by(row.service, row.principal), s.run_by(row.to_service, row.to_principal)
    return f"{one} and {other} each say it is the other's: a dispute {where} about {need(row.part, s)}"


def settled(row: Row, s: Setting) -> str:
    """A dispute ends: somebody must take the client."""
    return f"the dispute about {need(row.part, s)} is settled after {days(row.value)}"


def no_taker(row: Row, s: Setting) -> str:
    """No door is left, and nobody takes the need."""
    return f"✗ every door has been tried: nobody takes {need(row.part, s)}"
