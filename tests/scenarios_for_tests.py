"""Builders of tiny scenarios, whose every number stands here; Norrbotten in miniature is in `tests.miniature`.

    tiny(services=(spec(Service.MUNICIPAL_OUTPATIENT, ...),), units=(unit(Service.MUNICIPAL_OUTPATIENT, fte=2.0),))

A tiny scenario is quiet: nobody gives up, relapses, is in crisis, asks again, misses a visit or is refused, until the
test says otherwise. It reads no file, so that no edit of a parameter changes it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sim.terms.calendar import Calendar
from sim.terms.changes import (
    ByRole,
    Change,
    Handover,
    Locums,
    Posts,
    ServiceMoves,
    StaffMove,
)
from sim.terms.coordination import Agreements, Coordination, Levers
from sim.terms.scenario import (
    County,
    Hazards,
    Municipality,
    Others,
    People,
    Plan,
    Practice,
    ReferralTerms,
    Regime,
    Rules,
    Scenario,
    ServiceSpec,
    UnitSpec,
)
from sim.terms.words import Level, Line, Part, Principal, Role, Service

NONE = (0.0, 0.0, 0.0, 0.0)
"""Steps of a hazard that there is not."""

ALL = tuple(range(20))
"""All municipalities of any county of the tests."""

NO_LOCUMS = Locums(0.0, 0.0, 0.0)

SOON = 1e-12
"""A hazard per day so small that it never shows; for steps that must be above 0."""

WITHOUT_DRAWING = 1e6
"""Hours a year: so many that caseload alone decides the places."""

MUNICIPAL = frozenset(
    {
        Service.SOCIAL_SERVICES,
        Service.MUNICIPAL_OUTPATIENT,
        Service.HVB,
        Service.HOUSING_SUPPORT,
        Service.PERSONAL_OMBUD,
    }
)
MEETS = {
    Service.MUNICIPAL_OUTPATIENT: (Part.PSYCHOSOCIAL,),
    Service.HVB: (Part.PSYCHOSOCIAL,),
    Service.LVM: (Part.ACUTE, Part.PSYCHOSOCIAL),
    Service.HOUSING_SUPPORT: (Part.SOCIAL,),
    Service.PRIMARY_CARE: (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC),
    Service.ADULT_PSYCHIATRY: (Part.PSYCHIATRIC,),
    Service.ADDICTION_CLINIC: (Part.MEDICAL,),
    Service.LARO: (Part.MEDICAL,),
    Service.DETOX_WARD: (Part.ACUTE,),
    Service.PSYCHIATRIC_EMERGENCY: (Part.ACUTE,),
}


# Tiny scenarios -------------------------------------------------------------------------------------------------------


def open_rules(service: Service, **changed: Any) -> Rules:
    """Return rules that refuse nobody who asks for what `service` meets."""
    neutral = Rules(
        meets=MEETS.get(service, ()),
        sobriety_days=0.0,
        sobriety_share=0.0,
        treat_addiction_first_share=0.0,
        treat_psychiatry_first_share=0.0,
        floor=0.0,
        ceiling=1.0,
        other_ceiling=1.0,
        dual_diagnosis_required=False,
        offers_methods=True,
        discharges_for_use_share=0.0,
    )
    return replace(neutral, **changed)


def plan(**changed: Any) -> Plan:
    """Return a plan of 4 visits, one a week, that nobody misses or leaves and that sees no other need."""
    neutral = Plan(
        visits=((4, 1.0),),
        interval_days=7.0,
        hours_per_visit=1.0,
        stay_days=(0.0, 0.0),
        booking_days=(0.0, 0.0),
        sample_share=0.0,
        no_show=0.0,
        missed_limit=3,
        leaving=NONE,
        met_share=1.0,
        detects=NONE,
        is_assessment=False,
        supports_waiting=False,
        sober_visits=0,
        holds=1.0,
    )
    return replace(neutral, **changed)


def spec(
    service: Service,
    *,
    care: Plan | None = None,
    rules: Rules | None = None,
    principal: Principal | None = None,
    role: Role = Role.TREATMENT_WORKER,
    caseload: float = 10.0,
    hours: float = WITHOUT_DRAWING,
) -> ServiceSpec:
    """Return a service of one role that its places, not its hours, limit."""
    by = Principal.MUNICIPALITY if service in MUNICIPAL else Principal.REGION
    return ServiceSpec(
        service=service,
        stands_for=service,
        principal=by if principal is None else principal,
        level=Level.COUNTY,
        roles=((role, 1.0),),
        caseload_per_fte=caseload,
        hours_per_fte_year=hours,
        direct_share=1.0,
        rules=open_rules(service) if rules is None else rules,
        plan=plan() if care is None else care,
    )


def unit(
    service: Service,
    *,
    fte: float = 1.0,
    places: float = -1.0,
    others: Others | None = None,
    towns: tuple[int, ...] = (0,),
    place: str = "here",
) -> UnitSpec:
    """Return a unit that serves `towns` and lies where they live."""
    return UnitSpec(
        service=service,
        line=Line.ORDINARY,
        place=place,
        municipalities=towns,
        hub=-1,
        fte=fte,
        places=places,
        others=others,
    )


def posts_of(fte: float, *by: tuple[Role, float, tuple[Service, ...]]) -> Posts:
    """Return the posts of a unit that opens: `by` role its share, and the services that give them up."""
    return tuple((role, services, fte * share) for role, share, services in by)


def people(**changed: Any) -> People:
    """Return people with addiction alone, who ask municipal outpatient care first."""
    neutral = People(
        first_seekers_per_10000=20.0,
        woman_share=0.4,
        comorbid_share_women=0.0,
        comorbid_share_men=0.0,
        age_comorbid=(43.0, 13.0),
        age_others=(58.0, 13.0),
        substance_weights=(1.0, 0.0, 0.0, 0.0, 0.0),
        opioid_share_of_narcotics=0.0,
        disorder_weights=(1.0, 0.0, 0.0, 0.0, 0.0),
        social_share=0.0,
        social_share_comorbid=0.0,
        medical_share=0.0,
        addiction_severity=(2.0, 2.0),
        psychiatric_severity=(2.0, 2.0),
        social_severity=(2.0, 2.0),
        relatives_share=0.0,
        door_weights=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0),
        door_weights_comorbid=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0),
        presents_psychiatric_share=0.0,
        stock_active_share=1.0,
        stock_seeking_share=0.0,
        stock_in_care_shares=NONE,
        stock_met_shares=NONE,
        stock_days_since_contact=400.0,
        stock_opioid_in_care_share=0.0,
        stock_parked_share=0.0,
    )
    return replace(neutral, **changed)


def hazards(**changed: Any) -> Hazards:
    """Return risks that never strike but leaving the county."""
    neutral = Hazards(
        giving_up=NONE,
        giving_up_after_days=0.0,
        giving_up_factor_supported=1.0,
        giving_up_factor_refusal=1.0,
        withdrawing=0.0,
        relapse=NONE,
        relapse_factor_in_care=1.0,
        relapse_factor_untreated_psychiatric=1.0,
        relapse_factor_untreated_social=1.0,
        abstaining=NONE,
        abstaining_factor_in_care=1.0,
        leaving_factor_untreated_other=1.0,
        leaving_factor_untreated_social=1.0,
        leaving_factor_per_travel_hour=1.0,
        crisis=0.0,
        crisis_factor_untreated_psychiatric=1.0,
        crisis_factor_left_alone=1.0,
        crisis_factor_soon_again=1.0,
        crisis_mix=(0.0, 0.0, 0.0),
        left_alone_days=30.0,
        reseeking=NONE,
        reseeking_factor_well=1.0,
        asking_factor_per_travel_hour=1.0,
        exit=0.0005,
        death_share_of_exits=0.5,
        psychiatric_reopens_at_relapse=0.0,
        social_reopens_at_relapse=0.0,
    )
    return replace(neutral, **changed)


SURE = ReferralTerms(handling_days=(7.0, 0.0), lost_share=0.0, warm_share=0.0, shared_record_share=1.0)
"""A letter that takes a week and always arrives, from a service whose records everybody reads."""


def practice(**changed: Any) -> Practice:
    """Return services that make no mistake and clients who always turn up."""
    neutral = {
        "within": SURE,
        "between": SURE,
        "letter_hours": 0.5,
        "warm_hours": 2.0,
        "warm_share_after_assessment": 0.0,
        "warm_lost_share": 0.0,
        "turns_up_alone_share": 1.0,
        "rating_noise": 0.0,
        "misread_share": 0.0,
        "dispute_days_with_routine": (30.0, 0.0),
        "dispute_days_without": (90.0, 0.0),
        "dispute_never_settled_share": 0.0,
        "no_consent_share": 0.0,
        "not_eligible_share": 0.0,
        "municipal_losses_factor": 1.0,
        "not_eligible_falls_with_severity": 0.0,
        "met_falls_with_severity": 0.0,
        "psychosis_longest_plan_share": 0.0,
        "psychosis_visits": 0.0,
        "no_show_factor_per_travel_hour": 1.0,
        "no_show_factor_first_visit_per_travel_hour": 1.0,
        "no_show_factor_untreated_social": 1.0,
        "no_show_factor_per_load": 1.0,
        "relatives_contact_per_day": 0.0,
        "relatives_catch_lost_share": 0.0,
        "hvb_severity": 2.0,
        "assessment_valid_days": 365.0,
        "medical_wanted_share": 1.0,
        "psychosocial_wanted_share": 1.0,
        "social_wanted_share": 1.0,
        "urgent_severity": 2.0,
        "detox_share_of_crises": 1.0,
        "lvm_share_of_crises": 0.0,
        "turnover_per_year": 0.0,
        "talks_share": 0.0,
        "talks_number": 4.0,
        "talks_interval_days": 10.0,
        "leaves_samples_share": 1.0,
        "first_look_share": 1.0,
        "asks_anew_share": 0.0,
        "nobody_there_days": 90.0,
        "crisis_without_bed_days": 1.5,
        "no_is_heeded_days": 0.0,
        "care_elsewhere_supports_share": 0.0,
    }
    return Practice(**{**neutral, **changed})  # type: ignore[arg-type]


def levers(**changed: Any) -> Levers:
    """Return coordination that does nothing: no plans, no reports, nobody steps in, no key person leaves."""
    neutral = Levers(
        days_per_step=100.0,
        key_person_leaves=0.0,
        key_person_factor=1.0,
        step_lost_share=0.0,
        process_leader_factor=1.0,
        sip_shares=(0.0,) * 6,
        sip_routine_share=0.0,
        sip_hours=8.0,
        sip_days=365.0,
        warm_referral_share=0.0,
        conference_interval_days=28.0,
        conference_capacity=6.0,
        conference_hours=1.5,
        dispute_routine_share=0.0,
        agreement_known_share=0.2,
        known_lost_share=0.0,
        misread_factor_region=1.0,
        misread_factor_denied=1.0,
        misread_factor_undescribed=1.0,
        sip_undescribed_share=1.0,
        report_share=0.0,
        report_hours=1.0,
        report_factor=1.0,
        report_answered_share=0.0,
        report_days=30.0,
        shared_duty_share=0.0,
        stepping_in_shares=NONE,
        talks_share=1.0,
        talks_after_days=0.0,
        talk_hours=0.0,
        talk_interval_days=28.0,
        ombud_share=0.0,
        low_threshold_share=0.0,
        team_severity=0.0,
        hvb_notice_share=0.0,
        called_back_share=0.0,
        call_back_days=30.0,
        plan_part_days=90.0,
        second_inquiry_share=1.0,
        outreach_factor=1.0,
        detection_factor=1.0,
        stigma_factor=1.0,
        compensation_factor=1.0,
    )
    return replace(neutral, **changed)


def coordination(
    *, ladder: int = 0, routine: float = 1.0, conferences: bool = False, towns: int = 1, **changed: Any
) -> Coordination:
    """Return one district on a step of the ladder; every dispute has a routine; levers as `changed` says."""
    return Coordination(
        levers=levers(**changed),
        agreements=Agreements(
            county_routine=routine,
            local=(0.0,) * towns,
            local_routine=0.0,
            county_covers=(1.0,) * 4 + (0.0,),  # everything but the shared duty
            local_covers=(0.0,) * 5,
            misread_known_share=0.2,
        ),
        ladder=(ladder,),
        conferences=(conferences,),
        sip_pairs=((Service.MUNICIPAL_OUTPATIENT, Service.ADULT_PSYCHIATRY),),
        steps_in=(Service.ADDICTION_CLINIC, None, Service.MUNICIPAL_OUTPATIENT, None),
    )


TODAY = Regime(
    responsible=(Principal.MUNICIPALITY, Principal.REGION, Principal.REGION, Principal.MUNICIPALITY),
    assessor=(None, None, None, None),
    doors=(
        (Service.MUNICIPAL_OUTPATIENT,),
        (Service.ADDICTION_CLINIC,),
        (Service.ADULT_PSYCHIATRY,),
        (Service.HOUSING_SUPPORT,),
    ),
)
"""Today's responsibilities; nobody assesses apart."""


