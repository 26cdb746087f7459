"""A workshop as the server holds it: its county, its desk, its record, its guests, and what the routes share."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from anyio import to_thread
from starlette.requests import Request

from mellanrum.defaults import SEED, YEARS
from mellanrum.workshop import drafts
from mellanrum.workshop.asking import Asked, Asking, AsksOf, draft_from
from mellanrum.workshop.asks import BUDGET, LEAST, Question
from mellanrum.workshop.drafts import Draft
from mellanrum.workshop.exchange import RefusedError, in_words
from mellanrum.workshop.guard import Door
from mellanrum.workshop.guests import Guests
from mellanrum.workshop.headline import headline
from mellanrum.workshop.records import Records
from mellanrum.workshop.rounds import MOST_DESIGNS, Round, is_draft
from mellanrum.workshop.stories import Stories
from scenarios.files.chain import follow
from scenarios.files.names import label_of
from scenarios.files.problems import one_of
from scenarios.files.read import list_counties
from scenarios.files.titles import title_said
from sim.comparison.results import Comparison
from sim.terms.errors import unusable
from sim.terms.language import _, language, speaking
from sim.terms.quantity import shown

T = TypeVar("T")
_AT_WORK: set[asyncio.Task[None]] = set()
"""Held until they are done: a loop holds its tasks only weakly."""


def soon(work: Coroutine[Any, Any, None]) -> None:
    """Let something be done as soon as the loop comes to it."""
    task = asyncio.ensure_future(work)
    _AT_WORK.add(task)
    task.add_done_callback(_AT_WORK.discard)


async def apart(work: Callable[..., T], *given: Any) -> T:
    """Do something in a thread, in the language spoken here, so that the loop goes on."""
    return await to_thread.run_sync(partial(work, *given))


@dataclass
class Room:
    """What one server serves. `own`: county files of one's own, by name; a browser names no path."""

    county: str
    door: Door
    desk: AsksOf
    records: Records
    guests: Guests
    own: Mapping[str, str] = field(default_factory=dict)
    seed: int = SEED
    years: float = YEARS
    least: int = LEAST
    budget: int = BUDGET

    def __post_init__(self) -> None:
        self.asking = Asking(self.desk, self.records, self._question, self._view, self._settled)
        self.stories = Stories()

    @property
    def counties(self) -> list[str]:
        """The names of the counties that may be asked about."""
        return [*self.own, *(name for name in list_counties() if name not in self.own)]

    def county_of(self, given: Any) -> str:
        """Return a county as it was named by a browser. Raises RefusedError for one that is none of ours."""
        if not isinstance(given, str) or given not in self.counties:
            valid = one_of(self.counties, given if isinstance(given, str) else "")
            raise RefusedError(422, unusable("county", shown(given), valid))
        return given

    def file_of(self, county: str) -> str:
        """Return a county as files and runs take it: its name, or the path of one's own."""
        return self.own.get(county, county)

    def title_of(self, county: str) -> str:
        """Return what people call a county."""
        return title_said(self.file_of(county))

    def draft_of(self, given: Any, place: str = "design") -> Draft:
        """Return a draft from JSON. Raises RefusedError for what has not its shape."""
        if not is_draft(given):
            valid = _("the name of a design that ships, what was set otherwise, and a title")
            raise RefusedError(422, unusable(place, shown(given)[:200], valid))
        return draft_from(given)

    def drafts_of(self, given: Any, county: str) -> list[Draft]:
        """Return drafts that can be run. Raises RefusedError with everything that is wrong with each."""
        if not isinstance(given, list) or not 1 <= len(given) <= MOST_DESIGNS:
            valid = _("a list of one to {n} designs", n=MOST_DESIGNS)
            raise RefusedError(422, unusable("designs", shown(given)[:200], valid))
        found = [self.draft_of(one, f"designs[{nth}]") for nth, one in enumerate(given)]
        faults = [fault for draft in found for fault in drafts.faults(draft, self.file_of(county))]
        if faults:
            raise RefusedError(422, faults)
        return found

    def _question(self, county: str, designs: Sequence[Draft]) -> Question:
        folder = self.records.folder / "designs"
        names = tuple(str(drafts.file_of(draft, folder)) for draft in designs)
        return Question(
            county=self.file_of(county),
            designs=names,
            seed=self.seed,
            years=self.years,
            least=self.least,
            budget=self.budget,
        )

    def _view(self, comparison: Comparison | None, asked: Asked) -> dict[str, Any]:
        from outputs.workshop.view import view_of

        if comparison is None:
            county = {"name": asked.county, "title": self.title_of(asked.county)}
            empty: dict[str, Any] = {name: [] for name in ("designs", "differences", "notes", "cautions")}
            return {"county": county, "stands_on": _("Nothing has been run yet."), **empty}
        apart = [set_otherwise(asked.drafts[0], one) for one in asked.drafts]
        view = view_of(comparison, state=asked.ask.state, budget=self.budget, set_otherwise=apart)
        view["county"]["name"] = asked.county
        for design, draft in zip(view["designs"], asked.drafts, strict=False):
            design["title"] = draft.title or design["title"]
        return view

    def lanes(self, asked: Asked, design: int, other: int, name: str | None, fell: str | None, nth: int) -> Any:
        """Return a client's story under two of an ask's designs. Raises UnknownNameError for nobody's name."""
        from outputs.workshop.lanes import lanes_of

        both = list(dict.fromkeys((design, other)))
        names = [asked.ask.question.designs[nth] for nth in both]
        titles = [asked.drafts[nth].title or self.design_title(asked.drafts[nth].base) for nth in both]
        ready = self.stories.of(asked.ask.question.county, names, self.seed, self.years)
        return lanes_of(ready.designs, titles, name=name, fell=fell, nth=nth, notes=ready.notes)

    def design_title(self, base: str) -> str:
        """Return what people call a design that ships, in the language spoken."""
        return str(follow(base, "design").table[f"title_{language().code}"])

    def _settled(self, asked: Asked) -> None:
        soon(self.note(asked))

    async def note(self, asked: Asked) -> None:
        """Keep what an ask has found with the rounds that asked it; a disk that refuses is told where we began."""
        if asked.ask.comparison is None or not any(one["ask"] == asked.id for one in self.records.all()):
            return
        try:
            with speaking(self.door.language):
                found = headline(await asked.view())
            await apart(self.records.keep_result, asked.id, found)
        except Exception as error:
            for fault in in_words(error)[1]:
                sys.stderr.write(f"{fault}\n")

    def with_votes(self, rounds: Iterable[Round]) -> list[Round]:
        """Return rounds with how many voted for what, as far as their polls are closed."""
        return [{**one, "votes": self.guests.seen(one["id"])["votes"] or one["votes"]} for one in rounds]


def room_of(request: Request) -> Room:
    """Return the room that a request came to."""
    room = request.app.state.room
    assert isinstance(room, Room)
    return room


def set_otherwise(first: Draft, other: Draft) -> int | None:
    """Return how many settings of a draft differ from the first's; None for drafts of two designs."""
    if first.base != other.base:
        return None
    first, other = drafts.settled(first), drafts.settled(other)
    absent = object()
    keys = {*first.settings, *other.settings}
    return sum(first.settings.get(key, absent) != other.settings.get(key, absent) for key in keys)


def own_counties(county: str | Path) -> tuple[str, dict[str, str]]:
    """Return a county's name, and where it lies if it is a file of one's own.

    Raises ScenarioError with all that is wrong with the file: before the room has come, not when it has.
    """
    from calibration.parameters.store import load_parameters
    from scenarios.compose import compose
    from scenarios.files.finding import find
    from scenarios.files.read import FOLDERS

    path = find(county, "county")
    name = label_of(path)
    if path.parent == FOLDERS["county"]:
        return name, {}
    own = str(path.absolute())
    compose(own, "current", parameters=load_parameters(), years=YEARS)
    return name, {name: own}
