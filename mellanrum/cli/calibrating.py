"""`mellanrum calibrate`: fit a county's parameters to its counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import click

from mellanrum.cli.errors import BadInputError, stopped, told_in_words
from mellanrum.cli.options import COUNT, jobs_option, seed_option
from mellanrum.cli.progress import shown_progress
from mellanrum.cli.saying import say
from sim.terms.errors import unusable
from sim.terms.language import _


class StoppedError(BadInputError):
    """Targets that the model cannot give."""

    exit_code = 3


class PausedError(click.ClickException):
    """A calibration that was stopped by its user and can go on."""

    exit_code = 130

    def show(self, file: object = None) -> None:
        """Write the message on stderr."""
        del file
        say(self.message, err=True)


@click.command()
@click.argument("county")
@click.option("--budget", type=COUNT, help="Simulation runs to spend, at least 500.  [default: 1200]")
@click.option(
    "--work",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("runs") / "calibration",
    show_default=True,
    help="Where runs are kept, so that a calibration that was stopped goes on.",
)
@click.option(
    "--to",
    "folder",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the set into instead of the one that runs and comparisons use.",
)
@seed_option
@jobs_option
@told_in_words
def calibrate(county: str, budget: int | None, work: Path, folder: Path | None, seed: int, jobs: int | None) -> None:
    """Fit the parameters of COUNTY to its counts, and keep the draws that give them.

    Runs are drawn from the ranges; the parameters that the counts can say something about are fitted, by waves that
    rule out what cannot give the figures and by sampling what is left. The rest stay in their ranges. Needs
    mellanrum[calibrate], and half an hour for a county on two cores. Stopped, it goes on where it was.

    \b
    Examples:
      mellanrum calibrate norrbotten
      mellanrum calibrate gavleborg --budget 1500
    """
    _check_extra()
    from calibration.fit.sizes import BUDGET, LEAST_BUDGET, sizes_of
    from calibration.fit.waves import UnreachableError
    from calibration.parameters.parameter_set import FOLDER
    from mellanrum.wiring.calibration import make_set
    from sim.experiment.pool import TaskFailedError, WorkerDiedError
    from sim.terms.errors import RunError

    if budget is not None and budget < LEAST_BUDGET:
        valid = _("a whole number, at least {least}", least=LEAST_BUDGET)
        raise BadInputError([unusable("--budget", budget, valid)])
    try:
        found = make_set(
            county,
            sizes_of(budget or BUDGET),
            _told_stages(county),
            seed=seed,
            n_jobs=jobs,
            work=work,
            folder=folder or FOLDER,
        )
    except (TaskFailedError, WorkerDiedError) as error:
        raise RunError(_("a step of the calibration could not be finished: {why}", why=error)) from None
    except UnreachableError as error:
        raise StoppedError(error.lines, then=stopped) from None
    except KeyboardInterrupt:
        raise PausedError(
            _("Interrupted. What was run is kept in {folder}; the same command goes on from there.", folder=work)
        ) from None
    from outputs.calibration.match import summary_of

    say(summary_of(found))


def _check_extra() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("sklearn", "emcee", "arviz") if find_spec(name) is None]
    if missing:
        raise BadInputError(
            [
                _(
                    "{what}: found no {library}; valid: {command}",
                    what="mellanrum calibrate",
                    library=", ".join(missing),
                    command="pip install mellanrum[calibrate]",
                )
            ]
        )


def _told_stages(county: str) -> Callable[[str], AbstractContextManager[Callable[[int, int], None] | None]]:
    """Return stages with a progress bar each, and a line on stderr when one has ended."""

    @contextmanager
    def stage(name: str) -> Iterator[Callable[[int, int], None] | None]:
        with shown_progress(f"{county}: {_(name)}", _("done, left:")) as progress:
            yield progress
        say(_("{county}: {stage}: done", county=county, stage=_(name)), err=True)

    return stage
