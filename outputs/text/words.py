"""What the codes are called when people read them, per language. Files and logs keep the codes' own names.

`say(Service.HVB)` gives the label of a table; `phrase(Service.HVB)` fits inside a sentence. A second language is a
second entry of `LABELS`; the Swedish terms stand in docs/glossary.md until there is a Swedish report.
"""

from __future__ import annotations

from enum import IntEnum

from sim.terms.words import Disorder, Part, Principal, Profile, Reason, Role, Service, Sex, Substance, name_of

_SERVICES = {
    Service.SOCIAL_SERVICES: ("social services", "social services"),
    Service.MUNICIPAL_OUTPATIENT: ("municipal outpatient", "outpatient treatment"),
    Service.HVB: ("residential home (HVB)", "the residential home (HVB)"),
    Service.LVM: ("compulsory care (LVM)", "compulsory care (LVM)"),
    Service.HOUSING_SUPPORT: ("housing support", "housing support"),
    Service.PRIMARY_CARE: ("primary care", "the health centre"),
    Service.ADULT_PSYCHIATRY: ("adult psychiatry", "adult psychiatry"),
    Service.ADDICTION_CLINIC: ("addiction clinic", "the addiction clinic"),
    Service.LARO: ("opioid clinic (LARO)", "the opioid clinic (LARO)"),
    Service.DETOX_WARD: ("detox ward", "the detox ward"),
    Service.PSYCHIATRIC_EMERGENCY: ("psychiatric emergency", "the psychiatric emergency ward"),
    Service.JOINT_ASSESSMENT_TEAM: ("joint assessment team", "the joint assessment team"),
    Service.LOW_THRESHOLD_CLINIC: ("low-threshold clinic", "the low-threshold clinic"),
    Service.INTEGRATED_TEAM: ("integrated team", "the integrated team"),
    Service.PERSONAL_OMBUD: ("personal ombud", "the personal ombud"),
    Service.TREATMENT_ASSESSMENT: ("treatment assessment", "the treatment assessment"),
    Service.HVB_HEALTH_CARE: ("health care in HVB", "the health care in the residential home"),
    Service.SOBRIETY_DOCUMENTATION: ("documentation of sobriety", "the place where samples are left"),
}
_ROLES = {
    Role.SOCIAL_WORKER: "social worker",
    Role.TREATMENT_WORKER: "treatment worker",
    Role.HOUSING_WORKER: "housing support worker",
    Role.COUNSELLOR: "counsellor",
    Role.NURSE: "nurse",
    Role.PSYCHOLOGIST: "psychologist",
    Role.PHYSICIAN: "physician",
    Role.OMBUD: "ombud",
    Role.WARD_STAFF: "ward staff",
}
_PRINCIPALS = {
    Principal.MUNICIPALITY: "municipality",
    Principal.REGION: "region",
    Principal.JOINT: "both together",
    Principal.STATE: "state",
}
_REASONS = {
    Reason.NONE: "no reason given",
    Reason.OUTSIDE_CATCHMENT: "lives outside its area",
    Reason.NOT_OUR_RESPONSIBILITY: "not our responsibility",
    Reason.SOBRIETY: "sobriety required",
    Reason.TREAT_ADDICTION_FIRST: "treat the addiction first",
    Reason.TREAT_PSYCHIATRY_FIRST: "treat the psychiatric condition first",
    Reason.NOT_SEVERE_ENOUGH: "not severe enough",
    Reason.TOO_SEVERE: "too severe",
    Reason.DUAL_DIAGNOSIS_REQUIRED: "takes only those with both conditions",
    Reason.NO_CONSENT: "said no to the service",
    Reason.NOT_ELIGIBLE: "assessed as having no need",
    Reason.METHOD_NOT_OFFERED: "the method is not offered",
    Reason.ANOTHER_NEED: "another need found",
    Reason.ASSESSED: "the assessment is done",
    Reason.AFTERCARE: "aftercare",
    Reason.SOBRIETY_DOCUMENTED: "sobriety is documented",
    Reason.SETTLED: "a dispute was settled",
    Reason.GAVE_UP_IN_QUEUE: "gave up in the queue",
    Reason.GAVE_UP_WAITING_FOR_DECISION: "gave up waiting for a decision",
    Reason.GAVE_UP_BETWEEN: "gave up between services",
    Reason.WITHDREW: "withdrew",
    Reason.MISSED_VISITS: "missed visits",
    Reason.DISCHARGED_FOR_USE: "discharged for use",
    Reason.LEFT_TREATMENT: "left treatment",
    Reason.HANDOVER_LOST: "lost in handover",
    Reason.MOVED: "moved away",
    Reason.DIED: "died",
    Reason.RECOVERED: "recovered",
    Reason.CRISIS: "crisis",
    Reason.COORDINATED: "a plan (SIP) starts the parts together",
    Reason.LEAD: "a case conference has named a lead",
    Reason.CALLED_BACK: "called back",
    Reason.CONTACT: "asked for by somebody in contact",
    Reason.ONE_PLAN: "taken over by one plan",
    Reason.CONTACT_OVER: "the contact is over",
    Reason.NOBODY_THERE: "nobody works there",
    Reason.ASKED_ANEW: "asked for again",
    Reason.CLOSED: "it has closed",
}
_PARTS = {
    Part.PSYCHOSOCIAL: "psychosocial treatment of dependence",
    Part.MEDICAL: "medical treatment of dependence",
    Part.PSYCHIATRIC: "psychiatric need",
    Part.SOCIAL: "social need",
    Part.ACUTE: "crisis",
}
_DISORDERS = {
    Disorder.NONE: "no other psychiatric condition",
    Disorder.ANXIETY_DEPRESSION: "anxiety or depression",
    Disorder.NEUROPSYCHIATRIC: "a neuropsychiatric condition",
    Disorder.PTSD: "PTSD",
    Disorder.PSYCHOSIS: "psychosis",
    Disorder.PERSONALITY: "a personality disorder",
}
_SUBSTANCES = {
    Substance.ALCOHOL: "alcohol",
    Substance.NARCOTICS: "narcotics",
    Substance.MIXED: "mixed use",
    Substance.PRESCRIPTION: "prescription drugs",
    Substance.GAMBLING: "gambling",
}
_PROFILES = {
    Profile.ADDICTION: "addiction alone",
    Profile.ADDICTION_PSYCHIATRIC: "addiction + psychiatric",
    Profile.ADDICTION_SOCIAL: "addiction + social",
    Profile.ALL_THREE: "all three needs",
}
_SEXES = {Sex.WOMAN: "woman", Sex.MAN: "man"}

