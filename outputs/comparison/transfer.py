"""Whom the transfer touches: what became of those who were in a service on the day on which it moved."""

from __future__ import annotations

from outputs.comparison.headline import design_names
from outputs.text.grid import Column, Grid
from outputs.text.measures import describe
from outputs.text.numbers import number, plus_minus
from outputs.text.pages import narrowed
from sim.comparison.results import Comparison, DifferenceResult
from sim.comparison.transfer import BASELINE, BY_NEEDS
from sim.terms.language import _, pgettext

UNTREATED, DAYS, ALONE = BY_NEEDS


def touched_by_the_transfer(comparison: Comparison) -> list[Grid]:
    """Return a row for each design that moves something; no table where none does, or where a result has no cohort."""
    names = design_names(comparison)
    some = [
        (name, found)
        for name, found in zip(names[1:], comparison.differences, strict=True)
        if "transfer.clients" in found.measures
    ]
    if not some:
        return []
    columns = (
        Column("", right=False),
        Column(_("clients"), _("comorbid")),
        Column(pgettext("level under the", "baseline"), _("untreated, %")),
        Column(_("difference"), _("untreated, %")),
        Column(_("difference"), _("days")),
        Column(_("lost, %")),
        Column(_("clients"), _("dependence alone")),
        Column(_("untreated"), _("dependence alone")),
    )
    notes = (
        _(
            "Clients who by the baseline's log were in care, in line, in an inquiry or parked in a service on the day "
            "on which it moves: each once, followed for 365 days from that day under both. Untreated needs, days to "
            "treatment and, of those with dependence alone, untreated: paired differences ± half their 95 % interval, "
            "lower is better for clients. Lost: of the comorbid, under the design, a case was lost in handover."
        ),
        _("Each design has its own cohort, of its own days and services: no row is compared with another."),
    )
    rows = tuple(_row(name, found) for name, found in some)
    return [narrowed(Grid(_("Whom the transfer touches"), columns, rows, notes), 1)]


def _row(name: str, found: DifferenceResult) -> tuple[str, ...]:
    return (
        name,
        _level(found, "transfer.clients"),
        _level(found, UNTREATED + BASELINE),
        _difference(found, UNTREATED),
        _difference(found, DAYS),
        _level(found, "transfer.lost_share"),
        _level(found, "transfer.clients_not_comorbid"),
        _difference(found, ALONE),
    )


def _difference(found: DifferenceResult, measure: str) -> str:
    return plus_minus(found.measures.get(measure), describe(measure), signed=True)


def _level(found: DifferenceResult, measure: str) -> str:
    summary = found.measures.get(measure)
    return number(None if summary is None else summary.mean, describe(measure, "" if summary is None else summary.unit))
