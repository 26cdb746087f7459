"""The shape of a design file: the regime, the calendar, and what changes on which day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from scenarios.files.closes_file import ClosesTable
from scenarios.files.fields import (
    AssessorName,
    AssessorOrNone,
    GroupName,
    In,
    LevelName,
    MeasureName,
    OpenPartName,
    PrincipalName,
    RoleName,
    ServiceName,
    SomeOrAll,
    Strict,
    reader,
)
from scenarios.files.levers import LeversTable
from scenarios.files.posts_file import OneOrSeveral
from scenarios.files.price import PriceTable
from scenarios.files.service_file import RulesTable, Share
from scenarios.files.transfer_file import TransferTable
from sim.terms.quantity import Quantity
from sim.terms.words import HIGHEST_STEP, Level, name_of

Years = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
Services = Annotated[tuple[ServiceName, ...], Field(strict=False)]
Pairs = Annotated[tuple[Services, ...], Field(strict=False)]

ABOVE_MUNICIPALITY = (Level.DISTRICT, Level.HUB, Level.COUNTY)
HigherLevel = Annotated[
    Level,
    BeforeValidator(reader(Level, ABOVE_MUNICIPALITY)),
    WithJsonSchema({"type": "string", "enum": [name_of(level) for level in ABOVE_MUNICIPALITY]}),
]


class CalendarTable(Strict):
    """Day 0 and the periods before the reform day."""

    day_zero: date
    warm_up_years: Years
    baseline_years: Years


class RegimeTable(Strict):
    """Who is responsible for each part, who assesses it first, and the doors in order.

    `steps_in`: who may do the work of a part although it is placed elsewhere. `sip_pairs`: pairs of services whose
    clients a SIP is for.
    """

    responsible: dict[OpenPartName, PrincipalName]
    assessor: dict[OpenPartName, AssessorName]
    doors: dict[OpenPartName, Services]
    steps_in: dict[OpenPartName, ServiceName] = Field(default_factory=dict)
    sip_pairs: Pairs = ()


class AfterTable(Strict):
    """What replaces the regime's doors, assessors ("none": whoever treats assesses) and pairs for a SIP."""

    doors: dict[OpenPartName, Services] = Field(default_factory=dict)
    assessor: dict[OpenPartName, AssessorOrNone] = Field(default_factory=dict)
    sip_pairs: Pairs | None = None


class RelocationTable(Strict):
    """Where a service sits after the transfer, and the share of its visits held at a distance."""

    level: HigherLevel
    digital_share: Share | None = None


class OpensTable(PriceTable):
    """A service that opens: how many posts, which of them others give up, and from which step on.

    `share`, by service: of all its posts, as much as the work that goes along. `per_10000_adults` or `total`, of all
    the service's roles: beside a share they are new posts; without one `taken_from` gives up of them what it has, the
    rest is new.

    Posts that are taken from others have the price of any change (`PRICE`), said here or else in [transfer].
    """

    day: date | None = None
    level: LevelName | None = None
    principal: PrincipalName | None = None
    per_10000_adults: Annotated[Quantity, In("FTE per 10 000 adults")] | None = None
    minimum: Annotated[Quantity, In("FTE")] | None = None
    total: Annotated[Quantity, In("FTE")] | None = None
    needs_step: Annotated[int, Field(ge=0, le=HIGHEST_STEP)] | None = None
    taken_from: dict[RoleName, Services] = Field(default_factory=dict)
    share: dict[ServiceName, Share] = Field(default_factory=dict)


class NewRules(RulesTable):
    """Admission rules that a service gets; `meets`: the parts that it takes from then on."""

    meets: Annotated[tuple[OpenPartName, ...], Field(strict=False)] | None = None


class ChangedRules(NewRules):
    """Admission rules that a service gets; `only`: rules for those with one condition, substance or gambling."""

    only: dict[GroupName, NewRules] = Field(default_factory=dict)


class CoordinationTable(LeversTable):
    """What coordination becomes from a day on: steps of the ladder, measures, conferences, and any lever by name.

    `conferences_end`: the day from which no case conferences are held, in all districts or in `conferences_end_in`.
    """

    from_day: date | None = Field(default=None, alias="from")
    steps: tuple[int, ...] = Field(default=(), strict=False)
    measures: tuple[MeasureName, ...] = Field(default=(), strict=False)
    process_leader: bool = False
    case_conferences: SomeOrAll = False
    conferences_end: date | None = None
    conferences_end_in: tuple[str, ...] | None = Field(default=None, strict=False)


class DesignFile(Strict):
    """A design, with all that it extends. `pillars`: those of SOU 2021:93 that it carries out."""

    format: Literal[1] = 1
    title_sv: str
    title_en: str
    summary_sv: str
    summary_en: str
    extends: str | None = None
    pillars: tuple[Annotated[int, Field(ge=1, le=10)], ...] = Field(default=(), strict=False)
    calendar: CalendarTable
    regime: RegimeTable
    transfer: TransferTable | None = None
    relocation: dict[ServiceName, RelocationTable] = Field(default_factory=dict)
    opens: dict[ServiceName, OpensTable] = Field(default_factory=dict)
    posts: dict[ServiceName, OneOrSeveral] = Field(default_factory=dict)
    closes: dict[ServiceName, ClosesTable] = Field(default_factory=dict)
    after: AfterTable = Field(default_factory=AfterTable)
    coordination: CoordinationTable | None = None
    rules: dict[ServiceName, ChangedRules] = Field(default_factory=dict)
