"""Days of a need: asked for, in line, latent, untreated, treated; and what is detected and treated in parallel."""

from __future__ import annotations

import numpy as np

from sim.measures.cohorts import Cohort, after
from sim.measures.falls_over_time import known_since
from sim.measures.spans import Array, Spans, both, either, without
from sim.measures.stays import Stays
from sim.measures.story import OrderedLog
from sim.measures.survival import Values, ratio
from sim.measures.thresholds import DAYS_PER_YEAR
from sim.measures.treatment import NEEDS_COUNTED
from sim.terms.words import Kind, Need, NeedState, name_of

BETWEEN = (NeedState.SOUGHT, NeedState.PARKED)
ASKED = (*BETWEEN, NeedState.WAITING, NeedState.IN_CARE)


def gap(story: OrderedLog, need: Need | None = None) -> Spans:
    """Return when a client had asked and nobody had accepted: any part (of `need`) but ACUTE in SOUGHT or PARKED.

    A person-day counts once, however many parts are in that state.
    """
    return story.in_state(*BETWEEN, needs=None if need is None else (need,))


def latent(story: OrderedLog, need: Need) -> Spans:
    """Return when `need` was open and nobody had been asked to meet any part of it: never found, or given up."""
    return without(story.in_state(NeedState.LATENT, needs=(need,)), story.in_state(*ASKED, needs=(need,)))


def latent_any(story: OrderedLog) -> Spans:
    """Return when a client had a latent need; a person-day counts once, however many needs are latent."""
    addiction, psychiatric, social = (latent(story, need) for need in Need)
    return either(either(addiction, psychiatric), social)


def asked_untreated(story: OrderedLog, stays: Stays) -> tuple[Spans, Spans]:
    """Return when a client had asked for a need that nobody treated, and the part of it before any acceptance.

    Of the two needs of comorbidity; a person-day counts once. Before acceptance: some such need in SOUGHT or PARKED.
    The rest is in line: accepted and waiting, in an inquiry, on the way to another employer, or in care that cannot
    hold it.
    """
    asked, before = (
        either(*(without(story.in_state(*states, needs=(n,)), stays.treated[n]) for n in NEEDS_COUNTED))
        for states in (ASKED, BETWEEN)
    )
    return asked, before


def untreated(story: OrderedLog, stays: Stays) -> dict[Need, Spans]:
    """Return when each of the two needs was open and nobody treated it, found or not, asked for or not."""
    return {need: without(story.open_need[need], stays.treated[need]) for need in NEEDS_COUNTED}


def client_years(story: OrderedLog) -> float:
    """Return the years that comorbid clients were present from the reform day to the end."""
    return story.late(story.present.of(story.comorbid)).days / DAYS_PER_YEAR


def gap_measures(story: OrderedLog, stays: Stays) -> Values:
    """Return gap and latent days, detection, parallel care, crises and relatives' contacts of comorbid clients.

    From the reform day to the end, while present. A gap day and a latent day count once, of however many needs.
    `parallel_share`: of the person-days in which addiction or psychiatric need was in a treatment stay, the share in
    which both were. Days and counts are per comorbid client-year.
    """
    years = client_years(story)

    def per_year(spans: Spans) -> float | None:
        return ratio(story.late(spans.of(story.comorbid)).days, years)

    addiction, psychiatric = stays.treated[Need.ADDICTION], stays.treated[Need.PSYCHIATRIC]
    together, any_of = per_year(both(addiction, psychiatric)), per_year(either(addiction, psychiatric))
    by_need = {f"gap_days_per_client_year.{name_of(n)}": per_year(gap(story, n)) for n in Need}
    by_need |= {f"latent_days_per_client_year.{name_of(n)}": per_year(latent(story, n)) for n in Need}
    return by_need | {
        "gap_days_per_client_year": per_year(gap(story)),
        "latent_days_per_client_year": per_year(latent_any(story)),
        "detected_share": detected_share(story, after(story).only(story.comorbid)),
        "parallel_share": None if together is None or any_of is None else ratio(together, any_of),
        "parallel_days_per_client_year": together,
        "treated_days_per_client_year": any_of,
        "crises_per_client_year": ratio(_count(story, Kind.CRISIS), years),
        "relative_contacts_per_client_year": ratio(_contacts(story, story.comorbid), years),
        "relative_contacts_per_year": ratio(
            _contacts(story, np.ones(story.clients, dtype=bool)), (story.end - story.reform) / DAYS_PER_YEAR
        ),
        "comorbid_client_years": years,
    }


def detected_share(story: OrderedLog, cohort: Cohort) -> float | None:
    """Return the share of the cohort whose addiction and psychiatric need were both known within the follow-up.

    Known before the start counts. See `falls_over_time.known_since`.
    """
    known = known_since(story)[cohort.client]
    late = np.maximum(known[:, Need.ADDICTION], known[:, Need.PSYCHIATRIC])
    return ratio(int((late <= cohort.start + cohort.follow_up).sum()), len(cohort))


def _count(story: OrderedLog, kind: Kind) -> float:
    rows = story.of(kind)
    return float((story.comorbid[story.client[rows]] & (story.time[rows] >= story.reform)).sum())


def _contacts(story: OrderedLog, whose: Array) -> float:
    columns = story.log.columns
    rows = np.flatnonzero((columns["kind"] == Kind.RELATIVE_CONTACT) & (columns["time"] >= story.reform))
    rows = rows[columns["client"][rows] >= 0]
    contacts = story.log.field("contacts", Kind.RELATIVE_CONTACT)
    return float(np.nansum(contacts[rows][whose[columns["client"][rows]]]))
