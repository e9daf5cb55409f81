"""One item as a person sees it: what was handed over, who has it, what was done; folded from its stream."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from edt_handover.item.events import (
    HandoverFollowUpRecorded,
    HandoverItemAccepted,
    HandoverItemAdded,
    HandoverItemCarriedForward,
    HandoverItemClosed,
    HandoverItemPublished,
    HandoverItemRejected,
)
from edt_handover.item.handover import Handover
from edt_handover.shift.events import ManagerEntryRecorded
from edt_handover.streams import item_stream, shift_stream
from shared.events import Recorded
from shared.problems import NotFound
from shared.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    at: datetime
    by: str
    what: str
    child_seen: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the manager on call said about a child who is not known to be safe."""

    by: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``version`` is that of the stream: what a command made from this page expects."""

    item_id: str
    shift_id: str
    version: int
    handover: Handover
    author: str
    added_at: datetime
    owner_team: str | None
    published_at: datetime | None = None
    accept_by: datetime | None = None
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    rejections: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    entries: tuple[Entry, ...] = field(default=())
    closed_by: str | None = None
    closed_at: datetime | None = None


async def the_item(service: Service, item_id: str) -> Item:
    """The item with what the managers on call of its shift said about it."""
    item = item_of(await service.store.load(item_stream(item_id)))
    if item is None:
        raise NotFound("item")
    shift = await service.store.load(shift_stream(item.shift_id))
    entries = tuple(
        Entry(by=event.by, text=event.text, at=event.entered_at)
        for event in (recorded.data for recorded in shift)
        if isinstance(event, ManagerEntryRecorded) and event.item_id == item_id
    )
    return replace(item, entries=entries)


def item_of(events: Sequence[Recorded[object]]) -> Item | None:
    """The item that these events make; none when nobody added it."""
    item: Item | None = None
    for recorded in events:
        item = _added(recorded.data) if isinstance(recorded.data, HandoverItemAdded) else item
        item = item and _fold(item, recorded.data)
    return item and replace(item, version=len(events))


def _added(event: HandoverItemAdded) -> Item:
    return Item(
        item_id=event.item_id,
        shift_id=event.shift_id,
        version=0,
        handover=event.handover,
        author=event.author,
        added_at=event.added_at,
        owner_team=event.handover.owner_team,
    )


def _fold(item: Item, event: object) -> Item:
    match event:
        case HandoverItemPublished():
            return replace(item, published_at=event.published_at, accept_by=event.accept_by)
        case HandoverItemCarriedForward():
            return replace(item, shift_id=event.to_shift_id, published_at=None, accepted_by=None, accepted_at=None)
        case HandoverItemAccepted():
            return replace(item, accepted_by=event.by, accepted_at=event.accepted_at)
        case HandoverItemRejected():
            refusal = f"{event.by}: {event.reason}. {event.suggest}".strip()
            rejections = (*item.rejections, refusal)
            return replace(item, owner_team=event.owner_team, accept_by=event.accept_by, rejections=rejections)
        case HandoverFollowUpRecorded():
            return replace(item, follow_ups=(*item.follow_ups, _followed_up(event)))
        case HandoverItemClosed():
            return replace(item, closed_by=event.by, closed_at=event.closed_at)
        case _:
            return item


def _followed_up(event: HandoverFollowUpRecorded) -> FollowUp:
    return FollowUp(
        at=event.followed_up_at,
        by=event.by,
        what=event.what,
        child_seen=event.child_seen,
        outcome=event.outcome,
    )
