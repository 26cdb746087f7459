"""Dated changes: the only way in which a design differs from today once the run has begun.

`scenarios/compose.py` makes them from a design file; `sim/model/transition.py` applies them. Nothing else knows a
reform day. `municipalities` are indices: a design that goes by waves has one change for each wave.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.terms.closings import Closes as Closes
from sim.terms.closings import ConferencesEnd as ConferencesEnd
from sim.terms.scenario import UnitSpec
from sim.terms.staff_terms import ByRole as ByRole
from sim.terms.staff_terms import Handover as Handover
from sim.terms.staff_terms import Loan as Loan
from sim.terms.staff_terms import Locums as Locums
from sim.terms.staff_terms import StaffMove as StaffMove
from sim.terms.words import Disorder, Measure, Part, Principal, Role, Service, Substance

Posts = tuple[tuple[Role, tuple[Service, ...], float], ...]
"""(role, services that give the posts up, FTE); no services: new posts, from nobody."""


@dataclass(frozen=True, slots=True)
class TurnoverRises:
    """From `day` to `until_day` the staff of `services` in `municipalities` resign `factor` times as often as usual.

    Posts that fall vacant by it are recruited to after `recruitment_lead_days`, or never; new staff start with a `dip`.
    """

    day: float
    services: tuple[Service, ...]
    municipalities: tuple[int, ...]
    factor: float
    until_day: float
    recruitment_lead_days: ByRole
    never_refilled_share: float
    dip: float
    recovery_days: float


@dataclass(frozen=True, slots=True)
class ResponsibilityMoves:
    """On `day` the law places `part` with `to`. Practice follows over `lag_days` (the de facto lag).

    `refers_to`: services of the new principal that a worker who knows the law points to; they answer as before.
    `keeps`: services of the old principal that keep their task by law. `cites_law_share`: of the other workers of the
    old principal, those who cite the law and refuse once the lag is over; the rest go on as before.
    `substances`: for clients of these alone (gambling in 2018); empty: for all.
    """

    day: float
    municipalities: tuple[int, ...]
    part: Part
    to: Principal
    lag_days: float
    refers_to: tuple[Service, ...]
    keeps: tuple[Service, ...]
    cites_law_share: float
    substances: tuple[Substance, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceMoves:
    """On `day` the units of `service` that serve `municipalities` get `to` for employer.

    A unit that serves municipalities of several waves moves with the last of them. For `dual_days` both principals
    admit, and those who do not follow work on.
    """

    day: float
    municipalities: tuple[int, ...]
    service: Service
    to: Principal
    staff: StaffMove
    handover: Handover
    lag_days: float
    dual_days: float


@dataclass(frozen=True, slots=True)
class WorkIsBought:
    """On `day` `to` buys the work of `service` in `municipalities` from whoever does it, who stays the employer.

    `to` is principal in responsibility and cost; routines, records and boundaries stay the performer's.
    """

    day: float
    municipalities: tuple[int, ...]
    service: Service
    to: Principal


@dataclass(frozen=True, slots=True)
class Relocates:
    """On `day` the units of `service` in `municipalities` become `units` (without posts: staff and clients go there).

    `digital_share`: visits held at a distance, for which nobody travels. `staff`: whoever has not been asked by another
    employer decides by the way alone, on these terms (None: all go along).
    """

    day: float
    municipalities: tuple[int, ...]
    service: Service
    units: tuple[UnitSpec, ...]
    digital_share: float
    staff: StaffMove | None = None


@dataclass(frozen=True, slots=True)
class Opens:
    """On `day` `units` of `service` open, run by `principal`, where the ladder has reached `needs_step`.

    `posts` of each unit, in the order of `units`: those that other services give up come with the people in them, from
    the same municipalities, in proportion to what each has there (never more than all); what is not there, and what
    nobody gives up, is recruited to as `staff` says. Those who get another employer decide as `staff` says; output and
    sick leave of everybody whose post is taken are as after a move, under the old employer too. From the day on which a
    unit opens, its people resign `turnover_factor` times as often as usual for `turnover_days`.
    """

    day: float
    service: Service
    principal: Principal
    units: tuple[UnitSpec, ...]
    posts: tuple[Posts, ...]
    staff: StaffMove
    needs_step: int
    turnover_factor: float
    turnover_days: float


@dataclass(frozen=True, slots=True)
class PostsAdded:
    """From `day` on there are `fte` more posts of `role` in `service`, among its units that serve `municipalities`.

    `sources`: services that give them up, those for `source_municipalities`, as far as they have them, with the people
    in them, who then resign `turnover_factor` times as often as usual for `turnover_days`. Without sources they are
    new: on `day` recruiting begins, and nobody begins before `begins`. A unit that is not there on `day` gets none.
    """

    day: float
    service: Service
    municipalities: tuple[int, ...]
    role: Role
    fte: float
    begins: float
    sources: tuple[Service, ...]
    source_municipalities: tuple[int, ...]
    staff: StaffMove
    turnover_factor: float
    turnover_days: float


@dataclass(frozen=True, slots=True)
class PostsClosed:
    """On `day` `fte` posts of `role` in `service` for `municipalities` are closed for good; their people leave."""

    day: float
    service: Service
    municipalities: tuple[int, ...]
    role: Role
    fte: float


@dataclass(frozen=True, slots=True)
class RuleChanges:
    """On `day` one rule of a service takes another value (`rule` is a field of `scenario.Rules`).

    `whom`: for those clients only who have this condition, or whose substance (or gambling) it is.
    """

    day: float
    service: Service
    rule: str
    value: float | bool | tuple[Part, ...]
    whom: Disorder | Substance | None = None


@dataclass(frozen=True, slots=True)
class DoorsChange:
    """On `day` the doors of `part` in `municipalities` become `doors`, in that order (for `substances`; empty: all)."""

    day: float
    municipalities: tuple[int, ...]
    part: Part
    doors: tuple[Service, ...]
    substances: tuple[Substance, ...] = ()


@dataclass(frozen=True, slots=True)
class AssessorChanges:
    """On `day` `assessor` begins to assess `part` in `municipalities`. None: whoever treats assesses.

    Those who wait for an inquiry wait on there; inquiries under way cross as `handover` says (None: they are finished
    where they began). `substances`: for clients of these alone; empty: for all.
    """

    day: float
    municipalities: tuple[int, ...]
    part: Part
    assessor: Service | None
    handover: Handover | None
    substances: tuple[Substance, ...] = ()


@dataclass(frozen=True, slots=True)
class LeverChanges:
    """On `day` one number of coordination takes another value (`lever` is a field of `coordination.Levers`)."""

    day: float
    lever: str
    value: float | tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LadderClimbs:
    """From `day` on the districts climb to step `to`, one step at a time; with a process leader it goes faster."""

    day: float
    districts: tuple[int, ...]
    to: int
    process_leader: bool


@dataclass(frozen=True, slots=True)
class LadderFalls:
    """On `day`, when the transfer comes, each of `districts` loses `steps` steps (a share: that chance of one more)."""

    day: float
    districts: tuple[int, ...]
    steps: float


@dataclass(frozen=True, slots=True)
class MeasureStarts:
    """On `day` a measure of coordination starts; it works in a district once the ladder has reached its step."""

    day: float
    measure: Measure


@dataclass(frozen=True, slots=True)
class ConferencesStart:
    """From `day` on `districts` hold case conferences."""

    day: float
    districts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SipPairsChange:
    """On `day` the pairs of services whose clients a SIP is for become `pairs`."""

    day: float
    pairs: tuple[tuple[Service, Service], ...]


Change = (
    TurnoverRises
    | ResponsibilityMoves
    | ServiceMoves
    | WorkIsBought
    | Relocates
    | Opens
    | PostsAdded
    | PostsClosed
    | RuleChanges
    | DoorsChange
    | AssessorChanges
    | LeverChanges
    | LadderClimbs
    | LadderFalls
    | MeasureStarts
    | ConferencesStart
    | ConferencesEnd
    | Closes
    | SipPairsChange
)
