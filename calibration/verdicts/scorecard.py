"""Which figures of the ledger the model can give, and why the others are none: `evidence/scorecard.toml`, reviewed.

The table says how a figure is brought to a county and which measure of `current` stands beside it. It never says
whether the two agree: that is reckoned (`calibration/verdicts/scoring.py`).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from calibration.evidence.ledger import FOLDER, Figure, Ledger, load
from calibration.evidence.problem import BadInput, Problem, either, id_near, nearest
from calibration.targets.scale import UNITS
from calibration.targets.target_file import is_measure
from sim.terms.language import N_, _, pgettext
from sim.terms.quantity import Quantity, QuantityError, is_number, quantity_from, shown

FILE = "scorecard.toml"
OTHER, DOUBTFUL, NOT_COMPUTED = N_("other concept"), N_("figure doubtful"), N_("not computed")
BY_HAND = (OTHER, DOUBTFUL, NOT_COMPUTED)
"""What the table may say of a row; all else is reckoned."""
ADULTS = "adults"
NATIONAL = {"adults": "persons", "spread": "factor"}
SECTIONS = ("national", "row", "kind")
TEXTS = ("id", "title", "measure", "unit", "target", "county", "elsewhere", "times", "status", "how", "below", "above")
NUMBERS = ("figure", "low", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A figure of the ledger beside a measure. `also`: rows of the ledger that tell the same count.

    `target`: the row of a county's targets whose figure holds there. `figure`, `low`, `high`: in `unit`, else the
    ledger's. `times`: "adults" for a count of Sweden, or empty. `county`: counted in that one alone, or empty;
    `elsewhere`: what is said in others. `status`: one of `BY_HAND`, or empty: numbers decide. `below`, `above`: why the
    model gives less, more.
    """

    id: str
    title: str
    measure: str = ""
    unit: str = ""
    target: str = ""
    county: str = ""
    elsewhere: str = ""
    times: str = ""
    status: str = ""
    how: str = ""
    below: str = ""
    above: str = ""
    figure: float | None = None
    low: float | None = None
    high: float | None = None
    also: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The rows of the ledger that it holds."""
        return (self.id, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Rows of the ledger that no run could give: by id, by topic, or `not_found`, and `why` they are none."""

    name: str
    why: str
    ids: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    not_found: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """The whole table. `adults`: of Sweden. `spread`: how far a county's rate may lie from Sweden's (factor)."""

    adults: Quantity
    spread: Quantity
    rows: tuple[CardRow, ...]
    kinds: tuple[LeftOut, ...]

    def left_out(self, ledger: Ledger) -> dict[str, list[str]]:
        """Return kind → ids of the ledger that fall under it and stand in no row. Assumptions are not looked at."""
        held = {i for row in self.rows for i in row.ids}
        found: dict[str, list[str]] = {kind.name: [] for kind in self.kinds}
        for figure in ledger.figures:
            if not figure.is_assumption and figure.id not in held and (kind := self.kind_of(figure)) is not None:
                found[kind.name].append(figure.id)
        return found

    def forgotten(self, ledger: Ledger) -> list[str]:
        """Return the rows of the ledger, assumptions apart, that stand in no row and under no kind."""
        held = {i for row in self.rows for i in row.ids}
        some = [f for f in ledger.figures if not f.is_assumption and f.id not in held]
        return [f.id for f in some if self.kind_of(f) is None]

    def kind_of(self, figure: Figure) -> LeftOut | None:
        """Return the kind that a figure falls under: the one that names it, else its topic's, else not found."""
        named = (k for k in self.kinds if figure.id in k.ids)
        by_topic = (k for k in self.kinds if figure.topic in k.topics)
        missing = (k for k in self.kinds if k.not_found and figure.confidence == "none")
        return next((k for some in (named, missing, by_topic) for k in some), None)


