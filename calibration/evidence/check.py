"""What must hold of the ledger, and of every number that claims to rest on it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from calibration.evidence.ledger import CONTRADICTION_FILE, Figure, Ledger, load
from calibration.evidence.problem import Problem
from sim.terms.quantity import PAIRS, Quantity

ID_FORM = re.compile(r"(NB-|GB-|VA-|X|A)\d{3}[a-z]?(\.[a-z0-9_]+)?")
SHARE_UNITS = ("share", "probability", "survival", "fraction")
SURVEY_POPULATIONS = ("8 av 14 kommuner", "of 8 kommuner")
SURVEY_NOTE = ("8 unnamed of 14 municipalities", "10 months")

SAME_UNIT = {"h": "hours", "sessions": "visits", "individer": "persons", "persons/yr": "persons per year"}
"""Units of the sources by the words that parameter files use for them."""

Placed = tuple[str, str, Quantity]
"""Where a quantity stands (its path of keys, its file) and the quantity itself."""


def check_ledger(ledger: Ledger | None = None) -> list[Problem]:
    """Return everything wrong with the ledger (the shipped one by default); an empty list means that it holds."""
    ledger = ledger or load()
    problems = [p for figure in ledger.figures for p in _figure_problems(figure, ledger)]
    counts = Counter(f.id for f in ledger.figures) + Counter(c.id for c in ledger.contradictions)
    for figure_id, count in counts.items():
        if count > 1:
            problems.append(Problem("evidence", figure_id, f"{count} rows", "one row per id"))
    return problems + _contradiction_problems(ledger)


def check_quantities(placed: Iterable[Placed], ledger: Ledger | None = None) -> list[Problem]:
    """Return the numbers that do not rest on the ledger as they say, one problem for each way in which one fails.

    A quantity fails if it names no figure, or one that does not exist or was never found; if it lies outside its own
    range; or if, without a note that says why, it takes a figure that lost in a recorded contradiction or differs from
    its figure in the same unit. `evidence` may hold several ids, divided by spaces or commas.
    """
    ledger = ledger or load()
    lost = {figure_id: c for c in ledger.contradictions for figure_id in c.leaves}
    problems: list[Problem] = []
    for path, file, quantity in placed:
        ids = [i for i in re.split(r"[,\s]+", quantity.evidence or "") if i]
        faults = [] if ids else [("no evidence id", "an id of the ledger, e.g. NB-003 or A062a.days")]
        for i in ids:
            if i not in ledger:
                faults.append((i, f"an id of the ledger; nearest: {', '.join(ledger.nearest(i)) or 'none'}"))
            elif ledger.get(i).confidence == "none":
                faults.append((i, "a figure or an assumption: this row records that none was found"))
            elif i in lost and not quantity.note:
                taken = " or ".join(lost[i].takes) or "another"
                faults.append((i, f"{taken} by {lost[i].id}, or a note that says why"))
        problems += [Problem(file, f"{path}.evidence", found, valid) for found, valid in faults]
        figures = [ledger.by_id[i] for i in ids if i in ledger]
        problems += [Problem(file, f"{path}.value", found, valid) for found, valid in _value_faults(quantity, figures)]
    return problems


def _figure_problems(figure: Figure, ledger: Ledger) -> Iterator[Problem]:
    def wrong(key: str, found: str, valid: str) -> Problem:
        return Problem(figure.file, f"{figure.id}.{key}", found or "nothing", valid)

    if not ID_FORM.fullmatch(figure.id):
        yield wrong("id", figure.id, "NB-, GB-, VA-, X or A and three digits, a part after a dot")
    elif "." in figure.id and figure.id.partition(".")[0] not in ledger:
        yield wrong("id", figure.id, f"a part of a row that exists; there is no {figure.id.partition('.')[0]}")
    value, low, high = figure.number, figure.lowest, figure.highest
    for key, text, number in (("low", figure.low, low), ("high", figure.high, high)):
        if text and number is None:
            yield wrong(key, text, "a number or nothing")
    if (low is not None and high is not None and low > high) or not _inside(value, low, high):
        yield wrong("value", f"{figure.value} in [{figure.low}, {figure.high}]", "low <= value <= high")
    top = 1.0 if _is_share(figure.unit) else 100.0 if figure.unit.split(" of ")[0] == "%" else None
    if top and not all(_inside(n, 0.0, top) for n in (value, low, high)):
        yield wrong("value", f"{figure.value} in [{figure.low}, {figure.high}]", f"{figure.unit} in [0, {top:g}]")
    yield from _source_problems(figure, wrong)


def _source_problems(figure: Figure, wrong: Callable[[str, str, str], Problem]) -> Iterator[Problem]:
    if figure.is_assumption != figure.id.startswith("A"):
        yield wrong("confidence", figure.confidence, "`assumption` for every A row and for no other")
    if not figure.is_assumption and figure.confidence not in ("high", "medium", "low", "none"):
        yield wrong("confidence", figure.confidence, "high, medium, low or none")
    if figure.is_assumption and figure.source != "assumption":
        yield wrong("source", figure.source, "the word assumption")
    if not figure.parameter:
        yield wrong("parameter", figure.parameter, "what the figure is of")
    if figure.number is not None and not figure.source:
        yield wrong("source", figure.source, "who says so")
    if not (figure.locator or figure.url or figure.confidence in ("low", "none", "assumption")):
        yield wrong("locator", figure.locator, "a place in the source or an address, or confidence low")
    of_survey = any(p in figure.population for p in SURVEY_POPULATIONS)
    if of_survey and not all(words in figure.note for words in SURVEY_NOTE):
        yield wrong("note", figure.note, f"says that it is of {SURVEY_NOTE[0]} over {SURVEY_NOTE[1]}")


def _contradiction_problems(ledger: Ledger) -> list[Problem]:
    problems = []
    for c in ledger.contradictions:
        if not c.decision or c.used not in ("yes", "no"):
            problems.append(Problem(CONTRADICTION_FILE, c.id, f"{c.used}, {c.decision!r}", "yes or no, and a decision"))
        for figure_id in (*c.takes, *c.leaves):
            if figure_id not in ledger or (figure_id in c.takes and figure_id in c.leaves):
                problems.append(Problem(CONTRADICTION_FILE, c.id, figure_id, "an id of the ledger, taken or left"))
    return problems


def _value_faults(quantity: Quantity, figures: list[Figure]) -> Iterator[tuple[str, str]]:
    """Yield (found, valid) for a number outside its range, and for one that differs from the ledger without a note.

    A pair such as (median, spread) is compared by its first number; other lists are shapes and are not compared.
    """
    value, unit = quantity.value, quantity.unit
    if isinstance(value, tuple):
        if unit not in PAIRS:
            return
        value, unit = value[0], unit.partition(",")[0]
    elif not _inside(value, quantity.low, quantity.high):
        yield f"{value:g}", f"{quantity.low:g} to {quantity.high:g} {unit}, its own range"
    told = {f.id: n for f in figures if (n := _in_unit(f, unit)) is not None}
    agrees = any(math.isclose(value, n, rel_tol=1e-9, abs_tol=1e-12) for n in told.values())
    if told and not agrees and not quantity.note:
        valid = " or ".join(f"{n:g} ({i})" for i, n in told.items())
        yield f"{value:g} {unit}", f"{valid}, or a note that says how it differs"


def _in_unit(figure: Figure, unit: str) -> float | None:
    """Return the figure's number in `unit`, or None when the two cannot be compared (% and kinds of share can)."""
    if figure.number is None or unit in (figure.unit, SAME_UNIT.get(figure.unit)):
        return figure.number
    if _is_share(unit):
        return figure.number / 100 if figure.unit == "%" else figure.number if _is_share(figure.unit) else None
    return None


def _is_share(unit: str) -> bool:
    return unit.startswith(SHARE_UNITS)


def _inside(number: float | None, low: float | None, high: float | None) -> bool:
    """Return whether `number` lies in [low, high]; what is not given does not bind."""
    return number is None or ((low is None or number >= low) and (high is None or number <= high))
