"""A comparison on a screen: five sentences and the first row; `--full` adds all tables, and CSV files hold the rest.

Here is what is shown; `page` puts it on a terminal or into text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from outputs.comparison import ablation, enough, topics
from outputs.comparison.by_person import by_sex_and_age
from outputs.comparison.for_the_other import work_for_the_other
from outputs.comparison.headline import design_names, full_headline, headline
from outputs.comparison.how_run import replications_words
from outputs.comparison.over_how_many import over_how_many
from outputs.comparison.pools import load_words, offered_loads
from outputs.comparison.reform import reform
from outputs.comparison.sentences import sentences
from outputs.comparison.transfer import touched_by_the_transfer
from outputs.comparison.transition import transition
from outputs.comparison.warnings import clauses
from outputs.comparison.whose_gain import whose_gain
from outputs.text import screen as page
from outputs.text.caveats import honesty
from outputs.text.county import county_shown
from outputs.text.design import design_shown
from outputs.text.grid import Grid, wrap
from outputs.text.measures import HEADLINE, counts, short
from outputs.text.notes import retold
from outputs.text.pages import run_line
from sim.comparison.first_row import SECOND_ROW
from sim.comparison.results import Comparison
from sim.terms.language import N_, _

COMORBID = N_("Comorbid (samsjuklighet): dependence and another psychiatric condition.")
EMPTY_AFTER = N_(
    "The after cohort is empty: with fewer than 2 years after the reform nobody can be followed for 365 days and the "
    "180 that a threshold may look ahead, so the first row has no value."
)
_EMPTY = "after cohort is empty"  # not said: how the note begins that a result carries of it
TWO_YEARS = 730
"""Days without which nobody can be followed; whole days are simulated, so 1.9999 years are two."""
PAGE = "page.txt"
"""The file in a run's folder that holds the full page as text."""


def parts(comparison: Comparison, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order: title, five sentences, first row, whether replications were enough, notes.

    `full` adds every other table, the twelve mechanisms last.
    """
    taken_apart = ablation.is_ablation(comparison)
    yield _title(comparison)
    comparison = ablation.labelled(comparison)
    if comparison.differences:
        yield sentences(comparison)
    yield from headline(comparison)
    if comparison.enough is not None:
        yield from enough.parts(comparison.enough, full=full)
    if taken_apart:
        yield ablation.reading(comparison)
    yield from _notes(comparison)
    if full:
        yield from _full(comparison)
    yield "\n".join(_closing(folder, full))


def text(comparison: Comparison, folder: Path | str | None = None, full: bool = False) -> str:
    """Return the tables as plain text."""
    return page.text(parts(comparison, folder, full))


def show(
    comparison: Comparison, folder: Path | str | None = None, full: bool = False, stream: TextIO | None = None
) -> None:
    """Write the tables to `stream` (stdout unless given)."""
    page.show(parts(comparison, folder, full), stream)


def _title(comparison: Comparison) -> str:
    if ablation.is_ablation(comparison):
        designs = ablation.title(comparison)
    else:
        designs = ", ".join(design_shown(d) for d in comparison.designs)
    lines = [f"{county_shown(comparison)}: {designs}"]
    if comparison.differences:  # the first of the five sentences tells how it was run
        return "\n".join(part for line in [*lines, honesty(comparison.parameters_mode)] for part in wrap(line))
    lines.append(
        run_line(
            replications_words(comparison.replications), comparison.seed, comparison.years, comparison.parameters_mode
        )
    )
    lines.append(honesty(comparison.parameters_mode))
    return "\n".join(part for line in lines for part in wrap(line))


def _notes(comparison: Comparison) -> Iterator[str]:
    """Yield what every reading of the result needs: notes, and which pools cannot take in those who ask."""
    notes = [retold(note) for note in comparison.notes]
    if round(365 * comparison.years) < TWO_YEARS and not any(_EMPTY in note for note in comparison.notes):
        notes.append(_(EMPTY_AFTER))
    said = [*notes, over_how_many(comparison), load_words(comparison)]
    lines = [part for line in said if line for part in wrap(line)]
    if lines:
        yield "\n".join(lines)


def _legend() -> str:
    """Return what the measures of both rows count."""
    lines = [_(COMORBID), *(f"{short(name)}: {counts(name)}" for name in (*HEADLINE, *SECOND_ROW))]
    return "\n".join(part for line in lines for part in wrap(line))


def _full(comparison: Comparison) -> Iterator[Grid | str]:
    cautions = clauses(comparison, design_names(comparison))
    if cautions:
        yield "\n".join(part for line in [_("What disagrees, in full:"), *cautions] for part in wrap(line))
    yield from full_headline(comparison)
    yield _legend()
    yield from whose_gain(comparison)
    yield from topics.groups(comparison)
    yield from by_sex_and_age(comparison)
    yield from topics.ways(comparison)
    yield from reform(comparison)
    yield from touched_by_the_transfer(comparison)
    yield from transition(comparison)
    yield from topics.waits(comparison)
    yield from topics.loads(comparison)
    yield from offered_loads(comparison)
    yield from topics.hours(comparison)
    yield from work_for_the_other(comparison)
    for starts, title in FURTHER:
        yield from topics.listed(comparison, starts, _(title))
    yield from topics.mechanisms(comparison)


FURTHER = (
    (("days_to_", "share_treated.", "share_both_treated."), N_("From seeking to treatment")),
    (("clients_",), N_("Clients")),
    (("handover",), N_("Handovers")),
    (("staff_total.", "staff."), N_("Staff")),
    (
        (
            "sips_",
            "conference",
            "deviation_",
            "falls_per_year",
            "reports_per_",
            "plan_parts_failed.",
            "hours_coordination.",
            "ladder_",
        ),
        N_("Coordination"),
    ),
    (("worker_changes_", "method_not_offered_", "contact_persons.", "contacts_begun."), N_("Continuity and contact")),
    (("gap_days_", "latent_days_per_client_year.", "crises_"), N_("Days without an answer, crises")),
    (("background_wait_days.",), N_("Other patients' waits")),
    (("untreated_share.municipality.",), N_("Untreated needs by municipality")),
    (("untreated_share.year_", "fall_rate.year_"), N_("By year since the reform")),
    (("fall_rate.municipality.",), N_("Fell between chairs, by municipality")),
    (("fall_rate_not_comorbid", "any_mechanism_rate_not_comorbid"), N_("Clients who are not comorbid")),
    (("falls_per_100_client_years.",), N_("Falls of the twelve kinds per 100 client-years")),
)


REST = N_(
    "Not shown here: second row, whose gain by group, ways of falling, the course month by month, waits, loads, hours, "
    "handovers, the staff ledger, coordination, other patients, municipalities, the twelve mechanisms, and every "
    "replication."
)


def _closing(folder: Path | str | None, full: bool) -> list[str]:
    """What is not on the screen and where it lies; the last line is the run folder."""
    if folder is None:
        return wrap(_("Every table is a CSV file in tables/, beside the pictures.") if full else _(REST))
    rest = [] if full else [_("All tables: --full, or {page} and the CSV files in the run folder.", page=PAGE)]
    return [*rest, _("Run folder: {folder}", folder=folder)]
