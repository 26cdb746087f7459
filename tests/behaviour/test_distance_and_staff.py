"""Distance bears on who follows when a post moves to another town, and on clients: on asking, starting and leaving."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from sim.model import simulate
from sim.model.way import hours_between, hours_moved
from sim.model.world import World
from sim.terms.changes import PostsAdded, Relocates, ServiceMoves
from sim.terms.words import Kind, Part, Reason, Role, Service
from tests.bad_files import design_in, q
from tests.miniature import REFORM, shrunk
from tests.scenarios_for_tests import staff_move
from tests.staff import booked

OUTPATIENT, WORKER = Service.MUNICIPAL_OUTPATIENT, Role.TREATMENT_WORKER
TOWNS = ("Luleå", "Boden", "Arjeplog", "Gällivare", "Pajala", "Piteå")
FAR = tuple(TOWNS.index(name) for name in ("Arjeplog", "Pajala"))
EVERYBODY = ((WORKER, 1.0),)


@lru_cache
def county(design="central_clinics"):
    """Return Norrbotten in miniature with towns of hubs and towns that are two and three hours from theirs."""
    return shrunk(compose("norrbotten", design, parameters=load_parameters()), TOWNS)


def with_staff(factor, share=1.0, posts=4.0):
    """Return the county with many posts in each town, of which a share and the way decide who follows."""
    made = county()
    far = ((WORKER, factor),) if factor < 1.0 else ()
    changes = tuple(
        replace(c, staff=replace(c.staff, follow_share=((WORKER, share),), follow_factor_per_hour=far))
        if isinstance(c, ServiceMoves) and c.service is OUTPATIENT
        else c
        for c in made.changes
    )
    units = tuple(replace(u, fte=posts) if u.service is OUTPATIENT else u for u in made.units)
    return replace(made, changes=changes, units=units, calendar=replace(made.calendar, after_days=30))


def follow_by_town(log, kind=Kind.STAFF_FOLLOWED):
    """Return the FTE of outpatient treatment that follow, by town."""
    c, names = log.columns, [place for _, _, place, _ in log.units]
    found = dict.fromkeys(TOWNS, 0.0)
    for i in np.flatnonzero((c["kind"] == kind) & (c["service"] == OUTPATIENT) & (c["time"] == REFORM)):
        found[names[c["unit"][i]]] += c["value"][i]
    return found


# --- staff


def test_the_way_is_none_in_the_town_of_a_hub_and_hours_from_the_others():
    world = World(county(), 7, 0)
    (move,) = (c for c in county().changes if isinstance(c, ServiceMoves) and c.service is OUTPATIENT)
    hours = {u.at.place: hours_moved(world, u, move) for u in world.units if u.service is OUTPATIENT}
    assert hours["Luleå"] == hours["Gällivare"] == 0.0
    assert 0.0 < hours["Boden"] < 1.0 < hours["Pajala"] < hours["Arjeplog"]
    stays = replace(county(), changes=(move,))
    assert {hours_moved(World(stays, 7, 0), u, move) for u in world.units} == {0.0}, "nothing goes anywhere"


def test_the_farther_the_post_goes_the_fewer_follow():
    near, far = (follow_by_town(simulate(with_staff(f, posts=8.0), 7, 0)) for f in (1.0, 0.5))
    assert far["Luleå"] == near["Luleå"] == 8.0
    assert near["Arjeplog"] == near["Pajala"] == 8.0
    assert far["Arjeplog"] < 4.0
    assert far["Pajala"] < 6.0
    assert far["Arjeplog"] <= far["Pajala"] <= far["Boden"]


def test_whoever_follows_a_longer_way_follows_a_shorter_too():
    every = [follow_by_town(simulate(with_staff(factor), 7, 0)) for factor in (0.2, 0.5, 0.8, 1.0)]
    for town in TOWNS:
        by_factor = [followed[town] for followed in every]
        assert by_factor == sorted(by_factor), town


def test_the_same_posts_are_there_and_who_does_not_follow_is_accounted_for():
    log = simulate(with_staff(0.3), 7, 0)
    booked(log)
    offered, followed = follow_by_town(log, Kind.STAFF_OFFERED), follow_by_town(log)
    gone = {
        town: sum(follow_by_town(log, kind)[town] for kind in (Kind.STAFF_STAYED, Kind.STAFF_RESIGNED))
        for town in TOWNS
    }
    assert offered == pytest.approx({town: followed[town] + gone[town] for town in TOWNS})


def test_a_service_that_moves_town_and_no_employer_keeps_those_whom_the_way_does_not_keep():
    made = with_staff(1.0)
    (goes,) = (c for c in made.changes if isinstance(c, Relocates))
    terms = staff_move(follow_factor_per_hour=((WORKER, 0.3),))
    log = simulate(replace(made, changes=(replace(goes, staff=terms),)), 7, 0)
    booked(log)
    followed, resigned = follow_by_town(log), follow_by_town(log, Kind.STAFF_RESIGNED)
    assert resigned["Luleå"] == 0.0
    assert resigned["Arjeplog"] > 2.0
    assert followed["Arjeplog"] + resigned["Arjeplog"] == pytest.approx(4.0)
    asked = simulate(replace(made, changes=(goes,)), 7, 0)
    assert sum(follow_by_town(asked, Kind.STAFF_OFFERED).values()) == 0.0, "without terms all go along"


def test_posts_that_another_town_gives_up_come_with_those_who_follow():
    made = replace(county("current"), units=with_staff(1.0).units)
    terms = staff_move(follow_factor_per_hour=((WORKER, 0.3),))
    adds = PostsAdded(
        day=float(REFORM),
        service=OUTPATIENT,
        municipalities=(TOWNS.index("Luleå"),),
        role=WORKER,
        fte=4.0,
        begins=float(REFORM),
        sources=(OUTPATIENT,),
        source_municipalities=(TOWNS.index("Arjeplog"),),
        staff=terms,
        turnover_factor=1.0,
        turnover_days=0.0,
    )
    log = simulate(replace(made, changes=(adds,)), 7, 0)
    booked(log)
    assert follow_by_town(log)["Arjeplog"] < 4.0
    near = replace(adds, staff=staff_move())
    log = simulate(replace(made, changes=(near,)), 7, 0)
    assert follow_by_town(log, Kind.STAFF_TO_UNIT)["Arjeplog"] == pytest.approx(4.0)


def test_between_two_towns_the_way_is_by_the_nearest_hub():
    towns = county().county.municipalities
    units = {u.place: u for u in county("current").units if u.service is OUTPATIENT}
    assert hours_between(towns, units["Luleå"], units["Luleå"]) == 0.0
    there = hours_between(towns, units["Arjeplog"], units["Luleå"])
    assert there == hours_between(towns, units["Luleå"], units["Arjeplog"]) > 2.0


def test_central_clinics_keep_as_many_of_those_far_away_as_the_assumption_says():
    whole = compose("norrbotten", "central_clinics", parameters=load_parameters())
    world = World(whole, 7, 0)
    (move,) = (c for c in whole.changes if isinstance(c, ServiceMoves) and c.service is OUTPATIENT)
    share, factor = dict(move.staff.follow_share)[WORKER], dict(move.staff.follow_factor_per_hour)[WORKER]
    ways = [(u.at.fte, hours_moved(world, u, move)) for u in world.units if u.service is OUTPATIENT]
    away = [(fte, hours) for fte, hours in ways if hours > 0.0]
    mean = sum(fte * share * factor**hours for fte, hours in away) / sum(fte for fte, _ in away)
    assert mean == pytest.approx(0.6, abs=0.02), "A247"


def test_posts_that_are_counted_are_as_many_as_they_say(tmp_path):
    file = tmp_path / "mine.toml"
    text = f'extends = "central_clinics"\n[transfer.follow_fte]\ntreatment_worker = {q(5, "FTE")}\n'
    file.write_text(text + f"ward_staff = {q(0, 'FTE')}\n", encoding="utf-8")
    made = compose("norrbotten", file, parameters=load_parameters())
    (move,) = (c for c in made.changes if isinstance(c, ServiceMoves) and c.service is OUTPATIENT)
    assert move.staff.follow_factor_per_hour == ()


def test_a_longer_way_makes_nobody_follow(tmp_path):
    text = f"[transfer]\nfollow_factor_per_travel_hour = {q(0.9, 'factor', 0.5, 1.2)}\n"
    problems = design_in(tmp_path)(text)
    assert [(p.key, p.valid) for p in problems] == [
        ("transfer.follow_factor_per_travel_hour.high", "a factor of at most 1")
    ]


# --- clients, on the miniature: each of three factors alone, the other two at 1


NO_EFFECT = {
    "asking_factor_per_travel_hour": 1.0,
    "leaving_factor_per_travel_hour": 1.0,
    "no_show_factor_per_travel_hour": 1.0,
    "no_show_factor_first_visit_per_travel_hour": 1.0,
}


def people_far_away(made):
    """Return the towns with ten times as many people where the way is long, so that there is something to count."""
    towns = made.county.municipalities
    return tuple(replace(t, adults=t.adults * (10.0 if i in FAR else 1.0)) for i, t in enumerate(towns))


@lru_cache
def logs(**factor):
    """Return the logs of two replications in which an hour of travel does nothing but what `factor` says."""
    made, given = county(), NO_EFFECT | factor
    changed = replace(
        made,
        hazards=replace(made.hazards, **{k: v for k, v in given.items() if hasattr(made.hazards, k)}),
        practice=replace(made.practice, **{k: v for k, v in given.items() if hasattr(made.practice, k)}),
        county=replace(made.county, municipalities=people_far_away(made)),
    )
    return [simulate(changed, 7, replication) for replication in (0, 1)]


def counted(what, **factor):
    """Return what is counted of those far from their hub, after outpatient treatment has gone there."""
    total = 0.0
    for log in logs(**factor):
        c = log.columns
        mine = (c["time"] > REFORM) & (c["client"] >= 0) & np.isin(log.clients["municipality"][c["client"]], FAR)
        total += what(c, mine)
    return total


def asked(c, mine):
    """Return how often somebody asks again."""
    return float((mine & (c["kind"] == Kind.SOUGHT) & (c["extra"] == 1.0) & (c["part"] != Part.ACUTE)).sum())


def never_began(c, mine):
    """Return the stays in outpatient treatment that end by missed visits before any was kept, of a hundred."""
    here = mine & (c["service"] == OUTPATIENT)
    begun = np.flatnonzero(here & (c["kind"] == Kind.ADMITTED))
    kept, never = here & (c["kind"] == Kind.VISIT), 0
    gone = here & (c["kind"] == Kind.DISCHARGED) & (c["reason"] == Reason.MISSED_VISITS)
    for row in begun:
        own = c["client"] == c["client"][row]
        after = c["time"] >= c["time"][row]
        end = np.flatnonzero(gone & own & after)
        if len(end) and not (kept & own & after & (c["time"] <= c["time"][end[0]])).any():
            never += 1
    return 100.0 * never / max(len(begun), 1)


def left(c, mine):
    """Return those who leave outpatient treatment before the plan is completed, of a hundred who began."""
    here = mine & (c["service"] == OUTPATIENT)
    gone = here & (c["kind"] == Kind.LEFT_CARE) & (c["reason"] == Reason.LEFT_TREATMENT)
    return 100.0 * float(gone.sum()) / max(float((here & (c["kind"] == Kind.ADMITTED)).sum()), 1.0)


def test_far_away_fewer_ask_again():
    assert counted(asked, asking_factor_per_travel_hour=0.7) < 0.9 * counted(asked)


def test_far_away_fewer_begin_what_they_were_admitted_to():
    assert counted(never_began, no_show_factor_first_visit_per_travel_hour=1.6) > counted(never_began) + 1.0


def test_far_away_more_leave():
    assert counted(left, leaving_factor_per_travel_hour=1.5) > counted(left) + 5.0
