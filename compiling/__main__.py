"""`python -m compiling`: make the compiled build of the model, unless it is there or this machine has no C compiler."""

from __future__ import annotations

import os
import sys

os.environ["MELLANRUM_PURE"] = "1"

from compiling.build import NotCompiledError, build, is_there


def main() -> int:
    """Compile, and say what is going on; what cannot be compiled is told in a line, and the interpreter goes on."""
    if is_there():
        return 0
    try:
        build(_say)
    except NotCompiledError as why:
        _say(f"Not compiled: {why}. The model runs interpreted, about three times slower.")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
