"""Names of codes, measures and keys, numbers, and what every page says alike, word for word in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from outputs.text import keys as key_words
from outputs.text.caveats import does_not_move, honesty, honesty_short
from outputs.text.differences import clause, difference_words, interval_words, unit_words, way
from outputs.text.keys import axis_of, describe_key, said
from outputs.text.measures import HEADLINE, describe, group_words, short
from outputs.text.notes import retold
from outputs.text.numbers import absent, difference, for_clients, number, plus_minus, spread, value, verdict
from outputs.text.numbers import with_interval as interval
from outputs.text.pages import WAYS, WHOSE, bare_head, cut, ending, head_of, listed, row_of, run_line
from outputs.text.screen import text
from outputs.text.words import mechanism_clause, phrase, say, say_code
from scenarios.files.thousands import grouped
from sim.comparison.results import Summary
from sim.measures.catalogue import catalogue
from sim.measures.fall_kinds import MECHANISMS
from sim.terms.language import _
from sim.terms.words import Disorder, Part, Principal, Profile, Reason, Role, Service, Sex, Substance, name_of
from tests.golden_pages import held

KINDS = (Service, Role, Principal, Reason, Part, Disorder, Substance, Profile, Sex)
FOR_EXAMPLE = {
    "{service}": "adult_psychiatry", "{role}": "nurse", "{principal}": "region", "{mechanism}": "bounced",
    "{profile}": "all_three", "{sex}": "woman", "{age}": "18_25", "{municipality}": "Luleå", "{year}": "2",
    "{need}": "psychiatric", "{day}": "90", "{reason}": "sobriety", "{substance}": "narcotics", "{mode}": "cold",
    "{state}": "followed", "{place}": "Kiruna",
}  # fmt: skip
GROUPS = ("", "age.over_50", "sex.man", "profile.addiction", "municipality.Boden")
AT_ITSELF = ("people.door_weights.primary_care", "rules.nowhere", "municipalities.Luleå.travel.Kalix")


def filled(pattern: str) -> str:
    for gap, word in FOR_EXAMPLE.items():
        pattern = pattern.replace(gap, word)
    return pattern


def page(lines: Callable[[], Iterator[str]]) -> Callable[[], str]:
    return lambda: "\n".join(lines())


def codes() -> Iterator[str]:
    for kind in KINDS:
        yield f"{kind.__name__}:"
        for member in kind:
            told = f" | {phrase(member)}" if isinstance(member, Service) else ""
            yield f"  {name_of(member)}: {say(member)}{told}"
    yield "Mechanisms:"
    for code in MECHANISMS:
        yield f"  {code}: {say_code(code)} | {mechanism_clause(code)}"
    for group in GROUPS:
        yield f"  {group}: {group_words(group)}"


def measures() -> Iterator[str]:
    for entry in catalogue():
        name = filled(entry.pattern)
        told = (describe(name, entry.unit).label, short(name), bare_head(name), head_of(name), row_of(name))
        yield f"{name}:"
        yield f"  {' | '.join(dict.fromkeys(told))}"
        yield f"  {unit_words(name)} | {way(name)} | {clause(name, 1)} | {clause(name, -1)}"


def keys() -> Iterator[str]:
    for pattern in key_words.KEYS:
        key = describe_key(filled(pattern))
        yield f"{filled(pattern)}: {key.axis} | {key.where('0.5')} | {key.where('×1.5')}"
    for role in Role:
        lead, follow = (f"transfer.{k}.{name_of(role)}" for k in ("recruitment_lead_days", "follow_share"))
        yield f"{describe_key(lead).label} | {describe_key(follow).where('0.5')}"
    for service in Service:
        yield describe_key(f"staffing.{name_of(service)}.total").label
    for key in AT_ITSELF:
        yield f"{key}: {describe_key(key).axis}"
    yield axis_of("speed", ["x0.5", "x2"])
    yield " | ".join(said(x) for x in (0.25, -3.5, 1234567.0, 0.0005, 12, True, False, "x1.5", "2028-01-01", "region"))


def about(mean: float | None, low: float | None, high: float | None, n: int = 9) -> Summary:
    return Summary(mean=mean, low=low, high=high, spread_low=low, spread_high=high, n=n, unit="share")


SUMMARIES = (
    about(0.0213, 0.0101, 0.0307), about(-0.0213, -0.0307, -0.0101), about(0.0213, -0.01, 0.03),
    about(0.0, 0.0, 0.0), about(0.0213, 0.01, 0.03, n=4), about(0.0213, None, None), about(None, None, None, n=0),
)  # fmt: skip


def numbers() -> Iterator[str]:
    yield " | ".join(grouped(x, d) for x, d in ((1234567.0, 0), (1234.56, 1), (0.5, 2)))
    for name in ("untreated_share", "days_to_treatment", "new_posts", "hours.nurse.region", "cohort_size"):
        of = describe(name)
        yield f"{name}: " + " | ".join(value(x, of) for x in (0.0, 0.34127, -0.00001, -1.25, 1234.5, None))
        yield f"  {' | '.join(number(x, of, signed=True) for x in (0.0, 0.34127, -0.00001, -1.25, 1234.5))}"
    for name in ("untreated_share", "one_treated_share", "detected_share", "wait_days.hvb.p90"):
        of = describe(name)
        for s in SUMMARIES:
            told = (interval(s, of), spread(s, of), difference(s, of), plus_minus(s, of), plus_minus(s, of, True))
            yield f"{name}: {' | '.join(told)} | {_(verdict(s, of))} | {_(for_clients(s, of))}"
    yield interval(about(812.0, 300.5, None), describe("wait_days.hvb.p90"))
    yield f"{absent(describe('wait_days.hvb.p90'))} | {absent(describe('untreated_share'))}"
    yield difference_words(0.031, 0.02, 0.042, "fall_rate")
    yield difference_words(-3.0, None, None, "gap_days_per_client_year")
    yield interval_words(0.62, -0.48, 1075.5, 2)


def alike() -> Iterator[str]:
    for mode in ("posterior", "prior", "point"):
        yield from (honesty(mode), honesty_short(mode), run_line("20 replications", 1, 8.0, mode))
    yield run_line("1 replication", 1, 1.0, "point")
    yield retold(does_not_move("big_bang", ["hvb", "laro"]))
    yield from (_(WAYS), _(WHOSE))
    yield from cut(1300, 20, full=False, table="measures")[1]
    yield from cut(1300, 20, full=False)[1]
    yield text(ending(["A note."], "point", "page.txt", "runs/x"))
    yield from (listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"]))
    yield " | ".join(head_of(m) for m in HEADLINE)


def test_names_of_codes_measures_and_keys() -> None:
    held("words_of_codes", page(codes))
    held("words_of_measures", page(measures))
    held("words_of_keys", page(keys))


def test_numbers_and_what_every_page_says_alike() -> None:
    held("words_of_numbers", page(numbers))
    held("words_alike", page(alike))
