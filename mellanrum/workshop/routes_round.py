"""Rounds: begun, changed, looked at; the poll of each; and the whole record to take home."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mellanrum.workshop.exchange import answer, given, text_of
from mellanrum.workshop.report import as_page, record_of
from mellanrum.workshop.room import Room, apart, room_of
from mellanrum.workshop.rounds import Round
from mellanrum.workshop.routes_ask import attached


async def rounds(request: Request) -> Response:
    """Answer with every round."""
    room = room_of(request)
    return answer({"rounds": room.with_votes(room.records.all())})


async def one_round(request: Request) -> Response:
    """Answer with one round."""
    return answer(_shown(room_of(request), room_of(request).records.get(request.path_params["id"])))


def _shown(room: Room, found: Round) -> Round:
    return room.with_votes([found])[0]


async def begin(request: Request) -> Response:
    """Begin a round."""
    room, fields = room_of(request), await given(request)
    fields["county"] = room.county_of(fields.get("county") or room.county)
    return answer(_shown(room, await apart(room.records.begin, fields)), 201)


async def change(request: Request) -> Response:
    """Change a round; if it was changed meanwhile, answer with what it is now, and keep both."""
    room, fields = room_of(request), await given(request)
    if "county" in fields:
        room.county_of(fields["county"])
    found = await apart(room.records.change, request.path_params["id"], fields)
    if fields.get("ask"):
        await room.note(await room.asking.get(fields["ask"]))
        found = room.records.get(found["id"])
    return answer(_shown(room, found))


async def guesses(request: Request) -> Response:
    """Answer with what may be seen of a round's poll."""
    room = room_of(request)
    return answer(room.guests.seen(room.records.get(request.path_params["id"])["id"]))


async def poll(request: Request) -> Response:
    """Open, change or close a round's poll."""
    room, fields = room_of(request), await given(request)
    found = room.records.get(request.path_params["id"])
    seen = await apart(room.guests.set, found["id"], fields)
    if seen["votes"]:
        await apart(room.records.keep_votes, found["id"], seen["votes"])
    return answer(seen)


async def record_page(request: Request) -> Response:
    """Answer with the whole record as a page that stands alone."""
    room = room_of(request)
    return attached(await apart(lambda: as_page(record_of(room))), f"{room.records.folder.name}.html", "text/html")


async def record_json(request: Request) -> Response:
    """Answer with the whole record as JSON."""
    room = room_of(request)
    found = await apart(record_of, room)
    return attached(text_of(found), f"{room.records.folder.name}.json", "application/json")


def routes() -> list[BaseRoute]:
    """Return the routes of rounds and of the record."""
    return [
        Route("/api/rounds", rounds),
        Route("/api/rounds", begin, methods=["POST"]),
        Route("/api/rounds/{id}", one_round),
        Route("/api/rounds/{id}", change, methods=["PUT"]),
        Route("/api/rounds/{id}/guesses", guesses),
        Route("/api/rounds/{id}/poll", poll, methods=["PUT"]),
        Route("/api/record.html", record_page),
        Route("/api/record.json", record_json),
    ]
