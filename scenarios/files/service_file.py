"""The shape of services.toml: one table per service, with its roles, rules, care plan and other patients."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from scenarios.files.fields import In, LevelName, PartName, PrincipalName, RoleName, ServiceName, Strict
from sim.terms.quantity import Quantity

Days = Annotated[Quantity, In("days")]
Share = Annotated[Quantity, In("share")]
Severity = Annotated[Quantity, In("severity")]
SpreadQuantity = Annotated[Quantity, In("days, log-sd", length=2)]  # not said: a unit
StepHazard = Annotated[Quantity, In("per day", length=4)]


class RulesTable(Strict):
    """Admission rules that may be set or changed; one that is absent does not exist in the service."""

    sobriety_days: Days | None = None
    sobriety_share: Share | None = None
    treat_addiction_first_share: Share | None = None
    treat_psychiatry_first_share: Share | None = None
    floor: Severity | None = None
    ceiling: Severity | None = None
    other_ceiling: Severity | None = None
    dual_diagnosis_required: bool | None = None
    offers_methods: bool | None = None
    discharges_for_use_share: Share | None = None


class ServiceRules(RulesTable):
    """The rules of a service and the parts that it treats."""

    meets: tuple[PartName, ...] = Field(strict=False)


class Method(Strict):
    """One method among the visits of a plan: how many visits, its weight in the mix, and who has it in a group."""

    number: Annotated[Quantity, In("visits")]
    weight: Annotated[Quantity, In("weight")]
    group_share: Share | None = None


class PlanTable(Strict):
    """A care plan: visits by method, or a stay of drawn length; what is absent does not happen.

    Visits come every `interval_days`, or so often that there are `samples_per_month`. `holds`: true severity up to
    which it treats a need; where it is absent, any.
    """

    visits: dict[str, Method] | None = None
    stay_days: SpreadQuantity | None = None
    interval_days: Days | None = None
    samples_per_month: Annotated[Quantity, In("samples a month")] | None = None
    hours_per_visit: Annotated[Quantity, In("hours")]
    booking_days: SpreadQuantity
    sample_share: Share | None = None
    no_show: Share | None = None
    missed_limit: Annotated[Quantity, In("visits")] | None = None
    leaving: StepHazard | None = None
    met_share: Share | None = None
    detects: Annotated[Quantity, In("share", length=4)]
    sober_visits: Annotated[Quantity, In("visits")] | None = None
    holds: Severity | None = None
    group_hours_factor: Annotated[Quantity, In("factor")] | None = None
    is_assessment: bool = False
    supports_waiting: bool = False


class OthersTable(Strict):
    """People outside the model: by the wait that is to be met (`target_wait_days`), by demand over supply
    (`demand_ratio`), or as many as, with the clients, fill the pool to the county's utilisation (`to_mark`).
    """

    target_wait_days: Days | None = None
    demand_ratio: Annotated[Quantity, In("factor")] | None = None
    to_mark: bool = False
    days_in_care: Days
    giving_up: StepHazard
    urgent_share: Share
    client_share: Share | None = None


class ServiceTable(Strict):
    """One service. `same_as`: the service whose work it does and whose numbers it has, but for those of its own.

    Without `caseload_per_fte` hours alone decide how many clients a post holds.
    """

    title_sv: str
    title_en: str
    same_as: ServiceName | None = None
    principal: PrincipalName
    level: LevelName
    caseload_per_fte: Annotated[Quantity, In("clients per FTE")] | None = None  # not said: a unit
    hours_per_fte_year: Annotated[Quantity, In("hours a year")]
    direct_share: Share
    roles: dict[RoleName, Share]
    rules: ServiceRules
    plan: PlanTable
    others: OthersTable | None = None
    neuropsychiatric: OthersTable | None = None


class ServicesFile(RootModel[dict[ServiceName, ServiceTable]]):
    """services.toml: service name → table."""
