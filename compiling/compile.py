"""`python -m compiling.compile FILE ...`, in a copy of the source: C by mypyc, then a library by the C compiler."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from compiling.build import SHARE_MADE

STEP = 25  # percent


def main(files: list[str]) -> None:
    """Compile `files` into the folder `library`. Raises or ends the process where a compiler fails."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    class Build(build_ext):  # type: ignore[misc]
        """Its C compiler works on several files at a time."""

        def build_extensions(self) -> None:
            _side_by_side(self.compiler)
            super().build_extensions()

    flags = ["--config-file=", "--strict", "--always-true=COMPILED", *files]
    made = mypycify(flags, opt_level="2", debug_level="0", multi_file=True, target_dir="c")
    command = Build(Distribution({"name": "mellanrum", "ext_modules": made}))
    command.build_lib, command.build_temp = "library", "objects"
    command.ensure_finalized()
    command.run()


def _side_by_side(compiler: Any) -> None:
    """Let it compile as many files at a time as there are cores: setuptools takes one after the other."""

    def compile_all(sources: list[str], **given: Any) -> list[str]:
        _, objects, extra, preprocess, build = compiler._setup_compile(
            given["output_dir"], given["macros"], given["include_dirs"], sources, given["depends"],
            given["extra_postargs"],
        )  # fmt: skip
        options, nth = compiler._get_cc_args(preprocess, given["debug"], None), count(1)

        def one(name: str) -> None:
            compiler._compile(name, *build[name], options, extra, preprocess)
            done = next(nth)
            if len(build) > 1 and 100 * done // len(build) // STEP > 100 * (done - 1) // len(build) // STEP:
                print(f"{SHARE_MADE}{100 * done // len(build)}", flush=True)

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            list(pool.map(one, build))
        return list(objects)

    compiler.compile = compile_all


if __name__ == "__main__":
    main(sys.argv[1:])
