"""One small run, whose every number stands here, has the log it had yesterday.

The scenario reads no file: edits of parameters, counties, services and designs leave it alone. Only the model changes
it. If that was meant, put the new digest below and say **Numbers change** in CHANGELOG.md; if not, it is a bug.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from sim.model import simulate
from sim.terms.changes import (
    DoorsChange,
    LadderClimbs,
    LadderFalls,
    LeverChanges,
    Locums,
    MeasureStarts,
    Opens,
    Relocates,
    ResponsibilityMoves,
    RuleChanges,
    TurnoverRises,
)
from sim.terms.scenario import Others, Plan, ReferralTerms, Regime, Scenario, UnitSpec
from sim.terms.staff_terms import Loan
from sim.terms.words import Kind, Line, Measure, Part, Principal, Role, Service
from tests.scenarios_for_tests import (
    TODAY,
    coordination,
    hazards,
    move,
    open_rules,
    people,
    plan,
    posts_of,
    practice,
    spec,
    staff_move,
    tiny,
    unit,
)

pytestmark = pytest.mark.both_builds

ROOT = Path(__file__).resolve().parents[2]
DIGEST = "f0c8b06f7f3d59efed4effcde1ef05207a6d173bd53d0183d50ca7c562657a60"
"""SHA-256 of the canonical log: rows in order, clients, units, workers."""

EVENTS = 13823
"""How many rows it has, so that a failure says at once whether much or little changed."""

TOWNS = (("Östby", 9_000.0), ("Västby", 4_000.0))
BOTH = (0, 1)


def busy(**changed: object) -> Plan:
    """Return a plan in which everything may happen."""
    usual = plan(
        visits=((4, 0.6), (10, 0.4)),
        booking_days=(6.0, 0.6),
        sample_share=0.4,
        no_show=0.15,
        leaving=(0.004, 0.003, 0.002, 0.001),
        met_share=0.4,
        detects=(0.8, 0.4, 0.5, 0.5),
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def eventful() -> Scenario:
    """Return two towns, nine services and a transfer, with some of everything that the model can do."""
    patience = (0.01, 0.008, 0.004, 0.002)
    services = (
        spec(
            Service.SOCIAL_SERVICES,
            care=busy(
                stay_days=(30.0, 0.5), interval_days=10.0, hours_per_visit=2.5, is_assessment=True, met_share=0.0
            ),
            role=Role.SOCIAL_WORKER,
            caseload=25.0,
        ),
        spec(
            Service.MUNICIPAL_OUTPATIENT,
            care=busy(),
            rules=open_rules(
                Service.MUNICIPAL_OUTPATIENT,
                treat_psychiatry_first_share=0.1,
                other_ceiling=0.8,
                discharges_for_use_share=0.05,
            ),
            hours=450.0,
        ),
        spec(Service.HVB, care=busy(stay_days=(100.0, 0.5), no_show=0.0), role=Role.WARD_STAFF),
        spec(Service.LVM, care=busy(stay_days=(150.0, 0.2), no_show=0.0), role=Role.WARD_STAFF),
        spec(Service.HOUSING_SUPPORT, care=busy(stay_days=(300.0, 0.6)), role=Role.HOUSING_WORKER),
        spec(
            Service.PRIMARY_CARE,
            care=busy(interval_days=21.0),
            rules=open_rules(Service.PRIMARY_CARE, ceiling=0.45),
            role=Role.NURSE,
        ),
        spec(
            Service.ADULT_PSYCHIATRY,
            care=busy(interval_days=21.0),
            rules=open_rules(
                Service.ADULT_PSYCHIATRY,
                sobriety_days=90.0,
                sobriety_share=0.5,
                treat_addiction_first_share=0.2,
                floor=0.5,
            ),
            role=Role.NURSE,
        ),
        spec(Service.ADDICTION_CLINIC, care=busy(interval_days=21.0), role=Role.NURSE),
        spec(
            Service.INTEGRATED_TEAM,
            care=busy(stay_days=(200.0, 0.4), visits=()),
            rules=replace(open_rules(Service.INTEGRATED_TEAM), meets=(Part.PSYCHOSOCIAL, Part.PSYCHIATRIC)),
            principal=Principal.JOINT,
            role=Role.NURSE,
        ),
        spec(Service.LOW_THRESHOLD_CLINIC, care=busy(), role=Role.NURSE),
        spec(Service.PERSONAL_OMBUD, care=busy(stay_days=(200.0, 0.4), visits=()), role=Role.OMBUD),
        spec(Service.DETOX_WARD, care=busy(stay_days=(5.0, 0.4), interval_days=1.0, no_show=0.0), role=Role.WARD_STAFF),
    )
    units = (
        unit(Service.SOCIAL_SERVICES, fte=0.8, towns=(0,), place="Östby"),
        unit(Service.SOCIAL_SERVICES, fte=0.5, towns=(1,), place="Västby"),
        unit(Service.MUNICIPAL_OUTPATIENT, fte=3.4, towns=(0,), place="Östby"),
        unit(Service.MUNICIPAL_OUTPATIENT, fte=0.6, towns=(1,), place="Västby"),
        unit(Service.HVB, places=3.0, towns=BOTH),
        unit(Service.LVM, places=float("inf"), towns=BOTH),
        unit(Service.HOUSING_SUPPORT, fte=1.0, towns=BOTH),
        unit(Service.PRIMARY_CARE, fte=2.0, others=Others(60.0, 90.0, patience, 0.1, 0.0), towns=BOTH),
        unit(Service.ADULT_PSYCHIATRY, fte=3.0, others=Others(110.0, 120.0, patience, 0.12, 40.0), towns=BOTH),
        unit(Service.ADDICTION_CLINIC, fte=1.0, towns=BOTH),
        unit(Service.PERSONAL_OMBUD, fte=0.4, towns=BOTH),
        unit(Service.DETOX_WARD, places=2.0, others=Others(60.0, 5.0, (0.1, 0.05, 0.01, 0.01), 0.5, 0.0), towns=BOTH),
    )
    regime = Regime(
        responsible=TODAY.responsible,
        assessor=(Service.SOCIAL_SERVICES, None, None, Service.SOCIAL_SERVICES),
        doors=(
            (Service.MUNICIPAL_OUTPATIENT, Service.PRIMARY_CARE),
            (Service.ADDICTION_CLINIC, Service.PRIMARY_CARE),
            (Service.PRIMARY_CARE, Service.ADULT_PSYCHIATRY),
            (Service.HOUSING_SUPPORT,),
        ),
    )
    who = people(
        first_seekers_per_10000=26.0,
        comorbid_share_women=0.64,
        comorbid_share_men=0.52,
        substance_weights=(0.45, 0.2, 0.3, 0.04, 0.01),
        disorder_weights=(0.4, 0.2, 0.15, 0.1, 0.15),
        social_share=0.35,
        social_share_comorbid=0.55,
        medical_share=0.45,
        relatives_share=0.4,
        door_weights=(0.4, 0.2, 0.2, 0.1, 0.0, 0.1),
        door_weights_comorbid=(0.3, 0.1, 0.2, 0.1, 0.2, 0.1),
        presents_psychiatric_share=0.5,
        stock_active_share=0.75,
        stock_seeking_share=0.05,
        stock_in_care_shares=(0.05, 0.05, 0.05, 0.05),
        stock_met_shares=(0.15, 0.15, 0.12, 0.2),
        stock_parked_share=0.05,
    )
    risks = hazards(
        giving_up=patience,
        giving_up_factor_supported=0.7,
        giving_up_factor_refusal=1.2,
        withdrawing=0.0006,
        relapse=(0.02, 0.007, 0.005, 0.001),
        relapse_factor_in_care=0.4,
        relapse_factor_untreated_psychiatric=1.3,
        abstaining=(0.004, 0.003, 0.0025, 0.0025),
        abstaining_factor_in_care=3.0,
        leaving_factor_untreated_other=1.35,
        crisis=0.001,
        reseeking=(0.002, 0.0015, 0.001, 0.0005),
        reseeking_factor_well=0.25,
        exit=0.0004,
        psychiatric_reopens_at_relapse=0.4,
        social_reopens_at_relapse=0.2,
    )
    ways = practice(
        within=ReferralTerms((7.0, 0.5), 0.07, 0.2, 0.8),
        between=ReferralTerms((14.0, 0.5), 0.15, 0.1, 0.1),
        turns_up_alone_share=0.9,
        rating_noise=0.08,
        misread_share=0.1,
        dispute_never_settled_share=0.25,
        no_consent_share=0.08,
        not_eligible_share=0.03,
        municipal_losses_factor=1.0,
        no_show_factor_per_load=1.3,
        relatives_contact_per_day=0.06,
        relatives_catch_lost_share=0.5,
        hvb_severity=0.7,
        medical_wanted_share=0.6,
        psychosocial_wanted_share=0.6,
        social_wanted_share=0.6,
        urgent_severity=0.85,
        detox_share_of_crises=0.65,
        lvm_share_of_crises=0.1,
        turnover_per_year=0.3,
        talks_share=0.3,
        talks_number=3.0,
    )
    together = coordination(
        ladder=2, routine=0.5, conferences=True, towns=2, key_person_leaves=0.5, step_lost_share=0.6,
        sip_shares=(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), warm_referral_share=0.5, report_share=0.6, report_factor=0.5,
        report_answered_share=0.8,
        stepping_in_shares=(0.3, 0.0, 0.3, 0.0), ombud_share=0.5, low_threshold_share=0.3, team_severity=0.9,
    )  # fmt: skip
    moved = Service.MUNICIPAL_OUTPATIENT
    of_team = posts_of(1.5, (Role.NURSE, 1.0, (Service.ADULT_PSYCHIATRY,)))
    of_clinic = posts_of(0.5, (Role.NURSE, 1.0, ()))
    everyone = UnitSpec(
        service=Service.INTEGRATED_TEAM,
        line=Line.ORDINARY,
        place="team",
        municipalities=BOTH,
        hub=-1,
        fte=1.5,
        places=-1.0,
        others=None,
    )
    clinic = UnitSpec(
        service=Service.LOW_THRESHOLD_CLINIC,
        line=Line.ORDINARY,
        place="clinic",
        municipalities=BOTH,
        hub=-1,
        fte=0.5,
        places=-1.0,
        others=None,
    )
    centre = UnitSpec(
        service=moved, line=Line.ORDINARY, place="centre", municipalities=BOTH, hub=0, fte=0.0, places=-1.0, others=None
    )
    lead = ((Role.TREATMENT_WORKER, 90.0),)
    lent = move(Service.HOUSING_SUPPORT, day=450.0, role=Role.HOUSING_WORKER)
    changes = (
        TurnoverRises(
            day=200.0,
            services=(moved,),
            municipalities=BOTH,
            factor=2.0,
            until_day=700.0,
            recruitment_lead_days=lead,
            never_refilled_share=0.1,
            dip=0.2,
            recovery_days=200.0,
        ),
        ResponsibilityMoves(
            day=400.0,
            municipalities=BOTH,
            part=Part.PSYCHOSOCIAL,
            to=Principal.REGION,
            lag_days=180.0,
            refers_to=(Service.ADDICTION_CLINIC,),
            keeps=(),
            cites_law_share=1.0,
        ),
        move(
            moved,
            day=400.0,
            role=Role.TREATMENT_WORKER,
            follow=0.5,
            lead_days=90.0,
            never_refilled=0.4,
            dip=0.2,
            lag_days=180.0,
            lost=0.3,
            consent=0.9,
            towns=(1,),
        ),
        move(
            moved,
            day=460.0,
            role=Role.TREATMENT_WORKER,
            follow=0.2,
            stay=0.6,
            lead_days=120.0,
            never_refilled=0.6,
            dip=0.2,
            lag_days=90.0,
            lost=0.4,
            consent=0.9,
            meetings=6.0,
            dual_days=60.0,
            towns=(0,),
            absence=0.02,
            know_methods=0.5,
            training_days=100.0,
            locums=Locums(1.0, 10.0, 40.0),
        ),
        replace(lent, staff=replace(lent.staff, loan=Loan((Role.HOUSING_WORKER,), 600.0, offer=False))),
        Relocates(460.0, BOTH, moved, (centre,), 0.2),
        Opens(
            day=480.0,
            service=Service.INTEGRATED_TEAM,
            principal=Principal.JOINT,
            units=(everyone,),
            posts=(of_team,),
            staff=staff_move(),
            needs_step=0,
            turnover_factor=1.0,
            turnover_days=0.0,
        ),
        Opens(
            day=480.0,
            service=Service.LOW_THRESHOLD_CLINIC,
            principal=Principal.REGION,
            units=(clinic,),
            posts=(of_clinic,),
            staff=staff_move(),
            needs_step=0,
            turnover_factor=1.0,
            turnover_days=0.0,
        ),
        DoorsChange(480.0, BOTH, Part.PSYCHIATRIC, (Service.INTEGRATED_TEAM, *regime.doors[Part.PSYCHIATRIC])),
        LadderFalls(460.0, (0,), 1.0),
        LadderClimbs(470.0, (0,), 5, process_leader=True),
        MeasureStarts(470.0, Measure.WARM_REFERRALS),
        LeverChanges(490.0, "outreach_factor", 1.5),
        LeverChanges(490.0, "called_back_share", 0.8),
        RuleChanges(500.0, Service.ADULT_PSYCHIATRY, "sobriety_days", 30.0),
    )
    return tiny(
        services, units, towns=TOWNS, warm_up=200, baseline=200, after=500, who=who, risks=risks, ways=ways,
        together=together, regime=regime, changes=tuple(sorted(changes, key=lambda c: c.day)), name="eventful",
    )  # fmt: skip


def test_the_small_run_has_the_log_it_had_yesterday() -> None:
    log = simulate(eventful(), 1, 0)
    said = (
        "The model's results have changed. If that was meant: set DIGEST and EVENTS in this file to "
        f"{log.digest()!r} and {len(log)}, and write **Numbers change** in CHANGELOG.md, with why."
    )
    assert (log.digest(), len(log)) == (DIGEST, EVENTS), said


def test_the_small_run_has_the_same_log_on_a_processor_that_can_do_less() -> None:
    asked = f"{__file__}::{test_the_small_run_has_the_log_it_had_yesterday.__name__}"
    without = {**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(beyond_the_least()), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", asked],
        cwd=ROOT,
        env=without,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def beyond_the_least() -> list[str]:
    """Return what numpy has code for beyond the least processor that it runs on."""
    from numpy.lib import introspect

    every = {
        name for by in introspect.opt_func_info().values() for of in by.values() for name in of["available"].split()
    }
    return sorted(name for name in every if not name.startswith("baseline"))


def test_the_small_run_has_some_of_everything_in_it() -> None:
    """Else the digest would not notice that some of it had changed."""
    log = simulate(eventful(), 1, 0)
    seen = Counter(Kind(k) for k in log.columns["kind"].tolist())
    never = {kind for kind in Kind if not seen[kind]}
    assert not never, sorted(k.name for k in never)
