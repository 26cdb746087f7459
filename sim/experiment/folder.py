"""A run's folder appears whole or not at all: it is filled as `NAME.unfinished` and renamed at the end.

Nothing that exists is ever overwritten. `NAME.unfinished` appears with `plan.json` in it, which says what the run was
asked for, so that whatever stops it (Ctrl-C, an error, a power cut), it can be taken up where it was. While a process
has a run in hand no other can take it up; a process that dies lets go of it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from sim.experiment.atomic_files import aside, flush, write_bytes_whole
from sim.experiment.limited import bytes_within, json_of
from sim.terms.errors import InputError, unreadable
from sim.terms.language import _

UNFINISHED = ".unfinished"
PLAN, INPUTS = "plan.json", "inputs"
KEPT = (PLAN, INPUTS)
"""What of a folder stays whatever stops its filling: what was asked for, and the files that say it."""


class FolderExistsError(InputError):
    """The place where a result should go is taken."""


class RunInHandError(InputError):
    """Another process has the run in hand."""


class RunFolder:
    """A folder under construction: `path` while it is being filled; `finish()` gives it its name.

    Whatever ends the filling before that leaves the plan and its inputs alone in it: no half-written file.
    """

    def __init__(
        self, target: Path, plan: Mapping[str, Any], inputs: Mapping[str, bytes] = MappingProxyType({})
    ) -> None:
        """Raise FolderExistsError if `target` exists, finished or not; nothing is written yet.

        `inputs`: place below `inputs/` → content of each file that the run is made from.
        """
        self.target = target
        self.path = unfinished(target)
        for taken in (self.target, self.path):
            if taken.exists() or taken.is_symlink():
                raise FolderExistsError(_("{path} exists and is not overwritten", path=taken))
        self.plan = plan
        self._inputs = inputs
        self._begun = False
        self._lock: int | None = None

    @classmethod
    def taken_up(cls, target: Path) -> Self:
        """Return the folder of a run that was stopped; what it was asked for is its plan."""
        folder = cls.__new__(cls)
        folder.target, folder.path = target, unfinished(target)
        folder.plan = read_plan(folder.path)
        folder._begun = True
        folder._lock = None
        return folder

    def __enter__(self) -> Self:
        if self._begun:
            self._lock = _in_hand(self.path / PLAN)
        else:
            self._begin()
        self._empty()  # what a run that was killed while it wrote has left
        return self

    def _begin(self) -> None:
        """Make the folder with its plan in it, in hand from its first moment."""
        first = aside(self.path)
        try:
            first.mkdir(parents=True)
            for place, content in self._inputs.items():
                file = first / INPUTS / place
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            write_whole(first / PLAN, json.dumps(self.plan, ensure_ascii=False, indent=1) + "\n")
            self._lock = _in_hand(first / PLAN)
            first.rename(self.path)
        except OSError as error:
            self._let_go()
            shutil.rmtree(first, ignore_errors=True)
            if self.path.exists():
                raise FolderExistsError(_("{path} exists and is not overwritten", path=self.path)) from None
            error.filename = error.filename or str(self.path)  # a full disk does not say where
            raise

    def _empty(self) -> None:
        for half in self.path.iterdir():
            if half.name not in KEPT:
                shutil.rmtree(half) if half.is_dir() else half.unlink()

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            with suppress(OSError):
                self._empty()
        self._let_go()

    def hold(self) -> Callable[[], None]:
        """Take the run in hand without touching it, and return how to let it go. Raises RunInHandError."""
        number = _in_hand(self.path / PLAN)
        return lambda: None if number is None else os.close(number)

    def finish(self) -> Path:
        """Give the folder its name and return it; if somebody took the name meanwhile, the next free one.

        All that is in it is on the disk before it has its name.
        """
        for place in self.path.rglob("*"):
            flush(place)
        final, nth = self.target, 2
        while final.exists():
            final, nth = self.target.with_name(f"{self.target.name}-{nth}"), nth + 1
        self.path.rename(final)
        flush(final.parent)
        return final


def unfinished(target: Path) -> Path:
    """Return the name of a run's folder while it is being filled."""
    return target.with_name(target.name + UNFINISHED)


def read_plan(folder: Path) -> dict[str, Any]:
    """Return what the run in `folder` was asked for. Raises ValueError if there is no plan, or a damaged one."""
    try:
        found = json_of(bytes_within(folder / PLAN))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ValueError(unreadable(folder / PLAN, why, _("the plan of a run"))) from None
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        raise ValueError(unreadable(folder / PLAN, _("no plan"), _("the plan of a run")))
    return found


def _in_hand(plan: Path) -> int | None:
    """Take the run in hand, and return what holds it. Raises RunInHandError if another process has it."""
    try:
        import fcntl
    except ImportError:  # Windows: two processes may do the same work twice, with the same result
        return None
    number = os.open(plan, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(number)
        raise RunInHandError(_("{run} is being run by another process", run=plan.parent)) from None
    return number


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that it is there whole or not at all, and on the disk."""
    write_bytes_whole(path, text.encode())
