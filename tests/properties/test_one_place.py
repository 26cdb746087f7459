"""Invariant 13: what rests while its client lives elsewhere. What cannot happen meanwhile: `test_stories.py`."""

from __future__ import annotations

from sim.measures.stays import ENDS
from sim.terms.words import Kind
from tests.miniature import log_of


def test_what_rests_while_its_client_is_away_goes_on_afterwards(name_seed: int) -> None:
    """Under `current` no case crosses to another employer, so whatever rests does so for an institution."""
    log = log_of("current", name_seed)
    resting: set[tuple[int, int]] = set()
    ended_meanwhile = went_on = 0
    for client, kind, part in zip(*(log.columns[name].tolist() for name in ("client", "kind", "part")), strict=True):
        if kind == Kind.SUSPENDED:
            assert (client, part) not in resting
            resting.add((client, part))
        elif kind == Kind.RESUMED:
            resting.remove((client, part))
            went_on += 1
        elif kind in (Kind.VISIT, Kind.MISSED):
            assert (client, part) not in resting
        elif kind in ENDS and (client, part) in resting:
            resting.remove((client, part))
            ended_meanwhile += 1
    assert went_on > 5
    assert ended_meanwhile <= went_on
