"""An address as a square code that a phone's camera reads from the far end of a room."""

from __future__ import annotations

import io

import segno

QUIET = 4
"""White modules around the code: without them cameras do not find it."""


def square_code(address: str) -> bytes:
    """Return an SVG, dark on white whatever lies behind it, as large as the page makes it."""
    found = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        found, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, omitsize=True, svgclass=None,
        lineclass=None,
    )  # fmt: skip
    return found.getvalue()
