"""The total of what is lost on the municipal road, and the factor that brings its parts to it.

NB counted 47 of 527 who sought the municipalities and were not treated there, for whatever reason (8.9 %, at most
11.7 %: NB-006). That total is one prior, so giving up, withdrawing, saying no and "no need" share what letters and
misreadings leave of it: their own ranges say how large each is beside the others, the total how large together.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from scenarios.files.parameters import ParameterField, Parameters, taken

if TYPE_CHECKING:
    from sim.terms.quantity import Pick
    from sim.terms.scenario import Hazards, Practice

SECTION = "municipal_road"
FIELDS = {
    "lost_share": ParameterField("share"),
    "days": ParameterField("days"),
    "waiting_days": ParameterField("days"),
    "acceptances": ParameterField("visits"),
    "cold_letters": ParameterField("share"),
    "misread_and_lost_share": ParameterField("share"),
    "least_left_share": ParameterField("share"),
}


def losses_factor(parameters: Parameters, pick: Pick, hazards: Hazards, practice: Practice) -> float:
    """Return the factor on the four parts, at most 1: a total that is known limits its parts and adds to none.

    A nominal road is walked: `days` in all, of which the giving-up clock runs for `waiting_days`, so many
    `acceptances` at which the client may say no, one finding of need, `cold_letters` within the principal, one answer
    that may misread. What letters and misreadings take of the total is theirs, since they are drawn for other roads
    too; at least `least_left_share` of it is left for the four.
    """
    road = taken(SECTION, FIELDS, parameters, pick)
    letters = road["cold_letters"] * practice.within.lost_share
    sent_on = road["misread_and_lost_share"] * practice.misread_share
    left = max(road["lost_share"] - letters - sent_on, road["least_left_share"] * road["lost_share"])
    parts = (
        1.0 - exp(-hazards.giving_up[0] * road["waiting_days"]),
        1.0 - exp(-hazards.withdrawing * road["days"]),
        1.0 - (1.0 - practice.no_consent_share) ** road["acceptances"],
        practice.not_eligible_share,
    )
    whole: float = parts[0] + parts[1] + parts[2] + parts[3]
    return min(1.0, left / whole) if whole > 0.0 else 1.0
