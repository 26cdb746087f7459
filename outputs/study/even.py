"""How much of a key is enough for a design to be no worse than its baseline on a measure, as clauses.

Every case says how sure it is: a crossing whose interval reaches an end of the range may not be there at all, what is
on one side at both ends may still be none where it is nearest to none, and a key may have no effect that can be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from outputs.study.keys import Key
from outputs.study.words import clause, signed
from outputs.text.clauses import words_of
from outputs.text.differences import side
from outputs.text.measures import describe
from sim.analysis.estimates import Estimate
from sim.studies.break_even import Beside
from sim.terms.language import N_, _

EDGE = 1e-6
"""Share of the range within which an interval reaches its end: crossings are found between points of a line."""

FORMS = {
    "must": (N_("{how} of {those} must follow"), N_("{label} must be {how}")),
    "unsure": (
        N_("{found}, though it is not sure that there is such a share: {perhaps}"),
        N_("{found}, though it is not sure that there is such a value: {perhaps}"),
    ),
    "perhaps none": (N_("perhaps no share is enough"), N_("perhaps no value from {span} is enough")),
    "perhaps any": (N_("perhaps any share is enough"), N_("perhaps any value from {span} is enough")),
    "perhaps either": (
        N_("perhaps no share is enough, perhaps any is"),
        N_("perhaps no value from {span} is enough, perhaps any is"),
    ),
    "perhaps nowhere": (
        N_("perhaps no share makes the two the same"),
        N_("perhaps no value from {span} makes the two the same"),
    ),
    "no": (N_("no share of {those} is enough"), N_("no value of {label} from {span} is enough")),
    "any": (N_("any share of {those} is enough"), N_("any value of {label} from {span} is enough")),
    "nowhere": (
        N_("no share of {those} makes the two the same"),
        N_("no value of {label} from {span} makes the two the same"),
    ),
    "untold": (
        N_("the share of {those} that is enough cannot be told"),
        N_("it cannot be told which value of {label} is enough"),
    ),
}
"""What is said of a share of people who follow, and of any other key."""
HOW = {"least": N_("at least {x}"), "most": N_("at most {x}"), "just": N_("about {x}")}
GOALS = {
    "lower": N_("For {name} {under} to be no higher {than}, {told}"),
    "higher": N_("For {name} {under} to be no lower {than}, {told}"),
    "": N_("For {name} {under} to be neither higher nor lower {than}, {told}"),
}
"""By which way is better for clients."""


class Even(StrEnum):
    """What is known of a break-even."""

    CROSSES = "crosses"
    UNSURE = "crosses, not sure"  # not said: as tables have it
    ABOVE = "above throughout"
    BELOW = "below throughout"
    ABOVE_UNSURE = "above, not sure"  # not said: as tables have it
    BELOW_UNSURE = "below, not sure"
    UNCLEAR = "cannot be told"  # not said: as tables have it
    SEVERAL = "several"
    EQUAL = "equal"


def judged(found: Beside, low: float, high: float) -> Even:
    """Return what is known of a break-even within `low` to `high`; throughout: no crossing, one side at both ends."""
    same_side = found.at_low.value * found.at_high.value > 0
    if found.several or (found.crossing is not None and same_side):
        return Even.SEVERAL
    if found.crossing is not None:
        return Even.UNSURE if any(reaches(found.crossing, low, high)) else Even.CROSSES
    ends = (found.at_low, found.at_high)
    if all(side(e) == 0 for e in ends):
        return Even.EQUAL
    if all(side(e) is None for e in ends) or found.at_low.value * found.at_high.value < 0:
        return Even.UNCLEAR
    sure = side(nearest(found, low, high)[1])
    if found.at_low.value + found.at_high.value > 0:
        return Even.ABOVE if sure == 1 else Even.ABOVE_UNSURE
    return Even.BELOW if sure == -1 else Even.BELOW_UNSURE


def reaches(crossing: Estimate, low: float, high: float) -> tuple[bool, bool]:
    """Return whether a crossing's interval reaches the low end of the range, and the high one."""
    room = EDGE * (high - low)
    return crossing.low <= low + room, crossing.high >= high - room


def nearest(found: Beside, low: float, high: float) -> tuple[float, Estimate]:
    """Return where the difference is nearest to 0, and the difference there: an end, or a place between them."""
    places = [(low, found.at_low), (high, found.at_high)]
    if found.nearest is not None and found.nearest_at is not None:
        places.append((found.nearest_at, found.nearest))
    return min(places, key=lambda place: abs(place[1].value))


def goal(measure: str, under: str, than: str, clauses: Sequence[str]) -> str:
    """Return what is asked for and what of each key is enough. `under`, `than`: the design, and the baseline."""
    name = words_of(measure).name
    return _(GOALS[describe(measure).better], name=name, under=under, than=than, told="; ".join(clauses))


def enough(key: Key, measure: str, found: Beside) -> str:
    """Return the clause: `at least 62 % (41 to 80) of the treatment workers must follow`."""
    known = judged(found, key.low, key.high)
    if known in (Even.CROSSES, Even.UNSURE):
        return _crossing(key, measure, found)
    if known in (Even.SEVERAL, Even.UNCLEAR, Even.EQUAL):
        return _untold(key, measure, found, known)
    return _throughout(key, measure, found, known)


def _crossing(key: Key, measure: str, found: Beside) -> str:
    assert found.crossing is not None
    better = describe(measure).better
    falls = found.at_high.value < found.at_low.value
    how = "just" if not better else "least" if falls == (better == "lower") else "most"
    told = _say(key, "must", how=_(HOW[how], x=key.number(found.crossing)))
    low, high = reaches(found.crossing, key.low, key.high)
    if not low and not high:
        return told
    none, any_ = (high, low) if how == "least" else (low, high)
    perhaps = "nowhere" if how == "just" else "either" if none and any_ else "none" if none else "any"
    return _say(key, "unsure", found=told, perhaps=_say(key, f"perhaps {perhaps}"))


def _throughout(key: Key, measure: str, found: Beside, known: Even) -> str:
    """Return the clause of a difference that is on one side throughout, told where it is nearest to none."""
    better, above = describe(measure).better, known in (Even.ABOVE, Even.ABOVE_UNSURE)
    head = _say(key, "nowhere" if not better else "no" if above == (better == "lower") else "any")
    x, there = nearest(found, key.low, key.high)
    sure = known in (Even.ABOVE, Even.BELOW)
    told = {"head": head, "where": key.where(x), "clause": clause(there, measure, named=sure)}
    if sure:
        return _("{head}: even if {where}, {clause}", **told)
    return _("{head} as far as the estimate goes, but that is not sure: if {where}, {clause}", **told)


def _untold(key: Key, measure: str, found: Beside, known: Even) -> str:
    head = _say(key, "untold")
    if known == Even.SEVERAL:
        return _("{head}: the difference changes sides more than once from {span}", head=head, span=key.span())
    if known == Even.EQUAL:
        return _("{head}: at neither end of the range is there any difference", head=head)
    return _(
        "{head}: neither at {low_where} nor at {high_where} can the difference be told from none ({low}, and {high})",
        head=head,
        low_where=key.number(key.low),
        high_where=key.number(key.high),
        low=signed(found.at_low, measure),
        high=signed(found.at_high, measure),
    )


def _say(key: Key, form: str, **told: str) -> str:
    """Return a form of words for a share of people who follow, or for any other key."""
    those = key.those
    return _(FORMS[form][0 if those else 1], those=those, label=key.name, span=key.span(), **told)
