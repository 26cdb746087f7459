"""What every result shows first, and in which order."""

from outputs.text.measures import HEADLINE


def test_the_headline_shows_nine_numbers_together_and_untreated_needs_first() -> None:
    assert HEADLINE == (
        "untreated_share",
        "fall_rate",
        "both_treated_share",
        "one_treated_share",
        "neither_treated_share",
        "days_to_treatment",
        "untreated_share_not_comorbid",
        "detected_share",
        "psychosocial_untreated_share",
    )
