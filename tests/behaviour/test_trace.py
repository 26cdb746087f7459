"""A client's story is dated, names rule and boundary of every refusal, and is the same however it is asked for."""

from __future__ import annotations

import re

import pytest

from outputs.story.facts import covered
from outputs.story.find_client import UnknownNameError, find_client
from outputs.story.page import Told, render, trace
from outputs.story.rows import Setting
from outputs.story.teller import StoryLine
from outputs.story.timeline import introduction
from outputs.story.window import shortened
from outputs.text.words import say
from sim.terms.changes import ResponsibilityMoves
from sim.terms.words import Kind, Part, Principal, Reason
from tests.logs import CALENDAR
from tests.told_stories import scenario, told

BLOCKED = """
    520 anna sought psychosocial to=social_services value=1
    525 anna accepted psychosocial at=social_services extra=1
    532 anna admitted psychosocial at=social_services value=7 extra=1
    532 anna visit psychosocial at=social_services extra=0
    532 anna detected psychiatric at=social_services
    532 anna referred psychiatric at=social_services to=adult_psychiatry reason=another_need extra=0
    540 anna missed psychosocial at=social_services
    547 anna visit psychosocial at=social_services extra=1
    548 anna decided psychosocial at=social_services value=16 state=sought
    548 anna referral_arrived psychiatric at=social_services to=adult_psychiatry reason=another_need
    548 anna refused psychiatric at=adult_psychiatry reason=sobriety
    548 anna parked psychiatric at=adult_psychiatry reason=sobriety value=90
    560 anna withdrew psychosocial at=municipal_outpatient
"""
TREATED = (
    BLOCKED
    + """
    700 anna sought psychosocial to=municipal_outpatient value=2
    705 anna accepted psychosocial at=municipal_outpatient
    710 anna admitted psychosocial at=municipal_outpatient worker=1 value=5
    711 anna visit psychosocial at=municipal_outpatient worker=1
    900 anna completed psychosocial at=municipal_outpatient extra=1
"""
)


def as_text(*designs: Told, client: int = 0, full: bool = True) -> str:
    return " ".join(render(trace(designs, client, full=full)).split())


# One story --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [r for r in Reason if Reason.NONE < r <= Reason.METHOD_NOT_OFFERED])
def test_every_refusal_names_its_rule_and_its_boundary(reason: Reason) -> None:
    story = told(f"""
        520 anna sought psychiatric to=primary_care
        520 anna refused psychiatric at=primary_care reason={reason.name.lower()} to=adult_psychiatry
        520 anna referred psychiatric at=primary_care to=adult_psychiatry reason={reason.name.lower()}
        530 anna refused psychiatric at=adult_psychiatry reason={reason.name.lower()}
    """)
    refusals = [line.text for line in story.lines(0) if line.kind == "refused"]
    assert len(refusals) == 2
    assert all(f"(rule: {say(reason)})" in text for text in refusals)
    assert "[boundary: she alone → primary care (region)]" in refusals[0]
    assert "[boundary: primary care (region) → adult psychiatry (region)]" in refusals[1]
    assert not [text for text in refusals if "_" in text.split("(rule:")[0]]


def test_every_line_has_its_date_and_lines_follow_in_time() -> None:
    lines = told(TREATED).lines(0)
    assert all(line.date == CALENDAR.date_of(line.day) for line in lines)
    assert [line.day for line in lines] == sorted(line.day for line in lines)
    drawn = render(trace([told(TREATED)], 0, full=True)).splitlines()
    starts = [part for part in drawn if re.match(r"\d{4}-\d\d-\d\d  ", part)]
    assert len(starts) == len(lines)


def test_the_story_reads_as_it_happened() -> None:
    text = as_text(told(TREATED))
    assert "asks social services in North for help with her dependence (her 2nd time)" in text
    assert "starts the assessment (ASI) at social services in North after 7 days in its queue" in text
    assert (
        "social services sees a psychiatric need that nobody is asked about; a letter goes to adult psychiatry in "
        "Harbour about her psychiatric condition [municipality → region]"
    ) in text
    assert "refuses: 90 documented days without drinking required (rule: sobriety required)" in text
    assert "no longer wants help with her dependence" in text
    assert "✓ starts treatment of her dependence with a treatment worker at outpatient treatment in North" in text
    assert "completes the plan at outpatient treatment: the need is met (1 visit)" in text


