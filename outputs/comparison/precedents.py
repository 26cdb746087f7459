"""Reorganisations that have been followed: what each tells of scale and time, with the figure of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from calibration.evidence.ledger import load

_IN_WORDS = {"X218": "cancelled", "X228": "higher, modestly", "X230": "negative"}
"""What the ledger tells in words and no number."""
WAYS = ("before the day", "staff", "what users get")


@dataclass(frozen=True, slots=True)
class Precedent:
    """One figure of the ledger in words. `kind`: index into `WAYS`. `months`: how long it was seen; None: no time."""

    figure: str
    what: str
    kind: int
    months: tuple[int, int] | None

    @property
    def told(self) -> str:
        """Return value, range and unit, as the ledger has them."""
        figure = load().get(self.figure)
        span = f" ({figure.low}–{figure.high})" if figure.low and figure.high else ""
        if self.figure in _IN_WORDS:
            return _IN_WORDS[self.figure]
        return f"{figure.value}{span} {figure.unit}"


PRECEDENTS = (
    Precedent("X212", "home care, Norrbotten 2013, to municipalities: staff moved", 0, None),
    Precedent("X213", "the same: tax that went along (later called too little)", 0, None),
    Precedent("X214", "the same: inquiry to takeover; 11 months from the agreement", 0, (11, 22)),
    Precedent("X218", "home care, Stockholm 2018: a few municipalities said no", 0, None),
    Precedent("X222", "Danish work units: leaving, after any reorganisation", 1, (0, 12)),
    Precedent("X223", "the same: after a merger", 1, (0, 12)),
    Precedent("X224", "the same: after a demerger", 1, (0, 12)),
    Precedent("X225", "the same: after a change of management", 1, (0, 12)),
    Precedent("X226", "the same: after three kinds of change or more", 1, (0, 12)),
    Precedent("X227", "the same: long-term sick leave of those who stay", 1, (0, 12)),
    Precedent("X228", "Norwegian hospital mergers: long-term sick leave", 1, (0, 48)),
    Precedent("X229", "NHS trusts 2002: services' development delayed by a merger", 2, (18, 36)),
    Precedent("X230", "NAV, Norway 2006–11: users' time to work, first years", 2, (0, 24)),
)
"""In the order of the ledger. The time scale of what users get: the longest month of X229 and X230."""

USERS = tuple(p.months for p in PRECEDENTS if p.kind == len(WAYS) - 1 and p.months)
SHORTEST, LONGEST = min(first or last for first, last in USERS), max(last for _, last in USERS)
"""Months for which users were seen to get less: 18 to 36."""
