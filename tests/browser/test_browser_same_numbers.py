"""What the page shows is what the command line says of the file that the page gives away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import mellanrum as mr
from mellanrum.cli.root import root
from outputs.workshop.view import view_of
from tests.browser.steps import answer, run_to_the_end, show


@pytest.fixture
def file(page: Any, tmp_path: Path) -> Path:
    """Give the design file that was downloaded once the answer was there; `page` shows that answer."""
    run_to_the_end(page)
    show(page, "rounds")
    with page.expect_download() as begun:
        page.click(".rounds-files a[href$='.toml']")
    path = tmp_path / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def commanded(*arguments: object) -> str:
    done = CliRunner().invoke(root, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_an_answer_that_changes_no_more_has_the_numbers_of_compare_on_the_downloaded_file(
    page: Any, file: Path, county: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    exactly = ("-n", "auto", "--precision", "least=8 budget=20", "--archive", tmp_path / "archive", "--out", out)
    commanded("compare", county, "current", file, *exactly)
    ask = page.evaluate("JSON.parse(sessionStorage.getItem('mellanrum.workshop')).ask")
    shown = answer(page, f"/api/ask/{ask}")
    comparison = mr.open_run(out).comparison
    said = view_of(comparison, state=shown["state"])
    assert numbers_of(shown) == numbers_of(said)
    for index in (0, 1):
        share = said["designs"][index]["measures"]["untreated_share"]["mean"]
        assert page.inner_text(f"#headline .card.design-{index} .big-number") == f"{share * 100:.0f}"


def numbers_of(view: dict[str, Any]) -> list[Any]:
    def plain(measures: dict[str, Any]) -> dict[str, Any]:
        return {name: {key: one[key] for key in ("mean", "low", "high", "n", "text")} for name, one in measures.items()}

    designs = [(plain(one["measures"]), one["hundred"], one["falls"], one["waits"]) for one in view["designs"]]
    return [view["replications"], *designs, *(plain(one["measures"]) for one in view["differences"])]


def test_the_clients_story_is_the_one_that_trace_tells(page: Any, file: Path, county: Path) -> None:
    show(page, "lanes")
    told = page.locator(".lanes-text").text_content()
    assert told.strip() == commanded("trace", county, "current", file).strip()
    name = page.inner_text(".lanes-name").split()[0].strip(",.:")
    page.click(".lanes-choosing button")
    page.wait_for_function("told => document.querySelector('.lanes-text').textContent !== told", arg=told)
    another = page.locator(".lanes-text").text_content()
    client = next(word for word in another.split() if word.rstrip(",.:").rpartition("-")[0] in ("Boden", "Kiruna"))
    assert another.strip() == commanded("trace", county, "current", file, "--client", client.rstrip(",.:")).strip()
    assert name
