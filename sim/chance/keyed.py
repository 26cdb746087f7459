"""Random numbers addressed by who asks and what for, never by the order of asking.

A number belongs to (seed, replication, name, decision, part, episode, service, nth). The name (a client, a worker, a
municipality) gives a 64-bit key once; the rest is packed into a word, and the pair is mixed to a uniform number. So one
more client, one more decision or another order of events changes nobody's numbers.
"""

from __future__ import annotations

from enum import IntEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sim.compiled import COMPILED

if TYPE_CHECKING:
    from mypy_extensions import i64

# The hash is arithmetic modulo 2^64. Python's whole numbers have no end and are cut back to 64 bits after each product;
# the compiled build's wrap around by themselves, and have a sign: hence signed constants, and a mask after each shift.
if COMPILED:
    _BITS: Final = -1
else:
    _BITS: Final = 0xFFFFFFFFFFFFFFFF
GAMMA: Final = -7046029254386353131  # 2^64 / golden ratio, odd: consecutive words fall far apart (SplitMix64)
MIX_1: Final = -4658895280553007687
MIX_2: Final = -7723592293110705685
TO_UNIT: Final = 2.0**-53
_HALF_UNIT: Final = TO_UNIT / 2
_LOW_33: Final = 0x1FFFFFFFF
_LOW_34: Final = 0x3FFFFFFFF
_LOW_37: Final = 0x1FFFFFFFFF
_LOW_53: Final = 0x1FFFFFFFFFFFFF
DECISION_SHIFT: Final = 46
SERVICE_SHIFT: Final = 20


class Decision(IntEnum):
    """What a number is for. Never reuse a member for two purposes; append new ones at the end."""

    ARRIVAL_GAP = 0
    STOCK = 1
    SEX = 2
    AGE = 3
    COMORBID = 4
    SUBSTANCE = 5
    OPIOID = 6
    DISORDER = 7
    SOCIAL = 8
    MEDICAL = 9
    ADDICTION_SEVERITY = 10
    PSYCHIATRIC_SEVERITY = 11
    SOCIAL_SEVERITY = 12
    RELATIVES = 13
    ENGAGEMENT = 14
    FIRST_DOOR = 15
    PRESENTING_PART = 16
    EXIT_BUDGET = 17
    EXIT_REASON = 18
    RELAPSE_BUDGET = 19
    ABSTAIN_BUDGET = 20
    CRISIS_BUDGET = 21
    RESEEK_BUDGET = 22
    GIVE_UP_BUDGET = 23
    WITHDRAW_BUDGET = 24
    LEAVE_BUDGET = 25
    RATING = 26
    SOBRIETY_APPLIED = 27
    ADDICTION_FIRST = 28
    PSYCHIATRY_FIRST = 29
    MISREAD = 30
    LAW_KNOWN = 31
    CONSENT = 32
    ELIGIBLE = 33
    REFERRAL_DAYS = 34
    REFERRAL_LOST = 35
    REFERRAL_WARM = 36
    TURNS_UP = 37
    RELATIVE_CATCHES = 38
    SHARED_RECORD = 39
    DETECTION = 40
    WANTED = 41
    BOOKING = 42
    VISITS = 43
    STAY_DAYS = 44
    ATTENDS = 45
    SAMPLE = 46
    DISCHARGED_FOR_USE = 47
    MET = 48
    REOPENS = 49
    CRISIS_DOOR = 50
    DISPUTE_ROUTINE = 51
    DISPUTE_DAYS = 52
    DISPUTE_NEVER = 53
    OTHER_GAP = 54
    OTHER_PATIENCE = 55
    OTHER_STAY = 56
    OTHER_URGENT = 57
    TURNOVER = 58
    EXTRA_TURNOVER = 59
    FOLLOWS = 60
    STAYS = 61
    REFILLED = 62
    RECRUITMENT = 63
    HANDOVER_CONSENT = 64
    HANDOVER_LOST = 65
    STOCK_USE = 66
    STOCK_STATE = 67
    STOCK_TIME = 68
    RELATIVE_CONTACTS = 69
    LETTER_CONSENT = 70
    TRIAGE = 71
    OTHER_STOCK = 72
    HANDOVER_DAYS = 73
    KNOWS_METHODS = 74
    LOCUM = 75
    WORD_SPREADS = 76
    SIP = 77
    SIP_CONSENT = 78
    CONFERENCE_CONSENT = 79
    DEVIATION = 80
    STEPS_IN = 81
    COUNTY_AGREEMENT = 82
    LOCAL_AGREEMENT = 83
    LOCAL_ROUTINE = 84
    KEY_PERSON = 85
    STEP_LOST = 86
    OMBUD = 87
    CONTACT_DAYS = 88
    CALLED_BACK = 89
    CALL_BACK_DAYS = 90
    NOTICE = 91
    LADDER_FALLS = 92
    TEAM_MET = 93
    LOW_THRESHOLD = 94
    LONGEST_PLAN = 95
    # what makes coordination matter
    AGREEMENT_CONTENT = 96
    ROUTINE_USED = 97
    REPORT_ANSWERED = 98
    HELPS = 99
    SHARED_DUTY = 100
    METHOD_WANTED = 101
    METHOD_STANDS_IN = 102
    LEAVES_SAMPLES = 103
    LEAVES_A_SAMPLE = 104
    LOOKS_AGAIN = 105
    TALKS = 106
    COMES_TO_TALK = 107
    GROUP = 108
    DECISION_BINDS = 109
    CARE_SUPPORTS = 110


def key_of(seed: int, replication: int, name: str) -> i64:
    """Return the 64-bit key of `name` in one replication, with its sign. The same on every machine and process."""
    return int.from_bytes(sha256(f"{seed}/{replication}/{name}".encode()).digest()[:8], "little", signed=True)


def without_sign(key: int) -> int:
    """Return a key as a number from 0 to 2^64 - 1: what people are ordered by."""
    return key & 0xFFFFFFFFFFFFFFFF


def uniform(key: i64, decision: i64, part: i64 = 0, episode: i64 = 0, service: i64 = 0, nth: i64 = 0) -> float:
    """Return the number in (0, 1) that belongs to this address.

    `part` below 16, `episode` below 2^16, `service` below 64, `nth` below 2^20.
    """
    return number_at(key, (((((decision << 4) | part) << 16 | episode) << 6 | service) << SERVICE_SHIFT) | nth)


def address(part: i64, episode: i64, service: i64 = 0) -> i64:
    """Return what a word holds beside decision and nth: for those who ask often, to pack it once.

    `uniform(key, decision, part, episode, service, nth)` is `number_at(key, (decision << DECISION_SHIFT) +
    address(part, episode, service) + nth)`.
    """
    return ((part << 16 | episode) << 6 | service) << SERVICE_SHIFT


def number_at(key: i64, word: i64) -> float:
    """Return the number in (0, 1) of a packed word. Source: SplitMix64's finaliser (Steele, Lea and Flood 2014)."""
    z = (key + word * GAMMA) & _BITS
    z = ((z ^ (z >> 30 & _LOW_34)) * MIX_1) & _BITS
    z = ((z ^ (z >> 27 & _LOW_37)) * MIX_2) & _BITS
    z = (z ^ (z >> 31 & _LOW_33)) >> 11 & _LOW_53
    return float(z) * TO_UNIT + _HALF_UNIT
