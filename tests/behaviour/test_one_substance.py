"""A transfer of one substance alone: whoever gambles has another regime, and all others the one they had."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from outputs.story.care import moves
from outputs.story.rows import Lives, Setting
from scenarios.compose import compose
from sim.comparison.moves import moves_of
from sim.measures import measure
from sim.model import simulate
from sim.model.together import simulate_together
from sim.model.world import World
from sim.terms.changes import AssessorChanges, DoorsChange, Opens, ResponsibilityMoves, RuleChanges
from sim.terms.move import Move
from sim.terms.words import Kind, Part, Principal, Reason, Service, Substance
from tests.bad_files import design_in
from tests.miniature import KEPT, REFORM, miniature

GAMBLING, ALCOHOL = Substance.GAMBLING, Substance.ALCOHOL
OUTPATIENT, CLINIC, ASSESSMENT = Service.MUNICIPAL_OUTPATIENT, Service.ADDICTION_CLINIC, Service.TREATMENT_ASSESSMENT
ALL, DAY = (0, 1, 2, 3), float(REFORM)
PSYCHOSOCIAL = Part.PSYCHOSOCIAL
MANY_WHO_GAMBLE = (0.4, 0.1, 0.1, 0.0, 0.4)


def county(*changes, weights=MANY_WHO_GAMBLE, design="current", **ways):
    """Return the miniature with other substances and these changes alone."""
    today = miniature(design)
    levers = replace(today.coordination.levers, shared_duty_share=0.0)  # else the clinic treats some of all already
    return replace(
        today,
        coordination=replace(today.coordination, levers=levers),
        people=replace(today.people, substance_weights=weights),
        practice=replace(today.practice, **ways),
        changes=changes,
    )


def law(*substances, lag=0.0, cites=1.0):
    return ResponsibilityMoves(
        day=DAY,
        municipalities=ALL,
        part=PSYCHOSOCIAL,
        to=Principal.REGION,
        lag_days=lag,
        refers_to=(),
        keeps=(),
        cites_law_share=cites,
        substances=substances,
    )


def doors(*substances):
    return DoorsChange(DAY, ALL, PSYCHOSOCIAL, (CLINIC, Service.PRIMARY_CARE), substances)


def assessor(*substances, who=None, handover=None):
    return AssessorChanges(
        day=DAY, municipalities=ALL, part=PSYCHOSOCIAL, assessor=who, handover=handover, substances=substances
    )


def to_the_clinic(*substances):
    """Return a transfer to the clinic, which then treats them and assesses itself."""
    rules = [("meets", (PSYCHOSOCIAL, Part.MEDICAL)), ("offers_methods", True)]
    may = [RuleChanges(DAY, CLINIC, rule, value, whom) for rule, value in rules for whom in substances or (None,)]
    return (law(*substances), doors(*substances), assessor(*substances), *may)


def of_kind(log, kind, gambling, service=None, reason=None, to=None):
    """Return which rows of a kind, after the reform, are about those who gamble (or about the others)."""
    c = log.columns
    rows = (c["kind"] == kind) & (c["time"] >= DAY + 1.0) & (c["part"] == PSYCHOSOCIAL)
    for name, wanted in (("service", service), ("reason", reason), ("to_service", to)):
        if wanted is not None:
            rows &= c[name] == wanted
    return rows & ((log.clients["substance"][c["client"]] == GAMBLING) == gambling)


def run_after_shared_days(world):
    """Return the log of a scenario whose world began without its changes, as others of its family do."""
    return simulate_together([world], 7, 0, apart=lambda nth, go_on: None)


def rows_of(log):
    """Return the log's rows but those that only say that the law has moved, which are one for each substance."""
    keep = log.columns["kind"] != Kind.RESPONSIBILITY_MOVED
    return {name: column[keep] for name, column in log.columns.items()}


def same(one, other):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one.values(), other.values(), strict=True))


