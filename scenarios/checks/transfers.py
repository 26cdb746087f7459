"""A design must be complete in itself: every part has doors, names stand once, and what needs a word has it."""

from __future__ import annotations

from typing import Any

from scenarios.checks.closes_check import closes_said
from scenarios.checks.forms_check import asks_staff, decides, forms_fit
from scenarios.checks.posted_check import posts_said
from scenarios.checks.substances_check import parts_said, substances_said
from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.fields import OPEN_PARTS
from scenarios.files.levers import ABOVE_ZERO
from scenarios.files.price import PRICE
from scenarios.files.problems import Problem, both
from scenarios.files.references import above_zero, list_at, table_at, tables_in, texts, twice
from sim.terms.language import _
from sim.terms.quantity import is_number, shown
from sim.terms.words import HIGHEST_STEP, Service, name_of

ASSESSORS = (Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT)
STAFF_KEYS = (
    "stay_share",
    "recruitment_lead_days",
    "never_refilled_share",
    "productivity_dip",
    "productivity_recovery_days",
    "turnover_factor",
    "turnover_days_after",
    "handover",
)
TOGETHER = (
    ("informed_share", "information_effect"),
    ("information_on_following", "informed_usual"),
    ("locum_share", "locum_lead_days", "locum_contract_days"),
    ("absence_share", "absence_factor", "absence_days"),
    ("know_methods_share", "training_days"),
    ("waves_by", "wave_interval_days"),
)
"""Keys of [transfer] that say nothing without each other."""


def design_references(merged: Merged) -> list[Problem]:
    """Return what a design forgets, says twice, or says in a way that cannot be."""
    found = twice(merged, ("pillars",), [p for p in list_at(merged, "pillars") if isinstance(p, int)])
    found += posts_said(merged) + substances_said(merged) + parts_said(merged) + closes_said(merged)
    return found + _regime(merged) + _transfer(merged) + _opens(merged) + _reached(merged) + _coordination(merged)


def _regime(merged: Merged) -> list[Problem]:
    found = []
    for key in ("responsible", "doors"):
        table = table_at(merged, "regime", key)
        absent = [name_of(p) for p in OPEN_PARTS if table and name_of(p) not in table]
        found += [merged.problem(("regime", key, part), NOTHING, _("an entry for this part")) for part in absent]
    for top in ("regime", "after"):
        for part, doors in table_at(merged, top, "doors").items():
            if isinstance(doors, list) and (not doors or len(set(map(str, doors))) < len(doors)):
                found.append(merged.problem((top, "doors", part), str(doors), _("at least one service, each once")))
        found += _pairs(merged, (top, "sip_pairs"), list_at(merged, top, "sip_pairs"))
    return found


def _pairs(merged: Merged, key: KeyPath, pairs: list[Any]) -> list[Problem]:
    found = []
    seen: set[frozenset[str]] = set()
    for i, pair in enumerate(pairs):
        names = texts(pair)
        if not isinstance(pair, list) or len(names) < len(pair):
            continue
        if len(names) != 2 or names[0] == names[1]:
            found.append(merged.problem((*key, i), shown(pair), _("two services")))
        elif frozenset(names) in seen:
            found.append(
                merged.problem(
                    (*key, i), _("{pair} a second time", pair=shown(pair)), _("each pair once, in either order")
                )
            )
        seen.add(frozenset(names))
    return found


def _transfer(merged: Merged) -> list[Problem]:
    transfer, found = table_at(merged, "transfer"), list[Problem]()
    for key in ("moves", "services"):
        found += twice(merged, ("transfer", key), texts(transfer.get(key)))
    if asks_staff(merged):
        absent = [k for k in STAFF_KEYS if k not in transfer]
        found += [merged.problem(("transfer", k), NOTHING, _("this key, since services move")) for k in absent]
        ways = [k for k in ("follow_share", "follow_fte") if k in transfer]
        if len(ways) > 1 or (not ways and decides(merged)):
            what = both(ways) or NOTHING
            found.append(merged.problem(("transfer", "follow_share"), what, _("one of follow_share and follow_fte")))
    for keys in TOGETHER:
        given = [k for k in keys if k in transfer]
        absent = [k for k in keys if given and k not in transfer]
        valid = _("this key, since there is {keys}", keys=both(given))
        found += [merged.problem(("transfer", k), NOTHING, valid) for k in absent]
    found += above_zero(merged, ("transfer", "locum_contract_days"), transfer.get("locum_contract_days"))
    found += _at_most_one(merged, ("transfer", "follow_factor_per_travel_hour"))
    found += _at_least_once(merged, ("transfer",), transfer) + forms_fit(merged)
    if transfer.get("waves") == []:
        found.append(merged.problem(("transfer", "waves"), _("no waves"), _("at least one wave, or not this key")))
    for i, wave in enumerate(list_at(merged, "transfer", "waves")):
        table = wave if isinstance(wave, dict) else {}
        given = [k for k in ("districts", "municipalities") if k in table]
        empty = [k for k in given if table[k] == []]
        if len(given) != 1 or empty:
            what = _("both districts and municipalities") if given else _("nobody")
            if empty:
                what = _("no districts") if empty[0] == "districts" else _("no municipalities")
            found.append(
                merged.problem(("transfer", "waves", i), what, _("districts or municipalities whose day it is"))
            )
    return found


