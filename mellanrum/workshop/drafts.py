"""A draft: a design as the page has it, a shipped one and what the room has set otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory

from calibration.parameters.store import load_parameters
from mellanrum.defaults import YEARS
from mellanrum.workshop.bases import Base, base_of
from mellanrum.workshop.bearing import last_stage_day
from mellanrum.workshop.design_file import file_text, is_of, read_text, title_fault, title_valid
from mellanrum.workshop.lever_table import CHOICE, SLIDER, Lever, Value, levers
from mellanrum.workshop.lever_words import differences_of, summary_of
from mellanrum.workshop.levers import highest, options_in, why_not
from mellanrum.workshop.move_ways import ALL_AT_ONCE, usual_interval
from mellanrum.workshop.staff_ways import until
from mellanrum.workshop.ways import patched, standing_value
from outputs.workshop.differs import Sentence
from scenarios.compose import compose
from scenarios.files.problems import ScenarioError, one_of
from scenarios.files.read import list_counties, list_designs
from scenarios.files.toml_text import table_lines
from sim.experiment.atomic_files import write_bytes_whole
from sim.terms.errors import unusable
from sim.terms.language import LANGUAGES, _, speaking
from sim.terms.quantity import shown
from sim.terms.scenario import Scenario

LETTERS = 8
"""Of the digest in a draft's name."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A design as the page has it: a shipped design and what was set otherwise. `settings`: lever id → value.

    `title`: what the room calls it; "" for the base's own.
    """

    base: str
    settings: Mapping[str, Value] = field(default_factory=dict)
    title: str = ""


def settled(draft: Draft) -> Draft:
    """Return the same draft without what makes no file differ: a lever at the base's own value, or not written.

    Its title stands in one spelling. A draft with faults is returned as far as it can be told.
    """
    title = " ".join(draft.title.split())
    if draft.base not in list_designs():
        return replace(draft, title=title)
    base, known = base_of(draft.base), levers()
    given = {id_: _plain(known[id_], value) for id_, value in draft.settings.items() if id_ in known}
    kept = {
        id_: given[id_]
        for id_ in known
        if id_ in given and (id_ == "wave_interval" or given[id_] != standing_value(known[id_], base))
    }
    if not any(id_.startswith("posts_") and id_ != "posts_ahead" and value for id_, value in kept.items()):
        kept.pop("posts_ahead", None)
    waves = kept.get("waves", standing_value(known["waves"], base))
    usual = 0.0 if waves == ALL_AT_ONCE else usual_interval(str(waves), base)
    if waves == ALL_AT_ONCE or kept.get("wave_interval") == usual:
        kept.pop("wave_interval", None)
    own = {base.table["title_sv"], base.table["title_en"]}
    return Draft(base=draft.base, settings=kept, title="" if title in own else title)


def _plain(lever: Lever, value: Value) -> Value:
    return float(value) if lever.kind == SLIDER and is_of(lever, value) else value


def faults(draft: Draft, county: str) -> list[str]:
    """Return every problem of a draft in a county, in words: none, and its file is one that the command line runs."""
    if draft.base not in list_designs():
        return [unusable("base", shown(draft.base), one_of(list_designs(), draft.base))]
    lines = list[str]()
    title = " ".join(draft.title.split())
    if why := title_fault(title):
        lines.append(unusable(_("title"), why, title_valid()))
    lines += setting_faults(draft, county)
    if not lines:
        lines += _too_late(settled(draft), county)
    return lines or _of_file(draft, county)


def setting_faults(draft: Draft, county: str) -> list[str]:
    """Return what is wrong with the settings of a draft, one by one: no such lever, or a value that it cannot have."""
    if draft.base not in list_designs():
        return [unusable("base", shown(draft.base), one_of(list_designs(), draft.base))]
    base = base_of(draft.base)
    return [line for id_, value in draft.settings.items() for line in _faults_of(id_, value, county, base)]


def _faults_of(id_: str, value: object, county: str, base: Base) -> Iterator[str]:
    """Yield what is wrong with one setting."""
    lever = levers().get(id_)
    if lever is None:
        yield unusable(_("lever"), shown(id_), one_of(levers(), id_))
        return
    if why := why_not(lever, county, base):
        if value != standing_value(lever, base):
            yield unusable(lever.label, shown(value), why)
        return
    if lever.kind == CHOICE:
        names = [option.value for option in options_in(lever, base)]
        if value not in names:
            yield unusable(lever.label, shown(value), one_of(names, value))
    elif lever.kind == SLIDER:
        low, high = lever.low, highest(lever, base)
        if not is_of(lever, value) or not isfinite(float(value)) or not low <= float(value) <= high:  # type: ignore[arg-type]
            yield unusable(lever.label, shown(value), _("a number from {low:g} to {high:g}", low=low, high=high))
    elif not isinstance(value, bool):
        yield unusable(lever.label, shown(value), _("true or false"))


def _too_late(draft: Draft, county: str) -> list[str]:
    """Return stages that go on until the years are over, or until those who were lent have returned."""
    base = base_of(draft.base)
    last = last_stage_day(draft.settings, base, county)
    if last is None:
        return []
    n, day = last
    form = draft.settings.get("form", standing_value(levers()["form"], base))
    end = until(base) if form == "secondment" else base.reform + timedelta(days=round(YEARS * 365))
    if day < end:
        return []
    found = _("{n} stages, the last on {day}", n=n, day=day.isoformat())
    valid = _("fewer days between them: all stages before {day}", day=end.isoformat())
    return [unusable(levers()["wave_interval"].label, found, valid)]


def _of_file(draft: Draft, county: str) -> list[str]:
    try:
        scenario_of(draft, county)
    except ScenarioError as error:
        return [str(problem) for problem in error.problems]
    return []


def name_of(draft: Draft) -> str:
    """Return the base's name if nothing is set otherwise, else BASE-8hex of what is set, whatever the room calls it."""
    draft = settled(draft)
    if not draft.settings:
        return draft.base
    lines = [line for key, table in _patch(draft).items() for line in table_lines(key, table)]  # type: ignore[arg-type]
    digest = hashlib.sha256("\n".join([draft.base, *lines]).encode()).hexdigest()
    return f"{draft.base}-{digest[:LETTERS]}"


