"""Posts that a design adds, moves or closes: dated, for a municipality and a role, and nobody from nowhere unsaid."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from scenarios.edits.keys import varied
from sim.measures import measure
from sim.model import simulate
from sim.terms.changes import PostsAdded, PostsClosed
from sim.terms.words import Kind, Role, Service
from tests.bad_files import design_in, q
from tests.miniature import KEPT, REFORM, miniature
from tests.scenarios_for_tests import staff_move
from tests.staff import booked

OUTPATIENT = Service.MUNICIPAL_OUTPATIENT
WORKER = Role.TREATMENT_WORKER
KIRUNA, LULEA = KEPT.index("Kiruna"), KEPT.index("Luleå")
ALL = tuple(range(len(KEPT)))


def added(fte, day=REFORM, towns=(KIRUNA,), begins=None, sources=(), given=ALL, lead=0.0, **staff):
    """Return posts more in outpatient treatment, which are filled at once unless the test says otherwise."""
    move = staff_move(recruitment_lead_days=((WORKER, lead),), **staff)
    begins = float(day if begins is None else begins)
    return PostsAdded(
        day=float(day),
        service=OUTPATIENT,
        municipalities=towns,
        role=WORKER,
        fte=fte,
        begins=begins,
        sources=sources,
        source_municipalities=given,
        staff=move,
        turnover_factor=1.0,
        turnover_days=0.0,
    )


def run(*changes):
    """Return the log of today's miniature with these changes, and that staff are conserved at its every row."""
    log = simulate(replace(miniature("current"), changes=changes), 7, 0)
    booked(log)
    return log


def values(log):
    """Return the measures of a log."""
    return measure(log, miniature("current").calendar).values


def fte_at(log, service, town=None, day=np.inf):
    """Return the FTE that people work in a service (of a municipality) at the end, or on a day."""
    c, working = log.columns, {}
    came = (Kind.STAFF_EMPLOYED, Kind.STAFF_RECRUITED)
    gone = (Kind.STAFF_STAYED, Kind.STAFF_RESIGNED, Kind.STAFF_TO_UNIT)
    for i in np.flatnonzero((c["service"] == service) & (c["time"] <= day) & (c["worker"] >= 0)):
        kind, worker = c["kind"][i], c["worker"][i]
        if kind in came:
            working[worker] = (c["unit"][i], c["value"][i])
        elif kind in gone and worker in working:
            unit, fte = working.pop(worker)
            if fte - c["value"][i] > 1e-9:
                working[worker] = (unit, fte - c["value"][i])
    names = [place for _, _, place, _ in log.units]
    return sum(fte for unit, fte in working.values() if town in (None, names[unit]))


def test_two_posts_more_in_one_town_are_two_there_and_none_elsewhere():
    log, today = run(added(2.0)), run()
    assert fte_at(log, OUTPATIENT, "Kiruna") == pytest.approx(fte_at(today, OUTPATIENT, "Kiruna") + 2.0)
    assert fte_at(log, OUTPATIENT) == pytest.approx(fte_at(today, OUTPATIENT) + 2.0)


def test_new_posts_are_counted_as_new_and_posts_that_others_give_up_are_not():
    new = values(run(added(2.0)))["new_posts"]
    taken = values(run(added(0.5, sources=(OUTPATIENT,), given=(LULEA,))))["new_posts"]
    assert (new, taken) == (2.0, 0.0)


def test_posts_for_the_whole_county_go_by_adults():
    towns = miniature("current").county.municipalities
    share = towns[KIRUNA].adults / sum(t.adults for t in towns)
    log, today = run(added(4.0, towns=ALL)), run()
    assert fte_at(log, OUTPATIENT, "Kiruna") == pytest.approx(fte_at(today, OUTPATIENT, "Kiruna") + 4.0 * share)


def test_posts_moved_between_towns_leave_as_many_as_before():
    log, today = run(added(0.5, sources=(OUTPATIENT,), given=(LULEA,))), run()
    assert fte_at(log, OUTPATIENT, "Luleå") == pytest.approx(fte_at(today, OUTPATIENT, "Luleå") - 0.5)
    assert fte_at(log, OUTPATIENT, "Kiruna") == pytest.approx(fte_at(today, OUTPATIENT, "Kiruna") + 0.5)


def test_no_more_posts_are_taken_than_there_are():
    log, today = run(added(99.0, sources=(OUTPATIENT,), given=(LULEA,))), run()
    assert fte_at(log, OUTPATIENT) == pytest.approx(fte_at(today, OUTPATIENT))
    assert fte_at(log, OUTPATIENT, "Luleå") == pytest.approx(0.0)


