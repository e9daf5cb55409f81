"""What has happened in a strategy discussion. A decision is one event a child, whatever was said for all of
them."""

from dataclasses import dataclass
from datetime import datetime

from shared.access.actor import Role
from shared.events import EventCatalogue
from strategy.codes import ActionOutcome, Agency, Concern, Decision, Immediacy, Mode
from strategy.discussion.record import Attendee, Findings, Invitee, ReferringAgency

DISCUSSION_EVENTS = EventCatalogue()
event = DISCUSSION_EVENTS.event


@event("StrategyThresholdMet", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyThresholdMet:
    strategy_id: str
    contact_id: str | None
    child_ids: tuple[str, ...]
    grounds: str
    concern: tuple[Concern, ...]
    immediacy: Immediacy
    child_open_to: str | None
    referrer: ReferringAgency | None
    requested_at: datetime
    due_at: datetime

    @property
    def occurred_at(self) -> datetime:
        return self.requested_at


@event("ChildAddedToDiscussion", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildAddedToDiscussion:
    """Another child of the same contact: one discussion covers them all, and decides for each."""

    strategy_id: str
    contact_id: str | None
    child_id: str
    grounds: str
    concern: tuple[Concern, ...]
    immediacy: Immediacy
    occurred_at: datetime


@event("StrategyDiscussionHastened", classes=("STR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyDiscussionHastened:
    """It cannot wait as long as was thought. There is no event that makes it wait longer."""

    strategy_id: str
    child_ids: tuple[str, ...]
    grounds: str
    immediacy: Immediacy
    due_at: datetime
    contact_id: str | None = None
    concern: tuple[Concern, ...] = ()


@event("StrategyAskedForAgain", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyAskedForAgain:
    """Somebody else asked for the same children, with grounds or a concern that nobody had named before them."""

    strategy_id: str
    contact_id: str | None
    child_ids: tuple[str, ...]
    grounds: str
    concern: tuple[Concern, ...]
    immediacy: Immediacy
    asked_by: str
    occurred_at: datetime


@event("StrategyRequestDeclined", classes=("STR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyRequestDeclined:
    strategy_id: str
    child_ids: tuple[str, ...]
    by: str
    rationale: str
    declined_at: datetime


@event("StrategyDiscussionConvened", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyDiscussionConvened:
    strategy_id: str
    contact_id: str | None
    child_ids: tuple[str, ...]
    held_at: datetime
    mode: Mode
    chair: str
    chair_role: Role
    invitees: tuple[Invitee, ...]
    referrer_reason: str
    convened_at: datetime

    @property
    def occurred_at(self) -> datetime:
        return self.held_at


@event("AttendanceRecorded", classes=("STR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRecorded:
    strategy_id: str
    child_ids: tuple[str, ...]
    attendance: tuple[Attendee, ...]
    occurred_at: datetime


@event("AgencyInformationShared", classes=("POL", "HLT", "EDU", "HIS", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyInformationShared:
    """One agency's own section of the record. ``handling`` binds whoever reads it."""

    strategy_id: str
    child_ids: tuple[str, ...]
    agency: Agency
    org_id: str | None
    content: str
    handling: str
    shared_by: str
    shared_at: datetime


@event("StrategyDecisionRecorded", classes=("ID", "POL", "HLT", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyDecisionRecorded:
    """``provisional``: taken without full quorum, for immediate protection only."""

    strategy_id: str
    child_id: str
    decision: Decision
    provisional: bool
    concern: tuple[Concern, ...]
    findings: Findings
    decided_by: str
    decided_at: datetime

    @property
    def occurred_at(self) -> datetime:
        return self.decided_at


@event("StrategyActionAgreed", classes=("STR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyActionAgreed:
    strategy_id: str
    child_ids: tuple[str, ...]
    action_id: str
    owner: str
    agency: Agency
    what: str
    due_at: datetime
    reconvenes: bool


@event("StrategyActionCompleted", classes=("STR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyActionCompleted:
    strategy_id: str
    child_ids: tuple[str, ...]
    action_id: str
    outcome: ActionOutcome
    transferred_to: str | None
    note: str
    completed_at: datetime


@event("StrategyReviewScheduled", classes=("STR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyReviewScheduled:
    """``full_quorum_needed``: it is owed because the decision was provisional, not merely planned."""

    strategy_id: str
    child_ids: tuple[str, ...]
    review_by: datetime
    reason: str
    full_quorum_needed: bool
    scheduled_at: datetime


@event("StrategyDiscussionReconvened", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyDiscussionReconvened:
    strategy_id: str
    child_ids: tuple[str, ...]
    held_at: datetime
    mode: Mode
    chair: str
    chair_role: Role
    invitees: tuple[Invitee, ...]
    reason: str
    convened_at: datetime

    @property
    def occurred_at(self) -> datetime:
        return self.held_at


@event("StrategyRecordFinalised", classes=("STR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyRecordFinalised:
    strategy_id: str
    child_ids: tuple[str, ...]
    template_version: str
    signed_by: str
    signed_by_chair: bool
    finalised_at: datetime

    @property
    def occurred_at(self) -> datetime:
        return self.finalised_at


DiscussionEvent = (
    StrategyThresholdMet
    | ChildAddedToDiscussion
    | StrategyDiscussionHastened
    | StrategyAskedForAgain
    | StrategyRequestDeclined
    | StrategyDiscussionConvened
    | AttendanceRecorded
    | AgencyInformationShared
    | StrategyDecisionRecorded
    | StrategyActionAgreed
    | StrategyActionCompleted
    | StrategyReviewScheduled
    | StrategyDiscussionReconvened
    | StrategyRecordFinalised
)
