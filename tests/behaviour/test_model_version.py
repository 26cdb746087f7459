"""What makes another model, and what does not: the archive asks this of every replication that it keeps."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.experiment import model_version
from sim.experiment.meaning import meaning_of


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the folder `sim` whose version is asked for from now on."""
    folder = tmp_path / "sim"
    shutil.copytree(model_version.SIM, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(model_version, "SIM", folder)
    return folder


HERE = model_version.model_version()
ANEW: Callable[[], str] = model_version.model_version.__wrapped__


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_checkout_by_any_system_is_the_same_model(copy: Path) -> None:
    (copy / "model" / "__pycache__").mkdir()
    (copy / "model" / "__pycache__" / "rules.cpython-311.pyc").write_bytes(b"compiled")
    rules = copy / "model" / "rules.py"
    rules.write_bytes(rules.read_bytes().replace(b"\n", b"\r\n"))
    (copy / "experiment" / "pool.py").write_text("# how runs are arranged is no part of the model\n", encoding="utf-8")
    assert ANEW() == HERE


def test_words_for_readers_make_no_other_model(copy: Path) -> None:
    hazards = copy / "terms" / "hazards.py"
    edit(hazards, "Return the day since the start", "Return, in words of its own, the day since the start")
    edit(hazards, "EDGES = ", "# Thirty days, three months, a year.\nEDGES = ")
    edit(hazards, '"""Hazard per day in the four steps."""', '"""Hazard per day, step by step."""')
    with (copy / "measures" / "catalogue.csv").open(encoding="utf-8") as file:
        pattern = file.read().splitlines()[1].partition(",")[0]
    catalogue = copy / "measures" / "catalogue.csv"
    edit(catalogue, "Share of", "The share of")
    assert ANEW() == HERE
    edit(catalogue, f"\n{pattern},", f"\n{pattern}_renamed,")
    assert ANEW() != HERE


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("terms/hazards.py", "_EDGE_3 = 30.0,", "_EDGE_3 = 31.0,"),
        ("terms/hazards.py", "if day <= 0.0:", "if day < 0.0:"),
        ("terms/hazards.py", "return hazard / step_1", "return hazard * step_1"),
        ("chance/distributions.py", "from math import exp, log", "from math import exp, log2 as log"),
        ("experiment/replicate.py", "def replicate(", "def replicated("),
    ],
)
def test_a_constant_an_operator_or_a_name_makes_another_model(copy: Path, file: str, old: str, new: str) -> None:
    edit(copy / file, old, new)
    assert ANEW() != HERE


def test_a_file_that_is_moved_leaves_the_model_as_it_was(copy: Path) -> None:
    """Every import of it is mended, as whoever moves a file must."""
    (copy / "model" / "reform").mkdir()
    (copy / "model" / "reform" / "__init__.py").write_text('"""The reform."""\n', encoding="utf-8")
    (copy / "model" / "vacancy.py").rename(copy / "model" / "reform" / "vacancies.py")
    mended = 0
    for file in copy.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        mended += text.count("sim.model.vacancy import")
        file.write_text(text.replace("sim.model.vacancy import", "sim.model.reform.vacancies import"), encoding="utf-8")
    assert mended > 0
    assert ANEW() == HERE


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [("errors.py", "too little memory", "no memory"), ("language.py", '"januari"', '"jan"')],
)
def test_what_is_only_said_is_no_part_of_the_model(copy: Path, file: str, before: str, after: str) -> None:
    edit(copy / "terms" / file, before, after)
    assert ANEW() == HERE


