"""What the keys of a scenario are called when people read them, and how what they are set to is written.

`transfer.follow_share.treatment_worker` reads "share of treatment workers who follow". A key that stands in no list is
told by its own words, without a unit, since a list of numbers is varied by a factor whatever its name says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite

from outputs.text.numbers import NONE, decimals
from outputs.text.words import phrase, say_code
from scenarios.files.thousands import grouped
from sim.terms.language import N_, _, language
from sim.terms.words import Role, Service

PLACES = ("design.", "county.", "services.", "parameters.")
DAYS = N_("days")


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
            return _("the {label} is {x} times what is assumed", label=self.label, x=x.removeprefix(FACTOR))
        if self.clause:
            return self.clause.format(x=x)
        if self.unit:
            return _("the {label} is {x} {unit}", label=self.label, x=x, unit=self.unit)
        return _("the {label} is {x}", label=self.label, x=x)


WHOLE = 10_000
"""From here on numbers have no decimals."""
FACTOR = "×"
"""Stands before a factor on what is assumed."""

ROLES: Mapping[Role, tuple[str, str]] = {
    Role.SOCIAL_WORKER: (N_("a social worker"), N_("social workers")),
    Role.TREATMENT_WORKER: (N_("a treatment worker"), N_("treatment workers")),
    Role.HOUSING_WORKER: (N_("a housing support worker"), N_("housing support workers")),
    Role.COUNSELLOR: (N_("a counsellor"), N_("counsellors")),
    Role.NURSE: (N_("a nurse"), N_("nurses")),
    Role.PSYCHOLOGIST: (N_("a psychologist"), N_("psychologists")),
    Role.PHYSICIAN: (N_("a physician"), N_("physicians")),
    Role.OMBUD: (N_("a personal ombud"), N_("personal ombuds")),
    Role.WARD_STAFF: (N_("ward staff"), N_("ward staff")),
}
"""One of a role, with its article, and several."""

KEYS: Mapping[str, KeyText] = {
    "transfer.day": KeyText(N_("day of the transfer")),
    "transfer.announced": KeyText(N_("day on which the transfer is announced")),
    "transfer.to": KeyText(N_("principal that takes over")),
    "transfer.waves_by": KeyText(N_("what a stage is")),
    "transfer.follow_share": KeyText(N_("share of staff who follow"), clause=N_("{x} of the staff follow")),
    "transfer.follow_share.{role}": KeyText(N_("share of {roles} who follow"), clause=N_("{x} of the {roles} follow")),
    "transfer.follow_factor_per_travel_hour": KeyText(N_("factor of an hour of travel on staff who follow")),
    "transfer.follow_fte.{role}": KeyText(N_("posts of {roles} that follow"), clause=N_("{x} posts of {roles} follow")),
    "transfer.recruitment_lead_days": KeyText(N_("time to fill a vacant post"), DAYS),
    "transfer.recruitment_lead_days.{role}": KeyText(N_("time to recruit {a_role}"), DAYS),
    "transfer.never_refilled_share": KeyText(
        N_("share of posts never refilled"), clause=N_("{x} of the posts left empty are never refilled")
    ),
    "transfer.stay_share": KeyText(N_("share of those not following who stay with the old employer")),
    "transfer.lag_days": KeyText(N_("time until practice follows the law"), DAYS),
    "transfer.cites_law_share": KeyText(
        N_("share of the old principal's workers who cite the law and refuse"),
        clause=N_("{x} of the old principal's workers cite the law and refuse"),
    ),
    "transfer.productivity_dip": KeyText(N_("dip in output after the move (share)")),
    "transfer.productivity_recovery_days": KeyText(N_("time until output has recovered"), DAYS),
    "transfer.turnover_factor": KeyText(
        N_("turnover around the transfer, times the usual"),
        clause=N_("turnover around the transfer is {x} times the usual"),
    ),
    "transfer.turnover_days_after": KeyText(N_("time that turnover stays raised"), DAYS),
    "transfer.informed_share": KeyText(N_("share of staff with a clear offer in time")),
    "transfer.information_effect": KeyText(N_("share of the rise in turnover that a clear offer prevents")),
    "transfer.locum_share": KeyText(N_("share of vacant posts with a locum")),
    "transfer.locum_lead_days": KeyText(N_("time to hire a locum"), DAYS),
    "transfer.locum_contract_days": KeyText(N_("time that a locum stays"), DAYS),
    "transfer.absence_share": KeyText(N_("share of staff on sick leave")),
    "transfer.absence_factor": KeyText(
        N_("sick leave after the move (times the usual)"), clause=N_("sick leave after the move is {x} times the usual")
    ),
    "transfer.absence_days": KeyText(N_("time that sick leave stays raised"), DAYS),
    "transfer.know_methods_share": KeyText(N_("share of new staff who know the methods")),
    "transfer.training_days": KeyText(N_("time to train new staff"), DAYS),
    "transfer.ladder_steps_lost": KeyText(N_("number of steps of the cooperation ladder that are lost")),
    "transfer.wave_interval_days": KeyText(N_("time between stages"), DAYS),
    "transfer.wave_dual_days": KeyText(N_("time during which both principals admit"), DAYS),
    "transfer.handover.lost_with_own_worker": KeyText(N_("share of cases lost though their worker follows")),
    "transfer.handover.lost_with_meeting": KeyText(N_("share of cases lost after a handover meeting")),
    "transfer.handover.lost_cold": KeyText(N_("share of cases lost when handed over without a meeting")),
    "transfer.handover.consent_share": KeyText(N_("share of clients who consent to the handover")),
    "transfer.handover.hours": KeyText(N_("time for a handover meeting"), N_("hours")),
    "transfer.handover.meetings_per_week_per_fte": KeyText(N_("number of handover meetings a week per full-time post")),
    "transfer.handover.limit_days": KeyText(N_("time without visits after which a case is lost in handover"), DAYS),
    "relocation.{service}.digital_share": KeyText(N_("share of visits to {service} held at a distance")),
    "opens.{service}.per_10000_adults": KeyText(N_("number of posts of {service} per 10\u00a0000 adults")),
    "opens.{service}.total": KeyText(N_("number of posts of {service}")),
    "opens.{service}.never_refilled_share": KeyText(N_("share of posts of {service} never refilled")),
    "opens.{service}.productivity_dip": KeyText(N_("dip in output of those who come to {service} (share)")),
    "opens.{service}.productivity_recovery_days": KeyText(N_("time until output at {service} has recovered"), DAYS),
    "opens.{service}.turnover_factor": KeyText(N_("turnover at {service} once it has opened, times the usual")),
    "opens.{service}.turnover_days_after": KeyText(N_("time that turnover at {service} stays raised"), DAYS),
    "opens.{service}.absence_share": KeyText(N_("share of staff on sick leave, {service}")),
    "opens.{service}.absence_factor": KeyText(N_("sick leave at {service} once it has opened (times the usual)")),
    "opens.{service}.absence_days": KeyText(N_("time that sick leave at {service} stays raised"), DAYS),
    "opens.{service}.minimum": KeyText(N_("least number of posts of {service} in one place")),
    "staffing.{service}.per_10000_adults": KeyText(N_("number of posts of {service} per 10\u00a0000 adults")),
    "staffing.{service}.minimum": KeyText(N_("least number of posts of {service} in a municipality")),
    "staffing.{service}.total": KeyText(N_("number of posts of {service}")),
    "staffing.{service}.places": KeyText(N_("number of places in {service}")),
    "{service}.rules.sobriety_days": KeyText(
        N_("sobriety that {service} asks for"), DAYS, N_("{service} asks for {x} days of sobriety")
    ),
    "{service}.rules.sobriety_share": KeyText(N_("share of assessors at {service} who ask for sobriety")),
    "{service}.rules.treat_addiction_first_share": KeyText(
        N_("share of assessors who want addiction treatment first, {service}")
    ),
    "{service}.rules.treat_psychiatry_first_share": KeyText(
        N_("share of assessors who want psychiatric treatment first, {service}")
    ),
    "{service}.rules.discharges_for_use_share": KeyText(N_("share of workers at {service} who discharge for use")),
    "{service}.rules.floor": KeyText(N_("least severity that {service} takes")),
    "{service}.rules.ceiling": KeyText(N_("largest severity that {service} takes")),
    "{service}.caseload_per_fte": KeyText(N_("number of clients per full-time post at {service}")),
    "{service}.direct_share": KeyText(N_("share of working time with clients at {service}")),
    "{service}.roles.{role}": KeyText(N_("share of {roles} among the staff of {service}")),
    "{service}.plan.no_show": KeyText(N_("share of visits to {service} that are missed")),
    "{service}.plan.booking_days": KeyText(N_("delay before the first visit, {service} (times assumed)")),
    "{service}.plan.stay_days": KeyText(N_("length of an inquiry or stay, {service} (times assumed)")),
    "{service}.plan.hours_per_visit": KeyText(N_("staff time for a visit, {service}"), N_("hours")),
    "{service}.plan.interval_days": KeyText(N_("time between visits, {service}"), DAYS),
    "{service}.plan.met_share": KeyText(N_("share of completed plans at {service} that meet the need")),
    "location.{service}.{place}.target_wait_days": KeyText(N_("usual wait at {service} in {place}"), DAYS),
    "{service}.others.target_wait_days": KeyText(N_("usual wait at {service}"), DAYS),
    "coordination.days_per_step": KeyText(N_("time to climb a step of the cooperation ladder"), DAYS),
    "coordination.sip_routine_share": KeyText(N_("share with a plan (SIP) where it is routine")),
    "coordination.hvb_notice_share": KeyText(N_("share of HVB admissions of which the region is told")),
    "coordination.warm_referral_share": KeyText(N_("share of referrals where somebody goes along")),
    "coordination.agreement_known_share": KeyText(N_("share of staff who know the agreement")),
    "coordination.dispute_routine_share": KeyText(N_("share of municipalities with a routine for disputes")),
    "coordination.outreach_factor": KeyText(N_("rate of seeking help again (times today's)")),
    "coordination.detection_factor": KeyText(N_("chance of seeing other needs (times today's)")),
    "coordination.stigma_factor": KeyText(N_("rate of giving up (times today's)")),
    "practice.no_show_factor_per_travel_hour": KeyText(N_("missed visits after an hour's journey (times near by)")),
    "practice.no_show_factor_first_visit_per_travel_hour": KeyText(
        N_("missed first visits after an hour's journey (times again)")
    ),
    "practice.no_show_factor_untreated_social": KeyText(
        N_("missed visits with an untreated social need (times without)")
    ),
    "hazards.asking_factor_per_travel_hour": KeyText(N_("asking at an hour's journey (times near by)")),
    "hazards.leaving_factor_per_travel_hour": KeyText(N_("leaving care at an hour's journey (times near by)")),
    "hazards.leaving_factor_untreated_social": KeyText(
        N_("leaving care with an untreated social need (times without)")
    ),
    "hazards.relapse_factor_untreated_social": KeyText(N_("relapse with an untreated social need (times without)")),
    "hazards.giving_up_after_days": KeyText(N_("time from asking until patience runs"), DAYS),
    "practice.hvb_severity": KeyText(N_("severity from which a residential home (HVB) is thought of")),
    "practice.turnover_per_year": KeyText(N_("share of staff who leave in a usual year")),
    "practice.nobody_there_days": KeyText(
        N_("time that a visit is put off where nobody works, before care ends"), DAYS
    ),
    "practice.crisis_without_bed_days": KeyText(N_("time that a crisis looks for a bed"), DAYS),
    "practice.care_elsewhere_supports_share": KeyText(
        N_("share of waits that care of another need supports by itself")
    ),
    "practice.no_is_heeded_days": KeyText(N_("time for which nobody offers help that was declined"), DAYS),
    "practice.between.lost_share": KeyText(N_("share of referrals lost between principals")),
    "practice.within.lost_share": KeyText(N_("share of referrals lost within a principal")),
    "practice.lvm_share_of_crises": KeyText(N_("share of crises that end in compulsory care (LVM)")),
    "people.first_seekers_per_10000": KeyText(N_("number of new seekers a year per 10\u00a0000 adults")),
    "people.social_share_comorbid": KeyText(N_("share of the comorbid with a social need, too")),
    "people.comorbid_share_women": KeyText(N_("share of women who are comorbid")),
    "people.comorbid_share_men": KeyText(N_("share of men who are comorbid")),
    "people.opioid_share_of_narcotics": KeyText(N_("share of those with narcotics who use opioids")),
    "hazards.exit": KeyText(N_("rate of leaving for good (death, move, recovery)"), N_("per day")),
    "hazards.crisis": KeyText(N_("rate of crises"), N_("per day")),
    "hazards.reseeking": KeyText(N_("rate of seeking help again (times assumed)")),
    "hazards.giving_up": KeyText(N_("rate of giving up (times assumed)")),
    "hazards.relapse": KeyText(N_("rate of relapse (times assumed)")),
    "speed": KeyText(N_("speed of journeys"), N_("km/h")),
}


def describe_key(key: str) -> KeyText:
    """Return the words for a key, by its path or shorter name; an unknown one is told by its own words."""
    return _described(key, language().code)


@cache
def _described(key: str, code: str) -> KeyText:
    """Return the words for a key in the language spoken, `code`."""
    bare = key
    while bare.startswith(PLACES):
        bare = bare.split(".", 1)[1]
    if bare.startswith("rules.") and bare.count(".") > 1:  # a design's rules are those of a service
        _rules, service, *rest = bare.split(".")
        bare = ".".join((service, "rules", *rest))
    for regex, text in _patterns():
        if found := regex.fullmatch(bare):
            words = {name: _word(name, word) for name, word in found.groupdict().items()}
            if role := found.groupdict().get("role"):
                words["a_role"], words["roles"] = map(_, ROLES[Role[role.upper()]])
            clause = _(text.clause, x="{x}", **words) if text.clause else ""
            return KeyText(_(text.label).format(**words), _(text.unit), clause)
    return _told_by_itself(bare)


def axis_of(key: str, values: Iterable[object]) -> str:
    """Return a key with its unit as it stands at an axis; `values`: what it is set to, which may be factors."""
    text, words = describe_key(key), [said(value) for value in values]
    if words and all(word.startswith(FACTOR) for word in words):
        return _("{label}, times what is assumed", label=text.label)
    return text.axis


def said(value: object) -> str:
    """Return what a key is set to as people write it: `0.25`, `×1.5`, `2028-01-01`, `yes`, `the region`."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        if not isfinite(value):
            return NONE
        return grouped(value) if abs(value) >= WHOLE else decimals(f"{value:.6g}")
    text = str(value)
    if re.fullmatch(r"x[0-9.e+-]+", text):
        return FACTOR + decimals(text[1:])
    return text if re.search(r"\d", text) else say_code(text)


def _word(name: str, word: str) -> str:
    return phrase(Service[word.upper()]) if name == "service" else word.replace("_", " ")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], KeyText], ...]:
    """Return a pattern for each key: {role} and {service} stand for any of theirs, {place} for anything."""
    stands_for = {
        r"\{role\}": "(?P<role>" + "|".join(r.name.lower() for r in Role) + ")",
        r"\{service\}": "(?P<service>" + "|".join(s.name.lower() for s in Service) + ")",
        r"\{place\}": "(?P<place>[^.]+)",
    }
    found = []
    for key, text in KEYS.items():
        pattern = re.escape(key)
        for name, words in stands_for.items():
            pattern = pattern.replace(name, words)
        found.append((re.compile(pattern), text))
    return tuple(found)


def _told_by_itself(bare: str) -> KeyText:
    *others, last = (say_code(part) for part in bare.split("."))
    return KeyText(f"{last} ({', '.join(others)})" if others else last)
