"""A plan of a pack: which drafts of which county are to be answered before a room asks for them.

county = "norrbotten"
beside_each_other = true    # each two of them in one question, too

[[draft]]
base = "big_bang"
settings = { lag = 90 }

[[grid]]                    # every combination
base = "phased"
settings = { lag = [30, 90, 180], sip = [true, false] }
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from pathlib import Path
from typing import Any

from mellanrum.defaults import LARGEST_SEED, LONGEST_YEARS, SEED, YEARS
from mellanrum.wiring.options import OptionError, is_whole
from mellanrum.workshop.drafts import Draft, faults, setting_faults, settled
from scenarios.files.chain import follow
from scenarios.files.problems import ScenarioError, one_of
from scenarios.files.read import list_counties
from sim.experiment.limited import bytes_within
from sim.terms.errors import unusable
from sim.terms.language import _
from sim.terms.quantity import shown

KEYS = ("county", "seed", "years", "baseline", "beside_each_other", "draft", "grid")
OF_A_DRAFT = ("base", "settings", "title")
MOST_QUESTIONS = 2_000
"""A question takes half a minute on two cores: 2,000 take most of a day. An assumption of what nobody means."""


@dataclass(frozen=True, slots=True)
class PackPlan:
    """What is to be asked. `questions`: drafts of each, the baseline first."""

    county: str
    seed: int
    years: float
    questions: tuple[tuple[Draft, ...], ...]


def read_plan(file: Path) -> PackPlan:
    """Return what a plan says. Raises OptionError with all that cannot be used."""
    table = _table(file)
    lines = [unusable(str(file), repr(key), one_of(KEYS, key)) for key in table if key not in KEYS]
    county, seed, years = table.get("county"), table.get("seed", SEED), table.get("years", YEARS)
    no_county = _no_county(county)
    lines += no_county
    if not is_whole(seed) or not 0 <= seed <= LARGEST_SEED:
        lines.append(unusable("seed", shown(seed), _("a whole number from 0 to {most}", most=LARGEST_SEED)))
    if isinstance(years, bool) or not isinstance(years, int | float) or not 0 < years <= LONGEST_YEARS:
        lines.append(unusable("years", shown(years), _("a number above 0 and at most {most}", most=LONGEST_YEARS)))
    together = table.get("beside_each_other", False)
    if not isinstance(together, bool):
        lines.append(unusable("beside_each_other", shown(together), _("true or false")))
    drafts, sound = list(_drafts(table, lines)), list[Draft]()
    for draft in () if no_county else drafts:
        wrong = setting_faults(draft, str(county))
        sound += [] if wrong else [draft]
        lines += wrong
    chosen = _each_once(sound)
    baseline = Draft(base=str(table.get("baseline", "current")))
    if not chosen and not lines:
        lines.append(unusable(str(file), _("no draft"), _("at least one [[draft]] or [[grid]]")))
    if not no_county:
        for draft in (baseline, *chosen):
            lines += faults(draft, str(county))
    if lines:
        raise OptionError(list(dict.fromkeys(lines)))
    groups: list[tuple[Draft, ...]] = [(one,) for one in chosen]
    groups += combinations(chosen, 2) if together else ()
    if len(groups) > MOST_QUESTIONS:
        found = _("{n} questions", n=len(groups))
        raise OptionError([unusable(str(file), found, _("at most {most}", most=MOST_QUESTIONS))])
    return PackPlan(str(county), int(seed), float(years), tuple((baseline, *group) for group in groups))


def _no_county(county: object) -> list[str]:
    """Return why something is neither a county that ships nor the file of one."""
    if not isinstance(county, str):
        return [unusable("county", shown(county), one_of(list_counties()))]
    try:
        follow(county, "county")
    except ScenarioError as error:
        return list(error.lines)
    return []


def _table(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(bytes_within(file).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or error
        raise OptionError([unusable(str(file), why, _("a plan in TOML: a county, drafts, grids"))]) from None


def _each_once(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts without settings that are their base's own, so that nothing is asked twice."""
    plain = [settled(draft) for draft in drafts]
    return list({(d.base, tuple(sorted(d.settings.items())), d.title): d for d in plain}.values())


def _drafts(table: Mapping[str, Any], lines: list[str]) -> Iterator[Draft]:
    """Yield the drafts that a plan names, and every combination of its grids; what is wrong goes to `lines`."""
    for kind in ("draft", "grid"):
        given = table.get(kind, [])
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            lines.append(unusable(kind, shown(given), f"[[{kind}]]"))
            continue
        for nth, one in enumerate(given, 1):
            place = f"{kind} {nth}"
            lines += [unusable(place, repr(key), one_of(OF_A_DRAFT, key)) for key in one if key not in OF_A_DRAFT]
            settings, title = one.get("settings", {}), one.get("title", "")
            if not isinstance(settings, dict) or not isinstance(title, str):
                lines.append(unusable(place, shown(one), _("settings of levers, and a title in words")))
                continue
            values: list[list[Any]] = [v if kind == "grid" and isinstance(v, list) else [v] for v in settings.values()]
            if (n := prod(map(len, values))) > MOST_QUESTIONS:
                found = _("{n} questions", n=n)
                lines.append(unusable(place, found, _("at most {most}", most=MOST_QUESTIONS)))
                continue
            lines += [
                unusable(f"{place}: {lever}", _("an empty list"), _("at least one value"))
                for lever, of_it in zip(settings, values, strict=True)
                if not of_it
            ]
            base = str(one.get("base"))
            for chosen in product(*(of_it or [None] for of_it in values)):
                given = {k: v for k, v in zip(settings, chosen, strict=True) if v is not None}
                yield Draft(base=base, settings=given, title=title)
