"""A scenario as the model takes it: frozen, plain, complete. Files are read and checked elsewhere (`scenarios/`).

Days, hours, minutes, shares in [0, 1], severities in [0, 1], hazards per day. Every number comes from a file in which
it names its evidence; there are no defaults here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.terms.calendar import Calendar
from sim.terms.coordination import Coordination
from sim.terms.hazards import Steps
from sim.terms.local import AVERAGE, LocalPractice
from sim.terms.words import Level, Line, Part, Principal, Role, Service

if TYPE_CHECKING:
    from sim.terms.changes import Change


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: adults (18+), its district and hub (indices) and minutes of travel to every hub of the county.

    `practice`: how it differs from the county's average.
    """

    name: str
    adults: float
    district: int
    hub: int
    minutes_to_hub: tuple[float, ...]
    practice: LocalPractice = AVERAGE


@dataclass(frozen=True, slots=True)
class County:
    """Municipalities grouped into districts (länsdelar) and hubs (where specialist care sits)."""

    name: str
    title: str
    municipalities: tuple[Municipality, ...]
    districts: tuple[str, ...]
    hubs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one service's admission rules read. A rule that a service does not have holds its neutral value.

    `meets`: parts it treats. `sobriety_days`: required documented abstinence (0: none), `sobriety_share`: share of
    its assessors who apply it. `floor`, `ceiling`: rated severity of the asked part that it takes. `other_ceiling`:
    rated severity of an untreated psychiatric need above which it says too_severe. `*_first_share`: assessors who
    want the other need treated first. `dual_diagnosis_required`: takes only those known to be comorbid.
    `offers_methods`: has staff who know the methods. `discharges_for_use_share`: chance that a sample that shows
    use ends care.
    """

    meets: tuple[Part, ...]
    sobriety_days: float
    sobriety_share: float
    treat_addiction_first_share: float
    treat_psychiatry_first_share: float
    floor: float
    ceiling: float
    other_ceiling: float
    dual_diagnosis_required: bool
    offers_methods: bool
    discharges_for_use_share: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A care plan: how many visits how often, with how many staff hours, and what becomes of it.

    `visits`: (number of visits, weight) pairs, a mix of methods; a stay whose length is drawn has `stay_days`
    (median, sigma of its logarithm) and a visit every `interval_days` in it; else `stay_days` is (0, 0).
    `booking_days`: the same for the delay between a free place and the first visit. `sample_share`: visits that
    document drug-freedom. `no_show`: chance that a visit is missed; after `missed_limit` missed in a row the client
    is discharged. `leaving`: hazard of leaving early. `met_share`: completed plans that meet the need (for
    addiction: of those still using; the abstinent always). `detects`: chance per first visit of seeing each part
    that nobody has asked about (by Part, ACUTE left out). `is_assessment`: an inquiry that ends in a decision.
    `supports_waiting`: those waiting for it have somebody to call. `sober_visits`: how many of the last visits are held
    only when the client is abstinent (they are put off till then). `holds`: the true severity up to which it treats a
    need, whatever its admission rules let in (1: any, a psychosis too); above it there is support and no treatment.
    `group_shares`: of each of `visits`, the share of clients who are treated in a group (empty: nobody), where a visit
    takes `group_hours_factor` of the staff hours for each client.
    """

    visits: tuple[tuple[int, float], ...]
    interval_days: float
    hours_per_visit: float
    stay_days: tuple[float, float]
    booking_days: tuple[float, float]
    sample_share: float
    no_show: float
    missed_limit: int
    leaving: Steps
    met_share: float
    detects: tuple[float, float, float, float]
    is_assessment: bool
    supports_waiting: bool
    sober_visits: int
    holds: float
    group_shares: tuple[float, ...] = ()
    group_hours_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """A service: who runs it, at which level, with which roles (shares of its FTE), under which rules and plan.

    `stands_for`: the service whose work it does and whose numbers it has (`same_as` in the files), else itself; chance
    is keyed by it, so that the same work under another name meets the same fate.
    """

    service: Service
    stands_for: Service
    principal: Principal
    level: Level
    roles: tuple[tuple[Role, float], ...]
    caseload_per_fte: float
    hours_per_fte_year: float
    direct_share: float
    rules: Rules
    plan: Plan


@dataclass(frozen=True, slots=True)
class Others:
    """The other patients of one unit: people outside this model who take its places and hours.

    `arrivals_per_year` (Poisson), `days_in_care` (mean, exponential), `giving_up` (step hazard in the queue),
    `urgent_share` (first priority class), `starting_wait_days`: how far back the queue of day 0 reaches.
    """

    arrivals_per_year: float
    days_in_care: float
    giving_up: Steps
    urgent_share: float
    starting_wait_days: float


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """One location of a service, for one of its lines: whom it serves, where it sits, its staff and its others.

    `municipalities`: indices of those it serves. `hub`: the hub where it sits, -1: in the municipality itself.
    `places`: beds or bought places; -1 where caseload and hours decide; infinity where the state must provide.
    """

    service: Service
    line: Line
    place: str
    municipalities: tuple[int, ...]
    hub: int
    fte: float
    places: float
    others: Others | None


