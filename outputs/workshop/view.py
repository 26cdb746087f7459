"""A comparison as the page shows it: one JSON-ready dictionary, its sentences in the language spoken.

Designs stand in the order in which they were asked for, and nothing here says which of them is best: a single
difference may say that fewer needs go untreated, a design as a whole is called nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from outputs.comparison import warnings
from outputs.comparison.over_how_many import over_how_many
from outputs.text.caveats import honesty
from outputs.text.county import county_shown
from outputs.text.notes import retold
from outputs.text.pages import capital, numbered
from outputs.workshop import months, people, places, staff, verdicts
from outputs.workshop.moved import moved
from outputs.workshop.stands_on import stands_on
from scenarios.files.titles import kept_title
from sim.comparison.results import Comparison, Enough


def view_of(
    comparison: Comparison,
    *,
    state: str = "settled",
    budget: int = 20,
    enough: Enough | None = None,
    set_otherwise: Sequence[int | None] | None = None,
) -> dict[str, Any]:
    """Return the comparison as the page shows it. Shares lie in [0, 1]; what has no value is None.

    `state`: of the question that it answers; `budget`: the most replications it may have. `enough`: how precise it
    became, else the comparison's own. `set_otherwise`: for each design how many settings differ from the first's, None
    where that is not known. Raises KeyError for a state that there is none of.
    """
    names = titles(comparison)
    apart = [None] * len(names) if set_otherwise is None else list(set_otherwise)
    boundaries = places.gap_map(comparison)
    return {
        "state": state,
        "replications": comparison.replications,
        "budget": budget,
        "stands_on": stands_on(comparison, state, budget),
        "precision": _precision(comparison.enough if enough is None else enough),
        "county": {"name": comparison.county, "title": county_shown(comparison)},
        "reform": comparison.reform,
        "seed": comparison.seed,
        "years": comparison.years,
        "version": comparison.version,
        "notes": _notes(comparison, names),
        "cautions": [f"{capital(words)}." for words in warnings.clauses(comparison, names)],
        "measures": verdicts.catalogue_of(),
        "designs": [
            {
                "name": design.name,
                "title": names[i],
                "digest_same_as": verdicts.same_as(comparison.designs, i),
                "measures": verdicts.levels(design),
                "hundred": people.hundred(design),
                "falls": people.falls(comparison, design),
                "months": months.months(comparison, design),
                "staff": staff.staff(comparison, design),
                "places": places.places(design),
                "gap_map": boundaries[i],
                "waits": months.waits(comparison, design),
            }
            for i, design in enumerate(comparison.designs)
        ],
        "differences": [
            _difference(comparison, i, names, apart[i] if i < len(apart) else None) for i in range(1, len(names))
        ],
    }


def titles(comparison: Comparison) -> list[str]:
    """Return what people call the designs, in the order asked; one that stands twice is numbered."""
    names = [verdicts.own_name(design) for design in comparison.designs]
    shown = (kept_title("design", n, d.title, d.title_sv) or n for n, d in zip(names, comparison.designs, strict=True))
    return numbered(list(shown))


def _difference(comparison: Comparison, index: int, names: Sequence[str], apart: int | None) -> dict[str, Any]:
    found = comparison.differences[index - 1]
    why = verdicts.why_same(comparison, index, apart, names)
    return {
        "design": index,
        "measures": verdicts.differences_of(found.measures),
        "gains": people.gains(comparison, index, names),
        "moved": moved(comparison, index, names),
        "places": places.changes(comparison, index),
        "course": months.course(comparison, found),
        "same": why is not None,
        "why_same": why,
        "verdict_sentence": why or verdicts.in_one_sentence(comparison, index, names),
    }


def _notes(comparison: Comparison, names: Sequence[str]) -> list[str]:
    """Return what every reading of the result needs, first what it says itself."""
    told = [
        *(_titled(retold(note), comparison, names) for note in comparison.notes),
        over_how_many(comparison),
        honesty(comparison.parameters_mode),
    ]
    return [note for note in told if note]


def _titled(note: str, comparison: Comparison, names: Sequence[str]) -> str:
    """Return a note about some designs with what people call them: a result keeps their names, before a colon."""
    about, colon, rest = note.partition(": ")
    called = {verdicts.own_name(design): name for design, name in zip(comparison.designs, names, strict=True)}
    for name in sorted(called, key=len, reverse=True):
        about = called[name].join(re.split(rf"(?<![\w-]){re.escape(name)}(?![\w-])", about))
    return about + colon + rest if colon else note


def _precision(enough: Enough | None) -> dict[str, Any] | None:
    """Return how precise it became: whether that is what was asked for, and what was not reached."""
    if enough is None:
        return None
    return {
        "enough": enough.enough,
        "needed": enough.needed,
        "missed": len(enough.not_reached),
        "judged": len(enough.rows),
    }
