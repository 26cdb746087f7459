"""The server as a browser meets it: pages, asks and streams, a restart, the record to take home, and its end."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from markupsafe import escape

import mellanrum as mr
from benchmarks.small_county import write_small_county
from mellanrum.wiring.assemble import assemble
from mellanrum.workshop import events
from mellanrum.workshop.room import Room, own_counties
from scenarios.files.problems import ScenarioError
from sim.experiment.archive import Archive
from sim.experiment.means import Means, carry_out
from sim.experiment.study import compare, jobs_of
from tests.workshop_rooms import client_of, room_in, served

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"years": 2.0, "least": 3, "budget": 3}
HALF = {"base": "big_bang", "settings": {"follow_treatment": 0.5}, "title": "Hälften <b>följer</b>"}
TODAY = {"base": "current", "settings": {}, "title": ""}
SLOW = 300
"""Seconds that a machine busy with other things may take; what is tested is that it ends, and how."""
ENDED = ("settled", "enough", "cancelled", "failed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("workshop")
    write_small_county(made)
    return made


@contextmanager
def workshop(folder: Path) -> Iterator[Room]:
    """Give a room in a county so small that a replication takes a tenth of a second."""
    with room_in(folder, county="small", own={"small": str(folder / "small.toml")}, **SIZES) as room:
        yield room


@pytest.fixture(scope="module")
def room(folder: Path) -> Iterator[Room]:
    with workshop(folder) as made:
        yield made


@pytest.fixture(scope="module")
def browser(room: Room) -> Iterator[httpx.Client]:
    with (
        served(room) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as client,
    ):
        yield client


def heard(client: httpx.Client, ask: str, last: str = "") -> list[dict[str, Any]]:
    """Return every event of an ask's stream until it ends: its id, kind and data."""
    headers = {"Last-Event-ID": last} if last else {}
    found = []
    with client.stream("GET", f"/api/ask/{ask}/events", headers=headers) as stream:
        if stream.status_code == 204:
            return []
        assert stream.headers["content-type"].startswith("text/event-stream")
        one: dict[str, Any] = {}
        for line in stream.iter_lines():
            name, _colon, value = line.partition(": ")
            if not line and "data" in one:
                found.append(one)
            if not line:
                one = {}
            elif name == "data":
                one["data"] = json.loads(value)
            elif name:
                one[name] = value
    return found


def ask(client: httpx.Client, *designs: dict[str, Any]) -> str:
    answer = client.post("/api/ask", json={"county": "small", "designs": list(designs)})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


@pytest.fixture(scope="module")
def asked(browser: httpx.Client) -> tuple[str, list[dict[str, Any]]]:
    """An ask, and all that was told of it."""
    named = ask(browser, TODAY, HALF)
    return named, heard(browser, named)


# --- pages


def test_the_page_is_served_in_both_languages_and_keeps_the_one_that_was_asked_for(browser):
    english, swedish = (browser.get(f"/?lang={code}") for code in ("en", "sv"))
    assert '<html lang="en"' in english.text
    assert '<html lang="sv"' in swedish.text
    assert english.text != swedish.text
    assert '<html lang="sv"' in browser.get("/").text
    assert "ingen" in browser.get("/api/nowhere").json()["faults"][0]
    browser.cookies.clear()


def test_a_page_loads_nothing_but_files_of_ours_and_has_nothing_inline(browser):
    for path in ("/", "/guest"):
        text = browser.get(path).text
        links = re.findall(r'(?:src|href)="([^"]*)"', text)
        assert links
        for link in links:
            assert link.startswith("/") or link.startswith("#"), link
            if link.startswith("/static/"):
                answer = browser.get(link)
                assert answer.status_code == 200
                kinds = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
                assert answer.headers["content-type"].startswith(kinds[link.rsplit(".", 1)[1]])
        inline = re.findall(r"<script(?![^>]*src=)[^>]*>", text)
        assert all('type="application/json"' in tag for tag in inline)
        assert "<style" not in text
        assert not re.search(r"<[^>]*\s(style|on\w+)=", text)


def test_words_of_the_page_end_no_script(browser):
    text = browser.get("/").text
    words = re.search(r'<script type="application/json" id="words">(.*?)</script>', text, re.DOTALL)
    assert words
    assert len(json.loads(words[1])) > 20
    assert "<" not in words[1]