def test_who_is_recruited_ahead_begins_on_the_day_and_not_before():
    ahead = run(added(3.0, day=REFORM - 180, begins=REFORM, lead=60.0))
    late = run(added(3.0, lead=60.0))
    today = fte_at(run(), OUTPATIENT, "Kiruna")
    assert fte_at(ahead, OUTPATIENT, "Kiruna", REFORM - 1) == pytest.approx(today)
    assert fte_at(ahead, OUTPATIENT, "Kiruna", REFORM) > today + 2.0
    assert fte_at(late, OUTPATIENT, "Kiruna", REFORM) == pytest.approx(today)


def test_posts_of_another_employer_are_offered_and_those_that_nobody_follows_are_recruited_to():
    change = replace(added(0.4, sources=(Service.ADULT_PSYCHIATRY,)), role=Role.NURSE)
    stay = replace(change.staff, follow_share=((Role.NURSE, 0.0),), recruitment_lead_days=((Role.NURSE, 1e6),))
    come, none = run(change), run(replace(change, staff=stay))
    today = run()
    gone = fte_at(today, Service.ADULT_PSYCHIATRY) - 0.4
    assert fte_at(come, Service.ADULT_PSYCHIATRY) == pytest.approx(gone)
    assert fte_at(none, Service.ADULT_PSYCHIATRY) == pytest.approx(gone)
    assert fte_at(come, OUTPATIENT, "Kiruna") == pytest.approx(fte_at(today, OUTPATIENT, "Kiruna") + 0.4)
    assert fte_at(none, OUTPATIENT, "Kiruna") == pytest.approx(fte_at(today, OUTPATIENT, "Kiruna"))
    assert (none.columns["kind"] == Kind.STAFF_OFFERED).any()
    assert values(none)["new_posts"] == 0.0


def test_closed_posts_are_gone_for_good_and_their_people_leave():
    log, today = run(PostsClosed(float(REFORM), OUTPATIENT, (LULEA,), WORKER, 0.5)), run()
    assert fte_at(log, OUTPATIENT, "Luleå") == pytest.approx(fte_at(today, OUTPATIENT, "Luleå") - 0.5)
    assert values(log)["staff_total.never_refilled"] == pytest.approx(0.5)
    assert values(log)["new_posts"] == 0.0


def test_more_posts_are_closed_than_there_are_and_none_is_below_zero():
    log = run(PostsClosed(float(REFORM), OUTPATIENT, ALL, WORKER, 999.0))
    assert fte_at(log, OUTPATIENT) == pytest.approx(0.0)


def test_nothing_differs_before_the_first_day():
    log, today = run(added(2.0)), run()
    for name, column in today.columns.items():
        before = today.columns["time"] < REFORM
        assert np.array_equal(log.columns[name][: before.sum()], column[before], equal_nan=True), name


def design(tmp_path, text, extends="phased"):
    file = tmp_path / "mine.toml"
    file.write_text(f'extends = "{extends}"\n{text}', encoding="utf-8")
    return file


def test_a_design_says_them_in_the_words_of_a_planner(tmp_path):
    text = f"""[[posts.municipal_outpatient]]
municipality = "Kiruna"
role = "treatment_worker"
day = 2027-06-01
recruit_from = 2027-02-01
add = {q(2, "FTE", 1, 3)}
[[posts.municipal_outpatient]]
role = "treatment_worker"
day = 2028-06-01
close = {q(0.1, "FTE")}
[posts.addiction_clinic]
municipality = "Luleå"
role = "treatment_worker"
day = 2028-01-01
add = {q(1, "FTE")}
taken_from = ["municipal_outpatient"]
"""
    file = design(tmp_path, text)
    scenario = compose("norrbotten", file, parameters=load_parameters())
    changes = [c for c in scenario.changes if isinstance(c, PostsAdded | PostsClosed)]
    towns = [t.name for t in scenario.county.municipalities]
    first, clinic, closed = changes
    assert (first.day, first.begins, first.fte) == (761.0, 881.0, 2.0)
    assert [towns[i] for i in first.municipalities] == ["Kiruna"]
    assert first.sources == ()
    assert isinstance(clinic, PostsAdded)
    assert clinic.sources == (OUTPATIENT,)
    assert clinic.turnover_factor > 1.0, "the price of change as [transfer] says"
    assert isinstance(closed, PostsClosed)
    assert closed.municipalities == tuple(range(len(towns)))
    assert "posts.municipal_outpatient[0].add" in varied("norrbotten", file, load_parameters())
    more = compose("norrbotten", file, parameters=load_parameters(), edits={"posts.municipal_outpatient[0].add": 3.0})
    assert next(c.fte for c in more.changes if isinstance(c, PostsAdded)) == 3.0


