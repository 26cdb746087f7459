"""The server: one process, one loop, begun and ended from here. Ctrl-C ends it whatever streams are open."""

from __future__ import annotations

import errno
import secrets
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn

from mellanrum.wiring.options import OptionError
from mellanrum.workshop import kept_files
from mellanrum.workshop.app import app_of
from mellanrum.workshop.desk import Desk
from mellanrum.workshop.guard import Door, is_loopback
from mellanrum.workshop.guests import Guests
from mellanrum.workshop.records import Records, make_folders
from mellanrum.workshop.room import Room, own_counties
from sim.experiment.archive import Archive
from sim.terms.errors import unusable
from sim.terms.language import _, language

PATIENCE_SECONDS = 1
"""For requests that are under way when the server is told to end."""
KEYS = "keys.json"
RUNS = Path("runs") / "workshop"


@dataclass(frozen=True, kw_only=True)
class WorkshopWanted:
    """How the workshop was asked for. `records`: None for a folder of today's and the county's under `runs/`."""

    county: str
    host: str
    port: int
    archive: Archive
    n_workers: int
    records: Path | None = None
    browser: bool = True


def serve(wanted: WorkshopWanted, say: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C. `say` takes what the facilitator is told.

    Raises OptionError for an address that cannot be had, ScenarioError for a county that there is not, OSError.
    """
    county, own = own_counties(wanted.county)
    folder = (wanted.records or RUNS / f"{date.today():%Y-%m-%d}-{county}").absolute()  # noqa: DTZ011  the room's day
    make_folders(folder)
    with kept_files.in_hand(folder):
        _serve(wanted, say, folder, county, own)


def _serve(wanted: WorkshopWanted, say: Callable[[str], None], folder: Path, county: str, own: dict[str, str]) -> None:
    records, guests = Records(folder), Guests(folder)
    listening = socket_at(wanted.host, wanted.port)
    door = door_of(folder, wanted.host, listening.getsockname()[1])
    for told in (*records.told, *guests.told):
        say(told)
    desk = Desk(wanted.archive, folder / "designs", wanted.n_workers)
    try:
        desk.warm(own.get(county, county))
        room = Room(county=county, door=door, desk=desk, records=records, guests=guests, own=own)
        server = Server(room, lambda: begun(room, wanted.browser, say))
        with suppress(KeyboardInterrupt):  # which uvicorn raises again once it has ended
            server.run([listening])
        say(_("The workshop has ended. Its record is in {folder}", folder=folder))
    finally:
        listening.close()
        desk.close()


class Server(uvicorn.Server):
    """uvicorn, told when it has begun."""

    def __init__(self, room: Room, begun: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app_of(room),
                log_level="error",
                access_log=False,
                http="h11",
                ws="none",
                lifespan="off",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=PATIENCE_SECONDS,
            )
        )
        self._room, self._begun = room, begun

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and tell."""
        await super().startup(sockets)
        if self.started:
            self._begun()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: streams first, which would be waited for."""
        self._room.asking.hang_up()
        await super().shutdown(sockets)


def begun(room: Room, browser: bool, say: Callable[[str], None]) -> None:
    """Tell where the page is, and open it."""
    door = room.door
    say(_("The workshop is at {address}", address=door.address))
    if door.guests is not None:
        say(_("Guests guess and vote at {address}", address=door.guests))
        say(_("Whoever has the first address may do everything: keep it to yourself."))
    say(_("The record is kept in {folder}. Ctrl-C ends the workshop.", folder=room.records.folder))
    if browser:
        Thread(target=_open, args=(door.address,), daemon=True).start()


def _open(address: str) -> None:
    with suppress(webbrowser.Error, OSError):
        webbrowser.open(address)


def socket_at(host: str, port: int) -> socket.socket:
    """Return a socket that listens there. Raises OptionError for an address that cannot be had."""
    bare = host.strip("[]")
    try:
        family = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((bare, port), family=family, backlog=128)
    except socket.gaierror:
        valid = _("127.0.0.1 for this machine alone, 0.0.0.0 for the network that it is on, or an address of its own")
        raise OptionError([unusable("--host", repr(host), valid)]) from None
    except OSError as error:
        raise OptionError([_refused(error, host, port)]) from None


def _refused(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        found = _("{port}, where something listens already: another workshop?", port=port)
        return unusable("--port", found, _("another port, or 0 for any that is free"))
    if error.errno == errno.EADDRNOTAVAIL:
        return unusable("--host", repr(host), _("an address of this machine"))
    found = _("{host}:{port}, which the system refuses ({why})", host=host, port=port, why=error.strerror or error)
    return unusable("--port", found, _("a port from 1024 up"))


def door_of(folder: Path, host: str, port: int) -> Door:
    """Return the door, with the tokens that this record had before: phones come in again after a restart."""
    if is_loopback(host):
        return Door(host, port, language().code)
    kept = kept_files.read(folder / KEYS, _are_keys)
    if kept is None:
        kept = {"facilitator": secrets.token_urlsafe(24), "guest": secrets.token_urlsafe(12)}
        kept_files.write(folder / KEYS, kept, secret=True)
    return Door(host, port, language().code, kept["facilitator"], kept["guest"])


def _are_keys(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and set(found) == {"facilitator", "guest"}
        and all(isinstance(one, str) and len(one) >= 16 and one.isascii() for one in found.values())
    )
