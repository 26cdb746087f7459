"""From the event log to numbers. Knows the log's schema, never the model.

results = measure(log, calendar)
results.values["fall_rate"], results.tables["gap_map"]
unit_of("fall_rate"), describe("wait_days.laro.median")
"""

from sim.measures.catalogue import catalogue, describe, unit_of
from sim.measures.fall_kinds import MECHANISMS, Mechanism
from sim.measures.measure import Results, measure, measure_moves
from sim.measures.thresholds import THRESHOLDS, Thresholds

__all__ = (
    "MECHANISMS",
    "THRESHOLDS",
    "Mechanism",
    "Results",
    "Thresholds",
    "catalogue",
    "describe",
    "measure",
    "measure_moves",
    "unit_of",
)
