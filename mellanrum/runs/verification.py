"""Whether a run is what it says: its files as they were written, its replications as the model makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mellanrum.questions.compare import CompareRequest
from mellanrum.runs.lifecycle import find_run, open_run, request_of, unfinished_run
from mellanrum.wiring.options import OptionError
from sim.comparison.results import Comparison
from sim.experiment.archive import addresses
from sim.experiment.folder import UNFINISHED
from sim.experiment.model_version import model_version
from sim.experiment.records import DamagedRunError, digest_of_all, read_manifest, read_replications
from sim.experiment.replicate import Outcome, Progress, execute
from sim.experiment.study import jobs_of
from sim.experiment.sums import altered
from sim.terms.errors import unusable
from sim.terms.language import _, ngettext


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what is wrong. `passed`: sentences on what holds; `wrong`: on what does not."""

    folder: Path
    passed: tuple[str, ...]
    wrong: tuple[str, ...]


def verified(run: str | Path, rerun: int = 0, progress: Progress | None = None) -> Verification:
    """Return whether a finished run's files are as they were written and, of `rerun` replications, made again.

    Those made again are spread evenly over designs and replications. Raises OptionError for a run that is not there or
    not finished, or whose replications cannot be made again.
    """
    folder = find_run(run)
    if folder.name.endswith(UNFINISHED):
        name = folder.name.removesuffix(UNFINISHED)
        raise OptionError([unfinished_run(name)])
    passed, wrong = list[str](), list[str]()
    _files(folder, passed, wrong)
    _agrees(folder, passed, wrong)
    if rerun:
        _made_again(folder, rerun, progress, passed, wrong)
    return Verification(folder, tuple(passed), tuple(wrong))


def _files(folder: Path, passed: list[str], wrong: list[str]) -> None:
    try:
        found = altered(folder)
    except (OSError, ValueError) as error:
        wrong.append(str(error))
        return
    if found is None:
        passed.append(_("The run has no checksums: it is of a version before they were written"))
    elif found:
        wrong += found
    else:
        passed.append(_("Every file is as it was written"))


def _agrees(folder: Path, passed: list[str], wrong: list[str]) -> None:
    """Look at whether manifest and list of replications say the same."""
    try:
        used, said = read_replications(folder), read_manifest(folder)
    except (OSError, ValueError, DamagedRunError) as error:
        wrong.append(_("the list of replications: {why}", why=error))
        return
    if said.get("digest_of_all") == digest_of_all(used):
        passed.append(
            ngettext(
                "The manifest and the list of {n} replication agree",
                "The manifest and the list of {n} replications agree",
                len(used),
            )
        )
    else:
        wrong.append(_("the digest in the manifest is not that of the listed replications"))


def _made_again(folder: Path, rerun: int, progress: Progress | None, passed: list[str], wrong: list[str]) -> None:
    result, study = _study_of(folder)
    version = read_manifest(folder).get("model_version")
    if version != model_version():
        raise OptionError(
            [_("--rerun: found a run of another version of the model; valid: that version, or a new run")]
        )
    used = read_replications(folder)
    jobs = jobs_of(study, None)
    chosen = [jobs[i * len(jobs) // rerun] for i in range(rerun)] if rerun < len(jobs) else jobs
    if missing := [key for key in addresses(chosen) if key not in used]:
        what = ngettext(
            "{n} replication that the run does not rest on",
            "{n} replications that the run does not rest on",
            len(missing),
        )
        raise OptionError([unusable("--rerun", what, _("the files as they were"))])
    for outcome, key in zip(execute(chosen, 1, progress), addresses(chosen), strict=True):
        wrong += _differs(outcome, used[key], result)
    if not wrong:
        passed.append(
            _(
                "{n} of {m} replications were made again: logs and measures are the same",
                n=len(chosen),
                m=len(jobs),
            )
        )


def _differs(outcome: Outcome, digest: str, result: Comparison) -> list[str]:
    design = result.designs[outcome.design]
    where = {"number": outcome.replication, "design": design.name}
    found = []
    if outcome.digest != digest:
        found.append(_("replication {number} of {design}: its event log is another", **where))
    kept = design.per_replication[outcome.replication]
    others = [name for name, value in outcome.values.items() if kept.get(name) != value]
    if others:
        found.append(
            ngettext(
                "replication {number} of {design}: {n} measure is another than the result has, {measure}",
                "replication {number} of {design}: {n} measures are others than the result has, {measure} the first",
                len(others),
                measure=others[0],
                **where,
            )
        )
    return found


def _study_of(folder: Path) -> tuple[Comparison, Any]:
    kind, finished = open_run(folder)
    request = request_of(folder) if kind is CompareRequest else None
    if not isinstance(request, CompareRequest):
        found = _("a run of the kind {kind}", kind=kind.KIND)
        raise OptionError([unusable("--rerun", found, _("a run or a comparison"))])
    request.check()
    return finished.result, replace(request.study(finished.result.replications), logs="none")


def told(verdict: Verification) -> Sequence[str]:
    """Return what is said of a run, a line each."""
    return [f"{sentence}." for sentence in verdict.passed] + [_("Not as it was: {why}.", why=w) for w in verdict.wrong]
