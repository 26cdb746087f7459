"""The world of one replication: units, workers, clients, the current regime, and the run itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sim.chance.keyed import Decision, key_of
from sim.model import pathway, transition, waiting
from sim.model.client import Client
from sim.model.conference import Conference
from sim.model.distance import Distance
from sim.model.employment import Employment
from sim.model.engine import URGENT, Agenda, Call
from sim.model.ladder import Ladder
from sim.model.life import Life
from sim.model.others import Stream
from sim.model.recorder import NO_VALUE, NONE, Recorder, packed
from sim.model.regimes import Regimes
from sim.model.request import Request
from sim.model.staff import posts_of
from sim.model.stock import settle
from sim.model.unit import Unit
from sim.population.arrivals import draw_arrivals, draw_stock
from sim.population.person import Person
from sim.terms.changes import Change, Closes, RuleChanges
from sim.terms.local import LocalPractice
from sim.terms.scenario import Regime, Scenario, UnitSpec
from sim.terms.words import Disorder, Kind, Line, Measure, NeedState, Part, Principal, Reason, Role, Service

MINUTES_AN_HOUR = 60.0
PARTS = len(Part)
OMBUD = Service.PERSONAL_OMBUD
ACUTE, NEED_STATE = Part.ACUTE, Kind.NEED_STATE
SOUGHT, PARKED = NeedState.SOUGHT, NeedState.PARKED


class World:
    """Everything that one replication holds while it runs. Deterministic in (scenario, seed, replication)."""

    def __init__(self, scenario: Scenario, seed: int, replication: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replication = replication
        self.env = Agenda()
        self.end_day = float(scenario.calendar.end_day)
        self.recorder = Recorder()
        towns = scenario.county.municipalities
        self.regimes = Regimes(scenario.regime, len(towns))
        self.towns_moved: dict[Service, set[int]] = {}
        self.towns_relocated: dict[Service, set[int]] = {}
        self.rules = {spec.service: spec.rules for spec in scenario.services}
        self.special_rules: list[RuleChanges] = []  # for some clients only
        self.closings: list[Closes] = []  # that have come
        self.levers = scenario.coordination.levers
        self.sip_pairs = scenario.coordination.sip_pairs
        self.county_key = key_of(seed, replication, "county")
        self.municipality_keys = [key_of(seed, replication, town.name) for town in towns]
        self.clients: list[Client] = []
        self.worker_table: list[tuple[int, int]] = []  # (role, unit) by a worker's index
        self._assessed_on: dict[int, float] = {}
        self._last_assessor: dict[int, Service] = {}
        self._decided_by: dict[int, Principal] = {}
        self.units: list[Unit] = []
        self._unit_at: dict[tuple[Service, Line, int], Unit] = {}
        self._units_of: dict[tuple[Line, int], list[Unit | None]] = {}
        self._specs = {spec.service: spec for spec in scenario.services}
        self._roots = {spec.service: spec.stands_for for spec in scenario.services}
        self.distance = Distance(self)
        self.life = Life(self)
        self.employment = Employment(self)
        self.ladder = Ladder(self)
        self.conferences = [Conference(self, nth) for nth in range(len(scenario.county.districts))]
        for at in scenario.units:
            self.serve(self.open_unit(at))

    # Building ---------------------------------------------------------------------------------------------------

    def open_unit(self, at: UnitSpec, digital_share: float = 0.0) -> Unit:
        """Return a new unit without anybody in it. Whom it serves is told to `serve`."""
        towns = self.scenario.county.municipalities
        travels = (1.0 - digital_share) / MINUTES_AN_HOUR
        hours = tuple(t.minutes_to_hub[at.hub] * travels if at.hub >= 0 else 0.0 for t in towns)
        unit = Unit(self.env, len(self.units), at, self._specs[at.service], hours)
        self.units.append(unit)
        return unit

    def serve(self, unit: Unit) -> None:
        """From now on the clients of its municipalities find `unit` where they ask for its service."""
        at = unit.at
        for municipality in at.municipalities:
            self._unit_at[at.service, at.line, municipality] = unit
            for line in Line:
                known = self._units_of.get((line, municipality))
                if known is not None:
                    known[at.service] = self._unit_for(at.service, line, municipality)

    def unserve(self, unit: Unit) -> None:
        """From now on nobody finds `unit`."""
        at = unit.at
        for municipality in at.municipalities:
            if self._unit_at.get((at.service, at.line, municipality)) is unit:
                del self._unit_at[at.service, at.line, municipality]
            for line in Line:
                known = self._units_of.get((line, municipality))
                if known is not None:
                    known[at.service] = self._unit_for(at.service, line, municipality)

    def number_worker(self, role: Role, unit: Unit) -> int:
        """Return the index of somebody who begins to work in `unit`."""
        self.worker_table.append((int(role), unit.index))
        return len(self.worker_table) - 1

    def _staff_units(self) -> None:
        for unit in self.units:
            prefix = f"worker/{self.root(unit.service).name}/{unit.at.line.name}/{unit.at.place}"
            if unit.at.places >= 0.0:
                team = self.employment.employ(unit, unit.spec.roles[0][0], 0.0, prefix)
                unit.team = team.index
            else:
                for nth, (role, fte) in enumerate(posts_of(unit.at.fte, unit.spec.roles)):
                    worker = self.employment.employ(unit, role, fte, f"{prefix}/{role.name}/{nth}")
                    self.employment.write(Kind.STAFF_EMPLOYED, worker)
            unit.resize(0.0)

    # Reading ----------------------------------------------------------------------------------------------------

    def units_of(self, person: Person) -> list[Unit | None]:
        """Return, by `Service`, the unit that serves somebody: of the line for their disorder, else ordinary."""
        neuropsychiatric = person.disorder is Disorder.NEUROPSYCHIATRIC
        line = Line.NEUROPSYCHIATRIC if neuropsychiatric else Line.ORDINARY
        here = person.municipality
        if (line, here) not in self._units_of:
            self._units_of[line, here] = [self._unit_for(service, line, here) for service in Service]
        return self._units_of[line, here]

    def _unit_for(self, service: Service, line: Line, municipality: int) -> Unit | None:
        at = self._unit_at
        return at.get((service, line, municipality)) or at.get((service, Line.ORDINARY, municipality))

    def root(self, service: Service) -> Service:
        """Return the service whose work `service` does: chance is keyed by it, so that another name is no other fate.

        What is remembered of a client's chances (ratings) stands under it, too; knowledge stays with each service.
        """
        return self._roots.get(service, service)

    def first_principal(self, service: Service) -> Principal:
        """Return who runs, on day 0, the service whose work `service` does."""
        return self._specs.get(self.root(service), self._specs[service]).principal

    def regime_of(self, client: Client) -> Regime:
        """Return the regime that holds for the client, where they live."""
        return self.regimes.of(client.person)

    def practice_of(self, client: Client) -> LocalPractice:
        """Return what the client's municipality does differently."""
        return self.scenario.county.municipalities[client.person.municipality].practice

    def district_of(self, client: Client) -> int:
        """Return the district in which the client lives."""
        return self.scenario.county.municipalities[client.person.municipality].district

    def other_side_of(self, principal: Principal) -> Principal:
        """Return the principal on the other side of the boundary between municipality and region."""
        return Principal.MUNICIPALITY if principal is Principal.REGION else Principal.REGION

    def coordinated(self, client: Client) -> bool:
        """Whether somebody goes along: the coordinator of a SIP, or a personal ombud."""
        return client.plan_until > self.env.now or any(c.unit.service is OMBUD for c in client.contacts)

    def shared_threshold(self, client: Client) -> bool:
        """Whether primary care and psychiatry have one threshold where the client lives."""
        return self.ladder.works(Measure.SHARED_THRESHOLD, self.district_of(client))

    def note_assessment(self, client: Client, unit: Unit) -> None:
        """Note that an assessor has assessed the parts that it assesses where the client lives, and for whom."""
        assessor = unit.service
        self._last_assessor[client.index] = assessor
        for part, service in enumerate(self.regime_of(client).assessor):
            if service is assessor:
                self._assessed_on[client.index * PARTS + part] = self.env.now
                self._decided_by[client.index * PARTS + part] = unit.principal

    def forget_assessment(self, client: Client, part: Part) -> None:
        """An inquiry has found no need: whoever asks later is assessed anew."""
        self._assessed_on.pop(client.index * PARTS + part, None)

    def decided_by(self, client: Client, part: Part) -> Principal | None:
        """Return the principal whose decision on this part of the client's needs is valid; None: there is none."""
        return self._decided_by[client.index * PARTS + part] if self.assessed_lately(client, part) else None

    def assessed_lately(self, client: Client, part: Part) -> bool:
        """Whether an inquiry about this part of the client's needs is still valid, whoever made it."""
        day = self._assessed_on.get(client.index * PARTS + part)
        return day is not None and self.env.now - day <= self.scenario.practice.assessment_valid_days

    def assessed_by_another(self, client: Client, assessor: Service) -> bool:
        """Whether another assessor's inquiry about the client is still valid: its record may come along."""
        other = self._last_assessor.get(client.index, assessor) is not assessor
        return other and any(self.assessed_lately(client, part) for part in client.person.parts)

    # Writing ----------------------------------------------------------------------------------------------------

    def log(
        self,
        client: Client,
        kind: Kind,
        part: int = NONE,
        unit: Unit | None = None,
        service: int = NONE,
        principal: int | None = None,
        to_service: int = NONE,
        to_principal: int = NONE,
        reason: int = 0,
        worker: int = NONE,
        value: float = NO_VALUE,
        extra: float = NO_VALUE,
    ) -> None:
        """Write a row about a client; the state of `part` is what it is now."""
        if unit is not None:
            service = unit.service
            if principal is None:
                principal = unit.principal
        self.recorder.append(
            packed(
                self.env.now,
                client.index,
                kind,
                part,
                client.states[part] if 0 <= part < ACUTE else NONE,
                service,
                unit.index if unit is not None else NONE,
                principal if principal is not None else NONE,
                to_service,
                to_principal,
                reason,
                worker,
                value,
                extra,
            )
        )

    def set_state(self, client: Client, part: Part, state: NeedState) -> None:
        """Note where a part of a need stands now; a row is written if that is new."""
        before = client.states[part]
        if before is state:
            return
        if before is SOUGHT or before is PARKED:
            self._relatives_have_called(client, part)
        client.states[part] = state
        client.state_since[part] = self.env.now
        if part is not ACUTE:
            self.recorder.append(
                packed(
                    self.env.now, client.index, NEED_STATE, part, state, NONE, NONE, NONE,
                    NONE, NONE, 0, NONE, NO_VALUE, NO_VALUE,
                )
            )  # fmt: skip

    def relatives_called_until_now(self, client: Client) -> None:
        """The client leaves while asking: count what relatives did until now."""
        for part in client.person.parts:
            if client.states[part] is SOUGHT or client.states[part] is PARKED:
                self._relatives_have_called(client, part)

    def _relatives_have_called(self, client: Client, part: Part) -> None:
        """While nobody has accepted and no service has the client, relatives who help coordinate instead."""
        if not client.person.relatives or client.in_contact():
            return
        days = self.env.now - client.state_since[part]
        u = client.chance(Decision.RELATIVE_CONTACTS, part, client.requests_made[part])
        contacts = int(days * self.scenario.practice.relatives_contact_per_day + u)
        if contacts:
            self.log(client, Kind.RELATIVE_CONTACT, part, value=contacts)

    # What happens -----------------------------------------------------------------------------------------------

    def seek(self, client: Client, part: Part, door: Service) -> None:
        """The client asks for help at `door`."""
        pathway.seek(self, client, part, door)

    def ask_anew(self, client: Client, part: Part, tried: int) -> None:
        """The client asks again, since nobody was there."""
        pathway.ask_anew(self, client, part, tried)

    def refer_on(
        self, client: Client, part: Part, sender: Service, principal: Principal, reason: Reason
    ) -> Request | None:
        """A service asks for another part of the client's needs."""
        return pathway.refer_on(self, client, part, sender, principal, reason)

    def take_in(self, client: Client, door: Service) -> None:
        """A crisis: the client is taken to detox, the emergency or compulsory care."""
        pathway.begin(self, Request(self, client, Part.ACUTE, door, reason=Reason.CRISIS))

    def admit_client(self, person: Person, from_stock: bool) -> Client:
        """Let a client into the county, with needs that nobody has been asked about yet."""
        client = Client(person, len(self.clients), self.units_of(person))
        self.clients.append(client)
        client.last_contact = self.env.now
        self.log(client, Kind.ARRIVAL, value=float(from_stock))
        for part in person.parts:
            self.set_state(client, part, NeedState.LATENT)
        return client

    def _newcomer(self, person: Person, arrivals: Iterator[tuple[float, Person]]) -> None:
        client = self.admit_client(person, from_stock=False)
        self.life.enter(client, using=True, use_since=self.env.now)
        self.life.seek_help(client)
        self._await_next(arrivals)

    def _await_next(self, arrivals: Iterator[tuple[float, Person]]) -> None:
        coming = next(arrivals, None)
        if coming is not None:
            day, person = coming
            Call(self.env, max(day - self.env.now, 0.0), lambda _: self._newcomer(person, arrivals))

    def _snapshot(self, _: Any) -> None:
        now = self.env.now
        for unit in self.units:
            if not unit.is_open:
                continue
            unit.close_month(now)  # output recovers a little every month
            self.recorder.write(
                now,
                NONE,
                Kind.SNAPSHOT,
                service=unit.service,
                unit=unit.index,
                principal=unit.principal,
                value=unit.occupied,
                extra=unit.places,
            )
        waiting.turn_away_where_nobody_is(self)

    def _change(self, change: Change, _: Any) -> None:
        transition.apply(self, change)
        if self.distance.has_changed():
            for client in self.clients:
                self.life.touch(client)

    # Running ----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Run from day 0 to the end."""
        self.begin()
        self.take(self.scenario.changes)
        self.run_until(self.end_day)

    def begin(self) -> None:
        """Let day 0 begin: staff at work, people in care and without, other patients, and whoever will arrive."""
        scenario = self.scenario
        self._staff_units()
        self.ladder.begin()
        for conference, held in zip(self.conferences, scenario.coordination.conferences, strict=True):
            if held:
                conference.start()
        hazard = scenario.hazards.exit
        for index, town in enumerate(scenario.county.municipalities):
            for person in draw_stock(self.seed, self.replication, index, town, scenario.people, hazard):
                settle(self, self.admit_client(person, from_stock=True))
        for unit in self.units:
            if unit.at.others is not None and unit.at.others.arrivals_per_year > 0.0:
                unit.others = Stream(self, unit, unit.at.others)
                unit.fill()
        for index, town in enumerate(scenario.county.municipalities):
            self._await_next(draw_arrivals(self.seed, self.replication, index, town, scenario.people, self.end_day))
        for day in scenario.calendar.month_starts():
            Call(self.env, float(day), self._snapshot)

    def take(self, changes: Sequence[Change]) -> None:
        """Let changes come, each on its day before all else: the day's snapshot shows the new order."""
        for change in changes:
            Call(self.env, float(change.day) - self.env.now, partial(self._change, change), URGENT)

    def run_until(self, day: float) -> None:
        """Let everything happen that is due before `day`."""
        if day > self.env.now:
            self.env.run(until=day)
