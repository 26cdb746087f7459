"""Dated changes that end what there is: a service that closes, and case conferences that are held no longer."""

from __future__ import annotations

from dataclasses import dataclass

from sim.terms.staff_terms import Handover, StaffMove
from sim.terms.words import Role, Service


@dataclass(frozen=True, slots=True)
class Closes:
    """On `day` every unit of `service` that serves none but `municipalities` closes.

    `posts_to`: by role, the service that its posts go to, with the people in them, by the adults whom its units serve
    (a role that is not named: they are lost, and the people leave); vacant ones follow to the largest. Those who get
    another employer decide as `staff` says; those who come resign `turnover_factor` times as often as usual for
    `turnover_days`. `cases_to`: the service that takes over the cases in care (None: the next door of each), which
    cross as `handover` says and finish the plan that was begun. Who waits is sent on. Contact without treatment ends.
    """

    day: float
    service: Service
    municipalities: tuple[int, ...]
    posts_to: tuple[tuple[Role, Service], ...]
    cases_to: Service | None
    staff: StaffMove
    handover: Handover | None
    turnover_factor: float
    turnover_days: float

    def ends(self, service: Service, towns: tuple[int, ...], since: float) -> bool:
        """Whether it closes what was to open in `towns` on the day `since`, and may still wait for its step."""
        return self.service is service and self.day > since and set(self.municipalities).issuperset(towns)


@dataclass(frozen=True, slots=True)
class ConferencesEnd:
    """From `day` on `districts` hold no case conferences."""

    day: float
    districts: tuple[int, ...]
