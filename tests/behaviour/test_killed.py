"""A comparison that is killed again and again comes to what an undisturbed one does, and nothing is done twice."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from benchmarks.killed import JOBS, Moment, begin, digests, finished, one_run
from benchmarks.small_county import write_small_county

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills POSIX process groups")

EACH = 8
"""Replications of each of the two designs."""


def test_a_run_killed_at_random_points_resumes_to_the_same_and_redoes_only_what_was_in_flight(
    tmp_path: Path, name_seed: int
) -> None:
    chance = random.Random(name_seed)
    archived = sorted(chance.sample(range(1, 2 * EACH - 2 * JOBS), 3))
    moments = [Moment(chance.uniform(0, 0.2), n) for n in archived] + [Moment(chance.uniform(0, 0.2), 2 * EACH)]
    county = write_small_county(tmp_path)
    undisturbed = digests(finished(begin(county, tmp_path / "undisturbed", EACH)))
    run = one_run(county, tmp_path / "killed", EACH, moments, undisturbed, 0)
    assert len(undisturbed) == 2 * EACH + 1
    assert run.same
    assert [kill.state for kill in run.kills] == ["unfinished"] * 4
    assert all(n <= kill.done for n, kill in zip(archived, run.kills, strict=False))
    assert [kill.rewritten for kill in run.kills] == [0] * 4
    assert all(kill.in_flight <= JOBS for kill in run.kills)
    assert run.written == run.replications
    assert (tmp_path / "killed" / "run" / "manifest.json").is_file()
