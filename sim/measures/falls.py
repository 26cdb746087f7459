"""Falling between chairs: all twelve predicates over one log. The only place that lists them."""

from __future__ import annotations

from sim.measures import falls_after, falls_between, falls_over_time
from sim.measures.boundary import Charger
from sim.measures.fall_kinds import Falls, joined
from sim.measures.stays import Stays
from sim.measures.story import OrderedLog


def find_falls(story: OrderedLog, stays: Stays) -> Falls:
    """Return every fall of every client, comorbid or not, by client, day and mechanism.

    Each predicate reads the client's own rows; none reads the regime's map of responsibility. Source: section 7.
    """
    charger = Charger(story)
    return joined(
        [
            falls_over_time.never_received(story, stays, charger),
            falls_between.lost_referral(story, charger),
            falls_between.bounced(story, charger),
            falls_after.sobriety_blocked(story, stays, charger),
            falls_between.gave_up_in_queue(story, charger),
            falls_between.gave_up_between(story, charger),
            falls_over_time.half_treated(story, stays),
            falls_over_time.undetected(story, stays),
            falls_over_time.disputed(story, charger),
            falls_after.discharged_unmet(story, stays, charger),
            falls_after.no_aftercare(story),
            falls_between.lost_in_handover(story, charger),
        ]
    )
