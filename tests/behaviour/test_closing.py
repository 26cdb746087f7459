"""A design closes what exists: posts go where it says or are lost, cases cross, and who waits is sent on."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from scenarios.edits.keys import keys_of
from sim.comparison.ablation import variants
from sim.comparison.moves import moves_of
from sim.model import simulate
from sim.model.enders import standings
from sim.model.engine import Call
from sim.model.simulate import log_of
from sim.model.stage import Stage
from sim.model.world import World
from sim.terms.changes import (
    Closes,
    ConferencesEnd,
    ConferencesStart,
    Handover,
    LadderClimbs,
    LeverChanges,
    Opens,
    PostsAdded,
)
from sim.terms.move import Move
from sim.terms.words import Kind, Reason, Role, Service
from tests.bad_files import design_in, q
from tests.miniature import END, KEPT, REFORM, miniature
from tests.scenarios_for_tests import staff_move
from tests.staff import booked

OUTPATIENT, PRIMARY, CLINIC = Service.MUNICIPAL_OUTPATIENT, Service.PRIMARY_CARE, Service.ADDICTION_CLINIC
TEAM, DOCUMENTATION = Service.INTEGRATED_TEAM, Service.SOBRIETY_DOCUMENTATION
WORKER = Role.TREATMENT_WORKER
ALL, KIRUNA = (0, 1, 2, 3), KEPT.index("Kiruna")
DAY = REFORM + 100.0
SAFE = Handover(
    lost_with_own_worker=0.0,
    lost_with_meeting=0.0,
    lost_cold=0.0,
    consent_share=1.0,
    hours=1.5,
    meetings_per_week_per_fte=5.0,
    limit_days=90.0,
)
COME = (Kind.STAFF_EMPLOYED, Kind.STAFF_RECRUITED, Kind.LOCUM_CAME)
GO = (Kind.STAFF_STAYED, Kind.STAFF_RESIGNED, Kind.STAFF_TO_UNIT, Kind.LOCUM_LEFT)


def closing(service=OUTPATIENT, towns=ALL, to=None, cases=None, handover=SAFE, day=DAY, **staff):
    """Return a closing; `to`: the service to which all posts go."""
    posts = tuple((role, to) for role in Role) if to is not None else ()
    return Closes(
        day=day,
        service=service,
        municipalities=towns,
        posts_to=posts,
        cases_to=cases,
        staff=staff_move(**staff),
        handover=handover,
        turnover_factor=1.0,
        turnover_days=0.0,
    )


def county(*changes, design="current"):
    """Return the miniature with these changes beside the design's own."""
    world = miniature(design)
    return replace(world, changes=tuple(sorted((*world.changes, *changes), key=lambda c: c.day)))


def run(*changes, design="current"):
    """Return the log, and that staff are conserved at its every row."""
    log = simulate(county(*changes, design=design), 7, 0)
    booked(log)
    return log


def fte_at(log, service, day=END):
    """Return the FTE that people work in a service on a day."""
    c, working = log.columns, {}
    for i in np.flatnonzero((c["service"] == service) & (c["time"] <= day) & (c["worker"] >= 0)):
        kind, worker = c["kind"][i], c["worker"][i]
        if kind in COME:
            working[worker] = c["value"][i]
        elif kind in GO and worker in working:
            fte = working.pop(worker)
            if fte - c["value"][i] > 1e-9:
                working[worker] = fte - c["value"][i]
    return sum(working.values())


def rows(log, kind, service=None, reason=None, day=DAY, after=False):
    """Return the rows of a kind on the day (or after it)."""
    c = log.columns
    found = (c["kind"] == kind) & (c["time"] > day if after else c["time"] == day)
    for name, wanted in (("service", service), ("reason", reason)):
        if wanted is not None:
            found &= c[name] == wanted
    return np.flatnonzero(found)


def world_before(*changes, look, seed=7):
    """Run a world and look at it just before the day."""
    world = World(county(*changes), seed, 0)
    Call(world.env, DAY - 1e-6, lambda _: look(world))
    world.run()
    return log_of(world)


# --- posts


