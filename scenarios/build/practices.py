"""What a municipality does differently: what its county file says, else drawn once per draw from what was counted.

All that nobody knows hangs on one number of a draw (`municipal.unknown_practices`), which is mixed with the names of
municipality and practice: one more municipality changes nobody else's. At the central value of that number each
municipality that nobody knows is the average of them all, so that central values are what they were without it.
Factors have the mean 1 over what is drawn (of small municipalities: over the country): a county as a whole inquires,
samples, treats and refers as was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from scenarios.build.places import places_of
from scenarios.build.services import DAYS_A_MONTH
from scenarios.files.county_file import CountyFile, PracticeTable
from scenarios.files.names import path_of
from scenarios.files.parameters import ParameterField, Parameters, taken
from scenarios.files.service_file import ServicesFile
from sim.terms.local import LocalPractice
from sim.terms.quantity import Pick, number
from sim.terms.scenario import County, Municipality
from sim.terms.total import total
from sim.terms.words import Service, name_of

SECTION, UNKNOWN = "municipal", "unknown_practices"
SPECIALISTS = (Service.ADULT_PSYCHIATRY, Service.ADDICTION_CLINIC)
"""Whose units are near or far (VA 4.5.1)."""
_SHARE, _FACTOR = ParameterField("share"), ParameterField("factor")
_TESTS = "tests a month per 10 000 adults"  # not said: a unit
FIELDS = {
    UNKNOWN: ParameterField("level"),
    "asi_share": _SHARE,
    "detected_without_asi_factor": _FACTOR,
    "tests_counted": ParameterField("tests", length=4),
    "tests_a_month": ParameterField(_TESTS),
    "tests_are_practice_share": _SHARE,
    "substitutes_share": _SHARE,
    "one_team_share": _SHARE,
    "one_team_factor": _FACTOR,
    "small_adults": ParameterField("persons"),
    "small_population_share": _SHARE,
    "easier_factor": _FACTOR,
    "far_minutes": ParameterField("minutes"),
    "wider_ceiling": ParameterField("severity"),
}
ABOVE_ZERO = ("tests_a_month",)
OFFERED = "offered"
"""Where the share of municipalities that offer a method stands, by method."""
PER = 10_000.0


def method_names(services: ServicesFile) -> tuple[str, ...]:
    """Return the methods of outpatient treatment, in the order of its plan."""
    return tuple(services.root[Service.MUNICIPAL_OUTPATIENT].plan.visits or {})


def fields_of(methods: tuple[str, ...]) -> dict[str, ParameterField]:
    """Return what parameters hold about municipalities: `FIELDS` and a share for every method."""
    return {**FIELDS, OFFERED: ParameterField("share", names=methods)}


def group_shares(services: ServicesFile, pick: Pick) -> tuple[float, ...]:
    """Return the share of each method's clients who have it in a group, in the order of the plan."""
    path = f"services.{name_of(Service.MUNICIPAL_OUTPATIENT)}.plan.visits"
    visits = services.root[Service.MUNICIPAL_OUTPATIENT].plan.visits or {}
    return tuple(
        0.0 if method.group_share is None else number(pick, f"{path}.{name}.group_share", method.group_share)
        for name, method in visits.items()
    )


def samples_per_month(services: ServicesFile, pick: Pick) -> float:
    """Return how often somebody who documents sobriety leaves a sample, over all municipalities (a month)."""
    plan = services.root[Service.SOBRIETY_DOCUMENTATION].plan
    path = f"services.{name_of(Service.SOBRIETY_DOCUMENTATION)}.plan"
    if plan.samples_per_month is not None:
        return number(pick, f"{path}.samples_per_month", plan.samples_per_month)
    assert plan.interval_days is not None, "a plan that passed the checks says one of the two"
    return DAYS_A_MONTH / number(pick, f"{path}.interval_days", plan.interval_days)


@dataclass(frozen=True, slots=True)
class Luck:
    """What decides where nobody knows: the draw's number, or None at central values."""

    draw: float | None

    def uniform(self, *names: str) -> float | None:
        """Return the number in (0, 1) of a municipality's practice; None at central values: the average of all."""
        if self.draw is None:
            return None
        mixed = sha256("/".join((repr(self.draw), *names)).encode()).digest()
        return ((int.from_bytes(mixed[:8], "big") >> 11) + 0.5) / 2.0**53

    def share(self, known: bool | None, usual: float, *names: str) -> float:
        """Return 1 where something is done, 0 where not, the `usual` share at central values."""
        if known is not None:
            return float(known)
        u = self.uniform(*names)
        return usual if u is None else float(u < usual)


