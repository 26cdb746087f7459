"""The shape of [closes.SERVICE]: a service that exists, or that the design has opened, and that closes on a day."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from scenarios.files.fields import OneOrByRole, ServiceName
from scenarios.files.price import PriceTable
from scenarios.files.transfer_file import HandoverTable


class ClosesTable(PriceTable):
    """A service that closes on `day`, in some municipalities or wherever it is.

    `posts_to`: the service to which its posts go (one, or one for each role), with the people in them, at the price of
    any change (`PRICE`, said here or else in [transfer]); posts of a role without it are lost. `cases_to`: the service
    that takes over those in care; without it the next door of each. `handover`: how they cross, said here or else in
    [transfer].
    """

    day: date
    municipalities: tuple[str, ...] | None = Field(default=None, strict=False)
    posts_to: OneOrByRole[ServiceName] | None = None
    cases_to: ServiceName | None = None
    handover: HandoverTable | None = None
