"""A comparison on the page says what it stands on, names no design best, and tells people as the trace tells them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from outputs.story.find_client import UnknownNameError, all_who_fell, find_client
from outputs.story.page import Told, period, printed, trace
from outputs.text.measures import HEADLINE, describe
from outputs.text.numbers import verdict
from outputs.workshop.lanes import lanes_of
from outputs.workshop.plain import of_a_hundred
from outputs.workshop.staff import flow, staff
from outputs.workshop.states import STATES
from outputs.workshop.verdicts import SHOWN, sentence, verdict_of
from outputs.workshop.view import titles, view_of
from sim.comparison.results import Comparison, Summary
from sim.comparison.statistics import FEWEST
from sim.experiment.replicate import Job, replicate
from sim.experiment.study import Design, Study, compare
from sim.measures.spans import without
from sim.terms.changes import TurnoverRises
from sim.terms.language import LANGUAGES, speaking
from sim.terms.words import NEED_OF_PART, Need, Part
from tests.behaviour.test_outputs import made_up
from tests.miniature import log_of, miniature

SEED = 17
ASKED = ("current", "big_bang", "current")
BEST = re.compile(
    r"\b(best|worst|winn\w*|rank\w*|scor\w*|badge|recommend\w*|optimal\w*|"
    r"bäst\w*|sämst\w*|vinn\w*|rangordn\w*|poäng\w*|rekommend\w*)\b",
    re.IGNORECASE,
)
Apart = tuple[Comparison, tuple[Told, Told]]


@pytest.fixture(scope="module")
def ran() -> Apart:
    """Return one replication of the miniature county under three designs, and the stories of the first two."""
    jobs = [Job(i, miniature(name), SEED, 0) for i, name in enumerate(ASKED)]
    outcomes = [replicate(job, log_of(job.scenario.name, SEED)) for job in jobs[:2]]
    outcomes.append(replace(outcomes[0], design=2))
    designs = tuple(Design(name, name, (job.scenario,)) for name, job in zip(ASKED, jobs, strict=True))
    study = Study(
        county="norrbotten", designs=designs, replications=1, seed=SEED, years=1, parameters="point", logs="none"
    )
    told = [Told(name, log_of(name, SEED), miniature(name)) for name in ASKED[:2]]
    return compare(study, outcomes, "run", "0.1.0"), (told[0], told[1])


@pytest.fixture(scope="module")
def settled() -> Comparison:
    """Return twenty replications of made-up numbers; no two designs gave the same event log."""
    found = made_up()
    designs = (replace(d, digests=tuple(f"{i}{r}" for r in range(20))) for i, d in enumerate(found.designs))
    return replace(found, designs=tuple(designs))


@cache
def few(n: int) -> Comparison:
    found = made_up(("current", "big_bang"), n=n)
    return replace(found, designs=tuple(replace(d, digests=(str(i),) * n) for i, d in enumerate(found.designs)))


def words(found: Any) -> Iterator[str]:
    """Yield every key and every text of a view."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield str(key)
            yield from words(value)
    elif isinstance(found, list):
        for value in found:
            yield from words(value)
    elif isinstance(found, str):
        yield found


# --- neutral, plain, whole


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_key_and_no_sentence_names_a_design_best(code: str, ran: Apart, settled: Comparison) -> None:
    with speaking(code):
        for comparison in (ran[0], settled, few(1)):
            for state in ("running", "enough"):
                view = view_of(comparison, state=state)
                assert [text for text in words(view) if BEST.search(text)] == []


@pytest.mark.parametrize("asked", [("current", "big_bang", "phased"), ("phased", "current", "big_bang")])
def test_designs_stand_in_the_order_in_which_they_were_asked_for(asked: tuple[str, ...]) -> None:
    view = view_of(made_up(asked))
    assert [design["name"] for design in view["designs"]] == list(asked)
    assert [difference["design"] for difference in view["differences"]] == [1, 2]


def test_a_view_is_plain_json_without_nan_whatever_has_no_value(ran: Apart, settled: Comparison) -> None:
    for comparison in (ran[0], settled, made_up(n=6, years=1)):
        text = json.dumps(view_of(comparison), allow_nan=False)
        assert json.loads(text)["county"] == {"name": "norrbotten", "title": "Norrbotten"}


