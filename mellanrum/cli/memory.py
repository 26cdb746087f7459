"""Too little memory: told before anything is run where a limit says so, and in words where it is found out later."""

from __future__ import annotations

import os

from mellanrum.cli.errors import BadInputError
from sim.terms.language import _

LEAST_KILOBYTES = 1_000_000
"""Of address space, as `ulimit -v` counts it. Below it the libraries of tables and pictures end the process, or wait
for ever, without a word: at 450,000 to 700,000 a comparison in a county of 1,200 adults failed after its last
replication."""
ONE_THREAD = "OPENBLAS_NUM_THREADS"


def spare_memory() -> None:
    """Let linear algebra have one thread, unless somebody wants more: each takes address space, and none is of use."""
    os.environ.setdefault(ONE_THREAD, "1")


def check_memory() -> None:
    """Refuse a limit under which a run would end without a word. Raises BadInputError."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft = resource.getrlimit(resource.RLIMIT_AS)[0]
    if soft != resource.RLIM_INFINITY and soft < LEAST_KILOBYTES * 1024:
        raise BadInputError(
            [
                _(
                    "memory: found a limit of {found} kB to the memory of a process (ulimit -v); "
                    "valid: {least} kB or more, or unlimited",
                    found=soft // 1024,
                    least=LEAST_KILOBYTES,
                )
            ]
        )
