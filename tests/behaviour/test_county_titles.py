"""A county is called by its title on every page and picture: Gävleborg, not its key with a capital letter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import mellanrum as mr
from benchmarks.small_county import write_small_county
from outputs.breakeven import page as break_even
from outputs.ranking import page as ranks
from outputs.sensitivity import page as sensitivity
from outputs.sweep import page as sweep
from outputs.text.county import county_shown
from outputs.text.screen import text
from outputs.warmup import page as warm_up
from outputs.worth import page as worth
from scenarios.files.titles import kept_title, title_of
from sim.analysis.estimates import Estimate
from sim.studies.worth import Worth
from sim.terms.language import speaking
from tests.study_results import (
    FIVE,
    FOLLOW,
    LEAD,
    REFILLED,
    THREE,
    break_even_of,
    crossing,
    falling,
    ranks_of,
    sensitivity_of,
    slow,
    sweep_of,
    warm_up_of,
)

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("outputs", "mellanrum", "sim", "calibration", "scenarios")
MAKES_CAPITALS = ("capitalize", "title", "capital", "upper")

NOTHING_KNOWN = Estimate(0.0, 0.0, 0.0)
WORTH = Worth(
    county="norrbotten",
    designs=("current", "phased"),
    measure="falls_per_year",
    unit="per year",
    lower_is_better=True,
    best="phased",
    means={"current": 2100.0, "phased": 2000.0},
    all_known=NOTHING_KNOWN,
    counts=(),
    parameters=(),
    looked_at=400,
    draws=100,
    left_out=0,
    seed=1,
    years=5.0,
    parameters_mode="prior",
    notes=(),
)
RESULTS: dict[str, tuple[ModuleType, Any]] = {
    "sweep of one key": (sweep, sweep_of({FOLLOW: FIVE}, falling)),
    "sweep of two keys": (sweep, sweep_of({FOLLOW: FIVE, LEAD: THREE}, slow)),
    "sweep of three keys": (sweep, sweep_of({FOLLOW: FIVE, LEAD: THREE, REFILLED: (0.0, 0.5)}, slow)),
    "break-even": (break_even, break_even_of(crossings=[crossing()])),
    "sensitivity": (sensitivity, sensitivity_of()),
    "ranking": (ranks, ranks_of()),
    "warm-up": (warm_up, warm_up_of()),
    "worth": (worth, WORTH),
}


def capitalised_counties(source: str) -> Iterator[str]:
    """Yield every piece of `source` that gives something named for a county a capital letter."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            on = [node.func.value] if isinstance(node.func, ast.Attribute) else node.args
            named = {
                word
                for one in on
                for inner in ast.walk(one)
                for word in (getattr(inner, "attr", ""), getattr(inner, "id", ""))
            }
            if called in MAKES_CAPITALS and any("county" in word for word in named):
                yield ast.unparse(node)


@pytest.mark.parametrize(
    "wrong",
    ["result.county.capitalize()", 'county.title() + ": "', "capital(found.county_name)", "f'{county.upper()}'"],
)
def test_the_search_finds_a_key_that_is_given_a_capital(wrong: str) -> None:
    assert list(capitalised_counties(f"title = {wrong}"))


def test_no_module_makes_a_title_of_a_countys_key() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {piece}"
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        for piece in capitalised_counties(file.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", RESULTS)
def test_a_page_begins_with_the_title_that_the_countys_file_had(name: str) -> None:
    module, made = RESULTS[name]
    assert text(module.parts(replace(made, county="gavleborg", county_title=title_of("gavleborg")))).startswith(
        "Gävleborg: "
    )
    assert text(module.parts(replace(made, county="mitt_lan", county_title="Mitt län"))).startswith("Mitt län: ")


@pytest.mark.parametrize("name", RESULTS)
def test_a_picture_is_headed_by_the_title(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    drawn: list[str] = []
    monkeypatch.setattr(
        Figure, "savefig", lambda figure, *_, **__: drawn.extend(t.get_text() for t in figure.findobj(Text))
    )
    module, made = RESULTS[name]
    module.draw(replace(made, county="gavleborg", county_title="Gävleborg"), tmp_path / "x.png")
    assert [words for words in drawn if words.startswith(("Gävleborg:", "Gävleborg,"))]
    assert not [words for words in drawn if "avleborg" in words.replace("Gävleborg", "")]


def test_a_result_from_before_titles_has_that_of_the_county_that_ships_and_else_its_name_as_it_stands() -> None:
    assert county_shown(replace(WORTH, county="gavleborg")) == "Gävleborg"
    assert county_shown(replace(WORTH, county="mitt_lan")) == "mitt_lan"
    with speaking("sv"):
        assert county_shown(replace(WORTH, county="mitt_lan", county_title="Our county")) == "Our county"


def test_files_of_ones_own_are_called_by_their_titles_in_the_language_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    county = write_small_county(tmp_path)
    lines = county.read_text("utf-8").splitlines()
    titles = {"title_sv": "Vårt län", "title_en": "Our county"}
    own = [f'{key} = "{titles[key]}"' if (key := line.partition(" ")[0]) in titles else line for line in lines]
    county.write_text("\n".join(own), encoding="utf-8")
    design = tmp_path / "ours.toml"
    design.write_text('extends = "current"\ntitle_sv = "Som hos oss"\ntitle_en = "As we do it"\n', encoding="utf-8")
    found = mr.compare(
        county, ["current", design, design], replications=1, years=0.1, jobs=1, parameters="point", out="run"
    )
    for result in (found, mr.open_run("run")):
        assert str(result).startswith("Our county: Today's divided responsibility, As we do it, As we do it")
        with speaking("sv"):
            assert str(result).startswith("Vårt län: Dagens delade ansvar, Som hos oss, Som hos oss")


def test_a_title_that_ships_is_in_the_language_spoken_and_ones_own_as_it_was_kept() -> None:
    assert kept_title("design", "big_bang", "All at once") == "All at once"
    assert kept_title("design", "ours", "As we would do it", "Som vi skulle göra") == "As we would do it"
    with speaking("sv"):
        assert kept_title("design", "big_bang", "All at once") == "Allt på en dag"
        assert kept_title("design", "big_bang", "As we would do it") == "As we would do it"
        assert kept_title("design", "ours", "All at once") == "All at once"
        assert kept_title("design", "ours", "All at once", "Allt på en gång") == "Allt på en gång"
        assert kept_title("county", "gavleborg", "Gävleborg") == "Gävleborg"
