"""Would the tests notice? Changes one place of the source at a time and runs the tests that are about it.

    python -m tests.mutants [NUMBER [SEED [FILE...]]]

draws NUMBER (100) mutants of the files in `targets.py`, all by one seed (1), and tells how many of those that can be
seen were killed, and shows the survivors. The source is changed in a copy of the tree, never in place, and interpreted.
What was found is kept in `.mutants/`: a stopped run goes on, and after new tests only survivors are tried again.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutate import Mutant, mutants_of
from tests.mutants.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".mutants" / "found.json"
UNSEEN = Path(__file__).with_name("unseen.toml")
WANTED = 0.85
"""The share of those that can be seen which the tests are to kill."""
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "_compiled", "runs", "dist", "build", "*.egg-info")
MEMORY = 4 * 2**30
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`by`: the test that noticed, "time" or None; `seconds`: how long that took."""

    by: str | None
    seconds: float


class Tree:
    """A copy of the tree, in which one source at a time is another."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tree"
        shutil.copytree(ROOT, self.root, ignore=LEFT_OUT)
        self._usual: dict[tuple[str, ...], float] = {}

    def usual(self, tests: tuple[str, ...]) -> float:
        """Return the seconds that `tests` take on the source as it is. Raises SystemExit if they fail there."""
        if tests not in self._usual:
            found = self._run(tests, 600.0, keep_bytecode=True)
            if found.by:
                raise SystemExit(f"{found.by} fails without any mutant")
            self._usual[tests] = found.seconds
        return self._usual[tests]

    def outcome(self, mutant: Mutant, tests: tuple[str, ...]) -> Outcome:
        """Return what the tests say of a mutant: at most four times the usual time, and 20 s, for all of them."""
        limit = 20.0 + 4.0 * self.usual(tests)
        file = self.root / mutant.file
        usual = file.read_bytes()
        # Bytecode is told from its source by size and second: too little for two mutants of one second.
        shutil.rmtree(file.parent / "__pycache__", ignore_errors=True)
        file.write_text(mutant.source, encoding="utf-8")
        try:
            return self._run(tests, limit)
        finally:
            file.write_bytes(usual)

    def _run(self, tests: tuple[str, ...], limit: float, keep_bytecode: bool = False) -> Outcome:
        began = time.monotonic()
        env = os.environ | {"PYTHONPATH": str(self.root), "MELLANRUM_PURE": "1"}
        env |= {} if keep_bytecode else {"PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", *tests]
        with subprocess.Popen(
            command,
            cwd=self.root,
            env=env,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_with_little_memory,  # noqa: PLW1509  there are no threads here
        ) as process:
            try:
                said, _ = process.communicate(timeout=limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return Outcome("time", time.monotonic() - began)
        failed = FAILED.search(said)
        by = failed[1] if failed else tests[0] if process.returncode else None
        return Outcome(by, time.monotonic() - began)


def _with_little_memory() -> None:
    """Let no mutant fill the machine."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Found:
    """What is known from before, kept after every mutant.

    Who killed a mutant kills it again while neither has changed; a survivor is tried again after any change of a test.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._known: dict[str, dict[str, str | None]] = json.loads(file.read_text("utf-8"))
        except FileNotFoundError:
            self._known = {}

    def known(self, mutant: Mutant, tests: tuple[str, ...]) -> Outcome | None:
        """Return what was found of it, if that still holds."""
        entry = self._known.get(mutant.name)
        if entry is None or entry["at"] != _state(mutant, entry["by"], tests):
            return None
        return Outcome(entry["by"], 0.0)

    def keep(self, mutant: Mutant, tests: tuple[str, ...], outcome: Outcome) -> None:
        """Keep an outcome, at once."""
        self._known[mutant.name] = {"by": outcome.by, "at": _state(mutant, outcome.by, tests)}
        self._file.parent.mkdir(exist_ok=True)
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(self._known, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(self._file)


def _state(mutant: Mutant, by: str | None, tests: tuple[str, ...]) -> str:
    """Return the digest of the mutant's source and of the test that killed it, of all its tests where none did."""
    file = (by or "").partition("::")[0]
    seen = hashlib.sha256(mutant.source.encode("utf-8"))
    for test in [file] if file in tests else tests:
        seen.update((ROOT / test).read_bytes())
    return seen.hexdigest()


def unseen() -> dict[str, str]:
    """Return why some mutants cannot be seen, by their names."""
    listed = tomllib.loads(UNSEEN.read_text(encoding="utf-8"))["mutant"]
    return {f"{entry['file']}\n- {entry['was']}\n+ {entry['is']}": entry["why"] for entry in listed}


def drawn(number: int, seed: int, files: list[str]) -> list[Mutant]:
    """Return `number` mutants of `files` (all that are targets if none is named), in order of place."""
    every = [
        mutant
        for file in TARGETS
        if not files or file in files
        for mutant in mutants_of(file, (ROOT / file).read_text(encoding="utf-8"))
    ]
    chosen = sorted(random.Random(seed).sample(range(len(every)), min(number, len(every))))
    return [every[i] for i in chosen]


def tell(line: str) -> None:
    """Say a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def report(number: int, seed: int, files: list[str]) -> bool:
    """Run the tests on the mutants that are drawn, tell of each; return whether enough are killed."""
    mutants, reasons, found = drawn(number, seed, files), unseen(), Found(KEPT)
    survivors, killed, passed_over = list[Mutant](), 0, 0
    with tempfile.TemporaryDirectory() as place:
        tree = Tree(Path(place))
        for nth, mutant in enumerate(mutants, 1):
            tests = tuple(dict.fromkeys(TARGETS[mutant.file]))
            if mutant.name in reasons:
                passed_over += 1
                told = "cannot be seen"
            else:
                outcome = found.known(mutant, tests)
                if outcome is None:
                    outcome = tree.outcome(mutant, tests)
                    found.keep(mutant, tests, outcome)
                killed += outcome.by is not None
                survivors += [] if outcome.by else [mutant]
                told = f"killed by {outcome.by}" if outcome.by else "SURVIVES"
                told += f" ({outcome.seconds:.1f} s)" if outcome.seconds else " (known)"
            tell(f"{nth:>4}/{len(mutants)} {mutant.file}:{mutant.line} {told}")
    visible = len(mutants) - passed_over
    share = f" ({killed / visible:.0%})" if visible else ""
    tell(f"\n{len(mutants)} mutants, seed {seed}: {killed} of the {visible} that can be seen killed{share}")
    tell(f"{passed_over} cannot be seen ({UNSEEN.name} says why)")
    for mutant in survivors:
        tell(f"\nSURVIVES {mutant.file}:{mutant.line}\n{mutant.diff}")
    return killed >= WANTED * visible


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:3]]
    sys.exit(0 if report(*(numbers + [100, 1][len(numbers) :]), sys.argv[3:]) else 1)
