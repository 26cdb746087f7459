"""What is wrong with a file is told word for word, in both languages; so are remarks, differences and new files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from mellanrum.api import load
from outputs.listings.timeline import timeline
from outputs.text.grid import plain
from scenarios.checks.check import check, remarked
from scenarios.compose import compose
from scenarios.edits.comparable import unlike_calendars
from scenarios.edits.vary import parse_varies
from scenarios.files.problems import ScenarioError
from scenarios.files.read import LONGEST_LINE, MOST_ITEMS
from scenarios.files.titles import title_or_name
from scenarios.study.study_plan import read_study
from scenarios.tools.differing import differences
from scenarios.tools.new import new_county, new_design
from scenarios.tools.pillars import DesignClaims, disagreements
from scenarios.tools.upgrade import upgraded
from tests.bad_files import PARAMETERS, q
from tests.golden_pages import held
from tests.known_names import known

FORMATS = Path(__file__).resolve().parents[1] / "golden" / "formats" / "before"
COUNTY = new_county("liten")
TEAM = f"total = {q(3, 'FTE')}\nrecruitment_lead_days = {q(90, 'days')}\n"
SHARE = q(0.5, "share")
DAYS = q(90, "days")
FTE = q(2, "FTE")

DESIGNS: dict[str, tuple[str, str]] = {
    "a dozen slips of shape": (
        "big_bang",
        f"""transfers = 3
pillars = [1, 1, 12]
day = 2028-01-01
staffing.hvb = 3
[transfer]
day = "2028-01-01"
announced = 2029-01-01
to = "regionen"
moves = ["psychosocial", "psychosocial", "socail"]
services = ["municipal_outpatient", "hvbb"]
lag_days = {{ value = 90, unit = "years", low = 30, high = 180, evidence = "A190" }}
stay_share = {{ value = 1.5, unit = "share", low = 0, high = 1, evidence = "A190" }}
productivity_dip = {{ value = 0.5, unit = "share", low = 0.6, high = 0.7, evidence = "" }}
turnover_factor = {{ value = 1, unit = "factor", low = 1, evidence = "A190", hihg = 2, note = 3 }}
productivity_recovery_days = 90
turnover_days_after = {q(90_000, "days", 900, 900_000)}
recruitment_lead_days = [1, 2]
[coordination]
steps = [2, 4]
measures = ["sip_routin"]
process_leader = "ja"
from = 2040-01-01
sip_shares = {{ value = [0.1, 2], unit = "share", low = 1, high = 1, evidence = "A190" }}
[after.doors]
social = []
""",
    ),
    "waves": (
        "big_bang",
        """[[transfer.waves]]
day = 2028-03-01
districts = ["lulea_boden", "ostraa"]
dual_until = 2028-01-01
[[transfer.waves]]
day = 2028-06-01
municipalities = ["Lulea", "Kiruna", "Kiruna"]
districts = ["kiruna"]
[[transfer.waves]]
day = 2026-01-01
[[transfer.waves]]
day = 2040-01-01
districts = []
""",
    ),
    "waves that leave somebody out": (
        "big_bang",
        """[[transfer.waves]]
day = 2028-01-01
districts = ["lulea_boden", "ostra", "pitea_alvdal", "gallivare"]
municipalities = ["Luleå"]
""",
    ),
    "one town in no wave, another in two": (
        "big_bang",
        """[[transfer.waves]]
