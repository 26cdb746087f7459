"""One client's story under one design or two: found, told, drawn as text.

With two designs the beginning that is the same in both is told once; then each goes its way under its own heading, and
a last paragraph compares them in numbers. One story shows how things happen, never how often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from outputs.story.facts import facts
from outputs.story.rows import Lives, Row, Setting
from outputs.story.teller import StoryLine
from outputs.story.timeline import Fall, introduction, story
from outputs.story.window import LONGEST, YEAR, between, opening, shortened, standing
from outputs.text.caveats import said_first
from outputs.text.grid import page_width, wrap
from outputs.text.pages import numbered
from outputs.text.words import say
from sim.measures.fall_kinds import MECHANISMS, Falls
from sim.measures.stays import Stays, stays_of
from sim.measures.story import OrderedLog
from sim.terms.language import N_, _, language
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Reason

INDENT = " " * 12
# why a letter was sent, not why somebody said no
NO_RULES = (
    *range(Reason.ANOTHER_NEED, Reason.SETTLED + 1),
    *range(Reason.COORDINATED, Reason.CONTACT + 1),
    Reason.ASKED_ANEW,
    Reason.CLOSED,
)
ONE_STORY = N_("One client's story shows how things happen, not how often: see the comparison for that.")
NUMBERS_OF_ONE = N_("From {first} to {last} {they} {falls}; {days}; {counts}. At the end: {end}.")
NUMBERS_OF_THE_FIRST = N_("From {first} to {last} under {design} {they} {falls}; {days}; {counts}. At the end: {end}.")
NUMBERS_OF_THE_OTHER = N_("Under {design} {they} {falls}; {days}; {counts}. At the end: {end}.")


@dataclass(frozen=True)
class Told:
    """A design's log, ready for telling. `name`: the design's."""

    name: str
    log: EventLog
    scenario: Scenario

    @cached_property
    def lives(self) -> Lives:
        return Lives(self.log)

    @cached_property
    def measured(self) -> OrderedLog:
        """The log as measures read it."""
        from sim.measures.thresholds import THRESHOLDS

        return OrderedLog(self.log, self.scenario.calendar, THRESHOLDS)

    @cached_property
    def stays(self) -> Stays:
        """Every stay of every client."""
        return stays_of(self.measured)

    @cached_property
    def falls(self) -> Falls:
        """Every fall of every client."""
        from sim.measures.falls import find_falls

        return find_falls(self.measured, self.stays)

    def setting(self, client: int) -> Setting:
        return Setting(self.log, self.scenario, client)

    def rows(self, client: int) -> list[Row]:
        return self.lives.rows(client)

    def falls_of(self, client: int) -> list[Fall]:
        """Return the client's falls with the boundary that each is charged to, in words."""
        found = self.falls
        mine = (found.client == client).nonzero()[0].tolist()
        told = {(int(found.fulfilled[i]), int(found.mechanism[i])): i for i in reversed(mine)}  # once a day each
        return [
            Fall(float(found.fulfilled[i]), MECHANISMS[int(found.mechanism[i])], self._boundary(client, i))
            for i in sorted(told.values())
        ]

    @cached_property
    def _stories(self) -> dict[tuple[str, int], list[StoryLine]]:
        """Stories that have been told, by language and client."""
        return {}

    def lines(self, client: int) -> list[StoryLine]:
        """Return the client's whole story under this design."""
        known = (language().code, client)
        if known not in self._stories:
            self._stories[known] = story(self.lives, self.scenario, client, self.falls_of(client))
        return self._stories[known]

    def _boundary(self, client: int, i: int) -> str:
        found, s = self.falls, self.setting(client)
        came, went = int(found.from_service[i]), int(found.to_service[i])
        if came < 0 and went < 0:
            return ""
        one = s.run_by(came, int(found.from_principal[i]))
        other = s.run_by(went, int(found.to_principal[i])) if went >= 0 else _("nobody")
        reason = int(found.reason[i])
        if reason > 0 and reason not in NO_RULES:
            return _("{one} → {other}, rule: {rule}", one=one, other=other, rule=say(Reason(reason)))
        return f"{one} → {other}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A story ready to be drawn. `common`: told once; `apart`: (heading, lines) per design; `left_out`: minor lines."""

    who: str
    chosen: str
    opening: str
    common: tuple[StoryLine, ...]
    apart: tuple[tuple[str, tuple[StoryLine, ...]], ...]
    closing: tuple[str, ...]
    left_out: int


