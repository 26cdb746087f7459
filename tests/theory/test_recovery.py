"""Does the fit find parameters that are known? The committed scores, and a smaller run of what made them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.recovery import SCORES, coverage, recover
from calibration.verdicts.learned import NARROWER

ROUNDED = 1e-4
"""The scores are written with four decimals; a truth on the very edge of its interval may be told on either side."""


def test_the_committed_scores_pass_the_gate() -> None:
    """Of the 90 % intervals of at least ten truths, 80 to 97 % hold the true value."""
    with SCORES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["truth"] for row in rows}) >= 10
    for row in rows:
        inside = min(float(row["true"]) - float(row["low"]), float(row["high"]) - float(row["true"]))
        assert bool(int(row["covered"])) == (inside >= 0) or abs(inside) <= ROUNDED, row
    assert 0.80 <= sum(int(row["covered"]) for row in rows) / len(rows) <= 0.97
    ranks = [float(row["rank"]) for row in rows]
    assert 0.4 < sum(ranks) / len(ranks) < 0.6, "the draws lie to one side of the truths"
    told = [int(row["covered"]) for row in rows if float(row["width"]) < NARROWER]
    assert len(told) > len(rows) / 10, "next to nothing was learned"
    assert sum(told) / len(told) >= 0.80, "narrow and wrong"


def test_a_smaller_recovery_covers_most_truths(tmp_path: Path) -> None:
    found, ruled_out = recover(
        runs=90, truths=2, steps=80, factor=0.05, n_jobs=2, waves=1, wave_runs=20, folder=tmp_path
    )
    assert len({score.truth for score in found}) + len(ruled_out) == 2
    assert len(ruled_out) <= 1
    assert coverage(found) >= 0.7
    assert min(score.narrower for score in found) < NARROWER, "nothing was learned"


def test_scores_tell_a_narrow_and_wrong_interval() -> None:
    from benchmarks.recovery import Score

    assert not Score(truth=0, path="a", true=0.5, low=0.6, high=0.61, rank=0.0, narrower=0.01).covered
    assert coverage(
        [
            Score(truth=0, path="a", true=0.5, low=0.6, high=0.61, rank=0.0, narrower=0.01),
            Score(truth=0, path="b", true=0.5, low=0.1, high=0.9, rank=0.5, narrower=0.9),
        ]
    ) == pytest.approx(0.5)