def test_every_measure_of_the_page_is_there_for_each_design_and_difference(ran: Apart, settled: Comparison) -> None:
    for comparison in (ran[0], settled):
        view = view_of(comparison)
        ids = [measure["id"] for measure in view["measures"]]
        assert ids == list(SHOWN)
        assert ids[: len(HEADLINE)] == list(HEADLINE)
        for part in (*view["designs"], *view["differences"]):
            assert list(part["measures"]) == ids


def test_numbers_are_those_of_the_comparison(settled: Comparison) -> None:
    view = view_of(settled)
    for design, shown in zip(settled.designs, view["designs"], strict=True):
        for name in HEADLINE:
            summary, told = design.measures[name], shown["measures"][name]
            assert (told["mean"], told["low"], told["high"]) == (summary.mean, summary.low, summary.high)
    difference = settled.differences[0].measures["untreated_share"]
    told = view["differences"][0]["measures"]["untreated_share"]
    assert (told["mean"], told["low"], told["high"]) == (difference.mean, difference.low, difference.high)


# --- what it stands on


def test_what_an_estimate_stands_on_is_said_as_it_is(settled: Comparison) -> None:
    def said(comparison: Comparison, state: str, budget: int = 20) -> str:
        return str(view_of(comparison, state=state, budget=budget)["stands_on"])

    assert said(few(1), "running").startswith("Stands on one run of each design: what chance does")
    assert "Stands on 4 runs of each design: few" in said(few(4), "running")
    assert said(few(6), "running") == "Stands on 6 runs of each design. More are coming, and the numbers may move."
    assert said(settled, "settled").startswith(
        "Settled: 20 runs of each design; the differences in untreated needs are"
    )
    assert re.search(r"precise to ±\d\.\d percentage points\.$", said(settled, "settled"))
    assert "less precise than was asked for" in said(settled, "enough")
    assert "stopped before it was settled" in said(few(4), "cancelled")
    assert "could not be finished" in said(few(4), "failed")
    with pytest.raises(KeyError):
        said(settled, "best guess")


@pytest.mark.parametrize("n", range(1, FEWEST + 1))
def test_with_few_replications_no_difference_is_told_and_no_interval_drawn(n: int) -> None:
    view = view_of(few(n), state="running")
    difference = view["differences"][0]
    told = difference["measures"]["untreated_share"]
    assert (told["verdict"] == "few") == (n < FEWEST)
    assert (told["low"] is None) == (n < FEWEST)
    assert (view["designs"][0]["measures"]["untreated_share"]["low"] is None) == (n < FEWEST)
    assert difference["gains"]["few"] == (n < FEWEST)
    assert ("too few" in difference["verdict_sentence"].lower()) == (n < FEWEST)


# --- verdicts


@pytest.mark.parametrize(
    ("low", "high", "n", "found", "said"),
    [
        (0.01, 0.03, 20, "more", "More needs go untreated: +2.0 (+1.0 to +3.0) percentage points."),
        (-0.03, -0.01, 20, "fewer", "Fewer needs go untreated: −2.0 (−3.0 to −1.0) percentage points."),
        (
            -0.01,
            0.03,
            20,
            "unclear",
            "no difference that chance could not make (+1.0 (−1.0 to +3.0) percentage points).",
        ),
        (0.0, 0.0, 1, "same", "The share of needs untreated: no difference at all."),
        (0.01, 0.03, 4, "few", "too few replications to tell (+2.0 percentage points so far)."),
    ],
)
def test_a_difference_is_told_by_the_projects_own_rule(low: float, high: float, n: int, found: str, said: str) -> None:
    summary = Summary(mean=(low + high) / 2, low=low, high=high, spread_low=low, spread_high=high, n=n, unit="share")
    assert verdict_of(summary, "untreated_share") == found
    assert sentence(summary, "untreated_share").endswith(said)
    assert verdict_of(None, "untreated_share") == "none"


