"""The shape of [[posts.SERVICE]]: posts that a service which exists gets, takes from others, or loses."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from scenarios.files.fields import In, RoleName, ServiceName
from scenarios.files.price import PriceTable
from sim.terms.quantity import Quantity

Fte = Annotated[Quantity, In("FTE")]


class PostsTable(PriceTable):
    """Posts of one role: so many FTE more (`add`) or fewer (`close`) from `day`, for a municipality or all.

    `taken_from`: services that give them up, here or in `from_municipality`; else they are new, from nobody. New posts
    may be recruited to from an earlier day, `recruit_from`: whoever is found before `day` begins on it.
    """

    day: date
    role: RoleName
    municipality: str | None = None
    add: Fte | None = None
    close: Fte | None = None
    taken_from: Annotated[tuple[ServiceName, ...], Field(strict=False)] = ()
    from_municipality: str | None = None
    recruit_from: date | None = None


OneOrSeveral = Annotated[
    Annotated[PostsTable, Tag("one")] | Annotated[tuple[PostsTable, ...], Field(strict=False), Tag("some")],
    Discriminator(lambda value: "some" if isinstance(value, list | tuple) else "one"),
]
"""One change of posts ([posts.SERVICE]) or several ([[posts.SERVICE]], each with a heading of its own)."""


def tables_of(given: PostsTable | tuple[PostsTable, ...]) -> tuple[PostsTable, ...]:
    """Return the changes of one service's posts."""
    return given if isinstance(given, tuple) else (given,)
