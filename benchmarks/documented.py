"""Of those refused for use who were sober long enough afterwards: how many have it documented, and are asked for again.

    python -m benchmarks.documented norrbotten -n 4

Twice in the same worlds: with nobody who comes to leave samples (`leaves_samples_share` 0: days are documented by
visits in care alone, as before there was a place for samples), and as it is. A person counts from their first refusal
for use (PARKED, reason SOBRIETY): sober long enough if a spell without use goes on for the required days after it,
while they live in the county; documented if somebody then asks for them again because the days are documented.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import NamedTuple

from calibration.parameters.store import load_parameters
from mellanrum.wiring.parameter_source import source_of
from scenarios.compose import compose
from sim.model import simulate
from sim.terms.log import EventLog
from sim.terms.words import Kind, Reason

SEED = 2028
YEARS = 5.0


class Refused(NamedTuple):
    """Persons refused for use: how many, how many of them were sober long enough, how many of those documented."""

    persons: int
    sober: int
    documented: int


def main() -> None:
    """Print the counts of all replications together, before and after."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("county")
    ask.add_argument("design", nargs="?", default="current")
    ask.add_argument("-n", type=int, default=4, help="replications")
    given = ask.parse_args()
    source, known = source_of(given.county, None, SEED), load_parameters()
    for words, samples in (("nobody leaves samples", False), ("as it is", True)):
        total = Refused(0, 0, 0)
        for nth in range(given.n):
            made = compose(given.county, given.design, parameters=known, years=YEARS, pick=source.pick(nth))
            if not samples:
                made = replace(made, practice=replace(made.practice, leaves_samples_share=0.0))
            total = Refused(*map(sum, zip(total, refused(simulate(made, SEED, nth)), strict=True)))
        share = total.documented / max(total.sober, 1)
        print(f"{words:<22} {total.persons} refused for use, {total.sober} sober long enough, {total.documented} "
              f"of them documented ({share:.0%})")  # fmt: skip


def refused(log: EventLog) -> Refused:
    """Return the counts of one log, over the whole of it."""
    first: dict[int, tuple[float, float]] = {}  # by client: day of the refusal and the days that it requires
    sober: dict[int, list[tuple[float, float]]] = {}  # spells without use: first and last day
    since: dict[int, float] = {}
    again: set[int] = set()
    columns = (log.columns[name] for name in ("time", "client", "kind", "reason", "value"))
    for day, client, kind, reason, value in zip(*(c.tolist() for c in columns), strict=True):
        if kind == Kind.PARKED and reason == Reason.SOBRIETY:
            first.setdefault(client, (day, value))
        elif kind == Kind.REFERRED and reason == Reason.SOBRIETY_DOCUMENTED:
            again.add(client)
        elif kind == Kind.ABSTINENT:
            since[client] = day
        elif kind == Kind.RELAPSED:
            sober.setdefault(client, []).append((day - value, day))
            since.pop(client, None)
        elif kind == Kind.DEPART and client in since:
            sober.setdefault(client, []).append((since.pop(client), day))
    for client, day in since.items():
        sober.setdefault(client, []).append((day, log.days))
    enough = {
        client
        for client, (day, required) in first.items()
        if any(end > day and end - start >= required for start, end in sober.get(client, ()))
    }
    return Refused(len(first), len(enough), len(enough & again))


if __name__ == "__main__":
    main()
