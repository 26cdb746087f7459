"""What somebody else wrote into an archive or a run's folder is never believed beyond its shape, and stops nothing."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import zlib
from pathlib import Path

import numpy as np
import pytest

import mellanrum as mr
from benchmarks.small_county import write_small_county
from mellanrum.runs.housekeeping import listed, rubbish
from mellanrum.runs.verification import verified
from mellanrum.wiring.assemble import scenario
from mellanrum.wiring.options import OptionError
from sim.experiment.archive import Archive, address
from sim.experiment.entry import DamagedEntryError, from_bytes, to_bytes
from sim.experiment.folder import read_plan
from sim.experiment.limited import bytes_within, json_of, unpacked_within
from sim.experiment.means import Means, carry_out
from sim.experiment.records import MANIFEST, RESULT, DamagedRunError, read_manifest
from sim.experiment.replicate import Job
from sim.experiment.sums import SUMS

OPTIONS = {"replications": 2, "years": 2, "jobs": 1, "parameters": "point"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive with one entry, its job and the outcome."""
    folder = tmp_path_factory.mktemp("kept")
    county = write_small_county(folder)
    job = Job(0, scenario(county, "current", years=2, parameters="point", seed=1, replication=0), 1, 0)
    archive = Archive(folder / "archive")
    (outcome,) = carry_out([job], Means(1, archive))
    return archive, job, outcome


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished run, which no test changes."""
    folder = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        county = write_small_county(folder)
        mr.compare(county, ["current", "paper_transfer"], out=folder / "runs" / "mine", **OPTIONS)
    return folder / "runs" / "mine"


@pytest.fixture
def run(finished, tmp_path, monkeypatch):
    """A copy of it in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(finished, tmp_path / "runs" / "mine"))


def entry(key: str, columns: bytes = b"", **said) -> bytes:
    """Return an entry that is sound by its own checksum."""
    head = {"key": key, "replication": 0, "digest": "0" * 64, "values": {}, "tables": {}} | said
    body = zlib.compress(json.dumps(head).encode()) + zlib.compress(columns)
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def sealed(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


FORGED = {
    "a word for a number": lambda key, o: entry(key, values=dict(o.values) | {"fall_rate": "abc"}),
    "NaN": lambda key, o: entry(key, values=dict(o.values) | {"fall_rate": float("nan")}),
    "infinity": lambda key, o: entry(key, values=dict(o.values) | {"fall_rate": float("inf")}),
    "a truth for a number": lambda key, o: entry(key, values=dict(o.values) | {"fall_rate": True}),
    "a measure is missing": lambda key, o: entry(key, values={k: v for k, v in o.values.items() if k != "fall_rate"}),
    "a measure too many": lambda key, o: entry(key, values=dict(o.values) | {"made_up": 1.0}),
    "only one measure": lambda key, o: entry(key, values={"fall_rate": 0.01}),
    "another replication": lambda key, o: entry(key, values=dict(o.values), replication=7),
    "a word for the replication": lambda key, o: entry(key, values=dict(o.values), replication="0"),
    "no digest": lambda key, o: entry(key, values=dict(o.values), digest="x"),
    "tables are a list": lambda key, o: entry(key, values=dict(o.values), tables=[1]),
    "values are a list": lambda key, o: entry(key, values=[1]),
    "a column of objects": lambda key, o: entry(key, b"x" * 8, values=dict(o.values), tables={"t": {"c": ["O", 1]}}),
    "a column of wide words": lambda key, o: entry(key, values=dict(o.values), tables={"t": {"c": ["<U999999", 9]}}),
    "a negative length": lambda key, o: entry(key, values=dict(o.values), tables={"t": {"c": ["<f8", -1]}}),
    "tables of petabytes": lambda key, o: entry(key, values=dict(o.values), tables={"t": {"c": ["<f8", 10**14]}}),
    "columns cut short": lambda key, o: entry(key, b"xx", values=dict(o.values), tables={"t": {"c": ["<f8", 3]}}),
    "columns of two lengths": lambda key, o: entry(
        key, bytes(24), values=dict(o.values), tables={"t": {"c": ["<f8", 1], "d": ["<f8", 2]}}
    ),
    "deep JSON": lambda key, o: sealed(zlib.compress(b"[" * 200_000)),
    "a list": lambda key, o: sealed(zlib.compress(b"[]")),
    "a bomb": lambda key, o: sealed(zlib.compress(b" " * 100_000_000)),
    "a bomb of columns": lambda key, o: entry(key, bytes(100_000_000), values=dict(o.values)),
    "nothing": lambda key, o: b"",
    "half a stream": lambda key, o: sealed(zlib.compress(b"{}")[:-3]),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=list(FORGED))
def test_a_forged_entry_counts_as_absent_and_is_made_anew(kept, forged):
    archive, job, outcome = kept
    key = address(job)
    file = archive.file_of(key)
    file.write_bytes(forged(key, outcome))
    assert archive.get(key, job) is None
    (again,) = carry_out([job], Means(1, archive))
    assert (again.values, again.digest) == (outcome.values, outcome.digest)
    assert archive.get(key, job) is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system with named pipes")
@pytest.mark.parametrize("what", ["pipe", "folder", "dangling link", "device"])
def test_what_is_no_file_in_the_place_of_an_entry_stops_nothing(kept, what):
    archive, job, outcome = kept
    file = archive.file_of(address(job))
    file.unlink()
    {
        "pipe": lambda: os.mkfifo(file),
        "folder": lambda: (file / "inside").mkdir(parents=True),
        "dangling link": lambda: file.symlink_to("nowhere"),
        "device": lambda: file.symlink_to("/dev/zero"),
    }[what]()
    rubbish(unfinished=False, unused=False, archive=archive, folder=archive.root)
    (again,) = carry_out([job], Means(1, archive))
    assert again.digest == outcome.digest
    assert file.is_file()
    assert not file.is_symlink()


def test_an_entry_comes_back_bit_for_bit(kept):
    _, _, outcome = kept
    again = from_bytes("k", 0, to_bytes("k", outcome), whole=True)
    assert again.values == outcome.values
    for name, table in outcome.tables.items():
        for column, numbers in table.items():
            assert np.array_equal(again.tables[name][column], numbers, equal_nan=numbers.dtype.kind == "f")


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{}", "[]", "3", '{"kind": [1]}', '{"kind": NaN}', "", "\x00\xff", '{"kind":' * 5000]
)
def test_a_manifest_or_plan_that_is_none_hides_no_other_run(run, text):
    other = run.parent / "other"
    shutil.copytree(run, other)
    for name in (MANIFEST, "plan.json"):
        (other / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    states = {k.name: k.state for k in listed(run.parent)}
    assert states["mine"] == "finished"
    assert states["other"] in ("damaged", "finished")
    with pytest.raises(OptionError):
        mr.open_run(other)


def test_a_result_that_unpacks_without_end_is_refused(run):
    (run / SUMS).unlink()
    (run / RESULT).write_bytes(gzip.compress(b" " * 200_000_000))
    with pytest.raises(OptionError, match="when unpacked"):
        mr.open_run(run)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[]", "3", '{"shape": 2}', '{"shape": 2, "result": []}', '{"shape": NaN}']
)
def test_a_result_that_is_none_is_refused_in_words(run, text):
    (run / SUMS).unlink()
    (run / RESULT).write_bytes(gzip.compress(text.encode()))
    with pytest.raises(OptionError, match="valid: "):
        mr.open_run(run)


