"""A transfer becomes one set of changes for each wave: ladder, responsibility, turnover, services."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.staff_moves import Staff
from scenarios.transfer_file import HandoverTable, TransferTable
from scenarios.waves import Wave
from sim.terms.changes import (
    Change,
    Handover,
    LadderFalls,
    ResponsibilityMoves,
    ServiceMoves,
    TurnoverRises,
)
from sim.terms.quantity import Pick, Quantity, number
from sim.terms.scenario import County, ServiceSpec


def transfer_changes(
    t: TransferTable,
    waves: Sequence[Wave],
    announced: float,
    staff: Staff,
    county: County,
    specs: tuple[ServiceSpec, ...],
) -> list[Change]:
    """Return all that a transfer changes but places, doors and assessors."""
    lag, cites = staff.one("lag_days"), staff.one("cites_law_share")
    changes: list[Change] = [*_falls(t, waves, staff, county)]
    for wave in waves:
        here = wave.municipalities
        changes += [
            ResponsibilityMoves(
                wave.day, here, part, t.to, lag, tuple(t.refers_to.get(part, ())), tuple(t.keeps), cites
            )
            for part in t.moves
        ]
    if not t.services or t.handover is None:
        return changes
    roles = sorted({role for service in t.services for role, _ in specs[service].roles})
    never, after = staff.one("never_refilled_share"), staff.one("turnover_days_after")
    dip, recovery = staff.one("productivity_dip"), staff.one("productivity_recovery_days")
    factor, lead = staff.turnover_factor(), staff.leads(roles)
    crossing = _handover(t.handover, staff.pick)
    for wave in waves:
        here, until = wave.municipalities, wave.day + after
        changes.append(TurnoverRises(announced, tuple(t.services), here, factor, until, lead, never, dip, recovery))
        for service in t.services:
            move = staff.move([role for role, _ in specs[service].roles])
            changes.append(ServiceMoves(wave.day, here, service, t.to, move, crossing, lag, wave.dual_days))
    return changes


def _falls(t: TransferTable, waves: Sequence[Wave], staff: Staff, county: County) -> list[LadderFalls]:
    """Return the steps lost: each district once, on the day of the first wave that reaches it."""
    if t.ladder_steps_lost is None:
        return []
    steps, falls, fallen = staff.one("ladder_steps_lost"), list[LadderFalls](), set[int]()
    for wave in waves:
        new = tuple(d for d in wave.districts(county) if d not in fallen)
        fallen.update(new)
        if new:
            falls.append(LadderFalls(wave.day, new, steps))
    return falls


def handover_of(t: TransferTable | None, pick: Pick) -> Handover | None:
    """Return how open cases cross; None where a design says nothing of it."""
    return None if t is None or t.handover is None else _handover(t.handover, pick)


def _handover(table: HandoverTable, pick: Pick) -> Handover:
    return Handover(**{key: number(pick, f"transfer.handover.{key}", q) for key, q in table if isinstance(q, Quantity)})
