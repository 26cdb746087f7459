"""The kinds of thing a scenario file may hold: quantities in a unit, names of the model's words, strict tables."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.files.limits import beyond
from scenarios.files.problems import one_of
from sim.terms.quantity import LARGEST, TOPS, QuantityError, quantity_from, shown
from sim.terms.words import Disorder, Level, Measure, Part, Principal, Role, Service, Substance, name_of


class Strict(BaseModel):
    """A table: frozen, no unknown keys, no conversion of types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


TWIN: dict[str, Any] = {
    "type": "object",
    "properties": {"same_as": {"type": "string", "minLength": 1}, "note": {"type": "string"}},
    "required": ["same_as"],
    "additionalProperties": False,
}
"""The JSON schema of what stands in the place of a quantity that is the same as another's."""


class In:
    """The units that a quantity may have in this place, and how many numbers it holds (0: one number, no list).

    In a file it may say instead what it is the same as; readers see numbers only (`scenarios.edits.tying`).
    """

    def __init__(self, *units: str, length: int = 0) -> None:
        self.units = units
        self.length = length

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def _read(self, table: object) -> Any:
        try:
            q = quantity_from(table, self.units, self.length)
            if faults := beyond(q):
                raise QuantityError(faults)
            return q
        except QuantityError as problem:
            raise PydanticCustomError("quantity", "{text}", {"text": str(problem), "faults": problem.faults}) from None

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        top = min(TOPS.get(u, LARGEST) for u in self.units)
        one: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": top}
        many = {"type": "array", "items": one, "minItems": self.length, "maxItems": self.length}
        bound = {"type": "number", "minimum": 0} if self.length else one
        numbers = {
            "type": "object",
            "properties": {
                "value": many if self.length else one,
                "unit": {"enum": list(self.units)},
                "low": bound,
                "high": bound,
                "evidence": {"type": "string", "minLength": 1},
                "note": {"type": "string"},
            },
            "required": ["value", "unit", "low", "high", "evidence"],
            "additionalProperties": False,
        }
        return {"anyOf": [numbers, TWIN]}


def reader(
    kind: type[IntEnum], only: tuple[IntEnum, ...] = (), besides: tuple[str, ...] = ()
) -> Callable[[object], IntEnum]:
    """Return what turns a word of a file into a member of `kind` (of `only`, if given).

    `besides`: other words that are valid there, for the message alone.
    """
    words = {name_of(m): m for m in (only or tuple(kind))}

    def read(word: object) -> IntEnum:
        """Return the member that a word names. Raises PydanticCustomError for a word that is none."""
        if isinstance(word, kind):
            return word
        if isinstance(word, str) and word in words:
            return words[word]
        context = {"found": shown(word), "valid": one_of([*words, *besides], word)}
        raise PydanticCustomError("word", "found {found}; valid: {valid}", context)

    return read


def _words(kind: type[IntEnum], only: tuple[IntEnum, ...] = ()) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [name_of(m) for m in (only or tuple(kind))]})


OPEN_PARTS = (Part.PSYCHOSOCIAL, Part.MEDICAL, Part.PSYCHIATRIC, Part.SOCIAL)

ServiceName = Annotated[Service, BeforeValidator(reader(Service)), _words(Service)]
PrincipalName = Annotated[Principal, BeforeValidator(reader(Principal)), _words(Principal)]
RoleName = Annotated[Role, BeforeValidator(reader(Role)), _words(Role)]
LevelName = Annotated[Level, BeforeValidator(reader(Level)), _words(Level)]
MeasureName = Annotated[Measure, BeforeValidator(reader(Measure)), _words(Measure)]
PartName = Annotated[Part, BeforeValidator(reader(Part)), _words(Part)]
OpenPartName = Annotated[Part, BeforeValidator(reader(Part, OPEN_PARTS)), _words(Part, OPEN_PARTS)]

GROUPS: dict[str, Disorder | Substance] = {
    name_of(one): one for one in (*Substance, *(d for d in Disorder if d is not Disorder.NONE))
}
"""Groups of clients that a rule or a transfer may be about, by name: by substance (or gambling), or by condition."""


SubstanceName = Annotated[Substance, BeforeValidator(reader(Substance)), _words(Substance)]


def _group(word: object) -> str:
    if isinstance(word, str) and word in GROUPS:
        return word
    raise PydanticCustomError(
        "word", "found {found}; valid: {valid}", {"found": shown(word), "valid": one_of(GROUPS, word)}
    )


GroupName = Annotated[str, BeforeValidator(_group), WithJsonSchema({"type": "string", "enum": [*GROUPS]})]

TAGS = (
    "one",
    "by_role",
    "unlimited",
    "yes_or_no",
    "some",
)  # branches, which stand in pydantic's locations but in no file
ASSESSORS = (Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT)  # those whose plan is an inquiry
NOBODY = "none"
_assessor = reader(Service, ASSESSORS, (NOBODY,))

AssessorName = Annotated[Service, BeforeValidator(reader(Service, ASSESSORS)), _words(Service, ASSESSORS)]
AssessorOrNone = Annotated[
    Service | None,
    BeforeValidator(lambda word: None if word == NOBODY else _assessor(word)),
    WithJsonSchema({"type": "string", "enum": [*map(name_of, ASSESSORS), NOBODY]}),
]
_Item = TypeVar("_Item")


def _branch(value: object) -> str:
    is_one = not isinstance(value, dict) or not {"value", "unit", "same_as"}.isdisjoint(value)
    return "one" if is_one else "by_role"


SomeOrAll = Annotated[
    Annotated[bool, Tag("yes_or_no")] | Annotated[tuple[str, ...], Field(strict=False), Tag("some")],
    Discriminator(lambda value: "some" if isinstance(value, list | tuple) else "yes_or_no"),
]
"""A list of names, or true for all that there are."""

OneOrByRole = Annotated[
    Annotated[_Item, Tag("one")] | Annotated[dict[RoleName, _Item], Tag("by_role")], Discriminator(_branch)
]
