"""What may be asked of a shift. Each command carries who asks and when."""

from dataclasses import dataclass
from datetime import datetime

from edt_handover.codes import OohDecision, Safety, YesNo
from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class OnShift:
    """An item as its shift knows it."""

    item_id: str
    child_ids: tuple[str, ...]
    is_child_safe_now: Safety


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShift:
    """``carried`` are the items still open from the shift before (EDT-09)."""

    shift_id: str
    opened_at: datetime
    closes_at: datetime
    workers: tuple[str, ...]
    manager_on_call: str
    meeting_at: datetime | None = None
    carried: tuple[OnShift, ...] = ()
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterItem:
    """The shift's side of ``AddHandoverItem``."""

    item: OnShift
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordManagerEntry:
    """The on-call manager answers for a child who is not known to be safe."""

    item_id: str
    text: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOohVisit:
    visited_at: datetime
    children_seen: tuple[str, ...]
    alone: YesNo
    words: str
    conditions: str
    is_child_safe_now: Safety
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOohDecision:
    """``misdirected``: the contact was not about a child for this authority, the one case that may end out of
    hours."""

    contact_id: str | None
    child_ids: tuple[str, ...]
    decision: OohDecision
    rationale: str
    manager_consulted: str
    misdirected: bool = False
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishHandover:
    """``item_ids`` are the items that the person saw; another one added meanwhile is a conflict."""

    item_ids: tuple[str, ...]
    meeting_at: datetime | None = None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldHandoverMeeting:
    held_at: datetime
    attendees: tuple[str, ...]
    items_discussed: tuple[str, ...]
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseShift:
    safety_statement: str
    by: Actor
    at: datetime


ShiftCommand = (
    OpenShift
    | EnterItem
    | RecordManagerEntry
    | RecordOohVisit
    | RecordOohDecision
    | PublishHandover
    | HoldHandoverMeeting
    | CloseShift
)