day = 2028-01-01
districts = ["lulea_boden", "ostra", "pitea_alvdal", "gallivare"]
[[transfer.waves]]
day = 2028-02-01
municipalities = ["Luleå"]
""",
    ),
    "no waves": ("big_bang", "transfer.waves = []"),
    "waves without end": (
        "big_bang",
        f'[transfer]\nwaves_by = "municipality"\nwave_interval_days = {q(200, "days")}',
    ),
    "keys that lack each other": (
        "paper_transfer",
        f'[transfer]\nlocum_share = {SHARE}\nabsence_share = {SHARE}\nwaves_by = "district"\n',
    ),
    "services that move without a word on staff": (
        "current",
        '[transfer]\nday = 2028-01-01\nto = "region"\nmoves = ["psychosocial"]\nservices = ["municipal_outpatient"]\n',
    ),
    "factors": (
        "big_bang",
        f"[transfer]\nlocum_contract_days = {q(0, 'days')}\nabsence_factor = {q(0.9, 'factor')}\n"
        f"follow_factor_per_travel_hour = {q(2, 'factor')}\nturnover_factor = {q(1, 'factor', 0.001, 90)}\n",
    ),
    "more people than there are": ("big_bang", f"[transfer.follow_fte]\ntreatment_worker = {q(50, 'FTE')}\n"),
    "openings": (
        "big_bang",
        f"""[opens.integrated_team]
total = {q(3, "FTE")}
per_10000_adults = {q(1, "FTE per 10 000 adults")}
level = "huub"
principal = "regionen"
needs_step = 6
taken_from.housing_worker = ["housing_support"]
taken_from.nurse = ["municipal_outpatient", "laro", "laro"]
taken_from.psychologist = ["integrated_team"]
taken_from.physician = []
share.integrated_team = {SHARE}
recruitment_lead_days.ward_staff = {DAYS}
[opens.laro]
{TEAM}
[opens.primary_care]
{TEAM}
[opens.personal_ombud]
absence_factor = {q(0.9, "factor")}
[opens.joint_assessment_team]
share.personal_ombud = {SHARE}
day = 2040-01-01
""",
    ),
    "posts taken for nothing": (
        "current",
        f"""[opens.integrated_team]
needs_step = 4
total = {FTE}
taken_from.nurse = ["adult_psychiatry"]
[opens.low_threshold_clinic]
share.laro = {q(0.6, "share")}
[opens.personal_ombud]
share.laro = {q(0.6, "share")}
""",
    ),
    "relocations": (
        "big_bang",
        """[relocation.primary_care]
level = "hub"
[relocation.addiction_clinic]
level = "hub"
[relocation.hvb]
level = "hub"
[relocation.personal_ombud]
level = "hub"
""",
    ),
    "posts": (
        "current",
        f"""[[posts.municipal_outpatient]]
day = 2028-01-01
role = "treatment_worker"
add = {FTE}
close = {FTE}
recruit_from = 2028-03-01
[[posts.municipal_outpatient]]
day = 2028-01-01
role = "treatment_worker"
close = {q(900, "FTE")}
[[posts.municipal_outpatient]]
day = 2028-01-01
role = "treatment_worker"
close = {q(900, "FTE")}
municipality = "Lulea"
[[posts.municipal_outpatient]]
day = 2028-01-01
role = "physician"
close = {FTE}
[[posts.municipal_outpatient]]
day = 2028-01-01
role = "nurse"
add = {FTE}
taken_from = ["municipal_outpatient", "hvb"]
recruit_from = 2027-12-01
[[posts.laro]]
day = 2028-01-01
role = "nurse"
[[posts.laro]]
day = 2029-01-01
role = "nurse"
add = {FTE}
from_municipality = "Kiruna"
[posts.hvb]
day = 2028-01-01
role = "ward_staff"
add = {FTE}
[posts.personal_ombud]
day = 2028-01-01
role = "ombud"
add = {FTE}
taken_from = []
""",
    ),
    "more posts closed than there are": (
        "current",
        f'[posts.laro]\nday = 2028-06-01\nrole = "nurse"\nclose = {q(900, "FTE")}\n',
    ),
    "closings": (
        "current",
        f"""[closes.social_services]
