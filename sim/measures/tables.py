"""The larger results: the gap map, who falls where, and each client's first falls."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from sim.measures import cohorts
from sim.measures.fall_kinds import MECHANISMS, Falls
from sim.measures.fall_rates import rate
from sim.measures.gaps import gap, latent
from sim.measures.monthly import Table
from sim.measures.spans import Array
from sim.measures.story import Story
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.terms.words import Kind, Need, Principal, Profile, Reason, Service, names_of

ALONE, NOBODY = "alone", "nobody"
"""Words for no service: the client came alone (sender); nobody was asked (receiver)."""


def gap_map(story: Story, found: Falls) -> Table:
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


def first_falls(story: Story, found: Falls) -> Table:
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


def by_municipality(story: Story, found: Falls) -> Table:
    """Return the cohort, fall rate, gap and latent days of comorbid clients, one row per municipality (NaN: nobody)."""
    return _by(story, found, "municipality", story.log.municipalities)


def by_profile(story: Story, found: Falls) -> Table:
    """Return the same for every need profile, comorbid or not."""
    return _by(story, found, "profile", names_of(Profile))


def _by(story: Story, found: Falls, attribute: str, words: tuple[str, ...]) -> Table:
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
    rates = [rate(cohort.only(code == i), found) for i in range(n)]
    table["fall_rate"] = np.array([np.nan if r is None else r for r in rates], dtype=float)
    latent_days = [latent(story, need) for need in Need]  # each need counted, as in the measure of that name
    for name, counted in (("gap_days_per_client_year", [gap(story)]), ("latent_days_per_client_year", latent_days)):
        days = np.sum([per(story.late(spans).days_by_client(story.clients)) for spans in counted], axis=0)
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
