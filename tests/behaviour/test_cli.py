"""The command line as a person meets it: real processes, a county with a tenth of Norrbotten's people."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import jsonschema
import pytest

from sim.comparison.first_row import FIRST_ROW, SECOND_ROW

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "import sys; from mellanrum.cli import main; sys.exit(main())"]
HEAVY = ("numpy", "pandas", "scipy", "pyarrow", "matplotlib", "pydantic", "simpy", "jinja2", "rich")

NUMBER = {"type": ["number", "null"]}
SUMMARY = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("mean", "low", "high", "spread_low", "spread_high"), NUMBER),
        "n": {"type": "integer"},
        "unit": {"type": "string"},
        "statistic": {"enum": ["mean", "median"]},
    },
    "required": ["mean", "low", "high", "spread_low", "spread_high", "n", "unit", "statistic"],
    "additionalProperties": False,
}
GAIN = {
    "type": "object",
    "properties": {
        "group": {"type": "string"},
        **dict.fromkeys(("clients", "better", "worse", "same", "net"), SUMMARY),
    },
    "required": ["group", "clients", "better", "worse", "same", "net"],
    "additionalProperties": False,
}
GAINS = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("all", "chance"), GAIN),
        "groups": {"type": "array", "items": GAIN},
        **dict.fromkeys(("only_design", "only_baseline"), SUMMARY),
    },
    "required": ["all", "chance", "groups", "only_design", "only_baseline"],
    "additionalProperties": False,
}
WORDS = {"type": "array", "items": {"type": "string"}}
WARNING = {
    "type": "object",
    "properties": {"kind": {"type": "string"}, "measures": WORDS, "by": WORDS},
    "required": ["kind", "measures", "by"],
    "additionalProperties": False,
}
COURSE = {
    "type": "object",
    "required": ["months", "recovered_by", "never_worse", "months_to_recovery", "recovered_share", "differs"],
}
MOVING = {
    "type": "object",
    "properties": {"since": {"type": "integer"}, "hours": SUMMARY, "posts": SUMMARY},
    "required": ["since", "hours", "posts"],
    "additionalProperties": False,
}
WORST = {"type": "object", "required": ["measure", "date", "value"]}
MEASURES = {"type": "object", "additionalProperties": SUMMARY, "minProperties": 50}
DOCUMENT = {
    "type": "object",
    "properties": {
        "county": {"type": "string"},
        "notes": WORDS,
        "designs": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "measures": MEASURES,
                    "worst_months": {"type": "array", "items": WORST},
                },
                "required": ["name", "measures", "worst_months"],
                "additionalProperties": False,
            },
        },
        "differences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "design": {"type": "string"},
                    "baseline": {"type": "string"},
                    "measures": MEASURES,
                    "gains": GAINS,
                    "warnings": {"type": "array", "items": WARNING},
                    "course": COURSE,
                    "moving": {"type": "array", "items": MOVING},
                },
                "required": ["design", "baseline", "measures", "gains", "warnings", "course", "moving"],
                "additionalProperties": False,
            },
        },
        "replications": {"type": "integer"},
        "seed": {"type": "integer"},
        "parameters": {"enum": ["posterior", "prior", "point"]},
        "version": {"type": "string"},
        "run_id": {"type": "string"},
        "county_title": {"type": "string"},
        "county_title_sv": {"type": "string"},
    },
    "required": [
        "county",
        "county_title",
        "county_title_sv",
        "notes",
        "designs",
        "differences",
        "replications",
        "seed",
        "version",
        "run_id",
    ],
    "additionalProperties": False,
}
NAMES = (
    *FIRST_ROW,
    *SECOND_ROW,
    "fall_rate.sobriety_blocked",
    "any_mechanism_rate.sobriety_blocked",
    "first_mechanism_rate.sobriety_blocked",
    "days_to_first_treatment.median",
    "wait_days.adult_psychiatry.median",
    "load.nurse.region",
    "hours.nurse.region",
    "clients_sought",
    "clients_received",
    "handovers_lost",
)


def mellanrum(*arguments: str | Path, at: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the folder `at`."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county file of one's own, which says only what differs: a tenth of the adults."""
    whole = tomllib.loads((ROOT / "scenarios" / "counties" / "norrbotten.toml").read_text(encoding="utf-8"))
    lines = ['extends = "norrbotten"']
    for name, town in whole["municipalities"].items():
        adults = round(town["adults"]["value"] / 10)
        numbers = f'value = {adults}, unit = "persons", low = {adults}, high = {adults}'
        evidence = f'evidence = "{town["adults"]["evidence"]}", note = "a tenth, for tests"'
        lines += [f'[municipalities."{name}"]', f"adults = {{ {numbers}, {evidence} }}"]
    path = tmp_path_factory.mktemp("county") / "tenth.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def twice(county: Path) -> subprocess.CompletedProcess[str]:
    """`compare current current`, in two processes."""
    options = ("-n", "2", "--years", "0.5", "--jobs", "2", "--json", "-", "--digest", "--out", "twice")
    return mellanrum("compare", county, "current", "current", *options, at=county.parent, PYTHONHASHSEED="1")


