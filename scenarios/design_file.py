"""The shape of a design file: the regime, the calendar, and what changes on which day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from scenarios.fields import In, OneOrByRole, OpenPartName, PrincipalName, RoleName, ServiceName, Strict
from scenarios.service_file import Days, RulesTable, Share
from sim.terms.quantity import Quantity

Years = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class CalendarTable(Strict):
    """Day 0 and the periods before the reform day."""

    day_zero: date
    warm_up_years: Years
    baseline_years: Years


class RegimeTable(Strict):
    """Who is responsible for each part, who assesses it first, and the doors in order."""

    responsible: dict[OpenPartName, PrincipalName]
    assessor: dict[OpenPartName, ServiceName]
    doors: dict[OpenPartName, Annotated[tuple[ServiceName, ...], Field(strict=False)]]


class HandoverTable(Strict):
    """How open cases cross the boundary."""

    lost_with_own_worker: Share
    lost_with_meeting: Share
    lost_cold: Share
    consent_share: Share
    hours: Annotated[Quantity, In("hours")]
    meetings_per_week_per_fte: Annotated[Quantity, In("per week per FTE")]


class TransferTable(Strict):
    """A dated transfer. All after `lag_days` is needed only if services move with their staff.

    `refers_to`: services of the new principal that a worker who knows the law points to, by part.
    `follow_share`: one share or one per role; `follow_fte`: a number of posts per role instead.
    """

    announced: date
    day: date
    moves: tuple[OpenPartName, ...] = Field(strict=False)
    services: tuple[ServiceName, ...] = Field(strict=False)
    to: PrincipalName
    lag_days: Days
    refers_to: dict[OpenPartName, Annotated[tuple[ServiceName, ...], Field(strict=False)]] = Field(default_factory=dict)
    follow_share: OneOrByRole[Share] | None = None
    follow_fte: dict[RoleName, Annotated[Quantity, In("FTE")]] | None = None
    stay_share: Share | None = None
    recruitment_lead_days: OneOrByRole[Days] | None = None
    never_refilled_share: Share | None = None
    productivity_dip: Share | None = None
    productivity_recovery_days: Days | None = None
    turnover_factor: Annotated[Quantity, In("factor")] | None = None
    turnover_days_after: Days | None = None
    handover: HandoverTable | None = None


class DesignFile(Strict):
    """A design, with all that it extends."""

    title_sv: str
    title_en: str
    summary_sv: str
    summary_en: str
    extends: str | None = None
    calendar: CalendarTable
    regime: RegimeTable
    transfer: TransferTable | None = None
    rules: dict[ServiceName, RulesTable] = Field(default_factory=dict)
