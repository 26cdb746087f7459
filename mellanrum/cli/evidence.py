"""`mellanrum evidence`: what every number rests on, and what the model gives beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mellanrum.cli.errors import BadInputError, counted, told_in_words
from mellanrum.cli.matching import learned, match
from mellanrum.cli.options import COUNT, PAIRS, archive_option, jobs_option, seed_option, years_option
from mellanrum.cli.page import figure, shortened, show_table
from mellanrum.cli.progress import shown_progress
from mellanrum.cli.saying import say
from mellanrum.cli.scorecard import scorecard
from mellanrum.cli.stories import stories
from mellanrum.defaults import FACE_REPLICATIONS
from outputs.text.evidence import sureness
from outputs.text.notes import retold
from sim.terms.language import N_, _, ngettext

if TYPE_CHECKING:
    from calibration.evidence.check import Placed


LABELS = {
    "id": N_("id"),
    "topic": N_("topic"),
    "parameter": N_("parameter"),
    "value": N_("value"),
    "low": N_("low"),
    "high": N_("high"),
    "unit": N_("unit"),
    "population": N_("population"),
    "period": N_("period"),
    "source": N_("source"),
    "locator": N_("locator"),
    "url": N_("url"),
    "confidence": N_("confidence"),
    "note": N_("note"),
    "file": N_("file"),
}
"""Column of the ledger → what it is called."""


@click.group(invoke_without_command=True)
@click.pass_context
def evidence(ctx: click.Context) -> None:
    """Show what the numbers rest on: figures with their sources, and assumptions called so.

    \b
    Examples:
      mellanrum evidence list sobriety
      mellanrum evidence show NB-003
      mellanrum evidence match norrbotten
      mellanrum evidence learned norrbotten
      mellanrum evidence scorecard norrbotten
      mellanrum evidence stories norrbotten
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_figures)


@evidence.command("list")
@click.argument("words", nargs=-1)
@click.option("--assumptions", is_flag=True, help="List only assumptions.")
@told_in_words
def list_figures(words: tuple[str, ...] = (), assumptions: bool = False) -> None:
    """List the figures that hold all WORDS (all figures, without any).

    \b
    Examples:
      mellanrum evidence list
      mellanrum evidence list wait psychiatry
      mellanrum evidence list --assumptions
    """
    from calibration.evidence.ledger import load

    ledger = load()
    figures = ledger.search(" ".join(words)) if words else ledger.figures
    figures = tuple(f for f in figures if f.is_assumption or not assumptions)
    rows = [
        (
            f.id,
            shortened(f.parameter, 50),
            shortened(f"{f.value} {f.unit}", 30),
            sureness(f.confidence),
            shortened(sureness(f.source), 16),
        )
        for f in figures
    ]
    show_table(
        ngettext("{n} figure", "{n} figures", len(rows)),
        (_("id"), _("what"), _("value"), _("confidence"), _("source")),
        rows,
    )


@evidence.command("show")
@click.argument("figure_id", metavar="ID")
@told_in_words
def show_figure(figure_id: str) -> None:
    """Show one figure with its source, the disagreements about it, and the parameters that rest on it.

    \b
    Example:
      mellanrum evidence show NB-003
    """
    from calibration.evidence.ledger import load

    ledger = load()
    figure = ledger.get(figure_id)
    for field in fields(figure):
        text = getattr(figure, field.name)
        if text:
            shown = sureness(text) if field.name == "confidence" else text
            say(f"{_(LABELS[field.name]):<12}{shown}")
    for c in ledger.contradictions:
        if figure_id in (*c.takes, *c.leaves):
            did = _("taken") if figure_id in c.takes else _("left")
            say(f"\n{c.id}: {c.contradiction}\n  {did}: {c.decision}")
    users = [f"  {key} = {q.value} {q.unit} ({file})" for key, file, q in quantities() if figure_id in _ids(q.evidence)]
    if users:
        say("\n" + _("Used by:") + "\n" + "\n".join(users))


@evidence.command("check")
@told_in_words
def check() -> None:
    """Check the ledger, and that every number in the files that ship rests on it."""
    from calibration.evidence.check import check_ledger, check_quantities
    from calibration.evidence.ledger import load

    placed = list(quantities())
    problems = [*check_ledger(), *check_quantities(placed)]
    if problems:
        raise BadInputError(problems, then=counted)
    say(
        _(
            "{figures} figures and {numbers} numbers that rest on them: all is well.",
            figures=len(load().figures),
            numbers=len(placed),
        )
    )