# --- help


@pytest.mark.parametrize("arguments", [["--help"], [], ["--version"], ["compare", "--help"], ["evidence", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        f"import sys; from mellanrum.cli import main; code = main({arguments!r})\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (0, "[]")
    assert "mellanrum" in done.stdout


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import sys, mellanrum; print([name for name in {HEAVY!r} if name in sys.modules], mellanrum.__all__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[]")
    assert "compare" in done.stdout


def test_every_option_has_a_sentence_and_every_command_an_example(tmp_path: Path) -> None:
    for command in ("compare", "run", "ablate", "trace", "scenarios", "evidence"):
        done = mellanrum(command, "--help", at=tmp_path)
        assert done.returncode == 0
        assert f"  mellanrum {command}" in done.stdout


# --- run and compare


def test_the_same_design_twice_differs_by_exactly_zero(twice: subprocess.CompletedProcess[str]) -> None:
    assert twice.returncode == 0, twice.stderr
    document = json.loads(twice.stdout)
    assert [d["name"] for d in document["designs"]] == ["current", "current (2)"]
    difference = document["differences"][0]
    assert (difference["design"], difference["baseline"]) == ("current (2)", "current")
    known = [m for m in difference["measures"].values() if m["n"] > 0]
    assert len(known) > 100
    assert all((m["mean"], m["low"], m["high"]) == (0, 0, 0) for m in known)
    assert all(m["mean"] in (0, None) for m in difference["measures"].values())


def test_the_document_is_as_it_says(twice: subprocess.CompletedProcess[str]) -> None:
    document = json.loads(twice.stdout, parse_constant=lambda word: pytest.fail(f"{word} in the document"))
    jsonschema.validate(document, DOCUMENT)
    assert (document["county"], document["replications"], document["seed"]) == ("tenth", 2, 2028)
    measures = document["designs"][0]["measures"]
    assert [name for name in NAMES if name not in measures] == []
    sought = measures["clients_sought"]
    assert sought["low"] <= sought["mean"] <= sought["high"]
    assert sought["spread_low"] <= sought["mean"] <= sought["spread_high"]


def test_jobs_and_hash_seeds_change_no_event(county: Path, twice: subprocess.CompletedProcess[str]) -> None:
    options = ("-n", "2", "--years", "0.5", "--jobs", "1", "--digest", "--out", "once")
    apart = str(county.parent / "another_archive")  # or what was run before would only be read
    once = mellanrum("run", county, "current", *options, at=county.parent, PYTHONHASHSEED="2", MELLANRUM_ARCHIVE=apart)
    assert once.returncode == 0, once.stderr
    mine = [line for line in once.stdout.splitlines() if line.startswith("sha256 current ")]
    theirs = [
        line.replace("current (2)", "current")
        for line in twice.stderr.splitlines()
        if line.startswith("sha256 current")
    ]
    assert len(mine) == 2
    assert len(set(mine)) == 2
    assert theirs == mine + mine
    assert "after cohort is empty" in once.stdout
    assert once.stdout.rstrip().endswith("Run folder: once")


def test_a_run_folder_holds_what_it_should(county: Path, twice: subprocess.CompletedProcess[str]) -> None:
    folder = county.parent / "twice"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run_id"] == json.loads(twice.stdout)["run_id"]
    for picture in ("headline", "gains", "course", "gap_map"):
        assert (folder / f"{picture}.png").read_bytes().startswith(b"\x89PNG")
    page = (folder / "page.txt").read_text(encoding="utf-8")
    assert "Compared: " in page
    assert "Second row: " in page
    assert {
        "headline.csv",
        "gains.csv",
        "differences.csv",
        "gap_map.csv",
        "by_municipality.csv",
        "monthly.csv",
        "staff_ledger.csv",
    } <= {path.name for path in (folder / "tables").iterdir()}
    assert sorted(path.name for path in (folder / "logs").iterdir()) == ["current-0.parquet", "current_2-0.parquet"]


def test_an_existing_folder_is_refused_and_untouched(county: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("three years", encoding="utf-8")
    done = mellanrum("run", county, "current", "--out", "mine", at=tmp_path)
    assert done.returncode == 2
    assert "--out: found mine, which exists" in done.stderr
    assert [p.name for p in tmp_path.rglob("*")] == ["mine", "thesis.txt"]


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_what_it_needs_to_go_on(county: Path, tmp_path: Path, jobs: str, number: int) -> None:
    command = [*COMMAND, "run", str(county), "current", "-n", "500", "--years", "1", "--jobs", jobs, "--out", "a/b"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        deadline = time.monotonic() + 60
        while not list(tmp_path.rglob("*.entry")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)  # until it is in the midst of it
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert err.strip() == f"Interrupted. What was finished is kept: mellanrum resume {tmp_path / 'a' / 'b'}"
    assert out == ""
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b.unfinished"]
    assert not list(tmp_path.rglob("*.partial"))


# --- bad input


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "norrboten", "current"], ['"norrbotten" (nearest']),
        (["compare", "norrboten", "curent", "big_bank"], ['"norrbotten"', '"current"', '"big_bang"']),
        (["run", "norrbotten", "current", "-n", "0"], ["found '0'; valid: a whole number, at least 1"]),
        (["run", "norrbotten", "current", "--years", "0"], ["valid: a number above 0 and at most 30"]),
        (["run", "norrbotten", "current", "--years", "nan"], ["valid: a number above 0 and at most 30"]),
        (["run", "norrbotten", "current", "--years", "31"], ["valid: a number above 0 and at most 30"]),
        (["run", "norrbotten", "current", "--jobs", "0"], ["valid: a whole number, at least 1"]),
        (["run", "norrbotten", "current", "--seed", "-1"], ["valid: a whole number from 0"]),
        (["run", "norrbotten", "current", "--logs", "some"], ["'none', 'first', 'all'"]),
        (["run", "norrbotten", "current", "--json", "no/such/place.json"], ["--json: found", "does not exist"]),
        (["compare", "norrbotten"], ["Missing argument 'DESIGN...'"]),
        (["trace", "norrbotten", "current", "--fell", "sobriety_block"], ['"sobriety_blocked" (nearest']),
        (["trace", "norrbotten", "current", "--fell", "bounced", "--client", "Luleå-1"], ["found both"]),
        (["evidence", "show", "nb3"], ["NB-003"]),
        (["evidence", "face", "norrboten"], ['"norrbotten" (nearest']),
        (["scenarios", "show", "big_bag"], ['"big_bang" (nearest']),
        (["scenarios", "check", "nowhere.toml"], ["nowhere.toml"]),
        (["scenarois"], ["scenarios"]),
    ],
)
def test_bad_input_is_told_in_words_and_writes_nothing(arguments: list[str], told: list[str], tmp_path: Path) -> None:
    done = mellanrum(*arguments, at=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert [words for words in told if words not in done.stderr] == [], done.stderr
    assert list(tmp_path.iterdir()) == []


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text('extends = "big_bang"\n[transfr]\nday = 3\n', encoding="utf-8")
    (tmp_path / "two.toml").write_bytes(b'title_en = "\xff"\n')
    for command in (["compare", "norrbotten", "one.toml", "two.toml"], ["scenarios", "check", "one.toml", "two.toml"]):
        done = mellanrum(*command, at=tmp_path)
        assert done.returncode == 2
        assert '"transfer"' in done.stderr
        assert "two.toml: found a byte that is not UTF-8" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.toml", "two.toml"]


# --- scenarios, evidence, trace


def test_scenarios_lists_shows_checks_and_prints_a_schema(county: Path, tmp_path: Path) -> None:
    listed = mellanrum("scenarios", at=tmp_path)
    assert all(name in listed.stdout for name in ("norrbotten", "current", "paper_transfer", "big_bang"))
    assert 'extends = "current"' in mellanrum("scenarios", "show", "big_bang", at=tmp_path).stdout
    assert "all is well" in mellanrum("scenarios", "check", county, "big_bang", at=tmp_path).stdout
    assert json.loads(mellanrum("scenarios", "schema", at=tmp_path).stdout)["title"] == "mellanrum design"


def test_evidence_is_listed_and_shown(tmp_path: Path) -> None:
    shown = mellanrum("evidence", "show", "NB-003", at=tmp_path)
    assert "527" in shown.stdout
    assert "NB-003" in mellanrum("evidence", "list", "söker", "hjälp", "527", at=tmp_path).stdout or shown.stdout
    assert "A061" in mellanrum("evidence", "list", "sobriety", "--assumptions", at=tmp_path).stdout


def test_one_client_is_followed_under_two_designs(county: Path, tmp_path: Path) -> None:
    done = mellanrum("trace", county, "current", "big_bang", "--fell", "sobriety_blocked", "--years", "1", at=tmp_path)
    assert done.returncode == 0, done.stderr
    # Which of the rules on use stood in the way hangs on which client is shown.
    assert re.search(r"sobriety\s+rule.+?rule:\s+(sobriety\s+required|discharged\s+for\s+use)", done.stdout, re.DOTALL)
    assert "boundary:" in done.stdout
    assert "── under All at once ──" in done.stdout
    assert not re.search(r"[a-z]_[a-z]", done.stdout)
    assert list(tmp_path.iterdir()) == []


# --- terminals and pipes


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_terminal_without_swedish_letters_is_no_obstacle(tmp_path: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for arguments in (["evidence", "show", "NB-003"], ["scenarios"], ["evidence", "list", "A061"]):
        done = subprocess.run([*COMMAND, *arguments], cwd=tmp_path, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_table_goes_through_a_stream_that_lacks_its_letters() -> None:
    code = "from mellanrum.cli.saying import ready_streams; ready_streams(); print('Överkalix −')"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert done.stdout.split() == [b"Overkalix", b"-"]


@pytest.mark.skipif(os.name == "nt", reason="closes a POSIX pipe")
def test_a_reader_that_stops_reading_sees_no_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*COMMAND, "evidence", "list"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# --- from Python


def test_python_gives_the_same_as_the_command_line(
    county: Path, twice: subprocess.CompletedProcess[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import mellanrum as mr

    monkeypatch.chdir(tmp_path)
    result = mr.run(county, "current", replications=2, years=0.5, jobs=1)
    document = json.loads(twice.stdout)
    assert result.to_dict()["designs"][0] == document["designs"][0]
    assert result.folder.parent == tmp_path / "runs"
    assert "First row" in str(result)
    assert "untreated_share" in set(result.measures["measure"])
    assert len(result.per_replication["replication"].unique()) == 2
    assert len(result.digests[0]) == 2
    with pytest.raises(ValueError, match="at least 1"):
        mr.compare(county, ["current"], replications=0)
