"""One client's events as a dated timeline that a planner can tell aloud.

Visits are condensed into the line that ends the care, a letter and its arrival into one, an acceptance soon followed by
its start into the start. Every refusal names its rule and its boundary.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from outputs.story.care import moves
from outputs.story.rows import Lives, Setting
from outputs.story.small_words import condition
from outputs.story.teller import StoryLine, Teller
from outputs.text.words import mechanism_clause, say, say_code
from sim.terms.language import _
from sim.terms.scenario import Scenario
from sim.terms.words import Sex, Substance


class Fall(NamedTuple):
    """A fall of one client: when it came true, how, and the boundary it is charged to, in words."""

    day: float
    mechanism: str
    boundary: str = ""


def introduction(setting: Setting) -> str:
    """Return who the story is about: `Luleå-0123 — woman, 34, narcotics; dependence, PTSD; lives in Luleå; …`."""
    s = setting
    needs = [_("opioid dependence") if s.of("opioid") else _("dependence")]
    needs += [condition(s)] if condition(s) else []
    needs += [_("housing and daily life not working")] if s.of("profile") & 2 else []
    return _(
        "{name} — {sex}, {age}, {substance}; {needs}; lives in {home}; {relatives}",
        name=s.of("name"),
        sex=_(say(Sex.WOMAN if s.woman else Sex.MAN)),
        age=int(s.of("age")),
        substance=_(say(Substance(s.of("substance")))),
        needs=", ".join(needs),
        home=s.log.municipalities[int(s.of("municipality"))],
        relatives=_("relatives help") if s.of("relatives") else _("no relatives who help"),
    )


def story(lives: Lives, scenario: Scenario, client: int, falls: Iterable[Fall] = ()) -> list[StoryLine]:
    """Return the client's whole story, ordered by day. Falls stand on the day on which they came true."""
    setting = Setting(lives.log, scenario, client)
    lines = Teller(setting).tell(lives.rows(client))
    dates = scenario.calendar.date_of
    first = lines[0].day if lines else 0.0
    lines += [
        StoryLine(day, dates(day), _("— reform: {what} —", what=what), "reform", what)
        for day, what in moves(lives.moves, setting)
        if day > first
    ]
    told = {int(line.day) for line in lines if line.kind == "refused"}
    lines += [StoryLine(fall.day, dates(fall.day), _fall(fall, int(fall.day) in told), "fall") for fall in falls]
    return sorted(lines, key=lambda line: (line.day, line.kind == "fall"))


def _fall(fall: Fall, told: bool) -> str:
    """A fall with its boundary, unless a refusal of the same day has `told` it."""
    gaps = {
        "mechanism": say_code(fall.mechanism),
        "clause": _(mechanism_clause(fall.mechanism)),
        "boundary": fall.boundary,
    }
    if fall.boundary and not told:
        return _("✗ falls between chairs: {mechanism} ({clause}) [boundary: {boundary}]", **gaps)
    return _("✗ falls between chairs: {mechanism} ({clause})", **gaps)
