"""How figures look: sizes, colours that everybody can tell apart, no ink that says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from outputs.figures.ticks import in_language

COLOURS = ("#3b3b3b", "#0072B2", "#D55E00", "#CC79A7", "#56B4E9", "#E69F00", "#6A51A3", "#8C6D31", "#17686E", "#9E3D64")
"""Okabe and Ito's, without the green: the first is the baseline."""
MARKERS = ("o", "s", "D", "^", "v", "P", "X", "*", "<", ">")
DOTS_PER_INCH = 110


def new_figure(width: float, height: float) -> Any:
    """Return an empty figure (inches) that needs no screen and touches no global state."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def as_written(figure: Any) -> None:
    """Let every text of a figure be shown as it is written: no name with two $ in it is a formula."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        text.set_parse_math(False)


def save(figure: Any, path: Path) -> Path:
    """Write `figure` as PNG without dates or versions inside, so that the same run gives the same file."""
    in_language(figure)
    as_written(figure)
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return path


def look(index: int) -> dict[str, Any]:
    """Return colour and marker of the design at `index`."""
    return {"color": COLOURS[index % len(COLOURS)], "marker": MARKERS[index % len(MARKERS)]}


def tidy(axis: Any, grid: str = "y") -> None:
    """Leave only the lines that help to read: no frame, a faint grid."""
    for side in ("top", "right", "left", "bottom"):
        axis.spines[side].set_visible(False)
    axis.grid(axis=grid, color="#e6e6e6", lw=0.8)
    axis.set_axisbelow(True)
    axis.tick_params(length=0, labelsize=9)


def draw_legend(figure: Any, names: Sequence[str], height: float) -> None:
    """Name the designs once, below a title of one line; `height`: of the figure (inches)."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], lw=2, ms=7, label=name, **look(i)) for i, name in enumerate(names)]
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(0.012, 1 - 0.42 / height), ncols=min(len(names), 6),
        frameon=False, fontsize=10,
    )  # fmt: skip