@dataclass(frozen=True, slots=True)
class ReferralTerms:
    """What a referral costs: handling days (median, sigma), share lost, share that goes warm, share with a record.

    `decision_binds_share`: share of decisions on treatment or support that bind the service which is to give it. One
    set holds within a principal, another between two: that, consent and disputes are all that one principal changes.
    """

    handling_days: tuple[float, float]
    lost_share: float
    warm_share: float
    shared_record_share: float
    decision_binds_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Regime:
    """Who is responsible for each part by law, who assesses it first, and the doors tried in order.

    One entry per `Part` but ACUTE. `assessor` None: whoever treats assesses.
    """

    responsible: tuple[Principal, ...]
    assessor: tuple[Service | None, ...]
    doors: tuple[tuple[Service, ...], ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who the clients are and how they come. Shares by what they are conditioned on; severities Kumaraswamy (a, b)."""

    first_seekers_per_10000: float
    woman_share: float
    comorbid_share_women: float
    comorbid_share_men: float
    age_comorbid: tuple[float, float]
    age_others: tuple[float, float]
    substance_weights: tuple[float, float, float, float, float]
    opioid_share_of_narcotics: float
    disorder_weights: tuple[float, float, float, float, float]
    social_share: float
    social_share_comorbid: float
    medical_share: float
    addiction_severity: tuple[float, float]
    psychiatric_severity: tuple[float, float]
    social_severity: tuple[float, float]
    relatives_share: float
    door_weights: tuple[float, float, float, float, float, float]
    door_weights_comorbid: tuple[float, float, float, float, float, float]
    presents_psychiatric_share: float
    stock_active_share: float
    stock_seeking_share: float
    stock_in_care_shares: tuple[float, float, float, float]
    stock_opioid_in_care_share: float
    stock_parked_share: float
    stock_met_shares: tuple[float, float, float, float]
    stock_days_since_contact: float


@dataclass(frozen=True, slots=True)
class Hazards:
    """Bases and factors of the risk clocks, per day. The product of base and factors runs.

    `giving_up_after_days`: patience begins to run so many days after asking. `crisis`: of an average client in active
    use, whatever the three factors are; `crisis_mix` has the shares of that time to which each of them applies.
    `left_alone_days`: asking for so long without contact counts as being left alone.
    Source: sections 3 (risk clocks), A019, A023-A026, A063, A310-A318.
    """

    giving_up: Steps
    giving_up_after_days: float
    giving_up_factor_supported: float
    giving_up_factor_refusal: float
    withdrawing: float
    relapse: Steps
    relapse_factor_in_care: float
    relapse_factor_untreated_psychiatric: float
    relapse_factor_untreated_social: float
    abstaining: Steps
    abstaining_factor_in_care: float
    leaving_factor_untreated_other: float
    leaving_factor_untreated_social: float
    leaving_factor_per_travel_hour: float
    crisis: float
    crisis_factor_untreated_psychiatric: float
    crisis_factor_left_alone: float
    crisis_factor_soon_again: float
    crisis_mix: tuple[float, float, float]
    left_alone_days: float
    reseeking: Steps
    reseeking_factor_well: float
    asking_factor_per_travel_hour: float
    exit: float
    death_share_of_exits: float
    psychiatric_reopens_at_relapse: float
    social_reopens_at_relapse: float


@dataclass(frozen=True, slots=True)
class Practice:
    """How services answer, refer and are attended, apart from each service's own rules.

    `nobody_there_days`: how long a visit is put off since nobody works there or since it needs a sober period, and how
    long a line stands where nobody works and nobody is recruited; then care or the wait ends.
    `crisis_without_bed_days`: how long a crisis looks for a bed. `no_is_heeded_days`: how long nobody offers help that
    the client has said no to. `care_elsewhere_supports_share`: of waits, those that care of another need supports by
    itself, without talks about what is waited for. `*_falls_with_severity`: how far "no need" and a met need get rarer
    as severity rises (0: not at all; 1: nil at severity 1, twice the share at 0). `municipal_losses_factor`: on giving
    up, withdrawing, saying no and "no need" at services of the municipal road (`sim/model/municipal_road.py`).
    """

    within: ReferralTerms
    between: ReferralTerms
    letter_hours: float
    warm_hours: float
    warm_share_after_assessment: float
    warm_lost_share: float
    turns_up_alone_share: float
    rating_noise: float
    misread_share: float
    dispute_days_with_routine: tuple[float, float]
    dispute_days_without: tuple[float, float]
    dispute_never_settled_share: float
    no_consent_share: float
    not_eligible_share: float
    not_eligible_falls_with_severity: float
    met_falls_with_severity: float
    psychosis_longest_plan_share: float
    psychosis_visits: float
    no_show_factor_per_travel_hour: float
    no_show_factor_first_visit_per_travel_hour: float
    no_show_factor_untreated_social: float
    no_show_factor_per_load: float
    relatives_contact_per_day: float
    relatives_catch_lost_share: float
    hvb_severity: float
    assessment_valid_days: float
    medical_wanted_share: float
    psychosocial_wanted_share: float
    social_wanted_share: float
    urgent_severity: float
    detox_share_of_crises: float
    lvm_share_of_crises: float
    turnover_per_year: float
    talks_share: float
    talks_number: float
    talks_interval_days: float
    leaves_samples_share: float
    first_look_share: float
    asks_anew_share: float
    nobody_there_days: float
    crisis_without_bed_days: float
    no_is_heeded_days: float
    care_elsewhere_supports_share: float
    municipal_losses_factor: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything one replication needs but its seed: the county, the regime, the services and the dated changes."""

    name: str
    county: County
    calendar: Calendar
    services: tuple[ServiceSpec, ...]
    units: tuple[UnitSpec, ...]
    regime: Regime
    people: People
    hazards: Hazards
    practice: Practice
    coordination: Coordination
    changes: tuple[Change, ...]
