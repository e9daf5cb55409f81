"""What is the record of this discussion? Folded from its stream whenever it is read, so it is never out of
step.

Sections of one agency stay that agency's: what a reader may see of them is decided in ``readers.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from shared.events import Recorded
from strategy.codes import ActionOutcome, Agency, Decision, Mode
from strategy.discussion.events import (
    AgencyInformationShared,
    AttendanceRecorded,
    ChildAddedToDiscussion,
    StrategyActionAgreed,
    StrategyActionCompleted,
    StrategyAskedForAgain,
    StrategyDecisionRecorded,
    StrategyDiscussionConvened,
    StrategyDiscussionHastened,
    StrategyDiscussionReconvened,
    StrategyRecordFinalised,
    StrategyRequestDeclined,
    StrategyReviewScheduled,
    StrategyThresholdMet,
)
from strategy.discussion.record import Attendee, Findings, Invitee, ReferringAgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One sitting."""

    held_at: datetime
    mode: Mode
    chair: str
    invitees: tuple[Invitee, ...]
    attendance: tuple[Attendee, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one agency told."""

    agency: Agency
    org_id: str | None
    content: str
    handling: str
    shared_by: str
    shared_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    decision: Decision
    provisional: bool
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    action_id: str
    owner: str
    agency: Agency
    what: str
    due_at: datetime
    outcome: ActionOutcome | None = None
    transferred_to: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    review_by: datetime
    reason: str
    full_quorum_needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """``version`` is that of the stream: what a command made from this page expects. ``also`` are the grounds of those
    who asked after the first."""

    strategy_id: str
    contact_id: str | None
    version: int
    child_ids: tuple[str, ...]
    grounds: str
    concern: tuple[str, ...]
    immediacy: str
    due_at: datetime
    referrer: ReferringAgency | None = None
    also: tuple[str, ...] = ()
    declined: str = ""
    meetings: tuple[Meeting, ...] = ()
    sections: tuple[Section, ...] = ()
    decisions: dict[str, Decided] = field(default_factory=dict[str, Decided])
    findings: Findings | None = None
    actions: tuple[Action, ...] = ()
    reviews: tuple[Review, ...] = ()
    finalised_at: datetime | None = None
    signed_by: str | None = None

    @property
    def meeting(self) -> Meeting | None:
        """The latest sitting."""
        return self.meetings[-1] if self.meetings else None


def record_of(events: Sequence[Recorded[object]]) -> Record | None:
    """The record that these events make; none when nobody asked for a discussion."""
    record: Record | None = None
    for recorded in events:
        record = _fold(record, recorded.data)
    return replace(record, version=len(events)) if record else None


def _fold(record: Record | None, event: object) -> Record | None:
    if isinstance(event, StrategyThresholdMet):
        return _requested(event)
    return record and _meet(_requests(record, event), event)


def _requested(event: StrategyThresholdMet) -> Record:
    return Record(
        strategy_id=event.strategy_id,
        contact_id=event.contact_id,
        version=0,
        child_ids=event.child_ids,
        grounds=event.grounds,
        concern=event.concern,
        immediacy=event.immediacy,
        due_at=event.due_at,
        referrer=event.referrer,
    )


def _requests(record: Record, event: object) -> Record:
    match event:
        case ChildAddedToDiscussion():
            asked = _asked_again(record, event)
            return replace(asked, child_ids=(*record.child_ids, event.child_id), finalised_at=None)
        case StrategyAskedForAgain():
            return replace(_asked_again(record, event), finalised_at=None)
        case StrategyDiscussionHastened():
            return replace(_asked_again(record, event), immediacy=event.immediacy, due_at=event.due_at)
        case StrategyRequestDeclined():
            return replace(record, declined=event.rationale)
        case StrategyRecordFinalised():
            return replace(record, finalised_at=event.finalised_at, signed_by=event.signed_by)
        case _:
            return record


def _asked_again(
    record: Record, event: ChildAddedToDiscussion | StrategyAskedForAgain | StrategyDiscussionHastened
) -> Record:
    also = () if event.grounds in {record.grounds, *record.also} else (event.grounds,)
    concern = tuple(dict.fromkeys((*record.concern, *event.concern)))
    return replace(record, also=(*record.also, *also), concern=concern)


def _meet(record: Record, event: object) -> Record:
    match event:
        case StrategyDiscussionConvened() | StrategyDiscussionReconvened():
            meeting = Meeting(held_at=event.held_at, mode=event.mode, chair=event.chair, invitees=event.invitees)
            return replace(record, meetings=(*record.meetings, meeting), finalised_at=None)
        case AttendanceRecorded():
            *earlier, latest = record.meetings
            return replace(record, meetings=(*earlier, replace(latest, attendance=event.attendance)))
        case AgencyInformationShared():
            return replace(record, sections=(*record.sections, _section(event)))
        case StrategyDecisionRecorded():
            return _decided(record, event)
        case StrategyReviewScheduled():
            review = Review(review_by=event.review_by, reason=event.reason, full_quorum_needed=event.full_quorum_needed)
            return replace(record, reviews=(*record.reviews, review))
        case _:
            return _act(record, event)


def _section(event: AgencyInformationShared) -> Section:
    return Section(
        agency=event.agency,
        org_id=event.org_id,
        content=event.content,
        handling=event.handling,
        shared_by=event.shared_by,
        shared_at=event.shared_at,
    )


def _decided(record: Record, event: StrategyDecisionRecorded) -> Record:
    decided = Decided(
        decision=event.decision,
        provisional=event.provisional,
        decided_by=event.decided_by,
        decided_at=event.decided_at,
    )
    return replace(
        record,
        decisions={**record.decisions, event.child_id: decided},
        findings=event.findings,
        concern=tuple(dict.fromkeys((*record.concern, *event.concern))),
    )


def _act(record: Record, event: object) -> Record:
    match event:
        case StrategyActionAgreed():
            action = Action(
                action_id=event.action_id,
                owner=event.owner,
                agency=event.agency,
                what=event.what,
                due_at=event.due_at,
            )
            return replace(record, actions=(*record.actions, action))
        case StrategyActionCompleted():
            actions = tuple(
                replace(
                    action,
                    outcome=event.outcome,
                    transferred_to=event.transferred_to,
                    note=event.note,
                )
                if action.action_id == event.action_id
                else action
                for action in record.actions
            )
            return replace(record, actions=actions)
        case _:
            return record
