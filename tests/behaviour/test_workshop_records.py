"""Rounds, guesses and votes outlive a restart, a kill, two tabs and a full disk; a damaged file is set aside."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mellanrum.workshop import kept_files
from mellanrum.workshop.exchange import RefusedError, in_words
from mellanrum.workshop.guests import Guests
from mellanrum.workshop.records import Records, make_folders
from mellanrum.workshop.rounds import LONGEST_TEXT
from sim.terms.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
DRAFT = {"base": "big_bang", "settings": {"follow": 0.5, "waves": 3, "sip": True}, "title": "Två team"}
PHONE, OTHER = "a phone of its own", "another phone"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_folders(tmp_path)
    return tmp_path


def refused(status: int, work) -> RefusedError:
    with pytest.raises(RefusedError) as told:
        work()
    assert told.value.status == status
    return told.value


# --- rounds


def test_a_round_is_there_after_a_restart_as_it_was_written(folder):
    records = Records(folder)
    begun = records.begin({"county": "norrbotten", "question": "Vem faller mellan stolarna?"})
    written = {"version": 1, "designs": [DRAFT], "guess": {"measure": "untreated_share", "value": -4}}
    changed = records.change(begun["id"], {**written, "owner_roles": {"follow": "region"}, "decision": "Väntar."})
    assert changed["version"] == 2
    assert changed["question"] == "Vem faller mellan stolarna?"
    assert Records(folder).all() == [changed]


def test_rounds_are_numbered_in_the_order_in_which_they_were_begun_also_after_a_restart(folder):
    records = Records(folder)
    first = [records.begin({}) for _ in range(3)]
    again = Records(folder)
    again.begin({})
    assert [one["number"] for one in again.all()] == [1, 2, 3, 4]
    assert [one["id"] for one in again.all()[:3]] == [one["id"] for one in first]


def test_the_second_of_two_tabs_is_given_what_the_first_wrote_and_nothing_is_lost(folder):
    records = Records(folder)
    begun = records.begin({"question": "?"})
    records.change(begun["id"], {"version": 1, "finding": "the first tab's"})
    told = refused(409, lambda: records.change(begun["id"], {"version": 1, "finding": "the second tab's"}))
    assert told.more["current"]["finding"] == "the first tab's"
    assert told.faults
    assert told.more["current"]["version"] == 2
    records.change(begun["id"], {"version": 2, "finding": "both"})
    assert Records(folder).get(begun["id"])["finding"] == "both"


def test_of_many_who_write_the_same_version_at_once_one_is_kept(folder):
    records = Records(folder)
    begun = records.begin({})
    kept: list[str] = []
    refusals: list[int] = []

    def write(text: str) -> None:
        try:
            kept.append(records.change(begun["id"], {"version": 1, "finding": text})["finding"])
        except RefusedError as error:
            refusals.append(error.status)

    threads = [threading.Thread(target=write, args=(f"tab {n}",)) for n in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(kept) == 1
    assert refusals == [409] * 7
    assert Records(folder).get(begun["id"])["finding"] == kept[0]


def test_everything_that_is_wrong_with_a_round_is_told_at_once_and_nothing_is_written(folder):
    records = Records(folder)
    begun = records.begin({})
    wrong = {
        "version": 1,
        "question": "x" * (LONGEST_TEXT + 1),
        "designs": [{"base": 3}],
        "guess": {"measure": "untreated_share", "value": "many"},
        "quesion": "a slip",
        "owner_roles": ["region"],
    }
    told = refused(422, lambda: records.change(begun["id"], wrong))
    assert len(told.faults) == 5
    for word in ("round.question", "round.designs", "round.guess", '"quesion"', "round.owner_roles"):
        assert any(word in fault for fault in told.faults)
    assert max(map(len, told.faults)) < 1000
    assert Records(folder).get(begun["id"])["version"] == 1


@pytest.mark.parametrize("version", [None, "1", True, 1.0, [1]])
def test_a_change_of_no_version_is_refused(folder, version):
    records = Records(folder)
    begun = records.begin({})
    assert "round.version" in refused(422, lambda: records.change(begun["id"], {"version": version})).faults[0]


def test_what_only_the_server_writes_is_not_changed_from_outside(folder):
    records = Records(folder)
    begun = records.begin({"id": "../../x", "number": 99, "votes": {"yes": 5}})
    assert begun["number"] == 1
    assert begun["votes"] == {}
    records.change(begun["id"], {"version": 1, "id": "other", "made": "never", "number": 7})
    assert [one["id"] for one in records.all()] == [begun["id"]]
    assert records.get(begun["id"])["made"] == begun["made"]


def test_what_was_found_is_kept_without_a_new_version_and_no_page_erases_it(folder):
    records = Records(folder)
    begun = records.begin({"ask": "abc"})
    records.keep_result("abc", {"n": 8, "settled": True})
    assert records.get(begun["id"])["version"] == 1
    changed = records.change(begun["id"], {"version": 1, "result": None, "ask": "abc", "finding": "Färre faller."})
    assert changed["result"] == {"n": 8, "settled": True}
    asked_anew = records.change(begun["id"], {"version": 2, "ask": "def"})
    assert asked_anew["result"] is None


def test_a_damaged_round_is_told_and_set_aside_and_the_others_are_there(folder):
    records = Records(folder)
    whole, cut, strange = (records.begin({"question": text}) for text in ("whole", "cut", "strange"))
    file = folder / "rounds" / f"{cut['id']}.json"
    before = file.read_bytes()
    file.write_bytes(before[:40])
    other = folder / "rounds" / f"{strange['id']}.json"
    other.write_text(json.dumps({**strange, "designs": "none"}))
    again = Records(folder)
    assert [one["question"] for one in again.all()] == ["whole"]
    assert len(again.told) == 2
    kept = sorted(folder.glob("rounds/*.damaged"))
    assert len(kept) == 2
    assert {one.read_bytes() for one in kept} >= {before[:40]}
    assert all(any(one.name in told for told in again.told) for one in kept)
    assert Records(folder).told == []
    assert Records(folder).get(whole["id"])["question"] == "whole"


def test_a_round_under_another_rounds_name_is_set_aside(folder):
    begun = Records(folder).begin({})
    (folder / "rounds" / f"{begun['id']}.json").rename(folder / "rounds" / "000000000000.json")
    again = Records(folder)
    assert again.all() == []
    assert again.told


WRITER = """
import sys
from pathlib import Path
from mellanrum.workshop.records import Records
records = Records(Path(sys.argv[1]))
found = records.begin({"question": "0"})
n = 0
while True:
    n += 1
    found = records.change(found["id"], {"version": found["version"], "question": str(n)})
    print(n, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_server_that_is_killed_leaves_the_last_round_that_it_confirmed(folder):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert writer.stdout is not None
    for _ in range(20):
        confirmed = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    confirmed = max([confirmed, *map(int, writer.stdout.read().split())])
    writer.wait()
    again = Records(folder)
    assert again.told == []
    assert int(again.all()[0]["question"]) in (confirmed, confirmed + 1)


ON_A_FULL_DISK = """
import json, sys
from pathlib import Path
from mellanrum.workshop.exchange import in_words
from mellanrum.workshop.records import Records, make_folders
folder = Path(sys.argv[1])
make_folders(folder)
records = Records(folder)
found = records.begin({"finding": "kept"})
stone = folder / "stone"
with stone.open("wb", buffering=0) as file:
    try:
        while file.write(bytes(512)):
            pass
    except OSError:
        pass
try:
    records.change(found["id"], {"version": 1, "finding": "x" * 4000})
except OSError as error:
    status, faults, _more = in_words(error)
held, read = records.get(found["id"]), Records(folder)
stone.unlink()
written = records.change(found["id"], {"version": 1, "finding": "there is room again"})
print(json.dumps([status, faults, held["finding"], read.all()[0]["finding"], read.told, written["finding"]]))
"""


@pytest.mark.skipif(not all(map(shutil.which, ("unshare", "mount"))), reason="needs unshare and mount")
def test_a_full_disk_keeps_what_there_was_says_so_and_goes_on_once_there_is_room(folder):
    mount = 'mount -t tmpfs -o size=64k tmpfs "$0" || exit 77; exec "$@"'
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", mount, str(folder), sys.executable, "-c", ON_A_FULL_DISK, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("may mount nothing here")
    status, faults, held, read, told, written = json.loads(done.stdout)
    assert status == 507
    assert "disk is full" in faults[0]
    assert (held, read, told) == ("kept", "kept", [])
    assert written == "there is room again"
    assert "Traceback" in done.stderr  # for whoever mends it, where the server was begun


def test_a_folder_that_refuses_is_told_in_a_sentence(folder, capsys):
    records = Records(folder)
    begun = records.begin({"finding": "kept"})
    (folder / "rounds").rename(folder / "moved")
    (folder / "rounds").write_text("no folder any more")
    with pytest.raises(OSError) as refusal:
        records.change(begun["id"], {"version": 1, "finding": "lost?"})
    status, faults, _more = in_words(refusal.value)
    assert status == 500
    assert "the system refused" in faults[0]
    assert "Traceback" not in faults[0]
    assert records.get(begun["id"])["finding"] == "kept"
    capsys.readouterr()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="locks of POSIX")
