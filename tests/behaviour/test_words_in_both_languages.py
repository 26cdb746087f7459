"""Every name that people read has a Swedish one of its own, and numbers and axes are written as each language does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path
from zipfile import ZipFile

import pytest

from outputs.figures.style import new_figure, save
from outputs.files import xlsx
from outputs.text.caveats import NOT_THERE, SELDOM, does_not_move, said_first
from outputs.text.differences import clause, interval_words
from outputs.text.keys import KEYS, describe_key, said
from outputs.text.measures import HEADLINE, bare, counts, describe, short
from outputs.text.notes import retold
from outputs.text.numbers import number
from outputs.text.pages import cut, listed, run_line
from outputs.text.words import LABELS, MECHANISMS, mechanism_clause, phrase, say, say_code
from scenarios.files.thousands import grouped
from sim.measures.catalogue import catalogue
from sim.terms.language import _, speaking
from sim.terms.words import Disorder, Principal, Role, Service, Sex

SAME: set[tuple[type[IntEnum], IntEnum]] = {
    (Principal, Principal.REGION), (Disorder, Disorder.PTSD), (Sex, Sex.MAN),
}  # fmt: skip
"""What is called the same in both languages."""
NBSP = "\u00a0"


def in_swedish(say_it: Callable[[], str]) -> str:
    with speaking("sv"):
        return say_it()


def test_every_code_has_a_swedish_label_of_its_own() -> None:
    for kind in LABELS:
        for member in kind:
            both = say(member), in_swedish(lambda m=member: say(m))
            assert (both[0] == both[1]) == ((kind, member) in SAME), both
        told = [in_swedish(lambda m=member: say(m)) for member in kind]
        assert len(set(told)) == len(told), kind


def test_a_service_has_another_form_inside_a_sentence() -> None:
    assert (in_swedish(lambda: say(Service.SOCIAL_SERVICES)), phrase(Service.SOCIAL_SERVICES)) == (
        "socialtjänst",
        "social services",
    )
    assert in_swedish(lambda: phrase(Service.SOCIAL_SERVICES)) == "socialtjänsten"
    assert all(in_swedish(lambda s=s: phrase(s)) != phrase(s) for s in Service)


def test_every_way_of_falling_has_a_swedish_label_and_clause() -> None:
    for code in MECHANISMS:
        assert in_swedish(lambda c=code: say_code(c)) != say_code(code)
        assert in_swedish(lambda c=code: mechanism_clause(c)) != mechanism_clause(code)


def alike(names: Iterable[str], told: Callable[[str], str]) -> list[set[str]]:
    """Return what is told apart in English and not in Swedish."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        found[in_swedish(lambda n=name: told(n))].add(told(name))
    return [several for several in found.values() if len(several) > 1]


def test_no_two_measures_or_keys_that_english_tells_apart_are_one_in_swedish() -> None:
    measures = [entry.pattern for entry in catalogue()]
    for told in (short, bare, lambda name: describe(name).label):
        assert alike(measures, told) == []
    keys = [key.format(service="hvb", role="nurse", place="Kiruna") for key in KEYS]
    assert alike(keys, lambda key: describe_key(key).label) == []
    for entry in catalogue():
        assert in_swedish(lambda n=entry.pattern: clause(n, 1)) != in_swedish(lambda n=entry.pattern: clause(n, -1))


def test_every_measure_of_the_first_row_and_every_role_has_swedish_words() -> None:
    for name in HEADLINE:
        for told in (short, bare, lambda n: clause(n, 1)):
            assert in_swedish(lambda n=name, t=told: t(n)) != told(name)
    for role in Role:
        key = f"transfer.recruitment_lead_days.{role.name.lower()}"
        assert in_swedish(lambda k=key: describe_key(k).axis) != describe_key(key).axis


@pytest.mark.parametrize(
    ("x", "digits", "en", "sv"),
    [
        (1234567.0, 0, f"1{NBSP}234{NBSP}567", f"1{NBSP}234{NBSP}567"),
        (1234.56, 1, f"1{NBSP}234.6", f"1{NBSP}234,6"),
        (-0.5, 2, "−0.50", "−0,50"),
        (-0.001, 1, "0.0", "0,0"),
        (float("nan"), 1, "–", "–"),
    ],
)
def test_a_number_has_the_decimal_sign_of_its_language(x: float, digits: int, en: str, sv: str) -> None:
    assert (grouped(x, digits), in_swedish(lambda: grouped(x, digits))) == (en, sv)


