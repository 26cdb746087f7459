"""What all commands that run something share: progress, places, and the result on the screen or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial, update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mellanrum.cli.errors import BadInputError, in_words
from mellanrum.cli.progress import shown_progress
from mellanrum.cli.saying import say
from sim.terms.language import N_, _

if TYPE_CHECKING:
    from mellanrum.questions.request import QuestionRequest
    from sim.experiment.means import ShardDoneError
    from sim.experiment.run import Finished

PLAIN = N_("Plain tcp to another machine: whoever reaches the scheduler can run code here; tls:// is safe.")


def asks(build: Callable[..., QuestionRequest[Any]]) -> Callable[..., None]:
    """Make a command of a function from options to a request: it is answered and shown. Decorates that function."""
    return update_wrapper(partial(answer, build), build)


def answer(
    build: Callable[..., QuestionRequest[Any]],
    *,
    jobs: int | None,
    archive: Path | None,
    cluster: str | None,
    out: Path | None,
    json_file: str | None,
    digest: bool,
    shard: str | None = None,
    full: bool = False,
    **asked: Any,
) -> None:
    """Answer the request that `build` makes of the options `asked`, and show what was found."""
    from mellanrum.runs.lifecycle import archive_for, begin, is_open, means_of
    from mellanrum.runs.places import place
    from sim.experiment.means import ShardDoneError

    with in_words():
        request = build(**asked)
        out = None if out is None else place(out)
        check_places(out, json_file)
        if shard and not request.size_is_known:
            raise BadInputError(
                [
                    _(
                        "--shard: found it with -n auto; valid: a fixed number of replications, "
                        "since what is enough is known only when all are there"
                    )
                ]
            )
        larger_run = asked.get("run")
        means = means_of(jobs, archive if larger_run is None else archive_for(larger_run, archive), shard, cluster)
        request, told = request.sized(means.n_jobs)
        if told:
            say(told, err=True)
        if cluster and is_open(cluster):
            say(_(PLAIN), err=True)
        _say_if_slow()
        label = request.label if larger_run is None else Path(larger_run).name
        command = ["mellanrum", *sys.argv[1:]]
        try:
            with shown_progress(label) as progress:
                finished = begin(request, means, out=out, command=command, progress=progress)
        except ShardDoneError as done:
            say(_of_shard(done))
            return
        present(type(request), finished, json_file, digest, full)


def _of_shard(done: ShardDoneError) -> str:
    """Return how far all shards have come when one has done its part."""
    so_far = {"nth": done.nth, "of": done.of, "done": done.done, "total": done.total}
    if done.done == done.total:
        return _(
            "Shard {nth}/{of}: {done} of {total} replications are in the archive; "
            "the same command without --shard shows the result.",
            **so_far,
        )
    return _(
        "Shard {nth}/{of}: {done} of {total} replications are in the archive; {left} left to other shards.",
        left=done.total - done.done,
        **so_far,
    )


def _say_if_slow() -> None:
    """Say once, where somebody waits, that the model would be three times faster compiled, and why it is not."""
    from mellanrum.cli.engine import why

    reason = why()
    if reason is not None and "MELLANRUM_PURE" not in os.environ:
        say(_("The model is interpreted, about three times slower: {why}.", why=reason), err=True)


def present(
    kind: type[QuestionRequest[Any]],
    finished: Finished[Any],
    json_file: str | None = None,
    digest: bool = False,
    full: bool = False,
) -> None:
    """Show a result as tables, or as a JSON document."""
    from mellanrum.questions.rendering import json_of, parts_of
    from mellanrum.runs.places import write_new

    result, folder = finished.result, near(finished.folder)
    if json_file == "-":
        if digest:
            _show_digests(result, finished.folder, err=True)
        say(_("Run folder: {folder}", folder=folder), err=True)
        say(json_of(kind.KIND, result))
        return
    if json_file is not None:
        write_new(json_file, json_of(kind.KIND, result) + "\n")
    if digest:
        _show_digests(result, finished.folder)
    from outputs.text.screen import show

    show(parts_of(kind.SHOWN, result, folder, full))


def check_places(out: Path | None, json_file: str | None) -> None:
    """Refuse, before anything is run, places where results cannot go, and a machine on which nothing can be run."""
    from mellanrum.cli.memory import check_memory
    from mellanrum.runs.places import why_not_a_file, why_not_a_folder

    check_memory()
    lines = [*why_not_a_folder("--out", out), *why_not_a_file("--json", json_file, out)]
    if lines:
        raise BadInputError(lines)


def check_extra(what: str, module: str, extra: str) -> None:
    """Refuse where a library of an extra is not installed, with how to have it."""
    from mellanrum.wiring.options import library_faults

    if lines := library_faults(what, module, extra):
        raise BadInputError(lines)


def _show_digests(result: Any, folder: Path, err: bool = False) -> None:
    """Print the digest of every log of a comparison; of another kind of run the one of all."""
    for design in getattr(result, "designs", ()):
        for replication, digest in enumerate(getattr(design, "digests", ())):
            say(f"sha256 {design.name} {replication} {digest}", err=err)
    from sim.experiment.records import read_manifest

    say(f"sha256 all {read_manifest(folder)['digest_of_all']}", err=err)


def near(folder: Path) -> Path:
    """Return the folder as seen from the current one, where that is shorter."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
