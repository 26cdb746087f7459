"""What the pages say of pillars, factors and assumptions is what the design files, the code and the ledger say."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from calibration.evidence.ledger import load
from mellanrum.cli.evidence import quantities
from mellanrum.cli.scenario_files import scenarios
from outputs.listings.pillars import PAGE, listings, page, write
from scenarios.files.chain import follow
from scenarios.files.levers import LEVERS
from scenarios.files.read import SERVICES, list_designs, read_table
from scenarios.files.schema import schema
from scenarios.tools.pillars import DesignClaims, carries_out, designs, disagreements, factors, is_set, pillars, today

ROOT = Path(__file__).resolve().parents[2]
ASSUMPTIONS = (ROOT / "docs" / "assumptions.md").read_text(encoding="utf-8")
BY_ASSUMPTION = "## By assumption only"
WHO_ASSESSES = "## Who assesses under each design"
ID = re.compile(r"\b(?:A\d{3}[a-z]?(?:\.[a-z_]+)?|(?:X|NB-|GB-|VA-)\d{3})\b")
INQUIRY = "treatment_assessment"


@pytest.fixture
def design(tmp_path):
    """Return what writes a design file and gives it with all that it extends."""

    def written(text, extends="current"):
        file = tmp_path / "mine.toml"
        file.write_text(f'extends = "{extends}"\n{text}', encoding="utf-8")
        return DesignClaims("mine", follow(file, "design").table)

    return written


def q(value, unit):
    return f'{{ value = {value}, unit = "{unit}", low = {value}, high = {value}, evidence = "A179" }}'


def section(heading):
    """Return one section of docs/assumptions.md."""
    return ASSUMPTIONS.split(heading)[1].split("\n## ")[0]


def rows(text):
    """Return the cells of the rows of a Markdown table, without head and rule."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines[2:]]