# Per language, per enumeration: members of two enumerations are equal as numbers, so one dictionary would mix them.
LABELS: dict[str, dict[type[IntEnum], dict]] = {
    "en": {
        Service: {service: label for service, (label, _) in _SERVICES.items()},
        Role: _ROLES,
        Principal: _PRINCIPALS,
        Reason: _REASONS,
        Part: _PARTS,
        Disorder: _DISORDERS,
        Substance: _SUBSTANCES,
        Profile: _PROFILES,
        Sex: _SEXES,
    }
}

# Mechanism: (label of a table, what happened to the client, as a clause after "falls between chairs:").
MECHANISMS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "never_received": ("never received", "neither an inquiry nor treatment within 90 days of asking"),
        "lost_referral": ("referral lost", "referred, and never arrived"),
        "bounced": ("bounced", "turned away or sent on twice in a row with nobody accepting"),
        "sobriety_blocked": ("blocked by sobriety rule", "still untreated 180 days after a no because of use"),
        "gave_up_in_queue": ("gave up in a queue", "gave up in a queue or waiting for a decision"),
        "gave_up_between": ("gave up between services", "gave up while nobody had accepted"),
        "half_treated": ("half treated", "one need treated while the other went untreated for 180 days"),
        "undetected": ("undetected", "180 days in contact, the other need never found"),
        "disputed": ("disputed", "more than 60 days in dispute between services"),
        "discharged_unmet": ("discharged unmet", "discharged for missed visits and not taken up within 90 days"),
        "no_aftercare": ("no aftercare", "left residential, compulsory or detox care; nobody accepted within 30 days"),
        "lost_in_handover": ("lost in handover", "the case never reached the service that took over"),
    }
}


def say(member: IntEnum, language: str = "en") -> str:
    """Return the label of `member` for tables and figures. Raises KeyError for an unknown language."""
    return LABELS[language].get(type(member), {}).get(member, name_of(member).replace("_", " "))


def phrase(service: Service, language: str = "en") -> str:
    """Return `service` as it stands inside a sentence, with its article."""
    return _SERVICES[service][1] if language == "en" else say(service, language)


def say_code(code: str, language: str = "en") -> str:
    """Return the label of the word `code` that files use, whichever kind of thing it is; else `code` with spaces."""
    if code in MECHANISMS[language]:
        return MECHANISMS[language][code][0]
    for kind in (Service, Role, Principal, Profile, Reason):
        if code.upper() in kind.__members__:
            return say(kind[code.upper()], language)
    return code.replace("_", " ")


def mechanism_clause(mechanism: str, language: str = "en") -> str:
    """Return what the mechanism means as a clause; an unknown one is its own name in words."""
    return MECHANISMS[language].get(mechanism, ("", mechanism.replace("_", " ")))[1]
