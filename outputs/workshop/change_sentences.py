"""A sentence for each kind of dated change, as a difference from today: short, and with what there is today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outputs.listings.timeline import MEASURES
from outputs.text.keys import describe_key, said
from outputs.text.pages import listed
from outputs.text.words import phrase, say
from sim.terms.changes import (
    AssessorChanges,
    Change,
    Closes,
    DoorsChange,
    LadderClimbs,
    LeverChanges,
    MeasureStarts,
    PostsAdded,
    RuleChanges,
)
from sim.terms.language import _, language
from sim.terms.scenario import Scenario
from sim.terms.words import Principal, Service, name_of


@dataclass(frozen=True)
class Telling:
    """A design's scenario, from which its changes are told."""

    scenario: Scenario

    def day(self, day: float) -> str:
        """Return a day of the run as a date in a sentence."""
        return language().day(self.scenario.calendar.date_of(day))

    def when(self, changes: Sequence[Change]) -> str:
        """Return the day of changes, or from when to when their stages go."""
        days = sorted({change.day for change in changes})
        if len(days) == 1:
            return _("on {day}", day=self.day(days[0]))
        return _("by stages from {first} to {last}", first=self.day(days[0]), last=self.day(days[-1]))


def _turnover(told: Telling, changes: Sequence[Any]) -> str:
    services = dict.fromkeys(service for change in changes for service in change.services)
    return _(
        "From {day}, and for a time after the move, staff of {services} resign {x} times as often as usual.",
        day=told.day(min(change.day for change in changes)),
        services=_services(services),
        x=_number(changes[0].factor),
    )


def _responsibility(told: Telling, changes: Sequence[Any]) -> str:
    one = changes[0]
    gaps = {
        "parts": listed([_(say(part)) for part in dict.fromkeys(change.part for change in changes)]),
        "to": _to(one.to),
        "when": told.when(changes),
    }
    if one.substances:
        whom = listed([_(say(substance)) for substance in one.substances])
        text = _("By law {to} becomes responsible for {parts} {when}, for {whom} alone.", whom=whom, **gaps)
    else:
        text = _("By law {to} becomes responsible for {parts} {when}.", **gaps)
    if one.keeps:
        text += " " + _("{services} stays with the old principal.", services=_capital(_services(one.keeps)))
    if one.refers_to:
        text += " " + _("Whoever knows the law points to {services}.", services=_services(one.refers_to))
    if one.cites_law_share:
        text += " " + _(
            "{x} of the old principal's workers come to cite the law and refuse.", x=_share(one.cites_law_share)
        )
    return text


def _moves(told: Telling, changes: Sequence[Any]) -> str:
    services = _services(dict.fromkeys(change.service for change in changes))
    return _("{services}: the services go to {to} with their staff {when}.", services=_capital(services),
             to=_to(changes[0].to), when=told.when(changes))  # fmt: skip


def _bought(told: Telling, changes: Sequence[Any]) -> str:
    services = _services(dict.fromkeys(change.service for change in changes))
    return _("{to} buys the work of {services} {when}.", to=_capital(_to(changes[0].to)), services=services,
             when=told.when(changes))  # fmt: skip


def _opens(told: Telling, changes: Sequence[Any]) -> str:
    posts = [post for change in changes for unit in change.posts for post in unit]
    fte, sources = sum(post[2] for post in posts), dict.fromkeys(s for post in posts for s in post[1])
    gaps = {"service": _capital(say(changes[0].service)), "when": told.when(changes), "fte": _number(fte)}
    if not posts:
        return ""
    if sources:
        return _("{service} opens {when}, with {fte} full-time posts from {services}.",
                 services=_services(sources), **gaps)  # fmt: skip
    return _("{service} opens {when}, with {fte} new full-time posts.", **gaps)


def _posts(told: Telling, changes: Sequence[Any]) -> str:
    fte = sum(change.fte if isinstance(change, PostsAdded) else -change.fte for change in changes)
    gaps = {"service": _capital(phrase(changes[0].service)), "when": told.when(changes), "fte": _number(abs(fte))}
    return _("{service} gets {fte} more full-time posts {when}.", **gaps) if fte > 0 else _(
        "{service} loses {fte} full-time posts {when}.", **gaps)  # fmt: skip


def _rule(told: Telling, changes: Sequence[Any]) -> str:
    one: RuleChanges = changes[0]
    spec = told.scenario.services[one.service]
    before = getattr(spec.rules, one.rule)
    label = describe_key(f"services.{name_of(one.service)}.rules.{one.rule}").label
    if before == one.value and one.whom is None:
        return ""
    new, old = (_of_kind(one.rule, value) for value in (one.value, before))
    if one.whom is not None:
        return _(
            "{what}: {new} for {whom} (today {old}).", what=_capital(label), new=new, old=old, whom=_(say(one.whom))
        )
    return _("{what}: {new} (today {old}).", what=_capital(label), new=new, old=old)


