"""The common workload: six stations with several servers, two priorities, patience at two of them.

Clients come in a Poisson stream, each urgent or not, to a station drawn evenly. The urgent are served first, then who
came first. At two stations whoever has lost patience leaves, for good. After a visit a client leaves, or goes to
another station, drawn evenly; never to the same one, where it would be the engine's habit whether who leaves a place or
who stands in line is first. All durations are exponential. Days.

Nothing here is imported but Python, since it is also run where an engine is installed and the project is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

NEVER = float("inf")
URGENT, ORDINARY = 0, 1
PRIORITIES = ("urgent", "ordinary")


class Station(NamedTuple):
    """Servers, the mean days that a visit takes, and the mean days of patience; NEVER: nobody loses it."""

    servers: int
    days: float
    patience: float = NEVER


Stations = tuple[Station, ...]

WORKLOADS: dict[str, Stations] = {
    "common": (
        Station(20, 1.0),
        Station(38, 2.0),
        Station(11, 0.5),
        Station(62, 3.5),
        Station(7, 0.5, patience=3.0),
        Station(30, 2.2, patience=6.0),
    ),
    "long line": (
        Station(20, 1.0),
        Station(38, 2.0),
        Station(11, 0.5),
        Station(62, 3.5),
        Station(7, 0.5, patience=3.0),
        Station(24, 2.2, patience=120.0),
    ),
}
"""By name. In the second one pool is so short of servers that hundreds stand in line, as in the counties."""
CLIENTS_A_DAY = 10.0
URGENT_SHARE = 0.2
LEAVES_SHARE = 0.06
DAYS = 1000.0
"""All of these are assumptions: chosen for four stations that are busy, two that are too small, ten visits a client."""


@dataclass(slots=True)
class Tally:
    """What was counted, by priority: visits asked for and begun, days waited by those begun, and who gave up."""

    asked: list[int]
    begun: list[int]
    waited: list[float]
    gave_up: list[int]

    def events(self) -> int:
        """Return how many events this was: asking, beginning, and the end of each visit or of patience.

        A visit or a wait that runs on at the end counts as ended; there are a few hundred.
        """
        return sum(self.asked) + 2 * sum(self.begun) + sum(self.gave_up)

    def told(self) -> dict[str, float]:
        """Return what engines are compared by: by priority, the share who gave up and the mean wait of the others."""
        found = {}
        for priority, name in enumerate(PRIORITIES):
            begun, gone = self.begun[priority], self.gave_up[priority]
            found[f"share who gave up, {name}"] = gone / max(begun + gone, 1)
            found[f"mean wait, {name}"] = self.waited[priority] / max(begun, 1)
        return found


def nothing_yet() -> Tally:
    """Return a tally in which nothing has been counted."""
    return Tally([0, 0], [0, 0], [0.0, 0.0], [0, 0])
