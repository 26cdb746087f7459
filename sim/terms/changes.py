"""Dated changes: the only way in which a design differs from today once the run has begun.

`scenarios/compose.py` makes them from a design file; `sim/model/transition.py` applies them. Nothing else knows a
reform day.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.terms.words import Part, Principal, Role, Service


@dataclass(frozen=True, slots=True)
class TurnoverRises:
    """From `day` to `until_day` the staff of `services` resign `factor` times as often as usual."""

    day: float
    services: tuple[Service, ...]
    factor: float
    until_day: float
    recruitment_lead_days: tuple[tuple[Role, float], ...]
    never_refilled_share: float
    dip: float
    recovery_days: float


@dataclass(frozen=True, slots=True)
class ResponsibilityMoves:
    """On `day` the law places `part` with `to`. Practice follows over `lag_days` (the de facto lag).

    `refers_to`: services of the new principal that a worker who knows the law points to; they answer as before.
    """

    day: float
    part: Part
    to: Principal
    lag_days: float
    refers_to: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class StaffMove:
    """What becomes of the staff of a service that changes employer.

    `follow_share` by role; of the others `stay_share` remain in social work with the old employer and the rest resign.
    `recruitment_lead_days` by role; vacated posts are `never_refilled_share` never refilled.
    Output of those who moved and of new staff starts at 1 - `dip` and recovers linearly over `recovery_days`.
    """

    follow_share: tuple[tuple[Role, float], ...]
    stay_share: float
    recruitment_lead_days: tuple[tuple[Role, float], ...]
    never_refilled_share: float
    dip: float
    recovery_days: float


@dataclass(frozen=True, slots=True)
class Handover:
    """How open cases cross: by their own worker, by a meeting with consent, or cold without it.

    Shares lost by mode; a meeting takes `hours` from each side and each unit has room for
    `meetings_per_week_per_fte`; a case waits without visits until it has crossed.
    """

    lost_with_own_worker: float
    lost_with_meeting: float
    lost_cold: float
    consent_share: float
    hours: float
    meetings_per_week_per_fte: float


@dataclass(frozen=True, slots=True)
class ServiceMoves:
    """On `day` every unit of `service` gets `to` for employer, staff and cases as `staff` and `handover` say."""

    day: float
    service: Service
    to: Principal
    staff: StaffMove
    handover: Handover
    lag_days: float


@dataclass(frozen=True, slots=True)
class RuleChanges:
    """On `day` one rule of a service takes another value (`rule` is a field of `scenario.Rules`)."""

    day: float
    service: Service
    rule: str
    value: float | bool


Change = TurnoverRises | ResponsibilityMoves | ServiceMoves | RuleChanges
