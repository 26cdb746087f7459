"""Whose gain? The same clients meet the same chances under two designs: who is better off, who is worse, who the same.

Pure functions over the table `cohort` of each replication (one row per member, by `client`). Queues shift everybody a
little, so what is told is better *minus* worse, and beside it what full chance would give. Source: section 7 (2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.chance.blocks import uniforms
from sim.chance.keyed import key_of
from sim.comparison.results import Gain, Gains, Summary
from sim.comparison.small_groups import FEW, mean_alone
from sim.comparison.statistics import summarise, summarise_difference
from sim.measures.headline import AGES
from sim.terms.log import Array
from sim.terms.words import Profile, Sex, names_of

Table = Mapping[str, Array]

SAME_DAYS = 30.0
"""Mean days to treatment that lie less apart than this are the same."""


@dataclass(frozen=True, slots=True)
class Counts:
    """One group in one replication: clients of both cohorts, and how many of them are better or worse off."""

    clients: int
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class FoldedReplication:
    """One replication, folded into counts: every group's, what chance would give, and who is in one cohort alone."""

    groups: Mapping[str, Counts]
    chance: Counts
    only_design: int
    only_baseline: int


def gains_of(
    design: Sequence[Table], baseline: Sequence[Table], municipalities: Sequence[str], replications: Sequence[int]
) -> Gains:
    """Return the gains of a design against its baseline, over replications.

    `municipalities`: words for that column. `replications`: their numbers, which decide how clients are reshuffled.
    Raises ValueError if the sequences are not of one length.
    """
    told = [fold(a, b, municipalities, r) for a, b, r in zip(design, baseline, replications, strict=True)]
    groups = dict.fromkeys(name for one in told for name in one.groups)
    nobody = Counts(0, 0, 0)
    found = [_gain(name, [one.groups.get(name, nobody) for one in told]) for name in groups]
    return Gains(
        all=found[0],
        chance=_gain("", [one.chance for one in told]),
        groups=tuple(gain for gain in found[1:] if gain.clients.mean),
        only_design=summarise((float(one.only_design) for one in told), "count"),
        only_baseline=summarise((float(one.only_baseline) for one in told), "count"),
    )


def fold(design: Table, baseline: Table, municipalities: Sequence[str], replication: int) -> FoldedReplication:
    """Return one replication as counts: comorbid clients who are in both cohorts, in all and by group."""
    own, base = paired(design, baseline)
    sign = better_or_worse(own, base)
    groups = {"": _counts(sign)}
    for column, words in _GROUPS:
        for code, word in enumerate(words or municipalities):
            groups[f"{column}.{word}"] = _counts(sign[base[column] == code])
    chance = better_or_worse(_reshuffled(own, base, replication), base)
    only = (int(np.count_nonzero(table["comorbid"])) - len(sign) for table in (design, baseline))
    return FoldedReplication(groups, _counts(chance), *only)


def paired(design: Table, baseline: Table) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return the rows of the comorbid clients who are in both cohorts, under each, in the order of clients."""
    a, b = _comorbid(design), _comorbid(baseline)
    _, mine, theirs = np.intersect1d(a["client"], b["client"], assume_unique=True, return_indices=True)
    own, base = ({name: column[rows] for name, column in t.items()} for t, rows in ((a, mine), (b, theirs)))
    return own, base


_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("profile", names_of(Profile)),
    ("municipality", ()),
    ("sex", names_of(Sex)),
    ("age", AGES),
)


def better_or_worse(own: Table, base: Table) -> Array:
    """Return 1 for each client who is better off, -1 for worse, 0 for the same.

    First by the number of untreated needs; at a tie by mean days to treatment, less than 30 days apart = the same, and
    so is who has no need that counts.
    """
    fewer = base["untreated"].astype(np.int64) - own["untreated"].astype(np.int64)
    sooner = base["days"].astype(np.float64) - own["days"].astype(np.float64)
    apart = np.where(np.abs(np.nan_to_num(sooner)) >= SAME_DAYS, np.sign(np.nan_to_num(sooner)), 0.0)
    found: Array = np.where(fewer != 0, np.sign(fewer), apart).astype(np.int64)
    return found


def _reshuffled(own: Table, base: Table, replication: int) -> Table:
    """Return the design's rows dealt out anew among the clients of one need profile, by a number of each client's own.

    What is left of the gain then is what designs would give if clients were anybody: the order of chance alone.
    """
    client, profile = base["client"].astype(np.int64), base["profile"]
    last = int(client.max()) + 1 if len(client) else 0
    number = uniforms(key_of(0, replication, "whose gain"), 0, 0, last)[client]
    dealt = np.arange(len(client))
    for code in np.unique(profile):
        rows = np.flatnonzero(profile == code)
        dealt[rows] = rows[np.argsort(number[rows], kind="stable")]
    return {name: own[name][dealt] for name in ("untreated", "days")}


def _comorbid(table: Table) -> dict[str, Array]:
    mine = np.asarray(table["comorbid"], dtype=bool)
    return {name: np.asarray(column)[mine] for name, column in table.items()}


def _counts(sign: Array) -> Counts:
    return Counts(len(sign), int(np.count_nonzero(sign > 0)), int(np.count_nonzero(sign < 0)))


def _gain(group: str, counts: Sequence[Counts]) -> Gain:
    some = [c for c in counts if c.clients]
    clients = summarise((float(c.clients) for c in counts), "count")
    small = group != "" and (clients.mean or 0.0) < FEW  # said without intervals

    def told(summary: Summary) -> Summary:
        return mean_alone(summary) if small else summary

    return Gain(
        group=group,
        clients=clients,
        better=told(summarise((c.better / c.clients for c in some), "share")),
        worse=told(summarise((c.worse / c.clients for c in some), "share")),
        same=told(summarise(((c.clients - c.better - c.worse) / c.clients for c in some), "share")),
        net=told(summarise_difference(((c.better - c.worse) / c.clients for c in some), "share")),
    )
