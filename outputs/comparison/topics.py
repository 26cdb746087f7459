"""The tables behind the headline, one function each: ways of falling, groups, waits, loads, hours, lists."""

from __future__ import annotations

from collections.abc import Sequence

from outputs.comparison.headline import design_names
from outputs.text.grid import Column, Grid, fitted
from outputs.text.measures import describe, short
from outputs.text.numbers import NONE, absent, number, plus_minus, value, with_interval
from outputs.text.pages import capital
from outputs.text.words import say, say_code
from sim.comparison.results import Comparison, Summary
from sim.measures.fall_kinds import MECHANISMS
from sim.terms.language import N_, _, pgettext
from sim.terms.words import Principal, Role, Service, name_of, names_of

WAIT_COLUMNS = (
    ("wait_days.{}.median", N_("median")),
    ("wait_days.{}.p90", N_("p90")),
    ("wait_within.{}.30", N_("≤ 30 d")),
    ("wait_within.{}.90", N_("≤ 90 d")),
)
PROFILES = ("addiction", "addiction_psychiatric", "addiction_social", "all_three")
QUEUES = (*names_of(Service), "neuropsychiatric")


def mechanisms(comparison: Comparison) -> list[Grid]:
    """Return the shares of clients with any fall by each of the twelve mechanisms, and as their first."""
    names = design_names(comparison)
    known = [code for code in MECHANISMS if _any(comparison, [f"{start}.{code}" for start in _TWELVE])]
    if not known:
        return []

    def build(indices: Sequence[int]) -> Grid:
        columns = [Column(_("share of comorbid clients seeking help"), right=False)]
        for i in indices:
            columns += [Column(pgettext("fall", "any"), names[i]), Column(pgettext("fall", "first"), names[i])]
        rows = []
        for code in known:
            text = describe(f"any_mechanism_rate.{code}")
            cells = (value(_mean(comparison, i, f"{start}.{code}"), text) for i in indices for start in _TWELVE)
            rows.append((text.label, *cells))
        text = describe("any_mechanism_rate")
        any_ = (cell for i in indices for cell in (value(_mean(comparison, i, "any_mechanism_rate"), text), ""))
        rows.append((_("any of the twelve"), *any_))
        note = _(
            "Of all falls, treated soon afterwards or not: nearly everybody has some fall under every design, so this "
            "tells by what, not how many. A client may fall in several ways."
        )
        title = _("Appendix: the twelve mechanisms (mellan stolarna)")
        return Grid(title, tuple(columns), tuple(rows), (note,))

    return fitted(build, len(names))


def ways(comparison: Comparison) -> list[Grid]:
    """Return by what clients were turned away or lost who then went untreated; and without needs never found."""
    names = design_names(comparison)
    keys = [f"fall_rate.{code}" for code in MECHANISMS if _any(comparison, [f"fall_rate.{code}"])]
    if not keys:
        return []

    def build(indices: Sequence[int]) -> Grid:
        columns = (
            Column(_("share of comorbid clients seeking help"), right=False),
            *(Column(names[i]) for i in indices),
        )
        rows = [(describe(key).label, *(_interval(comparison, i, key) for i in indices)) for key in keys]
        for key in ("fall_rate_without_never_found", "fall_rate_with_withdrawals"):
            rows.append((_(_WITHOUT[key]), *(_interval(comparison, i, key) for i in indices)))
        note = _("Whose part then stayed open and untreated for 90 days. A client may fall in several ways.")
        return Grid(_("Fell between chairs: by what"), columns, tuple(rows), (note,))

    return fitted(build, len(names))


_WITHOUT = {
    "fall_rate_without_never_found": N_("all, needs never found left out"),
    "fall_rate_with_withdrawals": N_("all, withdrawals counted too"),
}


def groups(comparison: Comparison) -> list[Grid]:
    """Return untreated needs and the fall rate by need profile, a row for each design."""
    found = []
    for measure in ("untreated_share", "fall_rate"):
        keys = [f"{measure}.profile.{profile}" for profile in PROFILES]
        if not _any(comparison, keys):
            continue
        columns = (Column("", right=False), *(Column(head, _("addiction, %")) for head in _profile_heads()))
        rows = [
            (name, *(plus_minus(_summary(comparison, i, key), describe(key)) for key in keys))
            for i, name in enumerate(design_names(comparison))
        ]
        title = _(
            "{measure} by need profile: mean ± half the 95 % interval of the mean", measure=capital(short(measure))
        )
        found.append(Grid(title, columns, tuple(rows)))
    return found


def _profile_heads() -> tuple[str, ...]:
    return (pgettext("addiction", "alone"), _("+ psychiatric"), _("+ social"), pgettext("addiction", "+ both"))


