"""The days and visits that make a need treated and a fall a fall. Parameters, varied in every study's appendix."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Days of each predicate of section 7, and of the cohorts; `treated_visits` is a number of visits.

    A need is treated after `treated_visits` attended visits or `treated_nights` in an institution. It is *in
    treatment* while a stay of it runs that was attended in the last `in_treatment` days. Who was turned away or lost
    has fallen if the part then goes untreated for `untreated` days; a need is never found if nobody knows of it
    `never_found` days after the asking.
    Who gives up within `asked` days of beginning to ask has not been kept waiting by anybody: that is no fall.
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
    treated_visits: float = 3.0
    treated_nights: float = 14.0
    in_treatment: float = 90.0
    asked: float = 3.0
    untreated: float = 90.0
    never_found: float = 180.0
    follow_up: float = 365.0
    lookahead: float = 545.0

    @property
    def beyond(self) -> float:
        """Days after a charged fall that its predicate may need: a fall in a log's last such days may be missed."""
        return self.lookahead - self.follow_up


THRESHOLDS = Thresholds()
DAYS_PER_YEAR = 365.25
