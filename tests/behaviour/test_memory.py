"""What a replication leaves behind in memory while the collector rests."""

from __future__ import annotations

import gc
from collections import Counter

from sim.model.simulate import resting_collector
from sim.model.world import World
from tests.miniature import miniature


def left_in_rings(world: World) -> Counter[str]:
    """Run a world while the collector rests; return what of the model only it could free, by type."""
    gc.collect()
    with resting_collector():
        world.run()
        gc.set_debug(gc.DEBUG_SAVEALL)
        try:
            gc.collect()
            return Counter(type(o).__name__ for o in gc.garbage if type(o).__module__.startswith("sim."))
        finally:
            gc.set_debug(0)
            gc.garbage.clear()


def test_what_has_ended_is_let_go_though_the_collector_rests() -> None:
    """Two objects that hold each other stay until the run's end: a quarter of its memory, once."""
    world = World(miniature("full_reform"), 2031, 3)
    assert not left_in_rings(world)
    assert sum(client.crises + client.episodes for client in world.clients) > 100  # something happened