def waits(comparison: Comparison) -> list[Grid]:
    """Return waits per queue: median and 90th percentile in days, shares that started within 30 and 90 days."""
    names = design_names(comparison)
    keys = {queue: [key.format(queue) for key, head in WAIT_COLUMNS] for queue in QUEUES}

    def used(indices: Sequence[int], queue: str) -> bool:
        return any(_mean(comparison, i, key) is not None for i in indices for key in keys[queue])

    def build(indices: Sequence[int]) -> Grid:
        known = [queue for queue in QUEUES if used(indices, queue)]
        columns = [Column(_("service"), right=False)]
        columns += [Column(_(head), names[i]) for i in indices for key, head in WAIT_COLUMNS]
        rows = [
            (say_code(q), *(_wait(comparison, i, key) if used([i], q) else NONE for i in indices for key in keys[q]))
            for q in known
        ]
        note = _(
            "How long it takes for somebody who stays: those who gave up or still wait count as waiting until then. "
            "p90: nine in ten have started. Not reached: too few have. {none}: nobody waits there under that design. "
            "In brackets: in how many replications somebody waited there, where not in all.",
            none=NONE,
        )
        return Grid(_("Waits from acceptance to start, days"), tuple(columns), tuple(rows), (note,))

    return fitted(build, len(names))


def loads(comparison: Comparison) -> list[Grid]:
    """Return staff loads by role and principal: clients held per place there is; above 1, visits are spaced out."""
    return _by_role(comparison, "load", _("Load by role and principal (1 = every place taken)"))


def hours(comparison: Comparison) -> list[Grid]:
    """Return staff hours of visits by role and principal."""
    return _by_role(comparison, "hours", _("Staff hours of visits a year by role and principal"))


def listed(comparison: Comparison, starts: tuple[str, ...], title: str) -> list[Grid]:
    """Return one row per measure whose name begins with one of `starts`: mean with its interval per design."""
    names = design_names(comparison)
    found = [n for n in comparison.designs[0].measures if n.startswith(starts) and _worth_a_row(comparison, n)]

    def build(indices: Sequence[int]) -> Grid:
        columns = (Column("", right=False), *(Column(names[i]) for i in indices))
        return Grid(title, columns, tuple((short(n), *(_interval(comparison, i, n) for i in indices)) for n in found))

    return fitted(build, len(names)) if found else []


ZEROS = ("staff.", "staff_total.", "handover", "hours_coordination.", "hours_for_other.", "plan_parts_failed.")
"""Measures of which there are many and most are 0."""
_TWELVE = ("any_mechanism_rate", "first_mechanism_rate")


def _by_role(comparison: Comparison, start: str, title: str) -> list[Grid]:
    names = design_names(comparison)
    keys = {
        (role, principal): f"{start}.{name_of(role)}.{name_of(principal)}" for role in Role for principal in Principal
    }
    known = [pair for pair, key in keys.items() if any(_mean(comparison, i, key) for i in range(len(names)))]

    def build(indices: Sequence[int]) -> Grid:
        heads = (Column(_("role"), right=False), Column(_("principal"), right=False))
        columns = (*heads, *(Column(names[i]) for i in indices))
        rows = [
            (say(role), say(principal), *(_interval(comparison, i, keys[role, principal]) for i in indices))
            for role, principal in known
        ]
        return Grid(title, columns, tuple(rows))

    return fitted(build, len(names))


def _worth_a_row(comparison: Comparison, name: str) -> bool:
    """Whether the measure says anything: what nobody did and services without other patients do not."""
    means = [_mean(comparison, i, name) for i in range(len(comparison.designs))]
    if name.startswith("background_"):
        return any(mean is not None for mean in means)
    return not name.startswith(ZEROS) or any(means)


def _any(comparison: Comparison, keys: Sequence[str]) -> bool:
    """Whether any design has a value for any of the measures."""
    return any(_mean(comparison, i, key) is not None for i in range(len(comparison.designs)) for key in keys)


def _summary(comparison: Comparison, index: int, name: str) -> Summary | None:
    return comparison.designs[index].measures.get(name)


def _mean(comparison: Comparison, index: int, name: str) -> float | None:
    summary = _summary(comparison, index, name)
    return summary.mean if summary else None


def _interval(comparison: Comparison, index: int, name: str) -> str:
    summary = _summary(comparison, index, name)
    return NONE if summary is None else with_interval(summary, describe(name, summary.unit))


def _wait(comparison: Comparison, index: int, name: str) -> str:
    summary, text = _summary(comparison, index, name), describe(name)
    if summary is None:
        return NONE
    if summary.mean is None:
        return absent(text)
    shown = f"{100 * summary.mean:.0f} %" if text.kind == "share" else number(summary.mean, text)
    if summary.n == comparison.replications:
        return shown
    return _("{shown} ({n} of {m})", shown=shown, n=summary.n, m=comparison.replications)