def test_a_changed_figure_is_not_shown_as_the_models(run):
    assert verified(run).wrong == ()
    found = json.loads(gzip.decompress((run / RESULT).read_bytes()))
    found["result"]["designs"][0]["measures"]["fall_rate"]["mean"] = 0.01
    (run / RESULT).write_bytes(gzip.compress(json.dumps(found).encode()))
    with pytest.raises(OptionError, match="altered"):
        mr.open_run(run)
    assert "result.json.gz was changed" in verified(run).wrong


def test_a_verdict_names_every_file_that_is_not_as_it_was(run):
    (run / "page.txt").write_text("better", encoding="utf-8")
    (run / "headline.png").unlink()
    (run / "new.txt").write_text("", encoding="utf-8")
    assert set(verified(run).wrong) == {"page.txt was changed", "headline.png is gone", "new.txt was added"}


def test_replications_that_are_made_again_are_the_same_and_a_forged_one_is_told(run):
    verdict = verified(run, rerun=3)
    assert verdict.wrong == ()
    assert any("3 of 4 replications were made again" in told for told in verdict.passed)
    found = json.loads(gzip.decompress((run / RESULT).read_bytes()))
    found["result"]["designs"][0]["per_replication"][0]["clients_sought"] += 1
    (run / RESULT).write_bytes(gzip.compress(json.dumps(found).encode()))
    (run / SUMS).unlink()
    assert any("clients_sought" in why for why in verified(run, rerun=4).wrong)


def test_what_is_read_within_limits_is_read_whole_or_refused(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"x" * 100)
    assert bytes_within(file, 100) == b"x" * 100
    with pytest.raises(ValueError, match="at most 99"):
        bytes_within(file, 99)
    assert unpacked_within(zlib.compress(b"y" * 10) + b"rest", 10) == (b"y" * 10, b"rest")
    with pytest.raises(ValueError, match="when unpacked"):
        unpacked_within(zlib.compress(b"y" * 11), 10)
    with pytest.raises(ValueError, match="too deep"):
        json_of("[" * 100_000)
    for word in ("NaN", "Infinity", "-Infinity"):
        with pytest.raises(ValueError, match="no number"):
            json_of(word)


def test_no_run_is_found_where_a_pipe_has_its_name(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("a system with named pipes")
    os.mkfifo(tmp_path / "plan.json")
    os.mkfifo(tmp_path / MANIFEST)
    with pytest.raises(ValueError, match="no file"):
        read_plan(tmp_path)
    with pytest.raises(DamagedRunError):
        read_manifest(tmp_path)


def test_the_error_of_an_entry_is_one_kind():
    for data in (b"", b"x", sealed(b""), sealed(b"x" * 100)):
        with pytest.raises(DamagedEntryError):
            from_bytes("k", 0, data, whole=True)


def test_a_plan_of_an_unfinished_run_that_is_a_folder_is_told(tmp_path):
    (tmp_path / "x.unfinished" / "plan.json").mkdir(parents=True)
    with pytest.raises(ValueError, match="valid"):
        read_plan(Path(tmp_path / "x.unfinished"))
