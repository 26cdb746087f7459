"""Goes through one client's rows once and makes dated lines of them: what is told, with what, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from outputs.story import asking, care, handover
from outputs.story.care import STAYS
from outputs.story.phrases import PHRASES
from outputs.story.rows import Row, Setting
from outputs.story.small_words import days, need
from outputs.story.who import A_NEW, SOMEBODY_NEW
from sim.terms.language import _, ngettext
from sim.terms.words import Kind, NeedState, Reason

SOON_DAYS = 30.0
TOGETHER_DAYS = 3.0
ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST, Kind.CONTACT_ENDED)
NO_PART = -1  # of visits that treat nothing
USE = ("relapsed", "abstinent")


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line of a story. `day` since day 0, `date`, the sentence, its kind, and of a reform what moves."""

    day: float
    date: date
    text: str
    kind: str
    what: str = ""


@dataclass(slots=True)
class Care:
    """The visits of a stay so far, for the line that ends it."""

    began: float = 0.0
    last: float = 0.0
    visits: int = 0
    missed: int = 0
    clean: int = 0
    assessment: bool = False

    def count(self, row: Row) -> None:
        """Take one visit into the sum, kept or missed."""
        self.last = row.day
        if row.kind == Kind.MISSED:
            self.missed += 1
        else:
            self.visits += 1
            self.clean += row.extra == 1

    def words(self) -> str:
        """Return `7 visits, 2 missed, 3 clean samples`, empty if there were none."""
        if not self.visits + self.missed:
            return ""
        parts = [ngettext("{n} visit", "{n} visits", self.visits) if self.visits else _("no visits")]
        parts += [ngettext("{n} missed", "{n} missed", self.missed)] if self.missed else []
        parts += [ngettext("{n} clean sample", "{n} clean samples", self.clean)] if self.clean else []
        return ", ".join(parts)


SAME_TALKS = 60.0
"""Days between two talks from which on the story tells of them anew."""


