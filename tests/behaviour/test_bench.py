"""What is set side by side did the same work, and a model that has become slower is told. Nothing here is timed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.engines.agreement import DisagreeError, check
from benchmarks.engines.built import NotHereError
from benchmarks.engines.side_by_side import COMPILED, CPP, INTERPRETED, SIMPY, Found, agreed, engine, measured
from benchmarks.engines.workload import DAYS, Tally
from benchmarks.guard import MOST, Verdict, loop
from benchmarks.results import table_of_engines

ROOT = Path(__file__).resolve().parents[2]

ROUNDS = 3


@pytest.fixture(scope="module")
def found() -> list[Found]:
    """Return what the engines that this machine has came to, on a tenth of the workload."""
    here = []
    for name in (SIMPY, INTERPRETED, COMPILED, CPP):
        try:
            here.append(engine(name, lambda _: None))
        except NotHereError:
            assert name in (COMPILED, CPP)
            assert shutil.which("g++") is None
    return measured(here, "common", DAYS / 10, ROUNDS)


def test_engines_that_do_the_same_work_agree_within_chance(found: list[Found]) -> None:
    differences = agreed(found)
    assert {d.figure for d in differences} == {
        f"{what}, {whose}" for what in ("share who gave up", "mean wait") for whose in ("urgent", "ordinary")
    }
    waits = {d.engine: d.mean for d in differences if d.figure == "mean wait, urgent"}
    longer = {d.engine: d.mean for d in differences if d.figure == "mean wait, ordinary"}
    assert all(3.0 * waits[engine] < longer[engine] for engine in waits)  # priorities do something


def test_our_building_blocks_come_to_the_same_interpreted_and_compiled(found: list[Found]) -> None:
    ours = {f.name: f for f in found}
    if COMPILED not in ours:
        pytest.skip("there is no C compiler")
    assert ours[COMPILED].version == "compiled"
    assert ours[INTERPRETED].version == "interpreted on SimPy"
    assert ours[COMPILED].tallies == ours[INTERPRETED].tallies
    last = ours[COMPILED].tallies[-1]
    ours[COMPILED].tallies[-1] = replace(last, waited=[last.waited[0], last.waited[1] + 1e-6])
    with pytest.raises(DisagreeError, match="interpreted and compiled"):
        agreed(found)
    ours[COMPILED].tallies[-1] = last


def test_an_engine_that_serves_whoever_comes_whatever_their_priority_is_refused(found: list[Found]) -> None:
    """The same clients with both priorities in one line: as an engine would that takes no priorities."""

    def without_priorities(tally: Tally) -> Tally:
        share = [n / sum(tally.begun) for n in tally.begun]
        return replace(tally, waited=[sum(tally.waited) * s for s in share])

    wrong = Found("no priorities", tallies=[without_priorities(t) for t in found[0].tallies])
    with pytest.raises(DisagreeError, match="no priorities: mean wait, urgent"):
        agreed([*found, wrong])


def test_true_agreement_is_seldom_refused() -> None:
    """Two engines whose runs are of one distribution, a thousand times: refused about once in a hundred."""
    from numpy.random import default_rng

    chance, refused = default_rng(13), 0
    for _ in range(1000):
        told = {name: [{"a": x, "b": y} for x, y in chance.normal(size=(5, 2))] for name in ("one", "other")}
        try:
            check(told)
        except DisagreeError:
            refused += 1
    assert refused < 20


def test_ratios_are_of_time_per_event_in_the_same_round() -> None:
    tally = Tally([100, 100], [50, 50], [0.0, 0.0], [0, 0])
    twice = Tally([200, 200], [100, 100], [0.0, 0.0], [0, 0])
    slow = Found(SIMPY, "1", [8.0, 40.0], [tally, tally])
    fast = Found(COMPILED, "2", [4.0, 8.0], [twice, twice])
    rows = {row[0]: row for row in table_of_engines([slow, fast])}
    assert rows[COMPILED][5:7] == ["7.00", "4.00–10.0"]
    assert rows[SIMPY][7] == "7.00"


@pytest.mark.parametrize(("now", "slower"), [(2.0, False), (2.0 * (1 + MOST) - 1e-9, False), (2.4, True)])
def test_a_model_that_takes_fifteen_per_cent_more_is_told(now: float, slower: bool) -> None:
    verdict = Verdict("compiled", now, 2.0)
    assert verdict.is_slower() is slower
    assert ("SLOWER" in str(verdict)) is slower


def test_the_guards_loop_does_its_work() -> None:
    assert loop(5000) == 1000


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by /proc there")
def test_the_memory_of_a_process_is_its_own_and_not_that_of_whoever_started_it() -> None:
    large = bytearray(b"x" * 300_000_000)
    ask = "from benchmarks.replication import held_mb; print(held_mb(), held_mb(most=False))"
    told = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert len(large) == 300_000_000
    assert all(0.0 < float(mb) < 200.0 for mb in told.split())