def test_posts_go_where_the_design_says_and_none_are_lost_or_made():
    log, today = run(closing(to=CLINIC)), run()
    gone = fte_at(today, OUTPATIENT, DAY)
    assert gone > 1.0
    assert fte_at(log, OUTPATIENT, DAY) == pytest.approx(0.0)
    assert fte_at(log, CLINIC, DAY) == pytest.approx(fte_at(today, CLINIC, DAY) + gone)


def test_posts_that_nobody_takes_are_lost_and_their_people_leave():
    log, today = run(closing()), run()
    gone = fte_at(today, OUTPATIENT, DAY)
    c = log.columns
    assert fte_at(log, OUTPATIENT) == pytest.approx(0.0)
    assert fte_at(log, CLINIC, DAY) == pytest.approx(fte_at(today, CLINIC, DAY))
    assert c["value"][rows(log, Kind.STAFF_RESIGNED, OUTPATIENT)].sum() == pytest.approx(gone)
    assert c["value"][rows(log, Kind.POST_NEVER_REFILLED, OUTPATIENT)].sum() == pytest.approx(gone)
    assert len(rows(log, Kind.STAFF_RECRUITED, OUTPATIENT, after=True)) == 0


def test_a_role_that_is_not_named_is_lost_and_the_others_go():
    team = Closes(
        day=DAY,
        service=CLINIC,
        municipalities=ALL,
        posts_to=((Role.NURSE, Service.LARO),),
        cases_to=None,
        staff=staff_move(),
        handover=SAFE,
        turnover_factor=1.0,
        turnover_days=0.0,
    )
    log = run(team)
    c, there = log.columns, rows(log, Kind.STAFF_TO_UNIT, CLINIC)
    assert set(c["extra"][there]) == {Role.NURSE}
    lost = set(c["extra"][rows(log, Kind.POST_NEVER_REFILLED, CLINIC)])
    assert lost
    assert Role.NURSE not in lost


@pytest.mark.parametrize("to", [CLINIC, None])
def test_a_vacant_post_goes_along_or_is_lost_and_is_never_filled_where_nobody_is(to):
    lead = staff_move(recruitment_lead_days=((WORKER, 10_000.0),))
    vacant = PostsAdded(
        day=DAY - 50.0,
        service=OUTPATIENT,
        municipalities=ALL,
        role=WORKER,
        fte=3.0,
        begins=DAY - 50.0,
        sources=(),
        source_municipalities=ALL,
        staff=lead,
        turnover_factor=1.0,
        turnover_days=0.0,
    )
    world = World(county(vacant, closing(to=to)), 7, 0)
    world.run()
    log = log_of(world)
    booked(log)
    waiting = [v for v in world.employment.vacancies if v.post.lead_days == 10_000.0]
    filled = rows(log, Kind.STAFF_RECRUITED, OUTPATIENT, after=True)
    assert len(filled) == 0
    assert all(v.unit.service is CLINIC for v in waiting)
    assert bool(waiting) == (to is CLINIC)
    assert all(unit.recruiting >= 0 for unit in world.units)


def test_a_closing_of_one_town_leaves_the_others_as_they_were():
    log = run(closing(towns=(KIRUNA,), to=CLINIC))
    names = {place for i, (_, _, place, _) in enumerate(log.units) if i in rows_units(log)}
    assert names == {"Kiruna"}
    towns = log.clients["municipality"][log.columns["client"][rows(log, Kind.ADMITTED, OUTPATIENT, after=True)]]
    assert len(towns) > 0
    assert KIRUNA not in towns


def rows_units(log):
    """Return the units that have closed."""
    return set(log.columns["unit"][rows(log, Kind.UNIT_CLOSED)].tolist())


# --- cases and those who wait


@pytest.mark.parametrize("to", [None, CLINIC, PRIMARY])
def test_nothing_happens_any_more_in_a_service_that_has_closed(to):
    log = run(closing(to=to))
    for kind in (Kind.ACCEPTED, Kind.ADMITTED, Kind.VISIT, Kind.MISSED, Kind.TALK, Kind.COMPLETED, Kind.SNAPSHOT):
        assert len(rows(log, kind, OUTPATIENT, after=True)) == 0, kind.name


