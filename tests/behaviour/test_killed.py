"""A comparison that is killed again and again comes to what an undisturbed one does, and nothing is done twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.killed import JOBS, killed_and_resumed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills POSIX process groups")


def test_a_run_killed_at_random_points_resumes_to_the_same_and_redoes_only_what_was_in_flight(
    tmp_path: Path, name_seed: int
) -> None:
    runs = killed_and_resumed(tmp_path, kills=4, replications=8, seed=name_seed)
    kills = [kill for run in runs for kill in run.kills]
    assert len(kills) == 4
    assert all(run.same for run in runs)
    assert [run.written for run in runs] == [run.replications for run in runs]
    assert [kill.rewritten for kill in kills] == [0] * 4
    assert all(kill.in_flight <= JOBS for kill in kills)
    assert [p.name for p in tmp_path.glob("run*/run/manifest.json")] == ["manifest.json"] * len(runs)
