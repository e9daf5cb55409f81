"""The rules of a strategy discussion: people decide, child by child, and only when those who must be there
were."""

from collections.abc import Sequence
from typing import assert_never

from shared.decider import Decider, Refused
from strategy.codes import ActionOutcome
from strategy.deadlines import full_quorum_due
from strategy.discussion import guards
from strategy.discussion.asking import request
from strategy.discussion.commands import (
    AgreeAction,
    CompleteAction,
    ConveneStrategyDiscussion,
    DeclineStrategyRequest,
    DiscussionCommand,
    FinaliseRecord,
    Reconvene,
    RecordAttendance,
    RecordStrategyDecision,
    RequestStrategyDiscussion,
    ScheduleReview,
    ShareAgencyInformation,
)
from strategy.discussion.events import (
    AgencyInformationShared,
    AttendanceRecorded,
    DiscussionEvent,
    StrategyActionAgreed,
    StrategyActionCompleted,
    StrategyDecisionRecorded,
    StrategyDiscussionConvened,
    StrategyDiscussionReconvened,
    StrategyRecordFinalised,
    StrategyRequestDeclined,
    StrategyReviewScheduled,
)
from strategy.discussion.state import Convened, DiscussionState, NotRequested, Requested, evolve


def decide(command: DiscussionCommand, state: DiscussionState) -> Sequence[DiscussionEvent]:
    match command:
        case RequestStrategyDiscussion():
            return request(command, state)
        case DeclineStrategyRequest():
            return [_decline(command, _requested(state))]
        case ConveneStrategyDiscussion():
            return [_convene(command, _requested(state))]
        case RecordAttendance():
            return [_attend(command, _convened(state))]
        case ShareAgencyInformation():
            return [_share(command, _convened(state))]
        case RecordStrategyDecision():
            return _record_decision(command, _convened(state))
        case AgreeAction():
            return [_agree(command, _convened(state))]
        case CompleteAction():
            return _complete(command, _convened(state))
        case ScheduleReview():
            return [_schedule(command, _convened(state))]
        case Reconvene():
            return [_reconvene(command, _convened(state))]
        case FinaliseRecord():
            return [_finalise(command, _convened(state))]
    assert_never(command)


def _requested(state: DiscussionState) -> Requested:
    if isinstance(state, Requested):
        return state
    raise Refused(guards.OUT_OF_ORDER, "There is no request waiting for a discussion here")


def _convened(state: DiscussionState) -> Convened:
    if isinstance(state, Convened):
        return state
    raise Refused(guards.OUT_OF_ORDER, "Convene the discussion first")


def _decline(command: DeclineStrategyRequest, state: Requested) -> StrategyRequestDeclined:
    guards.require_manager(command.by)
    return StrategyRequestDeclined(
        strategy_id=state.strategy_id,
        child_ids=state.child_ids,
        by=command.by.user_id,
        rationale=command.rationale,
        declined_at=command.at,
    )


def _convene(command: ConveneStrategyDiscussion, state: Requested) -> StrategyDiscussionConvened:
    guards.require_chair(command.chair_role)
    guards.require_referrer(command.invitees, state.referrer or command.referrer, command.referrer_reason)
    return StrategyDiscussionConvened(
        strategy_id=state.strategy_id,
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        held_at=command.held_at,
        mode=command.mode,
        chair=command.chair,
        chair_role=command.chair_role,
        invitees=command.invitees,
        referrer_reason=command.referrer_reason,
        convened_at=command.at,
    )


def _attend(command: RecordAttendance, state: Convened) -> AttendanceRecorded:
    guards.require_open_record(state)
    guards.require_held(state, command.at)
    return AttendanceRecorded(
        strategy_id=state.strategy_id,
        child_ids=state.child_ids,
        attendance=tuple(guards.with_organisation(seat, state.invitees) for seat in command.attendance),
        occurred_at=state.held_at,
    )


def _share(command: ShareAgencyInformation, state: Convened) -> AgencyInformationShared:
    guards.require_open_record(state)
    guards.require_own_section(state, command.agency, command.by)
    return AgencyInformationShared(
        strategy_id=state.strategy_id,
        child_ids=state.child_ids,
        agency=command.agency,
        org_id=command.by.org_id,
        content=command.content,
        handling=command.handling,
        shared_by=command.by.user_id,
        shared_at=command.at,
    )


