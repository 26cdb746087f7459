"""Who does whose work: hours that each principal gives in place of another, and what relatives coordinate."""

from __future__ import annotations

from outputs.comparison.headline import design_names
from outputs.text.grid import Column, Grid
from outputs.text.measures import describe
from outputs.text.numbers import NONE, plus_minus
from outputs.text.words import say
from sim.comparison.results import Comparison
from sim.terms.language import N_, _, pgettext
from sim.terms.words import Principal, name_of

SIDES = (Principal.MUNICIPALITY, Principal.REGION)
OTHERS = (Principal.JOINT, Principal.STATE)
HOURS, STAYS = "hours_for_other.{}", "stepped_in_per_year.{}"
BY_CLIENT, IN_ALL = "relative_contacts_per_client_year", "relative_contacts_per_year"
NOTE = N_(
    "A year, after the reform, mean ± half the 95 % interval. Hours of visits, and stays begun, where the regime makes "
    "another principal responsible (stepping in: NB 7.2.1), and talks that are logged with "
    "hours of their own. Relatives: contacts by which they coordinate, of all clients and per comorbid client-year."
)


def work_for_the_other(comparison: Comparison) -> list[Grid]:
    """Return a row for each design; the joint and the state's columns only where they did anything.

    Nothing for a result that has no such measures.
    """
    first = comparison.designs[0].measures
    if HOURS.format(name_of(SIDES[0])) not in first:
        return []
    shown = (*SIDES, *(p for p in OTHERS if _any(comparison, HOURS.format(name_of(p)))))
    given = ((HOURS, _("hours")), (STAYS, pgettext("care begun", "stays")))
    keys = [(key.format(name_of(p)), say(p), head) for p in shown for key, head in given]
    keys += [(IN_ALL, _("relatives"), _("contacts")), (BY_CLIENT, _("relatives"), _("per client-year"))]
    columns = (Column("", right=False), *(Column(head, group) for key, group, head in keys))
    rows = [
        (name, *(_cell(comparison, i, key) for key, group, head in keys))
        for i, name in enumerate(design_names(comparison))
    ]
    return [Grid(_("Who works in place of whom"), columns, tuple(rows), (_(NOTE),))]


def _cell(comparison: Comparison, index: int, key: str) -> str:
    summary = comparison.designs[index].measures.get(key)
    return NONE if summary is None else plus_minus(summary, describe(key, summary.unit))


def _any(comparison: Comparison, key: str) -> bool:
    found = (design.measures.get(key) for design in comparison.designs)
    return any(summary is not None and summary.mean for summary in found)
