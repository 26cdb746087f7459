"""Who a client is: attributes drawn once from the client's own key. Pure functions of key and parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.chance.distributions import choice, kumaraswamy, normal
from sim.chance.keyed import Decision, uniform
from sim.terms.scenario import People
from sim.terms.words import Disorder, Part, Profile, Sex, Substance

if TYPE_CHECKING:
    from mypy_extensions import i64

YOUNGEST, OLDEST = 18.0, 95.0  # an adult is 18 or more (law); the upper end only keeps a normal tail from absurd ages


@dataclass(frozen=True, slots=True)
class Person:
    """A client's fixed attributes. `parts` are the parts of need that this person has (never ACUTE)."""

    name: str
    key: i64
    municipality: int
    sex: Sex
    age: float
    substance: Substance
    opioid: bool
    profile: Profile
    disorder: Disorder
    addiction_severity: float
    psychiatric_severity: float
    social_severity: float
    relatives: bool
    engagement: float
    parts: tuple[Part, ...]

    @property
    def comorbid(self) -> bool:
        """Whether the client has both addiction and a psychiatric need."""
        return bool(self.profile & Profile.ADDICTION_PSYCHIATRIC)

    def severity(self, part: Part) -> float:
        """Return the true severity of the need that `part` belongs to, in [0, 1]."""
        if part is Part.PSYCHIATRIC:
            return self.psychiatric_severity
        return self.social_severity if part is Part.SOCIAL else self.addiction_severity


def draw_person(name: str, key: i64, municipality: int, people: People) -> Person:
    """Return the client that `key` stands for: the same attributes whatever else happens in the run."""

    def chance(decision: i64) -> float:
        return uniform(key, decision)

    sex = Sex.WOMAN if chance(Decision.SEX) < people.woman_share else Sex.MAN
    comorbid_share = people.comorbid_share_women if sex is Sex.WOMAN else people.comorbid_share_men
    comorbid = chance(Decision.COMORBID) < comorbid_share
    social = chance(Decision.SOCIAL) < (people.social_share_comorbid if comorbid else people.social_share)
    substance = Substance(choice(people.substance_weights, chance(Decision.SUBSTANCE)))
    opioid = substance is Substance.NARCOTICS and chance(Decision.OPIOID) < people.opioid_share_of_narcotics
    medical = opioid or (substance is not Substance.GAMBLING and chance(Decision.MEDICAL) < people.medical_share)
    disorder = Disorder(1 + choice(people.disorder_weights, chance(Decision.DISORDER))) if comorbid else Disorder.NONE
    age = normal(people.age_comorbid if comorbid else people.age_others, chance(Decision.AGE))
    parts = [Part.PSYCHOSOCIAL]
    parts += [Part.MEDICAL] * medical + [Part.PSYCHIATRIC] * comorbid + [Part.SOCIAL] * social
    return Person(
        name=name,
        key=key,
        municipality=municipality,
        sex=sex,
        age=round(min(max(age, YOUNGEST), OLDEST), 1),
        substance=substance,
        opioid=opioid,
        profile=Profile(comorbid * 1 + social * 2),
        disorder=disorder,
        addiction_severity=kumaraswamy(people.addiction_severity, chance(Decision.ADDICTION_SEVERITY)),
        psychiatric_severity=kumaraswamy(people.psychiatric_severity, chance(Decision.PSYCHIATRIC_SEVERITY))
        if comorbid
        else 0.0,
        social_severity=kumaraswamy(people.social_severity, chance(Decision.SOCIAL_SEVERITY)) if social else 0.0,
        relatives=chance(Decision.RELATIVES) < people.relatives_share,
        engagement=chance(Decision.ENGAGEMENT),
        parts=tuple(parts),
    )
