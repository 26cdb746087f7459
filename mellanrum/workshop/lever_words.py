"""What a design differs in from today's regime, in sentences: lever by lever, then what else it brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mellanrum.workshop.bases import TODAY, Base, base_of, role_of
from mellanrum.workshop.bearing import bears, interval_days
from mellanrum.workshop.lever_table import CHOICE, SLIDER, Lever, Option, Value, levers
from mellanrum.workshop.levers import can_have, evidence_of, unit_of
from mellanrum.workshop.staff_ways import until
from mellanrum.workshop.ways import standing_value
from outputs.text.keys import ROLES, said
from outputs.text.words import phrase
from outputs.workshop.differs import Sentence, changes_said, evidence_in
from scenarios.files.twins import at
from sim.terms.language import _, language
from sim.terms.scenario import Scenario
from sim.terms.words import Role, Service

OF_THE_MOVE = (
    "stay_share", "never_refilled_share", "productivity_recovery_days", "locum_share", "locum_lead_days",
    "locum_contract_days", "absence_share", "absence_factor", "absence_days", "know_methods_share", "training_days",
    "handover",
)  # fmt: skip
"""Numbers of [transfer] that no lever sets and no dated change tells of by itself."""


def differences_of(settings: Mapping[str, Value], base: Base, scenario: Scenario) -> list[Sentence]:
    """Return all that differs from today: what the room has set, other levers' values, then what the design brings."""
    of_levers = list(_of_levers(settings, base, scenario))
    told = {token for lever in levers().values() if can_have(lever, base) for token in lever.tells}
    chosen = [sentence for sentence in of_levers if sentence.chosen]
    standing = [sentence for sentence in of_levers if not sentence.chosen]
    return [*chosen, *standing, *changes_said(scenario, base.table, told), *_of_the_move(base)]


def _of_levers(settings: Mapping[str, Value], base: Base, scenario: Scenario) -> Iterator[Sentence]:
    for lever in levers().values():
        value = settings.get(lever.id, standing_value(lever, base))
        chosen = lever.id in settings or (lever.id == "waves" and "wave_interval" in settings)
        if lever.silent or not _differs(lever, value, base, chosen):
            continue
        text = sentence_of(lever, value, settings, base, scenario)
        if not bears(lever, settings, base):
            if not chosen:
                continue
            text += " " + _("It bears on nothing as the rest stands.")
        yield Sentence(text=text, lever=lever.id, evidence=tuple(evidence_of(lever, base)), chosen=chosen)


def _differs(lever: Lever, value: Value, base: Base, chosen: bool) -> bool:
    """Return whether a value is otherwise than today: of what there is not today, whether there is any of it."""
    if lever.needs:
        return chosen or (can_have(lever, base) and not (lever.kind == SLIDER and lever.absent == value))
    return value != standing_value(lever, base_of(TODAY))


def sentence_of(lever: Lever, value: Value, settings: Mapping[str, Value], base: Base, scenario: Scenario) -> str:
    """Return the sentence of a lever's value, as a difference from today."""
    gaps: dict[str, object] = {"today": value_said(lever, standing_value(lever, base_of(TODAY)), base, bare=True)}
    if lever.kind == SLIDER:
        gaps["x"] = value_said(lever, value, base, bare=True)
    if lever.writes == "posts":
        service = lever.keys[0].split(".")[1]
        phrased = phrase(Service[service.upper()])
        gaps["service"] = phrased[:1].upper() + phrased[1:]
        gaps["role"] = _(ROLES[Role[role_of(service).upper()]][1])
    if lever.writes == "waves":
        by_municipality = value == "municipality"
        gaps["n"] = len(scenario.county.municipalities if by_municipality else scenario.county.districts)
        gaps["interval"] = said(interval_days(settings, base))
    if lever.writes == "form":
        gaps["until"] = language().day(until(base))
    says = lever.says
    if option := _option(lever, value):
        says = option.says or option.label
    elif value is False:
        says = lever.label + ": " + _("no")
    return says.format(**gaps)


def _option(lever: Lever, value: Value) -> Option | None:
    return next((option for option in lever.options if option.value == value), None)


def value_said(lever: Lever, value: Value, base: Base, bare: bool = False) -> str:
    """Return a lever's value as people read it; `bare`: without its unit, but for the percent sign."""
    if lever.kind == CHOICE:
        option = _option(lever, value)
        return option.label if option else str(value)
    if lever.kind != SLIDER:
        return _("yes") if value else _("no")
    shown = said(round(float(value) * lever.scale, 4))
    unit = unit_of(lever, base)
    return f"{shown} {unit}" if unit == "%" or (unit and not bare) else shown


def summary_of(settings: Mapping[str, Value], base: Base) -> str:
    """Return the summary of a design's file: the base, and what was set otherwise."""
    title = base.table[f"title_{language().code}"]
    own = str(base.table[f"summary_{language().code}"])
    if not settings:
        return own
    lines = [f"{levers()[id_].label}: {value_said(levers()[id_], value, base)}" for id_, value in settings.items()]
    return _("As “{title}”, but: {what}.", title=title, what="; ".join(lines))


def _of_the_move(base: Base) -> list[Sentence]:
    """Return a sentence on the numbers of a move that nothing else tells of, with what they rest on."""
    keys = [f"transfer.{key}" for key in OF_THE_MOVE if at(base.table, f"transfer.{key}") is not None]
    if not keys:
        return []
    text = _("Further numbers say how vacant posts, sick leave, locums, training and open cases go in the move.")
    return [Sentence(text=text, evidence=evidence_in(base.table, keys))]
