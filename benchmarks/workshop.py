"""How quickly the workshop page answers: `python -m benchmarks.workshop [--county C] [--rounds N] [--browsers N]`.

The real server in a folder of its own. Nobody asks before all its worlds wait, as when chairs are set out. Measured:

- first screen: from asking for the address to a page that can be used, in Debian's Chromium (left out where it is not);
- first estimate and settled: from Run to the first numbers and to those that change no more, two designs, the second
  one that nobody has run; prepared: the same asked again;
- cancel: from Stop until the processes that compute use no more processor time;
- so many browsers at once, each with a design of its own: from Run to each one's first numbers, and how far the one
  that is served least has come when the last of them has its first. They are connections, not windows: a room's
  laptops draw with processors of their own;
- Ctrl-C while answers stream: until the server has ended.

What the machine did meanwhile is said with the figures: they mean little on a busy one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from benchmarks.workshop_process import Workshop

ENDED = ("settled", "enough", "cancelled", "failed")
PATIENCE_SECONDS = 1_800
TODAY = {"base": "current", "settings": {}, "title": ""}
TICK_SECONDS = 0.05
STILL_SECONDS = 0.5
"""Workers that have used no processor time for so long are free."""
HUNDREDTHS = os.sysconf("SC_CLK_TCK")


@dataclass
class Figures:
    """Seconds by what they are of, each with what the issue wants of it."""

    rows: list[tuple[str, Sequence[float], float | None]] = field(default_factory=list)

    def add(self, what: str, seconds: Sequence[float], wanted: float | None = None) -> None:
        """Keep a row, and show it at once: a long measurement that is broken off has said something."""
        self.rows.append((what, seconds, wanted))
        limit = "" if wanted is None else f"{wanted:g}"
        print(
            f"| {what} | {median(seconds):.2f} | {max(seconds):.2f} | {limit} | {len(seconds)} | {load()} |", flush=True
        )


def load() -> str:
    """Return the machine's load over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


class Client:
    """A browser, as far as the server sees one."""

    def __init__(self, address: str, county: str) -> None:
        self.county = county
        self.http = httpx.Client(base_url=address, timeout=PATIENCE_SECONDS, trust_env=False)

    def ask(self, *designs: dict[str, Any]) -> str:
        """Ask, and return the ask's name."""
        answer = self.http.post("/api/ask", json={"county": self.county, "designs": [TODAY, *designs]})
        answer.raise_for_status()
        return str(answer.json()["id"])

    def told(self, ask: str) -> Iterator[dict[str, Any]]:
        """Yield what the server tells of an ask, until its end."""
        with self.http.stream("GET", f"/api/ask/{ask}/events") as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line[5:])

    def timed(self, *designs: dict[str, Any]) -> tuple[float, float, int]:
        """Return the seconds from asking to the first estimate and to the answer that changes no more, and its runs."""
        begun, first = time.perf_counter(), None
        for now in self.told(self.ask(*designs)):
            if first is None and now.get("designs"):
                first = time.perf_counter() - begun
            if now["state"] in ENDED and (now.get("designs") or "designs" not in now):
                last, runs = time.perf_counter() - begun, int(now["replications"])
        if first is None:
            raise SystemExit("an answer ended without an estimate")
        return first, last, runs


def design(number: int) -> dict[str, Any]:
    """Return a design that no other number has: all at once, and so many of the treatment workers follow."""
    return {"base": "big_bang", "settings": {"follow_treatment": round(0.3 + number / 100, 2)}, "title": ""}


def first_screens(address: str, rounds: int) -> list[float] | None:
    """Return the seconds to a page that can be used, each in a browser that knows nothing; None without Chromium."""
    from shutil import which

    chromium = which("chromium")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(rounds + 1):
            page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
            page.set_default_timeout(PATIENCE_SECONDS * 1000)
            begun = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.wait_for_selector("html[data-ready=yes]")
            found.append(time.perf_counter() - begun)
            page.context.close()
        browser.close()
    return found[1:]  # at the first the browser itself is not warm yet


def processor_seconds(root: int) -> float:
    """Return the processor time that a process's descendants have used (Linux)."""
    parent, used = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after = stat.read_text().rpartition(")")[2].split()
            pid = int(stat.parent.name)
            parent[pid], used[pid] = int(after[1]), (int(after[11]) + int(after[12])) / HUNDREDTHS

    def descends(pid: int) -> bool:
        return pid in parent and (parent[pid] == root or descends(parent[pid]))

    return sum(seconds for pid, seconds in used.items() if descends(pid))


