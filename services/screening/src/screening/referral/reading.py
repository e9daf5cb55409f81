"""Loads what a person asked to see of a referral, and what the rules need to know before one is accepted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from screening.case.decider import SCREENING
from screening.case.events import ThresholdDecisionAuthorised
from screening.case.state import Case, Child
from screening.codes import CareStatus, Decision
from screening.read_models import contacts, early_help, history, referrals
from screening.referral.clocks import VISIT
from screening.referral.commands import Basis
from screening.referral.decider import REFERRAL
from screening.referral.events import ReferralAccepted
from screening.referral.register import REGISTER, Referrals
from screening.referral.state import Open, State
from screening.streams import referral_stream, register_stream, screening_of
from shared import people
from shared.access.actor import Actor, Role
from shared.audit import looked
from shared.clocks import ClockView, clocks_of
from shared.database import Row
from shared.events import Recorded
from shared.problems import NotFound
from shared.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What the record says about a child for whom a referral may be accepted.

    ``own`` are the referrals under ``child_id``, ``elsewhere`` those under the child's other identities.
    """

    child_id: str
    basis: Basis
    care_status: CareStatus
    elsewhere: Referrals
    own: Referrals

    @property
    def previous_start(self) -> date | None:
        return self.own.with_those_of(self.elsewhere).start_before(self.basis.referral_date)


async def deciding(service: Service, contact_id: str, child_id: str, step_up_id: str | None = None) -> Deciding:
    """What stands behind a referral of this child: the decision on the contact, or the step-up that is named.

    Raises ``NotFound`` for a child about whom nothing has been decided.
    """
    if step_up_id is not None:
        return await _after_step_up(service, contact_id, step_up_id)
    recorded = await service.store.load(screening_of(contact_id))
    case = SCREENING.fold(one.data for one in recorded)  # pyright: ignore[reportArgumentType]
    child = case.find(child_id) if isinstance(case, Case) else None
    decided = _newest_decision(recorded, child) if child is not None and child.decision is not None else None
    if child is None or decided is None:
        raise NotFound("decision for this child")
    own, elsewhere = await _referrals_of(service, child.child_id)
    return Deciding(
        child_id=child.child_id,
        basis=Basis(
            contact_id=contact_id,
            decision=decided.decision,
            decided_at=decided.decided_at,
            source_code=decided.contact.source_code,
        ),
        care_status=child.care_status,
        own=own,
        elsewhere=elsewhere,
    )


async def _after_step_up(service: Service, contact_id: str, step_up_id: str) -> Deciding:
    """Whether the child is open is asked anew: the contact that led to early help may be months old."""
    async with service.pool.acquire() as connection:
        row = await referrals.asked_by_step_up(connection, step_up_id)
    if row is None or row["contact_id"] != contact_id:
        raise NotFound("step-up that asks for a referral")
    own, elsewhere = await _referrals_of(service, row["child_id"])
    return Deciding(
        child_id=row["child_id"],
        basis=Basis(
            contact_id=row["contact_id"],
            decision=Decision(row["decision"]),
            decided_at=row["decided_at"],
            source_code=row["source_code"],
            step_up_id=step_up_id,
        ),
        care_status=CareStatus.UNKNOWN,
        own=own,
        elsewhere=elsewhere,
    )


def _newest_decision(recorded: Sequence[Recorded[object]], child: Child) -> ThresholdDecisionAuthorised | None:
    ids = (child.child_id, child.provisional_child_id)
    events = [one.data for one in recorded]
    found = [e for e in events if isinstance(e, ThresholdDecisionAuthorised) and e.child_id in ids]
    return found[-1] if found else None


async def _referrals_of(service: Service, child_id: str) -> tuple[Referrals, Referrals]:
    """The child's own register, and those of the identities that have turned out to be this child."""
    async with service.pool.acquire() as connection:
        identities = await referrals.identities_of(connection, child_id)
    own, elsewhere = Referrals(), Referrals()
    for identity in identities:
        events = await service.store.load(register_stream(identity))
        known = REGISTER.fold(one.data for one in events)  # pyright: ignore[reportArgumentType]
        if identity == child_id:
            own = known
        else:
            elsewhere = elsewhere.with_those_of(known)
    return own, elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """A referral as a page or a program reads it. ``version`` is what a person's next command is based on."""

    row: Row
    accepted: ReferralAccepted
    state: State
    version: int
    recorded: Sequence[Recorded[object]]
    clocks: Sequence[ClockView]
    people: Sequence[Row]
    since: Sequence[Row]
    """The contacts about the child that came after the one which led here, the newest first."""
    adults: Sequence[Mapping[str, Any]]
    """Whom the contact that led here names, as its sender says it now."""
    in_enquiry: bool
    """A section 47 enquiry about the child is under way."""
    step_down: Row | None
    """The newest step-down to early help: what it is, where it stands, and since when it has been offered."""

    @property
    def referral_id(self) -> str:
        return self.accepted.referral_id

    @property
    def child_id(self) -> str:
        """Who the child is by now."""
        return self.row["now_child_id"]

    @property
    def name(self) -> str:
        return name_of(self.row)

    @property
    def dob(self) -> date | None:
        return self.row["born_on"]

    @property
    def is_open(self) -> bool:
        return isinstance(self.state, Open)

    @property
    def is_assessed(self) -> bool:
        return isinstance(self.state, Open) and self.state.assessed

    @property
    def is_stepping_down(self) -> bool:
        """Early help is asked, or has accepted and has not met the family yet."""
        return self.step_down is not None and self.step_down["status"] in ("OFFERED", "ACCEPTED")

    @property
    def is_visited(self) -> bool:
        """Somebody has seen the child, at a visit of the referral or of an enquiry: either stops the clock."""
        return any(clock.code == VISIT and clock.stopped_at and not clock.ended_by for clock in self.clocks)

    @property
    def worker(self) -> str | None:
        return self.named(self.row["worker"]) if self.row["worker"] else None

    def named(self, user_id: str) -> str:
        return next((one["name"] for one in self.people if one["user_id"] == user_id), user_id)


