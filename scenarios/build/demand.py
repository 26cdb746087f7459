"""How many clients begin in a draw, beside central values: where more ask, every service has more of them.

The admissions of a county file hold at central values. In a draw they are multiplied by

    first seekers × (1 + asks again per client), over the same at central values

where a client asks again at the hazard of re-seeking for as long as clients stay (its inverse: the hazard of
leaving), and by what the service's work is made of (`DRIVERS`: a service for opioids has more of it where more are
dependent on opioids). How much of what differs between draws this explains, and what is left, is printed by
`python -m benchmarks.demand`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scenarios.files.parameters import Parameters
from sim.terms.quantity import Pick, Value, point
from sim.terms.words import Service

FIRST, AGAIN, STAY = "people.first_seekers_per_10000", "hazards.reseeking", "hazards.exit"
TALKS_SHARE, TALKS_NUMBER = "practice.talks_share", "practice.talks_number"
DRIVERS = {
    Service.HOUSING_SUPPORT: "people.social_share_comorbid",
    Service.ADDICTION_CLINIC: "people.medical_share",
    Service.LARO: "people.opioid_share_of_narcotics",
    Service.DETOX_WARD: "hazards.crisis",
    Service.PSYCHIATRIC_EMERGENCY: "hazards.crisis",
    Service.LVM: "hazards.crisis",
}
"""Service → the parameter that its clients are in proportion to, beside the number of clients."""


@dataclass(frozen=True, slots=True)
class Demand:
    """`clients`: how many ask in this draw over central values; `drivers`: the same of a service's kind of client.

    `talks`: motivational and support talks for each inquiry.
    """

    clients: float = 1.0
    drivers: Mapping[Service, float] = field(default_factory=dict)
    talks: float = 0.0

    def scale(self, service: Service) -> float:
        """Return how many times the central admissions a service has in this draw."""
        return self.clients * self.drivers.get(service, 1.0)


CENTRAL = Demand()
"""As many as at central values."""


def demand_of(parameters: Parameters, pick: Pick) -> Demand:
    """Return how many begin in a draw beside central values."""
    return Demand(
        _asks(parameters, pick) / _asks(parameters, point),
        {s: _one(parameters, path, pick) / _one(parameters, path, point) for s, path in DRIVERS.items()},
        _one(parameters, TALKS_SHARE, pick) * round(_one(parameters, TALKS_NUMBER, pick)),
    )


def _asks(parameters: Parameters, pick: Pick) -> float:
    """Return the asks a year per 10 000 adults: first ones, and again while clients stay."""
    return _one(parameters, FIRST, pick) * (1.0 + _one(parameters, AGAIN, pick) / _one(parameters, STAY, pick))


def _one(parameters: Parameters, path: str, pick: Pick) -> float:
    """Return the number of a parameter; of a step hazard its last step, which holds for most of a client's time."""
    section, _, name = path.partition(".")
    q = parameters[section][name]
    value: Value = pick(q.same_as or path, q)
    return value[-1] if isinstance(value, tuple) else value
