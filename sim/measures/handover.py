"""Open cases that must cross to another employer: tried by mode, arrived, lost, and how long they were on the way."""

from __future__ import annotations

import numpy as np

from sim.measures.spans import Array
from sim.measures.stays import ENDS
from sim.measures.story import Finder, OrderedLog
from sim.measures.survival import Values, kaplan_meier
from sim.terms.words import Kind

MODES = ("own_worker", "meeting", "cold")


def handover_measures(story: OrderedLog) -> Values:
    """Return handovers tried, arrived and lost, each by mode too, and days on the way (Kaplan-Meier), in the whole run.

    Mode of HANDOVER_TRIED: with the own worker, by a meeting (hours), or cold. A case arrives with
    HANDED_OVER; one that is lost, ends on the way or is still on it has not arrived, and its days are censored.
    """
    tried = story.of(Kind.HANDOVER_TRIED)
    own = story.field("own_worker", Kind.HANDOVER_TRIED)[tried] == 1
    hours = np.nan_to_num(story.field("hours", Kind.HANDOVER_TRIED)[tried])
    mode = np.where(own, 0, np.where(hours > 0, 1, 2))
    then = _what_became(story, tried)
    ends = np.minimum(story.time_of(then), story.exit[story.client[tried]])
    became = story.kind[then]
    arrived = (then >= 0) & (became == Kind.HANDED_OVER)
    lost = (then >= 0) & (became == Kind.HANDOVER_LOST)
    days = ends - story.time[tried]
    curve = kaplan_meier(days, arrived)
    values: Values = {
        "handover_days.median": curve.quantile(0.5),
        "handover_days.p90": curve.quantile(0.9),
        "handover_days.longest": float(days[arrived].max()) if arrived.any() else None,
    }
    for name, which in (("tried", np.ones(len(tried), dtype=bool)), ("arrived", arrived), ("lost", lost)):
        values[f"handovers_{name}"] = float(which.sum())
        values |= {f"handovers_{name}.{word}": float((which & (mode == i)).sum()) for i, word in enumerate(MODES)}
    return values


def _what_became(story: OrderedLog, tried: Array) -> Array:
    """Return the row with which each case arrived, was lost or ended otherwise; -1 while it is on the way."""
    group = story.by_part * 32 + story.rows["service"] + 1
    return Finder(story.of(Kind.HANDED_OVER, *ENDS), group).next(tried, group[tried])
