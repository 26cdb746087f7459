"""What a notebook imports: `run`, `compare`, `trace`, `sweep`, `rank` and others. It costs nothing until one is used.

import mellanrum as mr
mr.compare("norrbotten", ["current", "big_bang"], replications=20)

It speaks English, or what MELLANRUM_LANG says; `mr.speak("sv")` has it speak Swedish from then on.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mellanrum.api import (
        Finding,
        Result,
        Story,
        ablate,
        breakeven,
        compare,
        load,
        open_run,
        rank,
        resume,
        run,
        sensitivity,
        speak,
        study,
        sweep,
        trace,
        warmup,
        worth,
    )

__all__ = [
    "Finding",
    "Result",
    "Story",
    "__version__",
    "ablate",
    "breakeven",
    "compare",
    "load",
    "open_run",
    "rank",
    "resume",
    "run",
    "sensitivity",
    "speak",
    "study",
    "sweep",
    "trace",
    "warmup",
    "worth",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("mellanrum")
    if name in __all__:
        from mellanrum import api

        return getattr(api, name)
    raise AttributeError(f"module 'mellanrum' has no attribute {name!r}")  # not said: as Python says it


def __dir__() -> list[str]:
    return sorted(__all__)