def test_whoever_gambles_is_treated_at_the_clinic_and_all_others_where_they_were():
    log = simulate(county(*to_the_clinic(GAMBLING)), 7, 0)
    assert of_kind(log, Kind.ADMITTED, True, CLINIC).sum() > 10
    assert of_kind(log, Kind.REFERRED, True, to=Service.SOCIAL_SERVICES).sum() == 0, "nobody is inquired about"
    assert of_kind(log, Kind.ADMITTED, False, CLINIC).sum() == of_kind(log, Kind.ACCEPTED, False, CLINIC).sum() == 0
    assert of_kind(log, Kind.ADMITTED, False, OUTPATIENT).sum() > 10


def test_the_law_is_cited_to_those_whom_it_is_about():
    log = simulate(county(law(GAMBLING), misread_share=0.0), 7, 0)
    no = Reason.NOT_OUR_RESPONSIBILITY
    assert of_kind(log, Kind.REFUSED, True, OUTPATIENT, no).sum() > 10
    assert of_kind(log, Kind.ACCEPTED, True, OUTPATIENT).sum() == 0
    assert of_kind(log, Kind.REFUSED, False, OUTPATIENT, no).sum() == 0
    assert of_kind(log, Kind.ACCEPTED, False, OUTPATIENT).sum() > 10


def test_a_transfer_of_each_substance_by_itself_is_the_transfer_of_all():
    whole = simulate(county(*to_the_clinic()), 7, 0)
    one_by_one = [change for substance in Substance for change in to_the_clinic(substance)]
    assert same(rows_of(whole), rows_of(simulate(county(*one_by_one), 7, 0)))
    named = simulate(county(law(*Substance), doors(*Substance), assessor(*Substance), *to_the_clinic()[3:]), 7, 0)
    assert same(rows_of(whole), rows_of(named))
    assert not same(rows_of(whole), rows_of(simulate(county(), 7, 0)))


def test_where_nobody_gambles_a_transfer_of_gambling_changes_nothing():
    nobody = (0.5, 0.25, 0.25, 0.0, 0.0)
    moved = simulate(county(*to_the_clinic(GAMBLING), weights=nobody), 7, 0)
    assert same(rows_of(moved), rows_of(simulate(county(weights=nobody), 7, 0)))


def test_inquiries_about_gambling_cross_and_all_others_are_finished_where_they_began():
    bang = miniature("big_bang")
    (opened,) = (c for c in bang.changes if isinstance(c, Opens) and c.service is ASSESSMENT)
    (takes,) = (c for c in bang.changes if isinstance(c, AssessorChanges))
    moving = replace(takes, substances=(GAMBLING,))
    world = county(opened, moving, design="big_bang")
    log = simulate(world, 7, 0)
    tried = log.columns["client"][log.columns["kind"] == Kind.HANDOVER_TRIED]
    assert len(tried) > 0
    assert set(log.clients["substance"][tried]) == {GAMBLING}
    (move,) = moves_of(world)
    assert move == Move(DAY, Service.SOCIAL_SERVICES, ALL, PSYCHOSOCIAL, (GAMBLING,))
    assert moves_of(replace(world, changes=(replace(moving, substances=tuple(Substance)),)))[0].substances == ()


def test_only_those_who_gamble_are_touched_by_its_move():
    today = county()
    log = simulate(replace(today, calendar=replace(today.calendar, after_days=400)), 7, 0)
    everybody = Move(DAY, Service.SOCIAL_SERVICES, ALL, PSYCHOSOCIAL)
    moves = (everybody, replace(everybody, substances=(GAMBLING,)))
    table = measure(log, replace(today.calendar, after_days=400), moves=moves).tables["touched"]
    of_whom = [log.clients["substance"][table["client"][table["touched"] & (table["move"] == i)]] for i in (0, 1)]
    assert len(of_whom[1]) > 0
    assert (of_whom[1] == GAMBLING).all()
    assert (of_whom[0] == GAMBLING).sum() == len(of_whom[1]) < len(of_whom[0])


