"""Who may ask for what: only our own hosts and pages, only with the right token, and nothing that a page may not load.

On loopback whoever sits at the machine may do everything. On another host the facilitator has a token, once in the
address and then in a cookie that no script reads; guests have one of their own, with which they see the poll, guess
and vote, and can do nothing else.
"""

from __future__ import annotations

import hmac
import secrets
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mellanrum.workshop.exchange import RefusedError, refused
from sim.terms.language import LANGUAGES, _, speaking

FACILITATOR, GUEST = "facilitator", "guest"
WHO, LANGUAGE_COOKIE, DEVICE_COOKIE, TOKEN_COOKIE = "mellanrum.who", "lang", "device", "token"
GUESTS_MAY = {
    ("GET", "/guest"),
    ("GET", "/api/guest/poll"),
    ("POST", "/api/guest/guess"),
    ("POST", "/api/guest/vote"),
}
STATIC = "/static/"
SAME_PLACE = ("same-origin", "none")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# not said: a header
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Door:
    """Where the page is reached, and with which tokens. `port` is known once the socket is there."""

    host: str = "127.0.0.1"
    port: int = 0
    language: str = "sv"
    facilitator: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    guest: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    @property
    def open(self) -> bool:
        """Whether others than this machine reach it."""
        return not is_loopback(self.host)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the names by which a browser may call us, with the port."""
        names = (*LOOPBACK, *(names_of(self.host) if self.open else (in_address(self.host),)))
        port = "" if self.port == 80 else f":{self.port}"
        return tuple(dict.fromkeys(f"{name.lower()}{port}" for name in names))

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the origins of our own pages."""
        return tuple(f"http://{host}" for host in self.hosts)

    @property
    def address(self) -> str:
        """The facilitator's address, with the token where one is needed."""
        here = in_address(self.host if not self.open else "127.0.0.1" if is_any(self.host) else self.host)
        return f"http://{here}:{self.port}/" + (f"?token={self.facilitator}" if self.open else "")

    @property
    def guests(self) -> str | None:
        """The address for phones on the same network; None where none are let in."""
        if not self.open:
            return None
        seen = next(iter(addresses_here()), None) if is_any(self.host) else self.host
        return f"http://{in_address(seen or socket.gethostname())}:{self.port}/guest?token={self.guest}"

    def cookie(self, name: str) -> str:
        """Return what a cookie is called: browsers do not keep apart the ports of a host."""
        return f"mellanrum_{name}_{self.port}"

    def who(self, request: Request) -> str | None:
        """Return who asks, by token or cookie; None for nobody that we know."""
        if not self.open:
            return FACILITATOR
        shown = (request.query_params.get("token", ""), request.cookies.get(self.cookie(TOKEN_COOKIE), ""))
        for who, token in ((FACILITATOR, self.facilitator), (GUEST, self.guest)):
            if any(hmac.compare_digest(one.encode(), token.encode()) for one in shown):
                return who
        return None

    def remember(self, response: Response, name: str, value: str) -> None:
        """Let the browser keep something that no script reads and no other page sends."""
        response.set_cookie(self.cookie(name), value, max_age=7 * 86400, httponly=True, samesite="strict", path="/")


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine to itself."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_any(host: str) -> bool:
    """Return whether a host stands for all addresses of this machine."""
    return host in ("0.0.0.0", "::", "[::]")


def in_address(host: str) -> str:
    """Return a host as it stands in an address."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def names_of(host: str) -> tuple[str, ...]:
    """Return the names under which a host that is not loopback is reached."""
    if not is_any(host):
        return (in_address(host),)
    name = socket.gethostname()
    return (name, f"{name}.local", *map(in_address, addresses_here()))


def addresses_here() -> list[str]:
    """Return this machine's addresses on its networks, the one that leads on first. Nothing is sent."""
    found = []
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((far, 9))
            found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None)]
    fit = (one.partition("%")[0] for one in found)
    return [one for one in dict.fromkeys(fit) if not is_loopback(one) and not is_any(one)]


class Guard:
    """Wraps the application: every answer has our headers and its language, and nothing passes that may not."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = with_ours(message.get("headers", ()))
            await send(message)

        request = Request(scope, receive)
        with speaking(self.language_of(request)):
            try:
                answered = self.check(request)
                await (answered or self.app)(scope, receive, send_with_headers)
            except Exception as error:
                response = refused(error, request.url.path, wants_a_page(request))
                if not begun:
                    await response(scope, receive, send_with_headers)

    def language_of(self, request: Request) -> str:
        """Return the language to answer in: the one asked for, the one kept, else the server's."""
        asked = (request.query_params.get("lang"), request.cookies.get(self.door.cookie(LANGUAGE_COOKIE)))
        return next((code for code in asked if code in LANGUAGES), self.door.language)

    def check(self, request: Request) -> Response | None:
        """Raise RefusedError for what may not pass; return an answer that is one already."""
        hosts = [value for name, value in request.headers.items() if name == "host"]
        if len(hosts) != 1 or hosts[0].lower() not in self.door.hosts:
            raise RefusedError(403, _("the page is not called that; open it by the address that the server printed"))
        if not self._from_ours(request):
            raise RefusedError(403, _("another page tried to use this one; it was refused"))
        who, path = self.door.who(request), request.url.path
        request.scope[WHO] = who
        if who == FACILITATOR:
            return self._keep_token(request)
        if path.startswith(STATIC) or (who == GUEST and (request.method, path) in GUESTS_MAY):
            return None
        if who == GUEST:
            raise RefusedError(403, _("a guest may guess and vote, and nothing else"))
        raise RefusedError(401, _("this page needs the address with the token that the server printed"))

    def _from_ours(self, request: Request) -> bool:
        origin = request.headers.get("origin")
        if origin is not None and origin.lower() not in self.door.origins:
            return False
        site = request.headers.get("sec-fetch-site", "none")
        return site in SAME_PLACE or (request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate")

    def _keep_token(self, request: Request) -> Response | None:
        """Put the facilitator's token out of sight of the room: a cookie in the place of the address."""
        if not self.door.open or request.method != "GET" or request.url.path != "/":
            return None
        if "token" not in request.query_params:
            return None
        response = RedirectResponse("/", 303)
        self.door.remember(response, TOKEN_COOKIE, self.door.facilitator)
        if request.query_params.get("lang") in LANGUAGES:
            self.door.remember(response, LANGUAGE_COOKIE, request.query_params["lang"])
        return response


def wants_a_page(request: Request) -> bool:
    """Return whether a person's browser asks for a page of its own, not a script of ours for data."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def with_ours(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers with ours, which stand once."""
    ours = {name.lower().encode(): value.encode() for name, value in HEADERS.items()}
    return [*((name, value) for name, value in headers if name.lower() not in ours), *ours.items()]
