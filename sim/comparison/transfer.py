"""The transfer cohort: whom a design's moves touch, under the baseline and under the design, from that day on.

Pure functions over the table `touched` of each replication. Who is in the cohort is the baseline's to say; both tables
tell what became of the same people. Each design has a cohort of its own, so none is compared by it with another.
Source: section 7 (2), cohorts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.comparison.results import Summary, Values
from sim.comparison.statistics import paired_differences, summarise
from sim.comparison.tables import TOUCHED
from sim.measures.survival import ratio
from sim.measures.thresholds import THRESHOLDS
from sim.terms.log import Array
from sim.terms.move import Move

Table = Mapping[str, Array]

BY_NEEDS = ("transfer.untreated_share", "transfer.days_to_treatment", "transfer.untreated_share_not_comorbid")
"""What became of needs: differences, and with `BASELINE` behind their names the level under the baseline."""
BASELINE = ".baseline"
OF_THE_COHORT = ("transfer.lost_share", "transfer.clients", "transfer.clients_not_comorbid")
"""Whose case was lost under the design, and how many they are."""
LEVELS = (*(name + BASELINE for name in BY_NEEDS), *OF_THE_COHORT)
"""What is no difference, though it stands among them."""
MEASURES = (*BY_NEEDS, *LEVELS)
"""What a transfer cohort adds to the measures of a difference."""


@dataclass(frozen=True, slots=True)
class TransferTables:
    """One replication's tables, and the moves that its table `touched` tells of, in that order."""

    tables: Mapping[str, Table]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """One replication's cohort, everybody once: what became of their needs under both designs.

    Each of `own` and `base` has `needs`, `untreated` and `days`. `lost`: a case was lost in handover under the design.
    """

    comorbid: Array
    own: Table
    base: Table
    lost: Array


def transfer_measures(
    own: Sequence[TransferTables],
    base: Sequence[TransferTables],
    moves: Sequence[tuple[Move, ...]],
    same_events: bool = False,
) -> dict[str, Summary]:
    """Return the summaries of a design's transfer cohort; none where nothing moves or nobody is touched.

    One of each for each replication. `moves`: the design's. `same_events`: the two gave the same logs. Raises
    ValueError if the sequences are not of one length.
    """
    from sim.measures import unit_of

    every = [follow(a, b, some) for a, b, some in zip(own, base, moves, strict=True) if some]
    cohorts = [cohort for cohort in every if cohort is not None]
    if not any(len(cohort.comorbid) for cohort in cohorts):
        return {}
    design, baseline = ([_needs(cohort, which) for cohort in cohorts] for which in ("own", "base"))
    found = paired_differences(design, baseline, unit_of, same_events)
    for name in BY_NEEDS:
        found[name + BASELINE] = summarise((values[name] for values in baseline), unit_of(name))
    for name, level in zip(OF_THE_COHORT, zip(*map(_levels, cohorts), strict=True), strict=True):
        found[name] = summarise(level, unit_of(name))
    return found


def follow(own: TransferTables, base: TransferTables, moves: tuple[Move, ...]) -> Followed | None:
    """Return the cohort of one replication, None if a table is not there: it was run for something else.

    Who is touched by several moves is followed from the first. Who is no longer there under the design alone has gone
    with every need untreated.
    """
    mine, theirs = (told.tables.get(TOUCHED) for told in (own, base))
    if mine is None or theirs is None:
        return None
    place = np.array([own.moves.index(m) if m in moves and m in own.moves else -1 for m in base.moves] or [-1])
    touched = np.flatnonzero(theirs["touched"] & (place[theirs["move"]] >= 0))
    touched = touched[np.argsort(place[theirs["move"][touched]], kind="stable")]
    row = _row_of(mine, place[theirs["move"][touched]], theirs["client"][touched])
    client, first, again = np.unique(theirs["client"][touched], return_index=True, return_inverse=True)
    there = row[first] >= 0
    begun = {name: theirs[name][touched[first]] for name in ("comorbid", "needs", "untreated", "days")}
    gone = {"needs": begun["needs"], "untreated": begun["needs"], "days": np.full(len(client), THRESHOLDS.follow_up)}
    became = {name: np.where(there, _at(mine[name], row[first]), other) for name, other in gone.items()}
    lost = np.zeros(len(client), dtype=bool)
    np.logical_or.at(lost, again, _at(mine["lost"], row).astype(bool) & (row >= 0))
    return Followed(begun["comorbid"].astype(bool), became, begun, lost)


def _row_of(table: Table, move: Array, client: Array) -> Array:
    """Return the table's row of each move and client, -1 where there is none."""
    stride = 1 + max((int(some.max()) for some in (table["client"], client) if len(some)), default=0)
    keys = table["move"].astype(np.int64) * stride + table["client"]
    order = np.argsort(keys, kind="stable")
    wanted = move.astype(np.int64) * stride + client
    at = np.searchsorted(keys[order], wanted)
    found = np.append(keys[order], -1)[at] == wanted
    return np.where(found, np.append(order, -1)[at], -1)


def _at(column: Array, rows: Array) -> Array:
    """Return the cells of these rows; of row -1, which is none, something that nobody reads."""
    return np.append(column, np.zeros(1, dtype=column.dtype))[rows]


def _needs(cohort: Followed, which: str) -> Values:
    """Return the measures by needs of one replication, under the design or the baseline."""
    table: Table = getattr(cohort, which)
    needs, untreated = table["needs"].astype(np.int64), table["untreated"].astype(np.int64)
    days = np.where(needs > 0, table["days"], 0.0).astype(np.float64) * needs
    both, alone = cohort.comorbid, ~cohort.comorbid
    shares = (
        ratio(int(untreated[both].sum()), int(needs[both].sum())),
        ratio(float(days[both].sum()), int(needs[both].sum())),
        ratio(int(untreated[alone].sum()), int(needs[alone].sum())),
    )
    return dict(zip(BY_NEEDS, shares, strict=True))


def _levels(cohort: Followed) -> Iterator[float | None]:
    many = int(np.count_nonzero(cohort.comorbid))
    yield ratio(int(np.count_nonzero(cohort.lost & cohort.comorbid)), many)
    yield float(many)
    yield float(len(cohort.comorbid) - many)
