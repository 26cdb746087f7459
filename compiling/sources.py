"""Which modules are compiled, and what they were when they were."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHOLE = ("sim/chance", "sim/population", "sim/model")
PARTS = ("hazards", "total", "capacity")
INTERPRETED = ("agenda_simpy.py", "__init__.py")
"""What stands for the interpreter only, and packages."""


def compiled_files() -> list[str]:
    """Return the source files that are compiled, relative to the root, in order."""
    whole = (p for folder in WHOLE for p in (ROOT / folder).glob("*.py") if p.name not in INTERPRETED)
    parts = (ROOT / "sim" / "terms" / f"{name}.py" for name in PARTS)
    return sorted(str(p.relative_to(ROOT)) for p in (*whole, *parts))
