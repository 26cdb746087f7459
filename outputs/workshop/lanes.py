"""The same client under two designs, as swim lanes on one time axis: what a trace tells, beside how needs stand.

The sentences, their order and the days are the trace's own; nothing is told here that it does not tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outputs.story.find_client import all_who_fell, find_client
from outputs.story.page import Told, Trace, main_day, period, printed, reform_under, titled, trace
from outputs.story.teller import StoryLine
from outputs.text.pages import capital
from outputs.text.words import mechanism_clause, say_code
from outputs.workshop.states import lanes, legend
from sim.measures.fall_kinds import MECHANISMS
from sim.terms.language import _


def lanes_of(
    designs: Sequence[Told],
    titles: Sequence[str] = (),
    *,
    name: str | None = None,
    fell: str | None = None,
    nth: int = 0,
    full: bool = False,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return one client's lanes under one design or two.

    `titles`: what people call the designs, else their names. `name`: a client's; else somebody who fell, by the
    mechanism `fell` if given. `nth`: another one of those; from 1 on the story is that of `mellanrum trace --client`.
    `notes`: of the run (`Study.told`), as `text` begins with what must be said of its numbers.
    Raises UnknownNameError for a client or a mechanism that there is none of.
    """
    called = titled(designs, list(titles) or [design.name for design in designs])
    pool = [find_client(designs, name=name)] if name is not None else all_who_fell(designs, fell, called)
    found = pool[nth % len(pool)]
    told = trace(designs, found.client, found.about, full, found.chosen, called)
    about = main_day(designs[0], found.client) if found.about is None else found.about
    first, last = period(designs[0], about, full)
    calendar = designs[0].scenario.calendar
    return {
        "client": {"name": str(designs[0].log.clients["name"][found.client]), "introduction": told.who},
        "chosen": found.chosen,
        "window": {
            "from_day": first,
            "to_day": last,
            "from": calendar.date_of(first).isoformat(),
            "to": calendar.date_of(last).isoformat(),
            "reform_day": float(calendar.reform_day),
            "reform": calendar.date_of(calendar.reform_day).isoformat(),
            "about_day": about,
        },
        "opening": told.opening,
        "same_until": told.common[-1].date.isoformat() if len(designs) > 1 and told.common else None,
        "states": legend(),
        "lanes": [
            {
                "design": design.name,
                "title": title,
                "needs": lanes(design, found.client, first, last),
                "events": [_event(line) for line in lines_of(told, i)],
            }
            for i, (design, title) in enumerate((design, called[design.name]) for design in designs)
        ],
        "closing": list(told.closing),
        "left_out": told.left_out,
        "fell": _mechanisms(designs),
        "nth": nth,
        "of": len(pool),
        "next": (nth + 1) % len(pool),
        "text": printed(told, notes),
    }


def lines_of(told: Trace, index: int) -> list[StoryLine]:
    """Return what a trace tells of one of its designs: the beginning that all share, then what is its own.

    In the shared beginning a reform stands under the name of its design; that of another design is not its own.
    """
    name = told.apart[index][0]
    shared = [x for x in told.common if x.kind != "reform" or x.text == reform_under(name, x.what) or _alone(told)]
    return [*shared, *told.apart[index][1]]


def _alone(told: Trace) -> bool:
    return len(told.apart) == 1


def _event(line: StoryLine) -> dict[str, Any]:
    return {"day": line.day, "date": line.date.isoformat(), "kind": line.kind, "text": line.text}


def _mechanisms(designs: Sequence[Told]) -> list[dict[str, Any]]:
    """Return by what comorbid clients fell under the designs, in the order of the mechanisms."""
    known = {int(code) for design in designs for code in set(design.falls.mechanism.tolist())}
    return [
        {"mechanism": word, "label": capital(say_code(word)), "clause": capital(_(mechanism_clause(word)))}
        for code, word in enumerate(MECHANISMS)
        if code in known
    ]