def _patch(draft: Draft) -> Mapping[str, object]:
    return patched(base_of(draft.base), draft.settings)


def text_of(draft: Draft) -> str:
    """Return the design file, which `mellanrum compare` reads. It says nothing that depends on a county.

    Raises ScenarioError for a base that is no design that ships.
    """
    draft = settled(draft)
    base, summaries = base_of(draft.base), dict[str, str]()
    for code in LANGUAGES:
        with speaking(code):
            summaries[code] = summary_of(draft.settings, base)
    return file_text(base, draft.settings, draft.title, summaries)


def file_of(draft: Draft, folder: Path) -> str:
    """Return the base's name, or the path of the draft's file, written under `folder` if it is not there.

    The file is named by what is set; one that the room has given a title lies in a folder of that title's own.
    Raises OSError where it cannot be written.
    """
    draft = settled(draft)
    name = name_of(draft)
    if name == draft.base:
        return name
    if draft.title:
        folder = folder / hashlib.sha256(draft.title.encode()).hexdigest()[:LETTERS]
    path, data = folder / f"{name}.toml", text_of(draft).encode()
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes_whole(path, data)
    return str(path)


def draft_of(text: str) -> Draft:
    """Return the draft of an uploaded design file: what `text_of` writes, or one that says only what the page sets.

    Raises ScenarioError with every key that is no lever of the page.
    """
    base, settings, title = read_text(text)
    return settled(Draft(base=base, settings=settings, title=title))


def differs(draft: Draft, county: str) -> list[Sentence]:
    """Return all that differs from today's regime, as sentences: what the room has set, then what the design brings.

    Raises ScenarioError for a draft with faults.
    """
    draft = settled(draft)
    return differences_of(draft.settings, base_of(draft.base), scenario_of(draft, county))


def scenario_of(draft: Draft, county: str) -> Scenario:
    """Return the scenario of a draft at central values. Raises ScenarioError with the problems of its file."""
    draft = settled(draft)
    text = text_of(draft) if draft.settings else ""
    if county in list_counties():
        return _kept(county, draft.base, text, draft.title)
    return _composed(county, draft.base, text, draft.title)


@lru_cache(maxsize=64)
def _kept(county: str, base: str, text: str, title: str) -> Scenario:
    return _composed(county, base, text, title)


def _composed(county: str, base: str, text: str, title: str) -> Scenario:
    if not text:
        return compose(county, base, parameters=load_parameters(), years=YEARS)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "design.toml"
        path.write_text(text, encoding="utf-8")
        try:
            return compose(county, path, parameters=load_parameters(), years=YEARS)
        except ScenarioError as error:
            named = title or base_of(base).table["title_en"]
            raise ScenarioError(replace(p, file=p.file.replace(str(path), named)) for p in error.problems) from None
