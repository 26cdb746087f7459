"""The terms on which staff and cases change employer: who follows, how posts are refilled, how cases cross."""

from __future__ import annotations

from dataclasses import dataclass

from sim.terms.words import Role

ByRole = tuple[tuple[Role, float], ...]


@dataclass(frozen=True, slots=True)
class Locums:
    """Hired staff in vacant posts: a `share` of them, after `lead_days`, each for `contract_days` and then another."""

    share: float
    lead_days: float
    contract_days: float


@dataclass(frozen=True, slots=True)
class Loan:
    """Staff of `roles` are lent: all go along until `until_day`, and their employer stays.

    Then they return with their posts to the old employer's social work; with `offer`, those go over whom the follow
    share says.
    """

    roles: tuple[Role, ...]
    until_day: float
    offer: bool


@dataclass(frozen=True, slots=True)
class StaffMove:
    """What becomes of the staff of posts that change employer.

    `follow_share` by role; of the others `stay_share` remain in social work with the old employer and the rest resign.
    `recruitment_lead_days` by role; vacated posts are `never_refilled_share` never refilled.
    Output of those who moved and of new staff starts at 1 - `dip` and recovers linearly over `recovery_days`.
    `absence`: further share of output lost to sick leave for `absence_days`.
    `know_methods_share`: new staff who know the psychosocial methods; others learn them in `training_days`.
    `follow_factor_per_hour` by role: on the share that follows, for an hour of travel to another town (absent: none).
    """

    follow_share: ByRole
    stay_share: float
    recruitment_lead_days: ByRole
    never_refilled_share: float
    dip: float
    recovery_days: float
    absence: float
    absence_days: float
    know_methods_share: float
    training_days: float
    locums: Locums
    loan: Loan | None = None
    follow_factor_per_hour: ByRole = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """How open cases cross: by their own worker, by a meeting with consent, or cold without it.

    Shares lost by mode; a meeting takes `hours` from each side, and each side has room for
    `meetings_per_week_per_fte`; a case waits without visits until it has crossed, unless both sides still work.
    One that has waited so for `limit_days` is lost.
    """

    lost_with_own_worker: float
    lost_with_meeting: float
    lost_cold: float
    consent_share: float
    hours: float
    meetings_per_week_per_fte: float
    limit_days: float
