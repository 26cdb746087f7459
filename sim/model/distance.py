"""How far away services are: it bears on asking at them, on the first visit, on missed visits and on leaving.

Asking is a hazard per door: the base times the door's weight times a factor per hour of travel. So a journey lowers
how often somebody asks, and turns those who ask to doors that are near. Nobody travels to the ward they are in.
Source: section 2 and A135, A315.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.terms.total import total
from sim.terms.words import Disorder, Part, Service

if TYPE_CHECKING:
    from sim.model.client import Client
    from sim.model.unit import Unit
    from sim.model.world import World

FIRST_DOORS = (
    Service.SOCIAL_SERVICES,
    Service.MUNICIPAL_OUTPATIENT,
    Service.PRIMARY_CARE,
    Service.ADDICTION_CLINIC,
    Service.ADULT_PSYCHIATRY,
    Service.DETOX_WARD,
)
"""The doors that a client may choose first, in the order of `People.door_weights` (section 3)."""

DoorsAsked = tuple[int, bool, bool, int]


def hours_to(unit: Unit, municipality: int) -> float:
    """Return the hours of travel to a visit: none where clients stay, and so never miss a visit."""
    return unit.travel_hours[municipality] if unit.spec.plan.no_show > 0.0 else 0.0


class Distance:
    """What the way does to asking, by where clients live and which units serve them."""

    __slots__ = ("_asking", "factor", "world")

    def __init__(self, world: World) -> None:
        self.world = world
        self.factor = world.scenario.hazards.asking_factor_per_travel_hour
        self._asking: dict[DoorsAsked, tuple[float, Client]] = {}

    def asking(self, client: Client) -> float:
        """Return the factor on asking again: the mean over doors, by their weights; 1 where nothing is far away."""
        if self.factor == 1.0:
            return 1.0
        person = client.person
        where = (
            person.municipality, person.disorder is Disorder.NEUROPSYCHIATRIC, person.comorbid, int(person.substance),
        )  # fmt: skip
        found = self._asking.get(where)
        if found is None:
            found = self._asking[where] = (self._mean(client), client)
        return found[0]

    def weights(self, client: Client) -> list[float]:
        """Return the weights of `FIRST_DOORS` for this client, each lowered by the way there."""
        people = self.world.scenario.people
        weights = people.door_weights_comorbid if client.person.comorbid else people.door_weights
        if self.factor == 1.0:
            return list(weights)
        return [w * self.factor ** self._hours(client, door) for w, door in zip(weights, FIRST_DOORS, strict=True)]

    def has_changed(self) -> bool:
        """Work out again what has been asked for; whether any of it is another number now."""
        before = self._asking
        self._asking = {where: (self._mean(client), client) for where, (_, client) in before.items()}
        return any(self._asking[where][0] != factor for where, (factor, _) in before.items())

    def _mean(self, client: Client) -> float:
        people = self.world.scenario.people
        weights = people.door_weights_comorbid if client.person.comorbid else people.door_weights
        return total(self.weights(client)) / total(weights)

    def _hours(self, client: Client, door: Service) -> float:
        """Return the hours to a door; whoever goes to the social services meets those who assess there now."""
        if door is Service.DETOX_WARD:  # in a crisis somebody drives
            return 0.0
        assessor = self.world.regime_of(client).assessor[Part.PSYCHOSOCIAL]
        if door is Service.SOCIAL_SERVICES and assessor is not None and client.units[assessor] is not None:
            door = assessor
        unit = client.units[door]
        return hours_to(unit, client.person.municipality) if unit is not None else 0.0
