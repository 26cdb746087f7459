"""How each kind of lever is read from a design's table, and how it is written into a file that extends the design.

What is read back from a file is what was written into it: a writer is the inverse of its reader but for what bears on
nothing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mellanrum.workshop import move_ways, staff_ways, system_ways
from mellanrum.workshop.bases import TODAY, Base, base_of
from mellanrum.workshop.lever_table import Lever, Value, levers
from mellanrum.workshop.patch import Patch, Reader, Writer, number, put_number

READERS: Mapping[str, Reader] = {
    "number": number,
    "recruitment": number,
    "form": staff_ways.form,
    "posts": staff_ways.posts,
    "ahead": staff_ways.ahead,
    "waves": move_ways.waves,
    "interval": move_ways.interval,
    "dual": number,
    "documentation": system_ways.documentation,
    "sip": system_ways.sip,
    "conferences": system_ways.conferences,
    "place": system_ways.place,
    "teams": system_ways.teams,
}
WRITERS: Mapping[str, Writer] = {
    "number": put_number,
    "recruitment": staff_ways.put_recruitment,
    "form": staff_ways.put_form,
    "posts": staff_ways.put_posts,
    "ahead": staff_ways.put_ahead,
    "waves": move_ways.put_waves,
    "interval": move_ways.put_interval,
    "dual": move_ways.put_dual,
    "documentation": system_ways.put_documentation,
    "sip": system_ways.put_sip,
    "conferences": system_ways.put_conferences,
    "place": system_ways.put_place,
    "teams": system_ways.put_teams,
}


def patched(base: Base, settings: Mapping[str, Value]) -> dict[str, Any]:
    """Return what a file says that extends `base` and sets levers, in the order of the table."""
    patch = Patch(base, settings, lambda id_: standing_value(levers()[id_], base))
    for lever in levers().values():
        if lever.id in settings:
            WRITERS[lever.writes](lever, settings[lever.id], patch)
    return patch.table


def standing_value(lever: Lever, base: Base) -> Value:
    """Return what a design has for a lever: what it says, else today's, else what there is without a word of it."""
    found = READERS[lever.writes](lever, base.table, base)
    if found is not None:
        return found
    if lever.absent is not None:
        return lever.absent
    of, _space, key = (lever.like or f"{TODAY} {lever.today}").partition(" ")
    usual = base_of(of).quantity(key) if key else None
    return 0.0 if usual is None else float(usual.value)  # type: ignore[arg-type]
