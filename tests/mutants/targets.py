"""What is mutated, and which tests must notice: those that are about it, the quickest first."""

from __future__ import annotations

FALLS = (
    "tests/behaviour/test_measures_falls.py",
    "tests/behaviour/test_measures_falls_edges.py",
    "tests/behaviour/test_measures_fell.py",
    "tests/behaviour/test_measures_headline.py",
)
COMPARED = (
    "tests/theory/test_statistics_by_hand.py",
    "tests/theory/test_intervals.py",
    "tests/theory/test_paired_differences.py",
    "tests/theory/test_replication_rule.py",
)

TARGETS: dict[str, tuple[str, ...]] = {
    # rules
    "sim/model/rules.py": ("tests/properties/test_rules.py", "tests/properties/test_what_care_can_hold.py"),
    # the risk clock
    "sim/terms/hazards.py": ("tests/theory/test_risk_clock.py",),
    "sim/chance/clock.py": ("tests/theory/test_risk_clock.py", "tests/theory/test_wait_and_unit.py"),
    # falls, fell between chairs, cohorts, the first row
    "sim/measures/fall_kinds.py": FALLS,
    "sim/measures/falls_after.py": FALLS,
    "sim/measures/falls_between.py": FALLS,
    "sim/measures/falls_over_time.py": FALLS,
    "sim/measures/fall_rates.py": FALLS,
    "sim/measures/boundary.py": FALLS,
    "sim/measures/fell.py": (FALLS[2], *FALLS),
    "sim/measures/cohorts.py": (FALLS[3], *FALLS),
    "sim/measures/headline.py": (FALLS[3], FALLS[2], "tests/theory/test_headline_by_hand.py"),
    # comparison
    "sim/comparison/statistics.py": (*COMPARED, "tests/behaviour/test_measures_waits.py"),
    "sim/analysis/estimates.py": (COMPARED[0], "tests/theory/test_ranking.py"),
    "sim/analysis/replications.py": (COMPARED[0], COMPARED[3]),
    "sim/analysis/ranking.py": (
        COMPARED[0],
        "tests/theory/test_ranking.py",
    ),
    "sim/analysis/crossing.py": ("tests/theory/test_break_even.py",),
}
"""Source → tests, both relative to the root."""
