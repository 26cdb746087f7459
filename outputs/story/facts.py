"""What a story comes to in numbers: days in the gap, days latent, days in treatment, falls, for one client and period.

The definitions are those of `sim.measures.gaps`; here they are counted for a single client from the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from outputs.story.rows import Row
from outputs.story.timeline import Fall
from outputs.text.words import say_code
from sim.terms.total import total
from sim.terms.words import NEED_OF_PART, Kind, Need, NeedState, Part, Reason

_GAP = (NeedState.SOUGHT, NeedState.PARKED)
_ASKED = (*_GAP, NeedState.WAITING, NeedState.IN_CARE)
ON_ITS_WAY = len(NeedState)  # in care on paper: the case is on its way to another employer, without visits
_ENDS = (Kind.RESUMED, Kind.COMPLETED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)


@dataclass(frozen=True, slots=True)
class Facts:
    """One client's period in numbers. Days are counted once, however many parts are in the state."""

    gap_days: float
    latent_days: float
    care_days: float
    way_days: float
    refusals: int
    treatments: int
    relatives: int
    falls: tuple[str, ...]

    def sentence(self) -> str:
        """Return the numbers as something to say after `she`."""
        named = [say_code(f) for f in dict.fromkeys(self.falls)]
        times = {1: "once", 2: "twice"}.get(len(self.falls), f"{len(self.falls)} times")
        fell = f"falls {times} ({', '.join(named)})" if self.falls else "does not fall"
        parts = [
            f"{_times(round(self.gap_days), 'gap day')} (asked, nobody has accepted)",
            f"{_times(round(self.latent_days), 'latent day')} (open, nobody is asked)",
            f"{_times(round(self.care_days), 'day')} in treatment",
        ]
        parts += [f"{_times(round(self.way_days), 'day')} on the way to another employer"] if self.way_days >= 1 else []
        counts = [_times(self.refusals, "refusal"), f"{_times(self.treatments, 'treatment')} started"]
        counts += [f"{_times(self.relatives, 'call')} by relatives"] if self.relatives else []
        return f"{fell}; {', '.join(parts)}; {', '.join(counts)}"


def facts(rows: Sequence[Row], falls: Iterable[Fall], first: float, last: float) -> Facts:
    """Return the numbers of the days from `first` to `last`."""
    inside = [row for row in rows if first <= row.day < last]
    started = [r for r in inside if r.kind == Kind.ADMITTED and r.extra == 0 and r.part != Part.ACUTE]
    started = [r for r in started if r.reason != Reason.ONE_PLAN]  # a plan for all needs is one treatment
    seen = on_their_way(rows)
    calls = (r.value for r in inside if r.kind == Kind.RELATIVE_CONTACT and r.value == r.value)
    return Facts(
        gap_days=covered(spells(rows, _GAP, last), first, last),
        latent_days=covered(_latent(rows, last), first, last),
        care_days=covered(spells(seen, (NeedState.IN_CARE,), last), first, last),
        way_days=covered(spells(seen, (ON_ITS_WAY,), last), first, last),
        refusals=sum(r.kind == Kind.REFUSED for r in inside),
        treatments=len(started),
        relatives=round(total(calls)),
        falls=tuple(f.mechanism for f in falls if first <= f.day < last),
    )


def on_their_way(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with ON_ITS_WAY for the state of a part in care whose visits rest in a handover."""
    found, rests = list[Row](), set[int]()
    for row in rows:
        if row.kind == Kind.SUSPENDED:
            rests.add(row.part)
        elif row.kind in _ENDS:
            rests.discard(row.part)
        resting = row.part in rests and row.state == NeedState.IN_CARE
        found.append(row._replace(state=ON_ITS_WAY) if resting else row)
    return found


def spells(
    rows: Sequence[Row], states: Sequence[int], last: float, need: Need | None = None
) -> list[tuple[float, float]]:
    """Return when any part (of `need`) but ACUTE was in one of `states`, as (from, until) days in any order."""
    now: dict[int, tuple[int, float]] = {}
    found = []
    parts = [p for p in Part if p != Part.ACUTE and need in (None, NEED_OF_PART[p])]
    for row in rows:
        gone = row.kind == Kind.DEPART
        for part in list(now) if gone else [row.part] if row.part >= 0 and row.state >= 0 else []:
            state, since = now.get(part, (-1, row.day))
            if state in states and part in parts:
                found.append((since, row.day))
            now[part] = (-1 if gone else row.state, row.day)
    return found + [(since, last) for part, (state, since) in now.items() if state in states and part in parts]


def _latent(rows: Sequence[Row], last: float) -> list[tuple[float, float]]:
    """Return when some need was open and nobody had been asked to meet any part of it."""
    found = []
    for need in Need:
        spans = spells(rows, (NeedState.LATENT,), last, need)
        asked = spells(rows, _ASKED, last, need)
        edges = sorted({day for span in (*spans, *asked) for day in span})
        found += [
            (start, end)
            for start, end in pairwise(edges)
            if any(a <= start and end <= b for a, b in spans) and not any(a <= start and end <= b for a, b in asked)
        ]
    return found


def covered(spans: Iterable[tuple[float, float]], first: float, last: float) -> float:
    """Return how many days between `first` and `last` lie in at least one of `spans`."""
    total, reached = 0.0, first
    for start, end in sorted(spans):
        start, end = max(start, reached), min(end, last)
        if end > start:
            total, reached = total + end - start, end
    return total


def _times(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"