def test_more_and_fewer_say_where_a_number_lies_for_every_measure(settled: Comparison) -> None:
    for found in settled.differences:
        for name in SHOWN:
            summary, word = found.measures.get(name), verdict(found.measures.get(name), describe(name))
            above = summary is not None and (summary.mean or 0.0) > 0
            if word == describe(name).more:
                assert (verdict_of(summary, name), above) == ("more", True)
            if word == describe(name).fewer:
                assert (verdict_of(summary, name), above) == ("fewer", False)


def test_the_answer_says_what_is_clear_and_what_chance_could_make(settled: Comparison) -> None:
    told = view_of(settled)["differences"][0]["verdict_sentence"]
    assert told.startswith("paper_transfer beside current: ")
    nothing = {
        name: replace(summary, mean=0.0, low=-0.01, high=0.01) if summary.low is not None else summary
        for name, summary in settled.differences[0].measures.items()
    }
    unclear = replace(settled, differences=(replace(settled.differences[0], measures=nothing), settled.differences[1]))
    assert view_of(unclear)["differences"][0]["verdict_sentence"] == (
        "paper_transfer beside current: no difference that chance could not make, in any measure."
    )


def test_where_every_event_is_the_same_it_is_said_why(ran: Apart) -> None:
    found = ran[0]
    view = view_of(found)
    twin = view["differences"][1]
    assert [design["digest_same_as"] for design in view["designs"]] == [None, None, 0]
    assert not view["differences"][0]["same"]
    assert twin["same"]
    assert "nothing is set otherwise than in" in twin["why_same"]
    assert twin["verdict_sentence"] == twin["why_same"]
    assert {told["verdict"] for told in twin["measures"].values()} <= {"same", "none"}
    renamed = replace(found, designs=(*found.designs[:2], replace(found.designs[2], name="mine", title="Mine")))
    ways = [view_of(renamed, set_otherwise=[0, 3, n])["differences"][1]["why_same"] for n in (0, 1, 2, None)]
    assert ["set otherwise than in" in ways[0], "1 thing is" in ways[1], "2 things are" in ways[2]] == [True] * 3
    assert "or nobody met what differs" in ways[3]
    assert view_of(renamed)["differences"][1]["why_same"] == ways[3]


def test_designs_have_the_titles_that_people_know_and_one_that_stands_twice_a_number(ran: Apart) -> None:
    found = made_up(("current", "big_bang", "current (2)"))
    english = ("Today's divided responsibility", "All at once", "Today's divided responsibility")
    found = replace(found, designs=tuple(replace(d, title=t) for d, t in zip(found.designs, english, strict=True)))
    assert titles(found) == [*english[:2], "Today's divided responsibility (2)"]
    with speaking("sv"):
        assert titles(found) == ["Dagens delade ansvar", "Allt på en dag", "Dagens delade ansvar (2)"]


# --- people


@pytest.mark.parametrize(
    ("shares", "whole"),
    [
        ([0.114, 0.463, 0.423], [12, 46, 42]),
        ([1 / 3, 1 / 3, 1 / 3], [34, 33, 33]),
        ([0.0, 0.0, 1.0], [0, 0, 100]),
        ([0.005, 0.005, 0.99], [1, 0, 99]),
        ([0.29, 0.57, 0.14], [29, 57, 14]),
        ([0.2, None, 0.8], None),
        ([0.0, 0.0, 0.0], None),
    ],
)
def test_a_hundred_adds_up_to_a_hundred(shares: list[float | None], whole: list[int] | None) -> None:
    assert of_a_hundred(shares) == whole


def test_of_a_hundred_who_asked_each_stands_somewhere(ran: Apart, settled: Comparison) -> None:
    for design in view_of(settled)["designs"]:
        assert sum(design["hundred"].values()) == 100
    assert view_of(ran[0])["designs"][0]["hundred"] is None  # a year after the reform nobody has been followed for one


