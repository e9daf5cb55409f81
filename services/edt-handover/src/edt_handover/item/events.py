"""What has happened to a handover item."""

from dataclasses import dataclass
from datetime import datetime

from edt_handover.codes import Safety, YesNo
from edt_handover.item.handover import Handover
from shared.events import EventCatalogue

ITEM_EVENTS = EventCatalogue()
event = ITEM_EVENTS.event


@event("HandoverItemAdded", classes=("ID", "HH", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItemAdded:
    item_id: str
    shift_id: str
    handover: Handover
    author: str
    colleagues: tuple[str, ...]
    added_at: datetime

    @property
    def child_ids(self) -> tuple[str, ...]:
        return self.handover.child_ids


@event("HandoverItemPublished", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItemPublished:
    """``follow_up_by`` is None for what is passed on as information only."""

    item_id: str
    shift_id: str
    child_ids: tuple[str, ...]
    published_at: datetime
    accept_by: datetime
    follow_up_by: datetime | None


@event("HandoverItemCarriedForward", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItemCarriedForward:
    item_id: str
    child_ids: tuple[str, ...]
    from_shift_id: str
    to_shift_id: str
    carried_at: datetime


@event("HandoverItemAccepted", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItemAccepted:
    item_id: str
    child_ids: tuple[str, ...]
    by: str
    accepted_at: datetime


@event("HandoverItemRejected", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItemRejected:
    """It is the front door manager's now, to accept by ``accept_by``."""

    item_id: str
    child_ids: tuple[str, ...]
    by: str
    reason: str
    suggest: str
    owner_team: str
    accept_by: datetime
    rejected_at: datetime


@event("HandoverFollowUpRecorded", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFollowUpRecorded:
    item_id: str
    child_ids: tuple[str, ...]
    followed_up_at: datetime
    by: str
    what: str
    child_seen: YesNo
    outcome: str
    is_child_safe_now: Safety | None

    @property
    def occurred_at(self) -> datetime:
        return self.followed_up_at


@event("HandoverItemClosed", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItemClosed:
    item_id: str
    child_ids: tuple[str, ...]
    by: str
    closed_at: datetime


ItemEvent = (
    HandoverItemAdded
    | HandoverItemPublished
    | HandoverItemCarriedForward
    | HandoverItemAccepted
    | HandoverItemRejected
    | HandoverFollowUpRecorded
    | HandoverItemClosed
)
