"""What is wrong with how staff go over: forms that lack a word of their own, or have one too many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.forms import Form
from scenarios.files.problems import Problem
from scenarios.files.references import list_at, named, table_at, texts, twice
from sim.terms.language import _
from sim.terms.words import name_of

OFFER, UNDERTAKING, SECONDMENT, CONTRACT = (name_of(form) for form in Form)
FORM_KEYS = ("form", "form_in", "until", "then", "staff_from")


def forms_said(merged: Merged) -> list[tuple[KeyPath, str]]:
    """Return every form that [transfer] names, with its key; none named: an offer."""
    return list(_forms(table_at(merged, "transfer")))


def _forms(transfer: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    in_towns = transfer.get("form_in")
    places: list[tuple[KeyPath, Any]] = [(("transfer", "form"), transfer.get("form", OFFER))]
    if isinstance(in_towns, dict):
        places += [(("transfer", "form_in", town), form) for town, form in in_towns.items()]
    for key, form in places:
        if isinstance(form, dict):
            yield from (((*key, role), one) for role, one in form.items() if isinstance(one, str))
        elif isinstance(form, str):
            yield key, form


def asks_staff(merged: Merged) -> bool:
    """Whether any staff go over, now or later: all but a contract that nothing follows."""
    transfer = table_at(merged, "transfer")
    return bool(transfer.get("services")) and (
        "then" in transfer or any(form != CONTRACT for _, form in forms_said(merged))
    )


def decides(merged: Merged) -> bool:
    """Whether staff decide by a share or a number of those who follow."""
    said = [form for _, form in forms_said(merged)]
    return OFFER in said or table_at(merged, "transfer").get("then") == OFFER


def forms_fit(merged: Merged) -> list[Problem]:
    """Return forms without the key that they need, and keys without a form that uses them."""
    transfer, said = table_at(merged, "transfer"), forms_said(merged)
    given = [k for k in FORM_KEYS if k in transfer]
    found: list[Problem] = []
    if given and not transfer.get("services"):
        return [
            merged.problem(
                ("transfer", given[0]), _("a form of moving staff without services"), _("services that move")
            )
        ]
    if not transfer:
        return []
    names = {form for _, form in said} | {str(transfer.get("then"))}
    ends = bool({SECONDMENT, CONTRACT} & names)
    for key, form in said:
        if form == CONTRACT and key[-1] not in ("form",) and key[-2] in ("form", *_towns(transfer)):
            valid = _("offer, undertaking or secondment; a contract buys the work of all roles")
            found.append(merged.problem(key, _('"{form}" for one role', form=CONTRACT), valid))
    if SECONDMENT in names and "until" not in transfer:
        found.append(merged.problem(("transfer", "until"), NOTHING, _("the date until which staff are lent")))
    if "until" in transfer and not ends:
        found.append(
            merged.problem(
                ("transfer", "until"),
                _("a date"),
                _("form {secondment} or {contract}, or no date", secondment=SECONDMENT, contract=CONTRACT),
            )
        )
    if "then" in transfer and "until" not in transfer:
        found.append(
            merged.problem(("transfer", "until"), NOTHING, _("the date from which {form} holds", form=transfer["then"]))
        )
    if "until" in transfer and CONTRACT in names and "then" not in transfer:
        valid = _(
            '"{offer}" or "{undertaking}": how staff go over when the contract ends',
            offer=OFFER,
            undertaking=UNDERTAKING,
        )
        found.append(merged.problem(("transfer", "then"), NOTHING, valid))
    if UNDERTAKING in names and "objection_share" not in transfer:
        valid = _("this key, a quantity in share, since there is {key}", key=UNDERTAKING)
        found.append(merged.problem(("transfer", "objection_share"), NOTHING, valid))
    if "information_on_following" in transfer and "informed_share" not in transfer:
        valid = _("this key, since there is {keys}", keys="information_on_following")
        found.append(merged.problem(("transfer", "informed_share"), NOTHING, valid))
    found += twice(merged, ("transfer", "staff_from"), texts(transfer.get("staff_from")))
    return found + _after(merged)


def _towns(transfer: dict[str, Any]) -> tuple[str, ...]:
    in_towns = transfer.get("form_in")
    return tuple(in_towns) if isinstance(in_towns, dict) else ()


def _after(merged: Merged) -> list[Problem]:
    """Return an end that does not come after the transfer's last named day."""
    transfer = table_at(merged, "transfer")
    until = transfer.get("until")
    waves = [w.get("day") for w in list_at(merged, "transfer", "waves") if isinstance(w, dict)]
    days = [d for d in (transfer.get("day"), *waves) if type(d) is date]
    if type(until) is not date or not days or until > max(days):
        return []
    return [merged.problem(("transfer", "until"), str(until), _("a date after the transfer, {day}", day=max(days)))]


def forms_there(design: Merged, county: Merged) -> list[Problem]:
    """Return municipalities that the county lacks."""
    towns = list(table_at(county, "municipalities"))
    found = [
        p
        for name in table_at(design, "transfer", "form_in")
        for p in named(design, ("transfer", "form_in", name), name, towns)
    ]
    names = texts(table_at(design, "transfer").get("staff_from"))
    return found + [p for name in names for p in named(design, ("transfer", "staff_from"), name, towns)]