def _lever(told: Telling, changes: Sequence[Any]) -> str:
    one: LeverChanges = changes[0]
    before = getattr(told.scenario.coordination.levers, one.lever)
    if before == one.value:
        return ""
    label = describe_key(f"coordination.{one.lever}").label
    new, old = (_of_kind(one.lever, value) for value in (one.value, before))
    return _("{what}: {new} (today {old}).", what=_capital(label), new=new, old=old)


def _doors(told: Telling, changes: Sequence[Any]) -> str:
    one: DoorsChange = changes[0]
    return _("For {part} people are referred to {doors}, in that order, {when}.", part=_(say(one.part)),
             doors=_services(one.doors), when=told.when(changes))  # fmt: skip


def _assessor(told: Telling, changes: Sequence[Any]) -> str:
    one: AssessorChanges = changes[0]
    parts = listed([_(say(part)) for part in dict.fromkeys(change.part for change in changes)])
    if one.assessor is None:
        return _("Whoever seeks {parts} is assessed by whoever treats, and by nobody before that.", parts=parts)
    return _("Whoever seeks {parts} is first assessed by {assessor}.", parts=parts, assessor=phrase(one.assessor))


def _climbs(told: Telling, changes: Sequence[Any]) -> str:
    one: LadderClimbs = changes[0]
    if one.process_leader:
        return _("From {day} a process leader leads the districts up the cooperation ladder, to step {n} of 5.",
                 day=told.day(one.day), n=one.to)  # fmt: skip
    return _(
        "From {day} the districts climb the cooperation ladder, to step {n} of 5.", day=told.day(one.day), n=one.to
    )


def _falls(told: Telling, changes: Sequence[Any]) -> str:
    return _(
        "Steps of the cooperation ladder that each district loses when services move: {n}.", n=_number(changes[0].steps)
    )


def _measure(told: Telling, changes: Sequence[Any]) -> str:
    one: MeasureStarts = changes[0]
    return _("From {day} this is done where cooperation has come so far: {what}.", day=told.day(one.day),
             what=_(MEASURES[one.measure]))  # fmt: skip


def _conferences(told: Telling, changes: Sequence[Any]) -> str:
    return _("Case conferences are held in every district.")


def _no_conferences(told: Telling, changes: Sequence[Any]) -> str:
    return _("Case conferences end {when}.", when=told.when(changes))


def _closes(told: Telling, changes: Sequence[Any]) -> str:
    one: Closes = changes[0]
    return _("{service} closes {when}.", service=_capital(phrase(one.service)), when=told.when(changes))


def _relocates(told: Telling, changes: Sequence[Any]) -> str:
    return _("{service} goes to other places {when}.", service=_capital(phrase(changes[0].service)),
             when=told.when(changes))  # fmt: skip


def _pairs(told: Telling, changes: Sequence[Any]) -> str:
    return _("A plan (SIP) is for other pairs of services than today, {when}.", when=told.when(changes))


SAID: Mapping[str, Callable[[Telling, Sequence[Any]], str]] = {
    "TurnoverRises": _turnover,
    "ResponsibilityMoves": _responsibility,
    "ServiceMoves": _moves,
    "WorkIsBought": _bought,
    "Relocates": _relocates,
    "Opens": _opens,
    "PostsAdded": _posts,
    "PostsClosed": _posts,
    "RuleChanges": _rule,
    "DoorsChange": _doors,
    "AssessorChanges": _assessor,
    "LeverChanges": _lever,
    "LadderClimbs": _climbs,
    "LadderFalls": _falls,
    "MeasureStarts": _measure,
    "ConferencesStart": _conferences,
    "ConferencesEnd": _no_conferences,
    "Closes": _closes,
    "SipPairsChange": _pairs,
}
"""Kind of change → its sentence."""


def _to(principal: Principal) -> str:
    return {
        Principal.REGION: _("the region"),
        Principal.MUNICIPALITY: _("the municipality"),
        Principal.JOINT: _("both together"),
        Principal.STATE: _("the state"),
    }[principal]


def _services(services: Iterable[Service]) -> str:
    return listed([phrase(service) for service in services])


def _of_kind(name: str, value: Any) -> str:
    if isinstance(value, tuple):
        return listed([_(say(part)) for part in value])
    return _share(value) if name.endswith("_share") else said(value)


def _share(value: float) -> str:
    return _number(100 * value) + " %"


def _number(value: float) -> str:
    return said(round(value, 1) if abs(value) < 100 else round(value))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