def test_visits_are_condensed_into_the_line_that_ends_the_care() -> None:
    lines = told(BLOCKED).lines(0)
    assert not [line for line in lines if line.kind in ("visit", "missed")]
    ended = next(line for line in lines if line.kind == "decided")
    assert ended.text.endswith("(2 visits, 1 missed, 1 clean sample)")


def test_a_fall_stands_on_the_day_on_which_it_came_true() -> None:
    fall = next(line for line in told(BLOCKED).lines(0) if "blocked by sobriety rule" in line.text)
    assert fall.day == 548 + 180
    assert fall.text.startswith("✗ falls between chairs: blocked by sobriety rule (still untreated 180 days after")
    assert "→ adult psychiatry (region), rule: sobriety required" in fall.text


def test_pronouns_follow_the_register() -> None:
    story = told(TREATED)
    story.log.clients["sex"][0] = 1
    text = as_text(story)
    assert "his dependence" in text
    assert " her " not in text
    assert " she " not in text


def test_the_introduction_says_who_where_and_with_what_needs() -> None:
    words = introduction(Setting(told(BLOCKED).log, scenario(), 0))
    assert words == (
        "anna — woman, 40, alcohol; dependence, anxiety or depression; lives in North; no relatives who help"
    )


def test_every_kind_of_event_about_a_client_can_be_told_or_is_left_out_on_purpose() -> None:
    beside = {Kind.SNAPSHOT, Kind.OTHER_PATIENT_ADMITTED, Kind.OTHER_PATIENT_GAVE_UP, Kind.RESPONSIBILITY_MOVED}
    kinds = [k for k in Kind if k not in beside and not Kind.STAFF_EMPLOYED <= k <= Kind.POST_NEVER_REFILLED]
    for kind in kinds:
        text = f"600 anna {kind.name.lower()} psychosocial at=hvb to=laro state=latent reason=sobriety value=3"
        for line in told(text).lines(0):
            assert line.text
            assert "nan" not in line.text.split()


COORDINATED = """
    520 anna sought psychosocial to=social_services
    530 anna refused psychosocial at=municipal_outpatient reason=too_severe
    530 anna deviation_reported psychosocial at=municipal_outpatient value=1
    530 anna contact_began at=personal_ombud value=0
    530 anna visit at=personal_ombud value=1
    544 anna visit at=personal_ombud value=1
    550 anna conference_lead psychosocial to=addiction_clinic value=20
    550 anna accepted psychosocial at=addiction_clinic
    550 anna stepped_in psychosocial at=addiction_clinic to_by=municipality
    560 anna admitted psychosocial at=addiction_clinic value=10
    561 anna sip_made psychosocial at=addiction_clinic value=8 extra=2
    561 anna referred psychiatric at=addiction_clinic to=adult_psychiatry reason=coordinated
    600 anna contact_ended at=personal_ombud value=70
    651 anna plan_part_failed psychiatric by=region to_by=municipality value=90
"""


def test_coordination_and_contact_are_told_in_plain_words() -> None:
    text = as_text(told(COORDINATED))
    for sentence in (
        "outpatient treatment reports that coordination has failed (avvikelserapport)",
        "gets a personal ombud: somebody to call who treats nothing and asks others for her",
        "the case conference makes the addiction clinic the lead for her dependence: it must accept, 20 days after",
        "the addiction clinic steps in, although her dependence lies with the municipality",
        "the addiction clinic makes a plan (SIP) with the others for two of her needs",
        "the plan (SIP) starts what else is needed: a letter goes to adult psychiatry in Harbour",
        "the contact with the personal ombud is over after 70 days (2 visits)",
        "✗ the plan (SIP) fails for her psychiatric condition: after 90 days nobody has begun, as the region was to",
    ):
        assert sentence in text, sentence


def test_contact_that_lasts_is_told_with_its_visits_and_without_a_need() -> None:
    text = as_text(
        told("530 anna contact_began at=low_threshold_clinic\n531 anna visit at=low_threshold_clinic value=1")
    )
    assert "comes to the low-threshold clinic: contact without conditions, and no treatment" in text
    assert "1 visit at the low-threshold clinic until now" in text
    assert "crisis" not in text


ONE_PLAN = """
    520 anna sought psychosocial to=integrated_team
    530 anna admitted psychosocial at=integrated_team value=5
    530 anna admitted psychiatric at=integrated_team reason=one_plan
    540 anna visit psychosocial at=integrated_team value=1
"""


