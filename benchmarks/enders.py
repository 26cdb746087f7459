"""`python -m benchmarks.enders COUNTY DESIGN [replication] [parameters]`: is any state without an end? (invariant 11)

Walks the world of one replication on the first of every month and counts the person-days of states that nothing alive
can end: 0. And looks for the worst *offered* gap between visits: none is longer than the handover limit plus two
intervals times the load, suspended days aside. `parameters`: point (default), prior or posterior.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sim.measures.spans import Array
from sim.model.enders import Standing, Where, standings
from sim.model.engine import LAST, Call
from sim.model.simulate import log_of
from sim.model.world import World
from sim.terms.changes import AssessorChanges, ServiceMoves
from sim.terms.log import EventLog
from sim.terms.scenario import Scenario
from sim.terms.words import Kind, Part, Reason, Service, name_of

OFFERED = (Kind.VISIT, Kind.MISSED)
ENDS = (Kind.COMPLETED, Kind.DECIDED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)
SEED = 2028
INTERVALS = 2.0


@dataclass(slots=True)
class Walked:
    """What monthly walks have found: parts seen by where they stood, and those that nothing can end, with their day."""

    seen: Counter[Where] = field(default_factory=Counter)
    endless: list[tuple[float, Standing]] = field(default_factory=list)
    person_days: float = 0.0


def walk(world: World) -> Walked:
    """Let the world be looked at on the first of every month, once it runs; return what will be found.

    A part without an end counts for the days until the next look.
    """
    found, starts = Walked(), [float(d) for d in world.scenario.calendar.month_starts()]

    def look(_: object) -> None:
        now = world.env.now
        days = min((d for d in starts if d > now), default=world.end_day) - now
        for standing in standings(world):
            found.seen[standing.where] += 1
            if not standing.alive:
                found.endless.append((now, standing))
                found.person_days += days

    for day in starts:
        Call(world.env, day, look, LAST)
    return found


class Gap(NamedTuple):
    """A gap between two offered visits: days, of which suspended are left out, and how many the rule allows."""

    days: float
    allowed: float
    client: int
    part: int
    service: int
    until: float


@dataclass(slots=True)
class _Care:
    unit: int
    last: float
    units: set[int]
    rested: float = 0.0
    rests_since: float | None = None


def gaps(log: EventLog, scenario: Scenario) -> list[Gap]:
    """Return every gap between offered visits of a stay, from its start to its end or the log's.

    Allowed: the handover limit (or how long a visit is put off where nobody works, if that is more) and two intervals
    times the largest load that the unit had meanwhile.
    """
    intervals = {s.service: s.plan.interval_days for s in scenario.services}
    crossing = [c.handover for c in scenario.changes if isinstance(c, ServiceMoves | AssessorChanges)]
    limits = [handover.limit_days for handover in crossing if handover is not None]
    limit = max([scenario.practice.nobody_there_days, *limits])
    loads = _loads(log)
    found: list[Gap] = []
    care: dict[tuple[int, int], _Care] = {}

    def close(at: tuple[int, int], now: float) -> None:
        c = care[at]
        rested = c.rested + (now - c.rests_since if c.rests_since is not None else 0.0)
        service = Service(log.units[c.unit][0])
        load = max(loads[u].largest(c.last, now) if u in loads else 1.0 for u in c.units)
        allowed = limit + INTERVALS * intervals[service] * max(load, 1.0)
        found.append(Gap(now - c.last - rested, allowed, *at, service, now))

    columns = [log.columns[n] for n in ("time", "client", "kind", "part", "unit", "reason")]
    kinds = [int(k) for k in (Kind.ADMITTED, *OFFERED, Kind.SUSPENDED, Kind.RESUMED, *ENDS, Kind.HANDED_OVER)]
    about = (columns[1] >= 0) & (columns[3] >= 0) & np.isin(columns[2], kinds)
    for time, client, code, part, unit, reason in zip(*(c[about].tolist() for c in columns), strict=True):
        at, kind = (client, part), Kind(code)
        if kind is Kind.ADMITTED:
            if reason != Reason.ONE_PLAN:  # what rides along has no visits of its own
                care[at] = _Care(unit, time, {unit})
            continue
        if at not in care:
            continue
        c = care[at]
        c.units.add(unit)
        if kind is Kind.SUSPENDED:
            c.rests_since = time
        elif kind is Kind.RESUMED and c.rests_since is not None:
            c.rested, c.rests_since, c.unit = c.rested + time - c.rests_since, None, unit
        elif kind in OFFERED:
            close(at, time)
            care[at] = _Care(unit, time, {unit})
        elif kind in ENDS:
            close(at, time)
            del care[at]
    for at in list(care):
        close(at, log.days)
    return found


@dataclass(frozen=True, slots=True)
class _Loads:
    """The load of a unit on the first of every month. Months without places are left out: visits are put off then."""

    days: Array
    load: Array

    def largest(self, first: float, last: float) -> float:
        """Return the largest load from the month of `first` to the one after `last`."""
        start = max(int(np.searchsorted(self.days, first, side="right")) - 1, 0)
        end = int(np.searchsorted(self.days, last, side="right")) + 1
        return float(self.load[start:end].max(initial=1.0))


def _loads(log: EventLog) -> dict[int, _Loads]:
    c = log.columns
    rows = (c["kind"] == Kind.SNAPSHOT) & (c["extra"] > 0.0)
    return {
        int(unit): _Loads(c["time"][mine], c["value"][mine] / c["extra"][mine])
        for unit in np.unique(c["unit"][rows])
        for mine in [rows & (c["unit"] == unit)]
    }


def main() -> None:
    """Print the person-days without an end, where parts stood, and the worst gap between offered visits."""
    from calibration.parameters.store import load_parameters
    from mellanrum.wiring.parameter_source import source_of
    from scenarios.compose import compose

    county, design = sys.argv[1:3]
    replication = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    source = source_of(county, sys.argv[4] if len(sys.argv) > 4 else "point", SEED)
    scenario = compose(county, design, parameters=load_parameters(), pick=source.pick(replication))
    world = World(scenario, SEED, replication)
    found = walk(world)
    world.run()
    print(f"{county}, {design}, replication {replication}: {found.person_days:.0f} person-days without an end")
    for where in Where:
        print(f"  {found.seen[where]:8d} seen  {where.value}")
    for day, standing in found.endless[:10]:
        print(f"  day {day:.0f}: {standing.client.person.name}, {name_of(standing.part)}: {standing.where.value}")
    every = gaps(log_of(world), scenario)
    worst, longest = max(every, key=lambda g: g.days - g.allowed), max(every, key=lambda g: g.days)
    for title, gap in (("nearest to what is allowed, or over it", worst), ("longest", longest)):
        print(
            f"offered gap {title}: {gap.days:.0f} days ({gap.allowed:.0f} allowed), client {gap.client}, "
            f"{name_of(Part(gap.part))} at {name_of(Service(gap.service))}, until day {gap.until:.0f}"
        )


if __name__ == "__main__":
    main()
