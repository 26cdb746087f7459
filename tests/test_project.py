"""The project keeps its own promises: the lock, the two commands, the packages, the licence and the citation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("mellanrum", "sim", "scenarios", "calibration", "outputs")

PIN = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[A-Za-z0-9.!+]+)(?P<marker> ; [^\\#]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?P<more> \\)?")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict:
    return tomllib.loads(text_of("pyproject.toml"))


def locked() -> dict[str, str]:
    return {
        canonicalize_name(pin["name"]): pin["version"]
        for line in text_of("requirements.lock").splitlines()
        if (pin := PIN.fullmatch(line))
    }


def test_the_lock_holds_only_pinned_lines_with_hashes() -> None:
    lines = text_of("requirements.lock").splitlines()
    strange = [
        f"requirements.lock:{number}: {line}"
        for number, line in enumerate(lines, 1)
        if not PIN.fullmatch(line) and not HASH.fullmatch(line)
    ]
    assert not strange, "\n".join(strange)
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert line.endswith("\\") == bool(HASH.fullmatch(following)), f"a hash is missing or astray after: {line}"


def test_the_lock_names_no_address_and_no_path() -> None:
    lock = text_of("requirements.lock")
    for sign in ("://", "www.", ".org", ".com", "--index-url", "--find-links", " @ ", "file:", "/", "#"):
        assert sign not in lock, f"requirements.lock holds {sign!r}"


def test_the_lock_answers_every_requirement_including_the_build() -> None:
    about = project()
    asked = [
        *about["build-system"]["requires"],
        *about["project"]["dependencies"],
        *about["project"]["optional-dependencies"]["dev"],
    ]
    versions = locked()
    for requirement in map(Requirement, asked):
        version = versions.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in requirements.lock: run `make lock`"
        assert version in requirement.specifier, f"the lock has {requirement.name} {version}, asked for {requirement}"


def test_the_lock_keeps_what_only_windows_needs() -> None:
    assert re.search(r"^colorama==\S+ ; sys_platform == 'win32' ", text_of("requirements.lock"), re.MULTILINE)


@pytest.mark.parametrize("command", ["make compare", "make test"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert re.search(rf"^\s*{command}\b", text_of("README.md"), re.MULTILINE)
    assert re.search(rf"^{command.split()[1]}: \$\(READY\)", text_of("Makefile"), re.MULTILINE)


def test_the_readme_shows_the_route_without_make() -> None:
    readme = text_of("README.md")
    assert "--require-hashes -r requirements.lock" in readme
    assert "--no-deps --no-build-isolation -e ." in readme


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_package_folder_has_an_init(folder: str) -> None:
    with_code = {file.parent for file in (ROOT / folder).rglob("*.py")}
    between = {step for place in with_code for step in (place, *place.parents) if step.is_relative_to(ROOT / folder)}
    missing = [place.relative_to(ROOT).as_posix() for place in sorted(between) if not (place / "__init__.py").is_file()]
    assert not missing, f"no __init__.py in {missing}"


def test_the_wheel_lists_the_folders() -> None:
    assert set(project()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == set(FOLDERS)


def test_runs_are_ignored_and_outputs_are_kept() -> None:
    ignored = [line for line in text_of(".gitignore").splitlines() if not line.startswith("#")]
    assert "/runs/" in ignored
    assert not [line for line in ignored if line.strip("/") in FOLDERS]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable bit")
def test_ci_run_is_executable() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_version_is_the_same_wherever_it_is_written() -> None:
    version = project()["project"]["version"]
    assert re.search(rf'^version: "?{re.escape(version)}"?$', text_of("CITATION.cff"), re.MULTILINE)


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## [Unreleased]" in text_of("CHANGELOG.md")


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_a_python_that_is_named_makes_the_environment_anew_unless_it_is_that_of_the_environment(tmp_path: Path) -> None:
    """Else `make test PYTHON=python3.13` would test with whatever Python `make setup` had found before."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for place, version in ((".venv/bin/python", "3 12"), ("same", "3 12"), ("other", "3 13")):
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        file.chmod(0o755)
    (tmp_path / ".venv" / ".ready").touch()

    def plan(*named: str) -> str:
        clean = {k: v for k, v in os.environ.items() if k not in ("PYTHON", "MAKEFLAGS", "MAKELEVEL")}
        command = ["make", "-n", "setup", *named]
        return subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=True).stdout

    assert "venv --clear" not in plan()
    assert "venv --clear" not in plan("PYTHON=./same")
    assert "venv --clear" in plan("PYTHON=./other")