def test_a_plan_for_all_needs_begins_for_each_and_counts_as_one_treatment() -> None:
    text = as_text(told(ONE_PLAN))
    assert "✓ starts treatment of her dependence at the integrated team in North after 5 days in its queue" in text
    assert "✓ the same plan at the integrated team in North takes in her psychiatric condition" in text
    assert "1 treatment started" in text


def test_a_plan_for_all_needs_that_ends_early_ends_in_one_line() -> None:
    parts = ("psychosocial", "psychiatric")
    left = "".join(f"\n600 anna left_care {p} at=integrated_team reason=left_treatment" for p in parts)
    assert as_text(told(ONE_PLAN + left)).count("leaves treatment at the integrated team") == 1
    done = "".join(f"\n600 anna completed {p} at=integrated_team extra={i}" for i, p in enumerate(parts))
    text = as_text(told(ONE_PLAN + done))
    assert "her dependence remains (1 visit)" in text
    assert "her psychiatric condition is met" in text


IN_CARE = """
    520 anna sought psychosocial to=municipal_outpatient
    530 anna admitted psychosocial at=municipal_outpatient worker=1 value=5 state=in_care
"""
SETS_OFF = "\n550 anna handover_tried psychosocial at=municipal_outpatient by=municipality to_by=region state=in_care"
RESTS = "\n550 anna suspended psychosocial at=municipal_outpatient state=in_care"
LOST = "\n640 anna handover_lost psychosocial at=municipal_outpatient by=municipality state=latent value=110"
ARRIVES = "\n580 anna handed_over psychosocial at=municipal_outpatient by=municipality to_by=region state=in_care"
RESUMES = "\n580 anna resumed psychosocial at=municipal_outpatient state=in_care"
ANEW = "\n640 anna sought psychosocial to=municipal_outpatient value=1"


def test_a_case_on_its_way_is_told_when_it_sets_off_and_when_it_arrives() -> None:
    text = as_text(told(IN_CARE + SETS_OFF + " value=3 extra=0" + RESTS + ARRIVES + RESUMES))
    assert (
        "outpatient treatment goes from municipality to region: her case is on its way, and a handover meeting is "
        "awaited; no visits until then"
    ) in text
    assert "the case is handed over after 30 days on its way: outpatient treatment goes from municipality" in text
    assert "30 days on the way to another employer" in text


def test_a_case_that_goes_cold_with_its_worker_or_without_visits_later_is_told_so() -> None:
    cold = as_text(told(IN_CARE + SETS_OFF + " value=0 extra=0" + RESTS))
    assert "her case is on its way without her records, since she has not consented; no visits until it" in cold
    assert "At the end: on the way to another employer, without visits: her dependence" in cold
    own = as_text(told(IN_CARE + SETS_OFF + " value=0 extra=1" + ARRIVES.replace("580", "550")))
    assert "the case is handed over, with her own worker: outpatient treatment goes" in own
    assert "on its way" not in own
    later = RESTS.replace("550", "600") + "\n605 anna new_worker psychosocial at=municipal_outpatient worker=1"
    dual = as_text(told(IN_CARE + SETS_OFF + " value=3 extra=0" + later))
    assert "a handover meeting is awaited; till then her worker goes on" in dual
    assert "her case is still on its way, and nobody sees her until it arrives" in dual
    assert "gets a new" not in dual


def test_a_case_that_nobody_takes_is_lost_and_asked_for_again() -> None:
    on_its_way = IN_CARE + SETS_OFF + " value=3 extra=0" + RESTS
    text = as_text(told(on_its_way + LOST + ANEW))
    assert "✗ the case at outpatient treatment is lost in handover: in 90 days nobody has taken it over" in text
    assert "asks outpatient treatment in North for help with her dependence (her 2nd time)" in text
    assert "is lost in handover: it never arrives" in as_text(told(on_its_way + LOST))


def test_visits_that_rest_while_one_lives_in_an_institution_are_no_handover() -> None:
    stay = "\n550 anna admitted acute at=detox_ward\n560 anna completed acute at=detox_ward value=10"
    text = as_text(told(IN_CARE + RESTS + stay + RESUMES.replace("580", "560")))
    assert "visits at outpatient treatment rest during the stay" in text
    assert "on its way" not in text
    assert "on the way" not in text


