"""A county that extends another takes its fitted draws where its counts still hold, and its first line says so."""

from __future__ import annotations

from pathlib import Path

from mellanrum.wiring.parameter_source import source_of
from outputs.text.caveats import INHERITED, said_first
from sim.terms.quantity import Quantity
from tests.bad_files import q

ASKED = Quantity(30.0, "per 10 000 adults a year", 18.0, 36.0, "A103")
PATH = "people.first_seekers_per_10000"


def mine(folder: Path, text: str) -> Path:
    """Return a county that extends Norrbotten."""
    file = folder / "mine.toml"
    file.write_text(f'extends = "norrbotten"\n{text}', encoding="utf-8")
    return file


def test_more_posts_leave_the_counts_as_they_were(tmp_path: Path) -> None:
    county = mine(tmp_path, f"[staffing.municipal_outpatient]\ntotal = {q(14, 'FTE')}\n")
    source, usual = source_of(county, None, 1), source_of("norrbotten", None, 1)
    assert source.mode == "posterior"
    assert source.pick(3)(PATH, ASKED) == usual.pick(3)(PATH, ASKED)
    first = said_first(source.told)
    assert first is not None
    assert f"{INHERITED} from norrbotten" in first
    assert INHERITED not in " ".join(usual.told)


def test_other_people_have_not_been_counted(tmp_path: Path) -> None:
    county = mine(tmp_path, f'[municipalities."Kiruna"]\nadults = {q(25000, "persons")}\n')
    source = source_of(county, None, 1)
    assert source.mode == "point"
    first = said_first(source.told)
    assert first is not None
    assert "municipalities or their adults are others" in first
    assert "elsewhere than those of norrbotten" in first
