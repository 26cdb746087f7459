"""Builds small event logs from lines that a person can read.

    log = make_log(
        '''
        600 anna sought psychosocial to=social_services
        610 anna refused psychosocial at=social_services reason=not_our_responsibility
        ''',
        anna="addiction_psychiatric",
    )

A line is `day who kind [part] [key=value ...]`; `-` stands for nobody (staff, other patients, snapshots). Keys: at, to
(services), by, to_by (principals, `-` for none), reason, state, unit, worker, role, value, extra. What is left out
follows from the kind (`STATES`) and the service (`TODAY`). Everybody arrives on day 0, unless a line says otherwise,
with the needs of their profile latent. The calendar is `CALENDAR`: the reform is on day 500, the end on day 2000.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.terms.calendar import Calendar
from sim.terms.log import COLUMNS, EventLog
from sim.terms.words import Kind, Line, NeedState, Part, Principal, Profile, Reason, Role, Service

REFORM, END = 500, 2000
CALENDAR = Calendar(date(2025, 1, 1), warm_up_days=135, baseline_days=365, after_days=1500)

MUNICIPAL = ("social_services", "municipal_outpatient", "hvb", "housing_support", "personal_ombud")
TODAY = {s.name.lower(): Principal.MUNICIPALITY if s.name.lower() in MUNICIPAL else Principal.REGION for s in Service}
TODAY |= {"lvm": Principal.STATE, "integrated_team": Principal.JOINT}
NEUROPSYCHIATRIC_UNIT = len(Service)
"""Every service is one unit with its own number; this is psychiatry's second line."""

STATES = {
    "sought": "sought", "referred": "sought", "referral_arrived": "sought", "referral_lost": "sought",
    "refused": "sought", "no_taker": "sought", "dispute_opened": "sought", "dispute_settled": "sought",
    "parked": "parked", "accepted": "waiting", "admitted": "in_care", "handed_over": "in_care", "completed": "met",
    "discharged": "latent", "left_care": "latent", "gave_up": "latent", "withdrew": "latent",
    "handover_lost": "latent", "detected": "latent", "conference_lead": "sought",
}  # fmt: skip
"""The state of the part after a row of each kind; kinds that are not here carry none."""

PARTS_OF = {
    "addiction": ("psychosocial",),
    "addiction_psychiatric": ("psychosocial", "psychiatric"),
    "addiction_social": ("psychosocial", "social"),
    "all_three": ("psychosocial", "psychiatric", "social"),
}


def make_log(
    text: str, days: float = END, units: tuple[str, ...] = (), south: tuple[str, ...] = (), **people: str
) -> EventLog:
    """Return the log of these lines. `people`: name → need profile.

    `units`: services that have one more unit, in South, numbered on from `NEUROPSYCHIATRIC_UNIT` + 1. `south`: names of
    those who live there.
    """
    names = list(people)
    lines = [line.split() for line in text.splitlines() if line.strip()]
    arrived = {words[1] for words in lines if words[2] == "arrival"}
    for name, profile in people.items():
        if name not in arrived:
            lines.append(["0", name, "arrival"])
            lines += [["0", name, "need_state", part, "state=latent"] for part in PARTS_OF[profile]]
    # arrivals first, then as written
    lines.sort(key=lambda words: (float(words[0]), words[2] not in ("arrival", "need_state")))
    rows = [_row(words, names) for words in lines]
    columns = {
        name: np.array([row[i] for row in rows], dtype=kind) if rows else np.empty(0, dtype=kind)
        for i, (name, kind) in enumerate(COLUMNS)
    }
    more = tuple((int(Service[u.upper()]), int(Line.ORDINARY), "South", int(TODAY[u])) for u in units)
    return EventLog(
        columns=columns,
        clients=_clients(people, south),
        municipalities=("North", "South"),
        units=_units() + more,
        workers=_workers(),
        days=float(days),
    )


def _row(words: list[str], names: list[str]) -> list[float]:
    day, who, kind, *rest = words
    part = rest.pop(0) if rest and "=" not in rest[0] else None
    given = dict(word.split("=", 1) for word in rest)
    at, to = given.get("at"), given.get("to")
    by = given.get("by", TODAY[at].name if at else None)
    to_by = given.get("to_by", TODAY[to].name if to else None)
    state = given.get("state", STATES.get(kind) if part and part != "acute" else None)
    extra = Role[given["role"].upper()] if "role" in given else given.get("extra", 0.0 if kind == "admitted" else "nan")
    return [
        float(day),
        -1 if who == "-" else names.index(who),
        Kind[kind.upper()],
        -1 if part is None else Part[part.upper()],
        -1 if state is None else NeedState[state.upper()],
        -1 if at is None else Service[at.upper()],
        int(given.get("unit", -1 if at is None else Service[at.upper()])),
        -1 if by in (None, "-") else Principal[by.upper()],
        -1 if to is None else Service[to.upper()],
        -1 if to_by in (None, "-") else Principal[to_by.upper()],
        Reason[given["reason"].upper()] if "reason" in given else Reason.NONE,
        int(given.get("worker", -1)),
        float(given.get("value", "nan")),
        float(extra),
    ]


def _clients(people: dict[str, str], south: tuple[str, ...]) -> dict[str, np.ndarray]:
    n = len(people)
    profiles = np.array([Profile[p.upper()] for p in people.values()], dtype=np.int8)
    zeros = np.zeros(n)
    return {
        "name": np.array(list(people), dtype=str),
        "municipality": np.array([name in south for name in people], dtype=np.int16),
        "sex": np.zeros(n, dtype=np.int8),
        "age": np.full(n, 40),
        "substance": np.zeros(n, dtype=np.int8),
        "profile": profiles,
        "disorder": (profiles & 1).astype(np.int8),
        "opioid": np.zeros(n, dtype=bool),
        "relatives": np.zeros(n, dtype=bool),
        "addiction_severity": zeros,
        "psychiatric_severity": zeros,
        "social_severity": zeros,
    }


def _units() -> tuple[tuple[int, int, str, int], ...]:
    ordinary = [(int(s), int(Line.ORDINARY), "North", int(TODAY[s.name.lower()])) for s in Service]
    second = (int(Service.ADULT_PSYCHIATRY), int(Line.NEUROPSYCHIATRIC), "North", int(Principal.REGION))
    return (*ordinary, second)


def _workers() -> tuple[tuple[int, int], ...]:
    """Worker 0: a nurse at the addiction clinic; worker 1: a treatment worker of municipal outpatient."""
    return (
        (int(Role.NURSE), int(Service.ADDICTION_CLINIC)),
        (int(Role.TREATMENT_WORKER), int(Service.MUNICIPAL_OUTPATIENT)),
    )
