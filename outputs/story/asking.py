"""How asking sounds when it is told: questions, letters, refusals with rule and boundary, disputes."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.story.rows import Row, Setting
from outputs.story.small_words import days, help_with, need, times, together
from outputs.story.who import owner
from outputs.text.words import say
from sim.terms.language import N_, _, ngettext, pgettext
from sim.terms.words import Part, Reason

# why it was sent → (a letter, somebody who goes along)
LETTERS: dict[int, tuple[str, str]] = {
    Reason.AFTERCARE: (
        N_("{sender} arranges what comes after: a letter goes to {to} about {need}{boundary}"),
        N_("{sender} arranges what comes after: somebody goes with {them} to {to} about {need}{boundary}"),
    ),
    Reason.SOBRIETY_DOCUMENTED: (
        N_(
            "the days without {use} are documented; from {sender} a letter goes to {to}, once more about "
            "{need}{boundary}"
        ),
        N_(
            "the days without {use} are documented; from {sender} somebody goes with {them} to {to}, once more about "
            "{need}{boundary}"
        ),
    ),
    Reason.SETTLED: (
        N_("the dispute being settled, a letter goes to {to} about {need}{boundary}"),
        N_("the dispute being settled, somebody goes with {them} to {to} about {need}{boundary}"),
    ),
    Reason.COORDINATED: (
        N_("the plan (SIP) starts what else is needed: a letter goes to {to} about {need}{boundary}"),
        N_("the plan (SIP) starts what else is needed: somebody goes with {them} to {to} about {need}{boundary}"),
    ),
    Reason.CALLED_BACK: (
        N_("{sender} calls {them} back: a letter goes to {to} about {need}{boundary}"),
        N_("{sender} calls {them} back: somebody goes with {them} to {to} about {need}{boundary}"),
    ),
    Reason.CONTACT: (
        N_("{sender} asks for {them}: a letter goes to {to} about {need}{boundary}"),
        N_("{sender} asks for {them}: somebody goes with {them} to {to} about {need}{boundary}"),
    ),
    Reason.ASKED_ANEW: (
        N_("{sender} takes it up again, since nobody treats it: a letter goes to {to} about {need}{boundary}"),
        N_(
            "{sender} takes it up again, since nobody treats it: somebody goes with {them} to {to} about "
            "{need}{boundary}"
        ),
    ),
    Reason.CLOSED: (
        N_("{sender} closes and refers on: a letter goes to {to} about {need}{boundary}"),
        N_("{sender} closes and refers on: somebody goes with {them} to {to} about {need}{boundary}"),
    ),
    Reason.ASSESSED: (
        N_("after the assessment a letter goes to {to} about {need}{boundary}"),
        N_("after the assessment somebody goes with {them} to {to} about {need}{boundary}"),
    ),
}
ANY_LETTER = (
    N_("from {sender} a letter goes to {to} about {need}{boundary}"),
    N_("from {sender} somebody goes with {them} to {to} about {need}{boundary}"),
)
WHAT_WAS_SEEN = (
    N_("{seen}; a letter goes to {to} about {need}{boundary}"),
    N_("{seen}; somebody goes with {them} to {to} about {need}{boundary}"),
)


def crossing(row: Row, s: Setting) -> str:
    """Return the boundary that a letter crosses: between two principals, or within one."""
    if row.service < 0 or row.to_service < 0:
        return ""
    one, other = s.known(row.principal, row.service), s.known(row.to_principal, row.to_service)
    if one == other:
        return _(" [within {principal}]", principal=owner(one))
    return f" [{s.principal(one)} → {s.principal(other)}]"


def sought(rows: Sequence[Row], s: Setting) -> str:
    """The client asks at a door, for the first time or again: for one part, or for several on one day."""
    to = s.at(rows[0].to_service, always=True)
    help_ = together([help_with(row.part, s) for row in rows])
    if rows[-1].value > 0:
        return _("asks {to} for {help} ({nth})", to=to, help=help_, nth=times(int(rows[-1].value) + 1, s))
    return _("asks {to} for {help}", to=to, help=help_)


def detected(rows: Sequence[Row], s: Setting) -> str:
    """A service sees needs that stand open and that nobody is asked about: for the first time, or again."""
    seen = together([_need_seen(row.part, s) for row in rows])
    service = s.at(rows[0].service, rows[0].unit)
    return _("{service} sees {seen} that nobody is asked about", service=service, seen=seen)


def _need_seen(part: int, s: Setting) -> str:
    match part:
        case Part.PSYCHIATRIC:
            return _("a psychiatric need")
        case Part.SOCIAL:
            return _("a need of help with housing and daily life")
        case Part.MEDICAL:
            return s.by_sex(
                N_("a need of medical treatment of her dependence"),
                N_("a need of medical treatment of his dependence"),
            )
    return _("a dependence")


def referred(row: Row, s: Setting, seen: str = "") -> str:
    """A letter, or a person who goes along; what made the sender write comes first: that, or what was just `seen`."""
    to, sender, about = s.at(row.to_service), s.at(row.service, row.unit), need(row.part, s)
    if row.service < 0 or row.service == row.to_service:
        return _without_letter(row, s, seen)
    if row.reason == Reason.CRISIS:
        where = s.where(row.service, row.unit)
        return _("crisis: no bed is free {where}, and somebody takes {them} to {to}", where=where, them=s.them, to=to)
    letter, along = WHAT_WAS_SEEN if seen else LETTERS.get(row.reason, ANY_LETTER)
    return _(
        along if row.extra == 1 else letter,
        seen=seen,
        sender=sender,
        to=to,
        need=about,
        them=s.them,
        use=s.use,
        boundary=crossing(row, s),
    )


def _without_letter(row: Row, s: Setting, seen: str) -> str:
    """The client turns to somebody alone, or a service takes up what it can meet itself."""
    if row.service < 0:
        to, help_ = s.at(row.to_service), help_with(row.part, s)
        return _("turns to {to} for {help}, with nobody's letter", to=to, help=help_)
    sender, about = s.at(row.service, row.unit), need(row.part, s)
    if seen:
        return _("{seen}, and takes up {need} itself{boundary}", seen=seen, need=about, boundary=crossing(row, s))
    if row.reason == Reason.CALLED_BACK:
        return _("{sender} calls {them} back for {need}", sender=sender, them=s.them, need=about)
    return _("{sender} also takes up {need}{boundary}", sender=sender, need=about, boundary=crossing(row, s))


def one_more(before: str, row: Row, s: Setting, along: bool) -> str:
    """The same sender writes on the same day to somebody else too. `along`: to the first somebody went along."""
    one = N_("{before} and one to {to} about {need}{boundary}")
    first = N_("{before}, and a letter goes to {to} about {need}{boundary}")
    return _(
        first if along else one,
        before=before,
        to=s.at(row.to_service),
        need=need(row.part, s),
        boundary=crossing(row, s),
    )


def sent_again(row: Row, s: Setting) -> str:
    """A letter that was lost is written anew."""
    return _("relatives notice, and the letter goes again to {to}", to=s.at(row.to_service))


def lost(row: Row, s: Setting) -> str:
    """A letter is lost, and whether anybody notices."""
    to, boundary = s.at(row.to_service), crossing(row, s)
    if row.extra == 1:
        return _(
            "✗ the referral to {to} is lost; {they} never gets there{boundary}", to=to, they=s.they, boundary=boundary
        )
    return _("✗ the referral to {to} is lost; {they} does not know{boundary}", to=to, they=s.they, boundary=boundary)


def refused(row: Row, s: Setting, sender: tuple[int, int] = (-1, -1), parked_days: float = 0.0) -> str:
    """A refusal with its words, its rule and its boundary: `sender` is (service, principal) that asked, -1 if alone."""
    gaps = {
        "service": s.at(row.service, row.unit),
        "why": why(row, s, parked_days),
        "rule": say(Reason(max(row.reason, 0))),
        "one": s.run_by(sender[0], sender[1]),
        "other": s.run_by(row.service, row.principal),
    }
    if row.to_service < 0:
        return _("{service} refuses: {why} (rule: {rule}) [boundary: {one} → {other}]", **gaps)
    gaps |= {"them": s.them, "to": s.at(row.to_service)}
    if row.to_service == sender[0]:
        return _(
            "{service} refuses: {why}; it points {them} back to {to} (rule: {rule}) [boundary: {one} → {other}]", **gaps
        )
    return _("{service} refuses: {why}; it points {them} to {to} (rule: {rule}) [boundary: {one} → {other}]", **gaps)


def why(row: Row, s: Setting, parked_days: float = 0.0) -> str:
    """Return the reason of a refusal as the client would hear it. `parked_days`: required, where the log says it."""
    match row.reason:
        case Reason.SOBRIETY:
            required = round(parked_days or s.sobriety_days(row.service, row.day))
            if not required:
                return _("documented days without {use}", use=s.use)
            return ngettext(
                "{n} documented day without {use} required",
                "{n} documented days without {use} required",
                required,
                use=s.use,
            )
        case Reason.NOT_OUR_RESPONSIBILITY:
            return _("{need} is somebody else's responsibility", need=need(row.part, s))
        case Reason.OUTSIDE_CATCHMENT:
            return _("{they} lives outside its area", they=s.they)
        case Reason.TREAT_ADDICTION_FIRST:
            return _("{their} dependence must be treated first", their=s.their)
        case Reason.TREAT_PSYCHIATRY_FIRST:
            return _("{their} psychiatric condition must be treated first", their=s.their)
        case Reason.NOT_SEVERE_ENOUGH if row.part in (Part.MEDICAL, Part.SOCIAL):
            return pgettext("several things", "{need} is not severe enough for it", need=need(row.part, s))
        case Reason.NOT_SEVERE_ENOUGH:
            return _("{need} is not severe enough for it", need=need(row.part, s))
        case Reason.TOO_SEVERE:
            return _("{they} is too unwell for it", they=s.they)
        case Reason.DUAL_DIAGNOSIS_REQUIRED:
            return _("it takes only those known to have both conditions")
        case Reason.NOT_ELIGIBLE:
            return _("{they} is assessed as not in need of it", they=s.they)
        case Reason.METHOD_NOT_OFFERED:
            return _("it has nobody who knows the method")
        case Reason.NOBODY_THERE:
            return _("nobody works there, although it had accepted {them}", them=s.them)
        case Reason.CLOSED:
            return _("it has closed since {they} was sent there", they=s.they)
    return _(say(Reason(max(row.reason, 0))))


def dispute(row: Row, s: Setting) -> str:
    """Two services have each said that it is not theirs."""
    gaps = {
        "one": s.run_by(row.service, row.principal),
        "other": s.run_by(row.to_service, row.to_principal),
        "need": need(row.part, s),
    }
    if row.principal == row.to_principal:
        return _("{one} and {other} each say it is the other's: a dispute within one principal about {need}", **gaps)
    return _("{one} and {other} each say it is the other's: a dispute between two principals about {need}", **gaps)


def settled(row: Row, s: Setting) -> str:
    """A dispute ends: somebody must take the client."""
    return _("the dispute about {need} is settled after {days}", need=need(row.part, s), days=days(row.value))


def no_taker(row: Row, s: Setting) -> str:
    """No door is left, and nobody takes the need."""
    return _("✗ every door has been tried: nobody takes {need}", need=need(row.part, s))