def test_who_gains_is_told_by_group_in_a_fixed_order_with_chance_beside(settled: Comparison) -> None:
    gains = [difference["gains"] for difference in view_of(settled)["differences"]]
    for found in gains:
        assert found["better"] + found["worse"] + found["same"] == pytest.approx(1.0)
        assert sum(found["hundred"].values()) == sum(found["chance"]["hundred"].values()) == 100
        kinds = [group["kind"] for group in found["groups"]]
        assert kinds == sorted(kinds, key=["profile", "municipality", "sex", "age"].index)
        assert "by chance:" in found["sentence"]
    assert [g["group"] for g in gains[0]["groups"]] == [g["group"] for g in gains[1]["groups"]]
    losing = [g for g in gains[0]["groups"] if g["net"]["verdict"] == "fewer"]
    assert all(g["sentence"].endswith("more lose than gain.") for g in losing)
    assert losing


def test_falls_waits_and_boundaries_have_the_same_rows_for_every_design(settled: Comparison) -> None:
    first, *others = view_of(settled)["designs"]
    assert len(first["falls"]) > 8
    assert len(first["gap_map"]) == 7  # all that there are
    assert any(wait["median_days"] is None for wait in first["waits"]) or len(first["waits"]) > 3
    for design in others:
        assert [f["kind"] for f in design["falls"]] == [f["kind"] for f in first["falls"]]
        assert [w["service"] for w in design["waits"]] == [w["service"] for w in first["waits"]]
        sides = [[(b["from"], b["to"], b["mechanism"]) for b in d["gap_map"]] for d in (first, design)]
        assert sides[0] == sides[1]


def test_a_municipality_of_few_clients_has_no_interval_and_no_verdict(ran: Apart) -> None:
    view = view_of(ran[0])
    towns = ["Luleå", "Haparanda", "Piteå", "Kiruna"]
    assert [place["municipality"] for place in view["designs"][0]["places"]] == towns
    for difference in view["differences"]:
        assert [place["municipality"] for place in difference["places"]] == towns
        for place in difference["places"]:
            assert place["few"]
            assert place["verdict"] in ("few", "none", "same")


# --- months and staff


def test_months_begin_a_year_before_the_reform_and_hide_what_cannot_be_known_yet(settled: Comparison) -> None:
    months = view_of(settled)["designs"][0]["months"]
    assert months["dates"][0] == "2027-01-01"
    assert {len(column) for column in months.values()} == {len(months["dates"])}


def test_newly_fallen_stops_where_the_run_ends_too_soon_to_know(ran: Apart) -> None:
    months = view_of(ran[0])["designs"][0]["months"]
    known = [value is not None for value in months["newly_fallen"]]
    assert known[0]
    assert not known[-1]
    assert "load.state" not in months
    assert any(value is not None for value in months["load.region"])


def test_posts_are_conserved_in_the_flow_from_stage_to_stage(ran: Apart) -> None:
    for design in view_of(ran[0])["designs"][:2]:
        posts = design["staff"]
        stages = [stage["date"] for stage in posts["stages"]]
        assert stages == sorted(stages)
        assert len(stages) >= 3
        for i in range(len(stages) - 1):
            steps = [f for f in posts["flow"] if f["step"] == i]
            for principal in ("municipality", "region"):
                for stage, end in ((i, "from"), (i + 1, "to")):
                    at_work = sum(row["fte"][stage] for row in posts["rows"] if row["principal"] == principal)
                    flows = sum(f["fte"] for f in steps if f[end] == principal)
                    assert flows == pytest.approx(at_work, abs=0.25), (stages[stage], principal)
    today, moved = (design["staff"] for design in view_of(ran[0])["designs"][:2])
    assert {f["to"] for f in today["flow"]} <= {"municipality", "region", "joint", "state"}
    assert any((f["from"], f["to"]) == ("municipality", "region") for f in moved["flow"])
    assert today["people"] == []
    for row in moved["people"]:
        answered = row["followed"] + row["stayed"] + row["resigned_at_transfer"]
        assert answered <= row["offered"] + 0.05


