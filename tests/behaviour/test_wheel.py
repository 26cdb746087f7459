"""The wheel holds all that the application needs: it runs from nothing but itself and its dependencies."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scenarios.files.read import list_counties, list_designs, list_studies

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A folder that holds what the wheel holds, and nothing of the clone."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("mellanrum-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def run(site: Path, at: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of the wheel in a folder outside the clone."""
    own = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MELLANRUM_ARCHIVE")}
    command = [sys.executable, "-P", "-m", "mellanrum", *arguments]
    own["PYTHONPATH"] = str(site)
    return subprocess.run(command, cwd=at, env=own, capture_output=True, text=True, timeout=300, check=False)


def test_the_wheel_brings_everything_that_ships(site, tmp_path):
    shown = run(site, tmp_path, "scenarios", "list").stdout
    assert all(name in shown for name in (*list_counties(), *list_designs()))
    assert all(name in run(site, tmp_path, "study", "list").stdout for name in list_studies())
    assert run(site, tmp_path, "scenarios", "check", "norrbotten", "full_reform").returncode == 0
    data = {
        p.relative_to(ROOT).as_posix() for f in ("scenarios", "calibration", "sim") for p in (ROOT / f).rglob("*.toml")
    }
    assert data <= {p.relative_to(site).as_posix() for p in site.rglob("*.toml")}


def test_a_comparison_runs_outside_a_clone(site, tmp_path):
    assert run(site, tmp_path, "scenarios", "new-county", "mine").returncode == 0
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert "mine" in text
    options = ("-n", "1", "--years", "0.5", "--jobs", "1", "--parameters", "point", "--out", "o")
    done = run(site, tmp_path, "compare", "mine.toml", "current", "big_bang", *options)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "o" / "manifest.json").is_file()
    where = subprocess.run(
        [sys.executable, "-P", "-c", "import mellanrum, sim; print(mellanrum.__file__, sim.__file__)"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(ROOT) not in where
    assert where.count(str(site)) == 2


def test_nothing_that_is_required_is_imported_nowhere():
    import tomllib

    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    code = "".join(
        p.read_text(encoding="utf-8")
        for folder in ("mellanrum", "sim", "scenarios", "calibration", "outputs")
        for p in (ROOT / folder).rglob("*.py")
    )
    for dependency in named:
        module = dependency.split(">")[0].split("[")[0].strip().lower()
        assert f"import {module}" in code or f"from {module}" in code, dependency
