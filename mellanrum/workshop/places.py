"""Places that are asked about: the ground of each, and worlds that are made ready there while nobody waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from mellanrum.workshop.back_room import BackRoom, Urgency
from mellanrum.workshop.grounds import Ground, WorldPlace, designs_that_wait
from mellanrum.workshop.worlds import Workers


class WorldPlaces:
    """`n_worlds`: how many of a place wait. All is of the desk's thread but `ground`, which is of the back room."""

    def __init__(self, workers: Workers, back_room: BackRoom, n_worlds: int) -> None:
        self._workers, self._back_room, self._n_worlds = workers, back_room, n_worlds
        self._grounds: dict[WorldPlace, Ground] = {}

    def ground(self, place: WorldPlace) -> Ground:
        """Return the ground of a place. Raises what is wrong with its files."""
        if place not in self._grounds:
            self._grounds[place] = Ground(place)
        return self._grounds[place]

    def prepare(self, place: WorldPlace) -> None:
        """Let worlds of a place wait, the sooner the fewer questions there are."""
        if not self._workers.touch(place):
            return
        days: list[float] = []
        names = designs_that_wait()

        def look(nth: int) -> None:
            if nth < len(names):
                self._later(lambda: self.ground(place).first_change(names[nth]), partial(looked, nth))
            elif days:
                hold(0)

        def looked(nth: int, day: float | None) -> None:
            days.extend([] if day is None else [day])
            look(nth + 1)

        def hold(replication: int) -> None:
            if replication < self._n_worlds:
                self._later(lambda: self.ground(place).today(replication), partial(made, replication))

        def made(replication: int, job: object) -> None:
            self._workers.hold(place, job, min(days))  # type: ignore[arg-type]
            hold(replication + 1)

        look(0)

    def _later(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """Have something done when nobody waits for anything."""
        self._back_room.do_quietly(Urgency.LATER, work, then)
