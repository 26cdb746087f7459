"""Files of every format still read; one that is older than the present is told what it lacks and can be brought up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import mellanrum as mr
from calibration.parameters.store import load_parameters
from mellanrum.cli import main
from mellanrum.wiring.study_names import known_names
from scenarios.checks.check import check, remarked
from scenarios.compose import compose
from scenarios.files.chain import of_before_formats
from scenarios.files.problems import ScenarioError
from scenarios.files.read import FOLDERS, read_table
from scenarios.study.study_plan import read_study
from scenarios.tools.new import new_county, new_design
from scenarios.tools.upgrade import upgraded

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "formats"
BEFORE, PRESENT = GOLDEN / "before", GOLDEN / "1"
NAMES = sorted(file.name for file in BEFORE.iterdir())
PARAMETERS = load_parameters()


def made(county: Path | str, design: Path | str):
    return compose(county, design, parameters=PARAMETERS)


def test_every_file_that_ships_and_every_new_one_says_its_format(tmp_path):
    files = [file for folder in FOLDERS.values() for file in folder.glob("*.toml")]
    files += (Path(__file__).parents[2] / "docs" / "examples").glob("*.toml")
    for name, text in (("d", new_design("d", "phased")), ("c", new_county("c"))):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        files.append(tmp_path / f"{name}.toml")
    assert len(files) > 20
    assert {file.name: read_table(file).get("format") for file in files} == {file.name: 1 for file in files}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_before_formats_is_brought_up_to_the_very_text_that_is_kept(name):
    assert upgraded(BEFORE / name).text == (PRESENT / name).read_text("utf-8")
    assert upgraded(PRESENT / name).done == ()


def test_files_of_every_format_still_read():
    county, transfer, teams = (f"{name}.toml" for name in ("county", "transfer", "teams"))
    assert made(BEFORE / county, "current") == made(PRESENT / county, "current")
    for design in (transfer, teams):
        assert made("norrbotten", BEFORE / design) == made("norrbotten", PRESENT / design)
    for folder in (BEFORE, PRESENT):
        assert check([folder / county, folder / transfer, folder / teams]) == []
    assert read_study(PRESENT / "study.toml", parameters=PARAMETERS, known=known_names()).measures == (
        "fall_rate", "gap_days_per_client_year", "fall_rate_not_comorbid",
    )  # fmt: skip


def test_what_an_old_file_lacks_is_told_in_the_check_and_beside_results_and_never_of_a_present_one(tmp_path):
    said, *unusual = remarked(BEFORE / "county.toml", PARAMETERS)
    assert "is of before formats and is taken to have utilisation as 0.85 share (A060), as norrbotten has it." in said
    assert "mellanrum scenarios upgrade" in said
    (said,) = remarked(BEFORE / "teams.toml", PARAMETERS)
    assert said.count("opens.integrated_team.") == 8
    assert remarked(PRESENT / "county.toml", PARAMETERS) == unusual
    assert remarked(PRESENT / "teams.toml", PARAMETERS) == []
    options = {"replications": 1, "years": 0.1, "jobs": 1, "parameters": "point", "out": tmp_path / "o"}
    page = " ".join(str(mr.compare(BEFORE / "county.toml", ["current"], **options)).split())
    assert "is taken to have utilisation" in page


def test_a_present_file_that_lacks_a_number_is_wrong_and_nothing_is_put_in_its_place(tmp_path):
    file = tmp_path / "c.toml"
    lines = new_county("c").splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith("utilisation")), encoding="utf-8")
    assert "utilisation: found nothing" in "".join(map(str, check([file])))


def test_a_measure_that_nothing_counts_any_more_leads_to_upgrading():
    with pytest.raises(ScenarioError) as told:
        read_study(BEFORE / "study.toml", parameters=PARAMETERS, known=known_names())
    lines = [str(problem) for problem in told.value.problems]
    assert len(lines) == 2
    assert (
        'found "transfer_fall_rate", of before formats; valid: what is counted today; mellanrum scenarios upgrade'
        in lines[0]
    )


def test_a_file_that_builds_on_an_old_one_has_what_that_one_is_taken_to_say(tmp_path):
    shutil.copy(BEFORE / "teams.toml", tmp_path)
    mine = tmp_path / "mine.toml"
    mine.write_text(new_design("mine", str(tmp_path / "teams.toml"), reference="teams.toml"), encoding="utf-8")
    assert made("norrbotten", mine).changes == made("norrbotten", BEFORE / "teams.toml").changes
    (said,) = of_before_formats(mine, "design")
    assert "teams.toml is of before formats" in said
    assert upgraded(mine).done == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("2", "format: found 2, of a later mellanrum; valid: 1, which mellanrum"),
        ('"1"', 'format: found "1"; valid: 1, without quotation marks; a file of before formats has no such key'),
        ("0", "format: found 0; valid: 1,"),
        ("true", "format: found true; valid: 1,"),
        ("1.0", "format: found 1.0; valid: 1,"),
    ],
)
@pytest.mark.parametrize("kind", ["county", "teams", "study"])
def test_another_format_is_refused(kind, said, told, tmp_path, capsys):
    file = tmp_path / f"{kind}.toml"
    text = (PRESENT / f"{kind}.toml").read_text("utf-8").replace("format = 1\n", f"format = {said}\nnonsense = 1\n")
    file.write_text(text, encoding="utf-8")
    command = ["study", "check"] if kind == "study" else ["scenarios", "check"]
    assert main([*command, str(file)]) == 2
    found = capsys.readouterr().err
    assert told in found
    assert ("nonsense" in found) == (said != "2")  # what a later format may hold is not known here
    assert main(["scenarios", "upgrade", str(file)]) == 2
    assert told in capsys.readouterr().err


def test_upgrading_keeps_the_file_as_it_was_and_writes_over_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    before = (BEFORE / "county.toml").read_bytes()
    Path("county.toml").write_bytes(before)
    assert main(["scenarios", "upgrade", "county.toml"]) == 0
    assert Path("county.toml").read_text("utf-8") == (PRESENT / "county.toml").read_text("utf-8")
    assert Path("county.before.toml").read_bytes() == before
    assert main(["scenarios", "upgrade", "county.toml"]) == 0
    assert "is of the present format; nothing is written" in capsys.readouterr().out
    Path("county.toml").write_bytes(before)
    assert main(["scenarios", "upgrade", "county.toml"]) == 2
    assert Path("county.toml").read_bytes() == before
    assert sorted(p.name for p in Path().iterdir()) == ["county.before.toml", "county.toml"]
    assert main(["scenarios", "upgrade", "norrbotten"]) == 0
    assert main(["scenarios", "upgrade", "nowhere.toml"]) == 2


def test_what_cannot_be_written_line_by_line_is_told_and_left_alone(tmp_path):
    file = tmp_path / "teams.toml"
    file.write_text(
        'title_sv = "x"\ntitle_en = "x"\nsummary_sv = "x"\nsummary_en = "x"\nextends = "current"\n'
        'opens = { integrated_team = { taken_from = { nurse = ["adult_psychiatry"] } } }\n',
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as told:
        upgraded(file)
    (problem,) = told.value.problems
    assert "cannot be brought up line by line" in problem.found
    assert "opens.integrated_team.absence_days = { value = 365" in problem.valid