def name_of(row: Row) -> str:
    """The child's name as a sender wrote it."""
    return f"{row['first_name'] or ''} {row['surname'] or ''}".strip() or "Child without a name"


def may_see(who: Actor, row: Row) -> bool:
    """An assessment social worker sees the children that they hold (need-to-know matrix: own, else none here)."""
    return who.role is not Role.ASSESSMENT_SW or row["worker"] == who.user_id


async def referral_view(service: Service, who: Actor, referral_id: str) -> ReferralView:
    """Raises ``NotFound`` for an unknown referral, or one that is not this reader's. The look is kept first."""
    recorded = await service.store.load(referral_stream(referral_id))
    async with service.pool.acquire() as connection:
        row = await referrals.referral(connection, referral_id)
        if row is None or not may_see(who, row):
            raise NotFound("referral")
        clocks = await clocks_of(connection, referral_stream(referral_id))
        known = await people.everybody(connection)
        since = await history.contacts_since(connection, row["now_child_id"], row["contact_id"])
        told = await contacts.contact(connection, row["contact_id"])
        step_down = await early_help.of_referral(connection, referral_id)
    accepted = recorded[0].data
    if not isinstance(accepted, ReferralAccepted):
        raise NotFound("referral")
    await looked(service, who, "ViewReferral", [row["now_child_id"]], [referral_stream(referral_id)])
    return ReferralView(
        row=row,
        accepted=accepted,
        state=REFERRAL.fold(one.data for one in recorded),  # pyright: ignore[reportArgumentType]
        version=len(recorded),
        recorded=recorded,
        clocks=clocks,
        people=known,
        since=since,
        adults=told["said"]["adults"] if told else (),
        step_down=step_down,
        in_enquiry=await is_in_enquiry(service, accepted.child_id),
    )


async def is_in_enquiry(service: Service, child_id: str) -> bool:
    """Is a section 47 enquiry about the child under way, under any of its identities?"""
    own, elsewhere = await _referrals_of(service, child_id)
    return bool(own.enquiries | elsewhere.enquiries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unallocated:
    """The children who have nobody: how many, how many of them too long, and the longest wait.

    A referral that nobody has accepted yet is no referral; it is told beside, so that none falls between.
    """

    rows: Sequence[Row]
    names: dict[str, str]
    waiting_to_be_accepted: int
    at: datetime

    @property
    def late(self) -> list[Row]:
        return [row for row in self.rows if row["allocation_due_at"] <= self.at]

    @property
    def longest_hours(self) -> float:
        return max((hours_between(row["accepted_at"], self.at) for row in self.rows), default=0.0)


def hours_between(start: datetime, end: datetime) -> float:
    """Elapsed hours, to a tenth."""
    return round((end - start).total_seconds() / 3600, 1)


async def the_unallocated(service: Service, who: Actor) -> Unallocated:
    """Who leads the service sees how many and how long; a child's name is for those who work with the child."""
    async with service.pool.acquire() as connection:
        rows = await referrals.unallocated(connection)
        waiting = await referrals.to_accept(connection)
        names = await people.names(connection)
    if who.role is not Role.SENIOR_LEADER:
        await looked(service, who, "ViewUnallocated", [row["now_child_id"] for row in rows])
    return Unallocated(rows=rows, names=names, waiting_to_be_accepted=len(waiting), at=service.clock.now())


def unallocated_document(found: Unallocated, who: Actor) -> dict[str, Any]:
    """Numbers with their limits, and the children where the reader may know them."""
    document: dict[str, Any] = {
        "at": found.at,
        "unallocated": len(found.rows),
        "over_limit": len(found.late),
        "limit": 0,
        "longest_hours": found.longest_hours,
        "waiting_to_be_accepted": found.waiting_to_be_accepted,
    }
    knows = who.role is not Role.SENIOR_LEADER
    return document | {"referrals": [_line(row, found.at, knows=knows) for row in found.rows]}


def _line(row: Row, at: datetime, *, knows: bool) -> dict[str, Any]:
    line = {
        "referral_id": row["referral_id"],
        "decision": row["decision"],
        "accepted_at": row["accepted_at"],
        "due_at": row["allocation_due_at"],
        "hours": hours_between(row["accepted_at"], at),
        "over_limit": row["allocation_due_at"] <= at,
    }
    return line | {"child_id": row["now_child_id"], "name": name_of(row)} if knows else line
