"""Memory that nothing holds any more goes back to the machine, so that a run's end is not its largest moment.

The outcomes of some thousand replications lie in many small pieces. What is left of them keeps the C library from
giving the rest back by itself, and tables and pictures are then made on top of it.
"""

from __future__ import annotations

import ctypes
import gc
import sys

_C_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None
_TRIM = getattr(_C_LIBRARY, "malloc_trim", None)
"""The GNU C library's; elsewhere nothing is done."""


def give_back() -> None:
    """Give what the C library and Arrow have kept of freed memory back, where they can."""
    gc.collect()
    if _TRIM is not None:
        _TRIM(0)
    if "pyarrow" in sys.modules:
        import pyarrow as pa

        pa.default_memory_pool().release_unused()