def test_two_workshops_do_not_write_into_one_record(folder):
    with (
        kept_files.in_hand(folder),
        pytest.raises(InputError, match="another workshop is using now"),
        kept_files.in_hand(folder),
    ):
        pass
    with kept_files.in_hand(folder):
        pass


# --- guesses and votes


def test_a_guess_may_be_changed_until_the_poll_is_closed_and_outlives_a_restart(folder):
    guests = Guests(folder)
    guests.set("r1", {"open": "guess", "measure": "untreated_share", "design": 1})
    guests.guess(PHONE, -4)
    guests.guess(OTHER, 2)
    guests.guess(PHONE, -6)
    again = Guests(folder)
    assert again.current(PHONE) == (
        "r1",
        {"open": "guess", "measure": "untreated_share", "design": 1, "options": []},
        -6,
    )
    again.guess(OTHER, 3)
    closed = again.set("r1", {"open": None})
    assert closed["guesses"] == [-6, 3]
    assert refused(409, lambda: again.guess(PHONE, 0)).faults == ["the poll is closed"]
    assert Guests(folder).seen("r1") == closed


def test_while_a_poll_is_open_only_how_many_answered_is_seen(folder):
    guests = Guests(folder)
    guests.set("r1", {"open": "vote", "options": ["införa", "vänta"]})
    guests.vote(PHONE, "vänta")
    seen = guests.seen("r1")
    assert (seen["open"], seen["n"], seen["votes"], seen["guesses"]) == (True, 1, {}, [])
    guests.vote(OTHER, "vänta")
    assert guests.set("r1", {"open": None})["votes"] == {"införa": 0, "vänta": 2}


