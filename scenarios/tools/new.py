"""New files start from what there is: each table of a design as a comment, with today's numbers; a county that runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from scenarios.build.openings import MAY_LACK
from scenarios.build.services import NEUTRAL
from scenarios.edits.keys import services_table
from scenarios.files.chain import Merged, follow
from scenarios.files.formats import FORMAT
from scenarios.files.formats import KEY as FORMAT_KEY
from scenarios.files.levers import LEVERS, SECTION
from scenarios.files.parameters import Parameters
from scenarios.files.read import HERE
from scenarios.files.references import table_at
from scenarios.files.toml_text import table_lines, text_of
from scenarios.files.transfer_file import TransferTable
from scenarios.files.twins import SAME_AS, at
from sim.terms.words import Service, name_of

PATTERN = "big_bang"  # whose transfer is shown where the parent has none
TEMPLATE = HERE / "templates" / "county.toml.template"  # no .toml: its numbers are invented

NUMBERS = ("value", "low", "high")
INTERVAL = {"value": 182, "unit": "days", "low": 91, "high": 365, "evidence": "A253"}
DUAL = {"value": 182, "unit": "days", "low": 33, "high": 365, "evidence": "A254"}
POSTS = {"value": 0.1, "unit": "FTE per 10 000 adults", "low": 0.05, "high": 0.2, "evidence": "A248"}
SHARE = {"value": 0.1, "unit": "share", "low": 0.1, "high": 0.1, "evidence": "your number"}
LEAD = {"value": 183, "unit": "days", "low": 91, "high": 426, "evidence": "A035"}
DIGITAL = {"value": 0.2, "unit": "share", "low": 0.0, "high": 0.5, "evidence": "A246"}

WAVES = {"waves_by": "district", "wave_interval_days": INTERVAL, "wave_dual_days": DUAL}
OPENS = {
    "low_threshold_clinic": {
        "day": None,
        "level": "hub",
        "principal": "region",
        "needs_step": 0,
        "per_10000_adults": POSTS,
        "share": {"addiction_clinic": SHARE},
        "recruitment_lead_days": LEAD,
    }
}
POSTED = {
    "municipal_outpatient": [
        {
            "day": None,
            "role": "treatment_worker",
            "add": {"value": 2, "unit": "FTE", "low": 2, "high": 2, "evidence": "your number"},
            "recruit_from": None,
            "recruitment_lead_days": {"value": 120, "unit": "days", "low": 60, "high": 240, "evidence": "A034"},
        }
    ]
}
CLOSED = {"low_threshold_clinic": {"posts_to": "addiction_clinic", "recruitment_lead_days": LEAD}}
RELOCATION = {"municipal_outpatient": {"level": "hub", "digital_share": DIGITAL}}
CLIMB = {
    "from": None,
    "steps": [1, 2, 3, 4],
    "measures": ["warm_referrals", "shared_threshold", "sip_routine"],
    "process_leader": True,
    "case_conferences": True,
}

TRANSFER = (
    "A transfer: who becomes responsible for what, on which day. Below `lag_days` all is about staff and cases; it is",
    "needed if `services` move with their staff, and each number may be one for all roles or one for each.",
    "To count posts instead of a share of those who follow: [transfer.follow_fte], a role and its FTE a line (only",
    "where no file that this one extends has a follow_share).",
    'How staff go over: form = "offer" (each decides; so unless you say otherwise), "undertaking" (all go along with',
    'their terms; objection_share of them object), "secondment" (lent until a date, `until`), "contract" (nobody goes,',
    "the work is bought). [transfer.form] with a role and its form a line says it by role; [transfer.form_in] with",
    'Kiruna = "contract" and the like says it by municipality; staff_from = [...] says whose staff follow at all.',
    'For clients of one substance only: substances = ["gambling"], with services = []; [after] is then for them, too.',
    "When a loan or a contract ends (`until`), `then` says how staff go over (a loan without it: they return).",
    "Waves go by the county file (waves_by), or by name. Then transfer.day is the day of the first, every municipality",
    "is in one wave, and these lines stand below the keys of [transfer]. A district's name is the word in brackets in",
    "the county file, such as [districts.lulea_boden] (mellanrum scenarios show norrbotten):",
    "  [[transfer.waves]]",
    "  day = 2028-01-01",
    '  districts = ["a_district", "another_district"]   (or municipalities = [...])',
    "  dual_until = 2028-07-01   (both principals admit until then)",
)
OPENING = (
    "Services that open at a level (municipality, district, hub, county), from the step of the cooperation ladder that",
    "they need. `share`: of each service's posts, all roles, as much as of its work goes along; posts per 10 000",
    "adults (or a total) beside it are new and recruited. Without `share`, `taken_from` names the services that give",
    "posts up, by role. What taking posts costs those who go (dip, turnover, absence) is said here or in [transfer].",
    "Where a county has the service already, that stays as it is. These may open:",
    f"{', '.join(name_of(service) for service in MAY_LACK)}.",
    "An integrated team has clients only if it is among the doors ([after.doors], below), and opens only where the",
    "ladder reaches its needs_step, 5 unless you say otherwise ([coordination], below); for an example see",
    "mellanrum scenarios show integrated_teams.",
)
POSTING = (
    "Posts of one role in a service that the county has: `add` or `close`, from a day on, for a municipality (without",
    "`municipality`: in the whole county). New posts are from nobody, and comparisons say so; `taken_from`, a list,",
    "takes them from other services, `from_municipality` from another place, with the people in them. `recruit_from`:",
    "recruiting begins before the day. A second change of the same service: the heading again.",
)
CLOSING = (
    "What closes on a day: a service of the county, or one that this design has opened (not one with other patients or",
    "beds, nor who assesses). `posts_to`: the service its posts go to, one or one for each role (without it they are",
    "lost); `cases_to`: who takes over those in care (without it the next door of each), as [closes.SERVICE.handover]",
    "or [transfer.handover] says. `municipalities = [...]` closes it there only, where each has its own. Conferences:",
    "conferences_end in [coordination].",
)
MOVING = (
    "Services that go to other places (district, hub or county); digital_share: visits for which nobody travels.",
)
AFTER = (
    "From the transfer's day (of each wave) or the reform day: the doors that a referral tries, in order; who assesses",
    'first (social_services, treatment_assessment, or "none": whoever treats); whose clients a SIP is for.',
)
LADDER = (
    "Coordination from a day on: steps of the cooperation ladder to climb, measures that work from their step on",
    "(warm_referrals 2, shared_threshold 3, sip_routine 4), case conferences in all districts or in a",
    "list of them, and any of today's numbers.",
)
RULES = (
    "Admission rules from that day on. These are today's; take the # away where one is to change. For some clients",
    "only, by condition or substance: [rules.SERVICE.only.neuropsychiatric] (ADHD, autism) and the like.",
    'What a service treats can change, too: meets = ["psychosocial", "medical"].',
)


def new_design(name: str, extends: str, parameters: Parameters | None = None, reference: str | None = None) -> str:
    """Return the text of a design file that extends another, with every table as a comment.

    `parameters` adds today's numbers of coordination; `reference`: what the file calls its parent, if not `extends`.
    Raises ScenarioError if there is no such design.
    """
    parent = follow(extends, "design")
    lines = [
        f"# {name}: a design for mellanrum. It says only what differs from {extends}.",
        "# Lines that begin with # do nothing. Those without a space after the # are tables and keys: take the # away",
        "# (that of the heading in brackets too) and edit.",
        f"# Check:    mellanrum scenarios check {name}.toml",
        f"# Compare:  mellanrum compare norrbotten current {name}.toml",
        f"{FORMAT_KEY} = {FORMAT}",
        f"title_sv = {text_of(name)}",
        f"title_en = {text_of(name)}",
        'summary_sv = "Skriv i en mening vad som ändras."',
        'summary_en = "Say in one sentence what changes."',
        f"extends = {text_of(reference or extends)}",
        "# Which of the ten pillars of SOU 2021:93 it carries out:",
        f"#pillars = {text_of(parent.table.get('pillars', []))}",
    ]
    for words, path, table in _tables(parent, parameters or {}):
        shown = _still_tied(table, parent)
        lines += ["", *(f"# {line}" for line in words), *(f"#{line}" for line in table_lines(path, shown))]
    return "\n".join(lines) + "\n"


def _still_tied(table: Mapping[str, Any], parent: Merged) -> dict[str, Any]:
    """Return a table with numbers of its own for what no longer has those of what it was the same as."""
    shown: dict[str, Any] = {}
    for key, item in table.items():
        if isinstance(item, Mapping):
            item = _still_tied(item, parent)
            root = at(parent.table, str(item.get(SAME_AS)))
            if isinstance(root, Mapping) and any(root.get(k) != item.get(k) for k in NUMBERS if k in item):
                del item[SAME_AS]
        shown[key] = item
    return shown


def new_county(name: str) -> str:
    """Return the text of a county file: two invented municipalities, complete, with every table explained."""
    return TEMPLATE.read_text(encoding="utf-8").replace("NAME", name)


def _tables(parent: Merged, parameters: Parameters) -> Iterator[tuple[tuple[str, ...], str, Mapping[str, Any]]]:
    """Yield (what it is, heading, table) for every table that a design may hold."""
    pattern = follow(PATTERN, "design")
    day = table_at(parent, "transfer").get("day") or table_at(pattern, "transfer")["day"]
    yield TRANSFER, "transfer", _transfer(parent, pattern)
    opened = table_at(parent, "opens") or table_at(pattern, "opens")
    yield OPENING, "opens", opened | {k: v for k, v in _dated(OPENS, "day", day).items() if k not in opened}
    yield POSTING, "posts", table_at(parent, "posts") or _posted(day)
    yield CLOSING, "closes", table_at(parent, "closes") or _closed(day)
    yield MOVING, "relocation", table_at(parent, "relocation") or RELOCATION
    yield AFTER, "after", _after(parent, pattern)
    yield LADDER, "coordination", _coordination(parent, parameters, day)
    yield RULES, "rules", _rules(parent)


def _transfer(parent: Merged, pattern: Merged) -> dict[str, Any]:
    """Return the parent's transfer, with what it lacks as the pattern has it, in the order of the table."""
    shown = WAVES | table_at(pattern, "transfer") | table_at(parent, "transfer")
    return {key: shown[key] for key in TransferTable.model_fields if key in shown}


