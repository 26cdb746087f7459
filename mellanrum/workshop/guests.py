"""What the room guesses and votes, each on a phone of its own: only numbers and counts leave, and never whose.

One answer per device (a random cookie, kept as a hash), which may be changed until the poll is closed. While it is
open even the numbers stay: who sees them come one by one sees whose they are.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from threading import RLock
from typing import Any

from mellanrum.workshop.exchange import RefusedError
from mellanrum.workshop.kept_files import read_and_tell, write
from mellanrum.workshop.rounds import LONGEST_NAME, MOST_DESIGNS, is_number, is_text
from sim.terms.errors import unusable
from sim.terms.language import N_, _
from sim.terms.quantity import shown

GUESS, VOTE = KINDS = ("guess", "vote")
MOST_DEVICES, MOST_OPTIONS = 1_000, 12
FIELDS = {"measure": "", "design": 0, "options": []}
CLOSED = N_("the poll is closed")

Poll = dict[str, Any]


def empty() -> Poll:
    """Return a poll that nobody has opened."""
    return {"open": None, **FIELDS, "guesses": {}, "votes": {}}


class Guests:
    """Polls in a folder, one for each round; one at most is open. For several threads at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "polls"
        self.told: list[str] = []
        self._lock = RLock()
        self._polls: dict[str, Poll] = {}
        for file in sorted(self.folder.glob("*.json")):
            found, told = read_and_tell(file, _is_poll)
            self.told += [told] if told else []
            if found is not None:
                self._polls[file.stem] = found

    def set(self, round_id: str, given: Mapping[str, Any]) -> Poll:
        """Open, change or close the poll of a round, and return what may be seen of it.

        Opening one closes every other. Raises RefusedError with all that is wrong, OSError.
        """
        if faults := _faults(given):
            raise RefusedError(422, faults)
        with self._lock:
            kind = given.get("open")
            if kind is not None:
                for other, poll in list(self._polls.items()):
                    if other != round_id and poll["open"] is not None:
                        self._keep(other, {**poll, "open": None})
            before = self._polls.get(round_id, empty())
            poll = {**before, "open": kind, **{key: given[key] for key in FIELDS if key in given}}
            if (poll["measure"], poll["design"]) != (before["measure"], before["design"]):
                poll["guesses"] = {}  # they were of something else
            poll["votes"] = {who: vote for who, vote in poll["votes"].items() if vote in poll["options"]}
            self._keep(round_id, poll)
            return self.seen(round_id)

    def seen(self, round_id: str) -> Poll:
        """Return what may be seen of a round's poll: how many while it is open, numbers and counts when it is not."""
        with self._lock:
            poll = self._polls.get(round_id, empty())
            answers = poll["votes"] if poll["open"] == VOTE else poll["guesses"]
            about = {key: poll[key] for key in FIELDS}
            if poll["open"] is not None:
                return {"open": True, "kind": poll["open"], "n": len(answers), "guesses": [], "votes": {}, **about}
            votes = Counter(poll["votes"].values())
            counts = {option: votes[option] for option in dict.fromkeys([*poll["options"], *votes])}
            guesses = sorted(poll["guesses"].values())
            return {"open": False, "kind": None, "n": len(answers), "guesses": guesses, "votes": counts, **about}

    def current(self, device: str) -> tuple[str, Poll, Any] | None:
        """Return the round whose poll is open, the poll, and this device's answer; None where none is."""
        with self._lock:
            for round_id, poll in self._polls.items():
                if poll["open"] is not None:
                    answers = poll["guesses"] if poll["open"] == GUESS else poll["votes"]
                    return round_id, {key: poll[key] for key in ("open", *FIELDS)}, answers.get(_hash(device))
            return None

    def guess(self, device: str, value: Any) -> None:
        """Keep a device's guess in the place of its former one. Raises RefusedError, OSError."""
        if not is_number(value):
            raise RefusedError(422, unusable("value", shown(value), _("a number")))
        self._answer(GUESS, device, float(value))

    def vote(self, device: str, option: Any) -> None:
        """Keep a device's vote in the place of its former one. Raises RefusedError, OSError."""
        self._answer(VOTE, device, option)

    def _answer(self, kind: str, device: str, value: Any) -> None:
        with self._lock:
            round_id = next((name for name, poll in self._polls.items() if poll["open"] == kind), None)
            if round_id is None:
                raise RefusedError(409, _(CLOSED))
            poll, answers, who = self._polls[round_id], f"{'guesses' if kind == GUESS else 'votes'}", _hash(device)
            if kind == VOTE and value not in poll["options"]:
                raise RefusedError(422, unusable("option", shown(value)[:LONGEST_NAME], ", ".join(poll["options"])))
            if who not in poll[answers] and len(poll[answers]) >= MOST_DEVICES:
                raise RefusedError(422, _("the poll has {n} answers, which is all it takes", n=MOST_DEVICES))
            self._keep(round_id, {**poll, answers: {**poll[answers], who: value}})

    def _keep(self, round_id: str, poll: Poll) -> None:
        write(self.folder / f"{round_id}.json", poll)
        self._polls[round_id] = poll


def _hash(device: str) -> str:
    return hashlib.sha256(device.encode()).hexdigest()[:24]


def _faults(given: Mapping[str, Any]) -> list[str]:
    """Return all that is wrong with what a poll is set to."""
    wanted = {
        "open": (lambda v: v is None or v in KINDS, ", ".join((*KINDS, "null"))),
        "measure": (lambda v: is_text(v, LONGEST_NAME), _("a measure")),
        "design": (
            _is_place,
            _("a design's place, from 0"),
        ),
        "options": (_are_options, _("at most {n} different texts", n=MOST_OPTIONS)),
    }
    found = [unusable("poll", shown(key)[:LONGEST_NAME], ", ".join(wanted)) for key in given if key not in wanted]
    for key, (fits, valid) in wanted.items():
        if key in given and not fits(given[key]):
            found.append(unusable(f"poll.{key}", shown(given[key])[:LONGEST_NAME], valid))
    if given.get("open") == VOTE and not given.get("options"):
        found.append(unusable("poll.options", _("nothing"), _("what can be voted for")))
    return found


def _is_place(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_DESIGNS


def _are_options(value: Any) -> bool:
    if not isinstance(value, list) or len(value) > MOST_OPTIONS:
        return False
    return all(is_text(one, LONGEST_NAME) and one.strip() for one in value) and len(set(value)) == len(value)


def _is_poll(found: Any) -> bool:
    if not isinstance(found, dict) or set(found) != set(empty()):
        return False
    if _faults({key: found[key] for key in ("open", *FIELDS)}):
        return False
    guesses, votes = found["guesses"], found["votes"]
    if not isinstance(guesses, dict) or not isinstance(votes, dict):
        return False
    return all(map(is_number, guesses.values())) and all(is_text(v, LONGEST_NAME) for v in votes.values())
