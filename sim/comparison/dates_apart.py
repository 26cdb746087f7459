"""What must be said of a design whose day lies far from the reform day: much of the follow-up shows nothing of it."""

from __future__ import annotations

from collections.abc import Iterable

from sim.measures.thresholds import THRESHOLDS
from sim.terms.calendar import Calendar
from sim.terms.changes import ResponsibilityMoves, ServiceMoves, TurnoverRises
from sim.terms.language import N_
from sim.terms.scenario import Scenario
from sim.terms.total import total

FAR = 90.0
"""Days from the reform day from which it is said, a quarter of the follow-up. An assumption."""
TRANSFERS = (ResponsibilityMoves, ServiceMoves)
MOST_NAMES = 3  # designs that one sentence names
AND_MORE = N_("{names} and {n} more")
SENTENCES = {
    ("change", "before"): N_(
        "{designs}: its first change, {date}, lies {days} days before the reform day ({reform}), "
        "so those who are followed from then on meet what it has already become."
    ),
    ("change", "after"): N_(
        "{designs}: its first change, {date}, lies {days} days after the reform day ({reform}); "
        "what is counted from that day on shows nothing of it before."
    ),
    ("change", "in part"): N_(
        "{designs}: its first change, {date}, lies {days} days after the reform day ({reform}): "
        "about {share} % of the days for which the after cohort is followed show nothing of it."
    ),
    ("transfer", "before"): N_(
        "{designs}: its transfer, {date}, lies {days} days before the reform day ({reform}), "
        "so those who are followed from then on meet what it has already become."
    ),
    ("transfer", "after"): N_(
        "{designs}: its transfer, {date}, lies {days} days after the reform day ({reform}); "
        "what is counted from that day on shows nothing of it before."
    ),
    ("transfer", "in part"): N_(
        "{designs}: its transfer, {date}, lies {days} days after the reform day ({reform}): "
        "about {share} % of the days for which the after cohort is followed show nothing of it."
    ),
}
"""What comes on the day, and where the day lies → the sentence that a result keeps, in English."""


def dates_apart(scenarios: Iterable[Scenario]) -> tuple[str, ...]:
    """Return a sentence for each day far from the reform day on which a design's first change or transfer comes.

    What an announcement does beforehand is no change of the design's own.
    """
    said: dict[str, dict[str, None]] = {}
    for scenario in scenarios:
        own = [change for change in scenario.changes if not isinstance(change, TurnoverRises)]
        moved = [change for change in own if isinstance(change, TRANSFERS)]
        some = (("change", own), ("transfer", moved))
        days = {min(change.day for change in changes): what for what, changes in some if changes}
        for day, what in days.items():
            if abs(day - scenario.calendar.reform_day) > FAR:
                said.setdefault(_sentence(what, day, scenario.calendar), {})[scenario.name] = None
    return tuple(sentence.replace("{designs}", _named(list(names))) for sentence, names in said.items())


def share_before(day: float, calendar: Calendar) -> float | None:
    """Return which share of the days for which the after cohort is followed lies before `day`; None if it is empty.

    Episodes are taken to start evenly from the reform day to 545 days before the end, each followed for 365.
    """
    if calendar.after_days < 2 * THRESHOLDS.follow_up:
        return None
    starts = range(calendar.reform_day, calendar.end_day - int(THRESHOLDS.lookahead))
    follow_up = THRESHOLDS.follow_up
    return total(min(max(day - start, 0.0), follow_up) for start in starts) / (follow_up * len(starts))


def _sentence(what: str, day: float, calendar: Calendar) -> str:
    apart = int(day) - calendar.reform_day
    share = share_before(day, calendar)
    when = "before" if apart < 0 else "after" if share is None else "in part"
    return SENTENCES[what, when].format(
        date=calendar.date_of(day).isoformat(),
        days=abs(apart),
        reform=calendar.date_of(calendar.reform_day).isoformat(),
        share=f"{100 * (share or 0.0):.0f}",
        designs="{designs}",
    )


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names) if more <= 0 else AND_MORE.format(names=", ".join(names[:MOST_NAMES]), n=more)
