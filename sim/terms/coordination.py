"""Coordination between services (section 6): what there is of it today, and the numbers that a design may change.

Every number is a lever: a design changes it on a day (`sim.terms.changes.LeverChanges`). One that today does not have
holds its neutral value.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from sim.terms.words import Part, Service


class Content(IntEnum):
    """What an agreement may say (VA bilaga 2) that opens a measure here."""

    DIVISION = 0  # the division of labour between municipality and region
    SIP = 1  # how to work with the individual plan
    FOLLOW_UP = 2  # that the agreement is followed up
    LVM = 3  # people in compulsory care
    SHARED_DUTY = 4  # psychosocial treatment is a duty of both


@dataclass(frozen=True, slots=True)
class Levers:
    """Numbers of coordination: shares in [0, 1], days, hours, factors.

    Ladder: `days_per_step` to climb one step (and to win back a lost one), `key_person_leaves` a year (manager or
    process leader) times `key_person_factor`, `step_lost_share`: chance that a step goes with them,
    `process_leader_factor` on the days.
    SIP: `sip_shares` by step of the ladder 0-5, `sip_routine_share` where SIP is routine, `sip_hours` of staff on all
    sides, `sip_days` that its coordinator works. `warm_referral_share`: where warm referrals are a measure.
    Conferences: `conference_interval_days`, `conference_capacity` cases, `conference_hours` a case, all sides.
    Disputes: `dispute_routine_share`: municipalities given a routine beside what agreements say;
    `agreement_known_share`: staff who know the agreement; misreading falls with it, and a routine is used where one of
    two does. `known_lost_share`: of that knowledge, what goes with each lost step of the ladder.
    Misreading, factors: `misread_factor_region` for the region's services, `misread_factor_denied` where another has
    said no already, `misread_factor_undescribed` where no agreement describes the division.
    `sip_undescribed_share`: of the usual SIPs, where no agreement says how.
    Reports: `report_share` of failures seen, `report_hours`, `report_factor` on the days of a dispute;
    `report_answered_share` of those about clients whom nobody takes end with somebody who must, after `report_days`.
    `shared_duty_share`: clients whose psychosocial treatment the clinic shares where an agreement says that both do.
    `stepping_in_shares`: chance by part (psychosocial, medical, psychiatric, social) that another service takes a need
    that nobody takes. `talks_share`: of those who have a client, who step in with talks for a need that nobody begins
    to treat, at a refusal or after `talks_after_days`, `talk_hours` every `talk_interval_days`.
    Contact: `ombud_share` of those who stand without anybody whom an ombud with room takes on,
    `low_threshold_share` of clients who choose that door where there is one.
    `team_severity`: sum of the severities of a client's known needs from which the integrated team is asked first.
    `second_inquiry_share`: how long an inquiry is beside a whole one, where another assessor's record has come along.
    `plan_part_days`: after which a part of a SIP that nobody has begun counts as failed. `hvb_notice_share`: HVB
    admissions of which the region is told. `called_back_share`, `call_back_days`.
    Factors (1: as today): `outreach_factor` on re-seeking, `detection_factor` on seeing other needs,
    `stigma_factor` on giving up, `compensation_factor` on misreading by the region.
    """

    days_per_step: float
    key_person_leaves: float
    key_person_factor: float
    step_lost_share: float
    process_leader_factor: float
    sip_shares: tuple[float, ...]
    sip_routine_share: float
    sip_hours: float
    sip_days: float
    warm_referral_share: float
    conference_interval_days: float
    conference_capacity: float
    conference_hours: float
    dispute_routine_share: float
    agreement_known_share: float
    known_lost_share: float
    misread_factor_region: float
    misread_factor_denied: float
    misread_factor_undescribed: float
    sip_undescribed_share: float
    report_share: float
    report_hours: float
    report_factor: float
    report_answered_share: float
    report_days: float
    shared_duty_share: float
    stepping_in_shares: tuple[float, ...]
    talks_share: float
    talks_after_days: float
    talk_hours: float
    talk_interval_days: float
    ombud_share: float
    low_threshold_share: float
    team_severity: float
    hvb_notice_share: float
    called_back_share: float
    call_back_days: float
    plan_part_days: float
    second_inquiry_share: float
    outreach_factor: float
    detection_factor: float
    stigma_factor: float
    compensation_factor: float


@dataclass(frozen=True, slots=True)
class Agreements:
    """Shares of agreements with a dispute routine and other contents (VA bilaga 2); 0 or 1 where the county's is known.

    `county_routine`: the county agreement has one; `local`: each municipality has a local agreement; `local_routine`: a
    local one has a routine. `county_covers`, `local_covers`: by `Content`, the share of agreements that say it.
    `misread_known_share`: the knowledge of the agreement at which the share of misread answers holds.
    """

    county_routine: float
    local: tuple[float, ...]
    local_routine: float
    county_covers: tuple[float, ...]
    local_covers: tuple[float, ...]
    misread_known_share: float


@dataclass(frozen=True, slots=True)
class Coordination:
    """How services coordinate on day 0.

    `ladder`: step of the cooperation ladder by district. `conferences`: whether each district has case conferences.
    `sip_pairs`: pairs of services whose clients a SIP is for; set by pair, never by principal. `steps_in`: by part, the
    service that may do the work although it is placed elsewhere, None if none does.
    """

    levers: Levers
    agreements: Agreements
    ladder: tuple[int, ...]
    conferences: tuple[bool, ...]
    sip_pairs: tuple[tuple[Service, Service], ...]
    steps_in: tuple[Service | None, ...]


def pair_needs_sip(pairs: tuple[tuple[Service, Service], ...], one: Service, other: Service) -> bool:
    """Return whether two services are a pair whose clients a SIP is for, in either order."""
    return (one, other) in pairs or (other, one) in pairs


PARTS_OF_LISTS = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC, Part.SOCIAL)
"""The order in which `stepping_in_shares` and `steps_in` name parts."""