def test_the_page_is_told_what_it_needs_to_begin(browser):
    start = browser.get("/api/start").json()
    assert start["county"] == "small"
    assert {"small", "norrbotten", "gavleborg"} <= {one["name"] for one in start["counties"]}
    assert start["designs"][0]["name"] == "current"
    assert all(one["title"] and one["summary"] for one in start["designs"])
    assert start["replications"] == {"least": 3, "budget": 3}
    assert [one["id"] for one in start["roles"]] == ["municipality", "region", "user", "relative"]


def test_evidence_is_one_question_away_and_a_slip_is_told_with_the_nearest(browser):
    found = browser.get("/api/evidence/NB-003").json()
    assert (found["kind"], found["grade"]) == ("evidence", "high")
    assert found["source"]
    missing = browser.get("/api/evidence/NB-0003")
    assert missing.status_code == 404
    assert "NB-003" in missing.json()["faults"][0]


def test_a_county_has_a_map(browser):
    found = browser.get("/api/map/norrbotten").json()
    assert len(found["municipalities"]) == 14


# --- drafts


def test_a_draft_is_told_with_all_that_differs_or_all_that_is_wrong(browser):
    fine = browser.post("/api/draft", json={"county": "small", **HALF}).json()
    assert fine["faults"] == []
    assert fine["name"].startswith("big_bang-")
    assert fine["title"] == HALF["title"]
    assert any(one["lever"] == "follow_treatment" for one in fine["differs"])
    wrong = {"follow_treatment": 7, "dip": "much", "nothing": 1}
    answer = browser.post("/api/draft", json={"county": "small", "base": "big_bang", "settings": wrong})
    assert answer.status_code == 200
    assert len(answer.json()["faults"]) == 3


def test_a_value_that_no_slider_gives_is_refused_when_it_is_asked_for_by_hand(browser):
    wrong = {"base": "big_bang", "settings": {"follow_treatment": 7, "dip": -1}}
    answer = browser.post("/api/ask", json={"county": "small", "designs": [TODAY, wrong]})
    assert answer.status_code == 422
    assert len(answer.json()["faults"]) == 2
    for designs in (None, [], [TODAY] * 7, [3], [{"base": "../x"}], [{"base": "current", "file": "/etc/passwd"}]):
        assert browser.post("/api/ask", json={"county": "small", "designs": designs}).status_code == 422


# --- asks


def test_an_ask_is_told_as_it_goes_and_the_stream_ends_with_it(asked):
    _named, told = asked
    assert told[0]["event"] == "view"
    assert {one["event"] for one in told} == {"view", "progress"}
    last = {kind: [one["data"] for one in told if one["event"] == kind][-1] for kind in ("view", "progress")}
    assert last["view"]["state"] == last["progress"]["state"]
    assert last["progress"]["state"] in ("settled", "enough")
    assert last["view"]["replications"] == 3
    assert [one["title"] for one in last["view"]["designs"]][1] == HALF["title"]
    numbers = [int(one["id"].rpartition("-")[2]) for one in told]
    assert numbers == sorted(set(numbers))


def test_the_view_that_is_asked_for_is_the_last_that_was_told(browser, asked):
    named, told = asked
    assert browser.get(f"/api/ask/{named}").json() == [one["data"] for one in told if one["event"] == "view"][-1]


def test_who_comes_back_is_told_only_what_is_new(browser, asked):
    named, told = asked
    assert heard(browser, named, last=told[-1]["id"]) == []
    before_last = heard(browser, named, last=told[-2]["id"])
    assert [one["id"] for one in before_last] == [told[-1]["id"]]
    of_another_server = heard(browser, named, last="00000000-999999")
    assert {one["event"] for one in of_another_server} == {"view", "progress"}


def test_numbers_are_those_of_the_command_line_on_the_downloaded_file(browser, asked, folder, tmp_path):
    named, _told = asked
    file = browser.get(f"/api/design/{named}/1.toml")
    assert file.headers["content-disposition"].startswith("attachment")
    name = file.headers["content-disposition"].rpartition("''")[2]
    (tmp_path / name).write_bytes(file.content)
    study = assemble(folder / "small.toml", ["current", tmp_path / name], replications=3, seed=2028, years=2)
    outcomes = carry_out(jobs_of(study, None), Means(1, Archive(folder / "archive")), None)  # as `compare` does
    result = compare(study, outcomes, "here", "0")
    view = browser.get(f"/api/ask/{named}").json()
    for design, shown in zip(result.designs, view["designs"], strict=True):
        assert shown["measures"]["untreated_share"]["mean"] == design.measures["untreated_share"].mean