def trace(
    designs: Sequence[Told],
    client: int,
    about: float | None = None,
    full: bool = False,
    chosen: str = "",
    called: Mapping[str, str] | None = None,
) -> Trace:
    """Return the client's story under one design or two. `about`: the day it is about, else the first fall or request.

    `full` tells everything from the first day to the last. `called`: what people call the designs, by their names;
    without it they are told by name.
    """
    names = [called_so(design, called) for design in designs]
    stories = [design.lines(client) for design in designs]
    day = about if about is not None else main_day(designs[0], client)
    first, last = period(designs[0], day, full)
    inside = [between(lines, first, last) for lines in stories]
    shared, rest = together(inside, names) if len(inside) > 1 else ([], inside)
    longest = 10**6 if full else LONGEST
    common, left = shortened(shared, day, longest // 2)
    apart = []
    for name, lines in zip(names, rest, strict=True):
        mine, gone = shortened(lines, day, longest if len(designs) == 1 else longest // 2)
        apart.append((name, tuple(mine)))
        left += gone
    setting = designs[0].setting(client)
    before = opening(designs[0].rows(client), setting, first)
    closing = _closing(designs, names, client, first, last)
    return Trace(
        who=introduction(setting),
        chosen=chosen,
        opening=before,
        common=tuple(common),
        apart=tuple(apart),
        closing=closing,
        left_out=left,
    )


def titled(designs: Sequence[Told], titles: Sequence[str]) -> dict[str, str]:
    """Return what people call the designs, by their names; two designs of one title are numbered."""
    by_name = dict(zip((design.name for design in designs), titles, strict=True))
    return dict(zip(by_name, numbered(list(by_name.values())), strict=True))


def called_so(design: Told, called: Mapping[str, str] | None) -> str:
    """Return what people call a design, else its name."""
    return (called or {}).get(design.name, design.name)


def render(told: Trace) -> str:
    """Return the story as text: a date on each line, one design after the other under its own heading."""
    parts = [*wrap(told.who)]
    parts += wrap(told.chosen) if told.chosen else []
    parts.append("")
    parts += [*_hang("", told.opening)] if told.opening else []
    parts += draw(told.common)
    two = len(told.apart) > 1
    if two and told.common:
        parts += ["", _("The same in both until {date}. From here:", date=told.common[-1].date)]
    if two and not told.common:
        parts += ["", _("The two differ from the first day told here:")]
    for name, lines in told.apart:
        head = _("under {design}", design=name)
        parts += ["", f"── {head} " + "─" * max(3, 60 - len(name))] if two else []
        parts += draw(lines) or [INDENT + _("(nothing more happens)")]
    parts.append("")
    if told.left_out:
        parts.append(_("(Lesser events left out: {n}.)", n=told.left_out))
    for sentence in told.closing:
        parts += wrap(sentence)
    return "\n".join(parts) + "\n"


def printed(told: Trace, notes: Sequence[str]) -> str:
    """Return the story as it is printed: first what must be said of the numbers it rests on, by the run's `notes`."""
    first = said_first(notes)
    return render(told) if first is None else "\n".join([*wrap(first), "", render(told)])


def draw(lines: Sequence[StoryLine]) -> list[str]:
    """Return one dated line per event, continued under itself where it is long."""
    return [part for line in lines for part in _hang(str(line.date), line.text)]


def _hang(date: str, text: str) -> list[str]:
    first, *more = wrap(text, page_width() - len(INDENT))
    return [f"{date:<12}{first}", *(INDENT + part for part in more)]


def together(
    stories: Sequence[Sequence[StoryLine]], names: Sequence[str]
) -> tuple[list[StoryLine], list[list[StoryLine]]]:
    """Return the beginning that the stories share, and the rest of each.

    A reform is told in the shared beginning, under the name of its design, as long as nothing else differs.
    """
    own = [[line for line in lines if line.kind != "reform"] for lines in stories]
    count = 0
    while all(count < len(lines) for lines in own) and len({(o[count].date, o[count].text) for o in own}) == 1:
        count += 1
    until = min((lines[count].day for lines in own if count < len(lines)), default=float("inf"))
    shared, rest = list(own[0][:count]), []
    for name, lines in zip(names, stories, strict=True):
        reforms = [line for line in lines if line.kind == "reform"]
        for line in (r for r in reforms if r.day < until):
            shared.append(replace(line, text=reform_under(name, line.what)))
        late = [line for line in reforms if line.day >= until]
        rest.append(sorted([*late, *[x for x in lines if x.kind != "reform"][count:]], key=lambda line: line.day))
    return sorted(shared, key=lambda line: line.day), rest


def reform_under(name: str, what: str) -> str:
    """Return the line of a reform in the beginning that designs share."""
    return _("— reform under {design}: {what} —", design=name, what=what)


def period(design: Told, about: float, full: bool = False) -> tuple[float, float]:
    """Return the first and the last day that are told of a story: a year on each side of what it is about, or all."""
    first, last = (0.0, design.log.days) if full else (about - YEAR, about + YEAR)
    return max(first, 0.0), min(last, design.log.days)


def main_day(design: Told, client: int) -> float:
    """Return the first fall after the reform, else the first fall, else the first request, else day 0."""
    reform = design.scenario.calendar.reform_day
    days = sorted(fall.day for fall in design.falls_of(client))
    days = [day for day in days if day >= reform] or days
    asked = [row.day for row in design.rows(client) if row.kind == Kind.SOUGHT]
    return (days or asked or [0.0])[0]


def _closing(designs: Sequence[Told], names: Sequence[str], client: int, first: float, last: float) -> tuple[str, ...]:
    """The period in numbers under each design, how things stand at its end, and what one story is worth."""
    dates, setting = designs[0].scenario.calendar.date_of, designs[0].setting(client)
    found = [facts(d.rows(client), d.falls_of(client), first, last) for d in designs]
    ends = [standing(d.rows(client), d.setting(client), last) for d in designs]
    told = []
    for number, (name, found_there, end) in enumerate(zip(names, found, ends, strict=True)):
        words = NUMBERS_OF_THE_OTHER if number else NUMBERS_OF_ONE if len(designs) == 1 else NUMBERS_OF_THE_FIRST
        told.append(
            _(
                words,
                first=dates(first),
                last=dates(last),
                design=name,
                they=setting.they,
                end=end,
                **found_there.gaps(),
            )
        )
    return (" ".join(told), *((_(ONE_STORY),) if len(designs) > 1 else ()))
