"""The record to take home: each round as it was asked, expected, guessed, compared, found and decided.

As a page that stands alone it has no script and loads nothing. The design files are in it as text, with the command
that runs each to the same numbers.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from mellanrum.defaults import SEED, YEARS
from mellanrum.workshop import drafts
from mellanrum.workshop.asking import draft_from
from mellanrum.workshop.room import Room
from mellanrum.workshop.rounds import Round
from mellanrum.workshop.routes_design import ROLES, told_of
from mellanrum.workshop.routes_page import templates
from outputs.text.measures import HEADLINE, short
from scenarios.files.chain import follow
from sim.terms.errors import MellanrumError
from sim.terms.language import N_, _, language

Record = dict[str, Any]
WORDS = {
    "title": N_("Workshop on care for people with samsjuklighet"),
    "about": N_(
        "Seed {seed}, {years:g} years after the reform day, mellanrum {version}. Written {made}. The commands below "
        "give the same numbers."
    ),
    "none": N_("No round was begun."),
    "round": N_("Round {n}: {question}"),
    "no_question": N_("no question was written"),
    "expectation": N_("What the room expected"),
    "guess": N_("The room's guess: {guess}."),
    "guesses": N_("Guesses by phone ({n}), more or fewer of 100 needs that stay untreated:"),
    "compared": N_("What was compared"),
    "today": N_("Nothing differs from today."),
    "differs": N_("All that differs from today:"),
    "owner": N_("owned by {role}"),
    "result": N_("What the model gives"),
    "no_result": N_("Nothing was run, or it had not come to an estimate."),
    "replications": N_("Replications: {n}."),
    "measure": N_("measure"),
    "interval": N_("Means with 95 % intervals."),
    "beside": N_("{design} beside {baseline}"),
    "finding": N_("Finding"),
    "decision": N_("Decision"),
    "votes": N_("Votes"),
    "vote": N_("{option}: {n}"),
    "empty": N_("nothing was written"),
    "file": N_("The file {name}"),
    "alone": N_("Beside today:"),
    "together": N_("The whole comparison:"),
    "limits": N_("A model's answers: they say what follows from its assumptions, not what will happen."),
}
"""What the page says, by key."""


def record_of(room: Room) -> Record:
    """Return the whole record, in the language spoken: rounds, and each design with what differs and its file."""
    rounds = [_told(room, one) for one in room.with_votes(room.records.all())]
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("mellanrum"),
        "language": language().code,
        "county": room.county,
        "county_title": room.title_of(room.county),
        "seed": room.seed,
        "years": room.years,
        "rounds": rounds,
    }


def _told(room: Room, found: Round) -> Record:
    county = room.file_of(found["county"] or room.county)
    designs = [_design(room, county, one) for one in found["designs"]]
    poll = room.guests.seen(found["id"])
    owners = {lever: _(ROLES.get(role, role)) for lever, role in found["owner_roles"].items()}
    return {
        **found,
        "county_title": room.title_of(found["county"] or room.county),
        "designs": designs,
        "owners": owners,
        "guess_said": guess_said(found["guess"]["value"]) if found["guess"] else "",
        "guesses": {"n": poll["n"], "values": poll["guesses"], "measure": poll["measure"]},
        "command": _together(room, found["county"] or room.county, designs),
    }


def guess_said(points: float) -> str:
    """Return a guess of how many more or fewer of 100 needs stay untreated, as the page says it."""
    from outputs.workshop.words_people import PEOPLE

    if points == 0:
        return _(PEOPLE["guess.none"])
    key = "guess.fewer" if points < 0 else "guess.more"
    n = language().number(abs(points), 0 if float(points).is_integer() else 1)
    return _(PEOPLE[f"{key}_one" if n == "1" else key], n=n)


def _design(room: Room, county: str, given: Mapping[str, Any]) -> Record:
    """Return a design with all that differs from today, its file, and the command that runs it beside today."""
    draft = draft_from(given)
    try:
        told = told_of(draft, county)
        text, name = drafts.text_of(draft), drafts.name_of(draft)
    except MellanrumError as error:  # a lever or design that this version no longer has
        return {
            **given,
            "name": draft.base,
            "differs": [],
            "faults": str(error).splitlines(),
            "file": "",
            "command": "",
        }
    asked = name if name == draft.base else f"{name}.toml"
    command = _command(room, county, ["current", asked] if asked != "current" else ["current"])
    return {**given, **told, "file": text, "file_name": asked, "command": command}


def _together(room: Room, county: str, designs: list[Record]) -> str:
    names = [one["file_name"] for one in designs if one.get("file_name")]
    return _command(room, room.file_of(county), names) if names else ""


def _command(room: Room, county: str, designs: list[str]) -> str:
    """Return the command whose numbers are those of the workshop."""
    words = ["mellanrum", "compare", county, *designs, "-n", "auto"]
    words += ["--precision", f"least={room.least} budget={room.budget}"]
    words += [] if room.seed == SEED else ["--seed", str(room.seed)]
    words += [] if room.years == YEARS else ["--years", f"{room.years:g}"]
    return shlex.join(words)


def as_page(record: Record) -> str:
    """Return the record as a page that stands alone, in the language spoken."""
    rows = {name: short(name).strip() for name in HEADLINE}

    def say(key: str, **gaps: Any) -> str:
        return _(WORDS[key], **gaps)

    def signed(points: float) -> str:
        return language().number(points, 0 if float(points).is_integer() else 1, signed=True)

    page = templates().get_template("record.html")
    return page.render(record=record, rows=rows, say=say, signed=signed, titles=_titles(record))


def _titles(record: Record) -> dict[str, str]:
    """Return what designs that ship are called, for rounds that name one by its base alone."""
    bases = {one["base"] for found in record["rounds"] for one in found["designs"]}
    code = language().code
    found = {}
    for base in sorted(bases):
        try:
            found[base] = str(follow(base, "design").table.get(f"title_{code}", base))
        except MellanrumError:
            found[base] = base
    return found
