"""The stories that are told of clients, word for word: every kind of event, for women and men, one design and two."""

from __future__ import annotations

import pytest

from outputs.story.find_client import UnknownNameError, find_client
from outputs.story.page import Told, render, trace
from sim.terms.changes import ResponsibilityMoves
from sim.terms.words import Part, Principal, Substance
from tests.golden_pages import held
from tests.told_stories import told

ASKING = """
    510 anna sought psychosocial to=social_services value=0
    510 anna sought psychiatric to=social_services value=0
    515 anna accepted psychosocial at=social_services extra=1
    517 anna talk psychosocial at=social_services
    532 anna admitted psychosocial at=social_services value=17 extra=1
    532 anna visit psychosocial at=social_services extra=0
    532 anna detected psychiatric at=social_services
    532 anna detected medical at=social_services
    533 anna detected social at=social_services
    533 anna referred social at=social_services to=housing_support reason=another_need
    540 anna missed psychosocial at=social_services
    547 anna visit psychosocial at=social_services extra=1
    548 anna decided psychosocial at=social_services value=16 state=sought
    548 anna referred psychosocial at=social_services to=municipal_outpatient reason=assessed
    548 anna referred psychiatric at=social_services to=adult_psychiatry reason=assessed
    549 anna referral_lost psychiatric at=social_services to=adult_psychiatry reason=assessed
    560 anna referred psychiatric at=social_services to=adult_psychiatry reason=assessed
    570 anna referral_arrived psychiatric at=social_services to=adult_psychiatry reason=assessed
    571 anna refused psychiatric at=adult_psychiatry reason=sobriety
    571 anna parked psychiatric at=adult_psychiatry reason=sobriety value=90
    575 anna relative_contact psychiatric value=2
    580 anna refused psychosocial at=municipal_outpatient reason=not_our_responsibility to=social_services
    580 anna referred psychosocial at=municipal_outpatient to=social_services reason=not_our_responsibility
    590 anna dispute_opened psychosocial at=municipal_outpatient to=addiction_clinic
    640 anna dispute_settled psychosocial at=municipal_outpatient value=50
    641 anna referred psychosocial at=municipal_outpatient to=addiction_clinic reason=settled
    645 anna referred medical at=municipal_outpatient to=laro reason=coordinated extra=1
    650 anna referred psychiatric at=addiction_clinic to=adult_psychiatry reason=sobriety_documented
    655 anna referred social at=hvb to=social_services reason=aftercare
    660 anna referred social at=social_services to=social_services reason=called_back
    661 anna referred social at=social_services to=housing_support reason=called_back
    662 anna referred psychiatric at=personal_ombud to=primary_care reason=contact
    663 anna referred psychiatric at=primary_care to=adult_psychiatry reason=asked_anew
    664 anna referred psychiatric at=primary_care to=primary_care reason=another_need
    665 anna referred psychiatric at=low_threshold_clinic to=primary_care reason=closed
    666 anna referred psychiatric to=primary_care
    667 anna referral_lost psychiatric at=low_threshold_clinic to=primary_care extra=1
    668 anna gave_up psychosocial reason=gave_up_between value=120
    669 anna no_taker psychiatric at=primary_care
    690 anna sought psychosocial to=social_services value=1
    691 anna sought medical to=addiction_clinic value=2
    691 anna sought social to=adult_psychiatry value=10
    695 anna withdrew psychosocial at=municipal_outpatient reason=withdrew
    696 anna withdrew medical at=addiction_clinic reason=no_consent
    700 anna gave_up medical at=addiction_clinic reason=gave_up_in_queue value=1
    701 anna gave_up social at=social_services reason=gave_up_waiting_for_decision value=800
    705 anna sought psychiatric to=primary_care value=3
"""
REFUSALS = "\n".join(
    f"    {520 + 10 * i} anna refused {part} at=adult_psychiatry reason={reason}"
    for i, (part, reason) in enumerate(
        (
            ("psychiatric", "sobriety"),
            ("psychosocial", "not_our_responsibility"),
            ("psychiatric", "outside_catchment"),
            ("psychiatric", "treat_addiction_first"),
            ("psychosocial", "treat_psychiatry_first"),
            ("psychiatric", "not_severe_enough"),
            ("medical", "not_severe_enough"),
            ("social", "not_severe_enough"),
            ("psychosocial", "too_severe"),
            ("psychosocial", "dual_diagnosis_required"),
            ("social", "not_eligible"),
            ("psychosocial", "method_not_offered"),
            ("psychosocial", "nobody_there"),
            ("psychosocial", "closed"),
            ("psychosocial", "handover_lost"),
        )
    )
)
CARE = """
    500 anna arrival value=1
    500 anna need_state psychosocial state=latent
    500 anna need_state psychiatric state=latent
    520 anna accepted psychosocial at=municipal_outpatient
    560 anna admitted psychosocial at=municipal_outpatient worker=1 value=40
    561 anna visit psychosocial at=municipal_outpatient extra=1
    568 anna visit psychosocial at=municipal_outpatient extra=1
    575 anna missed psychosocial at=municipal_outpatient
    576 anna new_worker psychosocial at=municipal_outpatient worker=1
    580 anna completed psychosocial at=municipal_outpatient extra=1
    590 anna abstinent value=300
    600 anna relapsed value=57
    605 anna need_state psychosocial state=latent
    610 anna abstinent value=0
    620 anna admitted psychiatric at=adult_psychiatry value=0
    621 anna missed psychiatric at=adult_psychiatry
    640 anna discharged psychiatric at=adult_psychiatry reason=missed_visits
    650 anna admitted medical at=laro worker=0 value=1
    651 anna visit medical at=laro
    660 anna discharged medical at=laro reason=discharged_for_use
    670 anna admitted psychosocial at=hvb value=12
    700 anna left_care psychosocial at=hvb reason=left_treatment value=30
    705 anna admitted psychosocial at=municipal_outpatient value=3
    710 anna left_care psychosocial at=municipal_outpatient reason=left_treatment
    715 anna admitted social at=housing_support value=20
    720 anna crisis acute to=detox_ward
    720 anna accepted acute at=detox_ward
    721.5 anna referred acute at=detox_ward to=psychiatric_emergency reason=crisis extra=1
    721.5 anna accepted acute at=psychiatric_emergency
    721.6 anna admitted acute at=psychiatric_emergency value=0.1
    722 anna left_care social at=housing_support reason=crisis
    725 anna left_care acute at=psychiatric_emergency reason=contact_over value=3.4
    740 anna crisis acute to=lvm
    750 anna admitted psychosocial at=integrated_team value=5
    750 anna admitted psychiatric at=integrated_team reason=one_plan
    755 anna visit psychosocial at=integrated_team
    770 anna completed psychosocial at=integrated_team extra=1
    770 anna completed psychiatric at=integrated_team extra=0
    775 anna admitted psychiatric at=primary_care value=2 extra=1
    776 anna decided psychiatric at=primary_care value=1 reason=not_eligible
    780 anna admitted medical at=addiction_clinic value=3
    790 anna completed medical at=addiction_clinic extra=0
    791 anna admitted psychiatric at=joint_assessment_team value=3
    795 anna completed psychiatric at=joint_assessment_team reason=sobriety extra=0
    796 anna admitted psychiatric at=adult_psychiatry value=3
    800 anna discharged psychiatric at=adult_psychiatry reason=nobody_there
    801 anna admitted psychosocial at=addiction_clinic value=3
    802 anna discharged psychosocial at=addiction_clinic reason=closed
    810 anna abstinent value=20
    820 anna relapsed value=10
    830 anna abstinent value=10
    840 anna relapsed value=10
    850 anna admitted social at=housing_support value=20
    851 anna visit social at=housing_support
    900 anna depart reason={end}
"""
COORDINATION = """
    520 anna sought psychosocial to=social_services
    525 anna contact_began at=sobriety_documentation value=3
    526 anna contact_began at=low_threshold_clinic value=0
    530 anna refused psychosocial at=municipal_outpatient reason=too_severe
    530 anna deviation_reported psychosocial at=municipal_outpatient value=1
    530 anna contact_began at=personal_ombud value=12
    530 anna visit at=personal_ombud value=1
    531 anna deviation_reported psychosocial value=1
    540 anna report_answered psychosocial to=addiction_clinic value=9
    541 anna report_answered psychiatric to=addiction_clinic value=0
    544 anna visit at=personal_ombud value=1
    549 anna conference_lead psychiatric to=adult_psychiatry value=0
    550 anna conference_lead psychosocial to=addiction_clinic value=20
    550 anna accepted psychosocial at=addiction_clinic
    550 anna stepped_in psychosocial at=addiction_clinic to_by=municipality
    555 anna helped psychiatric at=addiction_clinic by=region to_by=joint
    556 anna helped psychiatric at=addiction_clinic by=region to_by=region
    560 anna admitted psychosocial at=addiction_clinic value=10
    561 anna sip_made psychosocial at=addiction_clinic value=8 extra=2
    562 anna sip_made psychosocial at=addiction_clinic value=8
    563 anna referred psychiatric at=addiction_clinic to=adult_psychiatry reason=coordinated
    563 anna referred social at=addiction_clinic to=housing_support reason=coordinated
    600 anna contact_ended at=personal_ombud value=70
    651 anna plan_part_failed psychiatric by=region to_by=municipality value=90
    652 anna plan_part_failed social by=- to_by=municipality value=90
"""
IN_CARE = """
    520 anna sought psychosocial to=municipal_outpatient
    530 anna admitted psychosocial at=municipal_outpatient worker=1 value=5 state=in_care
    531 anna visit psychosocial at=municipal_outpatient
    535 anna visit psychosocial at=municipal_outpatient
"""
OUT = "psychosocial at=municipal_outpatient"
SETS_OFF = f"\n550 anna handover_tried {OUT} by=municipality to_by=region state=in_care"
RESTS = f"\n550 anna suspended {OUT} state=in_care"
LATER = f"\n600 anna suspended {OUT} state=in_care"
ARRIVES = f"\n580 anna handed_over {OUT} by=municipality to_by=region state=in_care"
RESUMES = f"\n580 anna resumed {OUT} state=in_care"
LOST = f"\n640 anna handover_lost {OUT} by=municipality state=latent value=110"
ANEW = "\n640 anna sought psychosocial to=municipal_outpatient value=1"
HANDOVERS = {
    "arrives": SETS_OFF + " value=3 extra=0" + RESTS + ARRIVES + RESUMES,
    "worker_goes_along": SETS_OFF + " value=0 extra=1" + ARRIVES.replace("580", "550"),
    "worker_goes_along_later": SETS_OFF + " value=0 extra=1" + ARRIVES,
    "worker_goes_on": SETS_OFF + " value=3 extra=0" + LATER,
    "cold": SETS_OFF + " value=0 extra=0" + RESTS,
    "cold_with_visits": SETS_OFF + " value=0 extra=0",
    "lost": SETS_OFF + " value=3 extra=0" + RESTS + LOST + ANEW,
    "never_arrives": SETS_OFF + " value=3 extra=0" + RESTS + LOST,
}
BLOCKED = """
    400 anna relapsed value=20
    520 anna sought psychosocial to=social_services value=1
    525 anna accepted psychosocial at=social_services extra=1
    532 anna admitted psychosocial at=social_services value=7 extra=1
    532 anna detected psychiatric at=social_services
    532 anna referred psychiatric at=social_services to=adult_psychiatry reason=another_need extra=0
    548 anna decided psychosocial at=social_services value=16 state=sought
    548 anna referral_arrived psychiatric at=social_services to=adult_psychiatry reason=another_need
    548 anna refused psychiatric at=adult_psychiatry reason=sobriety
    548 anna parked psychiatric at=adult_psychiatry reason=sobriety value=90
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
REFORM = """
    500 - responsibility_moved psychosocial by=municipality to_by=region
    500 - responsibility_moved medical by=municipality to_by=region
    760 - responsibility_moved social by=municipality to_by=joint extra=0
