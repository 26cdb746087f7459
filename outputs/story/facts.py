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
from sim.terms.language import _, ngettext
from sim.terms.total import total
from sim.terms.words import NEED_OF_PART, Kind, Need, NeedState, Part, Reason

_GAP = (NeedState.SOUGHT, NeedState.PARKED)
_ASKED = (*_GAP, NeedState.WAITING, NeedState.IN_CARE)
ON_ITS_WAY = len(NeedState)  # in care on paper: the case is on its way to another employer, without visits
_ENDS = (Kind.RESUMED, Kind.COMPLETED, Kind.DISCHARGED, Kind.LEFT_CARE, Kind.HANDOVER_LOST)


@dataclass(frozen=True, slots=True, kw_only=True)
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

    def gaps(self) -> dict[str, str]:
        """Return the numbers in words: how often the client falls, which days, which counts."""
        days = [_gap_days(round(self.gap_days)), _latent_days(round(self.latent_days))]
        days += [_care_days(round(self.care_days))]
        days += [_way_days(round(self.way_days))] if self.way_days >= 1 else []
        counts = [_refusals(self.refusals), _treatments(self.treatments)]
        counts += (
            [ngettext("{n} call by relatives", "{n} calls by relatives", self.relatives)] if self.relatives else []
        )
        return {"falls": self._falls(), "days": ", ".join(days), "counts": ", ".join(counts)}

    def _falls(self) -> str:
        how = ", ".join(_(say_code(fall)) for fall in dict.fromkeys(self.falls))
        match len(self.falls):
            case 0:
                return _("does not fall")
            case 1:
                return _("falls once ({how})", how=how)
            case 2:
                return _("falls twice ({how})", how=how)
        return _("falls {n} times ({how})", n=len(self.falls), how=how)


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
    """Return the rows with ON_ITS_WAY for the state of a part in care whose visits rest in a handover.

    Visits rest too while the client lives in an institution: then the case is on its way nowhere.
    """
    found, rests, crossing = list[Row](), set[int](), dict[int, int]()  # part → service whose case has set off
    for row in rows:
        if row.kind == Kind.HANDOVER_TRIED:
            crossing[row.part] = row.service
        elif row.kind in (Kind.HANDED_OVER, Kind.HANDOVER_LOST):
            crossing.pop(row.part, None)
        if row.kind == Kind.SUSPENDED and row.service in crossing.values():
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


def _gap_days(n: int) -> str:
    if not n:
        return _("no gap days (asked, nobody has accepted)")
    return ngettext("{n} gap day (asked, nobody has accepted)", "{n} gap days (asked, nobody has accepted)", n)


def _latent_days(n: int) -> str:
    if not n:
        return _("no latent days (open, nobody is asked)")
    return ngettext("{n} latent day (open, nobody is asked)", "{n} latent days (open, nobody is asked)", n)


def _care_days(n: int) -> str:
    return ngettext("{n} day in treatment", "{n} days in treatment", n) if n else _("no days in treatment")


def _way_days(n: int) -> str:
    return ngettext("{n} day on the way to another employer", "{n} days on the way to another employer", n)


def _refusals(n: int) -> str:
    return ngettext("{n} refusal", "{n} refusals", n) if n else _("no refusals")


def _treatments(n: int) -> str:
    return ngettext("{n} treatment started", "{n} treatments started", n) if n else _("no treatments started")
