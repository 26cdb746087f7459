"""How staff go over: an offer, an undertaking, a loan, a contract; by role and municipality, and what bears on it."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.parameters.store import load_parameters
from scenarios.compose import compose
from scenarios.edits.keys import keys_of
from sim.model import simulate
from sim.terms.changes import Loan, Opens, ServiceMoves, TurnoverRises, WorkIsBought
from sim.terms.words import Kind, Principal, Role, Service
from tests.bad_files import design_in, q
from tests.miniature import END, REFORM, miniature
from tests.scenarios_for_tests import staff_move
from tests.staff import booked

WORKER, SOCIAL = Role.TREATMENT_WORKER, Role.SOCIAL_WORKER
OUTPATIENT = Service.MUNICIPAL_OUTPATIENT


@pytest.fixture
def changes(tmp_path):
    """Return what writes a design that extends big_bang and gives its changes in Norrbotten."""

    def of(text, kind, extends="big_bang"):
        file = tmp_path / "mine.toml"
        file.write_text(f'extends = "{extends}"\n{text}', encoding="utf-8")
        made = compose("norrbotten", file, parameters=load_parameters())
        return [c for c in made.changes if isinstance(c, kind)]

    return of


def outpatient(moves):
    return [c for c in moves if c.service is OUTPATIENT]


def test_with_an_undertaking_all_go_along_but_those_who_object(changes):
    text = f'[transfer]\nform = "undertaking"\nobjection_share = {q(0.1, "share")}'
    (move,) = outpatient(changes(text, ServiceMoves))
    assert dict(move.staff.follow_share)[WORKER] == pytest.approx(0.9)
    (opens,) = changes(text, Opens)
    assert dict(opens.staff.follow_share)[SOCIAL] == pytest.approx(0.9), "those who assess go along, too"


def test_a_form_may_differ_by_role_and_by_municipality(changes):
    text = f"""[transfer]
until = 2030-01-01
objection_share = {q(0.1, "share")}
form_in = {{ Kiruna = "contract", Boden = {{ treatment_worker = "secondment", ward_staff = "offer" }} }}
then = "offer"
[transfer.form]
treatment_worker = "undertaking"
social_worker = "undertaking"
ward_staff = "offer"
"""
    moves = outpatient(changes(text, ServiceMoves))
    (bought,) = outpatient(changes(text, WorkIsBought))
    towns = [t.name for t in compose("norrbotten", "current", parameters=load_parameters()).county.municipalities]
    by_town = {tuple(towns[i] for i in c.municipalities): c for c in moves}
    assert [towns[i] for i in bought.municipalities] == ["Kiruna"]
    assert by_town["Kiruna",].day > bought.day, "the contract ends, and staff get an offer"
    assert by_town["Boden",].staff.loan == Loan((WORKER,), by_town["Kiruna",].day, offer=True)
    (rest,) = (c for towns, c in by_town.items() if len(towns) > 1)
    assert rest.staff.loan is None
    assert dict(rest.staff.follow_share)[WORKER] == pytest.approx(0.9)
    assert len(rest.municipalities) == len(towns) - 2


def test_only_staff_of_the_municipalities_named_follow(changes):
    moves = outpatient(changes('[transfer]\nstaff_from = ["Kiruna", "Boden"]', ServiceMoves))
    assert sorted(dict(c.staff.follow_share)[WORKER] for c in moves) == pytest.approx([0.0, 0.73])
    assert sorted(len(c.municipalities) for c in moves) == [2, 12]


def test_what_staff_are_told_bears_on_who_follows(changes):
    def follows(informed, effect=0.4):
        text = f"""[transfer]
