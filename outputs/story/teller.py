"""Goes through one client's rows once and makes dated lines of them: what is told, with what, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from outputs.story import asking, handover
from outputs.story.care import STAYS
from outputs.story.phrases import PHRASES
from outputs.story.rows import Row, Setting
from outputs.story.small_words import days, help_with, need
from sim.terms.words import Kind, NeedState, Reason

SOON_DAYS = 30.0
TOGETHER_DAYS = 3.0
ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST, Kind.CONTACT_ENDED)
NO_PART = -1  # of visits that treat nothing
USE = ("relapsed", "abstinent")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story. `day` since day 0, `date`, the sentence, and what kind of thing it is."""

    day: float
    date: date
    text: str
    kind: str


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
        parts = ["no visits" if not self.visits else "1 visit" if self.visits == 1 else f"{self.visits} visits"]
        parts += [f"{self.missed} missed"] if self.missed else []
        parts += [f"{self.clean} clean sample{'s' if self.clean > 1 else ''}"] if self.clean else []
        return ", ".join(parts)


SAME_TALKS = 60.0
"""Days between two talks from which on the story tells of them anew."""


class Teller:
    """Goes through a client's rows once and makes lines of them."""

    def __init__(self, setting: Setting) -> None:
        self.s = setting
        self.lines: list[Line] = []
        self.sender: dict[int, tuple[int, int]] = {}  # part → (service, principal) that asked last
        self.care: dict[tuple[int, int], Care] = {}  # (part, service) → its visits
        self.states: dict[int, int] = {}
        self.arrived = 0.0
        self.lost: dict[int, int] = {}  # part → the service that its last letter never reached
        self.crossing: dict[int, Row] = {}  # part → the row with which its case set off to another employer
        self.rests: dict[int, float] = {}  # part → since when nobody sees the client because of that
        self.talked = -SAME_TALKS  # day of the last talk before treatment
        self.letter: tuple[int, int, int] | None = None  # sender, reason and day of the letter told last

    def tell(self, rows: Sequence[Row]) -> list[Line]:
        """Return the lines of `rows`."""
        for i, row in enumerate(rows):
            self._one(row, rows[i + 1 :])
            if row.part >= 0 and row.state >= 0:
                self.states[row.part] = row.state
        for (part, service), care in self.care.items():
            if care.visits + care.missed:
                about = f", for {need(part, self.s)}" if part >= 0 else ""
                self._say(care.last, f"{care.words()} at {self.s.at(service)} until now{about}", "visits")
        return _use_in_one(sorted(self.lines, key=lambda line: line.day), self.s)

    def _one(self, row: Row, later: Sequence[Row]) -> None:
        match row.kind:
            case Kind.ARRIVAL:
                self.arrived = row.day
                if row.value == 1:
                    self._say(row.day, "already known when the story begins", "known")
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
                role = self.s.worker(row.worker) or "worker"
                self._say(row.day, f"gets a new {role} at {self.s.at(row.service, row.unit)}", "new_worker")
            case _:
                self._plain(row)

    def _plain(self, row: Row) -> None:
        make = PHRASES.get(row.kind)
        if make:
            self._say(row.day, make(row, self.s), Kind(row.kind).name.lower())

    def _say(self, day: float, text: str, kind: str) -> None:
        if text:
            self.lines.append(Line(day, self.s.scenario.calendar.date_of(day), text, kind))

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
                if not any(tried.day == row.day for tried in self.crossing.values()):
                    self._say(row.day, handover.rests(row, self.s), "suspended")
            case Kind.RESUMED:
                self.rests.pop(row.part, None)
            case Kind.HANDED_OVER:
                tried = self.crossing.pop(row.part, row)
                text = handover.handed_over(row, self.s, row.day - tried.day, own=tried.extra == 1)
                self._say(row.day, text, "handed_over")

    def _lost(self, row: Row, later: Sequence[Row]) -> str:
        """A case that is lost since nobody has taken it is one whose client asks anew that very day."""
        rested = row.day - self.rests.pop(row.part, row.day)
        anew = any(r.kind == Kind.SOUGHT and r.part == row.part and r.day == row.day for r in later)
        return handover.lost(row, self.s, rested if anew else 0.0)

    def _sought(self, row: Row) -> None:
        """Two parts asked for at one door on one day are one question."""
        text, before = asking.sought(row, self.s), self.lines[-1] if self.lines else None
        door = f"asks {self.s.at(row.to_service)} for "
        if before and before.kind == "sought" and row.day - before.day < 1 and before.text.startswith(door):
            both = before.text.split(" (")[0] + " and " + help_with(row.part, self.s)
            time = text.removeprefix(door + help_with(row.part, self.s))
            self.lines[-1] = Line(before.day, before.date, both + time, before.kind)
        else:
            self._say(row.day, text, "sought")

    def _referred(self, row: Row) -> None:
        """Letters of one sender, day and reason are one line; one that follows what was just seen is told with it."""
        before = self.lines[-1] if self.lines else None
        text, letter = asking.referred(row, self.s), (row.service, row.reason, int(row.day))
        to = self.s.at(row.to_service)
        if self.lost.pop(row.part, -1) == row.to_service:
            text = f"relatives notice, and the letter goes again to {to}"
        elif before and before.kind == "referred" and letter == self.letter and row.extra != 1:
            return self._add(f" and one to {to}{asking.letter_about(row, self.s)}")
        elif before and before.kind == "detected" and row.day - before.day < 1 and row.reason == Reason.ANOTHER_NEED:
            start = f"from {self.s.at(row.service, row.unit)} "
            return self._add(f"; {text.removeprefix(start)}")
        self.letter = letter if row.service != row.to_service else None
        return self._say(row.day, text, "referred")

    def _add(self, words: str) -> None:
        """Lengthen the last line."""
        last = self.lines[-1]
        self.lines[-1] = Line(last.day, last.date, last.text + words, last.kind)

    def _detected(self, row: Row) -> None:
        """Several needs seen at one visit are one line."""
        before, text = self.lines[-1] if self.lines else None, asking.detected(row, self.s)
        who, end = f"{self.s.at(row.service, row.unit)} sees ", asking.UNASKED
        if before and before.day == row.day and before.text.startswith(who) and before.text.endswith(end):
            both = f"{before.text.removesuffix(end)} and {text.removeprefix(who)}"
            self.lines[-1] = Line(before.day, before.date, both, before.kind)
        else:
            self._say(row.day, text, "detected")

    def _refused(self, row: Row, later: Sequence[Row]) -> None:
        rest = _within(row, later, 1.0)
        parked = next((r for r in rest if r.kind == Kind.PARKED and r.part == row.part), None)
        text = asking.refused(row, self.s, self.sender.get(row.part, (-1, -1)), parked.value if parked else 0.0)
        self._say(row.day, text, "refused")

    def _ended(self, row: Row, later: Sequence[Row]) -> None:
        """The end of care, with its visits; silent if what ended it is told next (giving up, death, moving away)."""
        care = self.care.pop((row.part, row.service), None)
        if row.kind == Kind.LEFT_CARE:
            told_next = row.reason in (Reason.DIED, Reason.MOVED) or (care and care.assessment)
            ends = (Kind.GAVE_UP, Kind.WITHDREW, Kind.DEPART)
            if told_next and any(r.kind in ends for r in _within(row, later, 1.0)):
                return
        words = care.words() if care and row.service not in STAYS else ""
        if row.service in STAYS and row.value == row.value:
            words = f"after {days(row.value)}"
        text = self._lost(row, later) if row.kind == Kind.HANDOVER_LOST else PHRASES[row.kind](row, self.s)
        before = self.lines[-1] if self.lines else None
        if (
            before is None or before.day != row.day or not before.text.startswith(text)
        ):  # one plan ends for all its parts
            self._say(row.day, f"{text} ({words})" if words else text, Kind(row.kind).name.lower())

    def _need_state(self, row: Row, later: Sequence[Row]) -> None:
        """Only a met need that opens again, and that is not asked for the same day, is news."""
        opened = row.state in (NeedState.LATENT, NeedState.SOUGHT) and self.states.get(row.part) == NeedState.MET
        asked = any(r.part == row.part and r.kind in (Kind.SOUGHT, Kind.REFERRED) for r in _within(row, later, 1.0))
        if opened and row.day > self.arrived and not asked:
            self._plain(row)


def _use_in_one(lines: Sequence[Line], s: Setting) -> list[Line]:
    """Return the lines with every run of three or more stops and relapses made one."""
    found: list[Line] = []
    for is_use, run in groupby(lines, key=lambda line: line.kind in USE):
        these = list(run)
        if is_use and len(these) > 2:
            first, last = these[0], these[-1]
            end = f"then {s.using} again" if last.kind == "relapsed" else f"then no longer {s.using}"
            text = f"stops {s.using} and relapses in turns until {last.date}, {end}"
            these = [Line(first.day, first.date, text, first.kind)]
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


def _starts_soon(row: Row, later: Sequence[Row]) -> bool:
    """Whether the care that was just accepted begins within a month."""
    soon = (r for r in _within(row, later, SOON_DAYS) if r.part == row.part)
    return any(r.kind == Kind.ADMITTED for r in soon)
