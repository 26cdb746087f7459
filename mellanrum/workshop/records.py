"""The record of a workshop: a file for each round, whole or as it was, whatever happens to the machine.

rounds/ID.json      a round, with a version that rises each time somebody writes
asks/ID.json        what was asked, so that it can be asked again
designs/NAME.toml   the designs that were made
polls/ID.json       guesses and votes of a round: numbers, and never whose
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any

from mellanrum.workshop.exchange import RefusedError
from mellanrum.workshop.kept_files import read_and_tell, write
from mellanrum.workshop.rounds import Round, checked, is_round, new
from sim.terms.errors import unusable
from sim.terms.language import _
from sim.terms.quantity import shown

ID = re.compile(r"[0-9a-f]{12}")
MOST_ROUNDS = 500


def new_id() -> str:
    """Return an id that nothing has."""
    return secrets.token_hex(6)


class Records:
    """Rounds in a folder, all of them held as well. For several threads at a time.

    `told`: sentences about files that could not be used; they have been set aside, and all else is there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[str] = []
        self._lock = RLock()
        self._rounds: dict[str, Round] = {}
        for file in sorted((folder / "rounds").glob("*.json")):
            found, told = read_and_tell(file, partial(_is_round_of, file.stem))
            self.told += [told] if told else []
            if found is not None:
                self._rounds[found["id"]] = new(found)

    def all(self) -> list[Round]:
        """Return every round, the oldest first."""
        with self._lock:
            return sorted((dict(one) for one in self._rounds.values()), key=lambda one: (one["number"], one["made"]))

    def get(self, round_id: str) -> Round:
        """Return a round. Raises RefusedError for one that there is not."""
        with self._lock:
            if round_id not in self._rounds:
                raise RefusedError(404, _("there is no round {id}", id=shown(round_id[:20])))
            return dict(self._rounds[round_id])

    def begin(self, fields: Mapping[str, Any]) -> Round:
        """Make a round and keep it. Raises RefusedError, OSError; then there is none."""
        begun = new(checked(fields))
        with self._lock:
            if len(self._rounds) >= MOST_ROUNDS:
                raise RefusedError(422, _("the record has {n} rounds, which is all it takes", n=MOST_ROUNDS))
            number = 1 + max((one["number"] for one in self._rounds.values()), default=0)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            return self._keep({**begun, "id": new_id(), "version": 1, "number": number, "made": made})

    def change(self, round_id: str, given: Mapping[str, Any]) -> Round:
        """Change the fields that are given, if `given` is of the version that is kept.

        Raises RefusedError: 409, with the round as it is, if somebody else wrote meanwhile. Raises OSError.
        """
        fields = checked({key: value for key, value in given.items() if key != "version"})
        with self._lock:
            current, version = self.get(round_id), given.get("version")
            if not isinstance(version, int) or isinstance(version, bool):
                raise RefusedError(422, unusable("round.version", shown(version), _("the version that was changed")))
            if version != current["version"]:
                said = _("somebody else changed this round meanwhile; both texts are there to choose from")
                raise RefusedError(409, said, current=current)
            same_ask = fields.get("ask", current["ask"]) == current["ask"]
            if "result" in fields and fields["result"] is None and same_ask:
                del fields["result"]  # a page that never saw it does not erase it
            elif "result" not in fields and not same_ask:
                fields["result"] = None
            return self._keep({**current, **fields, "version": version + 1})

    def keep_result(self, ask_id: str, result: Mapping[str, Any]) -> None:
        """Keep what an ask found with each round that asked it. The version stays: no person wrote. Raises OSError."""
        with self._lock:
            for one in [found for found in self._rounds.values() if found["ask"] == ask_id]:
                if one["result"] != result:
                    self._keep({**one, "result": dict(result)})

    def keep_votes(self, round_id: str, votes: Mapping[str, int]) -> None:
        """Keep how many chose what. The version stays. Raises OSError."""
        with self._lock:
            self._keep({**self.get(round_id), "votes": dict(votes)})

    def _keep(self, one: Round) -> Round:
        write(self.folder / "rounds" / f"{one['id']}.json", one)
        self._rounds[one["id"]] = one
        return dict(one)

    def keep_ask(self, ask_id: str, asked: Mapping[str, Any]) -> None:
        """Keep what was asked. Raises OSError."""
        write(self.folder / "asks" / f"{ask_id}.json", dict(asked))

    def asked(self, ask_id: str) -> dict[str, Any] | None:
        """Return what was asked under an id, None if nothing was."""
        if not ID.fullmatch(ask_id):
            return None
        found, _told = read_and_tell(self.folder / "asks" / f"{ask_id}.json", _is_asked)
        return found


def make_folders(folder: Path) -> None:
    """Make the folders of a record. Raises OSError now rather than in the middle of the workshop."""
    for name in ("rounds", "asks", "designs", "polls"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    probe = folder / "probe"
    write(probe, [])
    probe.unlink(missing_ok=True)


def _is_round_of(round_id: str, found: Any) -> bool:
    return is_round(found) and found["id"] == round_id


def _is_asked(found: Any) -> bool:
    if not isinstance(found, dict) or not isinstance(found.get("county"), str):
        return False
    designs = found.get("designs")
    return isinstance(designs, list) and bool(designs) and all(isinstance(one, dict) for one in designs)
