"""The days that make a fall a fall. Parameters, varied in every study's appendix."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Days of each predicate of section 7, and of the cohorts.

    `contact_gap`: two contacts closer than this are one spell of contact. `follow_up`: days for which a cohort is
    followed. `lookahead`: days that must be left of the log after a cohort member's start, so that a predicate
    that looks ahead from the last day of follow-up is complete.
    """

    never_received: float = 90.0
    sobriety: float = 180.0
    half_treated: float = 180.0
    undetected: float = 180.0
    disputed: float = 60.0
    discharged: float = 90.0
    no_aftercare: float = 30.0
    contact_gap: float = 30.0
    follow_up: float = 365.0
    lookahead: float = 545.0

    @property
    def beyond(self) -> float:
        """Days after a charged fall that its predicate may need: a fall in a log's last such days may be missed."""
        return self.lookahead - self.follow_up


THRESHOLDS = Thresholds()
DAYS_PER_YEAR = 365.25
