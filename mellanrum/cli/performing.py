"""What all commands that run something share: progress, places, and the result on the screen or as JSON."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mellanrum.cli.errors import BadInputError
from mellanrum.cli.progress import shown_progress
from mellanrum.cli.saying import say

if TYPE_CHECKING:
    from sim.experiment.run import Finished

MEANS = ("jobs", "archive", "shard", "cluster")


def perform(
    kind: str,
    arguments: Mapping[str, Any],
    what: str,
    *,
    out: Path | None = None,
    json_file: str | None = None,
    digest: bool = False,
    full: bool = False,
    **means: Any,
) -> None:
    """Do what a command of `kind` asks for, and show it. `means`: the options named in MEANS."""
    from mellanrum.performing import is_open, means_of, performed
    from mellanrum.places import place
    from sim.experiment.means import ShardDoneError

    out = None if out is None else place(out)
    check_places(out, json_file)
    if means.get("shard") and arguments.get("replications") == "auto":
        why = "valid: a fixed number of replications, since what is enough is known only when all are there"
        raise BadInputError([f"--shard: found it with -n auto; {why}"])
    crew = means_of(**means)
    if means.get("cluster") and is_open(str(means["cluster"])):
        say("Plain tcp to another machine: whoever reaches the scheduler can run code here; tls:// is safe.", err=True)
    command = ["mellanrum", *sys.argv[1:]]
    _say_if_slow()
    try:
        with shown_progress(what) as progress:
            finished = performed(kind, arguments, crew, out=out, command=command, progress=progress)
    except ShardDoneError as done:
        left = done.total - done.done
        then = "the same command without --shard shows the result" if left == 0 else f"{left} left to other shards"
        say(f"S{str(done)[1:]}; {then}.")
        return
    present(kind, finished, json_file, digest, full)


def _say_if_slow() -> None:
    """Say once, where somebody waits, that the model would be three times faster compiled, and why it is not."""
    from sim.compiled import why_interpreted

    why = why_interpreted()
    if why is not None and "MELLANRUM_PURE" not in os.environ:
        say(f"The model is interpreted, about three times slower: {why}.", err=True)


def present(
    kind: str, finished: Finished[Any], json_file: str | None = None, digest: bool = False, full: bool = False
) -> None:
    """Show a result as tables, or as a JSON document."""
    from mellanrum.kinds import parts_of
    from mellanrum.places import write_new
    from mellanrum.showing import json_of

    result, folder = finished.result, near(finished.folder)
    if json_file == "-":
        if digest:
            _show_digests(result, finished.folder, err=True)
        say(f"Run folder: {folder}", err=True)
        say(json_of(kind, result))
        return
    if json_file is not None:
        write_new(json_file, json_of(kind, result) + "\n")
    if digest:
        _show_digests(result, finished.folder)
    from outputs.page import show

    show(parts_of(kind, result, folder, full))


def check_places(out: Path | None, json_file: str | None) -> None:
    """Refuse, before anything is run, places where results cannot go, and a machine on which nothing can be run."""
    from mellanrum.cli.memory import check_memory
    from mellanrum.places import why_not_a_file, why_not_a_folder

    check_memory()
    lines = [*why_not_a_folder("--out", out), *why_not_a_file("--json", json_file, out)]
    if lines:
        raise BadInputError(lines)


def check_extra(what: str, module: str, extra: str) -> None:
    """Refuse where a library of an extra is not installed, with how to have it."""
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise BadInputError([f"{what}: found no {module}; valid: pip install mellanrum[{extra}]"])


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
