"""Which build of the model runs, and why it is the slower one, in the language spoken."""

from __future__ import annotations

from sim.compiled import why_interpreted
from sim.terms.language import N_, _

REASONS = (
    N_("MELLANRUM_PURE is set"),
    N_("the source has changed since it was compiled (make setup compiles it anew)"),
    N_("it has not been compiled (make setup does so where there is a C compiler)"),
)
"""What `sim/compiled.py` gives, which knows nothing of the rest of the project."""


def why() -> str | None:
    """Return why the model is interpreted; None if it is compiled."""
    reason = why_interpreted()
    return None if reason is None else _(reason)


def which() -> str:
    """Return in a few words what runs the model."""
    reason = why()
    return _("compiled") if reason is None else _("interpreted on SimPy: {why}", why=reason)
