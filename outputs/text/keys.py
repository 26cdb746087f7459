"""What the keys of a scenario are called when people read them, and how what they are set to is written.

`transfer.follow_share.treatment_worker` reads "share of treatment workers who follow". A second language is a second
entry of `KEYS`, `ROLES` and `OTHERWISE`; a key that stands in no list is told by its own words, without a unit, since a
list of numbers is varied by a factor whatever its name says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite

from outputs.text.words import phrase, say_code
from scenarios.files.thousands import grouped
from sim.terms.words import Role, Service

PLACES = ("design.", "county.", "services.", "parameters.")
DAYS = "days"


@dataclass(frozen=True, slots=True)
class KeyText:
    """A key in words. `label`: a noun phrase. `unit`: in words, where the label does not say it. `clause`: with {x}."""

    label: str
    unit: str = ""
    clause: str = ""

    @property
    def axis(self) -> str:
        """The label with its unit, as it stands at an axis or over a column."""
        return f"{self.label}, {self.unit}" if self.unit else self.label

    def where(self, x: str) -> str:
        """Return a value as a clause: `0.62 (0.48 to 0.75) of the treatment workers follow`. `x`: as `said` has it."""
        if x.startswith(FACTOR):
            return f"the {self.label} is {x.removeprefix(FACTOR)} {OTHERWISE['en'][3]}"
        if self.clause:
            return self.clause.format(x=x)
        return f"the {self.label} is {x}{f' {self.unit}' if self.unit else ''}"


WHOLE = 10_000
"""From here on numbers have no decimals."""
FACTOR = "×"
"""Stands before a factor on what is assumed."""

ROLES: dict[str, dict[Role, tuple[str, str]]] = {
    "en": {
        Role.SOCIAL_WORKER: ("a social worker", "social workers"),
        Role.TREATMENT_WORKER: ("a treatment worker", "treatment workers"),
        Role.HOUSING_WORKER: ("a housing support worker", "housing support workers"),
        Role.COUNSELLOR: ("a counsellor", "counsellors"),
        Role.NURSE: ("a nurse", "nurses"),
        Role.PSYCHOLOGIST: ("a psychologist", "psychologists"),
        Role.PHYSICIAN: ("a physician", "physicians"),
        Role.OMBUD: ("a personal ombud", "personal ombuds"),
        Role.WARD_STAFF: ("ward staff", "ward staff"),
    }
}
"""One of a role, with its article, and several."""

KEYS: dict[str, Mapping[str, KeyText]] = {
    "en": {
        "transfer.day": KeyText("day of the transfer"),
        "transfer.announced": KeyText("day on which the transfer is announced"),
        "transfer.to": KeyText("principal that takes over"),
        "transfer.waves_by": KeyText("what a stage is"),
        "transfer.follow_share": KeyText("share of staff who follow", clause="{x} of the staff follow"),
        "transfer.follow_share.{role}": KeyText("share of {roles} who follow", clause="{x} of the {roles} follow"),
        "transfer.follow_factor_per_travel_hour": KeyText("factor of an hour of travel on staff who follow"),
        "transfer.follow_fte.{role}": KeyText("posts of {roles} that follow", clause="{x} posts of {roles} follow"),
        "transfer.recruitment_lead_days": KeyText("time to fill a vacant post", DAYS),
        "transfer.recruitment_lead_days.{role}": KeyText("time to recruit {a_role}", DAYS),
        "transfer.never_refilled_share": KeyText(
            "share of posts never refilled", clause="{x} of the posts left empty are never refilled"
        ),
        "transfer.stay_share": KeyText("share of those not following who stay with the old employer"),
        "transfer.lag_days": KeyText("time until practice follows the law", DAYS),
        "transfer.cites_law_share": KeyText(
            "share of the old principal's workers who cite the law and refuse",
            clause="{x} of the old principal's workers cite the law and refuse",
        ),
        "transfer.productivity_dip": KeyText("dip in output after the move (share)"),
        "transfer.productivity_recovery_days": KeyText("time until output has recovered", DAYS),
        "transfer.turnover_factor": KeyText(
            "turnover around the transfer, times the usual",
            clause="turnover around the transfer is {x} times the usual",
        ),
        "transfer.turnover_days_after": KeyText("time that turnover stays raised", DAYS),
        "transfer.informed_share": KeyText("share of staff with a clear offer in time"),
        "transfer.information_effect": KeyText("share of the rise in turnover that a clear offer prevents"),
        "transfer.locum_share": KeyText("share of vacant posts with a locum"),
        "transfer.locum_lead_days": KeyText("time to hire a locum", DAYS),
        "transfer.locum_contract_days": KeyText("time that a locum stays", DAYS),
        "transfer.absence_share": KeyText("share of staff on sick leave"),
        "transfer.absence_factor": KeyText(
            "sick leave after the move (times the usual)", clause="sick leave after the move is {x} times the usual"
        ),
        "transfer.absence_days": KeyText("time that sick leave stays raised", DAYS),
        "transfer.know_methods_share": KeyText("share of new staff who know the methods"),
        "transfer.training_days": KeyText("time to train new staff", DAYS),
        "transfer.ladder_steps_lost": KeyText("number of steps of the cooperation ladder that are lost"),
        "transfer.wave_interval_days": KeyText("time between stages", DAYS),
        "transfer.wave_dual_days": KeyText("time during which both principals admit", DAYS),
        "transfer.handover.lost_with_own_worker": KeyText("share of cases lost though their worker follows"),
        "transfer.handover.lost_with_meeting": KeyText("share of cases lost after a handover meeting"),
        "transfer.handover.lost_cold": KeyText("share of cases lost when handed over without a meeting"),
        "transfer.handover.consent_share": KeyText("share of clients who consent to the handover"),
        "transfer.handover.hours": KeyText("time for a handover meeting", "hours"),
        "transfer.handover.meetings_per_week_per_fte": KeyText("number of handover meetings a week per full-time post"),
        "transfer.handover.limit_days": KeyText("time without visits after which a case is lost in handover", DAYS),
        "relocation.{service}.digital_share": KeyText("share of visits to {service} held at a distance"),
        "opens.{service}.per_10000_adults": KeyText("number of posts of {service} per 10\u00a0000 adults"),
        "opens.{service}.total": KeyText("number of posts of {service}"),
        "opens.{service}.never_refilled_share": KeyText("share of posts of {service} never refilled"),
        "opens.{service}.productivity_dip": KeyText("dip in output of those who come to {service} (share)"),
        "opens.{service}.productivity_recovery_days": KeyText("time until output at {service} has recovered", DAYS),
        "opens.{service}.turnover_factor": KeyText("turnover at {service} once it has opened, times the usual"),
        "opens.{service}.turnover_days_after": KeyText("time that turnover at {service} stays raised", DAYS),
        "opens.{service}.absence_share": KeyText("share of staff on sick leave, {service}"),
        "opens.{service}.absence_factor": KeyText("sick leave at {service} once it has opened (times the usual)"),
        "opens.{service}.absence_days": KeyText("time that sick leave at {service} stays raised", DAYS),
        "opens.{service}.minimum": KeyText("least number of posts of {service} in one place"),
        "staffing.{service}.per_10000_adults": KeyText("number of posts of {service} per 10\u00a0000 adults"),
        "staffing.{service}.minimum": KeyText("least number of posts of {service} in a municipality"),
        "staffing.{service}.total": KeyText("number of posts of {service}"),
        "staffing.{service}.places": KeyText("number of places in {service}"),
        "{service}.rules.sobriety_days": KeyText(
            "sobriety that {service} asks for", DAYS, "{service} asks for {x} days of sobriety"
        ),
        "{service}.rules.sobriety_share": KeyText("share of assessors at {service} who ask for sobriety"),
        "{service}.rules.treat_addiction_first_share": KeyText(
            "share of assessors who want addiction treatment first, {service}"
        ),
        "{service}.rules.treat_psychiatry_first_share": KeyText(
            "share of assessors who want psychiatric treatment first, {service}"
        ),
        "{service}.rules.discharges_for_use_share": KeyText("share of workers at {service} who discharge for use"),
        "{service}.rules.floor": KeyText("least severity that {service} takes"),
        "{service}.rules.ceiling": KeyText("largest severity that {service} takes"),
        "{service}.caseload_per_fte": KeyText("number of clients per full-time post at {service}"),
        "{service}.direct_share": KeyText("share of working time with clients at {service}"),
        "{service}.roles.{role}": KeyText("share of {roles} among the staff of {service}"),
        "{service}.plan.no_show": KeyText("share of visits to {service} that are missed"),
        "{service}.plan.booking_days": KeyText("delay before the first visit, {service} (times assumed)"),
        "{service}.plan.stay_days": KeyText("length of an inquiry or stay, {service} (times assumed)"),
        "{service}.plan.hours_per_visit": KeyText("staff time for a visit, {service}", "hours"),
        "{service}.plan.interval_days": KeyText("time between visits, {service}", DAYS),
        "{service}.plan.met_share": KeyText("share of completed plans at {service} that meet the need"),
        "location.{service}.{place}.target_wait_days": KeyText("usual wait at {service} in {place}", DAYS),
        "{service}.others.target_wait_days": KeyText("usual wait at {service}", DAYS),
        "coordination.days_per_step": KeyText("time to climb a step of the cooperation ladder", DAYS),
        "coordination.sip_routine_share": KeyText("share with a plan (SIP) where it is routine"),
        "coordination.hvb_notice_share": KeyText("share of HVB admissions of which the region is told"),
        "coordination.warm_referral_share": KeyText("share of referrals where somebody goes along"),
        "coordination.agreement_known_share": KeyText("share of staff who know the agreement"),
        "coordination.dispute_routine_share": KeyText("share of municipalities with a routine for disputes"),
        "coordination.outreach_factor": KeyText("rate of seeking help again (times today's)"),
        "coordination.detection_factor": KeyText("chance of seeing other needs (times today's)"),
        "coordination.stigma_factor": KeyText("rate of giving up (times today's)"),
        "practice.no_show_factor_per_travel_hour": KeyText("missed visits after an hour's journey (times near by)"),
        "practice.no_show_factor_first_visit_per_travel_hour": KeyText(
            "missed first visits after an hour's journey (times again)"
        ),
        "practice.no_show_factor_untreated_social": KeyText(
            "missed visits with an untreated social need (times without)"
        ),
        "hazards.asking_factor_per_travel_hour": KeyText("asking at an hour's journey (times near by)"),
        "hazards.leaving_factor_per_travel_hour": KeyText("leaving care at an hour's journey (times near by)"),
        "hazards.leaving_factor_untreated_social": KeyText(
            "leaving care with an untreated social need (times without)"
        ),
        "hazards.relapse_factor_untreated_social": KeyText("relapse with an untreated social need (times without)"),
        "hazards.giving_up_after_days": KeyText("time from asking until patience runs", DAYS),
        "practice.hvb_severity": KeyText("severity from which a residential home (HVB) is thought of"),
        "practice.turnover_per_year": KeyText("share of staff who leave in a usual year"),
        "practice.nobody_there_days": KeyText(
            "time that a visit is put off where nobody works, before care ends", DAYS
        ),
        "practice.crisis_without_bed_days": KeyText("time that a crisis looks for a bed", DAYS),
        "practice.care_elsewhere_supports_share": KeyText(
            "share of waits that care of another need supports by itself"
        ),
        "practice.no_is_heeded_days": KeyText("time for which nobody offers help that was declined", DAYS),
        "practice.between.lost_share": KeyText("share of referrals lost between principals"),
        "practice.within.lost_share": KeyText("share of referrals lost within a principal"),
        "practice.lvm_share_of_crises": KeyText("share of crises that end in compulsory care (LVM)"),
        "people.first_seekers_per_10000": KeyText("number of new seekers a year per 10\u00a0000 adults"),
        "people.social_share_comorbid": KeyText("share of the comorbid with a social need, too"),
        "people.comorbid_share_women": KeyText("share of women who are comorbid"),
        "people.comorbid_share_men": KeyText("share of men who are comorbid"),
        "people.opioid_share_of_narcotics": KeyText("share of those with narcotics who use opioids"),
        "hazards.exit": KeyText("rate of leaving for good (death, move, recovery)", "per day"),
        "hazards.crisis": KeyText("rate of crises", "per day"),
        "hazards.reseeking": KeyText("rate of seeking help again (times assumed)"),
        "hazards.giving_up": KeyText("rate of giving up (times assumed)"),
        "hazards.relapse": KeyText("rate of relapse (times assumed)"),
        "speed": KeyText("speed of journeys", "km/h"),
    }
}
OTHERWISE = {"en": ("{last} ({others})", "yes", "no", "times what is assumed")}


@cache
def describe_key(key: str, language: str = "en") -> KeyText:
    """Return the words for a key, by its path or shorter name; an unknown one is told by its own words."""
    bare = key
    while bare.startswith(PLACES):
        bare = bare.split(".", 1)[1]
    if bare.startswith("rules.") and bare.count(".") > 1:  # a design's rules are those of a service
        _, service, *rest = bare.split(".")
        bare = ".".join((service, "rules", *rest))
    for regex, text in _patterns(language):
        if found := regex.fullmatch(bare):
            words = {name: _word(name, word, language) for name, word in found.groupdict().items()}
            if role := found.groupdict().get("role"):
                words["a_role"], words["roles"] = ROLES[language][Role[role.upper()]]
            return KeyText(text.label.format(**words), text.unit, text.clause.format(x="{x}", **words))
    return _told_by_itself(bare, language)


def axis_of(key: str, values: Iterable[object], language: str = "en") -> str:
    """Return a key with its unit as it stands at an axis; `values`: what it is set to, which may be factors."""
    text, words = describe_key(key, language), [said(value, language) for value in values]
    if words and all(word.startswith(FACTOR) for word in words):
        return f"{text.label}, {OTHERWISE[language][3]}"
    return text.axis


def said(value: object, language: str = "en") -> str:
    """Return what a key is set to as people write it: `0.25`, `×1.5`, `2028-01-01`, `yes`, `the region`."""
    if isinstance(value, bool):
        return OTHERWISE[language][1 if value else 2]
    if isinstance(value, int | float):
        if not isfinite(value):
            return "–"
        return (grouped(value) if abs(value) >= WHOLE else f"{value:.6g}").replace("-", "−")
    text = str(value)
    if re.fullmatch(r"x[0-9.e+-]+", text):
        return FACTOR + text[1:]
    return text if re.search(r"\d", text) else say_code(text, language)


def _word(name: str, word: str, language: str) -> str:
    if name == "service":
        return phrase(Service[word.upper()], language)
    return word.replace("_", " ")


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], KeyText], ...]:
    """Return a pattern for each key: {role} and {service} stand for any of theirs, {place} for anything."""
    stands_for = {
        r"\{role\}": "(?P<role>" + "|".join(r.name.lower() for r in Role) + ")",
        r"\{service\}": "(?P<service>" + "|".join(s.name.lower() for s in Service) + ")",
        r"\{place\}": "(?P<place>[^.]+)",
    }
    found = []
    for key, text in KEYS[language].items():
        pattern = re.escape(key)
        for name, words in stands_for.items():
            pattern = pattern.replace(name, words)
        found.append((re.compile(pattern), text))
    return tuple(found)


def _told_by_itself(bare: str, language: str) -> KeyText:
    *others, last = (say_code(part, language) for part in bare.split("."))
    return KeyText(OTHERWISE[language][0].format(last=last, others=", ".join(others)) if others else last)
