"""The levers of coordination: one table for what parameters hold, what a design may set and what the model reads."""

from __future__ import annotations

from typing import Annotated, get_args

from scenarios.files.fields import In, Strict
from scenarios.files.parameters import ParameterField, Parameters, taken
from scenarios.files.service_file import Days, Share
from sim.terms.coordination import Content, Levers
from sim.terms.quantity import Pick, Quantity, number, numbers
from sim.terms.words import names_of

FactorQuantity = Annotated[Quantity, In("factor")]
Hours = Annotated[Quantity, In("hours")]
SECTION = "coordination"


class LeversTable(Strict):
    """Levers by name, each a quantity; what they mean: `sim.terms.coordination.Levers`."""

    days_per_step: Days | None = None
    key_person_leaves: Annotated[Quantity, In("per year")] | None = None
    key_person_factor: FactorQuantity | None = None
    step_lost_share: Share | None = None
    process_leader_factor: FactorQuantity | None = None
    sip_shares: Annotated[Quantity, In("share", length=6)] | None = None
    sip_routine_share: Share | None = None
    sip_hours: Hours | None = None
    sip_days: Days | None = None
    warm_referral_share: Share | None = None
    conference_interval_days: Days | None = None
    conference_capacity: Annotated[Quantity, In("cases")] | None = None
    conference_hours: Hours | None = None
    dispute_routine_share: Share | None = None
    agreement_known_share: Share | None = None
    known_lost_share: Share | None = None
    misread_factor_region: FactorQuantity | None = None
    misread_factor_denied: FactorQuantity | None = None
    misread_factor_undescribed: FactorQuantity | None = None
    sip_undescribed_share: Share | None = None
    report_share: Share | None = None
    report_hours: Hours | None = None
    report_factor: FactorQuantity | None = None
    report_answered_share: Share | None = None
    report_days: Days | None = None
    shared_duty_share: Share | None = None
    stepping_in_shares: Annotated[Quantity, In("share", length=4)] | None = None
    talks_share: Share | None = None
    talks_after_days: Days | None = None
    talk_hours: Hours | None = None
    talk_interval_days: Days | None = None
    ombud_share: Share | None = None
    low_threshold_share: Share | None = None
    team_severity: Annotated[Quantity, In("severities")] | None = None
    hvb_notice_share: Share | None = None
    called_back_share: Share | None = None
    call_back_days: Days | None = None
    plan_part_days: Days | None = None
    second_inquiry_share: Share | None = None
    outreach_factor: FactorQuantity | None = None
    detection_factor: FactorQuantity | None = None
    stigma_factor: FactorQuantity | None = None
    compensation_factor: FactorQuantity | None = None


def _field(annotation: object) -> ParameterField:
    """Return the unit and length that `Annotated[Quantity, In(...)] | None` names."""
    unit: In = get_args(annotation)[0].__metadata__[0]
    return ParameterField(unit.units[0], unit.length)


LEVERS = {name: _field(info.annotation) for name, info in LeversTable.model_fields.items()}
_CONTENTS = names_of(Content)
AGREEMENTS = {
    "county_routine_share": ParameterField("share"),
    "local_agreement_share": ParameterField("share"),
    "local_routine_share": ParameterField("share"),
    "county_covers": ParameterField("share", names=_CONTENTS),
    "local_covers": ParameterField("share", names=_CONTENTS),
    "misread_known_share": ParameterField("share"),
}
ABOVE_ZERO = ("days_per_step", "conference_interval_days", "call_back_days", "talk_interval_days")


def levers(parameters: Parameters, pick: Pick) -> Levers:
    """Return today's levers."""
    return Levers(**taken(SECTION, LEVERS, parameters, pick))


def set_levers(table: LeversTable, pick: Pick) -> list[tuple[str, float | tuple[float, ...]]]:
    """Return (lever, value) for those that a design sets.

    The path is that of today's lever, so that one draw of the prior makes both high or both low.
    """
    found: list[tuple[str, float | tuple[float, ...]]] = []
    for name, field in LEVERS.items():
        given: Quantity | None = getattr(table, name)
        if given is not None:
            take = numbers if field.length else number
            found.append((name, take(pick, f"{SECTION}.{name}", given)))
    return found
