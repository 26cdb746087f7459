"""What each measure is called, how it is written, and which way is better for clients.

Which way is better is said in a column of its own, once per measure; no design is ever called better.
"""

from __future__ import annotations

from dataclasses import dataclass

from outputs.text.words import say_code
from sim.comparison.first_row import BETTER, FIRST_ROW

HEADLINE = FIRST_ROW
"""The nine that always stand together, in this order: no design may look better by seeing less."""


@dataclass(frozen=True, slots=True)
class MeasureText:
    """One measure in words. `kind`: share, days, load, hours or count. `better`: lower, higher or nothing said."""

    label: str
    kind: str
    better: str = ""
    more: str = "more"
    fewer: str = "fewer"
    quantile: bool = False


def _first(name: str, label: str, kind: str = "share", more: str = "more", fewer: str = "fewer") -> MeasureText:
    """Return the words of one of the first row; which way is better stands in `sim.comparison.first_row`."""
    return MeasureText(label, kind, BETTER[name], more, fewer)


_EXACT = {
    name: _first(name, label)
    for name, label in (
        ("untreated_share", "untreated needs (dependence, psychiatric), a year after asking"),
        ("fall_rate", "fell between chairs (turned away or lost, then 90 days untreated)"),
        ("both_treated_share", "both needs treated within a year"),
        ("one_treated_share", "one of two needs treated"),
        ("neither_treated_share", "neither need treated"),
        ("untreated_share_not_comorbid", "untreated needs of clients with dependence alone"),
        ("detected_share", "comorbidity detected within a year"),
        ("psychosocial_untreated_share", "psychosocial part untreated, comorbid clients"),
    )
} | {
    "days_to_treatment": _first("days_to_treatment", "days from asking to treatment", "days", "longer", "shorter"),
    "asked_untreated_days_per_client_year": MeasureText("days asked and untreated per client-year", "days"),
    "asked_untreated_days_per_client_year.before_acceptance": MeasureText("of which before acceptance", "days"),
    "asked_untreated_days_per_client_year.in_line": MeasureText("of which in line", "days"),
    "latent_days_per_client_year": MeasureText("latent days per client-year (open, nobody is asked)", "days", "lower"),
    "treated_days_per_client_year": MeasureText("treated days per client-year", "days", "higher"),
    "parallel_days_per_client_year": MeasureText("days in parallel treatment per client-year", "days", "higher"),
    "gave_up_waiting_per_client_year": MeasureText("gave up waiting, per client-year", "load", "lower"),
    "withdrew_share": MeasureText("withdrew a request", "share"),
    "exits_share": MeasureText("died, moved or recovered within a year", "share"),
    "falls_per_100_client_years": MeasureText("falls of the twelve kinds per 100 client-years", "days", "lower"),
    "attended_hours_per_client_year": MeasureText("hours of visits attended per client-year", "days", "higher"),
    "untreated_need_days_per_100_residents": MeasureText(
        "untreated need-days per 100 comorbid residents and year, asking or not", "days", "lower"
    ),
    "cohort_size": MeasureText("comorbid clients who ask (the cohort)", "count"),
    "new_posts": MeasureText("posts that the design makes new, FTE", "load"),
    "fall_rate_without_never_found": MeasureText("fell between chairs, needs never found left out", "share", "lower"),
    "any_mechanism_rate": MeasureText("any of the twelve mechanisms within 365 days", "share", "lower"),
    "falls_per_year": MeasureText("falls of the twelve kinds a year, all clients", "count", "lower"),
    "clients_sought": MeasureText("clients who sought help", "count"),
    "clients_received": MeasureText("clients who received help", "count", "higher"),
    "handovers_tried": MeasureText("handovers tried", "count"),
    "handovers_lost": MeasureText("handovers lost", "count", "lower"),
    "excess_untreated_need_days": MeasureText("untreated need-days beyond the baseline's", "count", "lower"),
    "months_to_recovery": MeasureText("months to recovery", "count", "lower", quantile=True),
    "recovered_share": MeasureText("replications that recover", "share", "higher"),
    "transfer.untreated_share": MeasureText("untreated needs of those whom the transfer touches", "share", "lower"),
    "transfer.days_to_treatment": MeasureText(
        "days to treatment of those whom the transfer touches", "days", "lower", "longer", "shorter"
    ),
    "transfer.untreated_share_not_comorbid": MeasureText(
        "untreated, dependence alone, of those whom the transfer touches", "share", "lower"
    ),
    "transfer.lost_share": MeasureText("lost in handover, of those whom the transfer touches", "share", "lower"),
    "transfer.clients": MeasureText("comorbid clients whom the transfer touches", "count"),
    "transfer.clients_not_comorbid": MeasureText("other clients whom the transfer touches", "count"),
    "worker_changes_per_year_in_care": MeasureText("changes of worker per year in care", "load", "lower"),
    "bounces_per_client": MeasureText("refusals and referrals on, per client", "load", "lower"),
}
_SHORT = {
    "untreated_share": "untreated needs",
    "fall_rate": "fell between chairs",
    "both_treated_share": "both needs treated",
    "one_treated_share": "one need treated",
    "neither_treated_share": "neither need treated",
    "days_to_treatment": "days to treatment",
    "untreated_share_not_comorbid": "untreated, dependence alone",
    "detected_share": "comorbidity detected",
    "psychosocial_untreated_share": "psychosocial part untreated",
    "latent_days_per_client_year": "latent days a year",
    "asked_untreated_days_per_client_year": "days asked and untreated a year",
    "asked_untreated_days_per_client_year.before_acceptance": "  before acceptance",
    "asked_untreated_days_per_client_year.in_line": "  in line",
    "treated_days_per_client_year": "treated days a year",
    "parallel_days_per_client_year": "parallel days a year",
    "gave_up_waiting_per_client_year": "gave up waiting, a year",
    "exits_share": "died, moved or recovered",
    "falls_per_100_client_years": "falls per 100 client-years",
    "attended_hours_per_client_year": "attended hours a year",
    "untreated_need_days_per_100_residents": "untreated need-days per 100",
    "new_posts": "new posts, FTE",
    "cohort_size": "clients in the cohort",
}
_STARTS = (
    ("untreated_share.", "share", "lower", "more", "fewer"),
    ("fall_rate", "share", "lower", "more", "fewer"),
    ("any_mechanism_rate", "share", "lower", "more", "fewer"),
    ("first_mechanism_rate.", "share", "lower", "more", "fewer"),
    ("falls_per_100_client_years.", "days", "lower", "more", "fewer"),
    ("wait_within.", "share", "higher", "more", "fewer"),
    ("wait_over.", "share", "lower", "more", "fewer"),
    ("share_treated.", "share", "higher", "more", "fewer"),
    ("share_both_treated.", "share", "higher", "more", "fewer"),
    ("wait_days.", "days", "lower", "longer", "shorter"),
    ("background_wait_days.", "days", "lower", "longer", "shorter"),
    ("days_to_", "days", "lower", "longer", "shorter"),
    ("gap_days_per_client_year", "days", "lower", "more", "fewer"),
    ("latent_days_per_client_year.", "days", "lower", "more", "fewer"),
    ("handover_days.", "days", "lower", "longer", "shorter"),
    ("load.", "load", "", "higher", "lower"),
    ("hours.", "hours", "", "more", "fewer"),
)
BY_GROUP = ("untreated_share", "fall_rate")
BY_MECHANISM = ("fall_rate", "any_mechanism_rate", "falls_per_100_client_years")
_AGES = {"18_25": "18–25", "26_50": "26–50", "over_50": "over 50"}


