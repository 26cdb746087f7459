"""Pages of what there is (runs, studies, changes of a design, levers, pillars), word for word in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from calibration.evidence.levers import LeverToTry
from mellanrum.api import load
from mellanrum.evidence.levers import LeverFound, LeversFound
from mellanrum.runs.housekeeping import Kept, Rubbish
from outputs.listings import levers, pillars, runs, studies
from outputs.listings.timeline import timeline
from outputs.text.screen import text
from scenarios.files.in_both import InBoth
from scenarios.files.read import list_designs
from scenarios.study.study_plan import BreakEvenAsked, Findings, StudyPlan, Variation
from sim.comparison.results import Summary
from tests.golden_pages import held
from tests.study_results import about

KEPT = (
    Kept(
        name="20280101-1200-compare",
        kind="compare",
        state="finished",
        about="norrbotten current big_bang",
        replications=20,
        bytes=12_345_678,
    ),
    Kept(
        name="20280101-1100-sweep",
        kind="sweep",
        state="unfinished",
        about="norrbotten phased",
        replications=None,
        bytes=4_200,
    ),
    Kept(
        name="20280101-1000-study",
        kind="study",
        state="running",
        about="personnel_transfer",
        replications=None,
        bytes=3_100_000_000,
    ),
    Kept(name="20280101-0900-rank", kind="rank", state="damaged", about="", replications=1_000, bytes=12),
)
RUBBISH = (
    Rubbish(Path("a"), "a damaged entry", 1_200),
    Rubbish(Path("b"), "a damaged entry", 1_300),
    Rubbish(Path("c"), "a run that was stopped", 250),
)
FOLLOWING = Variation(
    key="transfer.follow_share.treatment_worker",
    label=InBoth("Behandlare som följer med", "Treatment workers who follow"),
    low=0.0,
    high=1.0,
    values=(),
    unit="share",
    is_factor=False,
    designs=("big_bang", "phased"),
    why="assumption: the whole range, since the break-even is asked for; A028 holds 0.49 to 0.91 for likely",
)
PLAN = StudyPlan(
    name="personnel_transfer",
    title=InBoth("Personalen", "The staff"),
    question=InBoth(
        "Hur stor del av behandlarna måste följa med för att behoven inte ska bli mer obehandlade än i dag?",
        "What share of the treatment workers must follow for needs to go no more untreated than today?",
    ),
    hypothesis=InBoth("Fler än hälften.", "More than half."),
    counties=("norrbotten", "gavleborg"),
    designs=("current", "big_bang", "phased"),
    variations=(
        FOLLOWING,
        replace(
            FOLLOWING, key="hazards.relapse", low=0.5, high=2.0, is_factor=True, designs=("phased",),
            why="assumption: as somebody wrote it in a file of their own",
            label=InBoth("Återfall", "Relapse"),
        ),
        replace(
            FOLLOWING, key="transfer.to", low=None, high=None, values=("region", "joint"), unit=None,
            label=InBoth("Ny huvudman", "New principal"),
        ),
    ),
    measures=("untreated_share", "fall_rate"),
    precision={},
    sample="latin_hypercube",
    points=120,
    replications=1,
    budget_minutes=None,
    years=5.0,
    parameters="posterior",
    break_even=(BreakEvenAsked("transfer.follow_share.treatment_worker", "untreated_share", ()),),
    thresholds={},
    counts=(),
    findings=Findings(
        date(2028, 1, 2), "2.0", (InBoth("Minst 62 % måste följa med.", "At least 62 % must follow."),)
    ),
)  # fmt: skip
GONE = Summary(mean=None, low=None, high=None, spread_low=None, spread_high=None, n=0, unit="share")
LEVERS = LeversFound(
    county="norrbotten",
    county_title="Norrbotten",
    county_title_sv="Norrbotten",
    seed=2028,
    years=5.0,
    rows=tuple(
        LeverFound(
            lever=LeverToTry(
                key=f"coordination.{key}", design="current", low=low, high=high, pairs=8, counted_only=counted, why=why
            ),
            pairs=8,
            low=about(0.594, 0.01, "untreated_share"),
            high=GONE if counted else about(0.609, 0.01, "untreated_share"),
            changes={
                "untreated_share": about(0.015, 0.003, "untreated_share"),
                "fall_rate": about(-0.1, 0.03, "fall_rate"),
            },
            most="fall_rate",
            moves=moves,
        )
        for key, low, high, counted, moves, why in (
            (
                "talks_share",
                0.0,
                1.0,
                False,
                True,
                "stepping in (NB 7.2.1): from nobody to everybody who has the client (A347)",
            ),
            ("stepping_in_shares", "x0", "x3", True, False, "why these ends"),
            ("report_share", 0.0, 0.8, True, True, "why these ends"),
            (
                "ombud_share",
                0.05,
                0.5,
                False,
                False,
                "where a county has ombud they have few places, and those are full",
            ),
        )
    ),
)


def test_the_list_of_runs_says_what_it_said() -> None:
    held("listings/runs", lambda: text([*runs.listing(KEPT), *runs.listing(())]))


def test_what_tidying_tells_says_what_it_said() -> None:
    held(
        "listings/tidying",
        lambda: text([*runs.tidying(RUBBISH, False), *runs.tidying(RUBBISH, True), *runs.tidying((), True)]),
    )


def test_the_list_of_studies_says_what_it_said() -> None:
    held("listings/studies", lambda: text(studies.listing([PLAN])))


def test_what_a_study_file_says_is_what_it_said() -> None:
    held("listings/study", lambda: text(studies.told(PLAN)))
    bare = replace(PLAN, variations=PLAN.variations[2:], sample=None, findings=None)
    held("listings/study_not_run", lambda: text(studies.told(bare)))


def test_the_changes_of_a_design_say_what_they_said() -> None:
    """Hold one change of each kind, of the first design that has it."""
    scenarios = [load("norrbotten", design) for design in list_designs()]
    changes = {type(change): change for scenario in reversed(scenarios) for change in reversed(scenario.changes)}
    some = tuple(changes[kind] for kind in sorted(changes, key=lambda kind: kind.__name__))
    held("listings/timeline", lambda: text([timeline(replace(scenarios[0], changes=some))]))


def test_the_page_of_levers_says_what_it_said() -> None:
    held("listings/levers_page", lambda: levers.markdown(LEVERS))


def test_the_table_of_levers_says_what_it_said() -> None:
    def table() -> str:
        header, rows = levers.words(LEVERS)
        return "\n".join(
            [levers.title_of(LEVERS), *(" | ".join(row) for row in (header, *rows)), *levers.reasons(LEVERS)]
        )

    held("listings/levers", table)


def test_the_tables_of_pillars_say_what_they_said() -> None:
    def tables() -> str:
        lines: list[str] = []
        for one in pillars.listings():
            lines += [one.title, one.source, " | ".join(one.heads), *(" | ".join(row) for row in one.rows), ""]
        return "\n".join(lines)

    held("listings/pillars", tables)
