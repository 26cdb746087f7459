"""What a shipped design says, with all that it extends, and where its numbers stand: the ground that levers move on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from calibration.evidence.ledger import load
from calibration.parameters.store import load_parameters
from scenarios.edits.keys import Tables, services_table
from scenarios.edits.tying import standing, tied
from scenarios.files.chain import STAND_IN, follow
from scenarios.files.service_file import ServicesFile
from scenarios.files.twins import at
from sim.terms.quantity import KEYS, Quantity, QuantityError, quantity_from
from sim.terms.words import Service, name_of

TODAY = STAND_IN
"""The design that is today's regime."""
DECIDED = "decided"
"""What a number rests on that the room has chosen."""


@dataclass(frozen=True)
class Base:
    """A shipped design: its table with every tie in numbers, beside the services and parameters that ship."""

    name: str
    tables: Tables

    @property
    def table(self) -> Mapping[str, Any]:
        """What the design says, with all that it extends."""
        return self.tables.of("design").table

    def says(self, key: str) -> bool:
        """Return whether something stands at a dotted key of the design."""
        return at(self.table, key) is not None

    def quantity(self, path: str) -> Quantity | None:
        """Return the quantity at a path: of the design, else of services or parameters; None if none stands there.

        A lever of coordination stands in the parameters today, and in a design that sets it under the same path.
        """
        own = at(self.table, path)
        try:
            return quantity_from(standing(self.tables, path) if own is None else own)
        except QuantityError:
            return None

    @property
    def reform(self) -> date:
        """The reform day."""
        calendar = self.table["calendar"]
        before = sum(round(float(calendar[key]) * 365) for key in ("warm_up_years", "baseline_years"))
        begins: date = calendar["day_zero"]
        return begins + timedelta(days=before)

    @property
    def day(self) -> date:
        """The day on which the design moves what it moves: the reform day where it moves nothing."""
        found = at(self.table, "transfer.day")
        return found if isinstance(found, date) else self.reform


@cache
def base_of(name: str) -> Base:
    """Return a shipped design. Raises ScenarioError for a name that is none."""
    tables = Tables(follow(name, "design"), None, services_table()[0], load_parameters())
    return Base(name, tied(tables)[0])


def decided(value: float, unit: str) -> dict[str, Any]:
    """Return the table of a number that the room has chosen: no range is left, since nothing is in doubt about it."""
    number = round(float(value), 10)
    return {"value": number, "unit": unit, "low": number, "high": number, "evidence": DECIDED}


def written(quantity: Quantity) -> dict[str, Any]:
    """Return the table of a quantity as it stands elsewhere, with its range and evidence."""
    return {key: getattr(quantity, key) for key in KEYS if key != "same_as" and getattr(quantity, key) != ""}


def from_ledger(figure: str) -> dict[str, Any]:
    """Return the table of a quantity that stands in no design: as the evidence ledger has it."""
    row = load().get(figure)
    return {"value": row.number, "unit": row.unit, "low": row.lowest, "high": row.highest, "evidence": figure}


@cache
def role_of(service: str) -> str:
    """Return the role that most posts of a service have."""
    roles = ServicesFile.model_validate(_whole_services()).root[Service[service.upper()]].roles
    return name_of(max(roles, key=lambda role: float(roles[role].value)))  # type: ignore[arg-type]


@cache
def _whole_services() -> Mapping[str, Any]:
    return base_of(TODAY).tables.of("services").table
