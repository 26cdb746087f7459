"""How clients come: the drawn stock of day 0 and a Poisson stream of first help-seeking per municipality."""

from __future__ import annotations

from collections.abc import Iterator

from sim.chance.distributions import exponential, microday
from sim.chance.keyed import Decision, key_of, uniform
from sim.population.person import Person, draw_person
from sim.terms.scenario import Municipality, People

DAYS_A_YEAR = 365.0


def first_seekers_per_day(municipality: Municipality, people: People) -> float:
    """Return the rate of first help-seeking, persons per day."""
    return people.first_seekers_per_10000 * municipality.adults / 10_000 / DAYS_A_YEAR


def stock_size(municipality: Municipality, people: People, exit_hazard: float, u: float) -> int:
    """Return how many clients a municipality has on day 0: inflow over the exit hazard, the fraction decided by `u`.

    At this size inflow and outflow balance, so the population stands still (section 3).
    """
    return int(first_seekers_per_day(municipality, people) / exit_hazard + u)


def draw_stock(
    seed: int, replication: int, index: int, municipality: Municipality, people: People, exit_hazard: float
) -> list[Person]:
    """Return the clients whom the municipality has on day 0, by their own count."""
    u = uniform(key_of(seed, replication, municipality.name), Decision.STOCK)
    persons = []
    for count in range(1, stock_size(municipality, people, exit_hazard, u) + 1):
        name = f"{municipality.name}-s{count:04d}"
        persons.append(draw_person(name, key_of(seed, replication, name), index, people))
    return persons


def draw_arrivals(
    seed: int, replication: int, index: int, municipality: Municipality, people: People, end_day: float
) -> Iterator[tuple[float, Person]]:
    """Yield (day, client) of first help-seeking until `end_day`, in order of time."""
    rate = first_seekers_per_day(municipality, people)
    if rate <= 0.0:
        return
    key = key_of(seed, replication, municipality.name)
    day, count = 0.0, 0
    while True:
        count += 1
        day = microday(day + exponential(uniform(key, Decision.ARRIVAL_GAP, nth=count)) / rate)
        if day >= end_day:
            return
        name = f"{municipality.name}-{count:04d}"
        yield day, draw_person(name, key_of(seed, replication, name), index, people)
