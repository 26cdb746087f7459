"""What a measure is called in a sentence, in Swedish and in English, and how one says that there is more or less of it.

A measure that stands in no list is called by its label in English and by the name that files have in Swedish.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outputs.text.differences import unit_words
from outputs.text.measures import BY_MECHANISM, describe, short
from sim.terms.language import speaking

POINTS = {"en": "percentage points", "sv": "procentenheter"}


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """`name`: in the definite form. `more`, `fewer`: clauses with {x}, a number and a space or nothing.

    `unit`: of the number; `told`: whether the clauses name it themselves.
    """

    name: str
    more: str
    fewer: str
    unit: str
    told: bool = False


def _more(language: str, name: str, form: str, unit: str = "") -> MeasureWords:
    """Return the words of a form with a gap, `{}`, for the word of more or fewer. `unit`: if not percentage points."""
    more, fewer = ("more", "fewer") if language == "en" else ("fler", "färre")
    return MeasureWords(
        name, form.replace("{}", more), form.replace("{}", fewer), unit or POINTS[language], told=bool(unit)
    )


MEASURES: dict[str, Mapping[str, MeasureWords]] = {
    "en": {
        "untreated_share": _more("en", "the share of needs untreated", "{x}{} of the needs go untreated"),
        "fall_rate": _more("en", "the fall rate", "{x}{} fall between chairs"),
        "both_treated_share": _more("en", "the share with both needs treated", "{x}{} have both needs treated"),
        "one_treated_share": _more(
            "en", "the share with one of two needs treated", "{x}{} have one of two needs treated"
        ),
        "neither_treated_share": _more("en", "the share with neither need treated", "{x}{} have neither need treated"),
        "days_to_treatment": MeasureWords(
            "the time to treatment", "treatment begins {x}later", "treatment begins {x}earlier", "days"
        ),
        "untreated_share_not_comorbid": _more(
            "en",
            "the share untreated of those with dependence alone",
            "{x}{} of those with dependence alone go untreated",
        ),
        "detected_share": _more("en", "the share detected", "{x}{} are detected"),
        "psychosocial_untreated_share": _more(
            "en", "the share with the psychosocial part untreated", "{x}{} have the psychosocial part untreated"
        ),
        "latent_days_per_client_year": _more(
            "en", "the number of latent days", "there are {x}{} latent days per client and year", "days"
        ),
        "treated_days_per_client_year": _more(
            "en", "the number of treated days", "there are {x}{} treated days per client and year", "days"
        ),
        "parallel_days_per_client_year": _more(
            "en",
            "the number of days in parallel treatment",
            "there are {x}{} parallel days per client and year",
            "days",
        ),
        "falls_per_year": _more("en", "the number of falls", "there are {x}{} falls a year", "falls"),
    },
    "sv": {
        "untreated_share": _more("sv", "andelen obehandlade behov", "förblir {x}{} av behoven obehandlade"),
        "fall_rate": _more("sv", "andelen som faller mellan stolarna", "faller {x}{} mellan stolarna"),
        "both_treated_share": _more("sv", "andelen med båda behoven behandlade", "får {x}{} båda behoven behandlade"),
        "one_treated_share": _more(
            "sv", "andelen med ett av två behov behandlat", "får {x}{} ett av två behov behandlat"
        ),
        "neither_treated_share": _more(
            "sv", "andelen utan något behov behandlat", "blir {x}{} utan något behov behandlat"
        ),
        "days_to_treatment": MeasureWords(
            "tiden till behandling", "börjar behandlingen {x}senare", "börjar behandlingen {x}tidigare", "dagar"
        ),
        "untreated_share_not_comorbid": _more(
            "sv",
            "andelen obehandlade av dem med enbart beroende",
            "förblir {x}{} av dem med enbart beroende obehandlade",
        ),
        "detected_share": _more("sv", "andelen upptäckta", "upptäcks {x}{}"),
        "psychosocial_untreated_share": _more(
            "sv", "andelen med obehandlad psykosocial del", "har {x}{} den psykosociala delen obehandlad"
        ),
        "latent_days_per_client_year": _more(
            "sv", "antalet dolda dagar", "blir de dolda dagarna {x}{} per klient och år", "dagar"
        ),
        "treated_days_per_client_year": _more(
            "sv", "antalet behandlade dagar", "blir de behandlade dagarna {x}{} per klient och år", "dagar"
        ),
        "parallel_days_per_client_year": _more(
            "sv", "antalet dagar i parallell behandling", "blir de parallella dagarna {x}{} per klient och år", "dagar"
        ),
        "falls_per_year": _more("sv", "antalet fall", "blir fallen {x}{} om året", "fall"),
    },
}
WAYS_OF_FALLING = {
    "never_received": "fick aldrig insats",
    "lost_referral": "remissen försvann",
    "bounced": "bollades runt",
    "sobriety_blocked": "stoppades av drogfrihetskrav",
    "gave_up_in_queue": "gav upp i kön",
    "gave_up_between": "gav upp mellan verksamheter",
    "half_treated": "halvt behandlad",
    "undetected": "oupptäckt",
    "disputed": "tvist om ansvar",
    "discharged_unmet": "utskriven med kvarstående behov",
    "no_aftercare": "ingen eftervård",
    "lost_in_handover": "tappades i överlämningen",
}
"""The mechanisms in Swedish, as docs/glossary.md has them."""


def words_of(measure: str, language: str) -> MeasureWords:
    """Return the words for a measure. Raises KeyError for an unknown language."""
    if measure in MEASURES[language]:
        return MEASURES[language][measure]
    with speaking(language):
        return _english(measure) if language == "en" else _swedish(measure)


def _english(measure: str) -> MeasureWords:
    name = f"“{short(measure)}”"
    if describe(measure).kind == "share":
        return MeasureWords(name, name + " is {x}higher", name + " is {x}lower", POINTS["en"])
    return MeasureWords(name, name + " is {x}higher", name + " is {x}lower", unit_words(measure))


def _swedish(measure: str) -> MeasureWords:
    head, _, last = measure.rpartition(".")
    name = f"”{WAYS_OF_FALLING[last]}”" if head in BY_MECHANISM and last in WAYS_OF_FALLING else f"måttet {measure}"
    return MeasureWords(name, f"är {name} {{x}}högre", f"är {name} {{x}}lägre", unit_words(measure))
