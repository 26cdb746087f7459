"""What must not pass does not: forged hosts, foreign pages, bodies without end, a guest at a lever, hostile files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from mellanrum.workshop.app import app_of
from mellanrum.workshop.exchange import DRAFT_BYTES, UPLOAD_BYTES
from mellanrum.workshop.guard import GUESTS_MAY, HEADERS, Door, is_loopback
from mellanrum.workshop.room import Room
from tests.workshop_rooms import HERE, PORT, client_of, room_in, served, spoken

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
LEVER = {"county": "norrbotten", "base": "big_bang", "settings": {}}
FACILITATORS = (
    ("GET", "/"),
    ("GET", "/api/start"),
    ("GET", "/api/levers?base=current"),
    ("POST", "/api/draft"),
    ("POST", "/api/ask"),
    ("GET", "/api/ask/000000000000"),
    ("DELETE", "/api/ask/000000000000"),
    ("GET", "/api/rounds"),
    ("POST", "/api/rounds"),
    ("PUT", "/api/rounds/000000000000"),
    ("PUT", "/api/rounds/000000000000/poll"),
    ("GET", "/api/rounds/000000000000/guesses"),
    ("GET", "/api/record.json"),
    ("GET", "/api/record.html"),
    ("POST", "/api/upload"),
    ("GET", "/api/evidence/NB-003"),
    ("GET", "/api/qr.svg"),
    ("GET", "/api/guest/../rounds"),
    ("POST", "/guest"),
    ("GET", "/api/guest/guess"),
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with room_in(tmp_path_factory.mktemp("alone")) as made:
        yield made


@pytest.fixture(scope="module")
def here(room: Room) -> Iterator[TestClient]:
    with client_of(room) as client:
        yield client


@pytest.fixture(scope="module")
def open_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with room_in(tmp_path_factory.mktemp("open"), host="0.0.0.0") as made:
        yield made


@pytest.fixture
def phone(open_room: Room) -> Iterator[TestClient]:
    with client_of(open_room) as client:
        yield client


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with room_in(tmp_path_factory.mktemp("served")) as made, served(made) as number:
        yield number


def told(answer) -> str:
    """Return the sentences of a refusal, which is JSON and no traceback."""
    faults = answer.json()["faults"]
    assert faults
    assert not any("Traceback" in one or "File " in one for one in faults)
    return "\n".join(faults)


# --- hosts and origins


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1:9", "127.0.0.1", "", "[::1]"])
def test_a_forged_host_is_refused_whatever_is_asked(here, host):
    for method in METHODS:
        assert here.request(method, "/api/rounds", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}", f"[::1]:{PORT}"])
def test_our_own_names_are_served(here, host):
    assert here.get("/api/rounds", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", f"https://127.0.0.1:{PORT}", "http://127.0.0.1:9", "http://127.0.0.1", ""]
)
def test_a_foreign_page_is_refused_whatever_it_asks(here, origin):
    for method in METHODS:
        assert here.request(method, "/api/rounds", headers={"Origin": origin}).status_code == 403


def test_our_own_page_is_served_and_so_is_whoever_says_no_origin(here):
    assert here.post("/api/rounds", json={}, headers={"Origin": HERE}).status_code == 201
    assert here.post("/api/rounds", json={}).status_code == 201


@pytest.mark.parametrize("site", ["cross-site", "same-site", "what?"])
def test_a_page_of_another_place_cannot_even_load_an_answer_of_ours(here, site):
    assert here.get("/api/rounds", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}).status_code == 403
    followed = here.get("/api/rounds", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"})
    assert followed.status_code == 200  # a link that somebody followed


def test_two_hosts_in_one_request_are_refused(port):
    request = f"GET /api/rounds HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert b" 200 " not in spoken(port, request.encode()).split(b"\r\n")[0]


# --- headers and words


def test_every_answer_has_the_headers_that_keep_a_browser_safe(here, open_room):
    with client_of(open_room) as nobody:
        answers = [
            here.get("/api/rounds"),
            here.get("/static/nothing.js"),
            here.get("/nowhere"),
            here.put("/api/rounds/x", content=b"{"),
            here.get("/api/rounds", headers={"Host": "evil.example"}),
            here.post("/api/start"),
            nobody.get("/"),
        ]
    assert [one.status_code for one in answers] == [200, 404, 404, 422, 403, 405, 401]
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers.get_list(name) == [value]
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_what_there_is_not_is_told_in_words(here):
    assert "no such page" in told(here.get("/api/nowhere"))
    assert "cannot be done" in told(here.delete("/api/start"))
    page = here.get("/nowhere<script>", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "no such page" in page.text
    assert "<script>" not in page.text


def test_a_refusal_is_in_the_language_that_is_spoken(here):
    assert told(here.get("/api/nowhere?lang=sv")) != told(here.get("/api/nowhere?lang=en"))


def test_a_fault_of_ours_is_a_sentence_to_the_browser_and_whole_where_the_server_was_begun(room, capfd):
    def broken(request):
        raise ZeroDivisionError("secret of the house")

    app = app_of(room)
    app.router.routes.append(Route("/api/broken", broken))
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as client:
        answer = client.get("/api/broken")
    assert answer.status_code == 500
    assert "secret" not in told(answer)
    assert HEADERS["Referrer-Policy"] == answer.headers["referrer-policy"]
    heard = capfd.readouterr().err
    assert "secret of the house" in heard
    assert "Traceback" in heard


# --- bodies


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("POST", "/api/draft", DRAFT_BYTES),
        ("POST", "/api/ask", DRAFT_BYTES),
        ("POST", "/api/rounds", DRAFT_BYTES),
        ("PUT", "/api/rounds/000000000000", DRAFT_BYTES),
        ("POST", "/api/upload", UPLOAD_BYTES),
    ],
)
def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(here, method, path, most):
    said = here.request(method, path, content=b"x" * (most + 1))
    unsaid = here.request(method, path, content=(b"x" * 8192 for _ in range(most // 8192 + 1)))
    assert (said.status_code, unsaid.status_code) == (413, 413)
    assert f"{most // 1024} kB" in told(said)
    assert told(said) == told(unsaid)


def test_a_body_without_end_is_cut_off(port):
    head = f"POST /api/rounds HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    answered = spoken(port, head.encode() + chunk * 40)  # and no last chunk
    assert answered.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe{}",
        b'{"question": NaN}',
        b'{"question": "\\ud800"}',
        b'{"question": 1e999}',
        b'{"question": ' + b"9" * 5000 + b"}",
        b"[" * 30_000,
        b'{"a":' * 10_000,
        b'{"question": null}',
    ],
)
def test_a_body_that_is_no_round_is_refused_in_words(here, body):
    before = here.get("/api/rounds").json()
    answer = here.post("/api/rounds", content=body)
    assert answer.status_code == 422
    assert len(told(answer)) < 1000
    assert here.get("/api/rounds").json() == before


# --- tokens


def test_a_guest_may_see_the_poll_guess_and_vote_and_nothing_else(open_room, phone):
    for method, path in FACILITATORS:
        url = f"{path}{'&' if '?' in path else '?'}token={open_room.door.guest}"
        answer = phone.request(method, url, json=LEVER)
        assert answer.status_code == 403, path
        assert "guess and vote" in told(answer)
    assert phone.get(f"/guest?token={open_room.door.guest}").status_code == 200
    for method, path in FACILITATORS:  # by the cookie that the phone now has
        assert phone.request(method, path, json=LEVER).status_code == 403, path


def test_nobody_comes_in_without_a_token(phone):
    tokens = ("", "?token=", "?token=x", "?token=%00", "?token=%F0%9F%92%A9", "?token=" + "x" * 4000)
    for nth, (method, path) in enumerate([*FACILITATORS, *sorted(GUESTS_MAY)]):
        answer = phone.request(method, path.split("?")[0] + tokens[nth % len(tokens)], json=LEVER)
        assert answer.status_code == 401, path
        assert "the address with the token" in told(answer)


def test_the_facilitators_token_stands_in_the_address_once_and_then_in_a_cookie(open_room, phone):
    answer = phone.get(f"/?token={open_room.door.facilitator}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert phone.get("/api/rounds").status_code == 200
    phone.cookies.clear()
    assert phone.get("/api/rounds").status_code == 401


@pytest.mark.parametrize(("asked", "spoken"), [("&lang=en", "en"), ("&lang=sv", "sv"), ("&lang=xx", None), ("", None)])
def test_the_language_asked_for_with_the_token_is_kept_when_the_token_goes(open_room, phone, asked, spoken):
    answer = phone.get(f"/?token={open_room.door.facilitator}{asked}")
    assert answer.status_code == 303
    assert phone.cookies.get(open_room.door.cookie("lang")) == spoken


def test_the_two_tokens_differ_and_neither_is_short():
    doors = [Door("0.0.0.0", PORT) for _ in range(20)]
    tokens = {one for door in doors for one in (door.guest, door.facilitator)}
    assert len(tokens) == 40
    assert min(map(len, tokens)) >= 16


def test_a_phone_guesses_and_votes_and_one_phone_has_one_answer(open_room, phone):
    with client_of(open_room) as leader:
        leader.get(f"/?token={open_room.door.facilitator}")
        one = leader.post("/api/rounds", json={"question": "Hur många?", "designs": [{"base": "big_bang"}]}).json()
        poll = f"/api/rounds/{one['id']}/poll"
        leader.put(poll, json={"open": "guess", "measure": "untreated_share", "design": 0})
        guest = f"?token={open_room.door.guest}"
        assert phone.get(f"/api/guest/poll{guest}").status_code == 403  # keeps no number of its own yet
        phone.get(f"/guest{guest}")
        asked = phone.get("/api/guest/poll").json()
        assert (asked["open"], asked["question"], asked["unit"], asked["yours"]) == ("guess", "Hur många?", "%", None)
        for value in (-4, -6):
            assert phone.post("/api/guest/guess", json={"value": value}).json() == {"ok": True, "yours": value}
        assert phone.get("/api/guest/poll").json()["yours"] == -6
        assert phone.post("/api/guest/vote", json={"option": "ja"}).status_code == 409
        leader.put(poll, json={"open": "vote", "options": ["ja", "nej"]})
        assert phone.post("/api/guest/vote", json={"option": "kanske"}).status_code == 422
        assert phone.post("/api/guest/vote", json={"option": "ja"}).status_code == 200
        seen = leader.get(f"/api/rounds/{one['id']}/guesses").json()
        assert (seen["n"], seen["guesses"], seen["votes"]) == (1, [], {})
        seen = leader.put(poll, json={"open": None}).json()
        assert (seen["guesses"], seen["votes"]) == ([-6], {"ja": 1, "nej": 0})
        assert leader.get(f"/api/rounds/{one['id']}").json()["votes"] == {"ja": 1, "nej": 0}
        assert phone.post("/api/guest/vote", json={"option": "nej"}).status_code == 409
        assert leader.get("/api/qr.svg").text.startswith("<svg")


def test_alone_on_this_machine_there_are_no_guests(here, room):
    assert room.door.guests is None
    assert here.get("/api/start").json()["guests"] is None
    assert "this machine alone" in told(here.get("/api/qr.svg"))


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.0.0.9", True), ("0.0.0.0", False), ("::", False)],
)
def test_only_loopback_is_taken_for_this_machine_alone(host, alone):
    assert is_loopback(host) is alone
    assert Door(host, PORT).open is not alone


# --- files


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/....//app.py",
        "/static/..\\app.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/../../../pyproject.toml",
        "/static/",
        "/static/../templates/record.html",
    ],
)
def test_no_path_leads_out_of_the_folder_of_static_files(port, path):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    answered = spoken(port, request.encode())
    assert re.match(rb"HTTP/1.1 (404|405|400|401|403) ", answered)
    assert b"import " not in answered
    assert b"root:" not in answered


@pytest.mark.parametrize("ask", ["../../x", "..%2f..%2fkeys", "0" * 4000, "%00", "000000000000/../x"])
def test_no_id_leads_to_a_file(here, room, ask):
    (room.records.folder / "x.json").write_text(json.dumps({"county": "norrbotten", "designs": [{"base": "current"}]}))
    assert here.get(f"/api/ask/{ask}").status_code == 404
    assert here.get(f"/api/rounds/{ask}").status_code == 404


@pytest.mark.parametrize("county", ["/etc/passwd", "../x", "", "norrbotten.toml", 3, None, ["norrbotten"], "x" * 5000])
def test_a_browser_names_no_file_as_a_county(here, county):
    answer = here.post("/api/draft", json={**LEVER, "county": county})
    assert answer.status_code == 422
    assert "county: found" in told(answer)


HOSTILE = {
    "nothing": b"",
    "no text": b"\x00\x01\x02\xff",
    "half a letter": b"title_sv = '\xc3'",
    "no table": b"extends = ",
    "a file of ours": b'extends = "/etc/passwd"',
    "a way out": b'extends = "../../../../etc/passwd"',
    "a file beside": b'extends = "designs/current.toml"',
    "another machine": b'extends = "http://evil.example/x.toml"',
    "deep": b'extends = "current"\nx = ' + b"[" * 5000 + b"]" * 5000,
    "wide": b'extends = "current"\n' + b"".join(b"k%d = 1\n" % n for n in range(20_000)),
    "an enormous number": b'extends = "current"\nx = ' + b"9" * 20_000,
    "no number": b'extends = "current"\ntransfer = {follow_share = nan}',
    "a page": b"<html><script>alert(1)</script>",
    "a county": Path("scenarios/counties/norrbotten.toml").read_bytes(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_written(here, room, name):
    before = sorted(room.records.folder.rglob("*"))
    answer = here.post("/api/upload", content=HOSTILE[name], headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422
    assert "root:" not in told(answer)
    assert len(told(answer)) < 20_000
    assert sorted(room.records.folder.rglob("*")) == before
