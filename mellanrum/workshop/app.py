"""The application: the routes behind the guard."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from mellanrum.workshop import routes_ask, routes_design, routes_guest, routes_page, routes_round
from mellanrum.workshop.exchange import refused
from mellanrum.workshop.guard import Guard, wants_a_page
from mellanrum.workshop.room import Room

ROUTES = (routes_page, routes_design, routes_ask, routes_round, routes_guest)


async def tell(request: Request, error: Exception) -> Response:
    """Answer what Starlette itself refuses, such as a page that there is not, in our words."""
    return refused(error, request.url.path, wants_a_page(request))


def app_of(room: Room) -> Starlette:
    """Return the application that serves a room."""
    app = Starlette(
        routes=[route for part in ROUTES for route in part.routes()],
        middleware=[Middleware(Guard, door=room.door)],
        exception_handlers={HTTPException: tell},
    )
    app.router.redirect_slashes = False
    app.state.room = room
    return app
