"""The picture of a study in one county: whichever of its findings a picture tells best."""

from __future__ import annotations

from pathlib import Path

from outputs.study.view import View


def draw_county(view: View, path: Path) -> Path:
    """Draw response surfaces with break-evens, or the combinations of a grid, or the designs with what is worth asking.

    Return the path.
    """
    if view.county.break_evens or any(s.slice is not None for s in view.county.surfaces):
        from outputs.study.surface_figure import draw_surfaces

        return draw_surfaces(view, path)
    if view.county.grid:
        from outputs.study.grid_figure import draw_grid

        return draw_grid(view, path)
    from outputs.study.designs_figure import draw_designs

    return draw_designs(view, path)
