"""One case as a page or a program reads it: what the sender said, what we did, what the guards still want."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from screening.allegations import ALLEGATION, event_kept_of
from screening.case.applicability import Unmet, before_closing, outstanding, owed
from screening.case.decider import SCREENING
from screening.case.decider.lateness import unexplained
from screening.case.events import GuardsDeferred
from screening.case.facts import ClockOf
from screening.case.queueing import name_of
from screening.case.state import Case, Child, State
from screening.codes import CheckedAgency, Decision
from screening.read_models import alerts, contacts, history, queue, visits, waiting
from screening.streams import screening_of
from shared import people
from shared.access.actor import Actor, Role
from shared.clocks import ClockView, clocks_of
from shared.database import Connection, Row
from shared.events import Recorded
from shared.problems import NotFound
from shared.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """A child with the sender's words about them, what is known already, and what is missing before a decision.

    ``considered`` is the decision that ``missing`` is about: the one proposed, else one that closes.
    """

    state: Child
    name: str
    said: dict[str, Any]
    earlier: Sequence[Row]
    contacts_12m: int
    siblings: Sequence[Row]
    visits_missed: Sequence[Row]
    considered: Decision
    missing: Sequence[Unmet]
    owed: Sequence[Unmet]
    owed_by: datetime | None

    @property
    def child_id(self) -> str:
        return self.state.child_id

    @property
    def dob(self) -> object:
        return self.state.born_on


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case. ``version`` is what a person's next command is based on."""

    contact_id: str
    version: int
    case: Case
    contact: Row
    children: Sequence[ChildView]
    recorded: Sequence[Recorded[object]]
    clocks: Sequence[ClockView]
    people: Sequence[Row]
    worker: str | None
    late: Sequence[ClockOf]
    """What was late and nobody has said why, of this case's clocks and of intake's about its contact."""

    @property
    def said(self) -> dict[str, Any]:
        return self.contact["said"]

    def child(self, child_id: str) -> ChildView:
        """Raises ``NotFound`` for a child whom this contact does not name."""
        for child in self.children:
            if child_id in (child.state.child_id, child.state.provisional_child_id):
                return child
        raise NotFound("child of this contact")

    def name(self, user_id: str | None) -> str:
        """Their name, of somebody who has worked here; else the id itself."""
        names = {row["user_id"]: row["name"] for row in self.people}
        return names.get(user_id or "", user_id or "Nobody")


def _folded(recorded: Sequence[Recorded[object]]) -> State:
    return SCREENING.fold(one.data for one in recorded)  # pyright: ignore[reportArgumentType]


async def case_view(service: Service, contact_id: str, who: Actor | None = None) -> CaseView:
    """The case as it stands. Raises ``NotFound`` for an unknown contact, or one that is not this reader's."""
    recorded = await service.store.load(screening_of(contact_id))
    case = _folded(recorded)
    if isinstance(case, Case) and case.contact.contact_type == ALLEGATION:
        recorded = [event_kept_of(one) for one in recorded]
        case = _folded(recorded)
    async with service.pool.acquire() as connection:
        contact = await contacts.contact(connection, contact_id)
        row = await queue.row(connection, contact_id)
        if not isinstance(case, Case) or contact is None or row is None:
            raise NotFound("contact")
        if who is not None and who.role is Role.ASSESSMENT_MANAGER:
            await _only_theirs(connection, contact_id)
        known = await people.everybody(connection)
        names = {row["user_id"]: row["name"] for row in known}
        return CaseView(
            contact_id=contact_id,
            version=recorded[-1].version,
            case=case,
            contact=contact,
            children=await _children(connection, case, contact, recorded, service.clock.now()),
            recorded=recorded,
            clocks=await _clocks(connection, contact_id),
            people=known,
            worker=names.get(row["worker_id"], row["worker_id"]) if row["worker_id"] else None,
            late=sorted({*unexplained(case, service.clock.now()), *await alerts.late_clocks(connection, contact_id)}),
        )


async def version_of(service: Service, contact_id: str) -> int:
    """The version that the next command has to be based on. Raises ``NotFound`` for an unknown contact."""
    version = await service.pool.fetchval("select max(version) from events where stream = $1", screening_of(contact_id))
    if version is None:
        raise NotFound("contact")
    return version


async def _only_theirs(connection: Connection, contact_id: str) -> None:
    if contact_id not in await waiting.of_assessment(connection, [contact_id]):
        raise NotFound("contact")


async def _children(
    connection: Connection, case: Case, contact: Row, recorded: Sequence[Recorded[object]], now: datetime
) -> list[ChildView]:
    named = {row["temp_ref"]: row for row in await contacts.children_of(connection, case.contact.contact_id)}
    return [
        await _child(connection, case, child, contact, named[child.temp_ref], recorded, now) for child in case.children
    ]


async def _child(
    connection: Connection,
    case: Case,
    child: Child,
    contact: Row,
    named: Row,
    recorded: Sequence[Recorded[object]],
    now: datetime,
) -> ChildView:
    """Behind a decision all that has come since is read too: early help may have asked again."""
    contact_id, to = contact["contact_id"], now if child.is_decided else contact["received_at"]
    considered = child.proposal.decision if child.proposal else Decision.NFA
    known = await history.known_of_child(connection, contact_id, child.child_id, to)
    return ChildView(
        state=child,
        name=name_of(named),
        said=named["said"],
        earlier=await history.earlier_contacts(connection, child.child_id, contact_id, to),
        contacts_12m=known.contacts_12m,
        siblings=await history.siblings(connection, child.child_id, contact_id),
        visits_missed=await visits.missed(connection, child.child_id),
        considered=considered,
        missing=before_closing(case, child)
        if child.is_decided
        else outstanding(case, child.child_id, considered, known),
        owed=owed(case, child),
        owed_by=_owed_by(child, recorded),
    )


def _owed_by(child: Child, recorded: Sequence[Recorded[object]]) -> datetime | None:
    ids = (child.child_id, child.provisional_child_id)
    deferred = [one.data for one in recorded if isinstance(one.data, GuardsDeferred) and one.data.child_id in ids]
    return deferred[-1].due_at if deferred else None


async def _clocks(connection: Connection, contact_id: str) -> list[ClockView]:
    """The case's own clocks and those of each agency that was asked."""
    stream = screening_of(contact_id)
    found = await clocks_of(connection, stream)
    for agency in CheckedAgency:
        found += await clocks_of(connection, f"{stream}/{agency}")
    return sorted(found, key=lambda clock: clock.due_at)
