"""What a guest's phone may do: see what the room is asked, guess, and vote."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mellanrum.workshop.exchange import RefusedError, answer, given
from mellanrum.workshop.guard import DEVICE_COOKIE
from mellanrum.workshop.room import apart, room_of
from mellanrum.workshop.routes_design import design
from outputs.text.measures import describe, short
from sim.terms.language import N_, _

GUEST_BYTES = 4 * 1024
UNITS = {"share": ("%", 100.0), "days": (N_("days"), 1.0), "hours": (N_("hours"), 1.0)}
"""Kind of measure → its unit, and by what it is multiplied to be said in it."""


def device(request: Request) -> str:
    """Return the number that the phone keeps. Raises RefusedError if it keeps none."""
    found = request.cookies.get(room_of(request).door.cookie(DEVICE_COOKIE), "")
    if not 8 <= len(found) <= 64:
        raise RefusedError(403, _("this phone keeps no cookie: open the address anew, not in a private window"))
    return found


async def poll(request: Request) -> Response:
    """Answer with what the room is asked now, and what this phone has answered."""
    return answer(await apart(_poll, request))


def _poll(request: Request) -> dict[str, Any]:
    room = room_of(request)
    current = room.guests.current(device(request))
    if current is None:
        return {"open": None}
    round_id, about, yours = current
    found = room.records.get(round_id)
    designs = found["designs"]
    of = designs[about["design"]] if about["design"] < len(designs) else None
    unit, scale = UNITS.get(describe(about["measure"]).kind, ("", 1.0))
    return {
        **about,
        "round": round_id,
        "number": found["number"],
        "question": found["question"],
        "expectation": found["expectation"],
        "measure_text": short(about["measure"]),
        "unit": _(unit),
        "scale": scale,
        "design_title": "" if of is None else of.get("title") or design(of["base"])["title"],
        "yours": yours,
    }


async def guess(request: Request) -> Response:
    """Take a guess in the place of this phone's former one."""
    value = (await given(request, GUEST_BYTES)).get("value")
    await apart(room_of(request).guests.guess, device(request), value)
    return answer({"ok": True, "yours": value})


async def vote(request: Request) -> Response:
    """Take a vote in the place of this phone's former one."""
    option = (await given(request, GUEST_BYTES)).get("option")
    await apart(room_of(request).guests.vote, device(request), option)
    return answer({"ok": True, "yours": option})


def routes() -> list[BaseRoute]:
    """Return the routes of guests."""
    return [
        Route("/api/guest/poll", poll),
        Route("/api/guest/guess", guess, methods=["POST"]),
        Route("/api/guest/vote", vote, methods=["POST"]),
    ]
