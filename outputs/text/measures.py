"""What each measure is called, how it is written, and which way is better for clients.

Which way is better is said in a column of its own, once per measure; no design is ever called better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from outputs.text.own_words import own_words
from outputs.text.words import say_code
from sim.comparison.first_row import BETTER, FIRST_ROW
from sim.measures.catalogue import find
from sim.terms.language import N_, _

HEADLINE = FIRST_ROW
"""The nine that always stand together, in this order: no design may look better by seeing less."""


_LOOKED_UP = (N_("lower"), N_("higher"), N_("more"), N_("fewer"), N_("longer"), N_("shorter"))
"""Which way is better, and what a difference is called."""


@dataclass(frozen=True, slots=True)
class MeasureText:
    """One measure in words. `kind`: share, days, load, hours or count. `better`: lower, higher or nothing said.

    `better`, `more` and `fewer` are looked up where they are said.
    """

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
        ("untreated_share", N_("untreated needs (dependence, psychiatric), a year after asking")),
        ("fall_rate", N_("fell between chairs (turned away or lost, then 90 days untreated)")),
        ("both_treated_share", N_("both needs treated within a year")),
        ("one_treated_share", N_("one of two needs treated")),
        ("neither_treated_share", N_("neither need treated")),
        ("untreated_share_not_comorbid", N_("untreated needs of clients with dependence alone")),
        ("detected_share", N_("comorbidity detected within a year")),
        ("psychosocial_untreated_share", N_("psychosocial part untreated, comorbid clients")),
    )
} | {
    "days_to_treatment": _first("days_to_treatment", N_("days from asking to treatment"), "days", "longer", "shorter"),
    "asked_untreated_days_per_client_year": MeasureText(N_("days asked and untreated per client-year"), "days"),
    "asked_untreated_days_per_client_year.before_acceptance": MeasureText(N_("of which before acceptance"), "days"),
    "asked_untreated_days_per_client_year.in_line": MeasureText(N_("of which in line"), "days"),
    "latent_days_per_client_year": MeasureText(
        N_("latent days per client-year (open, nobody is asked)"), "days", "lower"
    ),
    "treated_days_per_client_year": MeasureText(N_("treated days per client-year"), "days", "higher"),
    "parallel_days_per_client_year": MeasureText(N_("days in parallel treatment per client-year"), "days", "higher"),
    "gave_up_waiting_per_client_year": MeasureText(N_("gave up waiting, per client-year"), "load", "lower"),
    "withdrew_share": MeasureText(N_("withdrew a request"), "share"),
    "exits_share": MeasureText(N_("died, moved or recovered within a year"), "share"),
    "falls_per_100_client_years": MeasureText(N_("falls of the twelve kinds per 100 client-years"), "days", "lower"),
    "attended_hours_per_client_year": MeasureText(N_("hours of visits attended per client-year"), "days", "higher"),
    "untreated_need_days_per_100_residents": MeasureText(
        N_("untreated need-days per 100 comorbid residents and year, asking or not"), "days", "lower"
    ),
    "cohort_size": MeasureText(N_("comorbid clients who ask (the cohort)"), "count"),
    "new_posts": MeasureText(N_("posts that the design makes new, FTE"), "load"),
    "fall_rate_without_never_found": MeasureText(
        N_("fell between chairs, needs never found left out"), "share", "lower"
    ),
    "any_mechanism_rate": MeasureText(N_("any of the twelve mechanisms within 365 days"), "share", "lower"),
    "falls_per_year": MeasureText(N_("falls of the twelve kinds a year, all clients"), "count", "lower"),
    "clients_sought": MeasureText(N_("clients who sought help"), "count"),
    "clients_received": MeasureText(N_("clients who received help"), "count", "higher"),
    "handovers_tried": MeasureText(N_("handovers tried"), "count"),
    "handovers_lost": MeasureText(N_("handovers lost"), "count", "lower"),
    "excess_untreated_need_days": MeasureText(N_("untreated need-days beyond the baseline's"), "count", "lower"),
    "months_to_recovery": MeasureText(N_("months to recovery"), "count", "lower", quantile=True),
    "recovered_share": MeasureText(N_("replications that recover"), "share", "higher"),
    "transfer.untreated_share": MeasureText(N_("untreated needs of those whom the transfer touches"), "share", "lower"),
    "transfer.days_to_treatment": MeasureText(
        N_("days to treatment of those whom the transfer touches"), "days", "lower", "longer", "shorter"
    ),
    "transfer.untreated_share_not_comorbid": MeasureText(
        N_("untreated, dependence alone, of those whom the transfer touches"), "share", "lower"
    ),
    "transfer.lost_share": MeasureText(N_("lost in handover, of those whom the transfer touches"), "share", "lower"),
    "transfer.clients": MeasureText(N_("comorbid clients whom the transfer touches"), "count"),
    "transfer.clients_not_comorbid": MeasureText(N_("other clients whom the transfer touches"), "count"),
    "worker_changes_per_year_in_care": MeasureText(N_("changes of worker per year in care"), "load", "lower"),
    "bounces_per_client": MeasureText(N_("refusals and referrals on, per client"), "load", "lower"),
}
_SHORT = {
    "untreated_share": N_("untreated needs"),
    "fall_rate": N_("fell between chairs"),
    "both_treated_share": N_("both needs treated"),
    "one_treated_share": N_("one need treated"),
    "neither_treated_share": N_("neither need treated"),
    "days_to_treatment": N_("days to treatment"),
    "untreated_share_not_comorbid": N_("untreated, dependence alone"),
    "detected_share": N_("comorbidity detected"),
    "psychosocial_untreated_share": N_("psychosocial part untreated"),
    "latent_days_per_client_year": N_("latent days a year"),
    "asked_untreated_days_per_client_year": N_("days asked and untreated a year"),
    "asked_untreated_days_per_client_year.before_acceptance": N_("  before acceptance"),
    "asked_untreated_days_per_client_year.in_line": N_("  in line"),
    "treated_days_per_client_year": N_("treated days a year"),
    "parallel_days_per_client_year": N_("parallel days a year"),
    "gave_up_waiting_per_client_year": N_("gave up waiting, a year"),
    "exits_share": N_("died, moved or recovered"),
    "falls_per_100_client_years": N_("falls per 100 client-years"),
    "attended_hours_per_client_year": N_("attended hours a year"),
    "untreated_need_days_per_100_residents": N_("untreated need-days per 100"),
    "new_posts": N_("new posts, FTE"),
    "cohort_size": N_("clients in the cohort"),
}
_BARE = {
    "fall_rate": N_("fell"),
    "both_treated_share": N_("both treated"),
    "one_treated_share": N_("one treated"),
    "neither_treated_share": N_("neither"),
    "untreated_share_not_comorbid": N_("dependence alone"),
    "detected_share": N_("detected"),
    "psychosocial_untreated_share": N_("psychosocial"),
    "latent_days_per_client_year": N_("latent days"),
    "asked_untreated_days_per_client_year": N_("days asked and untreated"),
    "treated_days_per_client_year": N_("treated days"),
    "parallel_days_per_client_year": N_("parallel days"),
    "gave_up_waiting_per_client_year": N_("gave up waiting"),
    "attended_hours_per_client_year": N_("attended hours"),
    "parallel_share": N_("parallel"),
}
"""Measures as the heads of columns, where their short names would be wider than what stands below."""
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
_HEADS = {"wait_days": N_("wait"), "background_wait_days": N_("other patients' wait")}
"""First words of measures that are said otherwise than in their names."""
_SEXES = {"woman": N_("women"), "man": N_("men")}
_AGES = {"18_25": "18–25", "26_50": "26–50", "over_50": N_("over 50")}


def describe(name: str, unit: str = "") -> MeasureText:
    """Return the words for the measure `name`; an unknown one is its own name, written as its unit says."""
    if name in _EXACT:
        return replace(_EXACT[name], label=_(_EXACT[name].label))
    last = _words(name)[-1]
    quantile = last in ("median", "p90")
    for start, kind, better, more, fewer in _STARTS:
        if name.startswith(start):
            return MeasureText(label=_label(name), kind=kind, better=better, more=more, fewer=fewer, quantile=quantile)
    return MeasureText(_label(name), _kind_of_unit(unit or unit_or_none(name), last), quantile=quantile)


def unit_or_none(name: str) -> str:
    """Return the unit of a measure; empty for a name that is no measure's, as of a figure kept beside them."""
    try:
        return find(name).unit
    except KeyError:
        return ""