def known_key(lever):
    """Whether the schema of a design file has a place for a lever."""
    whole = schema("design")

    def resolved(node):
        while "$ref" in node or "anyOf" in node:
            node = whole["$defs"][node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else node["anyOf"][0]
        return node

    node = whole
    for word in lever.split("."):
        if node.get("type") == "array":
            return word in resolved(node["items"])["enum"]
        if word in node.get("properties", {}):
            node = resolved(node["properties"][word])
        elif word in resolved(node.get("propertyNames", {})).get("enum", ()):
            node = resolved(node["additionalProperties"])
        else:
            return False
    return True


# Pillars and designs --------------------------------------------------------------------------------------------------


def test_there_are_ten_pillars_and_seven_factors():
    assert [p.number for p in pillars()] == list(range(1, 11))
    assert [f.number for f in factors()] == list(range(1, 8))


def test_no_design_claims_what_it_does_not_do_or_does_what_it_does_not_claim():
    assert disagreements(designs()) == []


def test_a_pillar_without_levers_says_why_and_only_the_ninth_has_none():
    assert [p.number for p in pillars() if not p.levers] == [9]
    assert all(bool(p.no_effect) != bool(p.levers) for p in pillars())
    assert "coordination.called_back_share" not in {lever for p in pillars() for lever in p.levers}


def test_every_lever_has_a_place_in_a_design_file():
    levers = {lever for p in pillars() for lever in p.levers} | {lever for f in factors() for lever in f.levers}
    assert {lever for lever in levers if not known_key(lever)} == set()
    for misspelt in ("coordination.outreach", "transfer.services.lvn", "opens.low_threshold_clinics"):
        assert not known_key(misspelt)


def test_every_pillar_with_levers_is_carried_out_by_the_full_reform_and_none_by_today():
    by_name = {d.name: d for d in designs()}
    assert all(carries_out(by_name["full_reform"], p) for p in pillars() if p.levers)
    assert not any(carries_out(by_name["current"], p) for p in pillars())
    assert not carries_out(by_name["paper_transfer"], pillars()[0])


def test_a_claim_without_its_lever_is_told(design):
    (told,) = disagreements([design("pillars = [3]")])
    assert told == "mine: claims pillar 3 but does not set opens.low_threshold_clinic"
    (told,) = disagreements([design("pillars = [1, 10]", extends="big_bang")])
    assert told == "mine: claims pillar 10 but does not set transfer.services.lvm"


def test_a_lever_without_its_claim_is_told(design):
    clinic = f"[opens.low_threshold_clinic]\ntotal = {q(2, 'FTE')}\n"
    (told,) = disagreements([design(clinic)])
    assert told == "mine: sets opens.low_threshold_clinic but does not claim pillar 3"
    assert disagreements([design("pillars = [3]\n" + clinic)]) == []


def test_a_claim_and_its_levers_come_along_from_what_a_design_extends(design):
    assert disagreements([design("", extends="full_reform")]) == []
    (told,) = disagreements([design("[transfer]\nservices = []\n", extends="big_bang")])
    assert told.startswith("mine: claims pillar 1 but does not set transfer.services.municipal_outpatient")


@pytest.mark.parametrize(
    ("lever", "text"),
    [
        ("coordination.outreach_factor", f"[coordination]\noutreach_factor = {q(1, 'factor')}"),
        ("opens.personal_ombud", f"[opens.personal_ombud]\nper_10000_adults = {q(0, 'FTE per 10 000 adults')}"),
        (
            "rules.adult_psychiatry.treat_addiction_first_share",
            f"[rules.adult_psychiatry]\ntreat_addiction_first_share = {q(0.15, 'share')}",
        ),
        ("regime.responsible.psychosocial", 'regime.responsible.psychosocial = "municipality"'),
        ("coordination.process_leader", "coordination.process_leader = false"),
    ],
)
def test_what_is_set_to_what_it_is_today_is_not_set(design, lever, text):
    assert not is_set(design(text).table, lever)


def test_what_is_set_to_something_else_is_set(design):
    table = design(f"[coordination]\noutreach_factor = {q(1.1, 'factor')}\nmeasures = ['sip_routine']").table
    assert is_set(table, "coordination.outreach_factor")
    assert is_set(table, "coordination.measures.sip_routine")
    assert not is_set(table, "coordination.measures.shared_threshold")
    assert today("rules.adult_psychiatry.treat_addiction_first_share")["value"] == 0.15


def test_factors_name_modules_that_exist_or_say_why_not():
    for factor in factors():
        assert all((ROOT / module).is_file() for module in factor.modules), factor.number
        assert bool(factor.mechanism) == bool(factor.modules) == bool(factor.levers)
        assert factor.mechanism or factor.not_modelled


# The page -------------------------------------------------------------------------------------------------------------


def test_the_page_is_in_step_with_the_files():
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m outputs.listings.pillars"


def test_the_page_is_written_as_it_is_made(tmp_path):
    write(tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == page()


def test_every_row_of_a_table_has_a_cell_for_every_head():
    for listing in listings():
        assert {len(row) for row in listing.rows} == {len(listing.heads)}
        assert all(cell.strip() == cell and cell and "\n" not in cell for row in listing.rows for cell in row)


def test_every_design_stands_in_the_table_of_designs():
    assert [row[0].strip("`") for row in listings()[1].rows] == list_designs()


def test_the_command_shows_the_same_tables():
    shown = CliRunner().invoke(scenarios, ["pillars"])
    assert shown.exit_code == 0
    words = " ".join(shown.output.split())
    for listing in listings():
        assert listing.title in words
        for row in listing.rows:
            assert all(" ".join(cell.replace("`", "").split()) in words for cell in row if cell != "–")
    assert max(map(len, shown.output.splitlines())) <= 120


# docs/assumptions.md --------------------------------------------------------------------------------------------------


def test_every_id_is_in_the_ledger():
    found = set(ID.findall(ASSUMPTIONS)) | set(ID.findall(page()))
    assert len(found) > 60
    assert {i for i in found if i not in load()} == set()


SOURCED = {"NB-051", "X198", "X223", "X227"}
"""Figures of the ledger that stand on the page of assumptions, since what is made of them here is one."""


def test_what_is_said_to_be_by_assumption_is_used_and_called_an_assumption():
    used = {word for _, _, x in quantities() for word in f"{x.evidence} {x.note}".replace(",", " ").split()}
    families = {word.partition(".")[0] for word in used}
    for figure_id in set(ID.findall(section(BY_ASSUMPTION))) - SOURCED:
        assert load().get(figure_id).is_assumption
        assert figure_id in used | families, figure_id
    assert not {"A026"} & {i for _, _, x in quantities() for i in x.evidence.replace(",", " ").split()}


def test_what_the_page_names_in_code_exists():
    modules = set(re.findall(r"`((?:sim|scenarios)/[a-z_/.]+)`", ASSUMPTIONS))
    assert len(modules) > 10
    assert all((ROOT / module).exists() for module in modules)
    catalogue = (ROOT / "sim" / "measures" / "catalogue.csv").read_text(encoding="utf-8")
    assert "\nworker_changes_per_year_in_care," in catalogue
    assert "\nplan_parts_failed." in catalogue
    assert {"called_back_share", "call_back_days", "compensation_factor"} <= set(LEVERS)


def test_no_design_that_ships_calls_back_or_sets_the_compensation():
    levers = ("coordination.called_back_share", "coordination.compensation_factor")
    assert not [d.name for d in designs() for lever in levers if is_set(d.table, lever)]


def test_who_assesses_under_each_design_is_as_the_page_says():
    told = {name: rest for name, *rest in rows(section(WHO_ASSESSES))}
    assert sorted(told) == sorted(list_designs())
    for one in designs():
        who = one.table["regime"]["assessor"] | one.table.get("after", {}).get("assessor", {})
        opened = one.table.get("opens", {}).get(INQUIRY)
        posts = "–" if opened is None else "a share of those of " + ", ".join(opened["share"])
        assert told[one.name] == [who["psychosocial"], who["social"], posts], one.name
        assert set(who) == {"psychosocial", "social"}
        assert (opened is not None) == (who["psychosocial"] == INQUIRY)


def test_both_assessors_have_the_same_hours_days_staff_and_eyes():
    told = read_table(SERVICES)[INQUIRY]
    assert told["same_as"] == "social_services"
    assert set(told) == {"title_sv", "title_en", "principal", "level", "same_as"}, "the rest is not said twice"
