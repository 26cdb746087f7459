"""What hatchling asks when it makes a wheel: the compiled build goes in, if it is that of the present source."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledBuildHook(BuildHookInterface):
    """Adds the compiled modules to a wheel, which then is for this Python and system alone."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what is compiled; an editable install finds it beside the source anyway."""
        if version == "editable":
            return
        os.environ["MELLANRUM_PURE"] = "1"
        sys.path.insert(0, self.root)
        try:
            from compiling.build import is_there
            from sim.compiled import PLACE
        finally:
            sys.path.remove(self.root)
        if is_there():
            build_data["force_include"][str(PLACE)] = str(PLACE.relative_to(Path(self.root)))
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
