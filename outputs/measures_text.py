"""What each measure is called, how it is written, and which way is better for clients.

Which way is better is said in a column of its own, once per measure; no design is ever called better.
"""

from __future__ import annotations

from dataclasses import dataclass

from outputs.words import say_code

HEADLINE = (
    "fall_rate",
    "gap_days_per_client_year",
    "latent_days_per_client_year",
    "detected_share",
    "parallel_share",
)
"""The five that always stand together, in this order: no design may look better by seeing less."""


@dataclass(frozen=True, slots=True)
class MeasureText:
    """One measure in words. `kind`: share, days, load, hours or count. `better`: lower, higher or nothing said."""

    label: str
    kind: str
    better: str = ""
    more: str = "more"
    fewer: str = "fewer"
    quantile: bool = False


_EXACT = {
    "fall_rate": MeasureText("fall rate (fall at least once within 365 days)", "share", "lower"),
    "gap_days_per_client_year": MeasureText("gap days per client-year (sought, nobody has accepted)", "days", "lower"),
    "latent_days_per_client_year": MeasureText("latent days per client-year (open, nobody is asked)", "days", "lower"),
    "detected_share": MeasureText("comorbidity detected within a year", "share", "higher"),
    "parallel_share": MeasureText("both needs treated in parallel", "share", "higher"),
    "clients_sought": MeasureText("clients who sought help", "count"),
    "clients_received": MeasureText("clients who received help", "count", "higher"),
    "handovers_tried": MeasureText("handovers tried", "count"),
    "handovers_lost": MeasureText("handovers lost", "count", "lower"),
    "excess_falls": MeasureText("excess falls over the baseline", "count", "lower"),
    "months_to_break_even": MeasureText("months to break-even", "count", "lower", quantile=True),
    "break_even_share": MeasureText("replications that break even", "share", "higher"),
    "worst_month_falls_per_1000": MeasureText("falls per 1,000 in the worst month", "days", "lower"),
    "worker_changes_per_year_in_care": MeasureText("changes of worker per year in care", "load", "lower"),
    "bounces_per_client": MeasureText("refusals and referrals on, per client", "load", "lower"),
}
_SHORT = {
    "fall_rate": "fall rate",
    "gap_days_per_client_year": "gap days a year",
    "latent_days_per_client_year": "latent days a year",
    "detected_share": "detected share",
    "parallel_share": "parallel share",
}
_STARTS = (
    ("fall_rate_not_comorbid", "share", "lower", "more", "fewer"),
    ("transfer_fall_rate", "share", "lower", "more", "fewer"),
    ("wait_within.", "share", "higher", "more", "fewer"),
    ("wait_over.", "share", "lower", "more", "fewer"),
    ("share_treated.", "share", "higher", "more", "fewer"),
    ("share_both_treated.", "share", "higher", "more", "fewer"),
    ("fall_rate_first.", "share", "lower", "more", "fewer"),
    ("fall_rate.", "share", "lower", "more", "fewer"),
    ("wait_days.", "days", "lower", "longer", "shorter"),
    ("background_wait_days.", "days", "lower", "longer", "shorter"),
    ("days_to_", "days", "lower", "longer", "shorter"),
    ("gap_days_per_client_year.", "days", "lower", "more", "fewer"),
    ("latent_days_per_client_year.", "days", "lower", "more", "fewer"),
    ("handover_days.", "days", "lower", "longer", "shorter"),
    ("load.", "load", "", "higher", "lower"),
    ("hours.", "hours", "", "more", "fewer"),
)


def describe(name: str, unit: str = "") -> MeasureText:
    """Return the words for the measure `name`; an unknown one is its own name, written as its unit says."""
    if name in _EXACT:
        return _EXACT[name]
    last = name.rsplit(".", 1)[-1]
    quantile = last in ("median", "p90")
    for start, kind, better, more, fewer in _STARTS:
        if name.startswith(start):
            return MeasureText(_label(name), kind, better, more, fewer, quantile)
    return MeasureText(_label(name), _kind_of_unit(unit, last), quantile=quantile)


def short(name: str) -> str:
    """Return the label without its explanation, for figures and the rows of differences."""
    return _SHORT.get(name) or describe(name).label


def _label(name: str) -> str:
    head, *rest = name.split(".")
    if head in ("fall_rate", "fall_rate_first") and len(rest) == 1:
        return say_code(rest[0]) + (" (first fall)" if head.endswith("first") else "")
    if head == "fall_rate" and rest:
        return say_code(rest[1]) if rest[0] == "profile" else rest[1]
    words = {"wait_days": "wait", "background_wait_days": "other patients' wait"}.get(head, head.replace("_", " "))
    return ", ".join([words, *(say_code(part) for part in rest)])


def _kind_of_unit(unit: str, last: str) -> str:
    if unit == "share" or last.endswith(("share", "rate")):
        return "share"
    if "hour" in unit:
        return "hours"
    return "load" if unit in ("load", "ratio") else "days" if "day" in unit else "count"