class Teller:
    """Goes through a client's rows once and makes lines of them."""

    def __init__(self, setting: Setting) -> None:
        self.s = setting
        self.lines: list[StoryLine] = []
        self.sender: dict[int, tuple[int, int]] = {}  # part → (service, principal) that asked last
        self.care: dict[tuple[int, int], Care] = {}  # (part, service) → its visits
        self.states: dict[int, int] = {}
        self.arrived = 0.0
        self.lost: dict[int, int] = {}  # part → the service that its last letter never reached
        self.crossing: dict[int, Row] = {}  # part → the row with which its case set off to another employer
        self.rests: dict[int, float] = {}  # part → since when nobody sees the client because of that
        self.talked = -SAME_TALKS  # day of the last talk before treatment
        self.letter: tuple[int, int, int] | None = None  # sender, reason and day of the letter told last
        self.along = False  # whether somebody went along with it
        self.told: list[Row] = []  # the rows that the last line tells, where it may tell of one more
        self.ended = ""  # the sentence of the end of care that was told last, without its visits

    def tell(self, rows: Sequence[Row]) -> list[StoryLine]:
        """Return the lines of `rows`."""
        for i, row in enumerate(rows):
            self._one(row, rows[i + 1 :])
            if row.part >= 0 and row.state >= 0:
                self.states[row.part] = row.state
        for (part, service), stay in self.care.items():
            if stay.visits + stay.missed:
                self._say(stay.last, self._until_now(stay, part, service), "visits")
        return _use_in_one(sorted(self.lines, key=lambda line: line.day), self.s)

    def _until_now(self, stay: Care, part: int, service: int) -> str:
        visits, where = stay.words(), self.s.where(service)
        if part < 0:
            return _("{visits} {where} until now", visits=visits, where=where)
        return _("{visits} {where} until now, for {need}", visits=visits, where=where, need=need(part, self.s))

    def _one(self, row: Row, later: Sequence[Row]) -> None:
        match row.kind:
            case Kind.ARRIVAL:
                self.arrived = row.day
                if row.value == 1:
                    self._say(row.day, _("already known when the story begins"), "known")
            case Kind.SOUGHT:
                self.sender[row.part] = (-1, -1)
                self._sought(row)
            case Kind.REFERRED | Kind.REFERRAL_ARRIVED:
                self.sender[row.part] = (row.service, row.principal)
                if row.kind == Kind.REFERRED:
                    self._referred(row)
            case Kind.REFERRAL_LOST:
                self.lost[row.part] = row.to_service
                self._plain(row)
            case Kind.REFUSED:
                self._refused(row, later)
            case Kind.DETECTED:
                self._detected(row)
            case Kind.PARKED:
                pass  # told with the refusal
            case Kind.VISIT | Kind.MISSED:
                self.care.setdefault((row.part, row.service), Care(row.day)).count(row)
            case Kind.ACCEPTED:
                if not _starts_soon(row, later):
                    self._plain(row)
            case Kind.ADMITTED:
                self.care[row.part, row.service] = Care(row.day, assessment=row.extra == 1)
                self._plain(row)
            case Kind.TALK:
                if row.day - self.talked >= SAME_TALKS:
                    self._plain(row)
                self.talked = row.day
            case Kind.CONTACT_BEGAN:
                self.care[NO_PART, row.service] = Care(row.day)
                self._plain(row)
            case (
                Kind.COMPLETED
                | Kind.CONTACT_ENDED
                | Kind.DECIDED
                | Kind.DISCHARGED
                | Kind.LEFT_CARE
                | Kind.HANDOVER_LOST
            ):
                self._ended(row, later)
            case Kind.CRISIS:
                if not any(r.kind == Kind.ADMITTED and r.part == row.part for r in _within(row, later, TOGETHER_DAYS)):
                    self._plain(row)
            case Kind.NEED_STATE:
                self._need_state(row, later)
            case Kind.HANDOVER_TRIED | Kind.SUSPENDED | Kind.RESUMED | Kind.HANDED_OVER:
                self._crossing(row, later)
            case Kind.NEW_WORKER if row.part in self.rests:
                pass  # somebody on paper, whom the client does not see before the case has arrived
            case Kind.NEW_WORKER:
                role = self.s.role(row.worker)
                who = _(SOMEBODY_NEW if role is None else A_NEW[role])
                text = _("gets {who} {where}", who=who, where=self.s.where(row.service, row.unit))
                self._say(row.day, text, "new_worker")
            case _:
                self._plain(row)

    def _plain(self, row: Row) -> None:
        make = PHRASES.get(row.kind)
        if make:
            self._say(row.day, make(row, self.s), Kind(row.kind).name.lower())

    def _say(self, day: float, text: str, kind: str) -> None:
        if text:
            self.lines.append(StoryLine(day, self.s.scenario.calendar.date_of(day), text, kind))
            self.told = []

    def _crossing(self, row: Row, later: Sequence[Row]) -> None:
        """A handover: one line when the case sets off, one if visits rest later, one when it arrives."""
        together = [r.kind for r in later if r.day == row.day and r.part == row.part]
        match row.kind:
            case Kind.HANDOVER_TRIED:
                self.crossing[row.part] = row
                if Kind.HANDED_OVER not in together:  # with its own worker it is there at once
                    self._say(row.day, handover.on_its_way(row, self.s, Kind.SUSPENDED in together), "handover_tried")
            case Kind.SUSPENDED:
                self.rests[row.part] = row.day
                crossing = [tried.day for tried in self.crossing.values() if tried.service == row.service]
                if not crossing:
                    self._away(row)
                elif row.day not in crossing:
                    self._say(row.day, handover.rests(row, self.s), "suspended")
            case Kind.RESUMED:
                self.rests.pop(row.part, None)
            case Kind.HANDED_OVER:
                tried = self.crossing.pop(row.part, row)
                text = handover.handed_over(row, self.s, row.day - tried.day, own=tried.extra == 1)
                self._say(row.day, text, "handed_over")

    def _away(self, row: Row) -> None:
        """Visits rest while the client lives in an institution: one line, however many parts one plan has."""
        before, text = self.lines[-1] if self.lines else None, handover.away(row, self.s)
        if before is None or (before.day, before.text) != (row.day, text):
            self._say(row.day, text, "away")

    def _lost(self, row: Row, later: Sequence[Row]) -> str:
        """A case that is lost since nobody has taken it is one whose client asks anew that very day."""
        self.crossing.pop(row.part, None)
        rested = row.day - self.rests.pop(row.part, row.day)
        anew = any(r.kind == Kind.SOUGHT and r.part == row.part and r.day == row.day for r in later)
        return handover.lost(row, self.s, rested if anew else 0.0)

    def _sought(self, row: Row) -> None:
        """Parts asked for at one door on one day are one question."""
        before = self.lines[-1] if self.told else None
        same = before and before.kind == "sought" and row.to_service == self.told[-1].to_service
        if before and same and row.day - before.day < 1:
            self._tell_together(row, asking.sought([*self.told, row], self.s))
        else:
            self._say(row.day, asking.sought([row], self.s), "sought")
            self.told = [row]

    def _referred(self, row: Row) -> None:
        """Letters of one sender, day and reason are one line; one that follows what was just seen is told with it."""
        before = self.lines[-1] if self.lines else None
        letter = (row.service, row.reason, int(row.day))
        if self.lost.pop(row.part, -1) == row.to_service:
            text = asking.sent_again(row, self.s)
        elif before and before.kind == "referred" and letter == self.letter and row.extra != 1:
            self._say_instead(asking.one_more(before.text, row, self.s, self.along))
            self.along = False
            return None
        elif before and before.kind == "detected" and row.day - before.day < 1 and _for_what_was_seen(row):
            return self._say_instead(asking.referred(row, self.s, seen=before.text))
        else:
            text = asking.referred(row, self.s)
        self.letter = letter if row.service != row.to_service else None
        self.along = row.extra == 1
        return self._say(row.day, text, "referred")

    def _say_instead(self, text: str) -> None:
        """Say the last line in other words, which nothing is added to as it was to the first."""
        self.lines[-1] = replace(self.lines[-1], text=text)
        self.told = []

    def _tell_together(self, row: Row, text: str) -> None:
        """Say in the last line what the row tells too."""
        rows = [*self.told, row]
        self._say_instead(text)
        self.told = rows

    def _detected(self, row: Row) -> None:
        """Several needs seen at one visit are one line."""
        before = self.told[-1] if self.told and self.lines[-1].kind == "detected" else None
        if before and (before.day, before.service, before.unit) == (row.day, row.service, row.unit):
            self._tell_together(row, asking.detected([*self.told, row], self.s))
        else:
            self._say(row.day, asking.detected([row], self.s), "detected")
            self.told = [row]

    def _refused(self, row: Row, later: Sequence[Row]) -> None:
        rest = _within(row, later, 1.0)
        parked = next((r for r in rest if r.kind == Kind.PARKED and r.part == row.part), None)
        text = asking.refused(row, self.s, self.sender.get(row.part, (-1, -1)), parked.value if parked else 0.0)
        self._say(row.day, text, "refused")

    def _ended(self, row: Row, later: Sequence[Row]) -> None:
        """The end of care, with its visits; silent if what ended it is told next (giving up, death, moving away)."""
        stay = self.care.pop((row.part, row.service), None)
        if row.kind == Kind.LEFT_CARE:
            told_next = row.reason in (Reason.DIED, Reason.MOVED) or (stay and stay.assessment)
            ends = (Kind.GAVE_UP, Kind.WITHDREW, Kind.DEPART)
            if told_next and any(r.kind in ends for r in _within(row, later, 1.0)):
                return
        words = stay.words() if stay and row.service not in STAYS else ""
        if row.service in STAYS and row.value == row.value:
            words = _("after {days}", days=days(row.value))
        text = self._lost(row, later) if row.kind == Kind.HANDOVER_LOST else PHRASES[row.kind](row, self.s)
        kind, before = Kind(row.kind).name.lower(), self.lines[-1] if self.lines else None
        if before and (before.day, before.kind, self.ended) == (row.day, kind, text):
            return  # one plan ends for all its parts
        self._say(row.day, f"{text} ({words})" if words else text, kind)
        self.ended = text

    def _need_state(self, row: Row, later: Sequence[Row]) -> None:
        """Only a met need that opens again, and that is not asked for the same day, is news."""
        opened = row.state in (NeedState.LATENT, NeedState.SOUGHT) and self.states.get(row.part) == NeedState.MET
        asked = any(r.part == row.part and r.kind in (Kind.SOUGHT, Kind.REFERRED) for r in _within(row, later, 1.0))
        if opened and row.day > self.arrived and not asked:
            self._plain(row)


def _use_in_one(lines: Sequence[StoryLine], s: Setting) -> list[StoryLine]:
    """Return the lines with every run of three or more stops and relapses made one."""
    found: list[StoryLine] = []
    for is_use, run in groupby(lines, key=lambda line: line.kind in USE):
        these = list(run)
        if is_use and len(these) > 2:
            first, last = these[0], these[-1]
            text = care.in_turns(s, str(last.date), uses=last.kind == "relapsed")
            these = [StoryLine(first.day, first.date, text, first.kind)]
        found += these
    return found


def _within(row: Row, later: Sequence[Row], days: float) -> list[Row]:
    """Return the rows of the next `days` days."""
    found = []
    for other in later:
        if other.day - row.day >= days:
            break
        found.append(other)
    return found


def _for_what_was_seen(row: Row) -> bool:
    """Whether somebody who has just seen a need does something about it."""
    return row.reason == Reason.ANOTHER_NEED and row.service >= 0


def _starts_soon(row: Row, later: Sequence[Row]) -> bool:
    """Whether the care that was just accepted begins within a month."""
    soon = (r for r in _within(row, later, SOON_DAYS) if r.part == row.part)
    return any(r.kind == Kind.ADMITTED for r in soon)
