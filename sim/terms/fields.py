"""What the two free columns of the event log, `value` and `extra`, hold in each kind of row.

This table is the only place that knows: readers ask `column_of(Kind.VISIT, "hours")`, `docs/event-log.md` is written
from it, and a test holds every row that the model writes to it. A kind that is not here fills neither column.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sim.terms.words import Kind

VALUE, EXTRA = "value", "extra"


@dataclass(frozen=True, slots=True)
class Field:
    """What a column holds. `says`: in words, with the unit; `seldom`: some rows of the kind leave it empty."""

    name: str
    says: str
    seldom: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a kind of row, in the order of the columns; None where a column stays empty."""

    value: Field | None = None
    extra: Field | None = None


_HOURS = Field("hours", "hours")
_HOURS_OF_BOTH = Field("hours", "hours, all sides")
_DAYS_ASKED = Field("days_since_asked", "days since this service was asked")
_DAYS_OF_REQUEST = Field("days_since_asked", "days since the request began")
_DAYS_IN_CARE = Field("days_in_care", "days in care")
_DAYS_BEFORE = Field("days_before", "days in the former state")
_WARM = Field("warm", "1 warm, 0 cold")
_MET = Field("met", "1 if the need is met, else 0")
_PURPOSE = Field("purpose", "0 for treatment, 1 for an assessment, 2 if the care cannot hold the need's severity")
_SEVERITY = Field("severity", "severity as the service rates it", seldom=True)
_POST = Fields(Field("fte", "FTE"), Field("role", "code of the role"))
_DISTRICT = Field("district", "number of the district")
_OTHER_PATIENT = Fields(Field("days_waited", "days waited"), Field("priority", "priority class"))

FIELDS: dict[Kind, Fields] = {
    Kind.ARRIVAL: Fields(Field("stock", "1 if drawn as stock of day 0, else 0")),
    Kind.SOUGHT: Fields(
        Field("episode", "number of the episode (0 first)"), Field("again", "1 if the client asks again, else 0")
    ),
    Kind.REFERRED: Fields(Field("hours", "hours spent by the sender"), _WARM),
    Kind.REFERRAL_ARRIVED: Fields(Field("days_on_the_way", "days since it was sent"), _WARM),
    Kind.REFERRAL_LOST: Fields(Field("days_on_the_way", "days since it was sent"), _WARM),
    Kind.REFUSED: Fields(_DAYS_ASKED, _SEVERITY),
    Kind.PARKED: Fields(Field("required_days", "days without use that are required; 0 for TREAT_..._FIRST")),
    Kind.DISPUTE_OPENED: Fields(Field("days_open", "days open: 0")),
    Kind.DISPUTE_SETTLED: Fields(Field("days_open", "days open")),
    Kind.ACCEPTED: Fields(_DAYS_ASKED, Field("assessment", "1 if for an assessment, 0 for treatment")),
    Kind.ADMITTED: Fields(
        Field("days_since_accepted", "days since ACCEPTED: the wait for a place, and booking", seldom=True), _PURPOSE
    ),
    Kind.VISIT: Fields(_HOURS, Field("clean", "1 if a sample was documented drug-free, else 0")),
    Kind.MISSED: Fields(Field("hours", "hours set aside"), Field("in_a_row", "missed in a row, this one counted")),
    Kind.DECIDED: Fields(Field("days_in_care", "days since admitted"), Field("met", "0")),
    Kind.COMPLETED: Fields(_DAYS_IN_CARE, _MET),
    Kind.DISCHARGED: Fields(_DAYS_IN_CARE, Field("met", "0")),
    Kind.LEFT_CARE: Fields(_DAYS_IN_CARE, Field("met", "0")),
    Kind.GAVE_UP: Fields(_DAYS_OF_REQUEST),
    Kind.WITHDREW: Fields(_DAYS_OF_REQUEST),
    Kind.RELAPSED: Fields(_DAYS_BEFORE),
    Kind.ABSTINENT: Fields(_DAYS_BEFORE),
    Kind.RELATIVE_CONTACT: Fields(Field("contacts", "contacts since the state began")),
    Kind.HANDOVER_TRIED: Fields(
        Field("hours", "hours, both sides; 0 with the own worker, or cold"),
        Field("own_worker", "1 if the own worker moves along, else 0"),
    ),
    Kind.HANDED_OVER: Fields(Field("days_in_care", "days in care so far"), Field("own_worker", "0")),
    Kind.HANDOVER_LOST: Fields(_DAYS_IN_CARE, Field("met", "0")),
    **dict.fromkeys(
        (
            Kind.STAFF_EMPLOYED, Kind.STAFF_OFFERED, Kind.STAFF_FOLLOWED, Kind.STAFF_STAYED, Kind.STAFF_RESIGNED,
            Kind.POST_OPENED, Kind.STAFF_RECRUITED, Kind.POST_NEVER_REFILLED, Kind.STAFF_LENT, Kind.LOCUM_CAME,
            Kind.LOCUM_LEFT, Kind.STAFF_TO_UNIT,
        ),
        _POST,
    ),
    Kind.RESPONSIBILITY_MOVED: Fields(
        Field("lag_days", "days from law to practice"),
        Field("substance", "code of the substance, where it moved for those alone (a row each)", seldom=True),
    ),
    Kind.OTHER_PATIENT_ADMITTED: _OTHER_PATIENT,
    Kind.OTHER_PATIENT_GAVE_UP: _OTHER_PATIENT,
    Kind.SNAPSHOT: Fields(
        Field("occupied", "places occupied, by clients and others"),
        Field("places", "places there are; infinite for LVM"),
    ),
    Kind.SIP_MADE: Fields(_HOURS_OF_BOTH, Field("parts", "parts that it covers")),
    Kind.PLAN_PART_FAILED: Fields(Field("days_since_plan", "days since the plan was made")),
    Kind.CONFERENCE_HELD: Fields(_HOURS_OF_BOTH, _DISTRICT),
    Kind.CONFERENCE_LEAD: Fields(Field("days_since_flagged", "days since the case was flagged")),
    Kind.DEVIATION_REPORTED: Fields(_HOURS),
    Kind.REPORT_ANSWERED: Fields(Field("days_since_report", "days since the report")),
    Kind.CONTACT_BEGAN: Fields(Field("days_waited", "days waited")),
    Kind.CONTACT_ENDED: Fields(Field("days_lasted", "days that it lasted")),
    Kind.TALK: Fields(_HOURS),
    Kind.HELPED: Fields(_HOURS),
    Kind.LADDER_CHANGED: Fields(Field("step", "the step now"), _DISTRICT),
}  # fmt: skip
"""Kind → what its rows hold in `value` and `extra`."""

FOR_TREATMENT, FOR_INQUIRY, CANNOT_HOLD = 0, 1, 2
"""What ADMITTED says of a stay in its field `purpose`."""


@cache
def column_of(name: str, *kinds: Kind) -> str:
    """Return the column that holds a field in rows of these kinds.

    Raises KeyError where a kind has no such field, and where two of the kinds have it in different columns.
    """
    found = {_column(name, kind) for kind in kinds}
    if len(found) != 1:
        raise KeyError(f"{name}: in {' and '.join(sorted(found))} of {', '.join(kind.name for kind in kinds)}")
    return found.pop()


def _column(name: str, kind: Kind) -> str:
    fields = FIELDS.get(kind, Fields())
    for column, one in ((VALUE, fields.value), (EXTRA, fields.extra)):
        if one is not None and one.name == name:
            return column
    raise KeyError(f"{kind.name} has no field {name}")