informed_share = {q(informed, "share")}
information_on_following = {q(effect, "share")}
informed_usual = {q(0.5, "share")}"""
        (move,) = outpatient(changes(text, ServiceMoves))
        return dict(move.staff.follow_share)[WORKER]

    assert follows(0.2) < follows(0.5) < follows(0.9)
    assert follows(0.5) == pytest.approx(0.73), "as many as were seen, where as many are told as was usual"
    assert follows(0.9, effect=0.0) == follows(0.2, effect=0.0) == pytest.approx(0.73)
    assert follows(0.9) == pytest.approx(1 - 0.27 * (1 - 0.4 * 0.9) / (1 - 0.4 * 0.5))


def test_posts_of_social_workers_can_be_counted_in_big_bang(changes):
    text = f"[transfer.follow_fte]\ntreatment_worker = {q(5, 'FTE')}\nward_staff = {q(0, 'FTE')}\n"
    (opens,) = changes(text + f"social_worker = {q(4, 'FTE')}", Opens)
    offered = sum(fte for posts in opens.posts for role, sources, fte in posts if role is SOCIAL and sources)
    assert dict(opens.staff.follow_share)[SOCIAL] == pytest.approx(4 / offered)


def test_a_contract_moves_nobody_and_unsettles_nobody(changes):
    assert changes("", (ServiceMoves, TurnoverRises), extends="contract") == []
    log = simulate(miniature("contract"), 7, 0)
    today = simulate(replace(miniature("current"), changes=()), 7, 0)
    staff = (log.columns["kind"] >= Kind.STAFF_EMPLOYED) & (log.columns["kind"] <= Kind.POST_NEVER_REFILLED)
    before = (today.columns["kind"] >= Kind.STAFF_EMPLOYED) & (today.columns["kind"] <= Kind.POST_NEVER_REFILLED)
    for name in ("time", "kind", "worker", "principal", "value"):
        assert np.array_equal(log.columns[name][staff], today.columns[name][before]), name
    visits = (log.columns["kind"] == Kind.VISIT) & (log.columns["service"] == OUTPATIENT)
    late = log.columns["time"][visits] >= REFORM
    assert (log.columns["principal"][visits][late] == Principal.REGION).all(), "whoever answers pays"


def lent(until, **loan):
    """Return the log of a loan of outpatient staff until a day."""
    terms = {"offer": False} | loan
    move = staff_move(loan=Loan((WORKER,), float(until), **terms), follow_share=((WORKER, 0.5),), stay_share=1.0)
    (change,) = (c for c in miniature("big_bang").changes if isinstance(c, ServiceMoves) and c.service is OUTPATIENT)
    change = replace(change, day=float(REFORM), staff=move, dual_days=0.0)
    log = simulate(replace(miniature("current"), changes=(change,)), 7, 0)
    booked(log)
    return log


def fte_of(log, kind):
    """Return the FTE of rows of a kind about treatment workers in outpatient care."""
    c = log.columns
    mine = (c["kind"] == kind) & (c["service"] == OUTPATIENT) & (c["extra"] == WORKER)
    return float(c["value"][mine].sum())


def test_the_lent_return_with_their_posts_when_the_loan_ends():
    log = lent(REFORM + 180)
    there = fte_of(log, Kind.STAFF_LENT)
    assert there > 0
    assert fte_of(log, Kind.STAFF_OFFERED) == 0.0
    back = fte_of(log, Kind.STAFF_STAYED)
    assert 0.5 * there < back <= there + 1e-9, "all but those who left meanwhile"
    c = log.columns
    employer = c["principal"][(c["kind"] == Kind.STAFF_LENT)]
    assert (employer == Principal.MUNICIPALITY).all()


def test_with_an_offer_at_the_end_some_of_the_lent_stay_with_the_region():
    log = lent(REFORM + 180, offer=True)
    offered, followed = fte_of(log, Kind.STAFF_OFFERED), fte_of(log, Kind.STAFF_FOLLOWED)
    assert 0.0 < followed < offered
    assert followed + fte_of(log, Kind.STAFF_STAYED) == pytest.approx(offered)


def test_a_loan_beyond_the_end_returns_nobody():
    log = lent(END + 1)
    assert fte_of(log, Kind.STAFF_STAYED) == 0.0


def test_every_key_of_a_form_is_listed(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        f'extends = "big_bang"\n[transfer]\nform = "undertaking"\nobjection_share = {q(0.1, "share")}', encoding="utf-8"
    )
    assert {"transfer.form", "transfer.objection_share", "transfer.information_on_following"} <= set(
        keys_of("norrbotten", file, load_parameters())
    )


BAD = {
    'form = "offr"': ("transfer.form", '"offer" (nearest'),
    'form = { treatment_worker = "offer" }': ("transfer.form.ward_staff", "an entry"),
    'form = { treatment_worker = "offer", ward_staff = "offer", nurse = "offer" }': (
        "transfer.form.nurse",
        "a role of",
    ),
    'form = { treatment_worker = "contract", ward_staff = "offer" }': ("transfer.form.treatment_worker", "all roles"),
    'form = "undertaking"': ("transfer.objection_share", "this key"),
    'form = "secondment"': ("transfer.until", "the date until"),
    'form = "secondment"\nuntil = 2027-06-01': ("transfer.until", "a date after the transfer"),
    "until = 2030-01-01": ("transfer.until", "secondment or contract"),
    'form = "contract"\nuntil = 2030-01-01': ("transfer.then", '"offer" or "undertaking"'),
    'form = "contract"\nthen = "offer"': ("transfer.until", "the date from which"),
    'form_in = { Kirna = "offer" }': ("transfer.form_in.Kirna", '"Kiruna" (nearest'),
    'staff_from = ["Kirna"]': ("transfer.staff_from", '"Kiruna" (nearest'),
}


@pytest.mark.parametrize("text", BAD)
def test_forms_that_cannot_be_are_refused_in_words(tmp_path, text):
    key, valid = BAD[text]
    problems = design_in(tmp_path)(f"[transfer]\n{text}\n")
    assert any(p.key == key and valid in p.valid for p in problems), [str(p) for p in problems]


def test_a_form_without_services_that_move_is_refused(tmp_path):
    problems = design_in(tmp_path)('[transfer]\nform = "offer"\n', extends="paper_transfer")
    assert [(p.key, p.valid) for p in problems] == [("transfer.form", "services that move")]
