"""Who of the hundred moved: from which state today to which under a design, and whether chance could do it.

A hundred figures stand in two fields, one for each design, and each field is rounded by itself. Who goes from where to
where is counted on clients that both cohorts have (`sim.comparison.from_to`). Those shares are raked to the sums of the
two fields and shown as the nearest whole numbers with these sums: so nothing here disagrees with what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

from outputs.text.measures import describe
from outputs.text.numbers import difference
from outputs.workshop.people import NET, TREATED, hundred
from outputs.workshop.plain import interval, plain, sure
from outputs.workshop.verdicts import FEW, FEWER, MORE, NO_NUMBER, SAME, UNCLEAR, verdict_of
from sim.comparison.results import Comparison, Summary
from sim.terms.language import N_, _

Whole = list[list[int]]
"""From each state (rows) to each (columns)."""

RAKED = 100
"""Rounds of raking. The sums that it begins with lie a few percent from those wanted, and each round brings them nearer
by far more than a hundred shows."""
_ORDERS = tuple(permutations(range(len(TREATED))))
_STEPS = tuple(
    tuple(tuple((one[i] == j) - (other[i] == j) for j in range(len(TREATED))) for i in range(len(TREATED)))
    for one in _ORDERS
    for other in _ORDERS
    if one != other
)
"""All simple ways to change a table of three by three and keep its sums: where none leads nearer, nothing does."""
_OF_A_STATE = {
    MORE: N_("{difference}: more than chance makes"),
    FEWER: N_("{difference}: more than chance makes"),
    UNCLEAR: N_("{difference}: chance could make it"),
    FEW: N_("{difference}: too few replications to tell"),
    SAME: N_("no difference"),
}
_ON_BALANCE = {
    MORE: N_("On balance that is {difference} of 100, more than chance makes."),
    FEWER: N_("On balance that is {difference} of 100, more than chance makes."),
    UNCLEAR: N_("On balance that is {difference} of 100, within what chance makes."),
    SAME: N_("On balance nothing differs."),
}


def moved(comparison: Comparison, index: int, names: Sequence[str]) -> dict[str, Any] | None:
    """Return who of a hundred goes from which state to which under a design; None where nobody can be followed.

    `table`: rows from, columns to, both in the order of `TREATED`. `more`, `fewer`, `same`: of the hundred, those with
    more of their needs treated, fewer or as many. `net`: the one less the other, over replications.
    """
    found = comparison.differences[index - 1].from_to
    fields = [hundred(design) for design in (comparison.designs[0], comparison.designs[index])]
    before, after = fields
    if found is None or before is None or after is None:
        return None
    rows, columns = ([field[state] for state in TREATED] for field in (before, after))
    table = nearest(raked(found.shares, rows, columns), rows, columns)
    sides = {
        "more": sum(table[i][j] for i, _row in enumerate(TREATED) for j in range(i)),
        "fewer": sum(table[j][i] for i, _row in enumerate(TREATED) for j in range(i)),
    }
    measures = comparison.differences[index - 1].measures
    return {
        "clients": plain(found.clients.mean, 1),
        "table": table,
        **sides,
        "same": 100 - sum(sides.values()),
        "net": {**interval(found.net), "text": _points(found.net, NET), "verdict": verdict_of(found.net, NET)},
        "states": {
            state: _state(measures.get(name), name)
            for state, name in ((state, f"{state}_treated_share") for state in TREATED)
        },
        "sentence": _sentence(sides, found.net, names[index], names[0]),
    }


def raked(shares: Sequence[Sequence[float]], rows: Sequence[int], columns: Sequence[int]) -> list[list[float]]:
    """Return shares with these sums, as far as they can have them (iterative proportional fitting).

    A state that nobody went to is one that nobody goes to, and of the others each keeps its odds.
    """
    table, whole = [list(row) for row in shares], sum(rows)
    for _round in range(RAKED):
        for row, wanted in zip(table, rows, strict=True):
            if (there := sum(row)) > 0.0:
                row[:] = [share * wanted / whole / there for share in row]
        for j, wanted in enumerate(columns):
            if (there := sum(row[j] for row in table)) > 0.0:
                for row in table:
                    row[j] *= wanted / whole / there
    return table


def nearest(shares: Sequence[Sequence[float]], rows: Sequence[int], columns: Sequence[int]) -> Whole:
    """Return the whole numbers with these sums that lie nearest (least squares) to shares of all of them.

    Of one row alone that is rounding by largest remainders. Tables of three by three; of several that lie as near the
    first in a fixed order of steps, so that the same shares give the same numbers.
    """
    wanted = [[share * sum(rows) for share in row] for row in shares]
    table = _any_with(rows, columns)
    while True:
        ways = [(_change(table, wanted, step), nth) for nth, step in enumerate(_STEPS) if _can(table, step)]
        best, nth = min(ways, default=(0.0, 0))
        if best > -1e-9:
            return table
        table = [[n + d for n, d in zip(*pair, strict=True)] for pair in zip(table, _STEPS[nth], strict=True)]


def _any_with(rows: Sequence[int], columns: Sequence[int]) -> Whole:
    """Return some table with these sums: each row takes what its predecessors have left of the columns."""
    left, table = list(columns), Whole()
    for row in rows:
        taken, still = list[int](), row
        for j, there in enumerate(left):
            taken.append(min(there, still))
            still -= taken[j]
            left[j] -= taken[j]
        table.append(taken)
    return table


def _can(table: Whole, step: Sequence[Sequence[int]]) -> bool:
    return all(n + d >= 0 for pair in zip(table, step, strict=True) for n, d in zip(*pair, strict=True))


def _change(table: Whole, wanted: Sequence[Sequence[float]], step: Sequence[Sequence[int]]) -> float:
    """Return by how much a step takes a table farther from what is wanted, in squares."""
    cells = (cell for three in zip(table, wanted, step, strict=True) for cell in zip(*three, strict=True))
    return sum(2 * d * (n - x) + d * d for n, x, d in cells)


def _state(summary: Summary | None, measure: str) -> dict[str, Any]:
    """Return how many more or fewer stand in a state, of all who asked under each design, as the fields show them."""
    verdict = verdict_of(summary, measure)
    words = _OF_A_STATE.get(verdict, N_("no value"))
    return {**interval(summary), "verdict": verdict, "text": _(words, difference=_points(summary, measure))}


def _sentence(sides: dict[str, int], net: Summary, design: str, baseline: str) -> str:
    verdict = verdict_of(net, NET)
    if not any(sides.values()):
        return _(
            "Of 100 nobody stands otherwise under {design} than under {baseline}.", design=design, baseline=baseline
        )
    told = _(
        "Of 100, {more} have more of their needs treated under {design} than under {baseline}, and {fewer} have fewer.",
        design=design,
        baseline=baseline,
        **sides,
    )
    if verdict not in _ON_BALANCE:
        return told + " " + _("Too few replications to tell whether chance made it.")
    return told + " " + _(_ON_BALANCE[verdict], difference=_points(net, NET))


def _points(summary: Summary | None, measure: str) -> str:
    """Return a difference of shares with its interval, as so many of a hundred."""
    return NO_NUMBER if summary is None or summary.mean is None else difference(sure(summary), describe(measure))