def cancelled(client: Client, server: int, number: int) -> float:
    """Return the seconds from Stop until those who compute have come to rest."""
    ask = client.ask(design(number))
    for now in client.told(ask):
        if now["state"] == "running" and now["replications"]:
            break
    begun = time.perf_counter()
    client.http.delete(f"/api/ask/{ask}").raise_for_status()
    return at_rest(server, STILL_SECONDS) - begun


def at_rest(server: int, still: float) -> float:
    """Wait until those who compute have used no processor time for `still` seconds; return when they came to rest."""
    busy, before = time.perf_counter(), processor_seconds(server)
    while time.perf_counter() - busy < still:
        time.sleep(TICK_SECONDS)
        now_used = processor_seconds(server)
        if now_used != before:
            before, busy = now_used, time.perf_counter()
    return busy


def at_once(address: str, county: str, browsers: int) -> tuple[list[float], int]:
    """Return each browser's seconds to its first estimate, and the fewest runs that any had when all had one."""
    firsts: dict[int, float] = {}
    clients = {number: Client(address, county) for number in range(browsers)}
    asks: dict[int, str] = {}
    gate = threading.Barrier(browsers)

    def one(number: int) -> None:
        gate.wait()
        begun = time.perf_counter()
        asks[number] = clients[number].ask(design(40 + number))
        for now in clients[number].told(asks[number]):
            if now.get("designs"):
                firsts[number] = time.perf_counter() - begun
                return

    threads = [threading.Thread(target=one, args=(number,)) for number in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    look = Client(address, county)
    fewest = min(look.http.get(f"/api/ask/{ask}").json()["replications"] for ask in asks.values())
    for ask in asks.values():
        look.http.delete(f"/api/ask/{ask}")
    return [firsts[number] for number in sorted(firsts)], fewest


def ended_by_ctrl_c(workshop: Workshop, county: str, streams: int) -> float:
    """Return the seconds from Ctrl-C to the end of the server, while so many answers stream."""

    def listen(number: int) -> None:
        client = Client(workshop.address, county)
        with suppress(httpx.HTTPError):
            for now in client.told(client.ask(design(60 + number))):
                open_now[number] = bool(now)

    open_now: dict[int, bool] = {}
    for number in range(streams):
        threading.Thread(target=listen, args=(number,), daemon=True).start()
    while len(open_now) < streams:
        time.sleep(TICK_SECONDS)
    begun = time.perf_counter()
    workshop.stop()
    return time.perf_counter() - begun


def measure(folder: Path, county: str, rounds: int, browsers: int) -> None:
    """Measure everything, and print a table."""
    workshop, figures = Workshop(folder, county), Figures()
    begun = time.perf_counter()
    workshop.start()
    try:
        print(f"{county}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, load {load()} at the beginning\n")
        print("| what | median s | longest s | wanted s | n | load |\n|---|---|---|---|---|---|")
        figures.add("server started", [time.perf_counter() - begun])
        client = Client(workshop.address, county)
        figures.add("today's regime alone, nothing in the archive", [client.timed()[1]])
        figures.add("all worlds wait and know today", [at_rest(workshop.pid, 4 * STILL_SECONDS) - begun])
        if screens := first_screens(workshop.address, rounds):
            figures.add("first screen", screens, 1.0)
        both = [client.timed(design(number)) for number in range(rounds)]
        figures.add("first estimate", [first for first, _last, _runs in both], 6.0)
        for n in sorted({runs for _first, _last, runs in both}):
            figures.add(f"settled, {n} runs of each", [last for _first, last, runs in both if runs == n], 30.0)
        figures.add("prepared", [client.timed(design(number))[1] for number in range(rounds)], 0.5)
        figures.add("cancel", [cancelled(client, workshop.pid, 20 + number) for number in range(rounds)], 1.0)
        firsts, fewest = at_once(workshop.address, county, browsers)
        figures.add(f"first estimate, {browsers} browsers (longest: p95)", firsts, 20.0)
        figures.add("Ctrl-C with four open streams", [ended_by_ctrl_c(workshop, county, 4)], 2.0)
        print(f"\nWhen the last of {browsers} had its first estimate, the one served least had {fewest} runs of each.")
    finally:
        workshop.stop()


def main() -> None:
    """Measure as asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--county", default="norrbotten")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--browsers", type=int, default=10)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="mellanrum-workshop-") as folder:
        measure(Path(folder), given.county, given.rounds, given.browsers)


if __name__ == "__main__":
    main()
