"""What a run is unless somebody says otherwise: the same numbers at the command line and in Python."""

from __future__ import annotations

from sim.comparison.first_row import RANKS

SEED = 2028
YEARS = 5.0
RUN_REPLICATIONS = 10
COMPARE_REPLICATIONS = 20
ABLATE_REPLICATIONS = 5
FACE_REPLICATIONS = 3
SCORECARD_REPLICATIONS = 8
SWEEP_REPLICATIONS = 10
RANK_REPLICATIONS, RANK_BUDGET, RANK_DELTA = 20, 100, 0.005
WORTH_REPLICATIONS = 100
MEASURE = RANKS
"""On what designs are ranked, raced and equal, and what knowing is worth, in every command."""
BREAKEVEN_BUDGET = 200
WARMUP_REPLICATIONS, WARMUP_YEARS = 5, 10.0

LARGEST_SEED = 2**63 - 1
LONGEST_YEARS = 30
