"""A number carries its unit, its range and its evidence; a pick turns it into the number a run uses.

In a file: `{ value = 90, unit = "days", low = 30, high = 180, evidence = "NB-042" }`. A list of numbers is one quantity
too: `{ value = [0.012, 0.008, 0.002, 0.0008], unit = "per day", low = 0.5, high = 2.0, evidence = "A019" }`; its `low`
and `high` are factors, one of which multiplies the whole list. In a list whose unit names two things ("days, log-sd":
a median and its spread) the factor multiplies the first alone. Shares and severities never leave [0, 1].

A number that is the same as another's says so, `{ same_as = "services.social_services.direct_share" }`, and is then
drawn, fitted and varied with it, never apart from it (`scenarios/files/same_as.py` puts the other's table there).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import exp, isfinite, log
from statistics import NormalDist

from sim.terms.errors import InputError, unusable
from sim.terms.language import _, ngettext

Value = float | tuple[float, ...]
KEYS = ("value", "unit", "low", "high", "evidence", "note", "same_as")
WHOLE = frozenset({"visits", "cases"})  # units that come in whole numbers only
# not said: units as files have them
PAIRS = frozenset({"days, log-sd", "years, sd", "shape a, b"})  # a list of two whose first is the size
LARGEST = 1e9
TOPS = {"share": 1.0, "severity": 1.0}  # units with a largest value
NORMAL = NormalDist()
END = NORMAL.inv_cdf(0.95)
"""`low` and `high` stand at 5 and 95 %: so many standard deviations from the middle of their side."""
OUTERMOST = 0.99
"""What lies beyond 1 and 99 % is held there: a tail that nobody has stated decides nothing (an assumption)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number (or list of numbers) with unit, range and the id of its evidence in the ledger.

    `low` and `high` are 5 and 95 % of where it may lie (see `spread_out`); for a list they are factors on it (see the
    module). `same_as`: the path that it is drawn by, where that is another's.
    """

    value: Value
    unit: str
    low: float
    high: float
    evidence: str
    note: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one key of a quantity: what was found there and what would be valid."""

    key: str
    found: str
    valid: str


