"""The shape of a study file: what is asked, compared and varied, how well it must be known, and what was found."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from scenarios.files.fields import AS_PROBLEMS, Strict
from scenarios.files.problems import either
from sim.terms.language import _
from sim.terms.quantity import is_number, shown

MODES = ("posterior", "prior", "point")
KINDS = ("grid", "latin_hypercube")
AUTO = "auto"
MOST_POINTS = 10_000
MOST_REPLICATIONS = 100_000
AS = ("value", "factor")


def _one_of_words(words: tuple[str, ...]) -> Any:
    def read(word: object) -> object:
        if word in words:
            return word
        found = {"found": shown(word), "valid": either(f'"{w}"' for w in words)}
        raise PydanticCustomError("word", AS_PROBLEMS, found)

    return BeforeValidator(read), WithJsonSchema({"type": "string", "enum": list(words)})


def _plain(value: object) -> object:
    if isinstance(value, bool | int | str | date) or (isinstance(value, float) and isfinite(value)):
        return value
    found = {"found": shown(value), "valid": _("a number, true or false, a word or a date")}
    raise PydanticCustomError("word", AS_PROBLEMS, found)


def _replications(value: object) -> object:
    if value == AUTO or (isinstance(value, int) and is_number(value, MOST_REPLICATIONS) and value >= 1):
        return value
    found = {
        "found": shown(value),
        "valid": _('a whole number from 1 to {most}, or "{auto}"', most=MOST_REPLICATIONS, auto=AUTO),
    }
    raise PydanticCustomError("word", AS_PROBLEMS, found)


def _text(value: object) -> object:
    if isinstance(value, str) and value.strip():
        return value
    raise PydanticCustomError("word", "", {"found": shown(value), "valid": _("a text")})


Text = Annotated[str, BeforeValidator(_text)]
Names = Annotated[tuple[str, ...], Field(strict=False)]
FiniteNumber = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]
Value = Annotated[Any, BeforeValidator(_plain), WithJsonSchema({"type": ["number", "boolean", "string"]})]
_KIND, _KIND_SCHEMA = _one_of_words(KINDS)
_MODE, _MODE_SCHEMA = _one_of_words(MODES)
_AS, _AS_SCHEMA = _one_of_words(AS)
Replications = Annotated[
    int | Literal["auto"],
    BeforeValidator(_replications),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"enum": [AUTO]}]}),
]


class VariationTable(Strict):
    """What one key is set to: `low` to `high` (for a sample), or each of `values` (for a grid).

    `as` "factor": times what stands there. `only_for`: designs that have the key, if not all. `why`: where the numbers
    come from: ids of the evidence ledger first, or "assumption: ...".
    """

    label_sv: Text
    label_en: Text
    low: FiniteNumber | None = None
    high: FiniteNumber | None = None
    values: Annotated[tuple[Value, ...], Field(strict=False)] | None = None
    unit: str | None = None
    as_: Annotated[str, _AS, _AS_SCHEMA] = Field(default="value", alias="as")
    only_for: Names = ()
    why: Text


class SampleTable(Strict):
    """Which points of the variations are run: every combination, or so many spread over their ranges."""

    kind: Annotated[str, _KIND, _KIND_SCHEMA]
    points: Annotated[int, Field(ge=2, le=MOST_POINTS)] | None = None


class PrecisionTable(Strict):
    """The half-width at which replications are enough: of a paired `difference`, and of a `level` relative to it."""

    difference: Positive | None = None
    level: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] | None = None
    why: Text


class BreakEvenTable(Strict):
    """A key whose value is sought at which a design equals the baseline on a measure; at both ends of each `beside`."""

    key: str
    measure: str
    beside: Names = ()


class SentenceTable(Strict):
    """One thing that was found, in both languages."""

    sv: Text
    en: Text


class FindingsTable(Strict):
    """What was found, when, and by which version of the model."""

    date: date
    version: Text
    sentences: Annotated[tuple[SentenceTable, ...], Field(strict=False)]


class StudyFile(Strict):
    """A study. The first of `designs` is the baseline.

    `replications`: at each point; "auto": as many as `precision` needs within `budget_minutes`. `thresholds`: visits,
    nights and days that make a need treated and a fall a fall, which the appendix varies. `counts`: what could be
    counted next (calibration/counts.toml), whose worth the study asks for.
    """

    format: Literal[1] = 1
    title_sv: Text
    title_en: Text
    question_sv: Text
    question_en: Text
    hypothesis_sv: Text
    hypothesis_en: Text
    counties: Names
    designs: Names
    measures: Names
    parameters: Annotated[str, _MODE, _MODE_SCHEMA]
    replications: Replications
    budget_minutes: Positive | None = None
    years: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 5.0
    sample: SampleTable | None = None
    variations: dict[str, VariationTable] = Field(default_factory=dict)
    precision: dict[str, PrecisionTable] = Field(default_factory=dict)
    break_even: Annotated[tuple[BreakEvenTable, ...], Field(strict=False)] = ()
    thresholds: dict[str, Annotated[tuple[Positive, ...], Field(strict=False)]] = Field(default_factory=dict)
    counts: Names = ()
    findings: FindingsTable | None = None