"""
BOTH = "addiction_psychiatric"


def page(*designs: Told, full: bool = True, chosen: str = "") -> str:
    return render(trace(designs, 0, full=full, chosen=chosen))


def of_a_man(design: Told, substance: Substance = Substance.MIXED) -> Told:
    """Return the same of a man who uses something else, lives in South, has relatives, and takes opioids."""
    clients = design.log.clients
    clients["sex"][0], clients["substance"][0], clients["municipality"][0] = 1, substance, 1
    clients["opioid"][0], clients["relatives"][0], clients["profile"][0] = True, True, 3
    return design


def test_how_asking_is_told() -> None:
    held("story_asking", lambda: page(told(ASKING)))
    held("story_asking_of_a_man", lambda: page(of_a_man(told(ASKING))))


def test_how_every_refusal_is_told() -> None:
    held("story_refusals", lambda: page(told(REFUSALS)))
    held("story_refusals_of_a_man", lambda: page(of_a_man(told(REFUSALS), Substance.NARCOTICS)))


def test_how_care_is_told() -> None:
    held("story_care", lambda: page(told(CARE.format(end="moved"), anna=BOTH)))
    held("story_care_of_a_man", lambda: page(of_a_man(told(CARE.format(end="recovered"), anna=BOTH))))
    of_gambling = of_a_man(told(CARE.format(end="died"), anna=BOTH), Substance.GAMBLING)
    held("story_care_of_one_who_gambles", lambda: page(of_gambling))
    of_medicines = of_a_man(told(CARE.format(end="crisis"), anna=BOTH), Substance.PRESCRIPTION)
    held("story_care_of_one_who_misuses_medicines", lambda: page(of_medicines))


def test_how_coordination_is_told() -> None:
    held("story_coordination", lambda: page(told(COORDINATION)))
    held("story_coordination_of_a_man", lambda: page(of_a_man(told(COORDINATION))))


def test_how_a_handover_is_told() -> None:
    held(
        "story_handovers",
        lambda: "\n".join(f"{name}\n\n{page(told(IN_CARE + text))}" for name, text in HANDOVERS.items()),
    )


def test_how_two_designs_are_told_side_by_side() -> None:
    def designs() -> list[Told]:
        return [told(BLOCKED), told(TREATED + REFORM, "big_bang")]

    def chosen() -> str:
        found = find_client(designs(), fell="sobriety_blocked")
        return render(trace(designs(), found.client, found.about, chosen=found.chosen))

    held("story_of_two_designs", chosen)
    held("story_of_two_designs_in_full", lambda: page(*designs()))
    held("story_of_the_same_design_twice", lambda: page(told(BLOCKED), told(BLOCKED)))
    apart = "1 anna relapsed value=3"
    held("story_of_two_designs_apart", lambda: page(told(apart), told(apart.replace("value=3", "value=4"), "b")))


def test_how_a_story_that_is_too_long_is_told() -> None:
    visits = "\n".join(f"{600 + 10 * i} anna detected psychiatric at=laro" for i in range(50))
    held("story_too_long", lambda: page(told(BLOCKED + visits), full=False))


def test_how_a_reform_of_one_substance_is_told() -> None:
    design = told("400 anna relapsed value=20" + REFORM)
    design.scenario.changes = (
        ResponsibilityMoves(
            day=760.0,
            municipalities=(0,),
            part=Part.SOCIAL,
            to=Principal.JOINT,
            lag_days=0.0,
            refers_to=(),
            keeps=(),
            cites_law_share=1.0,
        ),
    )
    held("story_reform", lambda: page(design))


def test_how_a_client_was_chosen_is_told() -> None:
    people = {"anna": BOTH, "bo": BOTH}
    two = "\n".join(sorted((BLOCKED + BLOCKED.replace("anna", "bo")).splitlines(), key=lambda at: at.split()[:1]))

    def chosen() -> str:
        found = [
            find_client([told(BLOCKED)], fell="sobriety_blocked"),
            find_client([told(two, **people)]),
            find_client([told(two, **people), told(two, "big_bang", **people)], fell="sobriety_blocked"),
            find_client([told("140 anna sought psychosocial to=social_services")], fell="never_received"),
            find_client(
                [told("140 anna sought psychosocial to=social_services"), told("", "big_bang")], fell="never_received"
            ),
        ]
        return "\n\n".join(one.chosen for one in found)

    held("story_chosen", chosen)


def test_how_it_is_told_that_there_is_no_such_client() -> None:
    def refused() -> str:
        said = []
        for design, given in (
            (told("", **{"Luleå-0123": "addiction"}), {"name": "luleå-0129"}),
            (told("", anna=BOTH), {"name": "x"}),
            (told(BLOCKED), {"fell": "sobriety_block"}),
            (told("", anna="addiction"), {"fell": "undetected"}),
            (told("", anna="addiction"), {}),
        ):
            with pytest.raises(UnknownNameError) as caught:
                find_client([design], **given)
            said.append(str(caught.value))
        return "\n".join(said)

    held("story_no_such_client", refused)