@cache
def load_card(path: Path = FOLDER / FILE) -> Card:
    """Return the table. Raises BadInput with every fault in the file at once."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput([Problem(path.name, "file", str(error), _("TOML in UTF-8"))]) from error
    problems = [
        Problem(path.name, key, _("an unknown key"), ", ".join(SECTIONS)) for key in table if key not in SECTIONS
    ]
    national = _national(table.get("national"), path.name, problems)
    ledger = load()
    found: dict[str, list[dict[str, Any]]] = {}
    for section in ("row", "kind"):
        tables = table.get(section)
        if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
            valid = _("tables headed {heading}", heading="[[" + section + "]]")
            problems.append(Problem(path.name, section, shown(tables), valid))
            tables = []
        found[section] = tables
    for nth, row in enumerate(found["row"], 1):
        problems += _row_problems(row, nth, path.name, ledger)
    kinds = [_kind(one, nth, path.name, ledger, problems) for nth, one in enumerate(found["kind"], 1)]
    problems += _shared_problems(found["row"], kinds, path.name)
    if problems:
        raise BadInput(problems)
    rows = tuple(CardRow(**{**row, "also": tuple(row.get("also", ()))}) for row in found["row"])
    return Card(national["adults"], national["spread"], rows, tuple(kinds))


def quantities() -> Iterator[tuple[str, Quantity]]:
    """Yield key and quantity of each number by which national counts are brought to a county."""
    card = load_card()
    yield "national.adults", card.adults
    yield "national.spread", card.spread


def _national(table: object, file: str, problems: list[Problem]) -> dict[str, Quantity]:
    given = table if isinstance(table, dict) else {}
    found = {}
    for key, unit in NATIONAL.items():
        try:
            found[key] = quantity_from(given.get(key), (unit,))
        except QuantityError as error:
            problems += [Problem(file, f"national.{key}.{f.key}", _(f.found), _(f.valid)) for f in error.faults]
    return found


def _row_problems(row: Mapping[str, Any], nth: int, file: str, ledger: Ledger) -> list[Problem]:
    name = f"{row['id']} ({row.get('title')})" if isinstance(row.get("id"), str) else _("row {n}", n=nth)
    keys = [f.name for f in fields(CardRow)]
    faults = [(k, _("an unknown key"), ", ".join(nearest(k, keys)) or ", ".join(keys)) for k in row if k not in keys]
    faults += [(k, shown(row[k]), _("a text")) for k in TEXTS if k in row and not isinstance(row[k], str)]
    faults += [(k, _("nothing"), _("a text")) for k in ("id", "title") if not row.get(k)]
    faults += [(k, shown(row[k]), _("a number")) for k in NUMBERS if k in row and not is_number(row[k], 1e9)]
    also = row.get("also", [])
    ids = [row.get("id"), *also] if isinstance(also, list) else [row.get("id")]
    if not isinstance(also, list):
        faults.append(("also", shown(also), _("a list of ids of the ledger")))
    for i in ids:
        if not isinstance(i, str) or i not in ledger:
            near = ledger.nearest(i) if isinstance(i, str) else ()
            faults.append(("id", shown(i), id_near(near)))
    if (status := row.get("status", "")) not in ("", *BY_HAND):
        faults.append(
            ("status", shown(status), _("{statuses}, or nothing: then numbers decide", statuses=", ".join(BY_HAND)))
        )
    if row.get("times", "") not in ("", ADULTS):
        faults.append(("times", shown(row["times"]), _("{word}, or nothing", word=ADULTS)))
    if status:
        faults += [("how", _("nothing"), _("why it is {status}", status=status))] if not row.get("how") else []
    else:
        faults += [
            (k, _("nothing"), _("why the model may give less, or more")) for k in ("below", "above") if not row.get(k)
        ]
    if status != NOT_COMPUTED:
        faults += _number_faults(row, ledger)
    return [Problem(file, f"{name}.{key}", found, valid) for key, found, valid in faults]


def _number_faults(row: Mapping[str, Any], ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with the measure, the unit and the figure of a row that has them."""
    if row.get("unit") not in UNITS:
        yield "unit", shown(row.get("unit")), either(UNITS)
    if not is_measure(str(row.get("measure", ""))):
        yield "measure", shown(row.get("measure")), _("a measure of a run, such as face.laro_patients or survey.sought")
    figure = ledger.by_id.get(str(row.get("id")))
    if "figure" not in row and (figure is None or figure.number is None):
        yield "figure", _("nothing, and words in the ledger"), _("a number in the row's unit")
    if ("low" in row) != ("high" in row):
        yield "low", _("one end of a range"), _("low and high, or neither")
    if row.get("times") and "low" in row:
        yield (
            "low",
            shown(row["low"]),
            _("no range of its own beside times = {word!r}: national.spread is the range", word=ADULTS),
        )


def _kind(one: Mapping[str, Any], nth: int, file: str, ledger: Ledger, problems: list[Problem]) -> LeftOut:
    """Return a kind with its ranges of ids spelt out."""
    name = f"kind {nth} ({one.get('name')})"
    keys = [f.name for f in fields(LeftOut)]
    problems += [Problem(file, f"{name}.{k}", _("an unknown key"), ", ".join(keys)) for k in one if k not in keys]
    for key in ("name", "why"):
        if not isinstance(one.get(key), str) or not one[key]:
            problems.append(Problem(file, f"{name}.{key}", shown(one.get(key)), _("a text")))
    order = [f.id for f in ledger.figures]
    ids: list[str] = []
    for text in one.get("ids", ()):
        first, _dots, last = str(text).partition("..")
        if unknown := [i for i in (first, last or first) if i not in ledger]:
            problems.append(Problem(file, f"{name}.ids", unknown[0], id_near(ledger.nearest(unknown[0]))))
            continue
        ids += order[order.index(first) : order.index(last or first) + 1]
    topics = tuple(str(t) for t in one.get("topics", ()))
    known = {f.topic for f in ledger.figures}
    for topic in topics:
        if topic not in known:
            hint = ", ".join(nearest(topic, known)) or _("a topic of the ledger")
            problems.append(Problem(file, f"{name}.topics", topic, hint))
    return LeftOut(
        name=str(one.get("name")), why=str(one.get("why")), ids=tuple(ids), topics=topics,
        not_found=one.get("not_found") is True,
    )  # fmt: skip


def _shared_problems(rows: list[dict[str, Any]], kinds: list[LeftOut], file: str) -> Iterator[Problem]:
    """Yield ids that stand in a row and under a kind, under two kinds, or twice with one measure."""
    held = {str(i) for row in rows for i in (row.get("id"), *(row.get("also") or ()))}
    named = Counter(i for kind in kinds for i in kind.ids)
    for i, count in named.items():
        if count > 1 or i in held:
            yield Problem(file, i, _("named twice: in a row or a kind, and in another"), _("one row or one kind"))
    same = Counter((str(r.get("id")), str(r.get("measure")), str(r.get("target"))) for r in rows)
    for (figure_id, measure, target), count in same.items():
        if count > 1:
            yield Problem(
                file,
                figure_id,
                _("{n} rows with measure {measure} and target {target}", n=count, measure=measure, target=target),
                pgettext("row", "one"),
            )
