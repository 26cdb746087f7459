"""Reorganisations that have been followed: what each tells of scale and time, with the figure of the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from calibration.evidence.ledger import load
from sim.terms.language import N_, _, language

_IN_WORDS = {"X218": N_("cancelled"), "X228": N_("higher, modestly"), "X230": N_("negative")}
"""What the ledger tells in words and no number."""
WAYS = (N_("before the day"), N_("staff"), N_("what users get"))


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
            return _(_IN_WORDS[self.figure])
        return f"{figure.value}{span}".replace(".", language().decimal) + f" {_(figure.unit)}"


PRECEDENTS = (
    Precedent("X212", N_("home care, Norrbotten 2013, to municipalities: staff moved"), 0, None),
    Precedent("X213", N_("the same: tax that went along (later called too little)"), 0, None),
    Precedent("X214", N_("the same: inquiry to takeover; 11 months from the agreement"), 0, (11, 22)),
    Precedent("X218", N_("home care, Stockholm 2018: a few municipalities said no"), 0, None),
    Precedent("X222", N_("Danish work units: leaving, after any reorganisation"), 1, (0, 12)),
    Precedent("X223", N_("the same: after a merger"), 1, (0, 12)),
    Precedent("X224", N_("the same: after a demerger"), 1, (0, 12)),
    Precedent("X225", N_("the same: after a change of management"), 1, (0, 12)),
    Precedent("X226", N_("the same: after three kinds of change or more"), 1, (0, 12)),
    Precedent("X227", N_("the same: long-term sick leave of those who stay"), 1, (0, 12)),
    Precedent("X228", N_("Norwegian hospital mergers: long-term sick leave"), 1, (0, 48)),
    Precedent("X229", N_("NHS trusts 2002: services' development delayed by a merger"), 2, (18, 36)),
    Precedent("X230", N_("NAV, Norway 2006–11: users' time to work, first years"), 2, (0, 24)),
)
"""In the order of the ledger. The time scale of what users get: the longest month of X229 and X230."""

USERS = tuple(p.months for p in PRECEDENTS if p.kind == len(WAYS) - 1 and p.months)
SHORTEST, LONGEST = min(first or last for first, last in USERS), max(last for _, last in USERS)
"""Months for which users were seen to get less: 18 to 36."""
