"""What has happened on a shift of the emergency duty team."""

from dataclasses import dataclass
from datetime import datetime

from edt_handover.codes import OohDecision, Safety, YesNo
from shared.events import EventCatalogue

SHIFT_EVENTS = EventCatalogue()
event = SHIFT_EVENTS.event


@event("EdtShiftOpened")
@dataclass(frozen=True, slots=True, kw_only=True)
class EdtShiftOpened:
    shift_id: str
    opened_at: datetime
    closes_at: datetime
    workers: tuple[str, ...]
    manager_on_call: str
    meeting_at: datetime | None

    @property
    def occurred_at(self) -> datetime:
        return self.opened_at


@event("HandoverItemEntered", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverItemEntered:
    """The shift now owes this item to whoever comes next; ``carried`` from the shift before, or new."""

    shift_id: str
    item_id: str
    child_ids: tuple[str, ...]
    is_child_safe_now: Safety
    carried: bool


@event("ManagerEntryRecorded", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ManagerEntryRecorded:
    shift_id: str
    item_id: str
    child_ids: tuple[str, ...]
    by: str
    text: str
    entered_at: datetime


@event("OohVisitMade", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OohVisitMade:
    shift_id: str
    child_ids: tuple[str, ...]
    visited_at: datetime
    visited_by: str
    alone: YesNo
    words: str
    conditions: str
    is_child_safe_now: Safety

    @property
    def occurred_at(self) -> datetime:
        return self.visited_at


@event("OohDecisionMade", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class OohDecisionMade:
    """Always interim: the day's front door manager decides on the contact."""

    shift_id: str
    contact_id: str | None
    child_ids: tuple[str, ...]
    decision: OohDecision
    rationale: str
    manager_consulted: str
    misdirected: bool
    decided_by: str
    decided_at: datetime


@event("HandoverPublished", classes=("ID", "EDT"))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPublished:
    shift_id: str
    item_ids: tuple[str, ...]
    child_ids: tuple[str, ...]
    meeting_at: datetime | None
    published_at: datetime


@event("HandoverMeetingHeld", classes=("EDT",))
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverMeetingHeld:
    shift_id: str
    held_at: datetime
    attendees: tuple[str, ...]
    items_discussed: tuple[str, ...]

    @property
    def occurred_at(self) -> datetime:
        return self.held_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    items: int
    children: int
    not_known_safe: int
    visits: int


@event("EdtShiftClosed", classes=("EDT",))
@dataclass(frozen=True, slots=True, kw_only=True)
class EdtShiftClosed:
    shift_id: str
    counts: Counts
    safety_statement: str
    closed_at: datetime


ShiftEvent = (
    EdtShiftOpened
    | HandoverItemEntered
    | ManagerEntryRecorded
    | OohVisitMade
    | OohDecisionMade
    | HandoverPublished
    | HandoverMeetingHeld
    | EdtShiftClosed
)
