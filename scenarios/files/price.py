"""What a change costs those whose posts it takes: the same keys, with the same meaning, wherever posts are taken."""

from __future__ import annotations

from typing import Annotated

from scenarios.files.fields import In, OneOrByRole, Strict
from scenarios.files.service_file import Days, Share
from sim.terms.quantity import Pick, Quantity, number

PRICE = (
    "never_refilled_share",
    "productivity_dip",
    "productivity_recovery_days",
    "turnover_factor",
    "turnover_days_after",
    "absence_share",
    "absence_factor",
    "absence_days",
)
"""Keys of [opens.SERVICE], [posts.SERVICE] and [transfer] with the same meaning."""


class PriceTable(Strict):
    """How long recruiting takes, and the price of change; what is not said here is as [transfer] says."""

    recruitment_lead_days: OneOrByRole[Days] | None = None
    never_refilled_share: Share | None = None
    productivity_dip: Share | None = None
    productivity_recovery_days: Days | None = None
    turnover_factor: Annotated[Quantity, In("factor")] | None = None
    turnover_days_after: Days | None = None
    absence_share: Share | None = None
    absence_factor: Annotated[Quantity, In("factor")] | None = None
    absence_days: Days | None = None


def price_of(table: PriceTable, path: str, pick: Pick) -> dict[str, float]:
    """Return the numbers of the price that stand in a table itself."""
    return {key: number(pick, f"{path}.{key}", q) for key in PRICE if (q := getattr(table, key)) is not None}
