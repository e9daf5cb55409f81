"""The rules of an escalation. Its law: whoever decided never answers, and a silence goes one tier up by itself."""

from typing import assert_never

from screening.escalation.commands import (
    AnswerEscalation,
    EscalationCommand,
    MoveEscalationUp,
    RaiseEscalation,
    WithdrawEscalation,
)
from screening.escalation.events import (
    EscalationAnswered,
    EscalationEvent,
    EscalationMovedUp,
    EscalationRaised,
    EscalationWithdrawn,
)
from screening.escalation.state import EscalationState, NotRaised, Waiting, evolve
from screening.escalation.tiers import LAST_STAGE, answer_due, answers_at, tier_of
from shared.decider import Decider, Refused


def decide(command: EscalationCommand, state: EscalationState) -> list[EscalationEvent]:
    match command:
        case RaiseEscalation():
            return _raise(command, state)
        case AnswerEscalation():
            return _answer(command, _waiting(state))
        case WithdrawEscalation():
            return _withdraw(command, _waiting(state))
        case MoveEscalationUp():
            return _move_up(command, state)
    assert_never(command)


def _waiting(state: EscalationState) -> Waiting:
    if isinstance(state, NotRaised):
        raise Refused("ESC-06 NOT_OPEN", "There is no such escalation.")
    if not isinstance(state, Waiting):
        raise Refused("ESC-06 NOT_OPEN", f"This escalation was {state.how} already. Raise another one to go on.")
    return state


def _raise(command: RaiseEscalation, state: EscalationState) -> list[EscalationEvent]:
    if not isinstance(state, NotRaised):
        raise Refused("ESC-06 NOT_OPEN", "This escalation was raised already.")
    if not command.words:
        raise Refused("ESC-05 MISSING_WORDS", "Say what you disagree with, and why.", "words")
    if not command.wants:
        raise Refused("ESC-05 MISSING_WORDS", "Say what you think should happen instead.", "wants")
    return [
        EscalationRaised(
            escalation_id=command.escalation_id,
            contact_id=command.contact_id,
            child_ids=command.child_ids,
            by_agency=command.by_agency,
            words=command.words,
            wants=command.wants,
            raised_by=command.by.user_id,
            raised_by_name=command.by.name,
            on_behalf_of=command.on_behalf_of,
            stage=command.stage,
            tier=tier_of(command.stage),
            raised_at=command.at,
            due_at=answer_due(command.at),
        )
    ]


def _answer(command: AnswerEscalation, waiting: Waiting) -> list[EscalationEvent]:
    if not answers_at(command.by.role, waiting.stage):
        raise Refused(
            "ESC-04 NOT_YOUR_TIER",
            f"This escalation has reached stage {waiting.stage}: it is answered by somebody of that tier.",
        )
    if command.by.user_id in command.decided_by or command.by.user_id == waiting.raised_by:
        raise Refused(
            "ESC-03 OWN_DECISION",
            "You had a part in this decision, have answered about it before, or wrote this escalation down. "
            "Somebody else has to answer it.",
        )
    if not command.reason:
        raise Refused("ESC-05 MISSING_WORDS", "Give the agency the reason, in words that they may read.", "reason")
    return [
        EscalationAnswered(
            escalation_id=waiting.escalation_id,
            contact_id=waiting.contact_id,
            child_ids=waiting.child_ids,
            by_agency=waiting.by_agency,
            stage=waiting.stage,
            upheld=command.upheld,
            reason=command.reason,
            answered_by=command.by.user_id,
            answered_at=command.at,
            late=command.at > waiting.first_due_at,
        )
    ]


def _withdraw(command: WithdrawEscalation, waiting: Waiting) -> list[EscalationEvent]:
    if not command.reason:
        raise Refused("ESC-05 MISSING_WORDS", "Say why it is withdrawn.", "reason")
    return [
        EscalationWithdrawn(
            escalation_id=waiting.escalation_id,
            contact_id=waiting.contact_id,
            child_ids=waiting.child_ids,
            by_agency=waiting.by_agency,
            stage=waiting.stage,
            reason=command.reason,
            withdrawn_by=command.by.user_id,
            withdrawn_at=command.at,
        )
    ]


def _move_up(command: MoveEscalationUp, state: EscalationState) -> list[EscalationEvent]:
    """One stage a breach: what was answered meanwhile, or has moved already, stays where it is."""
    if not isinstance(state, Waiting) or state.stage != command.stage or state.stage == LAST_STAGE:
        return []
    stage = state.stage + 1
    return [
        EscalationMovedUp(
            escalation_id=state.escalation_id,
            contact_id=state.contact_id,
            child_ids=state.child_ids,
            by_agency=state.by_agency,
            from_stage=state.stage,
            stage=stage,
            tier=tier_of(stage),
            counted_from=command.due_at,
            moved_at=command.at,
            due_at=answer_due(command.due_at),
        )
    ]


ESCALATION: Decider[EscalationCommand, EscalationEvent, EscalationState] = Decider(
    initial=NotRaised(), decide=decide, evolve=evolve
)
