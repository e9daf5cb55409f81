"""Asking for a discussion, first or again: one for each contact, of all its children, as soon as anybody needs it."""

from typing import assert_never

from strategy.deadlines import discussion_due
from strategy.discussion import guards
from strategy.discussion.commands import RequestStrategyDiscussion
from strategy.discussion.events import (
    ChildAddedToDiscussion,
    DiscussionEvent,
    StrategyAskedForAgain,
    StrategyDiscussionHastened,
    StrategyThresholdMet,
)
from strategy.discussion.state import Convened, Declined, DiscussionState, NotRequested, Requested


def request(command: RequestStrategyDiscussion, state: DiscussionState) -> list[DiscussionEvent]:
    """The first request meets the threshold. A later one adds children, brings the deadline forward, or says what was
    not said before; the same again changes nothing. Raises ``Refused`` (STR-06) where it would gain time."""
    due_at = guards.require_not_later(command.hold_by, discussion_due(command.at, command.immediacy))
    match state:
        case NotRequested() | Declined():
            return [
                StrategyThresholdMet(
                    strategy_id=command.strategy_id,
                    contact_id=command.contact_id,
                    child_ids=command.child_ids,
                    grounds=command.grounds,
                    concern=command.concern,
                    immediacy=command.immediacy,
                    child_open_to=command.child_open_to,
                    referrer=command.referrer,
                    requested_at=command.at,
                    due_at=due_at,
                )
            ]
        case Requested() if due_at < state.due_at:
            hastened = StrategyDiscussionHastened(
                strategy_id=state.strategy_id,
                child_ids=state.child_ids,
                grounds=command.grounds,
                immediacy=command.immediacy,
                due_at=due_at,
                contact_id=command.contact_id,
                concern=command.concern,
            )
            return [*_children_added(command, state.child_ids), hastened]
        case Requested():
            return _children_added(command, state.child_ids) or _asked_again(command, state)
        case Convened():
            return _children_added(command, state.child_ids) or _asked_again(command, state.request)
    assert_never(state)


def _asked_again(command: RequestStrategyDiscussion, known: Requested) -> list[DiscussionEvent]:
    """Nobody's grounds are lost because somebody else was quicker; the same again says nothing new."""
    if command.grounds in known.grounds and known.concern >= set(command.concern):
        return []
    return [
        StrategyAskedForAgain(
            strategy_id=command.strategy_id,
            contact_id=command.contact_id,
            child_ids=command.child_ids,
            grounds=command.grounds,
            concern=command.concern,
            immediacy=command.immediacy,
            asked_by=command.by.user_id,
            occurred_at=command.at,
        )
    ]


def _children_added(command: RequestStrategyDiscussion, covered: tuple[str, ...]) -> list[DiscussionEvent]:
    return [
        ChildAddedToDiscussion(
            strategy_id=command.strategy_id,
            contact_id=command.contact_id,
            child_id=child_id,
            grounds=command.grounds,
            concern=command.concern,
            immediacy=command.immediacy,
            occurred_at=command.at,
        )
        for child_id in command.child_ids
        if child_id not in covered
    ]
