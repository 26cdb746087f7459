"""A county that is larger by a factor in everything that comes in numbers: adults, staff, places, other patients."""

from __future__ import annotations

from dataclasses import replace

from sim.terms.scenario import Scenario, UnitSpec


def scaled(scenario: Scenario, factor: float) -> Scenario:
    """Return `scenario` with `factor` times the adults, FTE, places and other patients, and all else as it is."""
    towns = tuple(replace(town, adults=town.adults * factor) for town in scenario.county.municipalities)
    county = replace(scenario.county, municipalities=towns)
    return replace(scenario, county=county, units=tuple(_unit(unit, factor) for unit in scenario.units))


def _unit(unit: UnitSpec, factor: float) -> UnitSpec:
    others = unit.others and replace(unit.others, arrivals_per_year=unit.others.arrivals_per_year * factor)
    places = unit.places * factor if unit.places > 0 else unit.places  # -1: caseload and hours decide
    return replace(unit, fte=unit.fte * factor, places=places, others=others)