def test_a_letter_after_somebody_went_along_is_told_as_one() -> None:
    text = as_text(
        told("""
        520 anna referred psychosocial at=hvb to=municipal_outpatient reason=aftercare extra=1
        520 anna referred medical at=hvb to=addiction_clinic reason=aftercare
        520 anna referred psychiatric at=hvb to=primary_care reason=aftercare
    """)
    )
    assert "somebody goes with her to outpatient treatment about her dependence" in text
    assert ", and a letter goes to the addiction clinic about" in text
    assert "and one to the health centre about" in text


def test_parts_asked_for_at_one_door_on_one_day_are_one_question() -> None:
    text = as_text(
        told("520 anna sought psychosocial to=laro\n520 anna sought medical to=laro\n520 anna sought social to=hvb")
    )
    assert (
        "asks the opioid clinic (LARO) in North for help with her dependence and medical treatment of her dependence "
    ) in text
    assert "asks the residential home (HVB) in North for help with her housing" in text


def test_where_nobody_works_the_story_says_so() -> None:
    text = as_text(
        told("""
        520 anna sought psychosocial to=municipal_outpatient
        525 anna accepted psychosocial at=municipal_outpatient
        625 anna refused psychosocial at=municipal_outpatient reason=nobody_there
        630 anna admitted psychosocial at=primary_care value=3
        730 anna discharged psychosocial at=primary_care reason=nobody_there
        740 anna admitted psychiatric at=joint_assessment_team value=3
        790 anna completed psychiatric at=joint_assessment_team reason=sobriety extra=0
    """)
    )
    assert "nobody works there, although it had accepted her (rule: nobody works there)" in text
    assert "✗ care at the health centre" in text
    assert "ends: nobody works there" in text
    assert "ends without result: what is left needs days without drinking" in text


def test_a_crisis_without_a_bed_is_told_once() -> None:
    text = as_text(
        told("""
        520 anna crisis acute to=detox_ward
        520 anna accepted acute at=detox_ward
        521.5 anna referred acute at=detox_ward to=psychiatric_emergency reason=crisis extra=1
        521.5 anna accepted acute at=psychiatric_emergency
        521.6 anna admitted acute at=psychiatric_emergency value=0.1
    """)
    )
    assert "crisis: no bed is free at the detox ward" in text
    assert "and somebody takes her to the psychiatric emergency ward" in text
    assert "crisis: is taken in at the psychiatric emergency ward" in text
    assert "crisis: needs" not in text


def test_a_reform_that_comes_by_waves_is_told_on_the_day_of_the_clients_own() -> None:
    text = """
        400 anna relapsed value=20
        500 - responsibility_moved psychosocial by=municipality to_by=region
        700 - responsibility_moved psychosocial by=municipality to_by=region
    """
    waves = [
        ResponsibilityMoves(
            day=day,
            municipalities=towns,
            part=Part.PSYCHOSOCIAL,
            to=Principal.REGION,
            lag_days=0.0,
            refers_to=(),
            keeps=(),
            cites_law_share=1.0,
        )
        for day, towns in ((500.0, (1,)), (700.0, (0,)))
    ]
    story = told(text)
    story.scenario.changes = tuple(waves)
    days = [line.day for line in story.lines(0) if line.kind == "reform"]
    assert days == [700.0]


def test_a_letter_that_is_lost_and_sent_again_is_noticed_by_relatives() -> None:
    text = as_text(
        told("""
        520 anna referred psychiatric at=social_services to=adult_psychiatry reason=another_need
        530 anna referral_lost psychiatric at=social_services to=adult_psychiatry reason=another_need
        550 anna referred psychiatric at=social_services to=adult_psychiatry reason=another_need
    """)
    )
    assert "✗ the referral to adult psychiatry in Harbour is lost; she does not know" in text
    assert "relatives notice, and the letter goes again to adult psychiatry in Harbour" in text


def test_a_story_is_short_enough_to_read_aloud_and_keeps_refusals_and_falls() -> None:
    day = CALENDAR.date_of(0)
    kinds = ["referred", "relapsed", "refused", "fall", "abstinent"] * 20
    lines = [StoryLine(float(i), day, kind, kind) for i, kind in enumerate(kinds)]
    kept, left = shortened(lines, about=50.0)
    assert len(kept) == 40
    assert len(kept) + left == len(lines)
    assert [line for line in kept if line.kind in ("refused", "fall")] == [
        line for line in lines if line.kind in ("refused", "fall")
    ]