day = 2028-06-01
posts_to = "social_services"
[closes.laro]
day = 2028-06-01
posts_to = "hvb"
cases_to = "housing_support"
municipalities = []
[closes.personal_ombud]
day = 2028-06-01
cases_to = "laro"
[closes.hvb]
day = 2028-06-01
[closes.municipal_outpatient]
day = 2028-06-01
recruitment_lead_days = {DAYS}
[closes.adult_psychiatry]
day = 2028-06-01
posts_to.nurse = "integrated_team"
posts_to.ombud = "laro"
municipalities = ["Kiruna"]
[closes.addiction_clinic]
day = 2028-06-01
municipalities = ["Kiruna"]
[coordination]
from = 2028-06-01
conferences_end_in = []
""",
    ),
    "conferences": (
        "current",
        """[coordination]
from = 2028-06-01
case_conferences = ["kiruna", "kiruna", "ostraa"]
conferences_end = 2028-01-01
conferences_end_in = ["kiruna", "ostra"]
""",
    ),
    "conferences that nobody holds": ("current", "[coordination]\nconferences_end = 2028-06-01\n"),
    "the ladder": (
        "current",
        """[coordination]
from = 2028-01-01
steps = [5, 7]
measures = ["sip_routine"]
process_leader = true
""",
    ),
    "a step that is skipped": ("current", "[coordination]\nfrom = 2028-01-01\nsteps = [4]\n"),
    "a leader without steps": ("current", "[coordination]\nfrom = 2028-01-01\nprocess_leader = true\n"),
    "forms": (
        "big_bang",
        """[transfer]
form = { nurse = "contract", treatment_worker = "secondment" }
form_in = { Kirunaa = "undertaking" }
staff_from = ["Luleå", "Luleå", "Bodenn"]
then = "offer"
""",
    ),
    "a contract that ends and a loan that has ended": (
        "big_bang",
        '[transfer]\nform = "contract"\nuntil = 2027-01-01\n',
    ),
    "a date that ends nothing": ("big_bang", "[transfer]\nuntil = 2029-01-01\n"),
    "a form without services": ("paper_transfer", '[transfer]\nform = "offer"\n'),
    "substances": (
        "paper_transfer",
        '[transfer]\nsubstances = []\nmoves = []\nservices = ["municipal_outpatient"]\n',
    ),
    "rules": ("current", "[rules.laro]\nmeets = []\n"),
    "assessors and pairs": (
        "current",
        """[after.assessor]
psychosocial = "treatment_assessment"
[after]
sip_pairs = [["laro", "laro"], ["laro", "hvb"], ["hvb", "laro"]]
""",
    ),
    "a tie that leads nowhere": (
        "big_bang",
        '[transfer]\nlag_days = { same_as = "transfer.nowhere" }\nturnover_factor = { same_as = "x", value = 1 }\n',
    ),
    "names": ("current", f'"" = 1\n[rules."Laro"]\na = {SHARE}\nA = {SHARE}\n" b" = {SHARE}\n'),
    "an invisible name": ("current", '"a\\u202eb" = 1\n"-c" = 1\n"' + "d" * 101 + '" = 1\n'),
    "a later format": ("current", "format = 2\n"),
    "no format": ("current", 'format = "1"\n'),
}

COUNTIES: dict[str, str] = {
    "a dozen slips of a county": f"""
hubs = ["Sunderbyn", "Kalix", "Piteå", "Gällivare", "Kiruna", "Kiruna", 3]
speed = {q(0, "km/h")}
[municipalities."Lule"]
practice.asi = true
[municipalities."Boden"]
district = "lulea"
adults = {q(0, "persons")}
[municipalities."Haparanda".travel]
Lulea = {q(100, "km")}
[municipalities."Kiruna".practice]
methods = ["relapse_prevention", "relapse_prevention", "metod"]
groups = ["met"]
[staffing.laro]
counts = {{ "Kiruna" = 4 }}
[staffing.personal_ombud]
[staffing.hvb]
total = {q(4, "FTE")}
places = "many"
[coordination.ladder]
lulea_boden = {q(9, "step")}
[agreement.local]
Bodenn = true
""",
    "sums": f"""
