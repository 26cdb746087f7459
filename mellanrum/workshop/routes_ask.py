"""Asks: begun, looked at, listened to, cancelled; a client's story under two of the designs; and the design files."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from mellanrum.workshop import drafts
from mellanrum.workshop.asking import Asked
from mellanrum.workshop.events import HEADERS, MEDIA_TYPE, as_text, had_before
from mellanrum.workshop.exchange import RefusedError, answer, given
from mellanrum.workshop.room import apart, room_of
from sim.terms.errors import unusable
from sim.terms.language import _
from sim.terms.quantity import shown


async def asked(request: Request) -> Asked:
    """Return the ask that a request names. Raises RefusedError if there is none."""
    return await room_of(request).asking.get(request.path_params["id"])


async def ask(request: Request) -> Response:
    """Begin an ask."""
    room, found = room_of(request), await given(request)
    county = room.county_of(found.get("county", room.county))
    designs = await apart(room.drafts_of, found.get("designs"), county)
    return answer({"id": (await room.asking.begin(county, designs)).id})


async def look(request: Request) -> Response:
    """Answer with the view as it is now."""
    return answer(await (await asked(request)).view())


async def listen(request: Request) -> Response:
    """Answer with the view and how far it is as they change, until the end."""
    found = await asked(request)
    had = had_before(request.headers.get("last-event-id", ""))
    if found.feed.ended and not found.feed.since(had):
        return Response(status_code=204)  # which tells a browser not to come back
    return StreamingResponse(as_text(found.events(had)), media_type=MEDIA_TYPE, headers=HEADERS)


async def cancel(request: Request) -> Response:
    """End an ask."""
    found = await asked(request)
    room_of(request).asking.cancel(found)
    return answer(found.progress())


async def client(request: Request) -> Response:
    """Answer with one client's story under one of the designs, and under another."""
    room, found, params = room_of(request), await asked(request), request.query_params
    last = len(found.drafts) - 1
    design, other = (_number(params.get(key, normal), key, last) for key, normal in (("design", "0"), ("other", "1")))
    nth = _number(params.get("nth", "0"), "nth", 100_000)
    name, fell = params.get("name") or None, params.get("fell") or None
    return answer(await apart(room.lanes, found, design, other, name, fell, nth))


def _number(text: str, name: str, most: int) -> int:
    if text.isdecimal() and len(text) < 7 and int(text) <= most:
        return int(text)
    valid = _("a whole number from 0 to {most}", most=most)
    raise RefusedError(422, unusable(name, shown(text)[:200], valid))


async def design_file(request: Request) -> Response:
    """Answer with the file of one of an ask's designs, as the command line takes it."""
    found = await asked(request)
    nth = _number(request.path_params["nth"], "design", len(found.drafts) - 1)
    draft = found.drafts[nth]
    return attached(await apart(drafts.text_of, draft), f"{drafts.name_of(draft)}.toml", "application/toml")


def attached(text: str, name: str, media_type: str) -> Response:
    """Return a text that a browser keeps as a file and does not show. `name`: with any letters."""
    # not said: a header
    kept = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(text, media_type=media_type, headers={"Content-Disposition": kept})


def routes() -> list[BaseRoute]:
    """Return the routes of asks."""
    return [
        Route("/api/ask", ask, methods=["POST"]),
        Route("/api/ask/{id}", look),
        Route("/api/ask/{id}", cancel, methods=["DELETE"]),
        Route("/api/ask/{id}/events", listen),
        Route("/api/ask/{id}/client", client),
        Route("/api/design/{id}/{nth}.toml", design_file),
    ]
