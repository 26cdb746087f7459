"""A number may be the same as another's: one draw, one name to vary; what leads nowhere or in a circle is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import scenarios.edits.keys as keys_module
from calibration.parameters.store import ParameterError, load_parameters
from mellanrum.cli.root import root
from scenarios.checks.check import check
from scenarios.compose import compose
from scenarios.edits.edits import Edit
from scenarios.edits.keys import keys_of
from scenarios.files.read import SERVICES
from sim.terms.changes import Opens, ServiceMoves
from sim.terms.quantity import Pick, point, prior
from sim.terms.scenario import Scenario
from sim.terms.words import Role, Service
from tests.bad_files import PARAMETERS, Problems, county_in, design_in, one, q, refused

TWIN = "services.treatment_assessment.direct_share"
ROOT = "services.social_services.direct_share"
FROM = '{{ same_as = "{}" }}'


@pytest.fixture
def design(tmp_path: Path):
    """Return what writes a design and gives its problems in Norrbotten."""
    return design_in(tmp_path)


@pytest.fixture
def county(tmp_path: Path):
    """Return what writes a county that extends Norrbotten and gives its problems."""
    return county_in(tmp_path)


def made(design: str | Path = "current", county: str | Path = "norrbotten", pick: Pick = point) -> Scenario:
    return compose(county, design, parameters=PARAMETERS, pick=pick)


def with_edits(edits: dict[str, Edit], design: str | Path = "current") -> Scenario:
    return compose("norrbotten", design, parameters=PARAMETERS, edits=edits)


def follow(scenario: Scenario) -> dict[Role, float]:
    moves = [c for c in scenario.changes if isinstance(c, ServiceMoves | Opens)]
    return {role: share for c in moves for role, share in c.staff.follow_share}


def told(*arguments: str) -> Result:
    return CliRunner().invoke(root, list(arguments))


# One number -----------------------------------------------------------------------------------------------------------


def test_who_names_a_twin_names_both() -> None:
    for name in (TWIN, ROOT, "treatment_assessment.direct_share"):
        specs = with_edits({name: 0.2}).services
        assert specs[Service.SOCIAL_SERVICES].direct_share == specs[Service.TREATMENT_ASSESSMENT].direct_share == 0.2


def test_varying_a_twin_and_its_root_is_setting_one_number_twice() -> None:
    p = one(refused("norrbotten", "current", edits={TWIN: 0.2, ROOT: 0.3}))
    assert (p.file, p.valid) == ("--vary", "each key in one way")
    assert TWIN in p.found
    assert ROOT in p.found


def test_a_parameter_that_is_anothers_is_set_with_it() -> None:
    scenario = with_edits({"coordination.key_person_leaves": 0.3})
    assert scenario.coordination.levers.key_person_leaves == scenario.practice.turnover_per_year == 0.3


def test_a_truth_of_a_service_is_set_with_that_of_the_service_that_stands_in_for_it() -> None:
    specs = with_edits({"services.treatment_assessment.plan.supports_waiting": False}).services
    assert not any(specs[s].plan.supports_waiting for s in (Service.SOCIAL_SERVICES, Service.TREATMENT_ASSESSMENT))


def test_twins_have_one_draw_and_other_draws_differ(name_seed: int) -> None:
    shares = set()
    for replication in range(5):
        specs = made(pick=prior(name_seed, replication)).services
        theirs, ours = specs[Service.SOCIAL_SERVICES], specs[Service.TREATMENT_ASSESSMENT]
        assert replace(ours, service=theirs.service, principal=theirs.principal) == theirs
        shares.add(ours.direct_share)
    assert len(shares) == 5


def test_only_the_root_is_among_the_keys_of_the_world() -> None:
    keys = keys_of("norrbotten", "current", PARAMETERS)
    assert ROOT in keys
    own = {k.removeprefix("services.treatment_assessment.") for k in keys if "treatment_assessment" in k}
    assert own == {"principal", "level"}
    assert "coordination.key_person_leaves" not in keys
    listed = told("scenarios", "keys", "norrbotten", "current", "--like", "direct_share").output
    assert "social_services" in listed
    assert "treatment_assessment" not in listed


def test_the_ledger_shows_the_root_and_no_twin() -> None:
    shown = told("evidence", "show", "A011").output
    assert "social_services.direct_share" in shown
    assert "treatment_assessment" not in shown


def test_a_designs_tie_is_of_draws_alone(name_seed: int) -> None:
    for nth in range(3):
        drawn = follow(made("big_bang", pick=prior(name_seed, nth)))
        assert drawn[Role.SOCIAL_WORKER] == drawn[Role.TREATMENT_WORKER]
    apart = follow(with_edits({"transfer.follow_share.social_worker": 0.2}, "big_bang"))
    assert (apart[Role.SOCIAL_WORKER], apart[Role.TREATMENT_WORKER]) == (0.2, 0.73)
    other = follow(with_edits({"transfer.follow_share.treatment_worker": 0.3}, "big_bang"))
    assert (other[Role.SOCIAL_WORKER], other[Role.TREATMENT_WORKER]) == (0.73, 0.3)


def test_a_design_that_extends_another_leaves_the_tied_number_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'extends = "big_bang"\n[transfer.follow_share]\ntreatment_worker = {q(0.4, "share")}\n', "utf-8")
    shares = follow(made(file))
    assert (shares[Role.SOCIAL_WORKER], shares[Role.TREATMENT_WORKER]) == (0.73, 0.4)


def test_a_users_county_and_design_may_tie_their_own_numbers(tmp_path: Path) -> None:
    where, how = tmp_path / "where.toml", tmp_path / "how.toml"
    way = FROM.format("county.municipalities.Luleå.travel.Kalix")
    where.write_text(f'extends = "norrbotten"\n[municipalities."Kalix".travel]\nSunderbyn = {way}\n', "utf-8")
    how.write_text(
        f'extends = "big_bang"\n[transfer]\nstay_share = {FROM.format("practice.no_consent_share")}\n', "utf-8"
    )
    scenario = made(how, where)
    lulea, kalix = (next(m for m in scenario.county.municipalities if m.name == n) for n in ("Luleå", "Kalix"))
    hubs = scenario.county.hubs
    assert kalix.minutes_to_hub[hubs.index("Sunderbyn")] == lulea.minutes_to_hub[hubs.index("Kalix")]
    assert {c.staff.stay_share for c in scenario.changes if isinstance(c, ServiceMoves)} == {
        PARAMETERS["practice"]["no_consent_share"].value
    }
    assert check([where, how], parameters=PARAMETERS) == []
    assert told("scenarios", "check", str(where), str(how)).exit_code == 0


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (f"speed = {FROM.format('county.speed')}", {"speed.same_as": "a circle"}),
        (
            f"speed = {FROM.format('county.utilisation')}\nutilisation = {FROM.format('county.speed')}",
            {"speed.same_as": "a circle", "utilisation.same_as": "a circle"},
        ),
        (f"speed = {FROM.format('county.speeed')}", {"speed.same_as": '"county.speeed", where no quantity stands'}),
        (f"speed = {FROM.format('services.hvb.plan')}", {"speed.same_as": '"services.hvb.plan", where no'}),
        (f"speed = {FROM.format('services.hvb.title_en')}", {"speed.same_as": "where no quantity stands"}),
        ("speed = { same_as = 3 }", {"speed.same_as": "3, where no quantity stands"}),
        ('speed = { same_as = "county.utilisation", value = 3 }', {"speed.same_as": "numbers beside it"}),
        (f"speed = {FROM.format('county.utilisation')}", {"speed.unit": '"share"'}),
    ],
)
def test_a_tie_of_a_county_that_cannot_be_is_refused(county, text: str, faults: dict[str, str]) -> None:
    _told_once(county(text), "mine.toml", faults)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (f"stay_share = {FROM.format('transfer.stay_share')}", {"transfer.stay_share.same_as": "a circle"}),
        (
            f"stay_share = {FROM.format('transfer.never_refilled_share')}\n"
            f"never_refilled_share = {FROM.format('transfer.stay_share')}",
            {"transfer.stay_share.same_as": "a circle", "transfer.never_refilled_share.same_as": "a circle"},
        ),
        (f"stay_share = {FROM.format('transfer.stay')}", {"transfer.stay_share.same_as": '"transfer.stay", where no'}),
        (f"stay_share = {FROM.format('transfer.day')}", {"transfer.stay_share.same_as": '"transfer.day", where no'}),
        (
            f"recruitment_lead_days = {FROM.format('a.b')}",
            {"transfer.recruitment_lead_days.same_as": '"a.b", where no'},
        ),
    ],
)
def test_a_tie_of_a_design_that_cannot_be_is_refused(design, text: str, faults: dict[str, str]) -> None:
    _told_once(design(f"[transfer]\n{text}\n"), "mine.toml", faults)


def _told_once(problems: Problems, file: str, faults: dict[str, str]) -> None:
    """Each fault is told with its file and key; nothing is said of the numbers that the tie does not lead to."""
    found = {p.key: p.found for p in problems if p.key in faults}
    assert {p.key for p in problems if p.key.rpartition(".")[2] in ("same_as", "unit")} == set(faults)
    assert not [p for p in problems if p.found == "nothing"]
    assert all(Path(p.file).name == file and p.valid for p in problems)
    assert all(words in found[key] for key, words in faults.items()), found


@pytest.mark.parametrize(
    ("same_as", "found"),
    [
        ("treatment_assessment", "a circle: treatment_assessment → treatment_assessment"),
        ("hvb", "a circle: treatment_assessment → hvb → treatment_assessment"),
        ("social_servises", '"social_servises"'),
        ("services.social_services", '"services.social_services"'),
    ],
)
def test_a_service_that_is_the_same_as_itself_or_as_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same_as: str, found: str
) -> None:
    file = tmp_path / "services.toml"
    text = SERVICES.read_text(encoding="utf-8").replace('same_as = "social_services"', f'same_as = "{same_as}"')
    if same_as == "hvb":
        text = text.replace('title_en = "Residential care and family homes"', 'same_as = "treatment_assessment"')
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(keys_module, "SERVICES", file)
    told_of = {p.key: p for p in refused("norrbotten", "current")}
    assert told_of["treatment_assessment.same_as"].found == found
    assert '"social_services"' in told_of["treatment_assessment.same_as"].valid
    assert set(told_of) <= {"treatment_assessment.same_as", "hvb.same_as"}, "its numbers are not asked for besides"


def test_a_chain_of_services_ends_at_the_one_with_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "services.toml"
    text = SERVICES.read_text(encoding="utf-8")
    cut = text.index("[personal_ombud]")
    ombud = '[personal_ombud]\ntitle_sv = "x"\ntitle_en = "x"\nprincipal = "municipality"\nlevel = "county"\n'
    rest = text[text.index("# The inquiry under another employer") :]
    file.write_text(f'{text[:cut]}{ombud}same_as = "treatment_assessment"\n\n{rest}', encoding="utf-8")
    monkeypatch.setattr(keys_module, "SERVICES", file)
    specs = with_edits({"services.personal_ombud.direct_share": 0.2}).services
    assert [specs[s].direct_share for s in (Service.SOCIAL_SERVICES, Service.PERSONAL_OMBUD)] == [0.2, 0.2]


@pytest.mark.parametrize(
    ("twin", "found"),
    [
        ('{ same_as = "coordination.key_person_leaves" }', "a circle"),
        ('{ same_as = "practice.turnover" }', '"practice.turnover"'),
        ('{ same_as = "practice.turnover_per_year", value = 1 }', "value beside same_as"),
    ],
)
def test_a_tie_of_parameters_that_cannot_be_is_refused(tmp_path: Path, twin: str, found: str) -> None:
    file = tmp_path / "mine.toml"
    rest = f"[practice]\nturnover_per_year = {q(0.2, 'per year')}\n[coordination]\n"
    file.write_text(f"{rest}key_person_leaves = {twin}\n", encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_parameters(file)
    (line,) = caught.value.lines
    assert found in line
    assert "coordination.key_person_leaves" in line


def test_a_parameter_may_be_the_same_as_one_that_is_another_ones(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    chain = '[a]\none = { same_as = "a.two" }\ntwo = { same_as = "a.three", note = "so" }\n'
    file.write_text(f"{chain}three = {q(3, 'days')}\n", encoding="utf-8")
    found = load_parameters(file)["a"]
    assert [found[k].same_as for k in ("one", "two", "three")] == ["a.three", "a.three", ""]
    assert [found[k].value for k in ("one", "two", "three")] == [3.0, 3.0, 3.0]


# Posts by share -------------------------------------------------------------------------------------------------------


def test_a_share_of_posts_above_one_is_refused(design) -> None:
    p = design(f"[opens.treatment_assessment.share]\nsocial_services = {q(1.2, 'share')}")[0]
    assert (p.key, p.found) == ("opens.treatment_assessment.share.social_services.value", "1.2")
    assert p.valid == "a share from 0 to 1"


def test_openings_that_together_take_more_than_all_are_refused(design) -> None:
    text = f"[opens.low_threshold_clinic.share]\nsocial_services = {q(0.5, 'share')}"
    p = one(design(text, "full_reform"))
    assert p.key == "opens.low_threshold_clinic.share.social_services"
    assert p.found.startswith("1.32 of the posts of social_services (treatment_assessment 0.82")
    assert p.valid == "shares of at most 1 together"


def test_share_and_taken_from_are_refused_together(design) -> None:
    share = f"share.social_services = {q(0.5, 'share')}"
    p = one(design(f"[opens.treatment_assessment]\ntaken_from.social_worker = ['social_services']\n{share}"))
    assert (p.key, p.found) == ("opens.treatment_assessment.taken_from", "both share and taken_from")


def test_a_share_of_a_service_that_the_county_lacks_gives_nobody_and_is_refused(design) -> None:
    text = "[opens.low_threshold_clinic]\nlevel = 'hub'\nshare.joint_assessment_team = " + q(0.5, "share")
    p = one(design(text))
    assert p.key == "opens.low_threshold_clinic.share"
    assert "joint_assessment_team, which the county does not have" in p.found


PRICE = (
    ("never_refilled_share", "share"),
    ("productivity_dip", "share"),
    ("productivity_recovery_days", "days"),
    ("turnover_factor", "factor"),
    ("turnover_days_after", "days"),
    ("absence_share", "share"),
    ("absence_factor", "factor"),
    ("absence_days", "days"),
)


def test_a_role_that_comes_along_needs_a_word_on_how_long_its_posts_take_to_fill(design) -> None:
    doors = '[after.doors]\nsocial = ["integrated_team", "housing_support"]\n'
    lead = "".join(f"{role} = {q(90, 'days')}\n" for role in ("treatment_worker", "social_worker", "nurse"))
    lead += "".join(f"{role} = {q(90, 'days')}\n" for role in ("psychologist", "physician"))
    price = "".join(f"{key} = {q(1, unit)}\n" for key, unit in PRICE)
    text = f"{doors}[opens.integrated_team]\nneeds_step = 0\nshare.housing_support = {q(0.1, 'share')}\n{price}"
    p = one(design(f"{text}[opens.integrated_team.recruitment_lead_days]\n{lead}", "current"))
    assert p.key == "opens.integrated_team.recruitment_lead_days.housing_worker"


def test_a_county_that_is_staffed_for_no_load_is_refused(county) -> None:
    assert one(county(f"utilisation = {q(0, 'share')}")).key == "utilisation.low"


def test_the_command_line_tells_all_of_it_at_once_and_ends_with_two(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        f'extends = "big_bang"\n[transfer]\nstay_share = {FROM.format("transfer.stay")}\n'
        f"[opens.treatment_assessment.share]\nsocial_services = {q(1.5, 'share')}\n",
        encoding="utf-8",
    )
    for command in (["run", "norrbotten", str(file)], ["scenarios", "check", str(file)]):
        result = told(*command)
        assert result.exit_code == 2
        assert "transfer.stay_share.same_as" in result.stderr
        assert "opens.treatment_assessment.share.social_services" in result.stderr
        assert "Traceback" not in result.output
