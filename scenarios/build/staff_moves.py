"""What [transfer] says of staff, in the model's terms: who follows, who is recruited, who stands in, who is ill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenarios.files.design_file import DesignFile
from scenarios.files.forms import Form, form_of
from scenarios.files.transfer_file import TransferTable
from sim.terms.changes import ByRole, Loan, Locums, StaffMove
from sim.terms.quantity import Pick, Quantity, number
from sim.terms.scenario import ServiceSpec, UnitSpec
from sim.terms.words import Role, Service

NO_LOCUMS = Locums(0.0, 0.0, 0.0)


def staff_by_role(
    services: Sequence[Service], specs: tuple[ServiceSpec, ...], units: tuple[UnitSpec, ...]
) -> dict[Role, float]:
    """Return the FTE of each role in `services`."""
    fte: dict[Role, float] = {}
    for unit in units:
        if unit.service in services:
            for role, share in specs[unit.service].roles:
                fte[role] = fte.get(role, 0.0) + share * unit.fte
    return fte


def staff_offered(design: DesignFile, specs: tuple[ServiceSpec, ...], units: tuple[UnitSpec, ...]) -> dict[Role, float]:
    """Return the FTE of each role that a transfer asks to follow: of services that move, and posts that openings take.

    Whoever assesses before treatment is asked by way of the assessment that opens.
    """
    fte = staff_by_role(design.transfer.services if design.transfer else (), specs, units)
    for opening in design.opens.values():
        for service, share in opening.share.items():
            for role, there in staff_by_role((service,), specs, units).items():
                fte[role] = fte.get(role, 0.0) + there * float(share.value)  # type: ignore[arg-type]
    return fte


def by_role(
    given: Quantity | Mapping[Role, Quantity] | None, roles: Sequence[Role], path: str, pick: Pick
) -> dict[Role, float]:
    """Return a number for each of `roles` that `given` names (one quantity names all)."""
    if given is None:
        return {}
    if isinstance(given, Quantity):
        value = number(pick, path, given)
        return dict.fromkeys(roles, value)
    return {r: number(pick, f"{path}.{r.name.lower()}", given[r]) for r in roles if r in given}


class Staff:
    """The numbers of a transfer's staff, each taken once; without a transfer everybody follows and nothing dips."""

    def __init__(self, transfer: TransferTable | None, have: Mapping[Role, float], pick: Pick) -> None:
        self.transfer, self.pick = transfer, pick
        every = tuple(Role)
        lead = transfer.recruitment_lead_days if transfer else None
        self.lead = by_role(lead, every, "transfer.recruitment_lead_days", pick)
        self.follow = by_role(transfer.follow_share if transfer else None, every, "transfer.follow_share", pick)
        posts = by_role(transfer.follow_fte if transfer else None, every, "transfer.follow_fte", pick)
        self.counted = frozenset(posts)
        for role, fte in posts.items():
            self.follow[role] = min(1.0, fte / have[role]) if have.get(role) else 0.0

    def one(self, key: str, absent: float = 0.0) -> float:
        """Return the number of one key of [transfer]."""
        q = getattr(self.transfer, key, None)
        return number(self.pick, f"transfer.{key}", q) if isinstance(q, Quantity) else absent

    def declines(self) -> float:
        """Return the factor on those who decline: a clear offer in time lowers it, beside what was usual."""
        effect = self.one("information_on_following")
        if effect == 0.0:
            return 1.0
        usual = 1.0 - effect * self.one("informed_usual")
        return (1.0 - effect * self.one("informed_share")) / usual if usual > 0.0 else 1.0

    def follows(self, role: Role, form: Form = Form.OFFER) -> float:
        """Return the share of a role that follows; posts that are counted (`follow_fte`) are as many as they say."""
        if form is Form.UNDERTAKING:
            share = 1.0 - self.one("objection_share")
        elif role in self.counted:
            return self.follow[role]
        else:
            share = self.follow.get(role, 1.0)
        factor = self.declines()
        return share if factor == 1.0 else max(0.0, 1.0 - (1.0 - share) * factor)

    def turnover_factor(self) -> float:
        """Return how much the staff's turnover rises; those who know that they have an offer stay as before."""
        told = self.one("informed_share") * self.one("information_effect")
        return 1.0 + (self.one("turnover_factor", 1.0) - 1.0) * (1.0 - told)

    def move(
        self,
        roles: Sequence[Role],
        lead: Mapping[Role, float] | None = None,
        own: Mapping[str, float] | None = None,
        form: Form | Mapping[Role, Form] | None = None,
        until: float | None = None,
        nobody: bool = False,
    ) -> StaffMove:
        """Return what becomes of staff of `roles`.

        `form`: how they go over; `until`: the day on which those who are lent return, or get what `then` says.
        `nobody`: they are not among those who follow.
        `lead`: recruitment by role where it is not the transfer's; `own`: numbers that stand in for the transfer's.
        """
        leads = self.lead if lead is None else {**self.lead, **lead}

        def one(key: str, absent: float = 0.0) -> float:
            return own[key] if own is not None and key in own else self.one(key, absent)

        return StaffMove(
            follow_share=tuple((r, 0.0 if nobody else self.follows(r, self._later(form_of(form, r)))) for r in roles),
            stay_share=self.one("stay_share"),
            recruitment_lead_days=_pairs(leads, roles),
            never_refilled_share=one("never_refilled_share"),
            dip=one("productivity_dip"),
            recovery_days=one("productivity_recovery_days"),
            absence=one("absence_share") * (one("absence_factor", 1.0) - 1.0),
            absence_days=one("absence_days"),
            know_methods_share=self.one("know_methods_share", 1.0),
            training_days=self.one("training_days"),
            locums=self.locums(),
            loan=None if nobody else self._loan(form, roles, until),
            follow_factor_per_hour=self.far(roles),
        )

    def far(self, roles: Sequence[Role]) -> ByRole:
        """Return the factor of an hour of travel by role, but for roles whose posts are counted; none where it is 1."""
        factor = self.one("follow_factor_per_travel_hour", 1.0)
        return () if factor == 1.0 else tuple((role, factor) for role in roles if role not in self.counted)

    def _later(self, form: Form) -> Form:
        """Return the form in which staff decide in the end: what follows the loan, for those who are lent."""
        then = self.transfer.then if self.transfer is not None else None
        return form if form is not Form.SECONDMENT or then is None else then

    def _loan(self, form: Form | Mapping[Role, Form] | None, roles: Sequence[Role], until: float | None) -> Loan | None:
        lent = tuple(r for r in roles if form_of(form, r) is Form.SECONDMENT)
        if not lent or until is None:
            return None
        return Loan(lent, until, offer=self.transfer is not None and self.transfer.then is not None)

    def locums(self) -> Locums:
        """Return the hired staff."""
        if self.transfer is None or self.transfer.locum_share is None:
            return NO_LOCUMS
        return Locums(self.one("locum_share"), self.one("locum_lead_days"), self.one("locum_contract_days"))

    def taken(self) -> Mapping[Role, Form]:
        """Return the forms for those whose posts an opening takes: nobody is lent to a service that opens."""
        form = self.transfer.form if self.transfer else None
        return {r: Form.UNDERTAKING if form_of(form, r) is Form.UNDERTAKING else Form.OFFER for r in Role}

    def leads(self, roles: Sequence[Role]) -> ByRole:
        """Return the recruitment leads of `roles`."""
        return _pairs(self.lead, roles)


def _pairs(values: Mapping[Role, float], roles: Sequence[Role]) -> ByRole:
    return tuple((r, values[r]) for r in roles if r in values)
