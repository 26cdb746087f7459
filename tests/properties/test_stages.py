"""Where a request stands: from which stage it goes to which, read off whole runs of several designs."""

from __future__ import annotations

import pytest

from sim.model.request import Request
from sim.model.stage import Stage
from sim.model.world import World
from tests.miniature import miniature

NEXT: dict[Stage | None, set[Stage]] = {
    None: {Stage.ASKING},
    Stage.ASKING: {
        Stage.LOST,
        Stage.STANDS,
        Stage.PARKED_UNTIL_SOBER,
        Stage.PARKED_UNTIL_CARE,
        Stage.ACCEPTED,
    },
    Stage.LOST: {Stage.ASKING},
    Stage.STANDS: {Stage.ASKING},
    Stage.PARKED_UNTIL_SOBER: {Stage.ASKING},
    Stage.PARKED_UNTIL_CARE: {Stage.ASKING},
    Stage.ACCEPTED: {Stage.IN_LINE, Stage.PASSED_OVER, Stage.ASKING},
    Stage.IN_LINE: {Stage.BOOKED, Stage.PASSED_OVER, Stage.ACCEPTED},
    Stage.PASSED_OVER: {Stage.IN_LINE, Stage.ACCEPTED},
    Stage.BOOKED: {Stage.ACCEPTED, Stage.IN_INQUIRY},
    Stage.IN_INQUIRY: {Stage.ACCEPTED},
}
"""Stage → what may follow. Whoever leaves a line or an inquiry is ACCEPTED until it is clear what comes next."""


@pytest.mark.interpreted
def test_a_request_goes_on_only_from_stage_to_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[Stage | None, set[Stage]] = {stage: set() for stage in NEXT}
    slot = Request.stage

    def moves(request: Request, to: Stage) -> None:
        seen[getattr(request, "stage", None)].add(to)
        slot.__set__(request, to)

    monkeypatch.setattr(Request, "stage", property(slot.__get__, moves))
    for seed, design in enumerate(("current", "big_bang", "stronger_agreements")):
        World(miniature(design), seed, 0).run()
    for stage, follow in NEXT.items():
        assert seen[stage] - {stage} <= follow, stage
        assert seen[stage], f"nothing has followed {stage!r}"