def test_the_way_to_who_assesses_is_that_of_ones_own():
    world = World(county(assessor(GAMBLING, who=Service.ADULT_PSYCHIATRY)), 7, 0)
    world.run()
    haparanda = [c for c in world.clients if c.person.municipality == KEPT.index("Haparanda") and c.present]
    alike = [c for c in haparanda if not c.person.comorbid]
    gamble, others = (
        {world.distance.asking(c) for c in alike if (c.person.substance is GAMBLING) == whether}
        for whether in (True, False)
    )
    assert len(gamble) == len(others) == 1
    assert max(gamble) < min(others), "a hub is far from Haparanda, and the social services are not"


def test_a_design_of_one_substance_is_the_same_where_its_first_days_are_shared_with_others():
    """Nothing before a change may depend on what is to come."""
    world = county(assessor(GAMBLING, who=Service.ADULT_PSYCHIATRY), law(GAMBLING))
    assert run_after_shared_days(world).digest() == simulate(world, 7, 0).digest()


def test_a_story_tells_of_the_law_only_those_whom_it_is_about():
    world = county(law(GAMBLING))
    log = simulate(world, 7, 0)
    (row,) = Lives(log).moves
    told = {
        substance: moves([row], Setting(log, world, int(np.flatnonzero(log.clients["substance"] == substance)[0])))
        for substance in (GAMBLING, ALCOHOL)
    }
    assert told[ALCOHOL] == []
    ((day, sentence),) = told[GAMBLING]
    assert day == DAY
    assert "(gambling) moves from municipality to region" in sentence


# --- as a file says it


def test_a_design_says_it_with_one_key(tmp_path):
    file = tmp_path / "mine.toml"
    text = """extends = "paper_transfer"
[transfer]
substances = ["gambling"]
[after.doors]
psychosocial = ["addiction_clinic"]
[after.assessor]
psychosocial = "none"
[rules.addiction_clinic.only.gambling]
meets = ["psychosocial", "medical"]
"""
    file.write_text(text, encoding="utf-8")
    changes = compose("norrbotten", file, parameters=load_parameters()).changes
    about = [c.substances for c in changes if isinstance(c, ResponsibilityMoves | DoorsChange | AssessorChanges)]
    assert about == [(GAMBLING,)] * 3
    rules = [(c.rule, c.value, c.whom) for c in changes if isinstance(c, RuleChanges)]
    assert rules == [("meets", (PSYCHOSOCIAL, Part.MEDICAL), GAMBLING)]


BAD = {
    '[transfer]\nsubstances = ["gamblin"]': ("transfer.substances[0]", '"gambling" (nearest'),
    "[transfer]\nsubstances = []": ("transfer.substances", "at least one substance"),
    '[transfer]\nsubstances = ["gambling", "gambling"]': ("transfer.substances", "each name once"),
    '[transfer]\nsubstances = ["gambling"]\nservices = ["municipal_outpatient"]': (
        "transfer.services",
        "services = []",
    ),
    '[transfer]\nsubstances = ["gambling"]\nmoves = []': ("transfer.substances", "a part in moves"),
    "[rules.addiction_clinic.only.gambling]\nmeets = []": (
        "rules.addiction_clinic.only.gambling.meets",
        "at least one part",
    ),
    '[rules.addiction_clinic]\nmeets = ["medical", "medical"]': ("rules.addiction_clinic.meets", "each name once"),
    '[rules.addiction_clinic]\nmeets = ["acute"]': ("rules.addiction_clinic.meets[0]", "psychosocial"),
}


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_said_of_one_substance_is_refused_in_words(tmp_path, text):
    key, valid = BAD[text]
    problems = design_in(tmp_path)(f"{text}\n", extends="paper_transfer")
    assert any(p.key == key and valid in p.valid for p in problems), [str(p) for p in problems]


def test_all_that_is_wrong_is_told_at_once(tmp_path):
    text = '[transfer]\nsubstances = []\nservices = ["hvb"]\n[rules.addiction_clinic]\nmeets = []\n'
    problems = design_in(tmp_path)(text, extends="paper_transfer")
    assert {"transfer.substances", "transfer.services", "rules.addiction_clinic.meets"} <= {p.key for p in problems}
