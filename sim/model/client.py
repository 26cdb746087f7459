"""A client's changing state: where each part of each need stands, what they use, and who knows what about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.chance.keyed import uniform
from sim.model.engine import Call
from sim.model.rules import treats
from sim.population.person import Person
from sim.terms.words import NEED_OF_PART, Disorder, Need, NeedState, Part, Service

if TYPE_CHECKING:
    from mypy_extensions import i64

    from sim.model.alarm import Alarm
    from sim.model.care import Stay
    from sim.model.contact import Contact
    from sim.model.request import Request
    from sim.model.unit import Unit

PARTS = len(Part)
PSYCHOSOCIAL, PSYCHIATRIC, ACUTE = Part.PSYCHOSOCIAL, Part.PSYCHIATRIC, Part.ACUTE
IS_OPEN = tuple(NeedState.LATENT <= state <= NeedState.IN_CARE for state in NeedState)
IS_UNTREATED = tuple(NeedState.LATENT <= state < NeedState.IN_CARE for state in NeedState)
"""By `NeedState`: looking up is what is done most often with a state."""

UNDOCUMENTED = -1.0
NO_PLAN = -1.0
NEVER_TREATED = -1.0
NEVER_DECLINED = -float("inf")


class Client:
    """One client while in the county. Lists are by `Part`."""

    __slots__ = (
        "addiction_care",
        "alone_call",
        "care_began",
        "contacts",
        "contacts_made",
        "crises",
        "crisis_clock",
        "declined_on",
        "documented_since",
        "episodes",
        "index",
        "key",
        "known",
        "last_contact",
        "not_held",
        "occurrences",
        "person",
        "plan_until",
        "present",
        "ratings",
        "requests",
        "requests_made",
        "reseek_clock",
        "state_since",
        "states",
        "stays",
        "treated_in_vain",
        "units",
        "use_clock",
        "use_since",
        "using",
    )  # fmt: skip

    def __init__(self, person: Person, index: int, units: list[Unit | None]) -> None:
        self.person = person
        self.key = person.key
        self.index = index
        self.units = units  # by `Service`: which unit serves this client, None if none does
        self.present = True
        self.state_since = [0.0] * PARTS
        self.care_began = [NEVER_TREATED] * PARTS  # when treatment last began
        self.states = [NeedState.ABSENT] * PARTS
        self.requests: list[Request | None] = [None] * PARTS
        self.requests_made = [0] * PARTS
        self.declined_on = [NEVER_DECLINED] * PARTS  # when the client last said no to help with it
        self.stays: list[Stay | None] = [None] * PARTS
        self.episodes = 0
        self.using = True
        self.use_since = 0.0
        self.documented_since = UNDOCUMENTED
        self.ratings: dict[tuple[Part, int], float] = {}  # severity of a part as a service rates it
        self.known = [0] * len(Service)  # bit set of needs that a service knows of
        self.contacts: list[Contact] = []  # ombud, low-threshold clinic
        self.contacts_made = 0
        self.plan_until = NO_PLAN  # until when a SIP and its coordinator hold
        self.treated_in_vain = 0  # treatments of the addiction that have ended without meeting it
        self.addiction_care = 0
        self.not_held = 0  # bit set of parts in care that cannot hold them: supported, not treated
        self.last_contact = 0.0
        self.occurrences = 0
        self.crises = 0
        self.alone_call: Call | None = None  # when a wait without contact will have been long
        self.use_clock: Alarm | None = None
        self.crisis_clock: Alarm | None = None
        self.reseek_clock: Alarm | None = None

    def chance(self, decision: i64, part: i64 = 0, episode: i64 = 0, service: i64 = 0, nth: i64 = 0) -> float:
        """Return this client's own number for an address."""
        return uniform(self.key, decision, part, episode, service, nth)

    def has(self, part: Part) -> bool:
        """Whether this client has that part of a need at all."""
        return self.states[part] is not NeedState.ABSENT

    def open(self, part: Part) -> bool:
        """Whether that part is open: neither absent nor met."""
        return IS_OPEN[self.states[part]]

    def any_open(self) -> bool:
        """Whether any part of any need is open."""
        states = self.states
        return any(IS_OPEN[states[part]] for part in self.person.parts)

    def untreated(self, part: Part) -> bool:
        """Whether that part is open and nobody treats it; care that cannot hold it is none."""
        return IS_UNTREATED[self.states[part]] or bool(self.not_held >> part & 1)

    def other_need_untreated(self, part: Part) -> bool:
        """Whether, beside `part`, the other of the two needs is open and untreated (social need apart)."""
        if part is PSYCHIATRIC:
            return self.addiction_care == 0 and self.untreated(PSYCHOSOCIAL)
        return self.untreated(PSYCHIATRIC)

    def is_held(self, holds: float, part: Part) -> bool:
        """Whether care that can hold needs up to `holds` treats that part; a crisis is met by whoever takes it."""
        if part is ACUTE:
            return True
        disorder = self.person.disorder if part is PSYCHIATRIC else Disorder.NONE
        return treats(holds, self.person.severity(part), disorder)

    def burden(self, part: Part) -> float:
        """Return how severe that part is, in [0, 1]; a psychosis is no mild need whatever its number."""
        psychosis = part is PSYCHIATRIC and self.person.disorder is Disorder.PSYCHOSIS
        return 1.0 if psychosis else self.person.severity(part)

    def out_of_depth(self, part: Part) -> int:
        """Return the bit set of services of this client that cannot hold that part."""
        beyond = 0
        for unit in self.units:
            if unit is not None and not self.is_held(unit.spec.plan.holds, part):
                beyond |= 1 << unit.service
        return beyond

    def knows(self, service: Service, need: Need) -> bool:
        """Whether `service` knows of `need`."""
        return bool(self.known[service] >> need & 1)

    def tell(self, service: Service, part: Part) -> None:
        """Let `service` know of the need that `part` belongs to."""
        self.known[service] |= 1 << NEED_OF_PART[part]

    def known_anywhere(self, need: Need) -> bool:
        """Whether any service knows of `need`."""
        return any(known >> need & 1 for known in self.known)

    def documented_days(self, now: float) -> float:
        """Return the days of documented abstinence; 0 while using or undocumented."""
        if self.using or self.documented_since == UNDOCUMENTED:
            return 0.0
        return now - self.documented_since

    def in_contact(self) -> bool:
        """Whether any service cares for, assesses or stands by the client now."""
        return any(self.stays) or bool(self.contacts)
