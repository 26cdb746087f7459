"""What no county and no design sets becomes People, Hazards and Practice, each number in the unit it must have."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenarios.build import municipal_road, practices
from scenarios.files.levers import ABOVE_ZERO, AGREEMENTS, LEVERS, SECTION
from scenarios.files.parameters import ParameterField, Parameters, above_zero, faults, taken
from scenarios.files.problems import Problem
from sim.terms.quantity import Pick
from sim.terms.scenario import Hazards, People, Practice, ReferralTerms
from sim.terms.words import Disorder, Substance, name_of, names_of

DOORS = ("social_services", "municipal_outpatient", "primary_care", "addiction_clinic", "adult_psychiatry", "acute")
PARTS = ("psychosocial", "medical", "psychiatric", "social")

_SHARE, _FACTOR, _HOURS, _SEVERITY = (
    ParameterField("share"),
    ParameterField("factor"),
    ParameterField("hours"),
    ParameterField("severity"),
)
_RATE, _STEPS = ParameterField("per day"), ParameterField("per day", length=4)
_SPREAD = ParameterField("days, log-sd", length=2)  # not said: a unit
_AGE, _SHAPE = ParameterField("years, sd", length=2), ParameterField("shape a, b", length=2)  # not said: units
_BY_PART = ParameterField("share", names=PARTS)


def _weights(names: tuple[str, ...]) -> ParameterField:
    return ParameterField("weight", names=names, sums_to_one=True)


_TERMS = {
    "handling_days": _SPREAD,
    "lost_share": _SHARE,
    "warm_share": _SHARE,
    "shared_record_share": _SHARE,
    "decision_binds_share": _SHARE,
}

PEOPLE = {
    "first_seekers_per_10000": ParameterField("per 10 000 adults a year"),  # not said: a unit
    "woman_share": _SHARE,
    "comorbid_share_women": _SHARE,
    "comorbid_share_men": _SHARE,
    "age_comorbid": _AGE,
    "age_others": _AGE,
    "substance_weights": _weights(names_of(Substance)),
    "opioid_share_of_narcotics": _SHARE,
    "disorder_weights": _weights(tuple(name_of(d) for d in Disorder if d is not Disorder.NONE)),
    "social_share": _SHARE,
    "social_share_comorbid": _SHARE,
    "medical_share": _SHARE,
    "addiction_severity": _SHAPE,
    "psychiatric_severity": _SHAPE,
    "social_severity": _SHAPE,
    "relatives_share": _SHARE,
    "door_weights": _weights(DOORS),
    "door_weights_comorbid": _weights(DOORS),
    "presents_psychiatric_share": _SHARE,
    "stock_active_share": _SHARE,
    "stock_seeking_share": _SHARE,
    "stock_in_care_shares": _BY_PART,
    "stock_opioid_in_care_share": _SHARE,
    "stock_parked_share": _SHARE,
    "stock_met_shares": _BY_PART,
    "stock_days_since_contact": ParameterField("days"),
}
HAZARDS = {
    "giving_up": _STEPS,
    "giving_up_after_days": ParameterField("days"),
    "giving_up_factor_supported": _FACTOR,
    "giving_up_factor_refusal": _FACTOR,
    "withdrawing": _RATE,
    "relapse": _STEPS,
    "relapse_factor_in_care": _FACTOR,
    "relapse_factor_untreated_psychiatric": _FACTOR,
    "relapse_factor_untreated_social": _FACTOR,
    "abstaining": _STEPS,
    "abstaining_factor_in_care": _FACTOR,
    "leaving_factor_untreated_other": _FACTOR,
    "leaving_factor_untreated_social": _FACTOR,
    "leaving_factor_per_travel_hour": _FACTOR,
    "crisis": _RATE,
    "crisis_factor_untreated_psychiatric": _FACTOR,
    "crisis_factor_left_alone": _FACTOR,
    "crisis_factor_soon_again": _FACTOR,
    "crisis_mix": ParameterField("share", length=3),
    "left_alone_days": ParameterField("days"),
    "reseeking": _STEPS,
    "reseeking_factor_well": _FACTOR,
    "asking_factor_per_travel_hour": _FACTOR,
    "exit": _RATE,
    "psychiatric_reopens_at_relapse": _SHARE,
    "social_reopens_at_relapse": _SHARE,
}
DEATHS = {"deaths": _RATE}
PRACTICE = {
    "letter_hours": _HOURS,
    "warm_share_after_assessment": _SHARE,
    "warm_hours": _HOURS,
    "warm_lost_share": _SHARE,
    "turns_up_alone_share": _SHARE,
    "rating_noise": _SEVERITY,
    "misread_share": _SHARE,
    "dispute_days_with_routine": _SPREAD,
    "dispute_days_without": _SPREAD,
    "dispute_never_settled_share": _SHARE,
    "no_consent_share": _SHARE,
    "not_eligible_share": _SHARE,
    "not_eligible_falls_with_severity": _SHARE,
    "met_falls_with_severity": _SHARE,
    "psychosis_longest_plan_share": _SHARE,
    "psychosis_visits": ParameterField("visits"),
    "no_show_factor_per_travel_hour": _FACTOR,
    "no_show_factor_first_visit_per_travel_hour": _FACTOR,
    "no_show_factor_untreated_social": _FACTOR,
    "no_show_factor_per_load": _FACTOR,
    "relatives_contact_per_day": _RATE,
    "relatives_catch_lost_share": _SHARE,
    "hvb_severity": _SEVERITY,
    "assessment_valid_days": ParameterField("days"),
    "medical_wanted_share": _SHARE,
    "psychosocial_wanted_share": _SHARE,
    "social_wanted_share": _SHARE,
    "urgent_severity": _SEVERITY,
    "detox_share_of_crises": _SHARE,
    "lvm_share_of_crises": _SHARE,
    "turnover_per_year": ParameterField("per year"),
    "talks_share": _SHARE,
    "talks_number": ParameterField("visits"),
    "talks_interval_days": ParameterField("days"),
    "leaves_samples_share": _SHARE,
    "first_look_share": _SHARE,
    "asks_anew_share": _SHARE,
    "nobody_there_days": ParameterField("days"),
    "crisis_without_bed_days": ParameterField("days"),
    "no_is_heeded_days": ParameterField("days"),
    "care_elsewhere_supports_share": _SHARE,
}
_IN_PRACTICE = PRACTICE | {f"{side}.{k}": f for side in ("within", "between") for k, f in _TERMS.items()}
SECTIONS = {
    "people": PEOPLE,
    "hazards": HAZARDS | DEATHS,
    "practice": _IN_PRACTICE,
    municipal_road.SECTION: municipal_road.FIELDS,
    SECTION: LEVERS | AGREEMENTS,
}


def check_parameters(parameters: Parameters, methods: tuple[str, ...]) -> list[Problem]:
    """Return what is missing, unknown or in the wrong unit, and 0 where it cannot be.

    `methods`: those of outpatient treatment, each of which has a share of municipalities that offer it.
    """
    sections = {**SECTIONS, practices.SECTION: practices.fields_of(methods)}
    problems = faults(sections, parameters) + above_zero(SECTION, ABOVE_ZERO, parameters)
    return problems + above_zero(practices.SECTION, practices.ABOVE_ZERO, parameters)


def people(parameters: Parameters, pick: Pick) -> People:
    """Return who the clients are. Weights are made to sum to 1."""
    return People(**taken("people", PEOPLE, parameters, pick))


def hazards(parameters: Parameters, pick: Pick) -> Hazards:
    """Return the bases and factors of the risk clocks.

    Deaths are counted by themselves (`DEATHS`), and are part of those who leave: the rest of these move away.
    """
    values = taken("hazards", HAZARDS, parameters, pick)
    deaths = taken("hazards", DEATHS, parameters, pick)["deaths"]
    return Hazards(**values, death_share_of_exits=min(1.0, deaths / values["exit"]) if values["exit"] > 0.0 else 0.0)


def practice(parameters: Parameters, pick: Pick) -> Practice:
    """Return how services answer, refer and are attended."""
    terms: dict[str, Any] = {}
    for side in ("within", "between"):
        fields = {f"{side}.{k}": f for k, f in _TERMS.items()}
        values = taken("practice", fields, parameters, pick)
        terms[side] = ReferralTerms(**{k.split(".")[1]: v for k, v in values.items()})
    whole = Practice(**terms, **taken("practice", PRACTICE, parameters, pick), municipal_losses_factor=1.0)
    factor = municipal_road.losses_factor(parameters, pick, hazards(parameters, pick), whole)
    return replace(whole, municipal_losses_factor=factor)
