"""What is wrong with targets, ledger, counts, scorecard and parameter sets is told word for word, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from calibration.evidence.check import check_ledger, check_quantities
from calibration.evidence.counts import load_counts
from calibration.evidence.ledger import FOLDER, load, read
from calibration.evidence.levers import levers
from calibration.fit.history import Clash
from calibration.fit.sizes import sizes_of
from calibration.fit.waves import UnreachableError
from calibration.parameters.parameter_set import ParameterSet, faults, read_set
from calibration.parameters.store import load_parameters
from calibration.targets.answering import AnsweringSets
from calibration.targets.target_file import load_targets
from calibration.verdicts.scorecard import load_card
from calibration.verdicts.scoring import ModelFigures, scores
from sim.terms.errors import InputError
from sim.terms.quantity import Quantity
from tests.golden_pages import held

SPAN = 'value = 0.1, unit = "{unit}", low = 0.1, high = 0.1, evidence = "A259.log"'
TARGETS = {
    "a dozen slips": """
colour = "red"
[survey]
months = 13
answering = 2
testing = true
asked = 3
[discrepancy]
log = { value = 0.1, unit = "logg", low = 0.2, high = 0.1, evidence = "" }
lagg = 3
[unknown]
diagnosed = 3
[[target]]
id = "a"
use = "both"
title = ""
measure = "survey.sougth"
figure = 2
low = 0
high = 1
unit = "shares"
evidence = []
[[target]]
id = "a"
use = "validate"
title = "t"
measure = "survey.sought"
figure = 0.5
low = 0.6
high = 0.4
unit = "share"
evidence = ["NB-003", "nb3"]
observation = "o"
[[target]]
id = "b"
use = "validate"
title = "t"
measure = "survey.sought"
figure = 0.5
low = 0
high = 1
unit = "share"
evidence = ["A9999"]
observation = "o"
whynot = "x"
[[target]]
id = "c"
use = "validate"
measure = "survey.person_methods"
[[target]]
measure = "survey.tests_smallest"
""",
    "nothing for the fit, nothing kept": """
