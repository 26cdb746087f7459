"""The real server as a process of its own, in a county so small that a run of it takes seconds on a slow machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.small_county import write_small_county

ROOT = Path(__file__).resolve().parents[1]
COUNTY = "small"
MAPPED = {"Storstad": "Boden", "Lillstad": "Kiruna"}
"""The small county's municipalities, called as two that have an outline on the map."""
PATIENCE_SECONDS = 120


def write_mapped_county(folder: Path) -> Path:
    """Write the small county with municipalities that the map knows, and return its path."""
    path = write_small_county(folder, COUNTY)
    text = path.read_text(encoding="utf-8")
    for invented, known in MAPPED.items():
        text = text.replace(invented, known)
    path.write_text(text, encoding="utf-8")
    return path


class Workshop:
    """`mellanrum workshop` in a folder: its record and its archive lie there. Ends what it began, and only that."""

    def __init__(self, folder: Path, county: str | Path, archive: Path | None = None) -> None:
        self.folder, self.county = folder, county
        self.archive = archive or folder / "archive"
        self.address = ""
        self._process: subprocess.Popen[str] | None = None

    @property
    def records(self) -> Path:
        """Where the rounds are kept."""
        return self.folder / "record"

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, at the port that it had before if it had one, and wait until it says where it is."""
        port = urlsplit(self.address).port or 0
        command = ["-m", "mellanrum", "workshop", "--county", str(self.county), "--no-browser", "--port", str(port)]
        command += ["--records", str(self.records), "--archive", str(self.archive), "--lang", "sv"]
        with (self.folder / "stderr.txt").open("a", encoding="utf-8") as told:
            self._process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=told, text=True, encoding="utf-8"
            )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := re.search(r"http://\S+?/(?=\s|$)", line):
                self.address = found[0]
                return
        raise AssertionError((self.folder / "stderr.txt").read_text(encoding="utf-8"))

    def kill(self) -> None:
        """End it as a flat battery does: nothing is tidied up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._end(signal.SIGINT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        with self._process as process:
            os.kill(process.pid, how)
            process.communicate(timeout=PATIENCE_SECONDS)
        self._process = None
