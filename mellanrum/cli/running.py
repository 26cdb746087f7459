"""`mellanrum run` and `mellanrum compare`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mellanrum.cli.errors import BadInputError, told_in_words
from mellanrum.cli.options import run_options
from mellanrum.cli.progress import shown_progress
from mellanrum.defaults import ABLATE_REPLICATIONS, COMPARE_REPLICATIONS, RUN_REPLICATIONS

if TYPE_CHECKING:
    from mellanrum.api import Result


@click.command()
@click.argument("county")
@click.argument("design")
@run_options(RUN_REPLICATIONS)
@told_in_words
def run(county: str, design: str, **options: Any) -> None:
    """Run one DESIGN in COUNTY and show what it does.

    Both are names that ship (see mellanrum scenarios) or paths to files.

    \b
    Examples:
      mellanrum run norrbotten current
      mellanrum run norrbotten big_bang -n 3 --digest
      mellanrum run norrbotten my_design.toml --json -
    """
    _perform(county, [design], **options)


@click.command()
@click.argument("county")
@click.argument("designs", metavar="DESIGN...", nargs=-1, required=True)
@run_options(COMPARE_REPLICATIONS)
@told_in_words
def compare(county: str, designs: tuple[str, ...], **options: Any) -> None:
    """Compare DESIGNs in COUNTY on the same chance; the first is the baseline.

    Shows the fall rate with gap days, latent days, detection and parallel care beside it, and paired differences with
    their 95 % intervals. COUNTY and DESIGN are names that ship (see mellanrum scenarios) or paths to files.

    \b
    Examples:
      mellanrum compare norrbotten current paper_transfer big_bang
      mellanrum compare norrbotten current big_bang -n 5 --years 3
      mellanrum compare norrbotten current my_design.toml --out results --logs all
    """
    _perform(county, list(designs), **options)


@click.command()
@click.argument("county")
@click.argument("design")
@run_options(ABLATE_REPLICATIONS, logs="none")
@told_in_words
def ablate(county: str, design: str, **options: Any) -> None:
    """Run DESIGN in COUNTY whole, and without each of its mechanisms.

    The whole design is the baseline, so a difference says what leaving one mechanism out does: a rule, a measure, an
    opening, the posts it takes from others, the dip in output, the cases lost, and so on. A fall rate that rises
    without it says that the mechanism helps. A design may have 30 mechanisms, and each is run -n times.

    \b
    Examples:
      mellanrum ablate norrbotten integrated_teams -n 5
      mellanrum ablate gavleborg full_reform -n 3 --years 3
    """
    _perform(county, [design], run=_api_ablate, **options)


def _api_ablate(county: str, designs: list[str], **options: Any) -> Result:
    from mellanrum import api

    return api.ablate(county, designs[0], **options)


def _api_compare(county: str, designs: list[str], **options: Any) -> Result:
    from mellanrum import api

    return api.compare(county, designs, **options)


def _perform(
    county: str,
    designs: list[str],
    json_file: str | None,
    digest: bool,
    full: bool,
    run: Callable[..., Result] = _api_compare,
    **options: Any,
) -> None:
    _check_places(options["out"], json_file)
    what = f"{county}: {', '.join(designs)}"
    with shown_progress(what) as progress:
        result = run(county, designs, progress=progress, command=["mellanrum", *sys.argv[1:]], **options)
    if json_file == "-":
        if digest:
            _show_digests(result, err=True)
        click.echo(f"Run folder: {_near(result.folder)}", err=True)
        click.echo(result.to_json())
        return
    if json_file is not None:
        from sim.experiment.folder import write_whole

        write_whole(Path(json_file), result.to_json() + "\n")
    if digest:
        _show_digests(result)
    from outputs.tables import show

    show(result.comparison, _near(result.folder), full)


def _check_places(out: Path | None, json_file: str | None) -> None:
    """Refuse, before anything is run, places where results cannot go."""
    lines = []
    if out is not None and (out.exists() or out.is_symlink()):
        lines.append(
            f"--out: found {out}, which exists and is not overwritten; valid: a folder that does not exist yet"
        )
    if json_file not in (None, "-"):
        file = Path(json_file)
        if file.is_dir():
            lines.append(f"--json: found {file}, a folder; valid: a file to write, or - for standard output")
        elif not file.parent.is_dir() and (out is None or file.parent.absolute() != out.absolute()):
            lines.append(f"--json: found {file}, in a folder that does not exist; valid: a file in one that does")
    if lines:
        raise BadInputError(lines)


def _show_digests(result: Result, err: bool = False) -> None:
    for design, digests in zip(result.comparison.designs, result.digests, strict=True):
        for replication, digest in enumerate(digests):
            click.echo(f"sha256 {design.name} {replication} {digest}", err=err)


def _near(folder: Path) -> Path:
    """Return the folder as seen from the current one, where that is shorter."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