def test_every_case_in_care_crosses_and_finishes_the_plan_that_was_begun():
    there = []

    def look(world):
        there.extend(s for u in world.units if u.service is OUTPATIENT for s in u.stays.values())

    log = world_before(closing(to=PRIMARY, cases=PRIMARY), look=look)
    assert len(there) > 5
    assert len(rows(log, Kind.HANDOVER_TRIED, OUTPATIENT)) == len(there)
    assert all(stay.unit.service is PRIMARY for stay in there)
    assert all(stay.plan is not stay.unit.spec.plan for stay in there), "the plan is the one that was begun"
    assert sum(stay.visits_left <= 0 for stay in there) > 2, "some are completed"


def test_without_a_handover_cases_are_discharged_and_referred_to_the_next_door():
    log = run(closing(handover=None))
    discharged = rows(log, Kind.DISCHARGED, OUTPATIENT, Reason.CLOSED)
    referred = rows(log, Kind.REFERRED, OUTPATIENT, Reason.CLOSED)
    c = log.columns
    assert len(discharged) > 5
    assert set(c["client"][discharged]) <= set(c["client"][referred])
    assert OUTPATIENT not in c["to_service"][referred]


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_those_in_line_are_sent_on(seed):
    waiting = []

    def look(world):
        requests = [r for c in world.clients if c.present for r in c.requests if r is not None]
        waiting.extend(r for r in requests if r.unit is not None and r.unit.service is OUTPATIENT and r.is_accepted())

    log = world_before(closing(to=CLINIC), look=look, seed=seed)
    c = log.columns
    assert waiting
    sent = rows(log, Kind.REFERRED, OUTPATIENT, Reason.CLOSED)
    stood = rows(log, Kind.NO_TAKER)
    assert {r.client.index for r in waiting} <= set(c["client"][sent]) | set(c["client"][stood])


def test_those_on_their_way_find_nobody():
    """Letters sent in the last days before it; where one has been lost nobody is on the way."""
    came = refused = 0
    for seed in range(7, 15):
        coming = []

        def look(world, found=coming):
            requests = [r for c in world.clients if c.present for r in c.requests if r is not None]
            mine = [r for r in requests if r.door is OUTPATIENT and r.stage in (Stage.ASKING, Stage.LOST)]
            found.extend(r for r in mine if r.sender is not None and r.asked_at > DAY - 10.0)

        log = world_before(closing(to=CLINIC), look=look, seed=seed)
        turned_away = set(log.columns["client"][rows(log, Kind.REFUSED, OUTPATIENT, Reason.CLOSED, after=True)])
        came += len(coming)
        refused += len(turned_away & {r.client.index for r in coming})
    assert came > 3
    assert refused > came / 2  # some letters are lost, some withdraw


def test_after_a_closing_every_state_can_end_and_every_place_is_held_by_somebody():
    world = World(county(closing(to=CLINIC), closing(Service.LARO, day=DAY + 30)), 7, 0)
    endless = []

    def look(_):
        endless.extend(s for s in standings(world) if not s.alive)

    for day in range(int(DAY), END, 20):
        Call(world.env, day + 0.5, look)
    world.run()
    assert endless == []
    for unit in world.units:
        if unit.service in (OUTPATIENT, Service.LARO):
            assert (unit.occupied, len(unit.stays), unit.places) == (0, 0, 0.0)
            assert not unit.workers


def test_contact_without_treatment_ends():
    log = run(closing(DOCUMENTATION, handover=None))
    ended = rows(log, Kind.CONTACT_ENDED, DOCUMENTATION)
    assert len(ended) > 0
    assert len(rows(log, Kind.CONTACT_BEGAN, DOCUMENTATION, after=True)) == 0
    assert len(rows(log, Kind.VISIT, DOCUMENTATION, after=True)) == 0


def test_who_has_closed_calls_nobody_back():
    back = (LeverChanges(0.0, "called_back_share", 1.0), LeverChanges(0.0, "call_back_days", 60.0))
    log = run(*back, closing(handover=None))
    assert len(rows(log, Kind.REFERRED, OUTPATIENT, Reason.CALLED_BACK, day=DAY - 100.0, after=True)) > 0
    assert len(rows(log, Kind.REFERRED, OUTPATIENT, Reason.CALLED_BACK, after=True)) == 0


# --- a joint team


@pytest.fixture(scope="module")
def trial():
    """Return a world of joint teams that close, and its log."""
    changes = (closing(TEAM, cases=OUTPATIENT, to=OUTPATIENT, day=DAY + 150),)
    world = World(county(*changes, design="integrated_teams"), 7, 0)
    world.run()
    return world, log_of(world)


