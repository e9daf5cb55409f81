"""What may be asked of a strategy discussion. Each command carries who asks and when."""

from dataclasses import dataclass
from datetime import datetime

from shared.access.actor import Actor, Role
from strategy.codes import ActionOutcome, Agency, Concern, Decision, Immediacy, Mode
from strategy.discussion.record import Attendee, Findings, Invitee, ReferringAgency


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStrategyDiscussion:
    """Asked again for the same contact, it adds the children that are not yet covered, makes it more urgent, or adds
    grounds and kinds of concern.

    ``hold_by`` may only bring the deadline forward (STR-06).
    """

    strategy_id: str
    contact_id: str | None
    child_ids: tuple[str, ...]
    grounds: str
    concern: tuple[Concern, ...] = ()
    immediacy: Immediacy = Immediacy.ONE_WD
    child_open_to: str | None = None
    referrer: ReferringAgency | None = None
    hold_by: datetime | None = None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineStrategyRequest:
    rationale: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveneStrategyDiscussion:
    """``held_at`` is when it is, or was, held: out of hours it is often written down afterwards."""

    held_at: datetime
    mode: Mode
    chair: str
    chair_role: Role
    invitees: tuple[Invitee, ...]
    referrer: ReferringAgency | None = None
    referrer_reason: str = ""
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance:
    attendance: tuple[Attendee, ...]
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareAgencyInformation:
    agency: Agency
    content: str
    handling: str = ""
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildDecision:
    child_id: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStrategyDecision:
    """``provisional`` is the manager's word that this stands for immediate protection only, without full
    quorum."""

    decisions: tuple[ChildDecision, ...]
    provisional: bool = False
    concern: tuple[Concern, ...] = ()
    findings: Findings
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeAction:
    """``reconvenes``: doing it includes calling the discussion together again."""

    action_id: str
    owner: str | None
    agency: Agency
    what: str
    due_at: datetime | None
    reconvenes: bool = False
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAction:
    action_id: str
    outcome: ActionOutcome = ActionOutcome.COMPLETED
    transferred_to: str | None = None
    note: str = ""
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleReview:
    review_by: datetime
    reason: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconvene:
    held_at: datetime
    mode: Mode
    chair: str
    chair_role: Role
    invitees: tuple[Invitee, ...]
    reason: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FinaliseRecord:
    template_version: str
    by: Actor
    at: datetime


DiscussionCommand = (
    RequestStrategyDiscussion
    | DeclineStrategyRequest
    | ConveneStrategyDiscussion
    | RecordAttendance
    | ShareAgencyInformation
    | RecordStrategyDecision
    | AgreeAction
    | CompleteAction
    | ScheduleReview
    | Reconvene
    | FinaliseRecord
)
