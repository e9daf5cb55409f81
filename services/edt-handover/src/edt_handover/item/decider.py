"""The rules of a handover item (domain brief §3.4, EDT-02, 03, 07, 08): a person takes it, acts, and another
looks on.

Nothing here keeps an item from being added; the guards see to it that what is owed has an owner, and stays
owed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from edt_handover.codes import (
    FRONT_DOOR,
    SIDE_OF_ROLE,
    Category,
    Circumstance,
    LegalStatus,
    Rag,
    Side,
    owner_side,
)
from edt_handover.deadlines import accept_due, bounce_due, follow_up_due
from edt_handover.item.commands import (
    AcceptHandoverItem,
    AddHandoverItem,
    CarryForward,
    CloseHandoverItem,
    ItemCommand,
    PublishItem,
    RecordFollowUp,
    RejectHandoverItem,
)
from edt_handover.item.events import (
    HandoverFollowUpRecorded,
    HandoverItemAccepted,
    HandoverItemAdded,
    HandoverItemCarriedForward,
    HandoverItemClosed,
    HandoverItemPublished,
    HandoverItemRejected,
    ItemEvent,
)
from edt_handover.item.handover import Handover
from shared.access.actor import Actor
from shared.decider import Decider, Refused

ACTION_OWED = "EDT-02 ACTION_OWED"
NOT_INFO_ONLY = "EDT-03 NOT_INFO_ONLY"
NAMED_PERSON = "EDT-07 NAMED_PERSON"
NOT_ITS_AUTHOR = "EDT-08 NOT_ITS_AUTHOR"
OUT_OF_ORDER = "EDT-00 OUT_OF_ORDER"

PROTECTED = {
    LegalStatus.S46: Circumstance.S46,
    LegalStatus.S20: Circumstance.PLACEMENT,
    LegalStatus.EPO: Circumstance.PLACEMENT,
    LegalStatus.S38: Circumstance.PLACEMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAdded:
    """No item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """Open. ``accept_by`` is None until it has been handed over; ``accepted_by`` is a person, never a
    team."""

    item_id: str
    shift_id: str
    child_ids: tuple[str, ...]
    author: str
    colleagues: tuple[str, ...]
    rag: Rag
    owner: Side
    action_due_at: datetime | None
    info_only: bool
    accept_by: datetime | None = None
    accepted_by: str | None = None
    followed_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Done, and looked at by somebody who did not write it."""


ItemState = NotAdded | Owed | Closed


def decide(command: ItemCommand, state: ItemState) -> Sequence[ItemEvent]:
    match command:
        case AddHandoverItem():
            return [_add(command, state)]
        case PublishItem():
            return [_publish(command, _owed(state))]
        case CarryForward():
            return [_carry(command, _owed(state))]
        case AcceptHandoverItem():
            return [_accept(command, _owed(state))]
        case RejectHandoverItem():
            return [_reject(command, _owed(state))]
        case RecordFollowUp():
            return [_follow_up(command, _owed(state))]
        case CloseHandoverItem():
            return [_close(command, _owed(state))]
    assert_never(command)


def _owed(state: ItemState) -> Owed:
    if isinstance(state, Owed):
        return state
    raise Refused(OUT_OF_ORDER, "There is no open item here")


def _add(command: AddHandoverItem, state: ItemState) -> HandoverItemAdded:
    if not isinstance(state, NotAdded):
        raise Refused(OUT_OF_ORDER, "This item has already been added", "item_id")
    handed = command.handover
    _require_action(handed)
    _require_more_than_information(handed, command.circumstances)
    return HandoverItemAdded(
        item_id=command.item_id,
        shift_id=command.shift_id,
        handover=handed,
        author=command.by.user_id,
        colleagues=command.colleagues,
        added_at=command.at,
    )


def _require_action(handed: Handover) -> None:
    """EDT-02: what is owed, by when, by which team; or else it is information only."""
    if handed.category is Category.INFO_ONLY:
        return
    if not handed.action_needed.strip():
        raise Refused(ACTION_OWED, "Say what has to be done, or hand it over as information only", "action_needed")
    if handed.action_due_at is None:
        raise Refused(ACTION_OWED, "Say by when it has to be done", "action_due_at")
    if not (handed.owner_team or "").strip():
        raise Refused(ACTION_OWED, "Say which team owes it", "owner_team")


def _require_more_than_information(handed: Handover, circumstances: frozenset[Circumstance]) -> None:
    """EDT-03: somebody always owes something to a child in these circumstances."""
    known = circumstances | {PROTECTED[handed.legal_status]} if handed.legal_status in PROTECTED else circumstances
    if handed.category is Category.INFO_ONLY and known:
        names = ", ".join(sorted(known))
        raise Refused(NOT_INFO_ONLY, f"Somebody owes this child an action ({names}): say what and who", "category")


def _publish(command: PublishItem, state: Owed) -> HandoverItemPublished:
    follow_up_by = follow_up_due(command.at, state.action_due_at, state.owner)
    return HandoverItemPublished(
        item_id=state.item_id,
        shift_id=command.shift_id,
        child_ids=state.child_ids,
        published_at=command.at,
        accept_by=accept_due(command.at, state.rag, state.owner),
        follow_up_by=None if state.info_only else follow_up_by,
    )


def _carry(command: CarryForward, state: Owed) -> HandoverItemCarriedForward:
    return HandoverItemCarriedForward(
        item_id=state.item_id,
        child_ids=state.child_ids,
        from_shift_id=state.shift_id,
        to_shift_id=command.shift_id,
        carried_at=command.at,
    )


def _accept(command: AcceptHandoverItem, state: Owed) -> HandoverItemAccepted:
    _require_handed_over(state)
    _require_taker(command.by, state)
    return HandoverItemAccepted(
        item_id=state.item_id, child_ids=state.child_ids, by=command.by.user_id, accepted_at=command.at
    )


def _require_handed_over(state: Owed) -> datetime:
    if state.accepted_by is not None:
        raise Refused(OUT_OF_ORDER, f"{state.accepted_by} has accepted this item")
    if state.accept_by is None:
        raise Refused(OUT_OF_ORDER, "The shift has not handed this item over yet")
    return state.accept_by


def _require_taker(by: Actor, state: Owed) -> None:
    """EDT-07: a person of the side that owes it, and nobody from the shift that wrote it."""
    if SIDE_OF_ROLE.get(by.role) is not state.owner:
        side = "the duty team" if state.owner is Side.EDT else "the day service"
        raise Refused(NAMED_PERSON, f"Only a person of {side} can accept this item")
    if by.user_id == state.author or by.user_id in state.colleagues:
        raise Refused(NAMED_PERSON, "Somebody who was not on the shift that wrote it accepts this item")


def _reject(command: RejectHandoverItem, state: Owed) -> HandoverItemRejected:
    accept_by = _require_handed_over(state)
    _require_taker(command.by, state)
    return HandoverItemRejected(
        item_id=state.item_id,
        child_ids=state.child_ids,
        by=command.by.user_id,
        reason=command.reason,
        suggest=command.suggest,
        owner_team=FRONT_DOOR,
        accept_by=bounce_due(command.at, accept_by),
        rejected_at=command.at,
    )


def _follow_up(command: RecordFollowUp, state: Owed) -> HandoverFollowUpRecorded:
    if state.accepted_by is None:
        raise Refused(NAMED_PERSON, "Accept the item first, so that it has an owner")
    if command.followed_up_at > command.at:
        raise Refused(OUT_OF_ORDER, "A follow-up is written down after it was done", "followed_up_at")
    return HandoverFollowUpRecorded(
        item_id=state.item_id,
        child_ids=state.child_ids,
        followed_up_at=command.followed_up_at,
        by=command.by.user_id,
        what=command.what,
        child_seen=command.child_seen,
        outcome=command.outcome,
        is_child_safe_now=command.is_child_safe_now,
    )


def _close(command: CloseHandoverItem, state: Owed) -> HandoverItemClosed:
    if command.by.user_id == state.author:
        raise Refused(NOT_ITS_AUTHOR, "Somebody other than its author closes an item")
    if state.accepted_by is None:
        raise Refused(NAMED_PERSON, "Nobody has accepted this item")
    if not state.followed_up and not state.info_only:
        raise Refused(ACTION_OWED, "Record what was done before closing the item")
    return HandoverItemClosed(
        item_id=state.item_id, child_ids=state.child_ids, by=command.by.user_id, closed_at=command.at
    )


def evolve(state: ItemState, event: ItemEvent) -> ItemState:
    if isinstance(event, HandoverItemAdded):
        return _entered(event)
    return _while_owed(state, event) if isinstance(state, Owed) else state


def _entered(event: HandoverItemAdded) -> Owed:
    handed = event.handover
    return Owed(
        item_id=event.item_id,
        shift_id=event.shift_id,
        child_ids=handed.child_ids,
        author=event.author,
        colleagues=event.colleagues,
        rag=handed.rag,
        owner=owner_side(handed.owner_team, handed.direction),
        action_due_at=handed.action_due_at,
        info_only=handed.category is Category.INFO_ONLY,
    )


def _while_owed(state: Owed, event: ItemEvent) -> ItemState:
    match event:
        case HandoverItemPublished():
            return replace(state, accept_by=event.accept_by)
        case HandoverItemCarriedForward():
            return replace(state, shift_id=event.to_shift_id, accept_by=None, accepted_by=None)
        case HandoverItemAccepted():
            return replace(state, accepted_by=event.by)
        case HandoverItemRejected():
            return replace(state, accept_by=event.accept_by, owner=Side.DAY)
        case HandoverFollowUpRecorded():
            return replace(state, followed_up=True)
        case HandoverItemClosed():
            return Closed()
        case HandoverItemAdded():
            return state
    assert_never(event)


ITEM: Decider[ItemCommand, ItemEvent, ItemState] = Decider(initial=NotAdded(), decide=decide, evolve=evolve)
