"""Where the posts lie, and where they go: at the announcement, on the reform day, a year after, at the end.

A post is held by somebody at work with a principal, is vacant, or is never refilled; posts are conserved, so what one
place loses another gains. What flows between two days is the fewest posts that must have moved: people who come and go
within one principal are no flow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from outputs.text.pages import capital
from outputs.text.words import say, say_code
from outputs.workshop.plain import mean_of
from sim.comparison.results import Comparison, DesignResult
from sim.terms.language import N_, _, language
from sim.terms.words import Principal, Role, name_of

AT_WORK = ("employed", "offered", "followed", "recruited", "lent")
"""States in which a post is held. Locums hold none: a post that a locum covers stays vacant."""
LOCUMS, VACANT, LOST, NEW = "locums", "vacant", "never_refilled", "new"
A_YEAR_BEFORE, ANNOUNCED = N_("a year before"), N_("announced")
STAGES = ((0, N_("the reform day")), (365, N_("a year after")))
AT_THE_END = N_("at the end")
PEOPLE = ("offered", "followed", "stayed", "resigned_at_transfer", "recruited", "never_refilled")
TINY = 0.005
"""FTE below which nothing is shown: it is written with two decimals."""
_PLACES = {VACANT: N_("vacant"), LOST: N_("never refilled"), NEW: N_("new posts")}

Node = tuple[str, str]
"""A role and a place: a principal at work, `vacant` or `never_refilled`."""
Posts = Mapping[Node, float]
"""FTE of each."""


class Flow(NamedTuple):
    """FTE of posts that lay in one place on a day and in another on a later one."""

    came: Node
    went: Node
    fte: float


def staff(comparison: Comparison, design: DesignResult) -> dict[str, Any]:
    """Return the ledger of a design's posts at a few stages, and the flow from each stage to the next.

    FTE, mean of replications. `rows`: at work, by principal and role, with posts vacant and covered by locums beside;
    `flow`: `step` 0 leads from the first stage to the second; `people`: what became of those asked to follow;
    `announced`: from which stage on staff leave for what is to come, None where nobody's employer changes.
    """
    ledger: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in design.tables.get("staff_ledger", ()):
        ledger[str(row["date"])].append(row)
    days = _stages(comparison, sorted(ledger), design.announced)
    posts = [_posts(ledger[day]) for day, _label in days]
    return {
        "stages": [{"date": day, "label": label} for day, label in days],
        "places": [{"id": place, "label": _place(place)} for place in _places(posts)],
        "rows": _rows([ledger[day] for day, _label in days]),
        "flow": [
            {"step": step, "from": came[1], "to": went[1], "role": came[0], "label": _role(came[0])}
            | {"to_role": went[0], "to_label": _role(went[0]), "fte": round(fte, 2)}
            for step, (before, after) in enumerate(pairwise(posts))
            for came, went, fte in flow(before, after)
        ],
        "people": _people(design),
        "announced": _announced(design.announced, days, posts),
    }


def _stages(comparison: Comparison, days: list[str], announced: str | None) -> list[tuple[str, str]]:
    """Return (first day of the month, label) of the stages that lie in the run, the last month at the end.

    The first is the announcement; under a design that announces nothing, as today, a year before the reform day.
    """
    if not days:
        return []
    if comparison.reform is None:
        return [(days[-1], _(AT_THE_END))]
    reform, found = date.fromisoformat(comparison.reform), dict[str, str]()
    stages = [((reform + timedelta(days=after)).isoformat(), label) for after, label in STAGES]
    first = (reform - timedelta(days=365)).isoformat(), A_YEAR_BEFORE
    for wanted, label in (*stages, (announced, ANNOUNCED) if announced else first):
        day = _month_of(wanted, days)
        if day is not None:
            found.setdefault(day, _(label))
    found.setdefault(days[-1], _(AT_THE_END))
    return sorted(found.items())


def _month_of(day: str, days: Sequence[str]) -> str | None:
    """Return the month of the ledger in which a day lies, None if it lies outside the run."""
    reached = [one for one in days if one <= day]
    return reached[-1] if reached and day <= days[-1] else None


def _announced(day: str | None, stages: Sequence[tuple[str, str]], posts: Sequence[Posts]) -> dict[str, Any] | None:
    """Return the stage from which staff leave, its day, and in a sentence what falls vacant until the stage after."""
    if day is None or (month := _month_of(day, [stage for stage, _label in stages])) is None:
        return None
    stage = [stage for stage, _label in stages].index(month)
    told = _(
        "The move is announced on {day}: from then on staff begin to leave.",
        day=language().day(date.fromisoformat(day)),
    )
    if stage + 1 < len(stages):
        before, after = (sum(fte for (_r, place), fte in one.items() if place == VACANT) for one in posts[stage:][:2])
        told += " " + _(
            "Vacant full-time posts: {before} then, {after} at the next stage ({next}).",
            before=language().number(before, 1),
            after=language().number(after, 1),
            next=stages[stage + 1][1],
        )
    return {"stage": stage, "date": day, "sentence": told}


def _posts(rows: Iterable[Mapping[str, Any]]) -> Posts:
    found: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows:
        state, fte = str(row["state"]), float(row["fte"] or 0.0)
        place = str(row["principal"]) if state in AT_WORK else state if state in (VACANT, LOST) else ""
        if place:
            found[str(row["role"]), place] += fte
    return found


def flow(before: Posts, after: Posts) -> list[Flow]:
    """Return the fewest posts that must have moved between two days, and those that stayed where they were.

    What leaves a role's places goes to those that gain in it, in proportion; what is left over goes to other roles (a
    post may be filled by another profession). More posts than before are `new`, fewer are `never_refilled`.
    """
    nodes = dict.fromkeys((*before, *after))
    stays = {node: min(before.get(node, 0.0), after.get(node, 0.0)) for node in nodes}
    lost = {node: before.get(node, 0.0) - stays[node] for node in nodes}
    won = {node: after.get(node, 0.0) - stays[node] for node in nodes}
    found = [Flow(node, node, fte) for node, fte in stays.items()]
    for role in dict.fromkeys(role for role, _place_ in nodes):
        found += _share_out(lost, won, [node for node in nodes if node[0] == role])
    found += _share_out(lost, won, list(nodes))
    found += [Flow((role, NEW), (role, place), fte) for (role, place), fte in won.items()]
    found += [Flow((role, place), (role, LOST), fte) for (role, place), fte in lost.items()]
    return [one for one in found if one.fte >= TINY]


def _share_out(lost: dict[Node, float], won: dict[Node, float], nodes: Sequence[Node]) -> list[Flow]:
    """Return what goes from `nodes` that lose to those that gain, and take it out of both."""
    gives, takes = sum(lost[node] for node in nodes), sum(won[node] for node in nodes)
    moved = min(gives, takes)
    if moved < TINY:
        return []
    found = [Flow(a, b, lost[a] / gives * won[b] / takes * moved) for a in nodes for b in nodes if lost[a] and won[b]]
    for node in nodes:
        lost[node] *= 1.0 - moved / gives
        won[node] *= 1.0 - moved / takes
    return found


def _places(posts: Sequence[Posts]) -> list[str]:
    used = {place for stage in posts for (_role_, place), fte in stage.items() if fte >= TINY}
    made = any(one.came[1] == NEW for before, after in pairwise(posts) for one in flow(before, after))
    order = (*(name_of(p) for p in Principal), NEW, VACANT, LOST)
    return [place for place in order if place in used or (place == NEW and made)]


def _rows(stages: list[list[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return a row for each principal and role that ever has a post, in the order of the words."""
    found = []
    for principal in map(name_of, Principal):
        for role in map(name_of, Role):
            mine = [[r for r in rows if (r["principal"], r["role"]) == (principal, role)] for rows in stages]
            by_state = {
                head: [round(sum(float(r["fte"] or 0.0) for r in rows if r["state"] in states), 2) for rows in mine]
                for head, states in (("fte", AT_WORK), ("vacant", (VACANT,)), ("locums", (LOCUMS,)))
            }
            if any(any(cells) for cells in by_state.values()):
                found.append({"principal": principal, "principal_label": _place(principal), "role": role}
                             | {"label": _role(role), **by_state})  # fmt: skip
    return found


def _people(design: DesignResult) -> list[dict[str, Any]]:
    """Return by role what became of those who were asked to follow the work, in FTE; nothing where nobody was."""
    rows = []
    for role in map(name_of, Role):
        cells = {what: mean_of(design.measures, f"staff.{what}.{role}") or 0.0 for what in PEOPLE}
        if cells["offered"] >= TINY:
            rows.append({"role": role, "label": _role(role), **{w: round(x, 2) for w, x in cells.items()}})
    return rows


def _place(place: str) -> str:
    return capital(_(_PLACES[place]) if place in _PLACES else say(Principal[place.upper()]))


def _role(role: str) -> str:
    return capital(say_code(role))
