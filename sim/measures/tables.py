"""The larger results: the gap map, who falls where, and each client's first falls."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from sim.measures import cohorts
from sim.measures.fall_kinds import MECHANISMS, Falls
from sim.measures.fall_rates import rate
from sim.measures.fell import Fell
from sim.measures.gaps import gap, latent_any
from sim.measures.headline import Needs
from sim.measures.spans import Array, Table
from sim.measures.story import OrderedLog
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.terms.words import Kind, Principal, Profile, Reason, Service, names_of

ALONE, NOBODY = "alone", "nobody"
"""Words for no service: the client came alone (sender); nobody was asked (receiver)."""


def gap_map(story: OrderedLog, found: Falls) -> Table:
    """Return the falls of comorbid clients charged after the reform, counted by boundary, rule and mechanism.

    Columns of words, the largest count first; `from_service` may be `alone`, `to_service` `nobody`.
    """
    mine = found.only(story.comorbid[found.client] & (found.day >= story.reform))
    keys = np.stack(
        (mine.from_service, mine.to_service, mine.from_principal, mine.to_principal, mine.reason, mine.mechanism),
        axis=1,
    )
    which, count = np.unique(keys.reshape(-1, 6), axis=0, return_counts=True)
    order = np.argsort(-count, kind="stable")
    columns = _words(*(which[order, i] for i in range(6)))
    return columns | {"falls": count[order].astype(float)}


def first_falls(story: OrderedLog, found: Falls) -> Table:
    """Return the first fall of every client by every mechanism from the end of warm-up on, by client and day.

    `client`: index; `comorbid`; `first`: no other mechanism came before; `day`: charged; `fulfilled`; the words of
    boundary, rule and mechanism.
    """
    found = found.only(found.day >= story.calendar.warm_up_days)
    _, where = np.unique(found.client * len(MECHANISMS) + found.mechanism, return_index=True)
    mine = found.only(np.sort(where))
    first = np.append(True, mine.client[1:] != mine.client[:-1])[: len(mine)]
    table: Table = {
        "client": mine.client,
        "comorbid": story.comorbid[mine.client],
        "first": first,
        "day": mine.day,
        "fulfilled": mine.fulfilled,
    }
    return table | _words(
        mine.from_service, mine.to_service, mine.from_principal, mine.to_principal, mine.reason, mine.mechanism
    )


def by_municipality(story: OrderedLog, needs: Needs, fell: Fell) -> Table:
    """Return cohort, shares, gap and latent days of comorbid clients, one row per municipality (NaN: nobody)."""
    return _by(story, needs, fell, "municipality", story.log.municipalities)


def by_profile(story: OrderedLog, needs: Needs, fell: Fell) -> Table:
    """Return the same for every need profile, comorbid or not."""
    return _by(story, needs, fell, "profile", names_of(Profile))


def _by(story: OrderedLog, needs: Needs, fell: Fell, attribute: str, words: tuple[str, ...]) -> Table:
    code, n = np.asarray(story.log.clients[attribute]), len(words)
    chosen = story.comorbid if attribute == "municipality" else np.ones(story.clients, dtype=bool)
    cohort = cohorts.after(story).only(chosen)

    def per(values: Array) -> Array:
        return np.bincount(code[chosen], weights=values[chosen], minlength=n)[:n]

    years = per(story.late(story.present).days_by_client(story.clients)) / DAYS_PER_YEAR
    late = story.time >= story.reform
    sought = np.unique(story.client[late & (story.kind == Kind.SOUGHT)])
    seeking = np.bincount(code[sought[chosen[sought]]], minlength=n)[:n]
    table: Table = {attribute: np.array(words), "seekers": seeking.astype(float), "client_years": years}
    table["cohort"] = np.bincount(code[cohort.client], minlength=n)[:n].astype(float)
    shares = {
        "untreated_share": [needs.only(chosen & (code == i)).untreated_share() for i in range(n)],
        "fall_rate": [rate(cohort.only(code == i), fell) for i in range(n)],
    }
    for name, some in shares.items():
        table[name] = np.array([np.nan if share is None else share for share in some], dtype=float)
    for name, spans in (("gap_days_per_client_year", gap(story)), ("latent_days_per_client_year", latent_any(story))):
        days = per(story.late(spans).days_by_client(story.clients))
        table[name] = np.divide(days, years, out=np.full(n, np.nan), where=years > 0)
    return table


def _words(came: Array, went: Array, by: Array, to: Array, reason: Array, mechanism: Array) -> Table:
    return {
        "from_service": _named(Service, came, ALONE),
        "to_service": _named(Service, went, NOBODY),
        "from_principal": _named(Principal, by, ALONE),
        "to_principal": _named(Principal, to, NOBODY),
        "rule": _named(Reason, reason, "none"),
        "mechanism": np.array(MECHANISMS)[mechanism.astype(np.int64)],
    }


def _named(kind: type[IntEnum], code: Array, none: str) -> Array:
    return np.array((*names_of(kind), none))[np.where(code < 0, len(kind), code).astype(np.int64)]