def _after(parent: Merged, pattern: Merged) -> dict[str, Any]:
    """Return doors and assessors as the parent leaves them, with those that lead to what the examples open."""
    regime, after = table_at(parent, "regime"), table_at(parent, "after")
    whole = {k: table_at(parent, "regime", k) | table_at(parent, "after", k) for k in ("doors", "assessor")}
    if not table_at(parent, "opens"):
        whole["assessor"] = whole["assessor"] | table_at(pattern, "after", "assessor")
    team = [name_of(Service.INTEGRATED_TEAM)]
    whole["doors"] = {part: team + [d for d in doors if d not in team] for part, doors in whole["doors"].items()}
    return {"sip_pairs": after.get("sip_pairs", regime.get("sip_pairs", [])), **whole}


def _coordination(parent: Merged, parameters: Parameters, day: object) -> dict[str, Any]:
    today = parameters.get(SECTION, {})
    own = table_at(parent, "coordination")
    levers = {k: own.get(k, today.get(k)) for k in LEVERS if k in own or k in today}
    return {k: own.get(k, v) for k, v in (CLIMB | {"from": day}).items()} | levers


def _rules(parent: Merged) -> dict[str, Any]:
    """Return the rules of every service that has any, as the parent leaves them."""
    shown = {}
    for service, table in services_table()[0].table.items():
        rules = table["rules"] | table_at(parent, "rules", service)
        if kept := {k: v for k, v in rules.items() if k in NEUTRAL}:
            shown[service] = kept
    return shown


def _posted(day: Any) -> dict[str, Any]:
    """Return the example of posts: from the day, recruited to from a quarter before."""
    dates = {"day": day, "recruit_from": day - timedelta(days=90)}
    return {name: [{k: dates.get(k, v) for k, v in one.items()} for one in several] for name, several in POSTED.items()}


def _closed(day: Any) -> dict[str, Any]:
    """Return the example of a closing: what the example of openings opens closes two years later."""
    return {name: {"day": day + timedelta(days=730)} | table for name, table in CLOSED.items()}


def _dated(tables: Mapping[str, Mapping[str, Any]], key: str, day: object) -> dict[str, Any]:
    return {name: {k: day if k == key else v for k, v in table.items()} for name, table in tables.items()}
