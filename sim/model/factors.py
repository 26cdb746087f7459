"""What bends the risk clocks and attendance: pure functions of plain values.

Hazards are products `base x condition factors` (section 3); the bases are in `sim.terms.scenario.Hazards`.
"""

from __future__ import annotations

from sim.terms.hazards import Steps
from sim.terms.scenario import Hazards, Practice

LARGEST_STRAIN = 100.0  # times the places: above it `MOST_MISSED` holds anyway
MOST_MISSED = 0.9  # a chance, so below 1: an assumption that bites only at extreme travel or load


def giving_up_factor(hazards: Hazards, refusals: int, supported: bool, resting: bool) -> float:
    """Return the factor on giving up: more with every refusal, less with support, none while parked or assessed."""
    if resting:
        return 0.0
    factor: float = hazards.giving_up_factor_refusal**refusals
    return factor * hazards.giving_up_factor_supported if supported else factor


def relapse_factor(
    hazards: Hazards, in_addiction_care: bool, psychiatric_untreated: bool, social_untreated: bool = False
) -> float:
    """Return the factor on relapse: treatment lowers it (A025 over A023), another untreated need raises it."""
    factor = hazards.relapse_factor_in_care if in_addiction_care else 1.0
    if psychiatric_untreated:
        factor *= hazards.relapse_factor_untreated_psychiatric
    return factor * hazards.relapse_factor_untreated_social if social_untreated else factor


def abstaining_factor(hazards: Hazards, in_addiction_care: bool) -> float:
    """Return the factor on starting to abstain."""
    return hazards.abstaining_factor_in_care if in_addiction_care else 1.0


def leaving_factor(
    hazards: Hazards, other_untreated: bool, social_untreated: bool = False, travel_hours: float = 0.0
) -> float:
    """Return the factor on leaving treatment: other needs, open and untreated, and the way there raise it; no bonus."""
    factor = hazards.leaving_factor_untreated_other if other_untreated else 1.0
    if social_untreated:
        factor *= hazards.leaving_factor_untreated_social
    return float(factor * hazards.leaving_factor_per_travel_hour**travel_hours) if travel_hours > 0.0 else factor


def reseeking_factor(hazards: Hazards, any_open_need: bool, active_use: bool) -> float:
    """Return the factor on asking for help again: lower for those who are well (no open need, or not using)."""
    return 1.0 if any_open_need and active_use else hazards.reseeking_factor_well


def crisis_steps(hazards: Hazards) -> Steps:
    """Return the hazard of a crisis by days since the last one, before the factors of `crisis_factor`.

    The base is solved for: at the mix of `hazards.crisis_mix` the mean over time in active use is `hazards.crisis`
    whatever the factors are, so that they say who is in crisis and when, not how many (A313).
    """
    untreated, alone, soon = hazards.crisis_mix
    base = hazards.crisis / (
        (1.0 + untreated * (hazards.crisis_factor_untreated_psychiatric - 1.0))
        * (1.0 + alone * (hazards.crisis_factor_left_alone - 1.0))
        * (1.0 + soon * (hazards.crisis_factor_soon_again - 1.0))
    )
    return base * hazards.crisis_factor_soon_again, base, base, base


def crisis_factor(hazards: Hazards, severity: float, psychiatric_untreated: bool, left_alone: bool) -> float:
    """Return the factor on crises of somebody in active use."""
    factor = 2.0 * severity  # mean severity is about one half: the mean hazard stays at the base
    if psychiatric_untreated:
        factor *= hazards.crisis_factor_untreated_psychiatric
    return factor * hazards.crisis_factor_left_alone if left_alone else factor


def falls_with(severity: float, falls: float) -> float:
    """Return the factor in [0, 2] on a chance that falls with severity: 1 at one half, linear, none if `falls` is 0."""
    return 1.0 + falls * (1.0 - 2.0 * severity)


def miss_probability(
    practice: Practice,
    no_show: float,
    travel_hours: float,
    load: float,
    engagement: float,
    social_untreated: bool = False,
    started: bool = True,
) -> float:
    """Return the chance that a visit is missed.

    No-show of the service, raised by each hour of travel (more until a first visit has been kept, `started`), by load
    above 1 (visits spaced out) and by an untreated social need, and spread over clients by `engagement` in [0, 1],
    whose mean leaves the service's own no-show unchanged.
    """
    if no_show <= 0.0:
        return 0.0
    strained = practice.no_show_factor_per_load ** min(load - 1.0, LARGEST_STRAIN) if load > 1.0 else 1.0
    if social_untreated:
        strained *= practice.no_show_factor_untreated_social
    if not started:
        strained *= practice.no_show_factor_first_visit_per_travel_hour**travel_hours
    chance = no_show * (1.5 - engagement) * practice.no_show_factor_per_travel_hour**travel_hours * strained
    return float(min(chance, MOST_MISSED))


def productivity(days_since: float, dip: float, recovery_days: float) -> float:
    """Return the share of normal output `days_since` a move or a start, in [1 - dip, 1].

    Linear from 1 - `dip` to 1 over `recovery_days`. Source: assumptions A031, A032. Raises ValueError if `dip` is
    outside [0, 1].
    """
    if not 0.0 <= dip <= 1.0:
        raise ValueError(f"dip must be in [0, 1], got {dip}")
    if recovery_days <= 0.0 or days_since >= recovery_days:
        return 1.0
    return 1.0 - dip * (1.0 - max(days_since, 0.0) / recovery_days)
