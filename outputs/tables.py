"""A comparison on a screen: headline, reform, profiles, mechanisms, waits, loads; the rest lies in CSV files.

Here is what is shown; `page` puts it on a terminal or into text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from outputs import ablation, enough, page, topics
from outputs.grid import Grid, wrap
from outputs.headline import headline
from outputs.honesty import honesty
from outputs.measures_text import HEADLINE, short
from outputs.pools import offered_loads
from outputs.reform import reform
from sim.experiment.comparison import Comparison
from sim.measures.catalogue import describe as sentence

COMORBID = "Comorbid (samsjuklighet): dependence and another psychiatric condition."
EMPTY_AFTER = (
    "The after cohort is empty: with fewer than 2 years after the reform nobody can be followed for 365 days and the "
    "180 that a threshold may look ahead, so the fall rate has no value."
)


def parts(comparison: Comparison, folder: Path | str | None = None, full: bool = False) -> Iterator[Grid | str]:
    """Yield what is shown, in order: title, headline block, whether replications were enough, notes, tables, the rest.

    `full` adds the tables that are otherwise only in the CSV files; of an ablation's many designs those by mechanism,
    queue and role are among them.
    """
    taken_apart = ablation.is_ablation(comparison)
    yield _title(comparison)
    comparison = ablation.labelled(comparison)
    yield from headline(comparison)
    if comparison.enough is not None:
        yield from enough.parts(comparison.enough, full=full)
    if taken_apart:
        yield ablation.reading(comparison)
    yield "\n".join(_legend(comparison))
    yield from reform(comparison)
    yield from topics.profiles(comparison)
    if full or not taken_apart:
        yield from topics.mechanisms(comparison)
        yield from topics.waits(comparison)
        yield from topics.loads(comparison)
        yield from offered_loads(comparison, full)
    if full:
        yield from _full(comparison)
    yield "\n".join([*wrap(FULL_TOO)] * (taken_apart and not full) + _closing(comparison, folder))


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
        designs = ", ".join(d.title or d.name for d in comparison.designs)
    lines = [f"{comparison.county.capitalize()}: {designs}"]
    of = "replication" if comparison.replications == 1 else "replications"
    years = f"{comparison.years:g} year{'' if comparison.years == 1 else 's'}"
    lines.append(
        f"{comparison.replications} {of} (seed {comparison.seed}), {years} after the reform day, "
        f"{comparison.parameters_mode} parameters"
    )
    lines.append(honesty(comparison.parameters_mode))
    return "\n".join(part for line in lines for part in wrap(line))


def _legend(comparison: Comparison) -> list[str]:
    """What the five rows count, and what every reading of the result needs."""
    lines = [COMORBID, *(f"{short(name)}: {sentence(name)}" for name in HEADLINE)]
    notes = list(comparison.notes)
    if comparison.years < 2 and not any("after cohort is empty" in note for note in notes):
        notes.append(EMPTY_AFTER)
    return [part for line in [*lines, *notes] for part in wrap(line)]


def _full(comparison: Comparison) -> Iterator[Grid]:
    yield from topics.hours(comparison)
    for starts, title in FURTHER:
        yield from topics.listed(comparison, starts, title)


FURTHER = (
    (("days_to_", "share_treated.", "share_both_treated."), "From seeking to treatment"),
    (("clients_", "cohort_"), "Clients"),
    (("handover",), "Handovers"),
    (("staff_total.", "staff."), "Staff"),
    (
        (
            "sips_",
            "conference",
            "deviation_",
            "falls_per_year",
            "reports_per_",
            "plan_parts_failed.",
            "stepped_in_",
            "hours_for_other.",
            "hours_coordination.",
            "ladder_",
        ),
        "Coordination",
    ),
    (("worker_changes_", "method_not_offered_", "contact_persons.", "contacts_begun."), "Continuity and contact"),
    (("worst_", "transfer_fall_rate"), "The transition"),
    (("background_wait_days.",), "Other patients' waits"),
    (("fall_rate.municipality.",), "Fall rate by municipality"),
    (("fall_rate_not_comorbid",), "Clients who are not comorbid"),
)


FULL_TOO = "Ways of falling, waits, loads and offered loads of each row: --full prints them."
REST = (
    "hours by role and principal, times to first and to both treatments, handovers, the staff ledger, the course month "
    "by month, coordination, pools of places, other patients' waits, municipalities, clients who are not comorbid, and "
    "every replication"
)


def _closing(comparison: Comparison, folder: Path | str | None) -> list[str]:
    """What is not on the screen and where it lies; the last line is the run folder."""
    if folder is None:
        return wrap(f"Not shown here: {REST}.")
    return [*wrap(f"In the run folder, as CSV files: {REST}."), f"Run folder: {folder}"]