def test_a_downloaded_file_comes_back_as_the_same_draft(browser, asked):
    named, _told = asked
    file = browser.get(f"/api/design/{named}/1.toml")
    back = browser.post("/api/upload", content=file.content, headers={"Content-Type": "text/plain"})
    assert back.json() == HALF
    assert browser.get(f"/api/design/{named}/2.toml").status_code == 422


def test_the_same_client_under_two_designs_is_told_as_trace_tells_it(browser, asked, folder):
    named, _told = asked
    found = browser.get(f"/api/ask/{named}/client?design=0&other=1")
    assert found.status_code == 200, found.text
    client = found.json()["client"]["name"]
    path = next((folder / "record" / "designs").rglob("*.toml"))
    story = mr.trace(folder / "small.toml", "current", path, client=client, years=2)
    by_name = browser.get(f"/api/ask/{named}/client?design=0&other=1&name={client}").json()
    assert by_name["text"].split() == story.text.split()
    assert browser.get(f"/api/ask/{named}/client?design=0&other=9").status_code == 422
    nobody = browser.get(f"/api/ask/{named}/client?name=Nobody")
    assert nobody.status_code == 422
    assert nobody.json()["faults"]


def test_a_cancelled_ask_says_so_to_whoever_listens(browser):
    named = ask(browser, TODAY, {"base": "phased", "settings": {}})
    assert browser.delete(f"/api/ask/{named}").status_code == 200
    assert heard(browser, named)[-1]["data"]["state"] in ENDED
    assert browser.get("/api/ask/ffffffffffff").status_code == 404


# --- the record


def test_a_round_keeps_what_its_ask_found_without_the_page(browser, asked):
    named, _told = asked
    begun = browser.post("/api/rounds", json={"question": "Vem <i>faller</i>?", "expectation": "Fler"}).json()
    fields = {"version": 1, "ask": named, "designs": [TODAY, HALF], "decision": "Vi väntar & ser"}
    changed = browser.put(f"/api/rounds/{begun['id']}", json={**fields, "owner_roles": {"follow_treatment": "region"}})
    assert changed.json()["result"]["n"] == 3
    assert changed.json()["version"] == 2
    stale = browser.put(f"/api/rounds/{begun['id']}", json={"version": 1, "finding": "another tab"})
    assert stale.status_code == 409
    assert stale.json()["current"]["decision"] == "Vi väntar & ser"


def test_the_record_stands_alone_with_everything_that_the_room_wrote_and_saw(browser):
    answer = browser.get("/api/record.html?lang=en")
    assert answer.headers["content-disposition"].startswith("attachment")
    text = answer.text
    for sign in ("<script", "<link", "<img", "http://", "https://", "<i>faller", "<b>följer"):
        assert sign not in text, sign
    view = browser.get("/api/rounds").json()["rounds"][0]["result"]
    shown = view["designs"][1]["measures"]["untreated_share"]["text"]
    moved = view["differences"][0]["moved"]["sentence"]
    for words in ("Vem &lt;i&gt;faller&lt;/i&gt;?", "Vi väntar &amp; ser", shown, "the region", escape(moved)):
        assert words in text, words
    assert "extends = " in text
    assert re.search(r"mellanrum compare \S*small.toml current big_bang-[0-9a-f]{8}.toml -n auto --precision", text)
    record = browser.get("/api/record.json").json()
    one = record["rounds"][0]
    assert one["designs"][1]["differs"]
    assert 'extends = "big_bang"' in one["designs"][1]["file"]
    assert "--years 2" in one["command"]


def test_after_a_restart_rounds_are_there_and_their_answers_are_asked_again(folder, asked, tmp_path_factory):
    named, told = asked
    with workshop(folder) as again, client_of(again) as client:
        rounds = client.get("/api/rounds").json()["rounds"]
        assert [one["ask"] for one in rounds] == [named]
        assert rounds[0]["result"]["n"] == 3
        client.get(f"/api/ask/{named}")
        while client.get(f"/api/ask/{named}").json()["state"] not in ENDED:
            pass
        view = client.get(f"/api/ask/{named}").json()
        assert view["from_archive"] == view["done"]
        before = [one["data"] for one in told if one["event"] == "view"][-1]
        assert view["designs"] == before["designs"]


