"""One client's rows of a log as named values, and where and who the codes in them are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from outputs.story import use
from outputs.story.places import AT, NOWHERE
from outputs.text.words import phrase, say
from sim.terms.changes import ResponsibilityMoves, RuleChanges
from sim.terms.language import N_, _, pgettext
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Disorder, Kind, Principal, Role, Service, Sex, name_of


class Row(NamedTuple):
    """One event. -1 where a code does not apply, NaN where a number does not."""

    day: float
    kind: int
    part: int
    state: int
    service: int
    unit: int
    principal: int
    to_service: int
    to_principal: int
    reason: int
    worker: int
    value: float
    extra: float


NAMES = ("time", *Row._fields[1:])


class Lives:
    """A log's rows by client. Built once, so that many clients can be looked at."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        who = log.columns["client"]
        self.order = np.argsort(who, kind="stable")
        self.sorted = who[self.order]

    def rows(self, client: int) -> list[Row]:
        """Return the client's rows in the order in which they happened; client -1: what is about no client."""
        first, last = np.searchsorted(self.sorted, [client, client + 1])
        mine = self.order[first:last]
        columns = [self.log.columns[name][mine].tolist() for name in NAMES]
        return [Row(*values) for values in zip(*columns, strict=True)]

    @cached_property
    def moves(self) -> list[Row]:
        """Return the days on which responsibility moved."""
        kinds = self.log.columns["kind"]
        found = np.flatnonzero(kinds == Kind.RESPONSIBILITY_MOVED)
        columns = [self.log.columns[name][found].tolist() for name in NAMES]
        return [Row(*values) for values in zip(*columns, strict=True)]


@dataclass(frozen=True)
class Setting:
    """Whose story it is and where it happens: pronouns, places, principals, rules of the day."""

    log: EventLog
    scenario: Scenario
    client: int

    def of(self, name: str):
        """Return one of the client's attributes, as a plain value."""
        value = self.log.clients[name][self.client]
        return value.item() if hasattr(value, "item") else value

    @cached_property
    def woman(self) -> bool:
        return self.of("sex") == Sex.WOMAN

    def by_sex(self, her: str, his: str, **gaps: object) -> str:
        """Say the first of a woman, the other of a man."""
        return _(her if self.woman else his, **gaps)

    @property
    def they(self) -> str:
        """The client as the one who does something."""
        return self.by_sex(N_("she"), N_("he"))

    @property
    def their(self) -> str:
        """What is the client's, in a sentence about somebody else."""
        return pgettext("whose", "her") if self.woman else pgettext("whose", "his")

    @property
    def them(self) -> str:
        """The client as the one to whom something is done."""
        return pgettext("whom", "her") if self.woman else pgettext("whom", "him")

    @property
    def use(self) -> str:
        """What a sobriety rule asks the client to be without."""
        return use.without(self.of("substance"))

    @property
    def shown(self) -> str:
        """The same as a sample shows it."""
        return use.shown(self.of("substance"))

    @property
    def using(self) -> str:
        """The same as something one does: `stops drinking`."""
        return use.habit(self.of("substance"))

    def at(self, service: int, unit: int = -1, always: bool = False) -> str:
        """Return the service in words with its place: of `unit`, else the one that serves the client's municipality.

        At home the place is left out, unless it shall `always` be said.
        """
        return self._with_place(_(phrase(Service(service))) if service >= 0 else _("no service"), service, unit, always)

    def where(self, service: int, unit: int = -1, always: bool = False) -> str:
        """Return the service as a place where something happens: `at the addiction clinic in Sunderbyn`."""
        return self._with_place(_(AT[Service(service)] if service >= 0 else NOWHERE), service, unit, always)

    def _with_place(self, words: str, service: int, unit: int, always: bool) -> str:
        if service < 0:
            return words
        place = self.log.units[unit][2] if 0 <= unit < len(self.log.units) else self._place(service)
        home = self.log.municipalities[int(self.of("municipality"))]
        silent = not place or place == name_of(Service(service)) or (place == home and not always)
        return words if silent else _("{service} in {place}", service=words, place=place)

    def run_by(self, service: int, principal: int) -> str:
        """Return a side of a boundary, service and principal: `adult psychiatry (region)`."""
        if service < 0:
            return self.by_sex(N_("she alone"), N_("he alone"))
        return f"{_(say(Service(service)))} ({self.principal(principal, service)})"

    def principal(self, principal: int, service: int = -1) -> str:
        """Return the principal in a word, as a label; where the row does not name it, the one of day 0."""
        known = self.known(principal, service)
        return _(say(Principal(known))) if known >= 0 else _("nobody's")

    def known(self, principal: int, service: int) -> int:
        """Return the principal; where the row does not name it, the one that runs the service on day 0, -1 if none."""
        if principal >= 0:
            return principal
        return next((unit[3] for unit in self.log.units if unit[0] == service), -1)

    def role(self, worker: int) -> Role | None:
        """Return the worker's role; None if nobody is named."""
        return Role(self.log.workers[worker][0]) if 0 <= worker < len(self.log.workers) else None

    def sobriety_days(self, service: int, day: float) -> float:
        """Return the documented days without use that `service` requires on `day`; 0 if it requires none."""
        days = next((s.rules.sobriety_days for s in self.scenario.services if s.service == service), 0.0)
        for change in self.scenario.changes:
            if not isinstance(change, RuleChanges) or change.service != service or change.day > day:
                continue
            if change.rule == "sobriety_days" and self._is(change) and not isinstance(change.value, tuple):
                days = float(change.value)
        return days

    def _is(self, change: RuleChanges) -> bool:
        """Whether a rule is about the client: about everybody, or those with their condition or substance."""
        if change.whom is None:
            return True
        return bool(self.of("disorder" if isinstance(change.whom, Disorder) else "substance") == change.whom)

    def moves_here(self, row: Row) -> bool:
        """Whether a row about a responsibility that moved is about the client: others have another municipality (waves)
        or another substance.
        """
        moves = [c for c in self.scenario.changes if isinstance(c, ResponsibilityMoves)]
        if not np.isnan(row.extra) and self.of("substance") != int(row.extra):
            return False
        same = [c.municipalities for c in moves if c.day == row.day and c.part == row.part]
        return not same or any(int(self.of("municipality")) in towns for towns in same)

    def _place(self, service: int) -> str:
        home = int(self.of("municipality"))
        serving = (u.place for u in self.scenario.units if u.service == service and home in u.municipalities)
        return next(serving, "")
