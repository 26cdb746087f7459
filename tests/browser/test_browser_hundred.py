"""The field of a hundred: each figure is one person, who goes where the table says, and the same in words."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.browser.steps import answer, run_to_the_end, show

STATES = ("both", "one", "neither")
FIELD = "all => all.map(one => [...one.classList])"


def standing(page: Any) -> list[list[str]]:
    """Return of each figure of the field, in its order, what it shows."""
    found: list[list[str]] = page.locator(".hundred-field .person").evaluate_all(FIELD)
    return found


def test_the_figures_that_move_are_as_many_as_the_table_says_from_each_state_to_each(page: Any) -> None:
    ask = run_to_the_end(page)
    show(page, "hundred")
    [difference] = answer(page, f"/api/ask/{ask}")["differences"]
    table = difference["moved"]["table"]
    under = standing(page)
    page.click(".design-tab >> nth=0")
    page.wait_for_function("!document.querySelector('.hundred-field .moved')")
    today = standing(page)
    crossed = Counter((a[1], b[1]) for a, b in zip(today, under, strict=True))
    assert [[crossed[one, other] for other in STATES] for one in STATES] == table
    for before, after in zip(today, under, strict=True):
        way = STATES.index(before[1]) - STATES.index(after[1])
        assert after[2:] == (["moved", "more"] if way > 0 else ["moved", "fewer"] if way < 0 else [])


def test_the_same_stands_in_a_table_whose_sums_are_the_two_fields_and_in_a_sentence(page: Any) -> None:
    ask = run_to_the_end(page)
    show(page, "hundred")
    view = answer(page, f"/api/ask/{ask}")
    moved = view["differences"][0]["moved"]
    page.focus(".from-to > summary")
    page.keyboard.press("Enter")
    page.wait_for_selector(".from-to table:visible")
    cells = page.locator(".from-to tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))"
    )
    today, design = (list(one["hundred"].values()) for one in view["designs"])
    assert [[int(cell) for cell in row[:3]] for row in cells[:3]] == moved["table"]
    assert [int(row[3]) for row in cells[:3]] == today
    assert [int(cell) for cell in cells[3]] == [*design, 100]
    assert cells[4] == [*(moved["states"][state]["text"] for state in STATES), moved["net"]["text"]]
    assert page.locator(".from-to th[scope=row]").count() == 5
    assert page.inner_text(".hundred-who") == moved["sentence"]


def test_the_announcement_is_drawn_where_it_lies_and_said(page: Any) -> None:
    ask = run_to_the_end(page)
    show(page, "staff")
    staff = answer(page, f"/api/ask/{ask}")["designs"][1]["staff"]
    assert page.inner_text(".announced") == staff["announced"]["sentence"]
    line, stage = (
        page.locator(selector).bounding_box()
        for selector in (".announcement-line", f".stage >> nth={staff['announced']['stage']}")
    )
    assert abs(line["x"] - stage["x"]) < 5
    page.click(".design-tab >> nth=0")
    page.wait_for_selector(".announcement-line", state="detached")
    assert page.locator(".announced").count() == 0
