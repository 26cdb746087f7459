"""The shape of a county file: municipalities with travel, districts, hubs, staff, and where services sit."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from scenarios.files.fields import In, ServiceName, Strict
from scenarios.files.service_file import Days
from sim.terms.quantity import Quantity

Places = Annotated[
    Annotated[Literal["unlimited"], Tag("unlimited")] | Annotated[Quantity, In("places"), Tag("one")],
    Discriminator(lambda v: "unlimited" if isinstance(v, str) else "one"),
]
Fte = Annotated[Quantity, In("FTE")]
CountInFile = Annotated[float, Field(ge=0, le=1e5, allow_inf_nan=False)]


class DistrictTable(Strict):
    """A länsdel and the hub where its specialist care sits."""

    title: str
    hub: str


class PracticeTable(Strict):
    """What is known of how a municipality works; what is absent is drawn, or follows from its size and its distances.

    `methods`: those of outpatient treatment that it offers; `groups`: those of them that it gives in a group. `asi`:
    whether inquiries use it. `tests_per_month`: samples of sobriety in all; `samples_per_month`: of each who comes to
    leave them. `one_team`: one team for several needs. `easier_cooperation`: absent, where few live.
    `primary_care_wider`: absent, where no specialist unit is near. `source`: where this is told.
    """

    methods: tuple[str, ...] | None = Field(default=None, strict=False)
    groups: tuple[str, ...] | None = Field(default=None, strict=False)
    asi: bool | None = None
    tests_per_month: Annotated[Quantity, In("tests a month")] | None = None
    samples_per_month: Annotated[Quantity, In("samples a month")] | None = None
    one_team: bool | None = None
    easier_cooperation: bool | None = None
    primary_care_wider: bool | None = None
    source: str | None = None


class MunicipalityTable(Strict):
    """A municipality: adults, district, the way to every hub in km (at `speed`) or minutes, and its practice."""

    adults: Annotated[Quantity, In("persons")]
    district: str
    travel: dict[str, Annotated[Quantity, In("km", "minutes")]]
    practice: PracticeTable | None = None


class StaffingTable(Strict):
    """Posts of one service: per 10 000 adults, a total shared out by adults, or places; `counts` by place override.

    `admissions_per_10000`: clients who are accepted a year. Where it stands, posts that have a range are solved for the
    county's `utilisation`, or the pool's own; posts without one were counted or set, and hold.
    """

    per_10000_adults: Annotated[Quantity, In("FTE per 10 000 adults")] | None = None  # not said: a unit
    minimum: Fte | None = None
    total: Fte | None = None
    neuropsychiatric: Fte | None = None
    places: Places | None = None
    counts: dict[str, CountInFile] = Field(default_factory=dict)
    # not said: a unit
    admissions_per_10000: Annotated[Quantity, In("admissions per 10 000 adults a year")] | None = None
    utilisation: Annotated[Quantity, In("share")] | None = None


class UnitTable(Strict):
    """A location of a service at a hub, and the districts that it serves (absent: all)."""

    place: str
    districts: tuple[str, ...] | None = Field(default=None, strict=False)
    target_wait_days: Days | None = None


class LocationTable(Strict):
    """Where one service sits; `neuropsychiatric` is the hub of its assessments, for the whole county."""

    units: tuple[UnitTable, ...] = Field(strict=False)
    neuropsychiatric: str | None = None


class CountyCoordination(Strict):
    """What districts have on day 0: their step of the cooperation ladder (0-5), and who holds case conferences."""

    ladder: dict[str, Annotated[Quantity, In("step")]]
    case_conferences: tuple[str, ...] = Field(default=(), strict=False)


class AgreementTable(Strict):
    """What is known of the agreements; what is absent is drawn.

    `dispute_routine`: whether the county agreement has one. `local`: which municipalities have a local agreement.
    """

    dispute_routine: bool | None = None
    local: dict[str, bool] = Field(default_factory=dict)


class CountyFile(Strict):
    """A county. `utilisation`: the share of its places that a pool is staffed for, where nobody has counted."""

    format: Literal[1] = 1
    title_sv: str
    title_en: str
    extends: str | None = None
    hubs: tuple[str, ...] = Field(strict=False, min_length=1)
    speed: Annotated[Quantity, In("km/h")]
    utilisation: Annotated[Quantity, In("share")]
    districts: dict[str, DistrictTable] = Field(min_length=1)
    municipalities: dict[str, MunicipalityTable] = Field(min_length=1)
    staffing: dict[ServiceName, StaffingTable]
    location: dict[ServiceName, LocationTable] = Field(default_factory=dict)
    coordination: CountyCoordination
    agreement: AgreementTable = Field(default_factory=AgreementTable)