def test_the_ledger_begins_with_the_announcement_of_a_move_and_says_when_staff_begin_to_leave(ran: Apart) -> None:
    today, moved = (design["staff"] for design in view_of(ran[0])["designs"][:2])
    calendar, first = (
        ran[1][1].scenario.calendar,
        min(change.day for change in ran[1][1].scenario.changes if isinstance(change, TurnoverRises)),
    )
    assert today["announced"] is None
    assert "announced" not in [stage["label"] for stage in today["stages"]]
    said = moved["announced"]
    assert said["date"] == calendar.date_of(first).isoformat()
    stage = moved["stages"][said["stage"]]
    assert (stage["label"], stage["date"][:7]) == ("announced", said["date"][:7])
    vacant = [sum(row["vacant"][n] for row in moved["rows"]) for n in (said["stage"], said["stage"] + 1)]
    assert f"{vacant[0]:.1f} then, {vacant[1]:.1f} at the next stage (the reform day)" in said["sentence"]


def ledger_rows(*months: tuple[str, float]) -> tuple[dict[str, Any], ...]:
    """Return a ledger of ten posts of nurses in the region, of which so many are vacant in each month."""
    return tuple(
        {"date": day, "principal": "region", "role": "nurse", "state": state, "fte": fte}
        for day, vacant in months
        for state, fte in (("employed", 10.0 - vacant), ("vacant", vacant))
    )


def test_an_announcement_within_a_month_lies_at_its_first_and_one_outside_the_run_at_none(settled: Comparison) -> None:
    ledger = {"staff_ledger": ledger_rows(("2027-02-01", 1.0), ("2027-03-01", 2.0), ("2028-01-01", 3.5))}
    within, before = (replace(settled.designs[1], tables=ledger, announced=day) for day in ("2027-02-15", "2026-05-01"))
    found = staff(settled, within)
    assert [(one["date"], one["label"]) for one in found["stages"]] == [
        ("2027-02-01", "announced"),
        ("2028-01-01", "the reform day"),
    ]
    assert found["announced"]["stage"] == 0
    assert found["announced"]["sentence"].startswith("The move is announced on 15 February 2027")
    assert "1.0 then, 3.5 at the next stage" in found["announced"]["sentence"]
    assert staff(settled, before)["announced"] is None


def test_a_post_that_another_profession_fills_is_no_new_post() -> None:
    before = {("nurse", "region"): 4.0, ("social_worker", "municipality"): 6.0}
    after = {("nurse", "region"): 5.0, ("social_worker", "municipality"): 3.0, ("social_worker", "vacant"): 2.0}
    found = {(f.came, f.went): f.fte for f in flow(before, after)}
    assert found == pytest.approx(
        {
            (("nurse", "region"), ("nurse", "region")): 4.0,
            (("social_worker", "municipality"), ("social_worker", "municipality")): 3.0,
            (("social_worker", "municipality"), ("social_worker", "vacant")): 2.0,
            (("social_worker", "municipality"), ("nurse", "region")): 1.0,
        }
    )
    grown = flow(before, {**before, ("nurse", "joint"): 2.0})
    assert [(f.came[1], f.went[1], f.fte) for f in grown if f.came != f.went] == [("new", "joint", 2.0)]
    shrunk = flow(before, {("nurse", "region"): 4.0})
    assert [(f.came[1], f.went[1], f.fte) for f in shrunk if f.came != f.went] == [
        ("municipality", "never_refilled", 6.0)
    ]


# --- one client under two designs


def dated(text: str) -> list[str]:
    """Return the dated lines of a printed story, each as one line."""
    found: list[str] = []
    for line in text.splitlines():
        if re.match(r"\d{4}-\d\d-\d\d  ", line):
            found.append(line)
        elif found and line.startswith(" " * 12) and found[-1]:
            found[-1] = f"{found[-1]} {line.strip()}"
    return [" ".join(line.split()) for line in found]


@pytest.mark.parametrize("nth", range(3))
def test_the_lanes_of_a_client_tell_what_the_trace_prints_and_nothing_else(nth: int, ran: Apart) -> None:
    designs, titles = ran[1], ("Today", "All at once")
    called = {design.name: title for design, title in zip(designs, titles, strict=True)}
    lanes = lanes_of(designs, titles, nth=nth)
    name = lanes["client"]["name"]
    found = find_client(designs, called=called) if nth == 0 else find_client(designs, name=name)
    story = printed(trace(designs, found.client, found.about, chosen=found.chosen, called=called), ())
    assert lanes["text"] == story
    assert [lane["title"] for lane in lanes["lanes"]] == list(titles)
    shared, *own = re.split(r"── under [\w ]+ ─+\n", story)
    for title, lane, part in zip(titles, lanes["lanes"], own, strict=True):
        told = [" ".join(f"{e['date']} {e['text']}".split()) for e in lane["events"]]
        others = [f"reform under {other}:" for other in titles if other != title]
        first = [line for line in dated(shared) if not any(words in line for words in others)]
        assert told == first + dated(part)
        assert len(told) > 5