# --- streams


def test_a_slow_listener_is_sent_the_latest_and_nothing_older():
    async def slow() -> list[int]:
        feed, said = events.Feed(), []

        async def content() -> None:
            return None

        for n in range(100):
            feed.tell("view" if n % 2 else "progress", content)
        stream = feed.events()
        said.append((await anext(stream)).number)
        for _ in range(100):
            feed.tell("view", content)
        feed.end()
        return said + [event.number async for event in stream]

    assert asyncio.run(slow()) == [99, 200]


def test_a_quiet_line_is_kept_open_by_a_comment(monkeypatch):
    monkeypatch.setattr(events, "QUIET_SECONDS", 0.01)

    async def quiet() -> list[str]:
        text = events.as_text(events.Feed().events())
        return [await anext(text) for _ in range(3)]

    assert asyncio.run(quiet())[1:] == [": still here\n\n"] * 2


def test_a_fault_while_an_answer_is_made_ends_the_stream_in_words(capsys):
    async def broken() -> None:
        raise ZeroDivisionError("secret of the house")

    async def told() -> list[str]:
        feed = events.Feed()
        feed.tell("view", broken)
        return [part async for part in events.as_text(feed.events())]

    last = asyncio.run(told())[-1]
    assert last.startswith("event: fault\n")
    assert "secret" not in last
    assert "secret of the house" in capsys.readouterr().err


# --- the process


COMMAND = [sys.executable, "-c", "import sys; from mellanrum.cli import main; sys.exit(main())", "workshop"]


def begun(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    own = {**os.environ, "PYTHONPATH": str(ROOT), "MELLANRUM_LANG": "en"}
    records = ["--records", str(folder / "own record"), "--archive", str(folder / "archive"), "--no-browser"]
    return subprocess.Popen(
        [*COMMAND, "--county", str(folder / "small.toml"), *records, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=own,
    )


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C as POSIX sends it")
def test_ctrl_c_ends_it_in_words_whatever_streams_are_open(folder):
    server = begun(folder, "--port", "0", "--jobs", "1")
    assert server.stdout is not None
    address = re.search(r"http://[^\s/]+", server.stdout.readline())
    assert address
    port = int(address[0].rpartition(":")[2])
    with httpx.Client(base_url=address[0], timeout=60, trust_env=False) as client:
        named = client.post("/api/ask", json={"designs": [TODAY, {"base": "big_bang", "settings": {}}]}).json()["id"]
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(f"GET /api/ask/{named}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            assert b"200 OK" in line.recv(200)
            second = begun(folder, "--port", "0")
            assert "another workshop is using now" in second.communicate(timeout=SLOW)[1]
            assert second.returncode == 2
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=SLOW)
    assert server.returncode == 0
    assert "The workshop has ended" in out
    assert err == ""


def test_an_address_that_cannot_be_had_is_told_before_anything_is_begun(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        _out, err = begun(folder, "--port", str(port)).communicate(timeout=SLOW)
    assert f"--port: found {port}, where something listens already" in err
    _out, err = begun(folder, "--host", "nowhere.invalid").communicate(timeout=SLOW)
    assert "--host: found 'nowhere.invalid'" in err


def test_a_county_file_that_is_no_county_is_told_before_anything_is_begun(tmp_path):
    spoilt = tmp_path / "spoilt.toml"
    spoilt.write_text("adults = many", encoding="utf-8")
    with pytest.raises(ScenarioError, match="found no TOML on line 1"):
        own_counties(spoilt)


def test_help_imports_nothing_heavy_and_a_missing_extra_is_told(folder):
    code = (
        "import sys\n"
        "from mellanrum.cli import main\n"
        "assert main(['workshop', '--help']) == 0\n"
        "heavy = {'starlette', 'uvicorn', 'jinja2', 'segno', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "import importlib.util as util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'uvicorn' else found(name, *more)\n"
        "sys.exit(main(['workshop', '--no-browser']))\n"
    )
    own = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, env=own, check=False
    )
    assert done.returncode == 2
    assert "pip install mellanrum[workshop]" in done.stderr