def describe(name: str, unit: str = "") -> MeasureText:
    """Return the words for the measure `name`; an unknown one is its own name, written as its unit says."""
    if name in _EXACT:
        return _EXACT[name]
    last = _words(name)[-1]
    quantile = last in ("median", "p90")
    for start, kind, better, more, fewer in _STARTS:
        if name.startswith(start):
            return MeasureText(_label(name), kind, better, more, fewer, quantile)
    return MeasureText(_label(name), _kind_of_unit(unit, last), quantile=quantile)


def short(name: str) -> str:
    """Return the label without its explanation, for figures and the rows of differences."""
    return _SHORT.get(name) or describe(name).label


def group_words(group: str) -> str:
    """Return a group in words: `age.18_25` is `aged 18–25`, a municipality its name, nothing is everybody."""
    kind, _, word = group.partition(".")
    if not kind:
        return "all"
    if kind == "age":
        return f"aged {_AGES.get(word, word)}"
    if kind == "sex":
        return {"woman": "women", "man": "men"}.get(word, word)
    return say_code(word) if kind == "profile" else word


def _words(name: str) -> list[str]:
    """Return the words of a measure's name; that of a municipality may hold full stops."""
    words = name.split(".", 2)
    return words if words[1:2] == ["municipality"] else name.split(".")


def _label(name: str) -> str:
    head, *rest = _words(name)
    if head in BY_GROUP and len(rest) == 1 and rest[0].startswith("year_"):
        return f"{_SHORT[head]}, year {rest[0].removeprefix('year_')}"
    if head in BY_GROUP and len(rest) == 2:
        return group_words(".".join(rest))
    if head in BY_MECHANISM and len(rest) == 1:
        return say_code(rest[0])
    if head == "first_mechanism_rate" and rest:
        return f"{say_code(rest[0])} (first fall)"
    words = {"wait_days": "wait", "background_wait_days": "other patients' wait"}.get(head, head.replace("_", " "))
    return ", ".join([words, *(say_code(part) for part in rest)])


def _kind_of_unit(unit: str, last: str) -> str:
    if unit == "share" or last.endswith(("share", "rate")):
        return "share"
    if "hour" in unit:
        return "hours"
    return "load" if unit in ("load", "ratio") else "days" if "day" in unit else "count"