[staffing.municipal_outpatient]
total = {q(4, "FTE")}
counts = {{ "Kiruna" = 4, "Luleå" = 4 }}
[staffing.adult_psychiatry]
total = {q(4, "FTE")}
neuropsychiatric = {q(5, "FTE")}
[location.personal_ombud]
units = [{{ place = "Luleå" }}]
[[location.psychiatric_emergency.units]]
place = "Luleå"
districts = ["lulea_boden", "lulea_boden"]
[transfer]
day = 2028-01-01
""",
}

TOML: dict[str, str | bytes] = {
    "decimal comma": COUNTY.replace("value = 75,", "value = 75,5,"),
    "Åmål": 'x = "ok"\n[municipalities.Åmål]\n',
    "quotation marks of Word": "title_sv = “liten”\n",
    "ja": "\n\nx = ja\n",
    "True": "x = True\n",
    "a key twice": "x = 1\ny = 2\nx = 3\n",
    "a key twice, spelt with other bytes": '"\u00e5" = 1\n"a\u030a" = 2\n',
    "a bare word": "x = Luleå\n",
    "30 February": "day = 2028-02-30\n",
    "thousands": "x = 45 000\n",
    "a colon": 'title_sv: "x"\n',
    "no end of a text": 'x = "abc\n',
    "no end of a table": "x = { value = 1\n",
    "anything": "x = ,\n",
    "CSV": "kommun;vuxna\nLuleå;60000\nBoden;20000\n",
    "tabs": "kommun\tvuxna\nLuleå\t60000\n",
    "cp1252": COUNTY.encode("cp1252"),
    "UTF-16": COUNTY.encode("utf-16"),
    "Excel": b"PK\x03\x04\xff\xfe\x00",
    "empty": "",
    "deep": "x = {" + "a . " * 400 + "b = 1}",
    "deep lists": "x = " + "[" * 10_000,
    "deep tables": "x = " + "[" * 14 + "]" * 14,
    "long": f'x = "{"y" * (LONGEST_LINE + 1)}"',
    "large": "x = 1" + " " * 2_000_000,
    "many": "\n".join(f"[t{i}]" for i in range(MOST_ITEMS + 1)),
}

STUDY = """
title_sv = "Titel"
title_en = ""
question_sv = "Fråga?"
question_en = "Question?"
hypothesis_sv = "Antagande."
counties = ["norrboten"]
designs = ["current", "phasedd", "current"]
measures = ["fall_rat", "fall_rate", "fall_rate", "transfer_fall_rate"]
parameters = "posteriori"
replications = "automatic"
years = 200
counts = ["nothing_such"]
[sample]
kind = "grid"
points = 20
[variations."transfer.lag_days"]
label_sv = "Dagar"
label_en = "Days"
low = 730
high = 30
only_for = ["phased", "current", "current"]
why = "because"
[variations."transfer.stay_share"]
label_sv = "Andel"
label_en = "Share"
values = [0.1, 0.1, "x"]
as = "factor"
why = "A9999: x"
[precision.gap_days]
why = "assumption: x"
[[break_even]]
key = "transfer.day"
measure = "fall_rates"
beside = ["a", "a"]
[thresholds]
visits = []
days = [1]
[findings]
date = 2028-01-01
version = "1"
sentences = []
"""
STUDIES = {
    "everything at once": STUDY,
    "nothing at all": "counties = []\ndesigns = []\nmeasures = []\nreplications = 0\nbudget_minutes = -1\n",
    "what cannot be tried": """
