"""What is written, and where: streams without letters, closed streams, full disks, pipes, links, files that exist."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import mellanrum as mr
from benchmarks.small_county import write_small_county
from mellanrum.cli.saying import STAND_INS
from mellanrum.runs.lifecycle import lasting
from mellanrum.runs.places import write_new
from outputs.text.grid import Column, Grid, page_of, plain, wrap
from outputs.text.screen import text

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A folder in which a comparison was run."""
    folder = tmp_path_factory.mktemp("here")
    small, before = write_small_county(folder), Path.cwd()
    os.chdir(folder)
    try:
        options = {"replications": 2, "years": 2, "jobs": 1, "parameters": "point", "out": "run"}
        mr.compare(small, ["current", "big_bang"], **options)
    finally:
        os.chdir(before)
    return folder


def shell(command: str, at: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a shell command in which `mellanrum` is the command line."""
    own = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    line = command.replace("mellanrum", f'"{sys.executable}" -m mellanrum')
    return subprocess.run(line, shell=True, cwd=at, env=own, capture_output=True, timeout=120, check=False)


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "latin-1", "ascii"])
def test_a_stream_that_lacks_a_sign_gets_the_nearest_and_no_minus_becomes_a_question_mark(here, encoding):
    whole = shell("mellanrum runs show run --full", here, PYTHONIOENCODING="utf-8").stdout.decode()
    told = shell("mellanrum runs show run --full", here, PYTHONIOENCODING=encoding)
    assert told.returncode == 0
    shown = told.stdout.decode(encoding)
    assert "−" in whole
    assert "-" in shown
    assert shown.count("?") == whole.count("?")


def test_every_sign_has_a_stand_in_of_letters_that_any_stream_has():
    assert all(stand_in.isascii() and "?" not in stand_in for stand_in in STAND_INS.values())
    signs = {c for f in (ROOT / "outputs").glob("*.py") for c in f.read_text("utf-8") if not c.isascii()}
    assert {c for c in signs if not c.isalpha()} - STAND_INS.keys() <= {"\xa0"}


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("mellanrum scenarios list >&-", 0),
        ("mellanrum scenarios list 2>&-", 0),
        ("mellanrum scenarios list >&- 2>&- <&-", 0),
        ("mellanrum scenarios check nowhere >&- 2>&-", 2),
        ("mellanrum runs show run | true", 0),
    ],
)
def test_a_closed_stream_is_no_fault_of_ours(here, command, code):
    done = shell(command, here)
    assert done.returncode == code
    assert b"fault" not in done.stderr + done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a system with /dev/full")
def test_a_full_disk_is_told_and_what_stood_there_stands(here):
    for command in ("mellanrum scenarios list > /dev/full", "mellanrum runs show run --json /dev/full"):
        done = shell(command, here)
        assert done.returncode == 1
        assert b"No space left" in done.stderr
        assert b"fault" not in done.stderr
    assert Path("/dev/full").is_char_device()


def test_a_file_that_exists_is_never_written_over_and_a_link_never_replaced(here):
    mine = here / "mine.json"
    mine.write_text("mine", encoding="utf-8")
    (here / "link.json").symlink_to(mine)
    (here / "dangling.json").symlink_to(here / "nowhere.json")
    for name in ("mine.json", "link.json", "dangling.json"):
        done = shell(f"mellanrum runs show run --json {name}", here)
        assert done.returncode == 2
        assert b"is not overwritten" in done.stderr
    assert mine.read_text(encoding="utf-8") == "mine"
    assert (here / "link.json").is_symlink()
    assert not (here / "nowhere.json").exists()


def test_what_came_meanwhile_is_not_written_over(tmp_path):
    file = tmp_path / "a.json"
    file.write_text("theirs", encoding="utf-8")
    with pytest.raises(FileExistsError):
        write_new(file, "ours")
    assert file.read_text(encoding="utf-8") == "theirs"
    assert os.listdir(tmp_path) == ["a.json"]  # noqa: PTH208


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system with named pipes")
def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path):
    pipe, heard = tmp_path / "pipe", list[str]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    write_new(pipe, "whole")
    reader.join(10)
    assert heard == ["whole"]
    assert pipe.is_fifo()


def test_a_tilde_is_the_home_folder_wherever_a_place_is_named(here, tmp_path):
    done = shell("mellanrum runs show run --json=~/out.json", here, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.json").is_file()
    done = shell("mellanrum scenarios new mine --output=~/mine.toml", here, HOME=str(tmp_path))
    assert (tmp_path / "mine.toml").is_file(), done.stderr
    done = shell('mellanrum scenarios check "~/mine.toml"', here, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    done = shell("mellanrum runs show run --json=~nobody_here/x.json", here)
    assert done.returncode == 2
    assert b"home of nobody" in done.stderr
    assert not (here / "~").exists()


def test_a_file_is_kept_by_its_whole_path_whatever_it_is_called(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.toml", "B.TOML", "plain"):
        (tmp_path / name).write_text("x = 1", encoding="utf-8")
        assert lasting({"county": name, "designs": [name]}) == {
            "county": str(tmp_path / name),
            "designs": [str(tmp_path / name)],
        }
    assert lasting({"county": "norrbotten", "logs": "plain"}) == {"county": "norrbotten", "logs": "plain"}


def test_a_narrow_terminal_gets_a_narrow_page_and_a_file_the_usual_one():
    class Terminal:
        def isatty(self):
            return True

    sentence = "word " * 60
    grid = Grid("T", (Column("a"),), (("1",),), (sentence,))
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "60"
    try:
        with page_of(Terminal()):
            assert max(map(len, wrap(sentence))) <= 60
            assert max(map(len, plain(grid).splitlines())) <= 60
            with page_of():
                assert max(map(len, wrap(sentence))) > 90
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)


def test_nothing_that_acts_on_a_terminal_leaves_with_a_text():
    evil = "a\x1b]0;title\x07\x1b[2J\u202eb\x9bc"
    for shown in (text([evil]), plain(Grid(evil, (Column(evil),), ((evil,),), (evil,)))):
        assert not set("\x1b\x07\x9b\u202e") & set(shown)
        assert "\\u001b" in shown


def test_every_command_says_what_it_says_in_one_way():
    cli = ROOT / "mellanrum" / "cli"
    others = [f.name for f in cli.glob("*.py") if "click.echo(" in f.read_text("utf-8") and f.name != "saying.py"]
    assert others == ["errors.py"]  # which writes to the stream that it is given