def with_practices(
    county: County, file: CountyFile, services: ServicesFile, parameters: Parameters, pick: Pick
) -> County:
    """Return the county with what each municipality does."""
    names = method_names(services)
    numbers = taken(SECTION, fields_of(names), parameters, pick)
    central = parameters[SECTION][UNKNOWN].value
    luck = Luck(None if numbers[UNKNOWN] == central else float(numbers[UNKNOWN]))
    near = sorted({hub for s in SPECIALISTS for hub in _hubs(s, file, services, county)})
    usual_groups, usual_samples = group_shares(services, pick), samples_per_month(services, pick)
    towns = []
    for town in county.municipalities:
        known = file.municipalities[town.name].practice or PracticeTable()
        path = path_of("county", "municipalities", town.name, "practice")
        counted = known.tests_per_month
        tests = None if counted is None else number(pick, f"{path}.tests_per_month", counted)
        samples = _samples(town, tests, luck, numbers)
        own = known.samples_per_month
        often = None if own is None else number(pick, f"{path}.samples_per_month", own)
        practice = LocalPractice(
            inquiry_detects=beside_mean(
                1.0 - luck.share(known.asi, numbers["asi_share"], town.name, "asi"),
                1.0 - numbers["asi_share"],
                numbers["detected_without_asi_factor"],
            ),
            samples=samples,
            methods=_methods(town, known, luck, names, numbers[OFFERED]),
            groups=_groups(town, known, luck, names, usual_groups),
            documentation=samples if often is None else often / usual_samples,
            substitutes_share=numbers["substitutes_share"],
            easier_factor=beside_mean(
                float(_easier(town, known, numbers)), numbers["small_population_share"], numbers["easier_factor"]
            ),
            one_team_factor=beside_mean(
                luck.share(known.one_team, numbers["one_team_share"], town.name, "one_team"),
                numbers["one_team_share"],
                numbers["one_team_factor"],
            ),
            wider_ceiling=numbers["wider_ceiling"] if _wider(town, known, near, numbers) else 0.0,
        )
        towns.append(replace(town, practice=practice))
    return replace(county, municipalities=tuple(towns))


def beside_mean(share: float, usual: float, factor: float) -> float:
    """Return the factor of a municipality where a share `share` of the work has `factor`, beside the mean of all.

    `usual`: that share over all municipalities; so the mean over them is 1. 1 too where all the work has the factor 0.
    """
    whole = 1.0 - usual * (1.0 - factor)
    return (1.0 - share * (1.0 - factor)) / whole if whole > 0.0 else 1.0


def _samples(town: Municipality, tests: float | None, luck: Luck, numbers: dict[str, Any]) -> float:
    """Return the factor on the share of visits with a sample: how often it tests beside the mean of those that counted.

    Only a share of what differs is practice; the rest is that municipalities are larger or smaller (NB 7.1 tells of no
    size).
    """
    counted: Sequence[float] = numbers["tests_counted"]
    u = luck.uniform(town.name, "tests")
    if tests is not None:
        often = tests / (town.adults / PER) / numbers["tests_a_month"]
    elif u is None:
        return 1.0
    else:
        often = counted[int(u * len(counted))] * len(counted) / total(counted)
    return max(0.0, 1.0 + numbers["tests_are_practice_share"] * (often - 1.0))


def _methods(
    town: Municipality, known: PracticeTable, luck: Luck, names: Sequence[str], usual: Sequence[float]
) -> tuple[float, ...]:
    """Return the factor on each method's weight: more where few offer it, since table 1 counts all together."""
    factors = []
    for name, share in zip(names, usual, strict=True):
        said = None if known.methods is None else name in known.methods
        offered = luck.share(said, share, town.name, "method", name)
        factors.append(offered / share if share > 0.0 else offered)
    return tuple(factors)


def _groups(
    town: Municipality, known: PracticeTable, luck: Luck, names: Sequence[str], usual: Sequence[float]
) -> tuple[float, ...]:
    """Return the share of each method's clients who have it in a group: where it has the group all, elsewhere none.

    `usual`: the share of municipalities that have the group (NB table 2), and so that of clients over all of them.
    Empty at central values where nobody knows: as the plan says.
    """
    if known.groups is None and luck.draw is None:
        return ()
    shares = []
    for name, share in zip(names, usual, strict=True):
        said = None if known.groups is None else name in known.groups
        shares.append(luck.share(said, share, town.name, "group", name))
    return tuple(shares)


def _easier(town: Municipality, known: PracticeTable, numbers: dict[str, Any]) -> bool:
    """Whether cooperation is easy since few know each other: in small municipalities, unless the file says (VA 4.3)."""
    said = known.easier_cooperation
    return town.adults < numbers["small_adults"] if said is None else said


def _wider(town: Municipality, known: PracticeTable, near: Sequence[int], numbers: dict[str, Any]) -> bool:
    """Whether primary care takes more: where no specialist unit is near, unless the file says (VA 4.5.1)."""
    if known.primary_care_wider is not None:
        return known.primary_care_wider
    return all(town.minutes_to_hub[hub] > numbers["far_minutes"] for hub in near)


def _hubs(service: Service, file: CountyFile, services: ServicesFile, county: County) -> list[int]:
    """Return the hubs at which a service has a unit."""
    if service not in file.staffing:
        return []
    places = places_of(service, services.root[service].level, file, county)
    return [place.hub for place in places if place.hub >= 0]
