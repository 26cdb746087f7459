"""What bends the risk clocks and attendance: pure functions of plain values.

Hazards are products `base x condition factors` (section 3); the bases are in `sim.terms.scenario.Hazards`.
"""

from __future__ import annotations

from sim.terms.scenario import Hazards, Practice

LARGEST_STRAIN = 100.0  # times the places: above it `MOST_MISSED` holds anyway
MOST_MISSED = 0.9  # a chance, so below 1: an assumption that bites only at extreme travel or load


def giving_up_factor(hazards: Hazards, refusals: int, supported: bool, resting: bool) -> float:
    """Return the factor on giving up: more with every refusal, less with support, none while parked or assessed."""
    if resting:
        return 0.0
    factor: float = hazards.giving_up_factor_refusal**refusals
    return factor * hazards.giving_up_factor_supported if supported else factor


def relapse_factor(hazards: Hazards, in_addiction_care: bool, psychiatric_untreated: bool) -> float:
    """Return the factor on relapse: treatment lowers it (A025 over A023), an untreated psychiatric need raises it."""
    factor = hazards.relapse_factor_in_care if in_addiction_care else 1.0
    return factor * hazards.relapse_factor_untreated_psychiatric if psychiatric_untreated else factor


def abstaining_factor(hazards: Hazards, in_addiction_care: bool) -> float:
    """Return the factor on starting to abstain."""
    return hazards.abstaining_factor_in_care if in_addiction_care else 1.0


def leaving_factor(hazards: Hazards, other_untreated: bool) -> float:
    """Return the factor on leaving treatment: the other need, open and untreated, raises it; there is no bonus."""
    return hazards.leaving_factor_untreated_other if other_untreated else 1.0


def reseeking_factor(hazards: Hazards, any_open_need: bool, active_use: bool) -> float:
    """Return the factor on asking for help again: lower for those who are well (no open need, or not using)."""
    return 1.0 if any_open_need and active_use else hazards.reseeking_factor_well


def miss_probability(practice: Practice, no_show: float, travel_hours: float, load: float, engagement: float) -> float:
    """Return the chance that a visit is missed.

    No-show of the service, raised by each hour of travel and by load above 1 (visits spaced out), and spread over
    clients by `engagement` in [0, 1], whose mean leaves the service's own no-show unchanged.
    """
    if no_show <= 0.0:
        return 0.0
    strained = practice.no_show_factor_per_load ** min(load - 1.0, LARGEST_STRAIN) if load > 1.0 else 1.0
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