title_sv = "Titel"
title_en = "Title"
question_sv = "Fråga?"
question_en = "Question?"
hypothesis_sv = "Antagande."
hypothesis_en = "Hypothesis."
counties = ["norrbotten"]
designs = ["current", "phased"]
measures = ["fall_rate"]
parameters = "point"
replications = "auto"
counts = ["asi_share"]
[sample]
kind = "latin_hypercube"
[variations."transfer.lag_days"]
label_sv = "Dagar"
label_en = "Days"
low = 30
high = 730
unit = "years"
why = "assumption: x"
[variations."people.woman_share"]
label_sv = "Andel"
label_en = "Share"
values = [true]
only_for = ["phased"]
why = "assumption: x"
[variations."coordination.steps"]
label_sv = "Steg"
label_en = "Steps"
low = 1
why = "assumption: x"
""",
    "a sample of nothing": '[sample]\nkind = "grid"\n',
    "no sample": '[variations.x]\nlow = 1\nhigh = 2\nwhy = "assumption: x"\n',
}

VARIED = (
    "x", "a=", "a=1:2", "a=x1:2:3", "a=1:b:c", "a=1:2:0", "a=1:2:-1", "a=0:100000:1", "a=1,1", "a=60%,70%", "a=0,5;0,6",
    "a=[1]", "b=1", "b=2", "c=0:1000:1", "d=0:1000:1",
)  # fmt: skip
EDITS: tuple[dict[str, Any], ...] = (
    {"transfer.to": ["region"]},
    {"transfer.lag_dayz": 1},
    {"zzz": 1},
    {"coordination.steps": 1},
    {"coordination.team_severity": 1},
    {"transfer": 1},
    {"transfer.follow_share": 0.5, "transfer.follow_share.social_worker": 0.5},
    {"transfer.lag_days": "soon", "transfer.stay_share": 1.5, "transfer.announced": 1},
    {"coordination.conference_hours": 1, "opens.integrated_team.total": 1, "services.laro.roles": "x"},
)


def lines(folder: Path, problems: Iterable[object]) -> list[str]:
    return [str(p).replace(str(folder), "FOLDER") for p in problems]


def refused(what: Callable[[], object]) -> Iterable[object]:
    try:
        what()
    except ScenarioError as error:
        return error.problems
    return ["nothing is wrong"]


def page(folder: Path, parts: dict[str, Callable[[], Iterable[object]]]) -> str:
    """Return the problems of several files, each under the name of its case."""
    return "\n".join(line for name, told in parts.items() for line in (f"# {name}", *lines(folder, told()), ""))


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_designs_that_cannot_be(tmp_path: Path) -> None:
    def of(extends: str, text: str) -> Callable[[], Iterable[object]]:
        own = "" if text.startswith("format") else "format = 1\n"
        whole = f'{own}extends = "{extends}"\n{text}'
        return lambda: refused(
            lambda: compose("norrbotten", written(tmp_path, "mine.toml", whole), parameters=PARAMETERS)
        )

    held("scenarios_designs", lambda: page(tmp_path, {name: of(*case) for name, case in DESIGNS.items()}))


def test_counties_that_cannot_be(tmp_path: Path) -> None:
    def of(text: str) -> Callable[[], Iterable[object]]:
        whole = f'format = 1\nextends = "norrbotten"\n{text}'
        return lambda: refused(lambda: compose(written(tmp_path, "mine.toml", whole), "current", parameters=PARAMETERS))

    held("scenarios_counties", lambda: page(tmp_path, {name: of(text) for name, text in COUNTIES.items()}))


def test_files_that_are_no_toml(tmp_path: Path) -> None:
    def of(content: str | bytes) -> Callable[[], Iterable[object]]:
        return lambda: check([written(tmp_path, "mine.toml", content)])

    held("scenarios_toml", lambda: page(tmp_path, {name: of(content) for name, content in TOML.items()}))


def test_files_that_are_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, "mitt_lan.toml", COUNTY)
    written(tmp_path, ".toml.toml", COUNTY)
    written(tmp_path, "one.toml", 'format = 1\nextends = "two.toml"\n')
    written(tmp_path, "two.toml", 'format = 1\nextends = "one.toml"\n')
    written(tmp_path, "three.toml", "format = 1\nextends = 3\n")
    written(tmp_path, "late.toml", 'format = 1\nextends = "current"\ncalendar.day_zero = 2027-01-01\n')
    names = ("norrboten", "mitt län.toml", "nowhere/at_all.toml", "one.toml", "three.toml", str(tmp_path), ".toml.toml")
    parts: dict[str, Callable[[], Iterable[object]]] = {
        name.replace(str(tmp_path), "FOLDER"): lambda name=name: check([name]) for name in names
    }
    parts["years"] = lambda: refused(lambda: compose("norrbotten", "current", parameters=PARAMETERS, years=200))
    parts["two calendars"] = lambda: unlike_calendars(["current", "late.toml"])
    parts["a design and a county"] = lambda: refused(lambda: differences("norrbotten", "big_bang"))
    parts["parameters"] = lambda: refused(lambda: compose("norrbotten", "current", parameters=worse()))
    held("scenarios_nowhere", lambda: page(tmp_path, parts))


def worse() -> dict[str, dict[str, Any]]:
    """Return parameters of which one is gone, one unknown, and one vague."""
    from dataclasses import replace

    some = {section: dict(inner) for section, inner in PARAMETERS.items()}
    share = some["people"].pop("woman_share")
    some["people"]["man_share"] = share
    some["peoples"] = {}
    crisis = some["hazards"]["crisis"]
    some["hazards"]["crisis"] = replace(crisis, value=1000.0, low=1.0, high=1e5)
    some["hazards"]["exit"] = replace(some["hazards"]["exit"], unit="share", value=(0.1, 0.2))
    return some


def test_what_is_varied(tmp_path: Path) -> None:
    def of(edits: dict[str, Any]) -> Callable[[], Iterable[object]]:
        return lambda: refused(lambda: compose("norrbotten", "phased", parameters=PARAMETERS, edits=edits))

    parts: dict[str, Callable[[], Iterable[object]]] = {"--vary": lambda: refused(lambda: parse_varies(VARIED))}
    parts |= {" ".join(edits): of(edits) for edits in EDITS}
    held("scenarios_varied", lambda: page(tmp_path, parts))


def test_studies_that_cannot_be(tmp_path: Path) -> None:
    def of(text: str) -> Callable[[], Iterable[object]]:
        def read() -> object:
            file = written(tmp_path, "mine.toml", f"format = 1\n{text}")
            return read_study(file, parameters=PARAMETERS, known=known())

        return lambda: refused(read)

    held("scenarios_studies", lambda: page(tmp_path, {name: of(text) for name, text in STUDIES.items()}))


def test_what_is_to_be_looked_at_again(tmp_path: Path) -> None:
    few = COUNTY.replace("value = 45000,", "value = 450,").replace("low = 44000,", "low = 440,")
    file = written(
        tmp_path, "mine.toml", few.replace("[staffing.adult_psychiatry]", "[staffing.joint_assessment_team]")
    )
    before = [FORMATS / f"{name}.toml" for name in ("county", "teams", "transfer")]

    def told() -> str:
        some = [*remarked(file, PARAMETERS)] if not check([file]) else lines(tmp_path, check([file]))
        old = [line for f in before for line in remarked(f, PARAMETERS)]
        done = [line for name in ("county", "teams", "study") for line in upgraded(FORMATS / f"{name}.toml").done]
        claims = disagreements([DesignClaims("mine", {"pillars": [1, 2]})])
        said = ["# remarks", *some, "", "# old files", *old, "", "# upgraded", *done, "", "# pillars", *claims]
        return "\n".join(said).replace(str(FORMATS), "FOLDER")

    held("scenarios_remarks", told)


def test_what_differs_and_when() -> None:
    def told() -> str:
        pairs = (("big_bang", "phased"), ("current", "integrated_teams"), ("norrbotten", "gavleborg"))
        rows = [d for pair in pairs for d in differences(*pair)]
        told = [f"{d.key} | {d.first} | {d.second} | {d.evidence}" for d in rows]
        return "\n".join([f"# {title_or_name('norrbotten')}", *told])

    held("scenarios_diff", told)
    held("scenarios_timeline", lambda: plain(timeline(load("norrbotten", "phased"))))


def test_new_files() -> None:
    held("scenarios_new_design", lambda: new_design("mine", "phased", PARAMETERS))
    held("scenarios_new_county", lambda: new_county("mine"))