def test_a_joint_team_closes_and_what_the_new_service_does_not_treat_is_referred(trial):
    world, log = trial
    day = DAY + 150
    booked(log)
    c = log.columns
    assert len(rows(log, Kind.UNIT_CLOSED, TEAM, day=day)) > 0
    assert len(rows(log, Kind.HANDOVER_TRIED, TEAM, day=day)) > 0
    parts = c["part"][rows(log, Kind.DISCHARGED, TEAM, Reason.CLOSED, day=day)]
    assert len(parts) > 0
    assert len(rows(log, Kind.ACCEPTED, TEAM, day=day, after=True)) == 0
    assert not [s for client in world.clients for s in client.stays if s is not None and s.unit.service is TEAM]


def test_staff_of_a_joint_team_go_back_to_the_employer_whom_they_never_left(trial):
    _, log = trial
    assert len(rows(log, Kind.STAFF_TO_UNIT, TEAM, day=DAY + 150)) > 0
    assert len(rows(log, Kind.STAFF_OFFERED, TEAM, day=DAY + 150)) == 0


def test_a_team_that_waits_for_its_step_and_is_closed_never_opens():
    today = miniature("current")
    together, districts = today.coordination, len(today.coordination.ladder)
    opens = [c for c in miniature("integrated_teams").changes if isinstance(c, Opens)]
    climb = LadderClimbs(DAY + 10, tuple(range(districts)), 5, process_leader=True)
    levers = replace(together.levers, days_per_step=20.0)
    almost = replace(together, ladder=(4,) * districts, levers=levers)
    changed = replace(today, coordination=almost, changes=(*opens, closing(TEAM), climb))
    assert len(rows(simulate(changed, 7, 0), Kind.UNIT_OPENED, TEAM, day=0.0, after=True)) == 0
    without = replace(changed, changes=(*opens, climb))
    assert len(rows(simulate(without, 7, 0), Kind.UNIT_OPENED, TEAM, day=0.0, after=True)) > 0


# --- conferences


def test_after_the_end_of_conferences_nobody_meets_and_no_case_is_stuck_with_them():
    (start,) = (c for c in miniature("stronger_agreements").changes if isinstance(c, ConferencesStart))
    some, rest = start.districts[:1], start.districts[1:]
    world = World(county(ConferencesEnd(DAY, some), design="stronger_agreements"), 7, 0)
    world.run()
    log = log_of(world)
    held = rows(log, Kind.CONFERENCE_HELD, after=True)
    assert set(log.columns["extra"][held]) == {float(d) for d in rest}
    assert all(not world.conferences[d].flagged for d in some)
    assert len(rows(log, Kind.CONFERENCE_HELD, day=0.0, after=True)) > len(held)


# --- what is told of it


def test_a_closing_of_what_there_is_has_a_transfer_cohort_and_one_of_a_trial_has_none():
    assert moves_of(replace(miniature("current"), changes=(closing(),))) == (Move(DAY, OUTPATIENT, ALL, closes=True),)
    assert moves_of(replace(miniature("current"), changes=(closing(handover=None),))) == ()
    assert Move(DAY + 150, TEAM, ALL, closes=True) not in moves_of(
        county(closing(TEAM, day=DAY + 150), design="integrated_teams")
    )


def test_a_closing_can_be_switched_off():
    names = [name for name, _ in variants(county(closing(to=CLINIC), ConferencesEnd(DAY, (0,))))]
    assert {"closings", "conferences_end"} <= set(names)


# --- as a file says it

HANDOVER = f"""[closes.addiction_clinic.handover]
lost_with_own_worker = {q(0.0, "share")}
lost_with_meeting = {q(0.0, "share")}
lost_cold = {q(0.0, "share")}
consent_share = {q(1.0, "share")}
hours = {q(1.5, "hours")}
meetings_per_week_per_fte = {q(3, "per week per FTE")}
limit_days = {q(90, "days")}
"""