# Two designs ------------------------------------------------------------------------------------------------------


def test_the_common_beginning_is_told_once_and_each_design_under_its_name() -> None:
    text = as_text(told(BLOCKED, "current"), told(TREATED, "big_bang"))
    assert text.count("90 documented days without drinking required") == 1
    assert "The same in both until" in text
    assert text.index("── under current") < text.index("── under big_bang") < text.index("✓ starts treatment")


def test_the_last_paragraph_compares_both_and_warns_of_single_stories() -> None:
    text = as_text(told(BLOCKED, "current"), told(TREATED, "big_bang"))
    closing = text[text.rindex("From 2025-01-01") :]
    assert closing.count("gap days") == 2
    assert "under current she falls" in closing
    assert "Under big_bang she falls" in closing
    assert "how things happen, not how often" in closing


def test_the_same_design_twice_has_nothing_to_tell_apart() -> None:
    text = as_text(told(BLOCKED, "current"), told(BLOCKED, "current"))
    assert text.count("(nothing more happens)") == 2


def test_a_reform_that_changes_nothing_yet_is_told_in_the_common_part() -> None:
    reform = "\n500 - responsibility_moved psychosocial by=municipality to_by=region"
    text = as_text(
        told("400 anna relapsed value=20\n" + BLOCKED), told("400 anna relapsed value=20\n" + BLOCKED + reform, "b")
    )
    assert "— reform under b: responsibility for psychosocial treatment of dependence moves from municipality" in text
    assert text.index("— reform under b") < text.index("The same in both until")


# Whom to tell of --------------------------------------------------------------------------------------------------


def test_a_client_who_fell_by_a_mechanism_is_found_and_how_is_said() -> None:
    people = {"bo": "addiction", "anna": "addiction_psychiatric"}
    designs = [told(BLOCKED, **people)]
    found = find_client(designs, fell="sobriety_blocked")
    assert found.client == 1
    assert found.about == 728
    assert "The only comorbid client who fell between chairs (blocked by sobriety rule) under current" in found.chosen
    assert found == find_client([told(BLOCKED, **people)], fell="sobriety_blocked")


def test_two_designs_say_how_many_fall_so_under_each() -> None:
    found = find_client([told(BLOCKED), told(TREATED, "big_bang")], fell="sobriety_blocked")
    assert "Of the 1, 1 fall so under big_bang too; 0 fall so only under big_bang." in found.chosen


def test_a_client_is_found_by_name_whatever_its_capitals() -> None:
    assert find_client([told(BLOCKED)], name="Anna").client == 0


def test_an_unknown_client_or_mechanism_is_answered_with_the_nearest_names() -> None:
    people = {"Luleå-0123": "addiction", "Luleå-0124": "addiction", "Boden-0001": "addiction"}
    with pytest.raises(UnknownNameError, match="nearest: Luleå-012"):
        find_client([told("", **people)], name="luleå-0129")
    with pytest.raises(UnknownNameError, match="nearest: sobriety_blocked"):
        find_client([told(BLOCKED)], fell="sobriety_block")
    with pytest.raises(UnknownNameError, match=r"no comorbid client fell between chairs \(undetected\)"):
        find_client([told("", anna="addiction")], fell="undetected")


# Numbers ----------------------------------------------------------------------------------------------------------


def test_days_of_one_client_are_those_that_the_measures_count() -> None:
    from outputs.story.facts import facts
    from sim.measures.gaps import gap, latent_any
    from sim.measures.story import OrderedLog
    from sim.measures.thresholds import THRESHOLDS

    design = told(TREATED)
    story = OrderedLog(design.log, CALENDAR, THRESHOLDS)
    for first, last in ((500.0, 900.0), (540.0, 2000.0)):
        mine = facts(design.rows(0), (), first, last)
        assert mine.gap_days == pytest.approx(gap(story).within(first, last).days)
        assert mine.latent_days == pytest.approx(latent_any(story).within(first, last).days)


def test_a_day_counts_once_however_many_needs_are_open() -> None:
    assert covered([(0, 10), (5, 20), (30, 40)], 2, 35) == 23
    assert covered([], 0, 10) == 0


def test_a_part_of_a_need_always_has_words() -> None:
    from outputs.story.small_words import help_with, need

    setting = Setting(told(BLOCKED).log, scenario(), 0)
    assert all(need(part, setting) and help_with(part, setting) for part in Part)