def _opens(merged: Merged) -> list[Problem]:
    found = []
    for service, table in tables_in(merged, "opens"):
        key: KeyPath = ("opens", service)
        ways = [k for k in ("per_10000_adults", "total") if k in table]
        if len(ways) > 1 or not (ways or table.get("share")):
            what = both(ways) or NOTHING
            valid = _("a share of other services' posts, or one of per_10000_adults and total")
            found.append(merged.problem(key, what, valid))
        found += _shares(merged, key, table)
        found += _price(merged, service, table) + _at_least_once(merged, key, table)
        for role, services in table_at(merged, "opens", service, "taken_from").items():
            at = (*key, "taken_from", role)
            names = texts(services)
            found += twice(merged, at, names)
            if services == [] or service in names:
                valid = _("other services, from which posts come")
                found.append(
                    merged.problem(at, _('"{service}" itself', service=service) if names else _("no service"), valid)
                )
    return found


def _shares(merged: Merged, key: KeyPath, table: dict[str, Any]) -> list[Problem]:
    """Return posts that a service takes from itself, or says twice how it takes."""
    found = []
    share, service = table.get("share"), str(key[-1])
    if isinstance(share, dict) and service in share:
        valid = _("other services, from which posts come")
        found.append(merged.problem((*key, "share", service), _('"{service}" itself', service=service), valid))
    if share and table.get("taken_from"):
        what = _("both share and taken_from")
        found.append(
            merged.problem((*key, "taken_from"), what, _("one of the two: a share takes all roles of a service"))
        )
    return found


def _price(merged: Merged, service: str, table: dict[str, Any]) -> list[Problem]:
    """Return what a service that takes posts leaves unsaid of what that costs: nobody changes work for nothing."""
    if not (table.get("taken_from") or table.get("share")):
        return []
    absent = [k for k in PRICE if k not in table and k not in table_at(merged, "transfer")]
    valid = _("this key here or in [transfer], since posts are taken from others")
    return [merged.problem(("opens", service, k), NOTHING, valid) for k in absent]


def _at_most_one(merged: Merged, key: KeyPath) -> list[Problem]:
    """Return a factor above 1: a longer way is to make nobody follow."""
    factor = table_at(merged, str(key[0])).get(str(key[1]))
    high = factor.get("high") if isinstance(factor, dict) else None
    if isinstance(high, int | float) and is_number(high) and high > 1:
        return [merged.problem((*key, "high"), shown(high), _("a factor of at most 1"))]
    return []


def _at_least_once(merged: Merged, key: KeyPath, table: dict[str, Any]) -> list[Problem]:
    """Return an absence factor below 1: no reorganisation is to make anybody well."""
    factor = table.get("absence_factor")
    low = factor.get("low") if isinstance(factor, dict) else None
    if isinstance(low, int | float) and is_number(low) and low < 1:
        return [merged.problem((*key, "absence_factor", "low"), shown(low), _("a factor of at least 1"))]
    return []


def _reached(merged: Merged) -> list[Problem]:
    """Return services that open although nothing leads to them: a team without a door, an assessor without a task."""
    doors = [d for top in ("regime", "after") for d in table_at(merged, top, "doors").values()]
    assessors = texts(list(table_at(merged, "after", "assessor").values()))
    named = {name_of(Service.INTEGRATED_TEAM): [t for d in doors for t in texts(d)]}
    named[name_of(Service.TREATMENT_ASSESSMENT)] = assessors
    where = {name_of(Service.INTEGRATED_TEAM): "after.doors", name_of(Service.TREATMENT_ASSESSMENT): "after.assessor"}
    opened = table_at(merged, "opens")
    unknown = set(assessors) - {name_of(s) for s in ASSESSORS} - {"none"}  # a problem of its own
    return [
        merged.problem(
            ("opens", service), _("a service that nothing leads to"), _("an entry for it in {key}", key=where[service])
        )
        for service, names in named.items()
        if service in opened and service not in names and not unknown.intersection(names)
    ]


def _coordination(merged: Merged) -> list[Problem]:
    table, found = table_at(merged, "coordination"), list[Problem]()
    steps = list_at(merged, "coordination", "steps")
    key: KeyPath = ("coordination", "steps")
    whole = [s for s in steps if isinstance(s, int) and not isinstance(s, bool)]
    outside = [s for s in whole if not 1 <= s <= HIGHEST_STEP]
    valid = _("steps of the cooperation ladder, from 1 to {step}", step=HIGHEST_STEP)
    found += [merged.problem(key, shown(s), valid) for s in outside]
    if (
        len(whole) == len(steps)
        and not outside
        and whole != list(range(whole[0], whole[0] + len(whole)) if whole else ())
    ):
        found.append(merged.problem(key, shown(steps), _("steps one after the other, such as [2, 3, 4]")))
    if table.get("process_leader") is True and not steps:
        valid = _("steps that the process leader is to climb")
        found.append(merged.problem(("coordination", "process_leader"), _("true without steps"), valid))
    found += twice(merged, ("coordination", "measures"), texts(table.get("measures")))
    for lever in ABOVE_ZERO:
        found += above_zero(merged, ("coordination", lever), table.get(lever))
    return found
