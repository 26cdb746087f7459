"""The client's no is withdrawing and no service's refusal; no to sharing records makes a referral cold and no more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model import simulate
from sim.terms.log import EventLog
from sim.terms.scenario import ReferralTerms, Scenario
from sim.terms.words import Kind, NeedState, Reason, Service
from tests.scenarios_for_tests import TODAY, people, plan, practice, spec, tiny, unit

OUTPATIENT, INQUIRY = Service.MUNICIPAL_OUTPATIENT, Service.SOCIAL_SERVICES
ALWAYS_WARM = ReferralTerms(handling_days=(7.0, 0.0), lost_share=0.0, warm_share=1.0, shared_record_share=1.0)


def town(no_consent: float) -> Scenario:
    """Return a town where everybody is assessed and then treated, and every referral could go warm."""
    return tiny(
        (
            spec(INQUIRY, care=plan(stay_days=(21.0, 0.0), is_assessment=True)),
            spec(OUTPATIENT),
        ),
        (unit(INQUIRY, fte=50.0), unit(OUTPATIENT, fte=50.0)),
        who=people(first_seekers_per_10000=200.0, door_weights=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0)),
        ways=practice(no_consent_share=no_consent, within=ALWAYS_WARM, between=ALWAYS_WARM),
        regime=replace(TODAY, assessor=(INQUIRY, None, None, None)),
    )


def of(log: EventLog, kind: Kind) -> np.ndarray:
    return np.flatnonzero(log.columns["kind"] == kind)


def test_who_says_no_to_care_withdraws_and_nobody_has_refused_them(name_seed: int) -> None:
    log = simulate(town(0.3), name_seed, 0)
    assert len(of(log, Kind.REFUSED)) == 0
    no = of(log, Kind.WITHDREW)
    assert set(log.columns["reason"][no].tolist()) == {Reason.NO_CONSENT}
    assert set(log.columns["state"][no].tolist()) == {NeedState.LATENT}
    assert set(log.columns["service"][no].tolist()) == {INQUIRY}, "they say it where they are first asked"
    asked = len(of(log, Kind.SOUGHT))
    assert len(no) / asked == pytest.approx(0.3, abs=4.0 * (0.3 * 0.7 / asked) ** 0.5)


def test_where_everybody_says_no_nobody_is_assessed_and_where_nobody_does_everybody_is(name_seed: int) -> None:
    nobody, all_of_them = simulate(town(1.0), name_seed, 0), simulate(town(0.0), name_seed, 0)
    assert len(of(nobody, Kind.ACCEPTED)) == len(of(nobody, Kind.ADMITTED)) == 0
    assert len(of(nobody, Kind.WITHDREW)) == len(of(nobody, Kind.SOUGHT)) > 100
    assert len(of(all_of_them, Kind.WITHDREW)) == 0


def test_no_to_sharing_records_makes_a_referral_cold_and_stops_nobody(name_seed: int) -> None:
    """What is decided is sent all the same: of those who go on to treatment, nobody is refused for it."""
    log = simulate(town(0.3), name_seed, 0)
    sent = of(log, Kind.REFERRED)
    warm = log.columns["extra"][sent]
    assert warm.mean() == pytest.approx(0.7, abs=4.0 * (0.3 * 0.7 / len(sent)) ** 0.5)
    arrived = of(log, Kind.REFERRAL_ARRIVED)
    cold = set(log.columns["client"][arrived][log.columns["extra"][arrived] == 0.0].tolist())
    treated = set(log.columns["client"][of(log, Kind.COMPLETED)].tolist())
    assert len(cold) > 30
    assert len(cold - treated) < 0.2 * len(cold), "but for those whose treatment the end of the run cuts short"
    willing = simulate(town(0.0), name_seed, 0)
    assert (willing.columns["extra"][of(willing, Kind.REFERRED)] == 1.0).all()
