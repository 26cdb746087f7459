"""What each kind of event sounds like: a pure function from a row to a sentence without its date.

What may be told together with what came before (asking, seeing, writing) is told by the teller itself.
"""

from __future__ import annotations

from collections.abc import Callable

from outputs.story import asking, care, coordination, handover
from outputs.story.rows import Row, Setting
from sim.terms.words import Kind

PHRASES: dict[int, Callable[[Row, Setting], str]] = {
    Kind.REFERRAL_LOST: asking.lost,
    Kind.NO_TAKER: asking.no_taker,
    Kind.DISPUTE_OPENED: asking.dispute,
    Kind.DISPUTE_SETTLED: asking.settled,
    Kind.ACCEPTED: care.accepted,
    Kind.ADMITTED: care.admitted,
    Kind.DECIDED: care.decided,
    Kind.COMPLETED: care.completed,
    Kind.DISCHARGED: care.discharged,
    Kind.LEFT_CARE: care.left,
    Kind.GAVE_UP: care.gave_up,
    Kind.WITHDREW: care.withdrew,
    Kind.NEED_STATE: care.need_state,
    Kind.RELAPSED: care.relapsed,
    Kind.ABSTINENT: care.stopped,
    Kind.CRISIS: care.crisis,
    Kind.HANDOVER_TRIED: handover.on_its_way,
    Kind.SUSPENDED: handover.rests,
    Kind.HANDED_OVER: handover.handed_over,
    Kind.HANDOVER_LOST: handover.lost,
    Kind.DEPART: care.depart,
    Kind.SIP_MADE: coordination.sip_made,
    Kind.CONFERENCE_LEAD: coordination.conference_lead,
    Kind.DEVIATION_REPORTED: coordination.reported,
    Kind.STEPPED_IN: coordination.stepped_in,
    Kind.HELPED: coordination.helped,
    Kind.REPORT_ANSWERED: coordination.report_answered,
    Kind.TALK: coordination.talks,
    Kind.CONTACT_BEGAN: coordination.contact_began,
    Kind.CONTACT_ENDED: coordination.contact_ended,
    Kind.PLAN_PART_FAILED: coordination.plan_part_failed,
}
