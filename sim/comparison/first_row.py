"""The first and the second row of every result: which measures stand together, in which order, which way is better.

Untreated needs come first and alone rank designs. Source: conceptual model, section 7 (2).
"""

from __future__ import annotations

from collections.abc import Mapping

RANKS = "untreated_share"
"""The one measure by which designs are ranked."""

FIRST_ROW = (
    RANKS,
    "fall_rate",
    "both_treated_share",
    "one_treated_share",
    "neither_treated_share",
    "days_to_treatment",
    "untreated_share_not_comorbid",
    "detected_share",
    "psychosocial_untreated_share",
)
"""They stand together, always, in this order, so that no design looks better by what one of them does not see."""

BETTER: Mapping[str, str] = {
    "untreated_share": "lower",
    "fall_rate": "lower",
    "both_treated_share": "higher",
    "one_treated_share": "",
    "neither_treated_share": "lower",
    "days_to_treatment": "lower",
    "untreated_share_not_comorbid": "lower",
    "detected_share": "higher",
    "psychosocial_untreated_share": "lower",
}
"""Which way is better for clients; of one need treated nothing is said: it is better than none and worse than both."""

SECOND_ROW = (
    "asked_untreated_days_per_client_year",
    "asked_untreated_days_per_client_year.before_acceptance",
    "asked_untreated_days_per_client_year.in_line",
    "latent_days_per_client_year",
    "treated_days_per_client_year",
    "parallel_days_per_client_year",
    "gave_up_waiting_per_client_year",
    "withdrew_share",
    "exits_share",
    "falls_per_100_client_years",
    "attended_hours_per_client_year",
    "untreated_need_days_per_100_residents",
    "cohort_size",
    "new_posts",
)
"""What stands behind the first row: by what a number has moved. Most of it has no good direction of its own."""


def sense(measure: str) -> int:
    """Return 1 where more is better for clients, -1 where less is, 0 where nothing is said."""
    return {"higher": 1, "lower": -1}.get(BETTER.get(measure, ""), 0)