def _record_decision(command: RecordStrategyDecision, state: Convened) -> list[DiscussionEvent]:
    guards.require_manager(command.by)
    guards.require_open_record(state)
    guards.require_held(state, command.at)
    guards.require_quorum(state, command)
    guards.require_new_sitting(state, command.decisions)
    guards.require_all_children(state, command.decisions, command.findings)
    guards.require_education(state, command.findings)
    if state.quorate:
        guards.require_medical(state, command)
    recorded: list[DiscussionEvent] = [
        StrategyDecisionRecorded(
            strategy_id=state.strategy_id,
            child_id=choice.child_id,
            decision=choice.decision,
            provisional=not state.quorate,
            concern=command.concern,
            findings=command.findings,
            decided_by=command.by.user_id,
            decided_at=command.at,
        )
        for choice in command.decisions
    ]
    return recorded if state.quorate else [*recorded, _full_quorum_owed(command, state)]


def _full_quorum_owed(command: RecordStrategyDecision, state: Convened) -> StrategyReviewScheduled:
    return StrategyReviewScheduled(
        strategy_id=state.strategy_id,
        child_ids=state.child_ids,
        review_by=full_quorum_due(command.at),
        reason=f"Decided without {', '.join(guards.missing_from_quorum(state))}: meet again with full quorum",
        full_quorum_needed=True,
        scheduled_at=command.at,
    )


def _agree(command: AgreeAction, state: Convened) -> StrategyActionAgreed:
    owner, due_at = guards.require_owner(command)
    return StrategyActionAgreed(
        strategy_id=state.strategy_id,
        child_ids=state.child_ids,
        action_id=command.action_id,
        owner=owner,
        agency=command.agency,
        what=command.what,
        due_at=due_at,
        reconvenes=command.reconvenes,
    )


def _complete(command: CompleteAction, state: Convened) -> list[DiscussionEvent]:
    if command.action_id in state.closed_actions:
        return []
    if command.action_id not in state.open_actions:
        raise Refused(guards.OUT_OF_ORDER, "No such action was agreed here", "action_id")
    if command.outcome is ActionOutcome.TRANSFERRED and not (command.transferred_to or "").strip():
        raise Refused(guards.ACTION_OWNER, "Name the person who takes it over", "transferred_to")
    return [
        StrategyActionCompleted(
            strategy_id=state.strategy_id,
            child_ids=state.child_ids,
            action_id=command.action_id,
            outcome=command.outcome,
            transferred_to=command.transferred_to,
            note=command.note,
            completed_at=command.at,
        )
    ]


def _schedule(command: ScheduleReview, state: Convened) -> StrategyReviewScheduled:
    return StrategyReviewScheduled(
        strategy_id=state.strategy_id,
        child_ids=state.child_ids,
        review_by=command.review_by,
        reason=command.reason,
        full_quorum_needed=state.provisional,
        scheduled_at=command.at,
    )


def _reconvene(command: Reconvene, state: Convened) -> StrategyDiscussionReconvened:
    guards.require_chair(command.chair_role)
    return StrategyDiscussionReconvened(
        strategy_id=state.strategy_id,
        child_ids=state.child_ids,
        held_at=command.held_at,
        mode=command.mode,
        chair=command.chair,
        chair_role=command.chair_role,
        invitees=command.invitees,
        reason=command.reason,
        convened_at=command.at,
    )


def _finalise(command: FinaliseRecord, state: Convened) -> StrategyRecordFinalised:
    guards.require_manager(command.by)
    guards.require_open_record(state)
    guards.require_complete(state, command.template_version)
    return StrategyRecordFinalised(
        strategy_id=state.strategy_id,
        child_ids=state.child_ids,
        template_version=command.template_version,
        signed_by=command.by.user_id,
        signed_by_chair=command.by.user_id == state.chair,
        finalised_at=command.at,
    )


DISCUSSION: Decider[DiscussionCommand, DiscussionEvent, DiscussionState] = Decider(
    initial=NotRequested(), decide=decide, evolve=evolve
)
