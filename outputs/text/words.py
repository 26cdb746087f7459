"""What the codes are called when people read them. Files and logs keep the codes' own names.

`say(Service.HVB)` gives the label of a table; `phrase(Service.HVB)` fits inside a sentence: where English has the same
words for both, Swedish has `socialtjänst` and `socialtjänsten`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from functools import cache
from typing import Any

from outputs.text.own_words import own_words
from sim.terms.language import N_, _, language, pgettext
from sim.terms.words import Disorder, Part, Principal, Profile, Reason, Role, Service, Sex, Substance, name_of

_SERVICES = {
    Service.SOCIAL_SERVICES: N_("social services"),
    Service.MUNICIPAL_OUTPATIENT: N_("municipal outpatient"),
    Service.HVB: N_("residential home (HVB)"),
    Service.LVM: N_("compulsory care (LVM)"),
    Service.HOUSING_SUPPORT: N_("housing support"),
    Service.PRIMARY_CARE: N_("primary care"),
    Service.ADULT_PSYCHIATRY: N_("adult psychiatry"),
    Service.ADDICTION_CLINIC: N_("addiction clinic"),
    Service.LARO: N_("opioid clinic (LARO)"),
    Service.DETOX_WARD: N_("detox ward"),
    Service.PSYCHIATRIC_EMERGENCY: N_("psychiatric emergency"),
    Service.JOINT_ASSESSMENT_TEAM: N_("joint assessment team"),
    Service.LOW_THRESHOLD_CLINIC: N_("low-threshold clinic"),
    Service.INTEGRATED_TEAM: N_("integrated team"),
    Service.PERSONAL_OMBUD: N_("personal ombud"),
    Service.TREATMENT_ASSESSMENT: N_("treatment assessment"),
    Service.HVB_HEALTH_CARE: N_("health care in HVB"),
    Service.SOBRIETY_DOCUMENTATION: N_("documentation of sobriety"),
}
_ROLES = {
    Role.SOCIAL_WORKER: N_("social worker"),
    Role.TREATMENT_WORKER: N_("treatment worker"),
    Role.HOUSING_WORKER: N_("housing support worker"),
    Role.COUNSELLOR: N_("counsellor"),
    Role.NURSE: N_("nurse"),
    Role.PSYCHOLOGIST: N_("psychologist"),
    Role.PHYSICIAN: N_("physician"),
    Role.OMBUD: N_("ombud"),
    Role.WARD_STAFF: N_("ward staff"),
}
_PRINCIPALS = {
    Principal.MUNICIPALITY: N_("municipality"),
    Principal.REGION: N_("region"),
    Principal.JOINT: N_("both together"),
    Principal.STATE: "state",  # with a context of its own in `say`
}
_REASONS = {
    Reason.NONE: N_("no reason given"),
    Reason.OUTSIDE_CATCHMENT: N_("lives outside its area"),
    Reason.NOT_OUR_RESPONSIBILITY: N_("not our responsibility"),
    Reason.SOBRIETY: N_("sobriety required"),
    Reason.TREAT_ADDICTION_FIRST: N_("treat the addiction first"),
    Reason.TREAT_PSYCHIATRY_FIRST: N_("treat the psychiatric condition first"),
    Reason.NOT_SEVERE_ENOUGH: N_("not severe enough"),
    Reason.TOO_SEVERE: N_("too severe"),
    Reason.DUAL_DIAGNOSIS_REQUIRED: N_("takes only those with both conditions"),
    Reason.NO_CONSENT: N_("said no to the service"),
    Reason.NOT_ELIGIBLE: N_("assessed as having no need"),
    Reason.METHOD_NOT_OFFERED: N_("the method is not offered"),
    Reason.ANOTHER_NEED: N_("another need found"),
    Reason.ASSESSED: N_("the assessment is done"),
    Reason.AFTERCARE: N_("aftercare"),
    Reason.SOBRIETY_DOCUMENTED: N_("sobriety is documented"),
    Reason.SETTLED: N_("a dispute was settled"),
    Reason.GAVE_UP_IN_QUEUE: N_("gave up in the queue"),
    Reason.GAVE_UP_WAITING_FOR_DECISION: N_("gave up waiting for a decision"),
    Reason.GAVE_UP_BETWEEN: N_("gave up between services"),
    Reason.WITHDREW: N_("withdrew"),
    Reason.MISSED_VISITS: N_("missed visits"),
    Reason.DISCHARGED_FOR_USE: N_("discharged for use"),
    Reason.LEFT_TREATMENT: N_("left treatment"),
    Reason.HANDOVER_LOST: N_("lost in handover"),
    Reason.MOVED: N_("moved away"),
    Reason.DIED: N_("died"),
    Reason.RECOVERED: N_("recovered"),
    Reason.CRISIS: N_("crisis"),
    Reason.COORDINATED: N_("a plan (SIP) starts the parts together"),
    Reason.LEAD: N_("a case conference has named a lead"),
    Reason.CALLED_BACK: N_("called back"),
    Reason.CONTACT: N_("asked for by somebody in contact"),
    Reason.ONE_PLAN: N_("taken over by one plan"),
    Reason.CONTACT_OVER: N_("the contact is over"),
    Reason.NOBODY_THERE: N_("nobody works there"),
    Reason.ASKED_ANEW: N_("asked for again"),
    Reason.CLOSED: N_("it has closed"),
}
_PARTS = {
    Part.PSYCHOSOCIAL: N_("psychosocial treatment of dependence"),
    Part.MEDICAL: N_("medical treatment of dependence"),
    Part.PSYCHIATRIC: N_("psychiatric need"),
    Part.SOCIAL: N_("social need"),
    Part.ACUTE: N_("crisis"),
}
_DISORDERS = {
    Disorder.NONE: N_("no other psychiatric condition"),
    Disorder.ANXIETY_DEPRESSION: N_("anxiety or depression"),
    Disorder.NEUROPSYCHIATRIC: N_("a neuropsychiatric condition"),
    Disorder.PTSD: N_("PTSD"),
    Disorder.PSYCHOSIS: N_("psychosis"),
    Disorder.PERSONALITY: N_("a personality disorder"),
}
_SUBSTANCES = {
    Substance.ALCOHOL: N_("alcohol"),
    Substance.NARCOTICS: N_("narcotics"),
    Substance.MIXED: N_("mixed use"),
    Substance.PRESCRIPTION: N_("prescription drugs"),
    Substance.GAMBLING: N_("gambling"),
}
_PROFILES = {
    Profile.ADDICTION: N_("addiction alone"),
    Profile.ADDICTION_PSYCHIATRIC: N_("addiction + psychiatric"),
    Profile.ADDICTION_SOCIAL: N_("addiction + social"),
    Profile.ALL_THREE: N_("all three needs"),
}
_SEXES = {Sex.WOMAN: N_("woman"), Sex.MAN: N_("man")}

# Per enumeration: members of two enumerations are equal as numbers, so one dictionary would mix them.
LABELS: dict[type[IntEnum], Mapping[Any, str]] = {
    Service: _SERVICES,
    Role: _ROLES,
    Principal: _PRINCIPALS,
    Reason: _REASONS,
    Part: _PARTS,
    Disorder: _DISORDERS,
    Substance: _SUBSTANCES,
    Profile: _PROFILES,
    Sex: _SEXES,
}

# Mechanism: (label of a table, what happened to the client, as a clause after "falls between chairs:").
MECHANISMS: dict[str, tuple[str, str]] = {
    "never_received": (N_("never received"), N_("neither an inquiry nor treatment within 90 days of asking")),
    "lost_referral": (N_("referral lost"), N_("referred, and never arrived")),
    "bounced": (N_("bounced"), N_("turned away or sent on twice in a row with nobody accepting")),
    "sobriety_blocked": (N_("blocked by sobriety rule"), N_("still untreated 180 days after a no because of use")),
    "gave_up_in_queue": (N_("gave up in a queue"), N_("gave up in a queue or waiting for a decision")),
    "gave_up_between": (N_("gave up between services"), N_("gave up while nobody had accepted")),
    "half_treated": (N_("half treated"), N_("one need treated while the other went untreated for 180 days")),
    "undetected": (N_("undetected"), N_("180 days in contact, the other need never found")),
    "disputed": (N_("disputed"), N_("more than 60 days in dispute between services")),
    "discharged_unmet": (N_("discharged unmet"), N_("discharged for missed visits and not taken up within 90 days")),
    "no_aftercare": (
        N_("no aftercare"),
        N_("left residential, compulsory or detox care; nobody accepted within 30 days"),
    ),
    "lost_in_handover": (N_("lost in handover"), N_("the case never reached the service that took over")),
}


def say(member: IntEnum) -> str:
    """Return the label of `member` for tables and figures."""
    if member is Principal.STATE:  # elsewhere a state is how something stands
        return pgettext("principal", "state")
    known = LABELS.get(type(member), {})
    return _(known[member]) if member in known else name_of(member).replace("_", " ")


def phrase(service: Service) -> str:
    """Return `service` as it stands inside a sentence, with its article."""
    return _phrases(language().code)[service]


@cache
def _phrases(code: str) -> Mapping[Service, str]:
    """Return every service as it stands inside a sentence of the language spoken, `code`."""
    return {
        Service.SOCIAL_SERVICES: pgettext("in a sentence", "social services"),
        Service.MUNICIPAL_OUTPATIENT: pgettext("in a sentence", "outpatient treatment"),
        Service.HVB: pgettext("in a sentence", "the residential home (HVB)"),
        Service.LVM: pgettext("in a sentence", "compulsory care (LVM)"),
        Service.HOUSING_SUPPORT: pgettext("in a sentence", "housing support"),
        Service.PRIMARY_CARE: pgettext("in a sentence", "the health centre"),
        Service.ADULT_PSYCHIATRY: pgettext("in a sentence", "adult psychiatry"),
        Service.ADDICTION_CLINIC: pgettext("in a sentence", "the addiction clinic"),
        Service.LARO: pgettext("in a sentence", "the opioid clinic (LARO)"),
        Service.DETOX_WARD: pgettext("in a sentence", "the detox ward"),
        Service.PSYCHIATRIC_EMERGENCY: pgettext("in a sentence", "the psychiatric emergency ward"),
        Service.JOINT_ASSESSMENT_TEAM: pgettext("in a sentence", "the joint assessment team"),
        Service.LOW_THRESHOLD_CLINIC: pgettext("in a sentence", "the low-threshold clinic"),
        Service.INTEGRATED_TEAM: pgettext("in a sentence", "the integrated team"),
        Service.PERSONAL_OMBUD: pgettext("in a sentence", "the personal ombud"),
        Service.TREATMENT_ASSESSMENT: pgettext("in a sentence", "the treatment assessment"),
        Service.HVB_HEALTH_CARE: pgettext("in a sentence", "the health care in the residential home"),
        Service.SOBRIETY_DOCUMENTATION: pgettext("in a sentence", "the place where samples are left"),
    }


def say_code(code: str) -> str:
    """Return the label of the word `code` that files use, whichever kind of thing it is; else `code` with spaces."""
    if code in MECHANISMS:
        return _(MECHANISMS[code][0])
    for kind in (Service, Role, Principal, Profile, Reason):
        if code.upper() in kind.__members__:
            return say(kind[code.upper()])
    return own_words(code)


def mechanism_clause(mechanism: str) -> str:
    """Return what the mechanism means as a clause; an unknown one is its own name in words."""
    return _(MECHANISMS[mechanism][1]) if mechanism in MECHANISMS else mechanism.replace("_", " ")