class QuantityError(InputError):
    """A table that is no quantity, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(unusable(f.key, f.found, f.valid) for f in faults)
        self.faults = faults


def quantity_from(table: object, units: tuple[str, ...] = (), length: int = 0) -> Quantity:
    """Return the quantity that a parsed TOML table holds.

    `units`: those that fit here (empty: any). `length`: numbers in its list, 0 for one number, -1 for either.
    Raises QuantityError with every fault at once.
    """
    if not isinstance(table, Mapping):
        usual = units[0] if units else "..."
        # not said: as it stands in a file
        example = f'{{ value = 1, unit = "{usual}", low = 1, high = 1, evidence = "A001" }}'
        raise QuantityError([Fault("", shown(table), _("a quantity such as {example}", example=example))])
    unknown = [str(k) for k in table if k not in KEYS]
    faults = [Fault(k, _("an unknown key"), _("one of {names}", names=", ".join(KEYS))) for k in unknown]
    faults += [Fault(k, _("nothing"), _("this key")) for k in KEYS[:5] if k not in table]
    unit = table.get("unit")
    if "unit" in table and (not isinstance(unit, str) or (units and unit not in units)):
        faults.append(Fault("unit", shown(unit), _either(units) or _("the name of a unit")))
    evidence, note = table.get("evidence"), table.get("note", "")
    if "evidence" in table and (not isinstance(evidence, str) or not evidence.strip()):
        faults.append(Fault("evidence", shown(evidence), _("an id of the evidence ledger")))
    if not isinstance(note, str):
        faults.append(Fault("note", shown(note), _("a text")))
    same_as = table.get("same_as", "")
    if not isinstance(same_as, str):
        faults.append(Fault("same_as", shown(same_as), _("the path of another quantity")))
    numbers = table.get("value")
    listed = isinstance(numbers, list | tuple)
    if "value" in table and length >= 0 and listed != (length > 0):
        wanted = ngettext("a list of {n} number", "a list of {n} numbers", length) if length else _("one number")
        faults.append(Fault("value", shown(numbers), wanted))
    elif "value" in table:
        many = tuple(numbers) if isinstance(numbers, list | tuple) else None
        faults += _number_faults(table, many, length, units[0] if units and unit not in units else unit)
    if faults:
        raise QuantityError(faults)
    value: Value = tuple(float(v) for v in numbers) if isinstance(numbers, list | tuple) else float(table["value"])
    return Quantity(
        value=value,
        unit=str(unit),
        low=float(table["low"]),
        high=float(table["high"]),
        evidence=str(evidence),
        note=str(note),
        same_as=str(same_as),
    )


def _number_faults(
    table: Mapping[str, object], many: tuple[object, ...] | None, length: int, unit: object
) -> list[Fault]:
    top = TOPS.get(str(unit), LARGEST)
    faults = []
    if many is not None and (not many or (length > 0 and len(many) != length)):
        found = ngettext("{n} number", "{n} numbers", len(many))
        listed = ngettext("a list of {n} number", "a list of {n} numbers", length) if length > 0 else _("a list")
        faults.append(Fault("value", found, listed))
    for i, v in enumerate((table["value"],) if many is None else many):
        if not is_number(v, top):
            faults.append(Fault("value" if many is None else f"value[{i}]", shown(v), _number_wanted(top, unit)))
    centre: object = table["value"] if many is None else 1.0
    bounds = [(k, table[k]) for k in ("low", "high") if k in table]
    for k, v in bounds:
        if not is_number(v, top if many is None else LARGEST):
            factor = _("a factor on the list, at least 0")
            faults.append(Fault(k, shown(v), _number_wanted(top, unit) if many is None else factor))
    if not faults and len(bounds) == 2:
        low, high = bounds[0][1], bounds[1][1]
        if not low <= centre <= high:  # type: ignore[operator]
            name = "value" if many is None else _("1 (low and high are factors on the list)")
            stands = f"low {low}, value {centre}, high {high}"  # not said: keys and numbers
            faults.append(Fault("low", stands, f"low ≤ {name} ≤ high"))
    return faults


def _number_wanted(top: float, unit: object) -> str:
    if top == 1.0:
        return _("a {unit} from 0 to 1", unit=_(str(unit)))
    return _("a number from 0 to {most}", most=f"{LARGEST:.0e}")


def _either(words: tuple[str, ...]) -> str:
    """Return the words in quotation marks with "or" before the last, "" for none."""
    *others, last = [f'"{word}"' for word in words] or [""]
    return _("{names} or {last}", names=", ".join(others), last=last) if others else last


def is_number(v: object, top: float = LARGEST) -> bool:
    """Return whether `v` is a finite int or float (no bool) in [0, top]."""
    return isinstance(v, int | float) and not isinstance(v, bool) and 0 <= v <= top and isfinite(v)


def shown(v: object) -> str:
    """Return `v` as people write it in TOML, shortened: at most one line."""
    if isinstance(v, str):
        text = f'"{v}"'
    elif isinstance(v, bool):
        text = str(v).lower()
    elif isinstance(v, Mapping):
        text = _("a table")
    elif isinstance(v, int) and abs(v) > 10**30:
        text = _("an enormous whole number")
    elif isinstance(v, list | tuple):
        long = len(v) > 6 or any(isinstance(x, list | Mapping) for x in v)
        text = _("a list of {n}", n=len(v)) if long else _list(v)
    else:
        text = str(v)
    text = text.replace("\n", " ")
    return text if len(text) <= 80 else text[:77] + "..."


def _list(v: list[object] | tuple[object, ...]) -> str:
    return "[" + ", ".join(shown(x) for x in v) + "]"


Pick = Callable[[str, Quantity], Value]
"""(path, quantity) → the number or numbers that a run uses."""


def point(path: str, q: Quantity) -> Value:
    """Return the central value, whatever the path."""
    del path
    return q.value


def prior(seed: int, replication: int, known: Mapping[str, float] | None = None) -> Pick:
    """Return a pick that draws each quantity from its range (see `spread_out`), keyed by seed, replication and path.

    The same path gives the same draw in every design, process and order of asking (a SHA-256, never a counter).
    `known`: path → level (see `level`) of those that are not drawn.
    """
    levels = known or {}

    def pick(path: str, q: Quantity) -> Value:
        found = levels.get(path)
        return drawn(q, uniform(seed, replication, path)) if found is None else at_level(q, found)

    return pick


def uniform(seed: int, replication: int, path: str) -> float:
    """Return a number in (0, 1) that belongs to (seed, replication, path)."""
    first = int.from_bytes(sha256(f"{seed}/{replication}/{path}".encode()).digest()[:8], "big")
    return ((first >> 11) + 0.5) / 2.0**53


def drawn(q: Quantity, u: float) -> Value:
    """Return the quantile `u` of `q`: of the number itself, or of the one factor on its list."""
    return at_level(q, level(q, u))


def level(q: Quantity, u: float) -> float:
    """Return the quantile `u` of what varies in `q`: the number itself, or the factor on its list."""
    if q.low == q.high:
        return 1.0 if isinstance(q.value, tuple) else q.value
    if isinstance(q.value, tuple):
        return spread_out(q.low, 1.0, q.high, u)
    return spread_out(q.low, q.value, q.high, u, TOPS.get(q.unit, LARGEST))


def at_level(q: Quantity, number: float) -> Value:
    """Return what a run uses where the number of `q`, or the factor on its list, is `number`."""
    if q.low == q.high:
        return q.value
    if not isinstance(q.value, tuple):
        return float(round(number)) if q.unit in WHOLE else number
    top = TOPS.get(q.unit, LARGEST)
    scaled = q.value[:1] if q.unit in PAIRS else q.value
    return tuple(min(top, v * number) for v in scaled) + q.value[len(scaled) :]


def spread_out(low: float, centre: float, high: float, u: float, top: float = LARGEST) -> float:
    """Return the quantile `u` of a range: half of it on each side of `centre`, `low` at 5 and `high` at 95 %.

    Each side is half of a normal distribution, on the log scale, or where there is a largest value 1 (`top`) on the
    logit scale; plain where that scale has no such end. An end at 0 or 1 is where the thing ends (no share is below 0,
    a factor of 1 is no effect): what lies beyond it is there, a point mass of 5 %. So the average draw is no bleaker or
    brighter county than the central one only because a range is lopsided. Source: conceptual model, section 3 (2).
    """
    z = NORMAL.inv_cdf(min(max(u, 1.0 - OUTERMOST), OUTERMOST))
    end = low if z < 0.0 else high
    step = abs(z) / END
    if end == centre or z == 0.0:
        return centre
    if centre in (0.0, top) or end in (0.0, top):
        found = centre + (end - centre) * step
    elif top == 1.0:
        found = 1.0 / (1.0 + exp(-(_logit(centre) + (_logit(end) - _logit(centre)) * step)))
    else:
        found = exp(log(centre) + (log(end) - log(centre)) * step)
    if end in (0.0, 1.0):
        found = max(found, end) if z < 0.0 else min(found, end)
    return min(max(found, 0.0), top)


def _logit(share: float) -> float:
    return log(share / (1.0 - share))


def number(pick: Pick, path: str, q: Quantity) -> float:
    """Return the one number that `pick` gives for `q`. Raises TypeError if it is a list."""
    v = pick(q.same_as or path, q)
    if isinstance(v, tuple):
        raise TypeError(f"{path}: one number wanted, {len(v)} found")
    return v


def numbers(pick: Pick, path: str, q: Quantity) -> tuple[float, ...]:
    """Return the list of numbers that `pick` gives for `q`. Raises TypeError if it is one number."""
    v = pick(q.same_as or path, q)
    if not isinstance(v, tuple):
        raise TypeError(f"{path}: a list wanted, one number found")
    return v
