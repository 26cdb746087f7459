"""Who may import whom, read from the syntax tree. The table below is the rule; docs/design.md says why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]

FOLDERS = ("mellanrum", "sim", "scenarios", "calibration", "outputs")
SIM = (
    "sim",
    "sim.compiled",
    "sim.terms",
    "sim.chance",
    "sim.population",
    "sim.model",
    "sim.measures",
    "sim.checks",
    "sim.comparison",
    "sim.analysis",
    "sim.experiment",
    "sim.studies",
)
RUNS = tuple(layer for layer in SIM if layer not in ("sim.analysis", "sim.studies"))
NOT_FOR_IMPORT = ("tests", "benchmarks", "docs", "runs")

# Each layer may import itself and what is named here, of all that belongs to the project.
# `sim` alone is sim/__init__.py: it imports only which build is in use, so that `import sim.terms` loads no SimPy.
ALLOWED: dict[str, tuple[str, ...]] = {
    "sim": ("sim.compiled",),
    "sim.compiled": (),
    "sim.terms": (),
    "sim.chance": ("sim.terms", "sim.compiled"),
    "sim.population": ("sim.terms", "sim.chance"),
    "sim.model": ("sim.terms", "sim.chance", "sim.population", "sim.compiled"),
    "sim.measures": ("sim.terms",),
    "sim.checks": ("sim.terms", "sim.measures"),
    "sim.comparison": ("sim.terms", "sim.chance", "sim.measures"),
    "sim.analysis": ("sim.terms",),
    "sim.experiment": RUNS,
    "sim.studies": SIM,
    "calibration": SIM,
    "scenarios": ("sim.terms",),
    "outputs": (*SIM, "calibration", "scenarios"),
    "mellanrum": (*SIM, "calibration", "scenarios", "outputs"),
}
ONLY_HERE = {"simpy": "sim.model"}


class Imported(NamedTuple):
    line: int
    name: str


def layer_of(name: str) -> str | None:
    """Return the layer that the dotted `name` belongs to, or None if it is not the project's.

    A folder of sim/ without a rule is a layer of its own, so that it is noticed.
    """
    parts = name.split(".")
    if parts[0] == "sim":
        return ".".join(parts[:2])
    return parts[0] if parts[0] in FOLDERS or parts[0] in NOT_FOR_IMPORT else None


def imports(source: str, module: str, is_package: bool = False) -> Iterator[Imported]:
    """Yield every module that `source` imports, wherever in the file, with relative names made absolute.

    `from a import b` yields `a.b`: b may be a module. `import_module("a")` counts, if "a" is written out.
    """
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (Imported(node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=base, names=names, level=level):
                start = package[: len(package) - level + 1] if level else []
                origin = ".".join([*start, *([base] if base else [])])
                yield from (Imported(node.lineno, f"{origin}.{alias.name}") for alias in names)
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str() as name), *_],
            ):
                if not name.startswith("."):
                    yield Imported(node.lineno, name)


def target_layer(name: str) -> str | None:
    """Return the layer that an imported name reaches; `sim.Thing`, where Thing is no layer, is `sim` itself."""
    layer = layer_of(name)
    if layer and layer.startswith("sim.") and layer not in SIM and not (ROOT / layer.replace(".", "/")).is_dir():
        return "sim"
    return layer


def violations(source: str, module: str, file: str, is_package: bool = False) -> list[str]:
    """Return one sentence per import that the table forbids, each with file, line and name."""
    layer = layer_of(module)
    if layer not in ALLOWED:
        return [f"{file}:1: `{layer}` has no rule: say in ALLOWED of {Path(__file__).name} what it may import"]
    found = []
    for line, name in imports(source, module, is_package):
        only = ONLY_HERE.get(name.split(".")[0])
        if only and layer != only:
            found.append(f"{file}:{line}: imports `{name}`, which only {only} may")
        target = target_layer(name)
        if target is None or target == layer or target in ALLOWED[layer]:
            continue
        may = ", ".join(ALLOWED[layer]) or "nothing of the project"
        found.append(f"{file}:{line}: imports `{name}`, but {layer} may import only itself and {may}")
    return found


def files_of(layer: str) -> list[Path]:
    """Return the .py files of `layer`; those of `sim` are the files that lie in none of its folders."""
    folder = ROOT / layer.replace(".", "/")
    return sorted(folder.glob("*.py") if layer == "sim" else folder.rglob("*.py"))


def dotted(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("layer", ALLOWED)
def test_a_layer_imports_only_what_lies_before_it(layer: str) -> None:
    found = [
        sentence
        for file in files_of(layer)
        for sentence in violations(
            file.read_text(encoding="utf-8"),
            dotted(file),
            file.relative_to(ROOT).as_posix(),
            is_package=file.name == "__init__.py",
        )
    ]
    assert not found, "\n" + "\n".join(found)


def test_every_folder_of_sim_has_a_rule() -> None:
    folders = {f"sim.{file.relative_to(ROOT / 'sim').parts[0]}" for file in (ROOT / "sim").glob("*/**/*.py")}
    assert folders <= set(ALLOWED), f"no rule for {sorted(folders - set(ALLOWED))}"


def test_the_table_has_no_circle() -> None:
    settled: set[str] = set()
    while waiting := [layer for layer in ALLOWED if layer not in settled]:
        ready = [layer for layer in waiting if set(ALLOWED[layer]) - {layer} <= settled]
        assert ready, f"these import each other: {waiting}"
        settled.update(ready)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sim.terms.words", "import sim.chance"),
        ("sim.terms.words", "from sim import chance"),
        ("sim.terms.words", "from ..chance import draws"),
        ("sim.terms.words", "from .. import chance"),
        ("sim.terms.words", "import sim"),
        ("sim.terms.words", "def f():\n    import sim.model.world"),
        ("sim.terms.words", "if TYPE_CHECKING:\n    from sim.model.world import World"),
        ("sim.terms.words", "import importlib\nimportlib.import_module('sim.model')"),
        ("sim.terms.words", "from scenarios import read"),
        ("sim.terms.words", "import simpy"),
        ("sim.chance.clocks", "from sim.population import client"),
        ("sim.population.draw", "from sim.model import world"),
        ("sim.population.draw", "from simpy.core import Environment"),
        ("sim.model.world", "from sim.measures import falls"),
        ("sim.model.world", "from sim.experiment import archive"),
        ("sim.model.world", "import calibration.store"),
        ("sim.measures.falls", "from sim.model.recorder import COLUMNS"),
        ("sim.measures.falls", "from sim.chance import draws"),
        ("sim.experiment.pool", "from scenarios.files.read import read"),
        ("sim.experiment.pool", "import simpy"),
        ("calibration.fit.fitting", "from scenarios.files.read import read"),
        ("calibration.fit.fitting", "from outputs.comparison import page"),
        ("scenarios.files.read", "from calibration.parameters.store import load"),
        ("scenarios.files.read", "from sim.model import world"),
        ("scenarios.files.read", "from sim import experiment"),
        ("outputs.report", "import mellanrum"),
        ("outputs.report", "from tests import conftest"),
        ("mellanrum.cli.run", "import simpy"),
        ("sim", "from sim.terms import words"),
        ("sim.novelty.thing", "import math"),
    ],
)
def test_a_planted_violation_is_found(module: str, source: str) -> None:
    found = violations(source, module, "planted.py")
    assert len(found) == 1
    assert found[0].startswith(f"planted.py:{1 if 'has no rule' in found[0] else source.count(chr(10)) + 1}:")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sim.terms.words", "import math\nfrom . import calendar\nfrom sim.terms.calendar import Day"),
        ("sim.model.world", "import simpy\nfrom sim.chance import draws\nfrom ..population import client"),
        ("sim.experiment.pool", "from sim.measures import falls\nfrom sim.model import world\nimport sim"),
        ("calibration.fit.fitting", "from sim.experiment import pool"),
        ("scenarios.files.read", "import pydantic\nfrom sim.terms import words\nfrom scenarios.checks import check"),
        ("outputs.report", "import calibration, scenarios\nfrom sim.measures import falls"),
        ("mellanrum.cli.run", "import outputs, calibration, scenarios, sim.model.world\nfrom mellanrum import api"),
    ],
)
def test_an_allowed_import_is_left_alone(module: str, source: str) -> None:
    assert violations(source, module, "fine.py") == []


def test_a_relative_import_in_a_package_starts_at_the_package_itself() -> None:
    assert violations("from .words import Role", "sim.terms", "sim/terms/__init__.py", is_package=True) == []
    assert violations("from .model import world", "sim", "sim/__init__.py", is_package=True)


# --- rooms of a folder, and circles

ROOMS: dict[str, tuple[tuple[str, ...], ...]] = {
    "scenarios": (("files",), ("edits",), ("build",), ("checks",), ("compose",), ("study", "tools")),
    "calibration": (("evidence",), ("targets",), ("parameters",), ("fit",), ("verdicts",)),
    "outputs": (
        ("text",),
        ("files", "figures", "map"),
        (
            "comparison",
            "sweep",
            "breakeven",
            "ranking",
            "worth",
            "sensitivity",
            "warmup",
            "story",
            "calibration",
            "listings",
        ),
        ("study", "workshop"),
    ),
    "mellanrum": (
        ("defaults",),
        ("wiring",),
        ("questions",),
        ("runs",),
        ("evidence",),
        ("api",),
        ("workshop",),
        ("cli",),
    ),
}
"""Folder → its rooms from the ground up: each imports only what lies below it, and nothing beside it on its floor."""


def room_of(module: str, folder: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == folder and len(parts) > 1 else None


@pytest.mark.parametrize("folder", ROOMS)
def test_a_room_imports_only_what_lies_below_it(folder: str) -> None:
    floors = ROOMS[folder]
    floor = {room: n for n, rooms in enumerate(floors) for room in rooms}
    there = {room_of(dotted(file), folder) for file in (ROOT / folder).rglob("*.py")} - {None, "__main__"}
    assert there == set(floor), "say in ROOMS where each room lies"
    found = []
    for file in files_of(folder):
        mine = room_of(dotted(file), folder)
        for line, name in imports(file.read_text(encoding="utf-8"), dotted(file), file.name == "__init__.py"):
            other = room_of(name, folder)
            if mine in floor and other in floor and other != mine and floor[other] >= floor[mine]:
                found.append(f"{file.relative_to(ROOT)}:{line}: {mine} imports {name}, which does not lie below it")
    assert not found, "\n" + "\n".join(found)


def modules() -> dict[str, Path]:
    return {dotted(file): file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")}


def needed_to_import(source: str, module: str, is_package: bool) -> set[str]:
    """Return what importing a module imports: not what is imported later in a function, or for types alone."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return {one.name for one in imports(ast.unparse(tree), module, is_package)}


def test_no_modules_import_each_other() -> None:
    there = modules()
    needs = {}
    for module, file in there.items():
        names = needed_to_import(file.read_text(encoding="utf-8"), module, file.name == "__init__.py")
        needs[module] = {name if name in there else name.rpartition(".")[0] for name in names} & set(there) - {module}
    settled: set[str] = set()
    while waiting := set(there) - settled:
        ready = {module for module in waiting if needs[module] <= settled}
        assert ready, f"these import each other: {sorted(waiting)}"
        settled |= ready
