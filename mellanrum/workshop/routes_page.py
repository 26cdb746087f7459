"""The pages themselves: the facilitator's, the guests', their files, and the square code that leads phones here."""

from __future__ import annotations

import json
import mimetypes
import secrets
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from mellanrum.workshop.exchange import RefusedError
from mellanrum.workshop.guard import DEVICE_COOKIE, GUEST, LANGUAGE_COOKIE, TOKEN_COOKIE, WHO
from mellanrum.workshop.qr import square_code
from mellanrum.workshop.room import room_of
from sim.terms.language import LANGUAGES, _, language

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}


@cache
def templates() -> Environment:
    """Return the templates of the package; what is filled in is text, never markup."""
    loader = FileSystemLoader(HERE / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def words_json(words: Mapping[str, str]) -> Markup:
    """Return key → sentence in the language spoken, as JSON that ends no script and begins no comment."""
    said = json.dumps({key: _(text) for key, text in words.items()}, ensure_ascii=False)
    for sign in "<>&":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(said)


def page(name: str, words: Mapping[str, str], title: str) -> HTMLResponse:
    """Return a page of ours in the language spoken."""
    filled: dict[str, Any] = {"lang": language().code, "words": words_json(words), "said": _Said(words), "title": title}
    return HTMLResponse(templates().get_template(name).render(version=version("mellanrum"), **filled))


class _Said(dict[str, str]):
    """Sentences by key, looked up where a template says one itself."""

    def __getitem__(self, key: str) -> str:
        return _(super().__getitem__(key))


def _remember_language(request: Request, response: Response) -> Response:
    if request.query_params.get("lang") in LANGUAGES:
        room_of(request).door.remember(response, LANGUAGE_COOKIE, request.query_params["lang"])
    return response


async def the_page(request: Request) -> Response:
    """Answer with the facilitator's page."""
    from outputs.workshop.words_page import PAGE
    from outputs.workshop.words_people import PEOPLE

    title = _("What care for people with samsjuklighet comes to under other organisations")
    return _remember_language(request, page("page.html", {**PAGE, **PEOPLE}, title))


async def guest_page(request: Request) -> Response:
    """Answer with the guests' page, and let the phone keep a number of its own, which says nothing of whose it is."""
    from outputs.workshop.words_people import PEOPLE

    door = room_of(request).door
    response = page("guest.html", PEOPLE, _("Guess and vote"))
    if not request.cookies.get(door.cookie(DEVICE_COOKIE)):
        door.remember(response, DEVICE_COOKIE, secrets.token_urlsafe(16))
    if request.scope[WHO] == GUEST:
        door.remember(response, TOKEN_COOKIE, door.guest)
    return _remember_language(request, response)


async def qr(request: Request) -> Response:
    """Answer with the guests' address as a square code."""
    address = room_of(request).door.guests
    if address is None:
        raise RefusedError(404, _("no guests are let in: the workshop was started for this machine alone"))
    return Response(square_code(address), media_type="image/svg+xml")


async def no_icon(request: Request) -> Response:
    """Answer a browser that looks for an icon."""
    return Response(status_code=204)


def routes() -> list[BaseRoute]:
    """Return the routes of pages and files."""
    for ending, kind in TYPES.items():
        mimetypes.add_type(kind, ending)  # what a system says of .js may be wrong, and then nothing of it is run
    return [
        Route("/", the_page),
        Route("/guest", guest_page),
        Route("/favicon.ico", no_icon),
        Route("/api/qr.svg", qr),
        Mount("/static", StaticFiles(directory=HERE / "static", check_dir=False)),
    ]
