"""Who looked at which child's record, and why: reads are events (domain brief §2.2, §3.6)."""

from dataclasses import dataclass
from datetime import datetime

from shared.access.actor import Role
from shared.events import EventCatalogue

EVENTS = EventCatalogue()


@EVENTS.event("RecordViewed")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordViewed:
    child_id: str
    user_id: str
    role: Role
    org_id: str
    purpose: str
    classes: tuple[str, ...]
    at: datetime
    behind_glass: bool = False


@EVENTS.event("ListViewed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListViewed:
    child_ids: tuple[str, ...]
    user_id: str
    role: Role
    org_id: str
    purpose: str
    at: datetime


@EVENTS.event("BreakGlassUsed")
@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassUsed:
    """``review_by``: one working day, by when somebody else has to have looked at the reason."""

    child_id: str
    user_id: str
    role: Role
    org_id: str
    reason: str
    at: datetime
    review_by: datetime


AccessEvent = RecordViewed | ListViewed | BreakGlassUsed
