"""What a measure is called in a sentence, and how one says that there is more or less of it.

A measure that stands in no list is called by its label. A Swedish clause begins with its verb, since something always
stands before it (`med ”Etappvis” faller fler`).
"""

from __future__ import annotations

from dataclasses import dataclass

from outputs.text.differences import unit_words
from outputs.text.measures import describe, short
from sim.terms.language import N_, _


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """`name`: in the definite form. `more`, `fewer`: clauses with {x}, a number and a space or nothing.

    `unit`: of the number; `told`: whether the clauses name it themselves.
    """

    name: str
    more: str
    fewer: str
    unit: str = N_("percentage points")
    told: bool = False


MEASURES = {
    "untreated_share": MeasureWords(
        N_("the share of needs untreated"),
        N_("{x}more of the needs go untreated"),
        N_("{x}fewer of the needs go untreated"),
    ),
    "fall_rate": MeasureWords(
        N_("the fall rate"), N_("{x}more fall between chairs"), N_("{x}fewer fall between chairs")
    ),
    "both_treated_share": MeasureWords(
        N_("the share with both needs treated"),
        N_("{x}more have both needs treated"),
        N_("{x}fewer have both needs treated"),
    ),
    "one_treated_share": MeasureWords(
        N_("the share with one of two needs treated"),
        N_("{x}more have one of two needs treated"),
        N_("{x}fewer have one of two needs treated"),
    ),
    "neither_treated_share": MeasureWords(
        N_("the share with neither need treated"),
        N_("{x}more have neither need treated"),
        N_("{x}fewer have neither need treated"),
    ),
    "days_to_treatment": MeasureWords(
        N_("the time to treatment"), N_("treatment begins {x}later"), N_("treatment begins {x}earlier"), N_("days")
    ),
    "untreated_share_not_comorbid": MeasureWords(
        N_("the share untreated of those with dependence alone"),
        N_("{x}more of those with dependence alone go untreated"),
        N_("{x}fewer of those with dependence alone go untreated"),
    ),
    "detected_share": MeasureWords(N_("the share detected"), N_("{x}more are detected"), N_("{x}fewer are detected")),
    "psychosocial_untreated_share": MeasureWords(
        N_("the share with the psychosocial part untreated"),
        N_("{x}more have the psychosocial part untreated"),
        N_("{x}fewer have the psychosocial part untreated"),
    ),
    "latent_days_per_client_year": MeasureWords(
        N_("the number of latent days"),
        N_("there are {x}more latent days per client and year"),
        N_("there are {x}fewer latent days per client and year"),
        N_("days"),
        told=True,
    ),
    "treated_days_per_client_year": MeasureWords(
        N_("the number of treated days"),
        N_("there are {x}more treated days per client and year"),
        N_("there are {x}fewer treated days per client and year"),
        N_("days"),
        told=True,
    ),
    "parallel_days_per_client_year": MeasureWords(
        N_("the number of days in parallel treatment"),
        N_("there are {x}more parallel days per client and year"),
        N_("there are {x}fewer parallel days per client and year"),
        N_("days"),
        told=True,
    ),
    "falls_per_year": MeasureWords(
        N_("the number of falls"),
        N_("there are {x}more falls a year"),
        N_("there are {x}fewer falls a year"),
        N_("falls"),
        told=True,
    ),
}


def words_of(measure: str) -> MeasureWords:
    """Return the words for a measure in the language spoken."""
    if w := MEASURES.get(measure):
        return MeasureWords(_(w.name), _(w.more), _(w.fewer), _(w.unit), w.told)
    name = _("“{title}”", title=short(measure))
    more, fewer = _("{name} is {x}higher", name=name, x="{x}"), _("{name} is {x}lower", name=name, x="{x}")
    return MeasureWords(name, more, fewer, _(unit_words(measure)))


def scale_of(measure: str, unit: str = "") -> float:
    """Return what a measure is multiplied by where people read it: shares are told in percent."""
    return 100.0 if describe(measure, unit).kind == "share" else 1.0
