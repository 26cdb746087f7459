"""The mutator makes the faults that it says, each once, and notices whether a test does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.__main__ import ROOT, Found, Outcome, Tree, drawn, unseen
from tests.mutants.mutate import Mutant, mutants_of
from tests.mutants.targets import TARGETS


def lines(source: str) -> set[str]:
    """Return what stands in the mutants of `source` instead of its changed lines."""
    return {mutant.diff.splitlines()[-1].removeprefix("+ ") for mutant in mutants_of("x.py", source)}


@pytest.mark.parametrize(
    ("source", "instead"),
    [
        ("f(a < b)", {"f((a <= b))", "f((a > b))", "pass"}),
        ("x = a + b", {"x = (a - b)"}),
        ("x = å / b  # åäö", {"x = (å * b)  # åäö"}),
        ("x += 1", {"x -= 1", "pass", "x += (2)", "x += (0)"}),
        ("x = a and not b", {"x = (a or not b)", "x = a and (b)"}),
        ("x = a if b else c", {"x = (c if b else a)"}),
        ("x = True", {"x = False"}),
        ("def f():\n    return x", {"return None"}),
        ("if a.b:\n    y", {"if (not (a.b)):"}),
        ("raise ValueError(1 + 2)", {"pass"}),
        ("x[0] = y", {"pass", "x[(1)] = y", "x[(-1)] = y"}),
        ("def f(a: int | str = 3, *, b: bool = True) -> None:\n    'text'", {
            "def f(a: int | str = (4), *, b: bool = True) -> None:",
            "def f(a: int | str = (2), *, b: bool = True) -> None:",
            "def f(a: int | str = 3, *, b: bool = False) -> None:",
        }),
        ("class A:\n    ONE = 1", set()),
        ("zip(a, b, strict=True)", {"pass"}),
    ],
)  # fmt: skip
def test_a_source_has_just_these_faults(source: str, instead: set[str]) -> None:
    assert lines(source) == instead


WORST = {
    "sim/measures/falls_after.py": "(day - days)",
    "sim/measures/falls_over_time.py": "(story.part == Part.ACUTE)",
    "sim/measures/cohorts.py": "(3) * story.thresholds.follow_up",
    "sim/model/rules.py": "(known_before <= 1.0)",
    "sim/chance/clock.py": "self.budget += self.factor * (seen - self._seen)",
}
"""Faults that nobody noticed once."""


@pytest.mark.parametrize("file", WORST)
def test_what_once_went_unnoticed_is_among_the_mutants(file: str) -> None:
    every = mutants_of(file, (ROOT / file).read_text(encoding="utf-8"))
    assert any(WORST[file] in mutant.diff for mutant in every)
    assert len({mutant.source for mutant in every}) == len(every)


def test_every_target_and_its_tests_are_there_and_what_cannot_be_seen_is_still_a_mutant() -> None:
    assert all((ROOT / file).is_file() for target, tests in TARGETS.items() for file in (target, *tests))
    names = {mutant.name for mutant in drawn(10**6, 1, [])}
    assert [name for name in unseen() if name not in names] == []


def test_the_same_seed_draws_the_same_mutants() -> None:
    names = [mutant.name for mutant in drawn(20, 5, [])]
    assert names == [mutant.name for mutant in drawn(20, 5, [])]
    assert names != [mutant.name for mutant in drawn(20, 6, [])]


def test_a_fault_is_noticed_by_its_name_and_no_fault_is_not(tmp_path: Path) -> None:
    file, tests = "sim/model/rules.py", ("tests/properties/test_rules.py",)
    source = (ROOT / file).read_text(encoding="utf-8")
    wrong = source.replace("return min(1.0, share * (1.0 - known_now)", "return min(1.0, share * (1.0 + known_now)")
    tree = Tree(tmp_path)
    by = tree.outcome(Mutant(file, 1, wrong, "+"), tests).by
    assert by == f"{tests[0]}::test_misreading_falls_in_proportion_to_who_does_not_know_better"
    assert tree.outcome(Mutant(file, 1, source + "\n", "+"), tests).by is None
    assert (tree.root / file).read_text(encoding="utf-8") == source == (ROOT / file).read_text(encoding="utf-8")


def test_what_was_found_holds_until_the_mutant_or_its_test_is_another(tmp_path: Path) -> None:
    tests = ("tests/properties/test_rules.py",)
    mutant, other = (Mutant("a.py", 1, source, "+ x") for source in ("x", "y"))
    Found(tmp_path / "k" / "found.json").keep(mutant, tests, Outcome(None, 1.0))
    again = Found(tmp_path / "k" / "found.json")
    assert again.known(mutant, tests) == Outcome(None, 0.0)
    assert again.known(other, tests) is None
    assert again.known(mutant, (*tests, "tests/theory/test_risk_clock.py")) is None
