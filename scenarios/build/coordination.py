"""How services coordinate on day 0, and what a design makes of it from a day on."""

from __future__ import annotations

from scenarios.files.county_file import AgreementTable, CountyFile
from scenarios.files.design_file import CoordinationTable, Pairs, RegimeTable
from scenarios.files.fields import OPEN_PARTS
from scenarios.files.levers import AGREEMENTS, SECTION, levers, set_levers
from scenarios.files.names import part
from scenarios.files.parameters import Parameters, taken
from sim.terms.calendar import Calendar
from sim.terms.changes import Change, ConferencesEnd, ConferencesStart, LadderClimbs, LeverChanges, MeasureStarts
from sim.terms.coordination import Agreements, Coordination
from sim.terms.quantity import Pick, number
from sim.terms.scenario import County
from sim.terms.words import HIGHEST_STEP, Service


def coordination_of(
    file: CountyFile, county: County, regime: RegimeTable, parameters: Parameters, pick: Pick
) -> Coordination:
    """Return what there is of coordination on day 0."""
    table = file.coordination
    steps = [number(pick, f"county.coordination.ladder.{part(d)}", table.ladder[d]) for d in county.districts]
    helpers: dict[int, Service] = {int(part): service for part, service in regime.steps_in.items()}
    return Coordination(
        levers=levers(parameters, pick),
        agreements=_agreements(file.agreement, county, parameters, pick),
        ladder=tuple(min(HIGHEST_STEP, round(step)) for step in steps),
        conferences=tuple(d in table.case_conferences for d in county.districts),
        sip_pairs=pairs_of(regime.sip_pairs),
        steps_in=tuple(helpers.get(part) for part in OPEN_PARTS),
    )


def pairs_of(table: Pairs) -> tuple[tuple[Service, Service], ...]:
    """Return pairs of services (`transfers` has checked that they are two)."""
    return tuple((one, other) for one, other in table)


def _agreements(table: AgreementTable, county: County, parameters: Parameters, pick: Pick) -> Agreements:
    """Return the shares of agreements; what is known of the county or of some municipalities replaces them."""
    shares = taken(SECTION, AGREEMENTS, parameters, pick)
    drawn = shares["local_agreement_share"]
    local = [float(table.local.get(m.name, drawn)) for m in county.municipalities]
    known = table.dispute_routine
    return Agreements(
        county_routine=shares["county_routine_share"] if known is None else float(known),
        local=tuple(local),
        local_routine=shares["local_routine_share"],
        county_covers=shares["county_covers"],
        local_covers=shares["local_covers"],
        misread_known_share=shares["misread_known_share"],
    )


def conferences_end(table: CoordinationTable, calendar: Calendar, county: County) -> list[Change]:
    """Return the end of case conferences, in all districts or in those named."""
    if table.conferences_end is None:
        return []
    named = county.districts if table.conferences_end_in is None else table.conferences_end_in
    where = tuple(county.districts.index(d) for d in named)
    return [ConferencesEnd(float(calendar.day_of(table.conferences_end)), where)]


def coordination_changes(table: CoordinationTable, day: float, county: County, pick: Pick) -> list[Change]:
    """Return what a design makes of coordination from `day` on."""
    everywhere = tuple(range(len(county.districts)))
    changes: list[Change] = [LeverChanges(day, lever, value) for lever, value in set_levers(table, pick)]
    changes += [MeasureStarts(day, measure) for measure in table.measures]
    if where := table.case_conferences:
        named = everywhere if isinstance(where, bool) else tuple(county.districts.index(d) for d in where)
        changes.append(ConferencesStart(day, named))
    if table.steps:
        changes.append(LadderClimbs(day, everywhere, table.steps[-1], table.process_leader))
    return changes