[survey]
answering = 2
testing = 3
[discrepancy]
[[target]]
id = "a"
use = "fit"
""",
    "no targets": "target = 3\n",
    "no TOML": "target = \n",
    "no tables": "discrepancy = 3\nunknown = 4\n[[target]]\nid = 3\n",
}
COUNTS = """
other = 1
[[count]]
id = "posts"
asked_of = "state"
question_sv = "Hur många?"
colour = 1
teaches = ["*.post", "a.*"]
[[count]]
id = "posts"
asked_of = "region"
question_sv = ""
question_en = 3
teaches = "a.posts"
[[count]]
id = "more"
asked_of = "region"
question_sv = "?"
question_en = "?"
teaches = ["a.*"]
"""
CARD = """
colour = 1
[national]
adults = { value = 8, unit = "people", low = 8, high = 8, evidence = "X1" }
[[row]]
id = "X1570"
title = 3
status = "comparable"
times = "inhabitants"
[[row]]
id = "X157"
title = "t"
measure = "face.laro_patient"
unit = "person"
low = 3
times = "adults"
figure = "x"
statues = "x"
[[row]]
id = "X157"
title = "t"
measure = "face.laro_patient"
status = "other concept"
[[kind]]
name = ""
colour = 1
why = "w"
ids = ["X157", "X990..X991"]
topics = ["X11 unit costs"]
"""
LEVERS = "key,design,low,high,pairs,counted_only,why\na,current,x,2,1,maybe,w\n"
PARAMETERS = """
three = 3
[practice]
a = { same_as = "practice.b" }
b = { same_as = "practice.a" }
c = { same_as = "practice.d", value = 1 }
e = { same_as = "practice.nowhere" }
f = { value = 1, unit = "days", low = 2, high = 1, evidence = "" }
"""


def told(folder: Path, what: Callable[[], object]) -> list[str]:
    """Return the lines with which something is refused."""
    try:
        what()
    except (InputError, ValueError) as error:
        lines = error.lines if isinstance(error, InputError) else (str(error),)
        return [line.replace(str(folder), "FOLDER") for line in lines]
    return ["nothing is wrong"]


def page(parts: dict[str, Callable[[], Iterable[object]]]) -> str:
    return "\n".join(str(line) for name, lines in parts.items() for line in (f"# {name}", *lines(), ""))


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_targets_that_cannot_be(tmp_path: Path) -> None:
    def of(text: str) -> Callable[[], Iterable[object]]:
        def read_them() -> object:
            written(tmp_path, "nowhere.toml", text)
            return load_targets("nowhere", folder=tmp_path)

        return lambda: told(tmp_path, read_them)

    parts = {name: of(text) for name, text in TARGETS.items()}
    parts["no county"] = lambda: told(tmp_path, lambda: load_targets("norrboten"))
    held("calibration_targets", lambda: page(parts))


def test_other_files_that_cannot_be(tmp_path: Path) -> None:
    def some(name: str, text: str, what: Callable[[Path], object]) -> Callable[[], Iterable[object]]:
        return lambda: told(tmp_path, lambda: what(written(tmp_path, name, text)))

    parts = {
        "counts": some("counts.toml", COUNTS, lambda f: load_counts(("a.posts", "a.hours", "b.posts"), f)),
        "no counts": some("counts.toml", "count = 3", lambda f: load_counts((), f)),
        "no TOML": some("counts.toml", "count", lambda f: load_counts((), f)),
        "scorecard": some("scorecard.toml", CARD, load_card.__wrapped__),
        "no scorecard": some("scorecard.toml", "row = 1\nkind = 2", load_card.__wrapped__),
        "levers": some("levers.csv", LEVERS, levers.__wrapped__),
        "parameters": some("mine.toml", PARAMETERS, load_parameters),
        "parameters that are no TOML": some("mine.toml", "a", load_parameters),
        "a deep file": some("mine.toml", "a = " + "[" * 10_000, load_parameters),
    }
    held("calibration_files", lambda: page(parts))


def test_a_ledger_that_cannot_be(tmp_path: Path) -> None:
    ledger, folder = load(), tmp_path / "evidence"
    shutil.copytree(FOLDER, folder)
    (folder / "sources.csv").write_text("id,topic\n", encoding="utf-8")
    with (folder / "own_assumptions.csv").open("a", encoding="utf-8") as file:
        file.write("A999,ours\n")
    (folder / "assumptions.csv").write_bytes(b"\xff")
    nb = ledger.get("NB-003")
    bad = [
        replace(nb, id="NB3", low="many", source="", locator="", url="", confidence="sure", parameter="", note=""),
        replace(nb, id="A999.x", confidence="high", value="1.5", unit="share", low="2", high="1"),
        replace(nb, id="A998", confidence="assumption", source="somebody"),
        replace(nb, id="NB-003"),
        nb,
    ]
    c = replace(ledger.contradictions[0], decision="", takes=("A1",), used="maybe")
    worse = replace(ledger, figures=tuple(bad), contradictions=(c,), by_id={f.id: f for f in bad})
    lost = ledger.contradictions[0].leaves[0] if ledger.contradictions[0].leaves else "NB-003"
    placed = [
        ("a.b", "mine.toml", Quantity(2.0, "persons", 3.0, 4.0, "")),
        ("a.b", "mine.toml", Quantity(2.0, "persons", 1.0, 4.0, "NB-003, nb3 A9999")),
        ("a.b", "mine.toml", Quantity(2.0, "days", 1.0, 4.0, lost)),
        *(("a.b", "mine.toml", Quantity(2.0, "x", 1.0, 4.0, c.leaves[0])) for c in ledger.contradictions if c.leaves),
    ]
    parts: dict[str, Callable[[], Iterable[object]]] = {
        "columns": lambda: told(tmp_path, lambda: read(folder)),
        "rows": lambda: check_ledger(worse),
        "quantities": lambda: check_quantities(placed, ledger),
        "unknown": lambda: told(tmp_path, lambda: ledger.get("nb3")) + told(tmp_path, lambda: ledger.get("")),
    }
    held("calibration_ledger", lambda: page(parts))


def test_sets_that_cannot_be_used(tmp_path: Path) -> None:
    about = {
        "county": "norrbotten", "rhat": {"a": 1.02}, "effective": {"a": 399.0}, "reference": "f" * 64,
        "inputs": "e" * 64,
    }  # fmt: skip
    made = ParameterSet(about, {})
    targets = load_targets("norrbotten")
    one, other = targets.rows[0].id, targets.rows[1].id
    clashes = [Clash((one,), 3.21), Clash((one, other), 4.5)]
    reached = {one: (1.0, 2.5), other: (1.0, 1234.0)}

    def unreachable() -> None:
        raise UnreachableError(clashes, targets, reached)

    parts: dict[str, Callable[[], Iterable[object]]] = {
        "none": lambda: told(tmp_path, lambda: read_set(tmp_path / "norrbotten.parquet")),
        "damaged": lambda: told(tmp_path, lambda: read_set(written(tmp_path, "x.parquet", "PAR1")))[:1],
        "another county": lambda: faults(made, "gavleborg", "a" * 64, "b" * 64),
        "another model": lambda: faults(made, "norrbotten", "a" * 64, "b" * 64),
        "out of reach": lambda: told(tmp_path, unreachable),
        "too small": lambda: told(tmp_path, lambda: sizes_of(3)) + told(tmp_path, lambda: AnsweringSets([1.0], 3)),
    }
    held("calibration_sets", lambda: page(parts))


def test_why_figures_are_not_computed() -> None:
    found = ModelFigures(
        county="elsewhere", share=0.01, inputs=frozenset(), draws={}, targets=None, without="",
        runs={"face.laro_patients": np.array([np.nan])},
    )  # fmt: skip

    def why() -> str:
        some = scores(load_card(), found, load())
        return "\n".join(dict.fromkeys(score.why for score in some if score.why))

    held("calibration_not_computed", why)
