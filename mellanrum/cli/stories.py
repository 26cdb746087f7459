"""`mellanrum evidence stories`: impossible sequences in a run, and who is the first of each."""

from __future__ import annotations

import click

from mellanrum.cli.errors import told_in_words
from mellanrum.cli.options import COUNT, jobs_option, parameters_option, seed_option, years_option
from mellanrum.cli.page import show_table
from mellanrum.cli.progress import shown_progress
from mellanrum.cli.saying import say
from outputs.text.notes import retold
from sim.terms.language import _, ngettext


@click.command("stories")
@click.argument("county")
@click.argument("design", default="current")
@click.option("-n", "--replications", type=COUNT, default=1, show_default=True, help="Number of replications.")
@seed_option
@years_option
@parameters_option
@jobs_option
@told_in_words
def stories(
    county: str, design: str, replications: int, seed: int, years: float, parameters: str | None, jobs: int | None
) -> None:
    """Count what cannot happen in runs of COUNTY under DESIGN: each check 0, or how often, and the first client.

    \b
    Examples:
      mellanrum evidence stories norrbotten
      mellanrum evidence stories gavleborg big_bang -n 2
    """
    from mellanrum.evidence.stories import check_stories

    with shown_progress(f"{county}: {design}") as progress:
        told = check_stories(
            county,
            design,
            replications=replications,
            seed=seed,
            years=years,
            parameters=parameters,
            jobs=jobs,
            progress=progress,
        )
    rows = [
        (
            check.check,
            str(check.times),
            str(check.clients),
            _("{client}, day {day}", client=check.first, day=f"{check.day:.0f}") if check.first else "",
        )
        for check in told.found
    ]
    said = _(
        "{title}, {replications}, seed {seed}. Days are counted from the first of the warm-up.",
        title=told.title,
        replications=ngettext("{n} replication", "{n} replications", replications),
        seed=seed,
    )
    heads = (_("check"), _("times"), _("clients"), _("first"))
    notes = [said, *(retold(note) for note in told.notes)]
    show_table(_("Face check of stories: what cannot happen"), heads, rows, notes)
    shown = [check for check in told.found if check.first]
    if shown:
        say("\n" + _("Each check, what it rests on, and the first client's story:"))
    for check in shown:
        say(f"\n  {check.check}: {told.sentence(check.check)}")
        say(f"    ({told.passage(check.check)})")
        say(f"    {told.trace(check)}")