def test_a_story_may_begin_with_what_must_be_said_of_its_numbers(ran: Apart) -> None:
    note = "Central values stand in for fitted draws: so it is."
    text = lanes_of(ran[1], notes=(note,))["text"]
    assert text == f"{note}\n\n{lanes_of(ran[1])['text']}"


def test_another_one_goes_round_and_each_fell_by_what_was_asked_for(ran: Apart) -> None:
    designs = ran[1]
    fell, told_so = next((f["mechanism"], f["label"].lower()) for f in lanes_of(designs)["fell"])
    pool = all_who_fell(designs, fell)
    assert pool[0] == find_client(designs, fell)
    assert len({found.client for found in pool}) == len(pool)
    for nth in (0, len(pool) - 1, len(pool)):
        lanes = lanes_of(designs, fell=fell, nth=nth)
        assert lanes["of"] == len(pool)
        assert lanes["next"] == (nth + 1) % len(pool)
        assert any(f"falls between chairs: {told_so} " in event["text"] for event in lanes["lanes"][0]["events"])
    assert lanes["client"] == lanes_of(designs, fell=fell)["client"]
    with pytest.raises(UnknownNameError, match="nearest"):
        lanes_of(designs, fell="sobriety")
    with pytest.raises(UnknownNameError, match="nearest"):
        lanes_of(designs, name="Luleå-99999999")


def test_spans_follow_one_another_and_treatment_is_what_the_measures_count(ran: Apart) -> None:
    needs = {Need.ADDICTION: "addiction", Need.PSYCHIATRIC: "psychiatric", Need.SOCIAL: "social"}
    seen: set[str] = set()
    names = ran[1][0].log.clients["name"]
    stays = ran[1][1].stays
    resting = without(stays.suspended[Part.PSYCHIATRIC], stays.treated[Need.PSYCHIATRIC]).client.tolist()
    chosen = [found.client for found in all_who_fell(ran[1])[:4]] + sorted(set(resting))[:6]
    for client in chosen:
        lanes = lanes_of(ran[1], name=str(names[client]), full=True)
        first, last = lanes["window"]["from_day"], lanes["window"]["to_day"]
        for design, lane in zip(ran[1], lanes["lanes"], strict=True):
            for need, word in needs.items():
                spans = [s for n in lane["needs"] if n["need"] == word for s in n["spans"]]
                ends = [day for s in spans for day in (s["from_day"], s["to_day"])]
                assert ends == sorted(ends)
                assert all(first <= day <= last for day in ends)
                assert all(s["to_day"] - s["from_day"] > 1e-5 for s in spans)
                treated = design.stays.treated[need].within(first, last).days_by_client(design.measured.clients)
                drawn = sum(s["to_day"] - s["from_day"] for s in spans if s["state"] == "treated")
                assert drawn == pytest.approx(treated[client], abs=0.01)
                seen |= {s["state"] for s in spans}
    assert seen <= set(STATES)
    assert {"treated", "resting", "waiting", "asked", "untreated"} <= seen


def test_the_window_is_the_traces_and_the_full_story_is_the_whole_run(ran: Apart) -> None:
    part, whole = lanes_of(ran[1]), lanes_of(ran[1], full=True)
    about = part["window"]["about_day"]
    assert (part["window"]["from_day"], part["window"]["to_day"]) == period(ran[1][0], about)
    assert (whole["window"]["from_day"], whole["window"]["to_day"]) == (0.0, ran[1][0].log.days)
    assert whole["left_out"] == 0
    json.dumps(whole, allow_nan=False)
    assert {NEED_OF_PART[p] for p in Part} == set(Need)
