"""A fit beside its counts, word for word: match, errors, reach, scorecard, and what a set says of itself."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from calibration.evidence.ledger import load
from calibration.fit.space import ANSWERING
from calibration.parameters.parameter_set import ParameterSet
from calibration.targets.target_file import counties_with_targets, load_targets
from calibration.verdicts.learned import Learned, RestsOn
from calibration.verdicts.match import MatchRow, reach_of
from calibration.verdicts.scorecard import load_card
from calibration.verdicts.scoring import ModelFigures, scores
from outputs.calibration import diagnoses, made_how, names, reach, scorecard
from outputs.calibration.errors import behind, undiscounted
from outputs.calibration.match import Table, document, grids, summary_of
from outputs.calibration.set_summary import markdown, word
from outputs.text.grid import Column, Grid, plain
from sim.terms.language import speaking
from sim.terms.quantity import Quantity
from tests.golden_pages import held
from tests.made_match import HELPED, KEPT, LOOSE, PLACED, SEEKERS, rows_of, set_of, spread

NOISE = {
    "seekers": {"chance": 0.3, "unfitted": 0.1, "discrepancy": 0.1, "figure": 0.5},
    "helped": {"chance": 0.2, "unfitted": 0.0, "discrepancy": 0.2, "figure": 0.1},
}
VALUES = {
    SEEKERS: spread(SEEKERS, 0.02, 0.1, 40),
    HELPED: spread(HELPED, -1.2, 0.2, 40),
    replace(PLACED, why_not="nobody has counted it twice"): np.full(40, 60.0),
    replace(LOOSE, figure=12345.0, low=9000.0, high=16000.0): spread(LOOSE, 0.0, 0.1, 40),
    KEPT: np.full(40, np.nan),
}
ABOUT = {
    "fitted": ["practice.no_show", "staff.posts"],
    "minutes": 12.5,
    "runs": {"prior": 1200, "again": 60, "waves": 240, "draws": 400},
    "not_ruled_out": [0.31, 0.052],
    "rhat": {"practice.no_show": 1.003},
    "effective": {"practice.no_show": 1234.0},
    "seed": 7,
    "version": "1.2",
    "reference": "aaaa",
    "inputs": "bbbb",
    "evidence": "cccc",
    "unknown": [],
    "noise": NOISE,
    "emulators": {i: {"explained": 0.93, "runs": 300} for i in NOISE},
}
RANGE = Quantity(0.2, "share", 0.1, 0.4, "A001")
TAUGHT = [
    Learned(
        path="practice.no_show",
        quantity=RANGE,
        before=(0.2, 0.1, 0.4),
        after=(0.25, 0.2, 0.3),
        width=0.33,
        shift=0.6,
        same_source=(),
    ),
    Learned(
        path="staff.posts",
        quantity=RANGE,
        before=(0.2, 0.1, 0.4),
        after=(0.25, 0.2, 0.3),
        width=0.5,
        shift=0.1,
        same_source=("seekers", "helped"),
    ),
    Learned(
        path="people.age",
        quantity=RANGE,
        before=(0.2, 0.1, 0.4),
        after=(0.2, 0.1, 0.4),
        width=1.0,
        shift=0.0,
        same_source=(),
    ),
]
RESTS = [RestsOn("untreated_share", 0.41, 0.39, (("practice.no_show", 0.3, True), ("people.age", 0.2, False)))]


def rows() -> list[MatchRow]:
    return rows_of(VALUES, NOISE)


def page(*tables: Table) -> str:
    """Return tables as text; one without cells is its paragraphs."""
    made = []
    for title, heads, cells, notes in tables:
        if cells:
            columns = tuple(Column(head, right=0 < i < 4) for i, head in enumerate(heads))
            made.append(plain(Grid(title, columns, tuple(tuple(row) for row in cells))))
        else:
            made.append(title)
        made += notes
    return "\n\n".join(made)


def a_set() -> ParameterSet:
    found = set_of(VALUES, **ABOUT)
    answering = np.array(["Luleå", "Luleå, Boden"] * (len(found.columns["kind"]) // 2))
    return ParameterSet(found.about, found.columns | {ANSWERING: answering})


def test_a_fit_beside_its_counts() -> None:
    held("match", lambda: page(*grids("norrbotten", rows(), a_set())))
    shared = [replace(row, shared=row.target.id in ("seekers", "helped")) for row in rows()]
    held("match_with_shared_evidence", lambda: page(grids("norrbotten", shared, a_set())[0]))
    held("match_widths", lambda: page(*behind("norrbotten", rows())))
    held("match_without_discrepancy", lambda: page(*undiscounted("norrbotten", rows())))


def test_which_draws_reach_the_closely_known_counts() -> None:
    one, both, none = (
        reach_of(rows_of({t: VALUES.get(t, np.full(40, t.figure)) for t in some}))
        for some in ([SEEKERS], [SEEKERS, PLACED], [LOOSE])
    )
    three = reach_of(rows())
    held("match_reach", lambda: page(*(reach.tight_counts("norrbotten", found) for found in (three, both, one, none))))
    few, single = (reach_of(rows_of({SEEKERS: np.array([500.0] * n + [400.0] * (90 - n))})) for n in (1, 9))
    nobody, four = reach_of(rows_of({SEEKERS: np.full(9, 1.0)})), reach_of(rows_of(four_missed()))
    told = (three, few, single, nobody, four, both, none)
    held("match_reach_said_first", lambda: "\n\n".join(str(reach.few_reach(f, "norrbotten")) for f in told))


def four_missed() -> dict:
    return {replace(SEEKERS, id=f"t{i}", title=f"Count {i}"): np.full(9, 60.0) for i in range(4)}


def test_what_a_set_says_of_itself_is_a_document_in_english() -> None:
    held("set_summary", lambda: markdown(a_set(), rows(), TAUGHT, RESTS, 11))
    held("set_told", lambda: summary_of(a_set()))
    bad = set_of(VALUES, **ABOUT | {"rhat": {"practice.no_show": 1.2}})
    held("set_told_refused", lambda: summary_of(bad))
    held("set_words", lambda: "\n".join(word(row) for row in TAUGHT))


CARD = load_card()
GIVEN = {
    "X157": [40.0] * 8,
    "X121": [300.0] * 8,
    "X183": [0.5, 0.6],
    "X163": [40.0, 60.0],
    "NB-006": [0.5, 0.55],
    "NB-003": [500.0],
    "X165": [0.1, 0.2],
}


def a_card(**given: object) -> SimpleNamespace:
    some = [row for row in CARD.rows if row.id in GIVEN]
    runs = {row.measure: np.array(GIVEN[row.id]) for row in some if row.id != "X163"}
    found = ModelFigures(
        county="norrbotten", share=0.03, inputs=frozenset({"X183"}), draws={}, runs=runs, targets=None, old=False
    )
    left_out = {kind.name: (kind.why, tuple(CARD.left_out(load())[kind.name])) for kind in CARD.kinds[:2]}
    made = {
        "county": "Norrbotten", "set_name": "norrbotten-01234567", "draws": 400, "runs": 8, "seed": 1, "years": 5.0,
        "told": (), "scores": tuple(scores(replace(CARD, rows=tuple(some)), found, load())), "left_out": left_out,
    }  # fmt: skip
    return SimpleNamespace(**made | given)


def test_the_scorecard() -> None:
    held("scorecard", lambda: "\n\n".join([*scorecard.opening(a_card()), page(*scorecard.tables(a_card(), False))]))
    held("scorecard_in_full", lambda: page(*scorecard.tables(a_card(), True)))
    marked = tuple(replace(s, fitted=True, old=True, source="draws") for s in a_card().scores)
    old = a_card(set_name="", runs=1, scores=marked)
    held(
        "scorecard_of_an_earlier_model",
        lambda: "\n\n".join([*scorecard.opening(old), page(*scorecard.tables(old, True))]),
    )


def test_what_programs_read_is_the_same_in_both_languages() -> None:
    english = (document("norrbotten", rows()), reach.document(reach_of(rows())), scorecard.document(a_card()))
    with speaking("sv"):
        assert repr(
            (document("norrbotten", rows()), reach.document(reach_of(rows())), scorecard.document(a_card()))
        ) == (repr(english))


def test_what_the_files_of_evidence_say_is_marked_to_be_looked_up() -> None:
    targets = [t for county in counties_with_targets() for t in load_targets(county).rows]
    assert {t.title for t in targets} == set(names.TARGETS)
    assert {t.why_not for t in targets if t.why_not} == set(diagnoses.OF_TARGETS)
    assert {row.title for row in CARD.rows} == set(names.ROWS)
    assert {words for row in CARD.rows for words in (row.below, row.above) if words} == set(diagnoses.OF_ROWS)
    assert {row.how for row in CARD.rows if row.how} == set(made_how.HOW)
    assert {row.elsewhere for row in CARD.rows if row.elsewhere} == set(made_how.ELSEWHERE)
    assert {kind.name for kind in CARD.kinds} == set(names.KINDS)
    assert {kind.why for kind in CARD.kinds} == set(made_how.OF_KINDS)