def short(name: str) -> str:
    """Return the label without its explanation, for figures and the rows of differences."""
    return _(_SHORT[name]) if name in _SHORT else describe(name).label


def bare(name: str) -> str:
    """Return the same without saying that it is a share or a year's, where a column says so."""
    if name in _BARE:
        return _(_BARE[name])
    return short(name) if name in _SHORT or name in _EXACT else _label(name.removesuffix("_share"))


def group_words(group: str) -> str:
    """Return a group in words: `age.18_25` is `aged 18–25`, a municipality its name, nothing is everybody."""
    kind, _dot, word = group.partition(".")
    if not kind:
        return _("all")
    if kind == "age":
        return _("aged {years}", years=_(_AGES.get(word, word)))
    if kind == "sex":
        return _(_SEXES.get(word, word))
    return say_code(word) if kind == "profile" else word


def _words(name: str) -> list[str]:
    """Return the words of a measure's name; that of a municipality may hold full stops."""
    words = name.split(".", 2)
    return words if words[1:2] == ["municipality"] else name.split(".")


def _label(name: str) -> str:
    head, *rest = _words(name)
    if head in BY_GROUP and len(rest) == 1 and rest[0].startswith("year_"):
        return _("{measure}, year {year}", measure=short(head), year=rest[0].removeprefix("year_"))
    if head in BY_GROUP and len(rest) == 2:
        return group_words(".".join(rest))
    if head in BY_MECHANISM and len(rest) == 1:
        return say_code(rest[0])
    if head == "first_mechanism_rate" and rest:
        return _("{mechanism} (first fall)", mechanism=say_code(rest[0]))
    words = _(_HEADS[head]) if head in _HEADS else own_words(head)
    return ", ".join([words, *(say_code(part) for part in rest)])


def _kind_of_unit(unit: str, last: str) -> str:
    if unit == "share" or last.endswith(("share", "rate")):
        return "share"
    if "hour" in unit:
        return "hours"
    return "load" if unit in ("load", "ratio") else "days" if "day" in unit else "count"


def counts(name: str) -> str:
    """Return what a measure counts, in a sentence of the language spoken. Raises KeyError for a name that is none."""
    entry = find(name)
    words = {key: say_code(word) for key, word in (entry.match(name) or {}).items()}
    return _(entry.sentence, **words)
