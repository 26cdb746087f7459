"""Which regime holds for whom: by municipality, since designs go by waves, and by substance, since they may move one.

Gambling went alone in 2018 (NB 7.2.1): whoever gambles had another principal by law, and all others the one they had.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.terms.changes import AssessorChanges, DoorsChange, ResponsibilityMoves
from sim.terms.scenario import Regime
from sim.terms.words import Part, Principal, Service, Substance

if TYPE_CHECKING:
    from sim.population.person import Person

EVERYBODY: tuple[Substance, ...] = tuple(Substance)


@dataclass(frozen=True, slots=True)
class Moved:
    """A responsibility that the law has moved: since when, from whom, how long practice lags behind, and to whom.

    `cites_law_share`: workers of the old principal who cite the law and refuse, once the lag is over.
    `refers_to`: services of the new principal that a worker who knows the law points to. `keeps`: services of the old
    one that keep their task.
    """

    day: float
    from_principal: Principal
    lag_days: float
    cites_law_share: float
    refers_to: tuple[Service, ...]
    keeps: tuple[Service, ...]


def whom(substances: tuple[Substance, ...]) -> tuple[Substance, ...]:
    """Return whose regime a change is about: those named, everybody where nobody is named."""
    return substances or EVERYBODY


class Regimes:
    """The regimes of a county, one for each municipality and substance.

    Nothing here depends on the changes that are to come: designs that share their first days share this, too.
    """

    __slots__ = ("_here", "_moved")

    def __init__(self, regime: Regime, towns: int) -> None:
        self._here: list[list[Regime]] = [[regime] * len(EVERYBODY) for _ in range(towns)]
        self._moved: list[list[list[Moved | None]]] = [[[None] * len(Part) for _ in EVERYBODY] for _ in range(towns)]

    def of(self, person: Person) -> Regime:
        """Return the regime that holds for somebody."""
        return self._here[person.municipality][person.substance]

    def moved(self, person: Person, part: int) -> Moved | None:
        """Return how the responsibility for a part of somebody's needs has moved; None if it has not."""
        return self._moved[person.municipality][person.substance][part]

    def at(self, town: int, substance: Substance) -> Regime:
        """Return the regime of a municipality for those who have a substance (or gamble)."""
        return self._here[town][substance]

    def responsibility_moves(self, change: ResponsibilityMoves, now: float) -> None:
        """The law places a part with another principal."""
        part = change.part
        for town in change.municipalities:
            for substance in whom(change.substances):
                before = self._here[town][substance]
                self._moved[town][substance][part] = Moved(
                    day=now, from_principal=before.responsible[part], lag_days=change.lag_days,
                    cites_law_share=change.cites_law_share, refers_to=change.refers_to, keeps=change.keeps,
                )  # fmt: skip
                responsible = (*before.responsible[:part], change.to, *before.responsible[part + 1 :])
                self._here[town][substance] = replace(before, responsible=responsible)

    def doors_change(self, change: DoorsChange) -> None:
        """The doors of a part become others."""
        part = change.part
        for town in change.municipalities:
            for substance in whom(change.substances):
                before = self._here[town][substance]
                doors = (*before.doors[:part], change.doors, *before.doors[part + 1 :])
                self._here[town][substance] = replace(before, doors=doors)

    def assessor_changes(self, change: AssessorChanges) -> dict[tuple[int, Substance], Service | None]:
        """Another service assesses a part; return who did, by municipality and substance."""
        part = change.part
        was: dict[tuple[int, Substance], Service | None] = {}
        for town in change.municipalities:
            for substance in whom(change.substances):
                before = self._here[town][substance]
                was[town, substance] = before.assessor[part]
                assessor = (*before.assessor[:part], change.assessor, *before.assessor[part + 1 :])
                self._here[town][substance] = replace(before, assessor=assessor)
        return was