def tiny(
    services: tuple[ServiceSpec, ...],
    units: tuple[UnitSpec, ...],
    *,
    towns: tuple[tuple[str, float], ...] = (("Byn", 10_000.0),),
    warm_up: int = 0,
    baseline: int = 0,
    after: int = 730,
    who: People | None = None,
    risks: Hazards | None = None,
    ways: Practice | None = None,
    together: Coordination | None = None,
    regime: Regime = TODAY,
    changes: tuple[Change, ...] = (),
    name: str = "tiny",
) -> Scenario:
    """Return a scenario of these services and units; `towns` are (name, adults), all in one district and hub."""
    return Scenario(
        name=name,
        county=County(
            "tiny", "Tiny", tuple(Municipality(n, adults, 0, 0, (0.0,)) for n, adults in towns), ("only",), ("hub",)
        ),
        calendar=Calendar(date(2025, 1, 1), warm_up, baseline, after),
        services=services,
        units=units,
        regime=regime,
        people=people() if who is None else who,
        hazards=hazards() if risks is None else risks,
        practice=practice() if ways is None else ways,
        coordination=coordination(towns=len(towns)) if together is None else together,
        changes=changes,
    )


# Changes --------------------------------------------------------------------------------------------------------------


def move(
    service: Service,
    *,
    day: float,
    role: Role,
    follow: float = 1.0,
    to: Principal = Principal.REGION,
    stay: float = 0.5,
    lead_days: float = 0.0,
    never_refilled: float = 0.0,
    dip: float = 0.0,
    lag_days: float = 0.0,
    lost: float = 0.0,
    consent: float = 1.0,
    meetings: float = 5.0,
    limit_days: float = 90.0,
    dual_days: float = 0.0,
    towns: tuple[int, ...] = ALL,
    absence: float = 0.0,
    know_methods: float = 1.0,
    training_days: float = 0.0,
    locums: Locums = NO_LOCUMS,
) -> ServiceMoves:
    """Return a service that changes employer; as it stands everybody follows, nothing dips and nothing is lost."""
    return ServiceMoves(
        day=day,
        municipalities=towns,
        service=service,
        to=to,
        staff=staff_move(
            ((role, follow),),
            stay_share=stay,
            recruitment_lead_days=((role, lead_days),),
            never_refilled_share=never_refilled,
            dip=dip,
            recovery_days=425.0,
            absence=absence,
            absence_days=365.0,
            know_methods_share=know_methods,
            training_days=training_days,
            locums=locums,
        ),
        handover=Handover(
            lost_with_own_worker=lost,
            lost_with_meeting=lost,
            lost_cold=lost,
            consent_share=consent,
            hours=1.5,
            meetings_per_week_per_fte=meetings,
            limit_days=limit_days,
        ),
        lag_days=lag_days,
        dual_days=dual_days,
    )


def staff_move(follow_share: ByRole = (), **changed: Any) -> StaffMove:
    """Return terms on which everybody follows, knows the methods and works as before."""
    neutral = StaffMove(
        follow_share=follow_share,
        stay_share=0.5,
        recruitment_lead_days=(),
        never_refilled_share=0.0,
        dip=0.0,
        recovery_days=0.0,
        absence=0.0,
        absence_days=0.0,
        know_methods_share=1.0,
        training_days=0.0,
        locums=NO_LOCUMS,
    )
    return replace(neutral, **changed)