@evidence.command("face")
@click.argument("county")
@click.option(
    "-n", "--replications", type=COUNT, default=FACE_REPLICATIONS, show_default=True, help="Number of replications."
)
@seed_option
@jobs_option
@told_in_words
def face(county: str, replications: int, seed: int, jobs: int | None) -> None:
    """Set the uncalibrated model of COUNTY beside the evidence: face validity, row by row.

    \b
    Example:
      mellanrum evidence face norrbotten
    """
    from mellanrum.evidence.face import face_rows
    from scenarios.files.titles import title_or_name

    with shown_progress(f"{county}: current") as progress:
        rows = face_rows(county, replications=replications, seed=seed, jobs=jobs, progress=progress)
    shown, notes = [], []
    for row in rows:
        t, (verdict, *rest) = row.target, row.verdict.split(": ", 1)
        why = retold(rest[0]) if rest else ""
        model = "–" if row.mean is None else figure(row.mean)
        if row.mean is not None and row.low is not None and row.high is not None and row.low != row.high:
            model += f" ({figure(row.low)}–{figure(row.high)})"
        shown.append((shortened(t.title, 60), f"{figure(t.low, 6)}–{figure(t.high, 6)} {_(t.unit)}", model, _(verdict)))
        if why:
            notes.append(f"{t.title}: {why} ({', '.join(t.evidence)})")
    title = _(
        "Face validity, {county}, uncalibrated: baseline year of {design}, {replications} (95 % interval of the mean)",
        county=title_or_name(county),
        design="current",
        replications=ngettext("{n} replication", "{n} replications", replications),
    )
    show_table(title, ("", _("evidence"), _("model"), _("verdict")), shown)
    _show_notes(notes)


@evidence.command("levers")
@click.argument("county")
@click.option(
    "-n", "--replications", type=PAIRS, help="Number of paired replications of each lever, at central values.  "
    "[default: 8; 20 for what only transfers have]",
)  # fmt: skip
@click.option("--like", metavar="PATTERN", help="Only levers whose key holds this text.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write the table to, as Markdown.",
)
@seed_option
@years_option
@jobs_option
@archive_option
@told_in_words
def levers(county: str, out: Path | None, **options: Any) -> None:
    """Run each lever of coordination at its low and its high end in COUNTY, on the same chance: moves, or counted only.

    What has been run is kept in the archive: the same command goes on where it was stopped.

    \b
    Examples:
      mellanrum evidence levers norrbotten --out docs/levers.md
      mellanrum evidence levers norrbotten -n 4 --like talks
    """
    from mellanrum.evidence.levers import levers_of
    from mellanrum.runs.places import why_not_a_file, write_new
    from outputs.listings.levers import markdown, reasons, title_of, words

    if lines := why_not_a_file("--out", out):
        raise BadInputError(lines)
    with shown_progress(_("{county}: levers", county=county)) as progress:
        found = levers_of(county, progress=progress, **options)
    if out is not None:
        write_new(out, markdown(found))
    show_table(title_of(found), *words(found), reasons(found))


evidence.add_command(match)
evidence.add_command(learned)
evidence.add_command(stories)
evidence.add_command(scorecard)


def _show_notes(notes: list[str]) -> None:
    from outputs.text.grid import wrap

    if notes:
        say("\n" + _("Outside:"))
    for note in notes:
        say("\n".join(f"  {line}" for line in wrap(note)))


def quantities() -> Iterator[Placed]:
    """Yield every number that ships with its key and file: parameters, counties, services, designs, targets."""
    from calibration.parameters.store import load_parameters
    from calibration.targets.target_file import counties_with_targets, load_targets
    from calibration.verdicts.scorecard import quantities as of_scorecard
    from scenarios.compose import quantities as of_scenarios
    from sim.checks.catalogue import quantities as of_checks

    for section, table in load_parameters().items():
        for key, quantity in table.items():
            if not quantity.same_as:
                yield f"{section}.{key}", "parameters/base.toml", quantity
    for file, key, quantity in of_scenarios():
        yield key, file, quantity
    for key, quantity in of_checks().items():
        yield f"limits.{key}", "sim/checks/stories.toml", quantity
    for key, quantity in of_scorecard():
        yield key, "evidence/scorecard.toml", quantity
    for county in counties_with_targets():
        targets = load_targets(county)
        for section, some in (("discrepancy", targets.discrepancy), ("unknown", targets.unknown)):
            for key, quantity in some.items():
                yield f"{section}.{key}", f"targets/{county}.toml", quantity


def _ids(evidence_ids: str) -> list[str]:
    return evidence_ids.replace(",", " ").split()
