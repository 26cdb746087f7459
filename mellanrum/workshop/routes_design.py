"""Counties, designs, levers and drafts; what a number rests on; and files brought back."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from mellanrum.workshop import drafts
from mellanrum.workshop.asking import plain
from mellanrum.workshop.exchange import UPLOAD_BYTES, RefusedError, answer, body_of, given
from mellanrum.workshop.room import Room, apart, room_of
from scenarios.files.chain import follow
from scenarios.files.read import list_designs
from sim.terms.errors import unusable
from sim.terms.language import LANGUAGES, N_, _, language
from sim.terms.quantity import shown

ROLES = {
    "municipality": N_("the municipality"),
    "region": N_("the region"),
    "user": N_("people with experience of their own"),
    "relative": N_("relatives"),
}
"""Who may own a lever in the room."""


async def start(request: Request) -> Response:
    """Answer with what the page needs to begin."""
    return answer(await apart(_start, room_of(request)))


def _start(room: Room) -> dict[str, Any]:
    address = room.door.guests
    return {
        "language": language().code,
        "languages": [{"code": one.code, "name": one.name} for one in LANGUAGES.values()],
        "version": version("mellanrum"),
        "county": room.county,
        "counties": [{"name": name, "title": room.title_of(name)} for name in room.counties],
        "designs": [design(name) for name in list_designs()],
        "seed": room.seed,
        "years": room.years,
        "guests": None if address is None else {"url": address, "qr": "/api/qr.svg"},
        "roles": [{"id": name, "title": _(title)} for name, title in ROLES.items()],
        "replications": {"least": room.least, "budget": room.budget},
        "records": room.records.folder.name,
        "told": [*room.records.told, *room.guests.told],
    }


def design(name: str) -> dict[str, str]:
    """Return a design that ships: its name, title and what it changes, in the language spoken."""
    table, code = follow(name, "design").table, language().code
    return {"name": name, **{key: str(table.get(f"{key}_{code}", "")) for key in ("title", "summary")}}


async def levers(request: Request) -> Response:
    """Answer with the levers of a design in a county."""
    from mellanrum.workshop.levers import offered

    room = room_of(request)
    county = room.county_of(request.query_params.get("county", room.county))
    base = request.query_params.get("base", "current")
    if base not in list_designs():
        raise RefusedError(422, unusable("base", shown(base)[:200], ", ".join(list_designs())))
    return answer({"levers": await apart(offered, room.file_of(county), base)})


async def draft(request: Request) -> Response:
    """Answer with what a draft is called, all that differs from today, and all that is wrong with it."""
    room, found = room_of(request), await given(request)
    county = room.county_of(found.pop("county", room.county))
    return answer(await apart(told_of, room.draft_of(found), room.file_of(county)))


def told_of(found: drafts.Draft, county: str) -> dict[str, Any]:
    """Return what the page shows of a draft."""
    faults = drafts.faults(found, county)
    if faults:
        return {"name": found.base, "title": found.title, "differs": [], "faults": faults}
    differs = [
        {"text": one.text, "lever": one.lever, "evidence": one.evidence} for one in drafts.differs(found, county)
    ]
    title = found.title or design(found.base)["title"]
    return {"name": drafts.name_of(found), "title": title, "differs": differs, "faults": []}


async def upload(request: Request) -> Response:
    """Answer with the draft that a file of ours holds; nothing of it is kept."""
    data = await body_of(request, UPLOAD_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(422, unusable("file", _("a file that is no text"), _("a TOML file in UTF-8"))) from None
    return answer(plain(await apart(drafts.draft_of, text)))


async def evidence(request: Request) -> Response:
    """Answer with what a number rests on."""
    return answer(await apart(figure, request.path_params["id"]))


def figure(figure_id: str) -> Mapping[str, Any]:
    """Return a row of the ledger. Raises RefusedError for one that there is not, with the nearest."""
    from calibration.evidence.ledger import UnknownFigure, load
    from outputs.text.evidence import sureness

    try:
        row = load().get(figure_id)
    except UnknownFigure as error:
        raise RefusedError(404, str(error)) from None
    return {
        "id": row.id,
        "kind": "assumption" if row.is_assumption else "evidence",
        "text": row.parameter,
        "value": row.value,
        "unit": row.unit,
        "range": {"low": row.low, "high": row.high} if row.low or row.high else None,
        "population": row.population,
        "period": row.period,
        "source": row.source,
        "page": row.locator,
        "url": row.url,
        "note": row.note,
        "grade": sureness(row.confidence),
    }


async def county_map(request: Request) -> Response:
    """Answer with the outlines of a county's municipalities."""
    from outputs.map.outlines import map_of

    room = room_of(request)
    county = room.county_of(request.path_params["county"])
    return answer(await apart(map_of, municipalities(room.file_of(county))))


def municipalities(county: str) -> list[str]:
    """Return the names of a county's municipalities, a name that ships or a path. Raises ScenarioError."""
    return list(follow(county, "county").table["municipalities"])


def routes() -> list[BaseRoute]:
    """Return the routes of designs."""
    return [
        Route("/api/start", start),
        Route("/api/levers", levers),
        Route("/api/draft", draft, methods=["POST"]),
        Route("/api/upload", upload, methods=["POST"]),
        Route("/api/evidence/{id}", evidence),
        Route("/api/map/{county}", county_map),
    ]
