"""What --vary says becomes a key and its values: KEY=START:STOP:STEP, KEY=a,b,c or factors, KEY=x0.5:x2:x0.5."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from math import prod

from scenarios.edits.edits import Edit, Times
from scenarios.files.names import canonical, key_and_rest
from scenarios.files.problems import Problem, ScenarioError
from sim.terms.quantity import shown

LABEL = "--vary"
MOST = 10_000
FORMS = "KEY=START:STOP:STEP, KEY=a,b,c, or factors: KEY=x0.5:x2:x0.5"
ITEM = "a number, true or false, a word, a date such as 2028-01-01, or a factor such as x1.5"
NEAR = Decimal("1e-6")  # of a step: nearer to STOP than this is STOP
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?"


def parse_vary(text: str) -> tuple[str, tuple[Edit, ...]]:
    """Return the key and its values, STOP among them where steps reach it.

    Raises ScenarioError with all that is wrong with the text; at most 10,000 values.
    """
    key, equals, said = (part.strip() for part in key_and_rest(canonical(text)))
    if not (key and equals and said):
        raise ScenarioError([Problem(LABEL, "", shown(text), FORMS)])
    values, faults = (_range if ":" in said else _listed)(said)
    if faults:
        raise ScenarioError([Problem(LABEL, key, found, valid) for found, valid in faults])
    return key, values


def parse_varies(texts: Iterable[str]) -> dict[str, tuple[Edit, ...]]:
    """Return key → values of several texts. Raises ScenarioError with the problems of all of them.

    All combinations of their values are at most 10,000, too.
    """
    found: dict[str, tuple[Edit, ...]] = {}
    problems: list[Problem] = []
    for text in texts:
        try:
            key, values = parse_vary(text)
        except ScenarioError as fault:
            problems += fault.problems
            continue
        if key in found:
            problems.append(Problem(LABEL, key, "the same key a second time", "each key once"))
        found[key] = values
    if (n := prod(len(values) for values in found.values())) > MOST:
        problems.append(Problem(LABEL, "", f"{n} combinations of {' and '.join(found)}", f"at most {MOST}"))
    if problems:
        raise ScenarioError(problems)
    return found


def _listed(said: str) -> tuple[tuple[Edit, ...], list[tuple[str, str]]]:
    items = [item.strip() for item in said.split(",")]
    if len(items) > MOST:
        return (), [(f"{len(items)} values", f"at most {MOST}")]
    values = [_item(item) for item in items]
    faults = [(shown(item), ITEM) for item, value in zip(items, values, strict=True) if value is None]
    if faults and (meant := _meant(said)):
        return (), [(shown(said), f"{meant} (values apart by a comma, decimals with a point, shares as 0.6)")]
    known = [value for value in values if value is not None]
    times = Counter((isinstance(v, bool), v) for v in known)  # true and 1 are not the same value here
    again = [str(v) for (_, v), n in times.items() if n > 1]
    return tuple(known), faults + [(f"{v} twice", "each value once") for v in again]


def _meant(said: str) -> str | None:
    """Return what somebody meant who wrote decimal commas and semicolons, or percent; None if neither."""
    items = said.replace(";", " ; ").split(" ; ") if ";" in said else said.split(",")
    plain = [item.strip().replace(",", ".") for item in items]
    shares = [_share(item) for item in plain]
    return ",".join(shares) if all(_is_number(share) for share in shares) else None


def _share(item: str) -> str:
    """Return a percentage as a share: 60% as 0.6; what is none as it is."""
    number = item.removesuffix("%").strip()
    return str(_plain(Decimal(number) / 100)) if item.endswith("%") and _is_number(number) else item


def _item(text: str) -> Edit | None:
    """Return one value; None if it is none."""
    if text in ("true", "false"):
        return text == "true"
    if re.fullmatch(_NUMBER, text):
        return _plain(Decimal(text))
    if re.fullmatch(f"x{_NUMBER}", text):
        return Times(float(text[1:]))
    if re.match(r"\d{4}-", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return text if re.fullmatch(r"[^\W\d][\w -]*", text) else None


def _plain(number: Decimal) -> int | float:
    """Return a whole number as such, since some keys take no other."""
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else float(number)


def _range(said: str) -> tuple[tuple[Edit, ...], list[tuple[str, str]]]:
    parts = [part.strip() for part in said.split(":")]
    if len(parts) != 3:
        return (), [(shown(said), FORMS)]
    factors = [part.startswith("x") for part in parts]
    if any(factors) and not all(factors):
        return (), [(shown(said), "three numbers, or three factors: x0.5:x2:x0.5")]
    bare = [part.removeprefix("x") for part in parts]
    names = ("START", "STOP", "STEP")
    wrong = [(shown(p), f"{n}, a number") for p, b, n in zip(parts, bare, names, strict=True) if not _is_number(b)]
    if wrong:
        return (), wrong
    start, stop, step = (Decimal(b) for b in bare)
    if step == 0:
        return (), [(f"a STEP of {parts[2]}", "a STEP that leads from START to STOP")]
    if (stop - start) / step < 0:
        return (), [(shown(said), f"a STEP {'below' if stop < start else 'above'} 0, since STOP lies that way")]
    n = int((stop - start) / step + NEAR) + 1
    if n > MOST:
        return (), [(f"{n if n < 10**9 else format(Decimal(n), '.2e')} values", f"at most {MOST}")]
    steps = [start + i * step for i in range(n)]
    if abs(stop - steps[-1]) <= NEAR * abs(step):
        steps[-1] = stop
    values = [_plain(v) for v in steps]
    return tuple(Times(float(v)) for v in values) if all(factors) else tuple(values), []


def _is_number(text: str) -> bool:
    try:
        return re.fullmatch(_NUMBER, text) is not None and Decimal(text).is_finite()
    except InvalidOperation:
        return False
