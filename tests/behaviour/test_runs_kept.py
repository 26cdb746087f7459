"""What was run before: listed, shown, taken up again, made larger and tidied, by the command line."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.small_county import write_small_county
from mellanrum.cli import main
from sim.experiment.folder import UNFINISHED, RunFolder
from sim.experiment.sums import write_sums

Said = Callable[..., tuple[int, str, str]]
OLD = 2 * 3600.0
MINE = 'extends = "big_bang"\ntitle_en = "mine"\n'
CHEAP = ("--years", "0.1", "--jobs", "1", "--logs", "none")


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    """The command listens for Ctrl-C; the tests should not."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a county, a design of one's own, and one finished run of two designs, two replications each."""
    folder = tmp_path_factory.mktemp("base")
    write_small_county(folder)
    (folder / "mine.toml").write_text(MINE, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert main(["compare", "small.toml", "current", "mine.toml", *CHEAP, "-n", "2"]) == 0
    finally:
        os.chdir(before)
    return folder


@pytest.fixture
def here(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, as the current folder."""
    folder = tmp_path / "here"
    shutil.copytree(base, folder)
    plan = next(folder.glob("runs/2*/plan.json"))
    plan.write_text(plan.read_text(encoding="utf-8").replace(str(base), str(folder)), encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return call


def run_in(here: Path) -> Path:
    (found,) = here.glob("runs/2*")
    return found


def stopped(here: Path) -> str:
    """Make the run one that was stopped before its last step, with a half-written file; return its name."""
    run = run_in(here)
    left = run.rename(run.with_name(run.name + UNFINISHED))
    for path in left.iterdir():
        if path.name not in ("plan.json", "inputs"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (left / "measures.parquet").write_bytes(b"PAR1 and then")
    return run.name


def times(here: Path) -> dict[str, int]:
    return {p.name: p.stat().st_mtime_ns for p in here.glob("runs/archive/??/*.entry")}


def digest(text: str) -> str:
    return re.search(r"^sha256 all ([0-9a-f]{64})$", text, re.MULTILINE)[1]


def all_in(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiment.replicate.replicate", lambda job, log=None: pytest.fail("the model was run"))


# --- list and show


def test_runs_are_listed_by_state_and_damaged_ones_are_no_obstacle(here: Path, said: Said) -> None:
    finished = run_in(here)
    plan = (finished / "plan.json").read_text(encoding="utf-8")
    made = {
        "a-stopped.unfinished": {"plan.json": plan},
        "b-running.unfinished": {"plan.json": plan},
        "c-no-plan": {"manifest.json": '{"replications_run": 3}'},
        "d-many": {"manifest.json": '{"replications_run": "many"}', "plan.json": '{"kind": "compare", "arguments": 3}'},
        "e-cut": {"manifest.json": '{"replica', "plan.json": "["},
        "f-empty": {"manifest.json": "", "plan.json": ""},
        "g-other": {"thesis.txt": "three years"},
    }
    for folder, files in made.items():
        (here / "runs" / folder).mkdir()
        for name, content in files.items():
            (here / "runs" / folder / name).write_text(content, encoding="utf-8")
    let_go = RunFolder.taken_up(here / "runs" / "b-running").hold()
    code, out, err = said("runs")
    let_go()
    assert (code, err) == (0, "")
    states = {line.split()[0]: line.split()[2] for line in out.splitlines() if re.match(r"[a-g2]\S*-\S", line)}
    assert states == {
        finished.name: "finished",
        "a-stopped": "unfinished",
        "b-running": "running",
        "c-no-plan": "finished",
        "d-many": "damaged",
        "e-cut": "damaged",
        "f-empty": "damaged",
    }
    assert re.search(rf"{finished.name}.* 4 .*small current mine", out)
    assert "mellanrum resume RUN" in out


def test_a_folder_without_runs_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Said
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = said("runs", "list")
    assert code == 0
    assert "mellanrum compare" in out
    assert list(tmp_path.iterdir()) == []


def test_a_run_is_shown_as_it_was_without_model_archive_or_input(
    here: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_in(here)
    no_model(monkeypatch)
    for gone in ("small.toml", "mine.toml"):
        (here / gone).unlink()
    shutil.rmtree(here / "runs" / "archive")
    code, out, _ = said("runs", "show", run.name, "--json", "-", "--digest")
    assert code == 0
    document = json.loads(out)
    assert (document["run_id"], document["replications"]) == (run.name, 2)
    assert said("runs", "show", str(run))[0] == said("resume", f"runs/{run.name}/")[0] == 0


@pytest.mark.parametrize(
    ("file", "content", "found"),
    [
        ("result.json.gz", b"", "unaltered result"),
        ("result.json.gz", b"\x1f\x8b\x08cut", "unaltered result"),
        ("manifest.json", b"{", "the manifest of a run"),
        ("manifest.json", b'{"kind": "dance"}', "found kind 'dance'; valid: one of compare"),
    ],
)
def test_a_damaged_run_is_refused_in_one_line(here: Path, said: Said, file: str, content: bytes, found: str) -> None:
    run = run_in(here)
    (run / file).write_bytes(content)
    code, out, err = said("runs", "show", run.name)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2
    assert str(run / file) in err
    assert found in err


def test_a_result_of_another_version_is_refused_with_what_to_run_again(here: Path, said: Said) -> None:
    run = run_in(here)
    kept = json.loads(gzip.decompress((run / "result.json.gz").read_bytes()))
    del kept["shape"]  # as written before results had one
    (run / "result.json.gz").write_bytes(gzip.compress(json.dumps(kept).encode()))
    code, out, err = said("runs", "show", run.name)
    assert (code, out) == (2, "")
    assert "found a result of format 1, written by an earlier or later state of mellanrum" in err
    assert "whose measures mean something else; valid: format 2, which this version writes. Run it again: mell" in err
    assert "altered" not in err


def test_a_result_with_other_fields_is_said_to_be_of_another_version(here: Path, said: Said) -> None:
    run = run_in(here)
    kept = json.loads(gzip.decompress((run / "result.json.gz").read_bytes()))
    del kept["result"]["designs"][0]["measures"]  # as an earlier version might have written it
    (run / "result.json.gz").write_bytes(gzip.compress(json.dumps(kept).encode()))
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    manifest["versions"]["mellanrum"] = "0.0.7"
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_sums(run)
    code, out, err = said("runs", "show", run.name)
    assert (code, out) == (2, "")
    assert "found a result with other fields than this version's, written by mellanrum 0.0.7; valid: one that" in err
    assert "Run it again: mellanrum" in err
    assert "somebody altered" not in err


def test_manifests_and_plans_of_a_later_format_say_so(here: Path, said: Said) -> None:
    run = run_in(here)
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    assert manifest["format"] == 1
    (run / "manifest.json").write_text(json.dumps(manifest | {"format": 7}), encoding="utf-8")
    code, _, err = said("runs", "show", run.name)
    assert code == 2
    assert "found a manifest of format 7, written by a later mellanrum; valid: format 1" in err
    name = stopped(here)
    file = here / "runs" / f"{name}.unfinished" / "plan.json"
    plan = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(plan | {"format": 7, "version": "9.0"}), encoding="utf-8")
    code, _, err = said("resume", name)
    assert code == 2
    assert "found a plan of format 7, written by mellanrum 9.0; valid: format 1" in err


# --- resume


def test_a_stopped_run_goes_on_where_it_was(here: Path, said: Said) -> None:
    before = digest(said("runs", "show", run_in(here).name, "--digest")[1])
    name = stopped(here)
    lost = sorted(here.glob("runs/archive/??/*.entry"))[1]
    lost.unlink()
    others = times(here)
    code, out, err = said("resume", name, "--digest", "--jobs", "1")
    assert (code, err) == (0, "")
    assert digest(out) == before
    assert {k: v for k, v in times(here).items() if k != lost.name} == others
    assert lost.exists()
    assert run_in(here).name == name
    assert (run_in(here) / "measures.parquet").read_bytes()[-4:] == b"PAR1"


def test_a_finished_run_is_not_run_again(here: Path, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    no_model(monkeypatch)
    before = all_in(here / "runs")
    shown, resumed = (said(*command, run_in(here).name) for command in (["runs", "show"], ["resume"]))
    assert shown == resumed
    assert all_in(here / "runs") == before


def test_a_run_goes_on_with_the_archive_that_it_was_begun_with(
    here: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = stopped(here)
    elsewhere = here.parent / "elsewhere"
    (here / "runs" / "archive").rename(elsewhere)
    plan = here / "runs" / f"{name}.unfinished" / "plan.json"
    plan.write_text(json.dumps(json.loads(plan.read_text(encoding="utf-8")) | {"archive": str(elsewhere)}))
    no_model(monkeypatch)
    assert said("resume", name)[0] == 0
    assert not (here / "runs" / "archive").exists()


def test_a_run_goes_on_from_its_own_files_wherever_it_is_taken_and_whatever_became_of_them(
    here: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = here / "small.toml"
    (here / "up").mkdir()
    (here / "up" / "base.toml").write_text(
        'title_sv = "x"\ntitle_en = "x"\nsummary_sv = "x"\nsummary_en = "x"\nextends = "paper_transfer"\n', "utf-8"
    )
    (here / "down").mkdir()
    (here / "down" / "mine.toml").write_text('title_en = "Mine"\nextends = "../up/base.toml"\n', encoding="utf-8")
    options = ["-n", "2", "--years", "0.1", "--jobs", "1", "--parameters", "point", "--out", "first"]
    assert said("compare", "small.toml", "current", "down/mine.toml", *options)[0] == 0
    result = (here / "first" / "result.json.gz").read_bytes()
    there = here.parent / "there"
    shutil.copytree(here / "first", there / "second.unfinished")
    for path in (there / "second.unfinished").iterdir():
        if path.name not in ("plan.json", "inputs"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    county.write_text("nonsense", encoding="utf-8")
    shutil.rmtree(here / "up")
    shutil.rmtree(here / "down")
    shutil.rmtree(here / "runs" / "archive")
    monkeypatch.chdir(there)
    assert said("resume", "second")[0] == 0
    assert (there / "second" / "result.json.gz").read_bytes() == result
    assert said("runs", "verify", "second", "--rerun", "1")[0] == 0


def test_a_sweep_in_a_county_of_ones_own_goes_on_from_elsewhere(
    here: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ["--vary", "transfer.lag_days=0,90", "-n", "1", "--years", "0.1", "--jobs", "1", "--out", "first"]
    assert said("sweep", "small.toml", "paper_transfer", *options)[0] == 0
    there = here.parent / "there"
    shutil.copytree(here / "first", there / "second.unfinished")
    for path in (there / "second.unfinished").iterdir():
        if path.name not in ("plan.json", "inputs"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    monkeypatch.chdir(there)
    code, _, err = said("resume", "second")
    assert code == 0, err


def test_a_run_without_its_files_whose_input_has_changed_is_not_mixed(
    here: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = stopped(here)
    shutil.rmtree(here / "runs" / f"{name}.unfinished" / "inputs")  # as an earlier version left a run
    before = all_in(here)
    (here / "mine.toml").write_text('extends = "current"\n', encoding="utf-8")
    code, out, err = said("resume", name)
    assert (code, out) == (2, "")
    assert f"{name}.unfinished: found a county, a design" in err
    assert "has changed since the run was begun" in err
    (here / "mine.toml").unlink()
    code, out, err = said("resume", name)
    assert (code, out) == (2, "")
    assert "design: found" in err  # the path is cut where it is long
    (here / "mine.toml").write_text(MINE, encoding="utf-8")
    assert all_in(here) == before
    no_model(monkeypatch)
    assert said("resume", name)[0] == 0


def test_a_run_in_hand_is_not_taken_up_by_another(here: Path, said: Said) -> None:
    name = stopped(here)
    before = all_in(here)
    let_go = RunFolder.taken_up(here / "runs" / name).hold()
    code, out, err = said("resume", name)
    let_go()
    assert (code, out) == (2, "")
    assert "is being run by another process" in err
    assert all_in(here) == before


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("{", "the plan of a run"),
        ('{"kind": 5}', "the plan of a run"),
        ('{"kind": "dance", "arguments": {}, "command": [], "decides": "", "run_id": ""}', "cannot read"),
        ('{"kind": "compare", "arguments": 3, "command": [], "decides": "", "run_id": ""}', "cannot read"),
        ('{"kind": "compare"}', "cannot read"),
    ],
)
def test_a_damaged_plan_is_told_in_words(here: Path, said: Said, plan: str, told: str) -> None:
    name = stopped(here)
    (here / "runs" / f"{name}.unfinished" / "plan.json").write_text(plan, encoding="utf-8")
    for command in (["resume", name], ["expand", name, "-n", "9"]):
        code, out, err = said(*command)
        assert (code, out, len(err.splitlines())) == (2, "", 2), err
        assert told in err


@pytest.mark.parametrize("command", [["resume"], ["runs", "show"], ["expand", "-n", "3"]])
@pytest.mark.parametrize("name", ["2026-nowhere", "..", "/", "a\nb", "small.toml", "runs"])
def test_an_unknown_run_is_told_with_the_nearest(here: Path, said: Said, command: list[str], name: str) -> None:
    before = all_in(here)
    code, out, err = said(*command, name)
    assert (code, out) == (2, "")
    assert "run: found" in err
    assert run_in(here).name in err
    assert all_in(here) == before


# --- expand


def test_a_run_is_made_larger_without_running_again_what_it_has(here: Path, said: Said) -> None:
    first, before = run_in(here), times(here)
    assert len(before) == 4
    options = ("--jobs", "1", "--json", "-", "--out", "larger")
    code, out, _ = said("expand", first.name, "paper_transfer", "-n", "3", *options)
    assert code == 0
    document, old = json.loads(out), json.loads(said("runs", "show", first.name, "--json", "-")[1])
    assert ([d["name"] for d in document["designs"]], document["replications"]) == (
        ["current", "mine", "paper_transfer"],
        3,
    )
    assert {k: v for k, v in times(here).items() if k in before} == before
    assert len(times(here)) == 9
    assert (old["replications"], first.is_dir()) == (2, True)


def test_bad_expansions_are_told_all_at_once_and_run_nothing(here: Path, said: Said) -> None:
    name = run_in(here).name
    before = all_in(here)
    for arguments, told in (
        ([], "found neither -n nor a design"),
        (["-n", "2"], "-n: found 2; valid: more than the 2 that the run has"),
        (["-n", "0"], "valid: a whole number, at least 1"),
        (["big_bank"], '"big_bang"'),
        (["big_bang", "--out", "runs"], "--out: found runs, which exists"),
        (["big_bang", "--jobs", "none"], "found 'none'; valid: a whole number"),
    ):
        code, out, err = said("expand", name, *arguments)
        assert (code, out) == (2, ""), arguments
        assert told in err
    assert all_in(here) == before


# --- clean


def aged(path: Path) -> Path:
    then = time.time() - OLD
    os.utime(path, (then, then))
    return path


def test_what_dead_writers_left_goes_and_what_is_in_use_stays(here: Path, said: Said) -> None:
    some = next(here.glob("runs/archive/??"))
    entries = sorted(here.glob("runs/archive/??/*.entry"))
    sound = entries[0].read_bytes()
    entries[0].write_bytes(sound[:-1])
    old = [some / ".a.entry.x.partial", here / "runs" / "archive" / ".probe.x.partial"]
    for file in old:
        file.write_bytes(b"half")
    for folder in (some / ".b.log.x.partial", some / "c.log", here / "runs" / ".run.unfinished.x.partial"):
        (folder / "logs").mkdir(parents=True)
        (folder / "logs" / "log.parquet").write_bytes(b"half")
        old.append(folder)
    young = [some / ".d.entry.x.partial", some / "e.log"]
    young[0].write_bytes(b"half")
    young[1].mkdir()
    for path in old:
        aged(path)
    name = stopped(here)
    before = all_in(here)
    code, out, _ = said("runs", "clean", "--unused")
    assert code == 0
    assert re.search(r"left by a writer that died +4 ", out)
    assert re.search(r"a damaged entry +1 ", out)
    assert re.search(r"a log without its entry +1 ", out)
    assert "no run rests on it" not in out  # the stopped run may need any of them
    assert "--yes removes" in out
    assert all_in(here) == before
    code, out, _ = said("runs", "clean", "--yes")
    assert code == 0
    assert "Removed" in out
    assert [p for p in (*old, entries[0]) if p.exists()] == []
    assert all(p.exists() for p in (*young, *entries[1:]))
    assert (here / "runs" / f"{name}.unfinished").is_dir()
    assert "Nothing to remove" in said("runs", "clean")[1]
    assert said("resume", name)[0] == 0
    assert entries[0].read_bytes() == sound


@pytest.mark.parametrize("hours", [-30.0, 30.0])
def test_what_is_young_is_told_by_the_disks_own_clock_and_not_by_this_machines(
    here: Path, said: Said, monkeypatch: pytest.MonkeyPatch, hours: float
) -> None:
    """Another machine may be writing into a shared archive while this one's clock is wrong."""
    some = next(here.glob("runs/archive/??"))
    young, old, ahead = (some / f".{name}.entry.x.partial" for name in ("young", "old", "ahead"))
    for file in (young, old, ahead):
        file.write_bytes(b"half")
    aged(old)
    os.utime(ahead, (time.time() + OLD,) * 2)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + hours * 3600.0)
    assert said("runs", "clean", "--yes")[0] == 0
    assert [file.exists() for file in (young, old, ahead)] == [True, False, False]


def test_stopped_runs_and_unused_replications_go_when_asked_for(here: Path, said: Said) -> None:
    run = run_in(here)
    assert said("run", "small.toml", "current", *CHEAP, "-n", "3", "--out", "elsewhere")[0] == 0
    assert len(times(here)) == 5  # the third of `current` is under no run in runs/
    for name in ("stopped", "running"):
        shutil.copytree(run, here / "runs" / f"{name}.unfinished")
    let_go = RunFolder.taken_up(here / "runs" / "running").hold()
    out = said("runs", "clean", "--unfinished", "--unused", "--yes")[1]
    assert re.search(r"a run that was stopped +1 ", out)
    assert "no run rests on it" not in out  # the running one may need any of them
    let_go()
    assert sorted(p.name for p in here.glob("runs/*")) == sorted([run.name, "archive", "running.unfinished"])
    before = times(here)
    assert re.search(r"no run rests on it +1 ", said("runs", "clean", "--unfinished", "--unused")[1])
    assert times(here) == before
    assert said("runs", "clean", "--unfinished", "--unused", "--yes")[0] == 0
    assert len(times(here)) == 4
    assert sorted(p.name for p in here.glob("runs/*")) == sorted([run.name, "archive"])


def test_an_archive_named_is_the_one_that_is_tidied(here: Path, said: Said) -> None:
    shutil.copytree(here / "runs" / "archive", here.parent / "shared")
    some = next(here.parent.glob("shared/??/*.entry"))
    some.write_bytes(b"")
    assert "Nothing to remove" in said("runs", "clean")[1]
    assert said("runs", "clean", "--yes", "--archive", "../shared")[0] == 0
    assert not some.exists()


def test_nothing_is_called_unused_while_a_run_cannot_say_what_it_needs(here: Path, said: Said) -> None:
    run, before = run_in(here), times(here)
    (run / "replications.csv").write_bytes(b"address,digest\nabc\n")
    code, out, err = said("runs", "clean", "--unused", "--yes")
    assert (code, out) == (2, "")
    assert run.name in err
    assert times(here) == before
    assert said("runs", "clean", "--yes")[0] == 0


# --- shards


def test_shards_fill_an_archive_and_a_command_without_shows_all(
    here: Path, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("compare", "small.toml", "current", "big_bang", *CHEAP, "-n", "2", "--seed", "7", "--archive", "shared")
    left = [said(*asked, "--shard", part) for part in ("1/3", "3/3")]
    assert left[0] == (0, "Shard 1/3: 2 of 4 replications are in the archive; 2 left to other shards.\n", "")
    assert [p.name for p in here.glob("runs/*small*")] == [run_in(here).name]  # a shard makes no run
    with monkeypatch.context() as stopped:
        stopped.setattr("sim.experiment.replicate.replicate", _interrupted)
        code, out, err = said(*asked, "--shard", "2/3")
    assert (code, out) == (130, "")
    assert err.strip() == "Interrupted. What was finished is in the archive: the same command goes on from there"
    assert "the same command without --shard shows the result" in said(*asked, "--shard", "2/3")[1]
    no_model(monkeypatch)
    assert digest(said(*asked, "--digest", "--out", "all")[1])


def _interrupted(job: object, log: object = None) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("part", ["0/3", "4/3", "3", "1/0", "-1/3", "1/3/5", "a/b", ""])
def test_a_part_that_is_none_is_bad_input(here: Path, said: Said, part: str) -> None:
    code, out, err = said("compare", "small.toml", "current", *CHEAP, "--shard", part)
    assert (code, out) == (2, "")
    assert f"shard: found {part!r}; valid: K/N" in err