def test_a_design_says_where_posts_and_cases_go(tmp_path):
    file = tmp_path / "mine.toml"
    text = f"""extends = "big_bang"
[closes.addiction_clinic]
day = 2030-01-01
cases_to = "primary_care"
posts_to = {{ nurse = "primary_care" }}
{HANDOVER}"""
    file.write_text(text, encoding="utf-8")
    (closes,) = (c for c in compose("norrbotten", file, parameters=load_parameters()).changes if isinstance(c, Closes))
    assert (closes.service, closes.cases_to, closes.posts_to) == (CLINIC, PRIMARY, ((Role.NURSE, PRIMARY),))
    assert closes.handover is not None
    assert closes.handover.lost_cold == 0.0
    assert len(closes.municipalities) == 14
    assert {"closes.addiction_clinic.day", "closes.addiction_clinic.handover.lost_cold"} <= set(
        keys_of("norrbotten", file, load_parameters())
    )


BAD = {
    "[closes.integrated_team]\nday = 2030-01-01": ("closes.integrated_team", "addiction_clinic"),
    "[closes.adult_psychiatry]\nday = 2030-01-01": ("closes.adult_psychiatry", "municipal_outpatient"),
    "[closes.hvb]\nday = 2030-01-01": ("closes.hvb", "municipal_outpatient"),
    "[closes.social_services]\nday = 2030-01-01": ("closes.social_services", "[after.assessor]"),
    '[closes.laro]\nday = 2030-01-01\nmunicipalities = ["Kiruna"]': ("closes.laro.municipalities", "not this key"),
    '[closes.municipal_outpatient]\nday = 2030-01-01\nmunicipalities = ["Kirna"]': (
        "closes.municipal_outpatient.municipalities",
        '"Kiruna" (nearest',
    ),
    "[closes.laro]\nday = 2030-01-01\nmunicipalities = []": ("closes.laro.municipalities", "at least one"),
    '[closes.laro]\nday = 2030-01-01\nposts_to = "laro"': ("closes.laro.posts_to", "another service"),
    '[closes.laro]\nday = 2030-01-01\nposts_to = "hvb"': ("closes.laro.posts_to", "addiction_clinic"),
    '[closes.laro]\nday = 2030-01-01\nposts_to = "personal_ombud"': ("closes.laro.posts_to", "addiction_clinic"),
    '[closes.laro]\nday = 2030-01-01\nposts_to = { ombud = "primary_care" }': ("closes.laro.posts_to.ombud", "nurse"),
    '[closes.laro]\nday = 2030-01-01\ncases_to = "housing_support"': ("closes.laro.cases_to", "addiction_clinic"),
    f"[closes.laro]\nday = 2030-01-01\nproductivity_dip = {q(0.1, 'share')}": (
        "closes.laro.productivity_dip",
        "posts_to beside it",
    ),
    '[closes.sobriety_documentation]\nday = 2030-01-01\ncases_to = "laro"': (
        "closes.sobriety_documentation.cases_to",
        "not this key",
    ),
    "[closes.laro]\nday = 2010-01-01": ("closes.laro.day", "a date from"),
    "[closes.laro]": ("closes.laro.day", "a date"),
    "[coordination]\nconferences_end = 2030-01-01": ("coordination.conferences_end", "districts that hold some"),
    '[coordination]\nconferences_end_in = ["kiruna"]': ("coordination.conferences_end", "the day from which"),
    '[coordination]\ncase_conferences = ["ostra"]\nconferences_end = 2030-01-01\nconferences_end_in = ["kiruna"]': (
        "coordination.conferences_end_in",
        "ostra",
    ),
    "[coordination]\nfrom = 2030-01-01\ncase_conferences = true\nconferences_end = 2029-01-01": (
        "coordination.conferences_end",
        "a date after they begin",
    ),
}


@pytest.mark.parametrize("text", BAD)
def test_closings_that_cannot_be_are_refused_in_words(tmp_path, text):
    key, valid = BAD[text]
    problems = design_in(tmp_path)(f"{text}\n")
    assert any(p.key == key and valid in p.valid for p in problems), [str(p) for p in problems]


def test_a_service_that_opens_later_than_it_closes_never_opened(tmp_path):
    text = "[closes.integrated_team]\nday = 2027-06-01\n"
    problems = design_in(tmp_path)(text, extends="integrated_teams")
    assert any(p.key == "closes.integrated_team.day" and "after the service opens" in p.valid for p in problems)
    assert any(p.key == "closes.integrated_team.handover" for p in problems), "all at once"
