"""Every kind of thing the model speaks of, as small integers with names.

Integers, because rules and the event log handle them by the hundred thousand; names, because people read
them. `name_of(member)` gives the lower-case word that scenario files, tables and logs use.
Source: conceptual model, sections 3-8.
"""

from enum import IntEnum


class Principal(IntEnum):
    """Who is responsible: municipality, region, both together, or the state (SiS)."""

    MUNICIPALITY = 0
    REGION = 1
    JOINT = 2
    STATE = 3


class Need(IntEnum):
    """What a client needs help with. Everyone has ADDICTION."""

    ADDICTION = 0
    PSYCHIATRIC = 1
    SOCIAL = 2


class Part(IntEnum):
    """A need as somebody treats it: addiction has two parts, since two principals treat it.

    ACUTE is no need of its own: it is the line of a crisis (detox, emergency, compulsory care).
    """

    PSYCHOSOCIAL = 0
    MEDICAL = 1
    PSYCHIATRIC = 2
    SOCIAL = 3
    ACUTE = 4


NEED_OF_PART = (Need.ADDICTION, Need.ADDICTION, Need.PSYCHIATRIC, Need.SOCIAL, Need.ADDICTION)


class NeedState(IntEnum):
    """Where a part of a need stands. Open means LATENT to IN_CARE.

    LATENT: open and nobody has been asked. SOUGHT: asked, nobody has accepted. PARKED: refused for use and
    waiting for documented sobriety. WAITING: accepted, waiting for a place or a first visit. IN_CARE, MET.
    """

    ABSENT = 0
    LATENT = 1
    SOUGHT = 2
    PARKED = 3
    WAITING = 4
    IN_CARE = 5
    MET = 6


class Service(IntEnum):
    """The services of section 4, in the order of its table."""

    SOCIAL_SERVICES = 0
    MUNICIPAL_OUTPATIENT = 1
    HVB = 2
    LVM = 3
    HOUSING_SUPPORT = 4
    PRIMARY_CARE = 5
    ADULT_PSYCHIATRY = 6
    ADDICTION_CLINIC = 7
    LARO = 8
    DETOX_WARD = 9
    PSYCHIATRIC_EMERGENCY = 10
    JOINT_ASSESSMENT_TEAM = 11
    LOW_THRESHOLD_CLINIC = 12
    INTEGRATED_TEAM = 13
    PERSONAL_OMBUD = 14
    TREATMENT_ASSESSMENT = 15  # the region's own assessment before treatment, once a design gives it one
    HVB_HEALTH_CARE = 16  # the region's staff in HVB (pillar 5)
    SOBRIETY_DOCUMENTATION = 17  # people come to leave samples, without inquiry or decision (NB 7.1)


class Line(IntEnum):
    """Which of a service's lines a client stands in. Neuropsychiatric assessment has posts and a queue of its own."""

    ORDINARY = 0
    NEUROPSYCHIATRIC = 1


class Level(IntEnum):
    """Where a service sits: one unit per municipality, per district, per hub, or one for the county."""

    MUNICIPALITY = 0
    DISTRICT = 1
    HUB = 2
    COUNTY = 3


class Role(IntEnum):
    """Occupations. Swedish terms in docs/glossary.md."""

    SOCIAL_WORKER = 0  # socialsekreterare
    TREATMENT_WORKER = 1  # behandlare, behandlingspedagog
    HOUSING_WORKER = 2  # boendestödjare
    COUNSELLOR = 3  # kurator
    NURSE = 4  # sjuksköterska
    PSYCHOLOGIST = 5
    PHYSICIAN = 6  # läkare, psykiater
    OMBUD = 7  # personligt ombud
    WARD_STAFF = 8  # staff of institutions and wards


class Reason(IntEnum):
    """Why a service said no (the rules of section 5), and why a client or a case left."""

    NONE = 0
    OUTSIDE_CATCHMENT = 1
    NOT_OUR_RESPONSIBILITY = 2
    SOBRIETY = 3
    TREAT_ADDICTION_FIRST = 4
    TREAT_PSYCHIATRY_FIRST = 5
    NOT_SEVERE_ENOUGH = 6
    TOO_SEVERE = 7
    DUAL_DIAGNOSIS_REQUIRED = 8
    NO_CONSENT = 9
    NOT_ELIGIBLE = 10
    METHOD_NOT_OFFERED = 11
    # why a referral was made although nobody refused
    ANOTHER_NEED = 12  # a need found here that another service meets
    ASSESSED = 13  # the assessment is done; treatment is elsewhere
    AFTERCARE = 14  # leaving HVB, LVM, detox or emergency
    SOBRIETY_DOCUMENTED = 15  # the parked need may be asked for again
    SETTLED = 16  # a dispute was settled and somebody must take the client
    # why care or a wait ended
    GAVE_UP_IN_QUEUE = 17
    GAVE_UP_WAITING_FOR_DECISION = 18  # accepted for assessment, no decision yet
    GAVE_UP_BETWEEN = 19
    WITHDREW = 20
    MISSED_VISITS = 21
    DISCHARGED_FOR_USE = 22
    LEFT_TREATMENT = 23
    HANDOVER_LOST = 24
    MOVED = 25
    DIED = 26
    RECOVERED = 27
    CRISIS = 28  # taken in for a crisis
    # more of why a referral was made
    COORDINATED = 29  # a SIP starts the parts in parallel
    LEAD = 30  # a case conference has given the client a lead who must accept
    CALLED_BACK = 31  # a service calls back somebody whom it has discharged or lost
    CONTACT = 32  # whoever has contact without treating (ombud, low-threshold clinic) asks for the client
    # more of why care ended
    ONE_PLAN = 33  # the integrated team's plan has taken it over
    CONTACT_OVER = 34
    # nobody does it
    NOBODY_THERE = 35  # nobody works there, and nobody has for a long time
    # more of why a referral was made
    ASKED_ANEW = 36  # whoever meets the client regularly takes up what nobody treats
    CLOSED = 37  # the service closes: whom it has, and who waits, is sent on


