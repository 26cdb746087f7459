"""A transfer becomes one set of changes for each wave: ladder, responsibility, turnover, services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scenarios.build.staff_moves import Staff
from scenarios.build.waves import TransferWave
from scenarios.files.forms import Form
from scenarios.files.transfer_file import HandoverTable, TransferTable
from sim.terms.changes import (
    Change,
    Handover,
    LadderFalls,
    ResponsibilityMoves,
    ServiceMoves,
    TurnoverRises,
    WorkIsBought,
)
from sim.terms.quantity import Pick, Quantity, number
from sim.terms.scenario import County, ServiceSpec
from sim.terms.words import Role


def transfer_changes(
    t: TransferTable,
    waves: Sequence[TransferWave],
    announced: float,
    staff: Staff,
    county: County,
    specs: tuple[ServiceSpec, ...],
    until: float | None = None,
) -> list[Change]:
    """Return all that a transfer changes but places, doors and assessors. `until`: the end of loans and contracts."""
    lag, cites = staff.one("lag_days"), staff.one("cites_law_share")
    changes: list[Change] = [*_falls(t, waves, staff, county)]
    for wave in waves:
        here = wave.municipalities
        changes += [
            ResponsibilityMoves(
                day=wave.day,
                municipalities=here,
                part=part,
                to=t.to,
                lag_days=lag,
                refers_to=tuple(t.refers_to.get(part, ())),
                keeps=tuple(t.keeps),
                cites_law_share=cites,
                substances=tuple(t.substances or ()),
            )
            for part in t.moves
        ]
    for wave in waves:
        for group in groups_of(t, wave, county):
            changes += _of_services(t, group, announced, until, staff, specs)
    return changes


@dataclass(frozen=True, slots=True)
class Group:
    """The municipalities of a wave whose staff go over in one form; `nobody`: they are not among those who follow."""

    wave: TransferWave
    form: Form | Mapping[Role, Form] | None
    nobody: bool


def groups_of(t: TransferTable, wave: TransferWave, county: County) -> list[Group]:
    """Return a wave's municipalities by the form in which their staff go over."""
    found: list[Group] = []
    for town in wave.municipalities:
        name = county.municipalities[town].name
        form, nobody = t.form_in.get(name, t.form), t.staff_from is not None and name not in t.staff_from
        for nth, group in enumerate(found):
            if (group.form, group.nobody) == (form, nobody):
                here = replace(group.wave, municipalities=(*group.wave.municipalities, town))
                found[nth] = replace(group, wave=here)
                break
        else:
            found.append(Group(replace(wave, municipalities=(town,)), form, nobody))
    return found


def _of_services(
    t: TransferTable, group: Group, announced: float, until: float | None, staff: Staff, specs: Sequence[ServiceSpec]
) -> list[Change]:
    """Return how services and staff of a group go over, or that their work is bought and what follows it."""
    wave, form = group.wave, group.form
    changes: list[Change] = []
    if form is Form.CONTRACT:
        changes += [WorkIsBought(wave.day, wave.municipalities, service, t.to) for service in t.services]
        if until is None or t.then is None:
            return changes
        announced, form = announced + until - wave.day, t.then
        wave = replace(wave, day=until)
    if not t.services or t.handover is None:
        return changes
    roles = sorted({role for service in t.services for role, _ in specs[service].roles})
    here, after = wave.municipalities, wave.day + staff.one("turnover_days_after")
    changes.append(
        TurnoverRises( day=announced, services=tuple(t.services), municipalities=here, factor=staff.turnover_factor(),
        until_day=after, recruitment_lead_days=staff.leads(roles),
        never_refilled_share=staff.one("never_refilled_share"), dip=staff.one("productivity_dip"),
        recovery_days=staff.one("productivity_recovery_days"), ),
    )  # fmt: skip
    crossing = handover_at(t.handover, "transfer.handover", staff.pick)
    for service in t.services:
        move = staff.move([r for r, _ in specs[service].roles], form=form, until=until, nobody=group.nobody)
        lag = staff.one("lag_days")
        changes.append(
            ServiceMoves(
                day=wave.day,
                municipalities=here,
                service=service,
                to=t.to,
                staff=move,
                handover=crossing,
                lag_days=lag,
                dual_days=wave.dual_days,
            )
        )
    return changes


def _falls(t: TransferTable, waves: Sequence[TransferWave], staff: Staff, county: County) -> list[LadderFalls]:
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
    return None if t is None or t.handover is None else handover_at(t.handover, "transfer.handover", pick)


def handover_at(table: HandoverTable, path: str, pick: Pick) -> Handover:
    """Return how open cases cross; `path`: where the numbers stand."""
    return Handover(**{key: number(pick, f"{path}.{key}", q) for key, q in table if isinstance(q, Quantity)})