def test_a_source_that_gives_the_results_of_an_earlier_one_is_of_its_version(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(copy / "terms" / "hazards.py", "if day <= 0.0:", "if day < 0.0:")
    other = ANEW()
    monkeypatch.setattr(model_version, "SAME_RESULTS", {other: HERE})
    assert ANEW() == HERE
    edit(copy / "terms" / "hazards.py", "if day < 0.0:", "if day <= 0.5:")
    assert ANEW() not in (HERE, other), "whatever is changed after it makes another model"


A = "from p.limits import LIMIT\n\ndef f(x):\n    return x < LIMIT\n"
LIMITS = "LIMIT = 5\n"


def test_where_a_definition_stands_and_what_its_file_is_called_make_no_difference() -> None:
    here = meaning_of({"p.a": A, "p.limits": LIMITS})
    assert meaning_of({"p.one": "LIMIT = 5\n\ndef f(x):\n    return x < LIMIT\n"}) == here
    assert meaning_of({"p.b": A.replace("p.limits", ".bounds"), "p.bounds": "# five\n" + LIMITS}) == here
    again = {"p": "from p.limits import LIMIT\n", "p.a": A.replace("p.limits", "p"), "p.limits": LIMITS}
    assert meaning_of(again, ["p"]) == here, "handed on by the package"


def test_the_order_in_which_files_are_found_makes_no_difference() -> None:
    twice = "x = 1\nx = x + 2\nfrom math import x\n\ndef f():\n    return x\n"
    files = {"p.a": twice, "p.b": "from p.a import x, f\n\ndef g():\n    return f() + x\n", "p.c": "x = 3\n"}
    assert meaning_of(files) == meaning_of(dict(reversed(files.items())))
    assert meaning_of({"p.a": "x = 1\nx = x + 2\n"}) != meaning_of({"p.a": "x = x + 2\nx = 1\n"}), "one name, set twice"


def test_a_name_that_stands_for_something_else_makes_a_difference_though_no_statement_does() -> None:
    two = {"p.limits": LIMITS, "p.others": "LIMIT = 6\n"}
    assert meaning_of({"p.a": A, **two}) != meaning_of({"p.a": A.replace("p.limits", "p.others"), **two})
    near = "def f(x):\n    return x < LIMIT\n"
    one = {"p.a": LIMITS + near, "p.b": "LIMIT = 6\n"}
    assert meaning_of(one) != meaning_of({"p.a": LIMITS, "p.b": "LIMIT = 6\n" + near}), "moved to another LIMIT"
    far = "def g(x):\n    return f(x)\n"
    deep = {"p.a": LIMITS + near + far, "p.b": "LIMIT = 6\n" + near}
    assert meaning_of(deep) != meaning_of({"p.a": LIMITS + near, "p.b": "LIMIT = 6\n" + near + far})


def test_a_module_is_known_by_what_it_holds_and_not_by_what_it_is_called() -> None:
    a = "from p import waits\n\ndef f(x):\n    return waits.median(x)\n"
    here = {"p.a": a, "p.waits": "def median(x): return x"}
    there = {"p.a": a.replace("waits", "queues"), "p.queues": here["p.waits"]}
    assert meaning_of(here) == meaning_of(there)
    assert meaning_of(here) != meaning_of({**here, "p.waits": "def median(x): return x + 1"})
    assert meaning_of(here) != meaning_of({**here, "p.a": a.replace("waits.median", "waits.mean")})


def test_two_statements_that_differ_never_read_alike() -> None:
    sources = ["x = 1", "x = 1.0", "x = '1'", "x = True", "x = None", "x = [1]", "x = [[1]]", "x = {1}", "x = (1,)",
               "x = -1", "x += 1", "x: int = 1", "x = {**y}", "x = {None: y}", "f(*x)", "f(**x)", "f(x)", "f(x=x)",
               "def f(a, b=1): a", "def f(a, *, b=1): a", "def f(a=1, *, b): a", "if x:\n    y\nelse:\n    z",
               "if x:\n    y\n    z", "x = f'{y!r}'", "x = f'{y}'",
               "x = f'{y:>3}'", "x = y[1:]", "x = y[:1]"]  # fmt: skip
    assert len({tuple(meaning_of({"p.a": source})) for source in sources}) == len(sources)