def test_values_intervals_and_settings_have_the_decimal_sign_of_their_language() -> None:
    days = describe("days_to_treatment")
    assert number(-1234.5, days, signed=True) == f"−1{NBSP}234"
    assert in_swedish(lambda: number(12.34, days, signed=True)) == "+12,3"
    assert in_swedish(lambda: interval_words(0.62, -0.48, 1.5, 2)) == "0,62 (−0,48 till 1,50)"
    assert [in_swedish(lambda v=v: said(v)) for v in (0.25, -3.5, "x1.5", "2028-01-01", True)] == [
        "0,25", "−3,5", "×1,5", "2028-01-01", "ja",
    ]  # fmt: skip


def test_what_pages_say_alike_is_swedish_too() -> None:
    assert in_swedish(lambda: listed(["a", "b", "c"])) == "a, b och c"
    assert in_swedish(lambda: run_line("20 upprepningar", 1, 2.5, "point")).startswith(
        "20 upprepningar (slumpfrö 1), 2,5 år"
    )
    assert in_swedish(lambda: cut(1300, 20, full=False)[1][0]).startswith(f"20 av 1{NBSP}300 visas")


def test_a_note_is_kept_in_english_and_said_in_the_language_spoken() -> None:
    kept = in_swedish(lambda: does_not_move("big_bang", ["hvb", "laro"]))
    assert kept == NOT_THERE.format(design="big_bang", lacking="hvb, laro") == retold(kept)
    said_now = in_swedish(lambda: retold(kept))
    assert said_now.startswith("big_bang: länet har")
    assert "hvb, laro" in said_now
    assert in_swedish(lambda: retold("a note that nobody knows")) == "a note that nobody knows"


def test_a_number_in_a_note_keeps_no_sentence_in_english() -> None:
    kept = (
        "hvb.toml is of before formats and is taken to have utilisation as 0.85 share (A060), as norrbotten has it. "
        "mellanrum scenarios upgrade hvb.toml writes it."
    )
    assert " as " not in in_swedish(lambda: retold(kept))
    assert "som 0.85 andel (A060), som i norrbotten" in in_swedish(lambda: retold(kept))


def test_what_is_said_first_is_known_in_both_languages() -> None:
    assert said_first([f"{SELDOM} of small: 2 of 240."]) is not None
    assert in_swedish(lambda: said_first([f"{SELDOM} of small: 2 of 240."]) or "") != ""
    assert in_swedish(lambda: said_first([f"{_(SELDOM)} i small"]) or "") != ""


def labels_of(path: Path) -> list[str]:
    """Draw a picture with a tenth and a date in May along its axes, and return what stands there."""
    figure = new_figure(5, 4)
    axis = figure.add_subplot()
    axis.plot([date(2028, 5, 1) + timedelta(days=d) for d in (0, 30)], [0.0, 0.5])
    axis.set_xticks([date(2028, 5, 15)])
    axis.xaxis.set_major_formatter(_formatter())
    second = figure.add_subplot(2, 2, 4)
    second.set_xticks([0.5, 1.5], ["a 0.5", "May"])
    save(figure, path)
    ticks = (*axis.get_xticklabels(), *axis.get_yticklabels(), *second.get_xticklabels())
    return [label.get_text() for label in ticks]


def _formatter() -> object:
    from matplotlib.dates import DateFormatter

    return DateFormatter("%d %b")


def test_axes_have_the_numbers_and_months_of_the_language(tmp_path: Path) -> None:
    english = labels_of(tmp_path / "en.png")
    assert {"15 May", "0.5", "a 0.5", "May"} <= set(english)
    with speaking("sv"):
        swedish = labels_of(tmp_path / "sv.png")
    assert {"15 maj", "0,5", "a 0.5", "May"} <= set(swedish), "labels that somebody gave stand as given"
    assert not {"15 May", "0.5"} & set(swedish)


# Workbooks --------------------------------------------------------------------------------------------------------


def test_the_first_sheet_of_a_workbook_is_in_the_language_and_its_tables_keep_their_names(tmp_path: Path) -> None:
    with speaking("sv"):
        xlsx.write(tmp_path / "a.xlsx", [("title", "Norrbotten")], {"measures": [{"design": "current", "mean": 0.5}]})
    with ZipFile(tmp_path / "a.xlsx") as book:
        first, second = (book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2))
        assert 'name="measures"' in book.read("xl/workbook.xml").decode()
    assert "<t>blad</t>" in first
    assert "<t>rader</t>" in first
    assert "<t>design</t>" in second
    assert "<v>0.5</v>" in second


def test_what_a_measure_counts_is_said_with_the_words_of_the_tables() -> None:
    with speaking("sv"):
        assert "vuxenpsykiatri" in counts("wait_days.adult_psychiatry.median")
        assert "staten" in counts("hours.social_worker.state")
    assert "adult psychiatry" in counts("wait_days.adult_psychiatry.median")
