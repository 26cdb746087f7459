"""A design must fit the county: its waves, its districts, the steps of its ladder, its services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scenarios.build.openings import MAY_LACK, usual_step
from scenarios.checks.closes_check import closes_there
from scenarios.checks.forms_check import forms_there
from scenarios.checks.posted_check import posts_there
from scenarios.files.chain import NOTHING, KeyPath, Merged
from scenarios.files.problems import Problem, one_of
from scenarios.files.read import ships
from scenarios.files.references import list_at, named, table_at, tables_in, texts, twice
from scenarios.files.service_file import ServicesFile
from sim.terms.language import _
from sim.terms.quantity import is_number
from sim.terms.total import total
from sim.terms.words import HIGHEST_STEP, STEP_OF_MEASURE, Measure, Service, name_of, names_of

NEAR_ONE = 1e-9


def fits(design: Merged, county: Merged, services: ServicesFile) -> list[Problem]:
    """Return what a design names that the county lacks, and what cannot be there."""
    if not county.whole:
        return []  # what the county has stands in a file that was not found
    return (
        _waves(design, county)
        + _ladder(design, county)
        + _relocations(design, county, services)
        + _openings(design, county, services)
        + forms_there(design, county)
        + posts_there(design, county, services)
        + closes_there(design, county, services)
        + _work_taken(design)
        + _assessors(design, county)
    )


def _waves(design: Merged, county: Merged) -> list[Problem]:
    """Return municipalities that no wave reaches or several do, and names that the county lacks."""
    waves = [w for w in list_at(design, "transfer", "waves") if isinstance(w, dict)]
    districts = list(table_at(county, "districts"))
    towns = {name: town.get("district") for name, town in tables_in(county, "municipalities")}
    found: list[Problem] = []
    reached: list[str] = []
    for i, wave in enumerate(waves):
        key: KeyPath = ("transfer", "waves", i)
        for kind, names in (("districts", districts), ("municipalities", list(towns))):
            found += [p for name in texts(wave.get(kind)) for p in named(design, (*key, kind), name, names)]
        reached += [t for t in texts(wave.get("municipalities")) if t in towns]
        reached += [t for d in texts(wave.get("districts")) for t, of in towns.items() if of == d]
    if found or not waves:
        return found
    key = ("transfer", "waves")
    again = [t for t in dict.fromkeys(reached) if reached.count(t) > 1]
    found += [
        design.problem(key, _('"{town}" in {n} waves', town=t, n=reached.count(t)), _("each municipality in one wave"))
        for t in again
    ]
    left = [f'"{t}"' for t in towns if t not in reached]
    if left:
        found.append(
            design.problem(key, _("no wave for {towns}", towns=", ".join(left)), _("each municipality in one wave"))
        )
    return found


def _ladder(design: Merged, county: Merged) -> list[Problem]:
    """Return districts that are none, and steps, measures and services that the ladder does not reach."""
    table = table_at(design, "coordination")
    districts = list(table_at(county, "districts"))
    key: KeyPath = ("coordination", "case_conferences")
    conferences = texts(table.get("case_conferences"))
    found = twice(design, key, conferences)
    found += [p for name in conferences for p in named(design, key, name, districts)]
    stands = {d: s for d, q in table_at(county, "coordination", "ladder").items() if (s := _step(q)) is not None}
    if not stands:
        return found
    steps = [s for s in list_at(design, "coordination", "steps") if type(s) is int and 1 <= s <= HIGHEST_STEP]
    lowest = min(stands, key=lambda d: stands[d])
    if steps and steps[0] > stands[lowest] + 1:
        skips = _(
            'step {first} first, which skips a step: district "{district}" stands on {step}',
            first=steps[0],
            district=lowest,
            step=stands[lowest],
        )
        found.append(
            design.problem(
                ("coordination", "steps"), skips, _("a first step of at most {step}", step=stands[lowest] + 1)
            )
        )
    top = max([*stands.values(), *steps])
    for measure in texts(table.get("measures")):
        if measure in names_of(Measure) and (needs := STEP_OF_MEASURE[Measure[measure.upper()]]) > top:
            valid = _("coordination.steps up to {needs}", needs=needs)
            found.append(
                _too_high(
                    design=design,
                    key=("coordination", "measures"),
                    what=f'"{measure}"',
                    needs=needs,
                    top=top,
                    valid=valid,
                )
            )
    for name, service in _services(table_at(design, "opens")):
        needs = table_at(design, "opens", name).get("needs_step", usual_step(service))
        if type(needs) is int and top < needs <= HIGHEST_STEP:
            valid = _("coordination.steps up to {needs}, or a needs_step of at most {top}", needs=needs, top=top)
            found.append(
                _too_high(
                    design=design,
                    key=("opens", name, "needs_step"),
                    what=f'"{name}"',
                    needs=needs,
                    top=top,
                    valid=valid,
                )
            )
    return found


def _too_high(design: Merged, key: KeyPath, what: str, needs: int, top: int, valid: str) -> Problem:
    return design.problem(
        key,
        _("{what}, which needs step {needs}, while the ladder reaches {top}", what=what, needs=needs, top=top),
        valid,
    )


def _step(q: Any) -> int | None:
    value = q.get("value") if isinstance(q, dict) else None
    return round(value) if isinstance(value, int | float) and is_number(value, HIGHEST_STEP) else None


def _relocations(design: Merged, county: Merged, services: ServicesFile) -> list[Problem]:
    found = []
    movable = [
        name
        for name, service in _services(table_at(county, "staffing"))
        if not (services.root[service].others or services.root[service].neuropsychiatric)
        and not table_at(county, "location", name)
        and "places" not in table_at(county, "staffing", name)
    ]
    for name, service in _services(table_at(design, "relocation")):
        table, key = services.root[service], ("relocation", name)
        staff = table_at(county, "staffing", name)
        valid = _("{names}, which have no other patients, beds or place of their own", names=one_of(movable))
        if table.others or table.neuropsychiatric:
            found.append(design.problem(key, _('"{service}", which has other patients', service=name), valid))
        elif table_at(county, "location", name):
            found.append(design.problem(key, _('"{name}", whose places the county file gives', name=name), valid))
        elif "places" in staff:
            found.append(design.problem(key, _('"{service}", which has beds', service=name), valid))
        elif not staff and not ships(design.file_of(key)):  # what ships moves what there is
            found.append(design.problem(key, _('"{service}", which the county does not have', service=name), valid))
    return found


def _openings(design: Merged, county: Merged, services: ServicesFile) -> list[Problem]:
    found = []
    for name, service in _services(table_at(design, "opens")):
        table, key = services.root[service], ("opens", name)
        if table.others or table.neuropsychiatric:
            valid = _("a service without other patients; more posts of this one: [posts.{name}]", name=name)
            found.append(design.problem(key, _('"{service}", which has other patients', service=name), valid))
        elif table_at(county, "staffing", name) and service not in MAY_LACK:
            valid = _("a service that the county does not have; more posts: [posts.{name}]", name=name)
            found.append(design.problem(key, _('"{name}", which the county has', name=name), valid))
        roles = [name_of(r) for r in table.roles]
        for role, sources in table_at(design, "opens", name, "taken_from").items():
            found += _taken(
                design=design,
                key=(*key, "taken_from", role),
                role=role,
                roles=roles,
                sources=texts(sources),
                services=services,
            )
        taken = [s for _, s in _services(table_at(design, "opens", name, "share"))]
        gone = [name_of(r) for s in taken for r in services.root[s].roles]
        found += _leads(design, name, list(dict.fromkeys([*roles, *gone])))
        found += _nobody(design, county, name)
    return found


def _nobody(design: Merged, county: Merged, name: str) -> list[Problem]:
    """Return an opening that takes shares of services that the county does not have, and gives no posts beside."""
    table, staffed = table_at(design, "opens", name), table_at(county, "staffing")
    share = table_at(design, "opens", name, "share")
    given = not {"per_10000_adults", "total"}.isdisjoint(table)
    if not share or not staffed.keys().isdisjoint(share) or given or ships(design.file_of(("opens", name, "share"))):
        return []
    what = _("{services}, which the county does not have", services=", ".join(share))
    return [
        design.problem(
            ("opens", name, "share"), what, _("a service with posts, such as {names}", names=one_of(staffed))
        )
    ]


def _work_taken(design: Merged) -> list[Problem]:
    """Return openings that together take more of a service's posts than there are."""
    taken: dict[str, list[tuple[str, float]]] = {}
    for name, _service in _services(table_at(design, "opens")):
        for source, q in table_at(design, "opens", name, "share").items():
            high = q.get("high") if isinstance(q, dict) else None
            if isinstance(high, int | float) and is_number(high, 1.0):
                taken.setdefault(source, []).append((name, float(high)))
    found = []
    for source, parts in taken.items():
        whole = total(high for _, high in parts)
        if whole > 1.0 + NEAR_ONE:
            what = _(
                "{whole:g} of the posts of {source} ({parts})",
                whole=whole,
                source=source,
                parts=", ".join(f"{name} {high:g}" for name, high in parts),
            )
            keys: list[KeyPath] = [("opens", name, "share", source) for name, _ in parts]
            mine = [key for key in keys if design.file_of(key) == design.leaf]
            found.append(design.problem((mine or keys)[-1], what, _("shares of at most 1 together")))
    return found


