"""A design becomes dated changes: the only place where a design file's dates turn into days of the run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scenarios.build.closings import closings
from scenarios.build.coordination import conferences_end, coordination_changes, pairs_of
from scenarios.build.moves import handover_of, transfer_changes
from scenarios.build.openings import by_wave, opens, relocations
from scenarios.build.posted import posts_changes
from scenarios.build.services import NEUTRAL, rule_value
from scenarios.build.staff_moves import Staff, staff_offered
from scenarios.build.waves import TransferWave, waves_of, whole_county
from scenarios.files.county_file import CountyFile
from scenarios.files.design_file import DesignFile
from scenarios.files.fields import GROUPS
from sim.terms.calendar import Calendar
from sim.terms.changes import (
    AssessorChanges,
    Change,
    Closes,
    ConferencesEnd,
    ConferencesStart,
    DoorsChange,
    LadderClimbs,
    LadderFalls,
    LeverChanges,
    MeasureStarts,
    Opens,
    PostsAdded,
    PostsClosed,
    Relocates,
    ResponsibilityMoves,
    RuleChanges,
    ServiceMoves,
    SipPairsChange,
    TurnoverRises,
    WorkIsBought,
)
from sim.terms.quantity import Pick
from sim.terms.scenario import County, ServiceSpec, UnitSpec

ORDER = (
    LadderFalls,
    ResponsibilityMoves,
    Opens,
    WorkIsBought,
    ServiceMoves,
    PostsClosed,
    PostsAdded,
    Relocates,
    DoorsChange,
    AssessorChanges,
    RuleChanges,
    Closes,
    LeverChanges,
    MeasureStarts,
    SipPairsChange,
    ConferencesEnd,
    ConferencesStart,
    LadderClimbs,
    TurnoverRises,
)
"""What comes first on one day: what opens must be open before the doors lead there."""


@dataclass(frozen=True, slots=True)
class DesignSetting:
    """Where a design is carried out: the county as file and as model, its services and units."""

    file: CountyFile
    county: County
    specs: tuple[ServiceSpec, ...]
    units: tuple[UnitSpec, ...]


def calendar_of(design: DesignFile, years: float) -> Calendar:
    """Return the run's periods; `years` count from the reform day."""
    c = design.calendar
    return Calendar(c.day_zero, _days(c.warm_up_years), _days(c.baseline_years), _days(years))


def _days(years: float) -> int:
    return round(years * 365)


def changes_of(design: DesignFile, calendar: Calendar, at: DesignSetting, pick: Pick) -> tuple[Change, ...]:
    """Return the changes in the order of their days, and of `ORDER` on one day."""
    t, reform = design.transfer, float(calendar.reform_day)
    day, waves = reform, whole_county(reform, at.county)
    if t is not None:
        day, waves = _day(calendar, t.day, reform), waves_of(t, calendar, at.county, pick)
    staff = Staff(t, staff_offered(design, at.specs, at.units), pick)
    changes: list[Change] = []
    if t is not None:
        until = None if t.until is None else float(calendar.day_of(t.until))
        changes += transfer_changes(t, waves, _day(calendar, t.announced, reform), staff, at.county, at.specs, until)
    for service, opening in design.opens.items():
        opening_day = _day(calendar, opening.day, day)
        opened = opens(at.specs[service], opening, opening_day, staff, at.file, at.county, at.specs, at.units, pick)
        changes += [opened] if opening.day is not None else by_wave(opened, waves)
    changes += posts_changes(design.posts, calendar, at.county, staff, pick)
    changes += closings(design.closes, t, calendar, at.county, at.specs, staff, pick)
    for service, to in design.relocation.items():
        if service not in at.file.staffing:
            continue  # what is not there does not move
        roles = [role for role, _ in at.specs[service].roles]
        asked = t is None or service in t.services or not staff.far(roles)
        changes += relocations(service, to, waves, at.county, pick, None if asked else staff.move(roles))
    changes += _after(design, waves if t and (t.moves or t.services) else whole_county(day, at.county), day, pick)
    changes += _rules(design, day, pick)
    if design.coordination is not None:
        begins = _day(calendar, design.coordination.from_day, reform)
        changes += coordination_changes(design.coordination, begins, at.county, pick)
        changes += conferences_end(design.coordination, calendar, at.county)
    return tuple(sorted(changes, key=lambda c: (c.day, ORDER.index(type(c)))))


def _day(calendar: Calendar, when: date | None, absent: float) -> float:
    return absent if when is None else float(calendar.day_of(when))


def _after(design: DesignFile, waves: tuple[TransferWave, ...], day: float, pick: Pick) -> list[Change]:
    changes: list[Change] = []
    crossing, after = handover_of(design.transfer, pick), design.after
    whom = () if design.transfer is None else tuple(design.transfer.substances or ())
    for wave in waves:
        here = wave.municipalities
        changes += [DoorsChange(wave.day, here, part, tuple(doors), whom) for part, doors in after.doors.items()]
        changes += [
            AssessorChanges(
                day=wave.day, municipalities=here, part=part, assessor=who, handover=crossing, substances=whom
            )
            for part, who in after.assessor.items()
        ]
    if design.after.sip_pairs is not None:
        changes.append(SipPairsChange(day, pairs_of(design.after.sip_pairs)))
    return changes


def _rules(design: DesignFile, day: float, pick: Pick) -> list[Change]:
    changes: list[Change] = []
    for service, table in design.rules.items():
        path = f"rules.{service.name.lower()}"
        for key, group, rules in ((path, "", table), *((f"{path}.only.{g}", g, r) for g, r in table.only.items())):
            whom = GROUPS.get(group)
            if rules.meets is not None:
                changes.append(RuleChanges(day, service, "meets", tuple(rules.meets), whom))
            for rule in NEUTRAL:
                if (given := getattr(rules, rule)) is not None:
                    value = rule_value(given, f"{key}.{rule}", pick)
                    changes.append(RuleChanges(day, service, rule, value, whom))
    return changes
