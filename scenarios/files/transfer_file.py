"""The shape of [transfer]: who becomes responsible for what, in which waves, and what becomes of staff and cases."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from scenarios.files.fields import (
    In,
    OneOrByRole,
    OpenPartName,
    PrincipalName,
    RoleName,
    ServiceName,
    Strict,
    SubstanceName,
    reader,
)
from scenarios.files.forms import Forms, LaterName
from scenarios.files.service_file import Days, Share
from sim.terms.quantity import Quantity
from sim.terms.words import Level, name_of

BY = (Level.DISTRICT, Level.MUNICIPALITY)
By = Annotated[
    Level,
    BeforeValidator(reader(Level, BY)),
    WithJsonSchema({"type": "string", "enum": [name_of(level) for level in BY]}),
]


class HandoverTable(Strict):
    """How open cases cross the boundary."""

    lost_with_own_worker: Share
    lost_with_meeting: Share
    lost_cold: Share
    consent_share: Share
    hours: Annotated[Quantity, In("hours")]
    meetings_per_week_per_fte: Annotated[Quantity, In("per week per FTE")]
    limit_days: Days


class WaveTable(Strict):
    """The districts (or municipalities) whose day this is; until `dual_until` both principals admit there."""

    day: date
    districts: tuple[str, ...] | None = Field(default=None, strict=False)
    municipalities: tuple[str, ...] | None = Field(default=None, strict=False)
    dual_until: date | None = None


class TransferTable(Strict):
    """A dated transfer. All after `lag_days` is needed only if services move with their staff, or may be left out.

    `substances`: for clients of these alone: their responsibility, doors and assessors, and no services. Absent: all.
    `cites_law_share`: workers of the old principal who come to cite the law and refuse (absent: nobody does).
    `waves` are named, or go by the county file's districts or municipalities (`waves_by`), one every
    `wave_interval_days`, each with `wave_dual_days` of dual running; if both are there, those named hold.
    `keeps`: services that keep their task with the old principal although the part moves.
    `refers_to`: services of the new principal that a worker who knows the law points to, by part.
    `follow_share`: one share or one per role; `follow_fte`: a number of posts per role instead, wherever they go.
    `follow_factor_per_travel_hour`: on those who follow, where the post moves to another town.
    `form`: how staff go over, one for all roles or one for each; `form_in`: otherwise in some municipalities. A loan or
    a contract ends on the day `until`, and `then` says what follows (a loan without it: they return). Of those who go
    over with the undertaking `objection_share` object. `staff_from`: the municipalities whose staff follow at all.
    `informed_share` of staff have a clear offer, which takes `information_effect` of the rise in turnover away
    and `information_on_following` of those who decline, beside `informed_usual` of them where the shares were seen.
    `absence_share` is the usual sick leave, `absence_factor` times as high for `absence_days`.
    `ladder_steps_lost`: steps of the cooperation ladder that each district loses on its day.
    """

    announced: date
    day: date
    moves: tuple[OpenPartName, ...] = Field(strict=False)
    services: tuple[ServiceName, ...] = Field(strict=False)
    to: PrincipalName
    substances: tuple[SubstanceName, ...] | None = Field(default=None, strict=False)
    lag_days: Days
    cites_law_share: Share | None = None
    waves: tuple[WaveTable, ...] | None = Field(default=None, strict=False)
    waves_by: By | None = None
    wave_interval_days: Days | None = None
    wave_dual_days: Days | None = None
    keeps: tuple[ServiceName, ...] = Field(default=(), strict=False)
    refers_to: dict[OpenPartName, Annotated[tuple[ServiceName, ...], Field(strict=False)]] = Field(default_factory=dict)
    form: Forms | None = None
    form_in: dict[str, Forms] = Field(default_factory=dict)
    until: date | None = None
    then: LaterName | None = None
    staff_from: tuple[str, ...] | None = Field(default=None, strict=False)
    objection_share: Share | None = None
    follow_share: OneOrByRole[Share] | None = None
    follow_factor_per_travel_hour: Annotated[Quantity, In("factor")] | None = None
    follow_fte: dict[RoleName, Annotated[Quantity, In("FTE")]] | None = None
    stay_share: Share | None = None
    recruitment_lead_days: OneOrByRole[Days] | None = None
    never_refilled_share: Share | None = None
    productivity_dip: Share | None = None
    productivity_recovery_days: Days | None = None
    turnover_factor: Annotated[Quantity, In("factor")] | None = None
    turnover_days_after: Days | None = None
    informed_share: Share | None = None
    information_effect: Share | None = None
    information_on_following: Share | None = None
    informed_usual: Share | None = None
    locum_share: Share | None = None
    locum_lead_days: Days | None = None
    locum_contract_days: Days | None = None
    absence_share: Share | None = None
    absence_factor: Annotated[Quantity, In("factor")] | None = None
    absence_days: Days | None = None
    know_methods_share: Share | None = None
    training_days: Days | None = None
    ladder_steps_lost: Annotated[Quantity, In("steps")] | None = None
    handover: HandoverTable | None = None