def test_nothing_that_is_seen_or_kept_says_whose_a_guess_is(folder):
    guests = Guests(folder)
    guests.set("r1", {"open": "guess", "measure": "untreated_share"})
    for n, phone in enumerate((PHONE, OTHER)):
        guests.guess(phone, 5 - n)
    assert guests.set("r1", {"open": None})["guesses"] == [4, 5]
    kept = (folder / "polls" / "r1.json").read_text()
    assert PHONE not in kept
    assert OTHER not in kept


def test_one_poll_is_open_at_a_time(folder):
    guests = Guests(folder)
    guests.set("r1", {"open": "guess", "measure": "untreated_share"})
    guests.guess(PHONE, 1)
    guests.set("r2", {"open": "vote", "options": ["ja", "nej"]})
    assert guests.seen("r1")["open"] is False
    assert guests.seen("r1")["guesses"] == [1]
    assert guests.current(PHONE)[0] == "r2"
    refused(409, lambda: guests.guess(PHONE, 2))


def test_guesses_of_something_else_do_not_stand_beside_new_ones(folder):
    guests = Guests(folder)
    guests.set("r1", {"open": "guess", "measure": "untreated_share"})
    guests.guess(PHONE, 1)
    assert guests.set("r1", {"open": "guess", "measure": "fall_rate"})["n"] == 0
    guests.set("r1", {"open": "vote", "options": ["ja", "nej"]})
    guests.vote(PHONE, "ja")
    assert guests.set("r1", {"open": None, "options": ["nej", "senare"]})["votes"] == {"nej": 0, "senare": 0}


@pytest.mark.parametrize("value", [None, "4", True, [], {}, float("nan"), float("inf"), 10**400])
def test_a_guess_that_is_no_number_is_refused(folder, value):
    guests = Guests(folder)
    guests.set("r1", {"open": "guess", "measure": "untreated_share"})
    refused(422, lambda: guests.guess(PHONE, value))
    assert guests.seen("r1")["n"] == 0


def test_everything_that_is_wrong_with_a_poll_is_told_at_once(folder):
    wrong = {"open": "maybe", "measure": 3, "design": -1, "options": ["a", "a"], "secret": 1}
    assert len(refused(422, lambda: Guests(folder).set("r1", wrong)).faults) == 5
    refused(422, lambda: Guests(folder).set("r1", {"open": "vote", "options": []}))
    assert not list((folder / "polls").iterdir())


def test_a_vote_for_what_was_not_offered_is_refused(folder):
    guests = Guests(folder)
    guests.set("r1", {"open": "vote", "options": ["ja", "nej"]})
    assert "ja, nej" in refused(422, lambda: guests.vote(PHONE, "kanske")).faults[0]
    refused(422, lambda: guests.vote(PHONE, ["ja"]))


def test_a_damaged_poll_is_told_and_set_aside(folder):
    guests = Guests(folder)
    guests.set("r1", {"open": "vote", "options": ["ja", "nej"]})
    guests.vote(PHONE, "ja")
    guests.set("r2", {"open": None})
    (folder / "polls" / "r2.json").write_text('{"open": null}')
    again = Guests(folder)
    assert len(again.told) == 1
    assert again.seen("r1")["n"] == 1
    assert again.seen("r2")["n"] == 0