def _taken(
    design: Merged, key: KeyPath, role: str, roles: list[str], sources: list[str], services: ServicesFile
) -> list[Problem]:
    if role not in roles:
        return [design.problem(key, _('"{role}", a role that the service lacks', role=role), one_of(roles, role))]
    having = [name_of(s) for s, table in services.root.items() if role in map(name_of, table.roles)]
    known = [s for s in sources if s in names_of(Service) and s not in having]
    return [
        design.problem(key, _('"{service}", which has no {role}', service=s, role=role), one_of(having, s))
        for s in known
    ]


def _leads(design: Merged, name: str, roles: list[str]) -> list[Problem]:
    """Return roles whose posts nobody knows how long it takes to fill, and leads for roles that there are not."""
    own = table_at(design, "opens", name).get("recruitment_lead_days")
    usual = table_at(design, "transfer").get("recruitment_lead_days")
    key: KeyPath = ("opens", name, "recruitment_lead_days")
    by_role = own if isinstance(own, dict) and not _quantity(own) else {}
    found = [p for role in by_role for p in named(design, (*key, role), role, roles)]
    if _quantity(own) or _quantity(usual):
        return found
    told = {*by_role, *(usual if isinstance(usual, dict) else ())}
    valid = _("days, here or in [transfer]: the service has this role")
    return found + [design.problem((*key, r), NOTHING, valid) for r in roles if r not in told]


def _assessors(design: Merged, county: Merged) -> list[Problem]:
    """Return parts that nobody would assess: the assessment that a design names has no posts."""
    name = name_of(Service.TREATMENT_ASSESSMENT)
    if name in table_at(county, "staffing") or name in table_at(design, "opens"):
        return []
    tables = [(top, table_at(design, top, "assessor")) for top in ("regime", "after")]
    valid = _("an assessor with posts; [opens.{name}] gives it some", name=name)
    return [
        design.problem((top, "assessor", part), _('"{name}", which has no posts', name=name), valid)
        for top, table in tables
        for part, who in table.items()
        if who == name
    ]


def _services(table: Iterable[str]) -> list[tuple[str, Service]]:
    return [(name, Service[name.upper()]) for name in table if name in names_of(Service)]


def _quantity(given: object) -> bool:
    return isinstance(given, dict) and not {"value", "unit", "same_as"}.isdisjoint(given)