class Kind(IntEnum):
    """What happened: one row of the event log each. `docs/event-log.md` says which columns each fills."""

    ARRIVAL = 0
    DEPART = 1
    SOUGHT = 2
    DETECTED = 3
    ACCEPTED = 4
    REFUSED = 5
    REFERRED = 6
    REFERRAL_ARRIVED = 7
    REFERRAL_LOST = 8
    NO_TAKER = 9
    PARKED = 10
    DISPUTE_OPENED = 11
    DISPUTE_SETTLED = 12
    ADMITTED = 13
    VISIT = 14
    MISSED = 15
    DECIDED = 16
    COMPLETED = 17
    DISCHARGED = 18
    LEFT_CARE = 19
    GAVE_UP = 20
    WITHDREW = 21
    NEED_STATE = 22
    RELAPSED = 23
    ABSTINENT = 24
    CRISIS = 25
    RELATIVE_CONTACT = 26
    NEW_WORKER = 27
    HANDOVER_TRIED = 28
    HANDED_OVER = 29
    HANDOVER_LOST = 30
    STAFF_EMPLOYED = 31
    STAFF_OFFERED = 32
    STAFF_FOLLOWED = 33
    STAFF_STAYED = 34
    STAFF_RESIGNED = 35
    POST_OPENED = 36
    STAFF_RECRUITED = 37
    POST_NEVER_REFILLED = 38
    RESPONSIBILITY_MOVED = 39
    OTHER_PATIENT_ADMITTED = 40
    OTHER_PATIENT_GAVE_UP = 41
    SNAPSHOT = 42
    SIP_MADE = 43
    CONFERENCE_HELD = 44
    CONFERENCE_LEAD = 45
    DEVIATION_REPORTED = 46
    STEPPED_IN = 47
    CONTACT_BEGAN = 48
    CONTACT_ENDED = 49
    LADDER_CHANGED = 50
    LOCUM_CAME = 51
    LOCUM_LEFT = 52
    UNIT_OPENED = 53
    UNIT_CLOSED = 54
    STAFF_TO_UNIT = 55
    PLAN_PART_FAILED = 56
    SUSPENDED = 57
    RESUMED = 58
    HELPED = 59
    REPORT_ANSWERED = 60
    STAFF_LENT = 61
    TALK = 62


class Substance(IntEnum):
    """Main substance or behaviour."""

    ALCOHOL = 0
    NARCOTICS = 1
    MIXED = 2
    PRESCRIPTION = 3
    GAMBLING = 4


class Sex(IntEnum):
    """As registered; the sources count women and men."""

    WOMAN = 0
    MAN = 1


class Disorder(IntEnum):
    """Main psychiatric condition of a comorbid client."""

    NONE = 0
    ANXIETY_DEPRESSION = 1
    NEUROPSYCHIATRIC = 2
    PTSD = 3
    PSYCHOSIS = 4
    PERSONALITY = 5


class Profile(IntEnum):
    """Need profile: addiction alone, and with what else. Bit 0: psychiatric, bit 1: social."""

    ADDICTION = 0
    ADDICTION_PSYCHIATRIC = 1
    ADDICTION_SOCIAL = 2
    ALL_THREE = 3


class Measure(IntEnum):
    """Measures of coordination that work only where the cooperation ladder has reached their step (section 6)."""

    WARM_REFERRALS = 0
    SHARED_THRESHOLD = 1
    SIP_ROUTINE = 2


STEP_OF_CONFERENCES = 2
"""The step below which case conferences are not held, unless a district held them from a lower one: an assumption."""

STEP_OF_MEASURE = (2, 3, 4)
"""The step of the ladder that each measure needs. What each step unlocks is our assumption (section 6)."""

HIGHEST_STEP = 5
"""Acting together: what a joint team needs, unless its file says otherwise."""


def name_of(member: IntEnum) -> str:
    """Return the word that files, tables and logs use for `member`."""
    return member.name.lower()


def names_of(kind: type[IntEnum]) -> tuple[str, ...]:
    """Return all words of an enumeration in the order of their codes."""
    return tuple(m.name.lower() for m in kind)
