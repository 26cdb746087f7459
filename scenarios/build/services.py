"""services.toml becomes one ServiceSpec per service; a rule or event that a service does not have is neutral."""

from __future__ import annotations

from math import inf

from scenarios.files.service_file import PlanTable, ServiceRules, ServicesFile
from sim.terms.quantity import Pick, Quantity, number, numbers
from sim.terms.scenario import Plan, Rules, ServiceSpec
from sim.terms.total import total

NEVER_MISSED_OUT = 10**6  # the limit of missed visits where missing them has no consequence
DAYS_A_MONTH = 365.0 / 12.0
ANY_SEVERITY = 1.0  # what a plan holds where the file sets no limit
# What a rule holds where the service does not have it; also the names of the rules that a design may change.
NEUTRAL: dict[str, float | bool] = {
    "sobriety_days": 0.0,
    "sobriety_share": 0.0,
    "treat_addiction_first_share": 0.0,
    "treat_psychiatry_first_share": 0.0,
    "floor": 0.0,
    "ceiling": 1.0,
    "other_ceiling": 1.0,
    "dual_diagnosis_required": False,
    "offers_methods": True,
    "discharges_for_use_share": 0.0,
}


def service_specs(file: ServicesFile, pick: Pick) -> tuple[ServiceSpec, ...]:
    """Return the specifications of all services, in the order of their codes. Shares of roles sum to 1."""
    specs = []
    for service, table in sorted(file.root.items()):
        path = f"services.{service.name.lower()}"
        roles = [(r, number(pick, f"{path}.roles.{r.name.lower()}", q)) for r, q in table.roles.items()]
        whole = total(share for _, share in roles)
        specs.append(
            ServiceSpec(
                service=service,
                stands_for=service if table.same_as is None else table.same_as,
                principal=table.principal,
                level=table.level,
                roles=tuple((r, share / whole) for r, share in sorted(roles)),
                caseload_per_fte=inf
                if table.caseload_per_fte is None
                else number(pick, f"{path}.caseload_per_fte", table.caseload_per_fte),
                hours_per_fte_year=number(pick, f"{path}.hours_per_fte_year", table.hours_per_fte_year),
                direct_share=number(pick, f"{path}.direct_share", table.direct_share),
                rules=_rules(table.rules, f"{path}.rules", pick),
                plan=_plan(table.plan, f"{path}.plan", pick),
            )
        )
    return tuple(specs)


def rule_value(given: Quantity | bool, path: str, pick: Pick) -> float | bool:
    """Return the value of one rule."""
    return given if isinstance(given, bool) else number(pick, path, given)


def _rules(table: ServiceRules, path: str, pick: Pick) -> Rules:
    values = dict(NEUTRAL)
    for rule in NEUTRAL:
        if (given := getattr(table, rule)) is not None:
            values[rule] = rule_value(given, f"{path}.{rule}", pick)
    return Rules(meets=tuple(table.meets), **values)  # type: ignore[arg-type]


def _plan(table: PlanTable, path: str, pick: Pick) -> Plan:
    def one(key: str, absent: float = 0.0) -> float:
        q = getattr(table, key)
        return absent if q is None else number(pick, f"{path}.{key}", q)

    def spread(key: str) -> tuple[float, float]:
        """Return median and log-sd of a quantity; (0, 0) where the plan has none."""
        q = getattr(table, key)
        if q is None:
            return (0.0, 0.0)
        median, sigma = numbers(pick, f"{path}.{key}", q)
        return (median, sigma)

    leaving = (0.0, 0.0, 0.0, 0.0)
    if table.leaving is not None:
        a, b, c, d = numbers(pick, f"{path}.leaving", table.leaving)
        leaving = (a, b, c, d)
    psychosocial, medical, psychiatric, social = numbers(pick, f"{path}.detects", table.detects)
    visits = tuple(
        (
            max(1, round(number(pick, f"{path}.visits.{name}.number", method.number))),
            number(pick, f"{path}.visits.{name}.weight", method.weight),
        )
        for name, method in (table.visits or {}).items()
    )
    in_groups = tuple(
        0.0 if m.group_share is None else number(pick, f"{path}.visits.{name}.group_share", m.group_share)
        for name, m in (table.visits or {}).items()
    )
    return Plan(
        visits=visits,
        interval_days=DAYS_A_MONTH / one("samples_per_month") if table.interval_days is None else one("interval_days"),
        hours_per_visit=one("hours_per_visit"),
        stay_days=spread("stay_days"),
        booking_days=spread("booking_days"),
        sample_share=one("sample_share"),
        no_show=one("no_show"),
        missed_limit=max(1, round(one("missed_limit", NEVER_MISSED_OUT))),
        leaving=leaving,
        met_share=one("met_share"),
        detects=(psychosocial, medical, psychiatric, social),
        is_assessment=table.is_assessment,
        supports_waiting=table.supports_waiting,
        sober_visits=round(one("sober_visits")),
        holds=one("holds", ANY_SEVERITY),
        group_shares=in_groups if any(in_groups) else (),
        group_hours_factor=one("group_hours_factor", 1.0),
    )
