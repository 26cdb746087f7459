"""Rooms of the workshop for tests: the real server with the real desk, in a folder of the test's own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from starlette.testclient import TestClient

from mellanrum.workshop.app import app_of
from mellanrum.workshop.desk import Desk
from mellanrum.workshop.guard import Door
from mellanrum.workshop.guests import Guests
from mellanrum.workshop.records import Records, make_folders
from mellanrum.workshop.room import Room
from mellanrum.workshop.serve import Server, socket_at
from sim.experiment.archive import Archive

PORT = 2028
HERE = f"http://127.0.0.1:{PORT}"


@contextmanager
def room_in(
    folder: Path,
    host: str = "127.0.0.1",
    county: str = "norrbotten",
    own: Mapping[str, str] | None = None,
    **sizes: float,
) -> Iterator[Room]:
    """Give a room whose record and archive lie in `folder`; its desk is closed afterwards."""
    make_folders(folder / "record")
    desk = Desk(Archive(folder / "archive"), folder / "record" / "designs", 2)
    door = Door(host, PORT, "en")
    try:
        record = folder / "record"
        yield Room(
            county=county, door=door, desk=desk, records=Records(record), guests=Guests(record), own=own or {}, **sizes
        )
    finally:
        desk.close()


@contextmanager
def client_of(room: Room, **headers: str) -> Iterator[TestClient]:
    """Give a browser, so to speak, that asks a room without a socket in between."""
    with TestClient(app_of(room), base_url=HERE, raise_server_exceptions=False, follow_redirects=False) as client:
        client.headers.update(headers)
        yield client


@contextmanager
def served(room: Room) -> Iterator[int]:
    """Serve a room on a free port, which is given."""
    listening = socket_at("127.0.0.1", 0)
    room.door.port = listening.getsockname()[1]
    server = Server(room, lambda: None)
    thread = Thread(target=lambda: asyncio.run(server.serve([listening])))
    thread.start()
    try:
        yield room.door.port
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
        assert not thread.is_alive()


def spoken(port: int, request: bytes, at_most: int = 1_000_000) -> bytes:
    """Send bytes as they are to a server and return all that it answers until it hangs up or falls silent."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        found = b""
        with suppress(OSError):  # it has answered and hung up already
            line.sendall(request)
        with suppress(OSError):
            while len(found) < at_most and (part := line.recv(65536)):
                found += part
        return found
