"""A draft as a design file that the command line reads, and back: what text_of writes, draft_of reads again.

A file that somebody uploads is read as data alone. Anything that the page could not have set is refused, key by key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from mellanrum.workshop.bases import Base, base_of
from mellanrum.workshop.lever_table import CHOICE, SLIDER, Lever, Value, levers
from mellanrum.workshop.ways import READERS, patched, standing_value
from scenarios.files.names import LONGEST, visible
from scenarios.files.problems import Problem, ScenarioError, one_of
from scenarios.files.read import LARGEST_BYTES, list_designs, spelt, too_much
from scenarios.files.toml_hints import no_toml
from scenarios.files.toml_text import table_lines, text_of
from scenarios.files.twins import SAME_AS
from sim.terms.language import _
from sim.terms.quantity import shown

FORMAT = 1
UPLOADED = "design.toml"
"""What a problem of an uploaded text names as its file."""
HEAD = ("title_sv", "title_en", "summary_sv", "summary_en")
TOLD_APART = (*HEAD, "format", "extends")
MARKS = ("evidence", "note")
"""Of a number: what a file may say of it in its own words."""


def file_text(base: Base, settings: Mapping[str, Value], title: str, summaries: Mapping[str, str]) -> str:
    """Return the text of a design file that extends `base`. `summaries`: by language."""
    own = base.table
    lines = [
        f"format = {FORMAT}",
        f"title_sv = {text_of(title or own['title_sv'])}",
        f"title_en = {text_of(title or own['title_en'])}",
        *(f"summary_{code} = {text_of(summary)}" for code, summary in summaries.items()),
        f"extends = {text_of(base.name)}",
    ]
    for name, table in patched(base, settings).items():
        lines += ["", *table_lines(name, table)]
    return "\n".join(lines) + "\n"


def read_text(text: str) -> tuple[str, dict[str, Value], str]:
    """Return base, settings and title of an uploaded design file; "" for the base's own title.

    Raises ScenarioError with all that the page could not have written.
    """
    table = _parsed(text)
    base = _base(table)
    title, problems = _title(table, base)
    said = {key: inner for key, inner in table.items() if key not in TOLD_APART}
    settings = _settings(said, base)
    problems += _beyond(said, patched(base, settings), base)
    if problems:
        raise ScenarioError(problems)
    return base.name, settings, title


def _parsed(text: str) -> dict[str, Any]:
    """Return the table of a text. Raises ScenarioError for one that is too large, too deep, or no TOML."""
    size = len(text.encode("utf-8", "replace"))
    if size > LARGEST_BYTES:
        raise _refused(_("{n} bytes", n=size), _("a file of at most {n} bytes", n=LARGEST_BYTES))
    if found := too_much(text):
        raise _refused(*found)
    try:
        table = spelt(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise _refused(*no_toml(text, fault)) from None
    except (RecursionError, ValueError) as fault:
        raise _refused(shown(str(fault)), _("a TOML file in UTF-8")) from None
    if not isinstance(table, dict) or not table:
        raise _refused(_("an empty file"), _("a design file that this page has written"))
    return table


def _refused(found: str, valid: str) -> ScenarioError:
    return ScenarioError([Problem(UPLOADED, "", found, valid)])


def _base(table: Mapping[str, Any]) -> Base:
    named = table.get("extends")
    if not isinstance(named, str) or named not in list_designs():
        found = _("nothing") if named is None else shown(named)
        raise ScenarioError([Problem(UPLOADED, "extends", found, one_of(list_designs(), named))])
    return base_of(named)


def _title(table: Mapping[str, Any], base: Base) -> tuple[str, list[Problem]]:
    problems = [
        Problem(UPLOADED, key, shown(table[key]), _("a text"))
        for key in HEAD
        if key in table and not isinstance(table[key], str)
    ]
    if table.get("format", FORMAT) != FORMAT:
        problems.append(Problem(UPLOADED, "format", shown(table["format"]), str(FORMAT)))
    own = {base.table["title_sv"], base.table["title_en"]}
    given = next((table[key] for key in ("title_sv", "title_en") if isinstance(table.get(key), str)), "")
    title = "" if given in own else given
    if title and (why := title_fault(title)):
        problems.append(Problem(UPLOADED, "title_sv", why, title_valid()))
    return title, problems


def title_fault(title: str) -> str:
    """Return what is wrong with what the room calls a design, in words; "" for a title that will do."""
    if len(title) > LONGEST:
        return _("a title of {n} letters", n=len(title))
    hidden = visible(title)
    return "" if hidden == title else _("a title with an invisible character, {title}", title=shown(hidden))


def title_valid() -> str:
    """Return which titles will do, in words."""
    return _("at most {n} letters, all of them visible", n=LONGEST)


def _settings(said: Mapping[str, Any], base: Base) -> dict[str, Value]:
    """Return what a file sets otherwise than its base: whatever is no lever's is found by `_beyond`."""
    found: dict[str, Value] = {}
    for lever in levers().values():
        try:
            value = READERS[lever.writes](lever, said, base)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # something else than a file holds there: told with its key
        if value is not None and is_of(lever, value) and value != standing_value(lever, base):
            found[lever.id] = value
    return found


def is_of(lever: Lever, value: object) -> bool:
    """Return whether a value is of the kind that a lever takes."""
    if lever.kind == SLIDER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if lever.kind == CHOICE:
        return isinstance(value, str) and value in [option.value for option in lever.options]
    return isinstance(value, bool)


def _beyond(said: Mapping[str, Any], wanted: Mapping[str, Any], base: Base) -> list[Problem]:
    """Return every key that a file says and the page would not, or would say otherwise, or would say, too."""
    there, ours = dict(_leaves(said, "")), dict(_leaves(wanted, ""))
    problems = []
    for key in dict.fromkeys([*there, *ours]):
        if key not in ours:
            problems.append(Problem(UPLOADED, key, _("a key that is no lever of this page"), _("no such key")))
        elif key not in there:
            problems.append(Problem(UPLOADED, key, _("nothing"), text_of(ours[key])))
        elif _plain(there[key]) != _plain(ours[key]):
            problems.append(Problem(UPLOADED, key, _as_said(there[key]), _as_said(ours[key])))
    return problems


def _leaves(node: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    for name, inner in node.items():
        key = f"{above}.{name}" if above else str(name)
        if isinstance(inner, Mapping) and {"value", "unit", SAME_AS}.isdisjoint(inner) and inner:
            yield from _leaves(inner, key)
        else:
            yield key, inner


def _plain(item: Any) -> Any:
    """Return what stands at a key without what a file says of it in its own words."""
    return {key: x for key, x in item.items() if key not in MARKS} if isinstance(item, Mapping) else item


def _as_said(item: Any) -> str:
    return text_of(_plain(item)) if isinstance(item, Mapping | list | date) else shown(item)
