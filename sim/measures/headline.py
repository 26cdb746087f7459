"""The headline: of the two needs of everybody who asks for help, the share that nobody has treated within a year.

Section 7. It ranks designs alone, since it cannot be won by finding less, by lines, by refusals or by one-visit plans:
whatever happens, a need is treated by attended visits or it is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.measures import cohorts
from sim.measures.cohorts import Cohort
from sim.measures.spans import Array, Table
from sim.measures.story import OPEN, OrderedLog
from sim.measures.survival import Values, ratio
from sim.measures.treatment import NEEDS_COUNTED, Treatment
from sim.terms.words import Need, Part, Profile, Sex, names_of

AGES = ("18_25", "26_50", "over_50")
LAST_AGES = (25, 50)
"""The last year of age of each group but the oldest."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What became of a cohort's needs. Members × (dependence, psychiatric).

    `counted`: open at some moment of the follow-up; a need that never is leaves both sides. `days`: from the asking to
    the third visit or the 14th night, at most the follow-up; 0 if it was in treatment. `treated`: reached in that time.
    """

    cohort: Cohort
    counted: Array
    days: Array
    treated: Array

    @property
    def untreated(self) -> Array:
        """How many needs of each member nobody treated."""
        many: Array = (self.counted & ~self.treated).sum(axis=1)
        return many

    @property
    def mean_days(self) -> Array:
        """Mean days to treatment of each member's needs; NaN if none is counted."""
        days, needs = np.where(self.counted, self.days, 0.0).sum(axis=1), self.counted.sum(axis=1)
        mean: Array = np.divide(days, needs, out=np.full(len(needs), np.nan), where=needs > 0)
        return mean

    def only(self, chosen: Array) -> Needs:
        """Return the members for whom `chosen` (bool per client of the log) holds."""
        keep = chosen[self.cohort.client]
        return Needs(self.cohort.only(chosen), self.counted[keep], self.days[keep], self.treated[keep])

    def untreated_share(self) -> float | None:
        """Return the share of the needs counted that nobody treated, None if there are none."""
        return ratio(int(self.untreated.sum()), int(self.counted.sum()))


def needs_of(story: OrderedLog, treatment: dict[Need, Treatment], cohort: Cohort) -> Needs:
    """Return what became of the two needs of each member, followed from their first asking."""
    at = cohort.client * story.stride + cohort.start
    opened = [story.open_need[need].touches(at, at + cohort.follow_up) for need in NEEDS_COUNTED]
    days = np.stack([treatment[need].days_from(at) for need in NEEDS_COUNTED], axis=1)
    return Needs(cohort, np.stack(opened, axis=1), np.minimum(days, cohort.follow_up), days <= cohort.follow_up)


def headline(story: OrderedLog, treatment: dict[Need, Treatment], psychosocial: Treatment, needs: Needs) -> Values:
    """Return untreated needs, both / one / neither and days to treatment of the *after* cohort `needs`, and by group.

    Shares of needs or of clients, days; None where nobody is counted. Comorbid clients, unless the name says otherwise.
    Both, one and neither are of those for whom both needs count.
    """
    mine = needs.only(story.comorbid)
    values = of_the_comorbid(mine)
    values["untreated_share_not_comorbid"] = needs.only(~story.comorbid).untreated_share()
    values["psychosocial_untreated_share"] = psychosocial_untreated(story, psychosocial, mine.cohort)
    for name, chosen in groups(story):
        values[f"untreated_share.{name}"] = needs.only(chosen).untreated_share()
    for year, cohort in years(story):
        name = f"untreated_share.year_{year}"
        values[name] = None
        if cohort is not None:
            values[name] = needs_of(story, treatment, cohort.only(story.comorbid)).untreated_share()
    return values


def of_the_comorbid(mine: Needs) -> Values:
    """Return untreated needs, both / one / neither and days to treatment of some comorbid members of a cohort."""
    pairs = mine.counted.all(axis=1)
    treated = mine.treated.sum(axis=1)[pairs]
    values: Values = {"untreated_share": mine.untreated_share()}
    for name, many in (("both_treated_share", 2), ("one_treated_share", 1), ("neither_treated_share", 0)):
        values[name] = ratio(int((treated == many).sum()), len(treated))
    values["days_to_treatment"] = ratio(float(mine.days[mine.counted].sum()), int(mine.counted.sum()))
    return values


def groups(story: OrderedLog) -> Iterator[tuple[str, Array]]:
    """Yield the name and the clients (bool per client of the log) of every group whose shares are told apart.

    Need profiles, comorbid or not; municipalities, sexes and ages of comorbid clients.
    """
    clients, comorbid = story.log.clients, story.comorbid
    for code, word in enumerate(names_of(Profile)):
        yield f"profile.{word}", np.asarray(clients["profile"]) == code
    for code, word in enumerate(story.log.municipalities):
        yield f"municipality.{word}", comorbid & (np.asarray(clients["municipality"]) == code)
    for name, chosen in persons(story):
        yield name, comorbid & chosen


def persons(story: OrderedLog) -> Iterator[tuple[str, Array]]:
    """Yield the name and the clients, comorbid or not, of each sex and each group of age."""
    for code, word in enumerate(names_of(Sex)):
        yield f"sex.{word}", np.asarray(story.log.clients["sex"]) == code
    for code, word in enumerate(AGES):
        yield f"age.{word}", age_groups(story) == code


def years(story: OrderedLog) -> Iterator[tuple[int, Cohort | None]]:
    """Yield each year after the reform and who starts in it; None without enough follow-up."""
    for year in range(1, int((story.end - story.reform) // 365) + 1):
        yield year, cohorts.of_year(story, year)


def age_groups(story: OrderedLog) -> Array:
    """Return each client's group of age (index into `AGES`)."""
    return np.searchsorted(LAST_AGES, np.asarray(story.log.clients["age"]), side="left")


def cohort_table(story: OrderedLog, needs: Needs) -> Table:
    """Return one row per member of the *after* cohort, comorbid or not, by client.

    `client` (index, the same under every design of a county), `comorbid`, `profile`, `municipality`, `sex`, `age`
    (index into `AGES`), `needs` that count, `untreated` of them, `days` to treatment (mean of the needs; NaN: none).
    """
    who, clients = needs.cohort.client, story.log.clients
    return {
        "client": who.astype(np.int32),
        "comorbid": story.comorbid[who],
        "profile": np.asarray(clients["profile"])[who].astype(np.int8),
        "municipality": np.asarray(clients["municipality"])[who].astype(np.int16),
        "sex": np.asarray(clients["sex"])[who].astype(np.int8),
        "age": age_groups(story)[who].astype(np.int8),
        "needs": needs.counted.sum(axis=1).astype(np.int8),
        "untreated": needs.untreated.astype(np.int8),
        "days": needs.mean_days.astype(np.float32),
    }


def psychosocial_untreated(story: OrderedLog, treatment: Treatment, cohort: Cohort) -> float | None:
    """Return the share of those whose psychosocial part is open in the follow-up that do not get it treated."""
    at = cohort.client * story.stride + cohort.start
    counted = story.parts_in_state(OPEN, (Part.PSYCHOSOCIAL,)).touches(at, at + cohort.follow_up)
    untreated = treatment.days_from(at[counted]) > cohort.follow_up
    return ratio(int(untreated.sum()), len(untreated))