TWO = f'role = "treatment_worker"\nday = 2028-06-01\nadd = {q(2, "FTE")}\n'
BAD = {
    "nothing": 'role = "treatment_worker"\nday = 2028-06-01\n',
    "both": TWO + f"close = {q(1, 'FTE')}\n",
    "unknown town": TWO + 'municipality = "Kirna"\n',
    "too early": TWO + "recruit_from = 2028-07-01\n",
    "outside the run": TWO.replace("2028", "2048"),
    "from itself": TWO + 'taken_from = ["municipal_outpatient"]\n',
    "from whom": TWO + 'from_municipality = "Luleå"\n',
    "no such role there": TWO + 'taken_from = ["adult_psychiatry"]\n',
    "below zero in all": TWO.replace("add", "close").replace("2,", "400,").replace("= 2 ", "= 400 "),
    "unknown role": TWO.replace("treatment_worker", "behandlare"),
    "unknown key": TWO + "posts = 2\n",
}
EXPECTED = {
    "nothing": ("posts.municipal_outpatient", "nothing", "one of add and close"),
    "both": ("posts.municipal_outpatient", "add and close", "one of add and close"),
    "unknown town": ("posts.municipal_outpatient.municipality", '"Kirna"', '"Kiruna" (nearest'),
    "too early": ("posts.municipal_outpatient.recruit_from", "2028-07-01", "a date before the posts' day, 2028-06-01"),
    "outside the run": ("posts.municipal_outpatient.day", "2048-06-01", "a date from"),
    "from itself": ("posts.municipal_outpatient.taken_from", '"municipal_outpatient" itself', "other services"),
    "from whom": ("posts.municipal_outpatient.taken_from", "nothing", "the services that give the posts up"),
    "no such role there": (
        "posts.municipal_outpatient.taken_from",
        '"adult_psychiatry", which has no',
        "municipal_outpatient",
    ),
    "below zero in all": ("posts.municipal_outpatient.close", "FTE", "posts do not go below 0"),
    "unknown role": ("posts.municipal_outpatient.role", '"behandlare"', "treatment_worker"),
    "unknown key": ("posts.municipal_outpatient.posts", 'an unknown key "posts"', "municipality"),
}


@pytest.mark.parametrize("what", BAD)
def test_posts_that_cannot_be_are_refused_in_words(tmp_path, what):
    key, found, valid = EXPECTED[what]
    problems = design_in(tmp_path)(f"[posts.municipal_outpatient]\n{BAD[what]}")
    assert any(p.key == key and found in p.found and valid in p.valid for p in problems), [str(p) for p in problems]


def test_everything_wrong_with_several_is_told_at_once(tmp_path):
    text = f"""[[posts.municipal_outpatient]]
role = "treatment_worker"
day = 2028-06-01
[[posts.municipal_outpatient]]
role = "treatment_worker"
day = 2028-06-01
municipality = "Kiruna"
close = {q(40, "FTE")}
[posts.lvm]
role = "ward_staff"
day = 2028-06-01
add = {q(1, "FTE")}
[posts.joint_assessment_team]
role = "nurse"
day = 2028-06-01
add = {q(-1, "FTE")}
[posts.hvb_health_care]
role = "nurse"
day = 2028-06-01
add = {q(1, "FTE")}
"""
    told = [str(p) for p in design_in(tmp_path)(text)]
    for words in (
        "posts.municipal_outpatient[0]: found nothing; valid: one of add and close",
        'posts.lvm: found "lvm", where places decide and not posts',
        "posts.joint_assessment_team.add.value: found -1",
        'posts.hvb_health_care: found "hvb_health_care", which the county does not have',
    ):
        assert any(words in line for line in told), (words, told)


def test_more_posts_are_closed_in_a_town_than_it_has_is_told_with_how_many_it_has(tmp_path):
    first = f"""[[posts.municipal_outpatient]]
role = "treatment_worker"
day = 2028-06-01
municipality = "Kiruna"
close = {q(40, "FTE")}
"""
    problems = design_in(tmp_path)(first)
    assert [p.key for p in problems] == ["posts.municipal_outpatient[0].close"]
    assert "FTE that there are" in problems[0].valid
