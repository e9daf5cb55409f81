"""What has been said about a clock that ran out.

Stored under this name for ever: a change is a new field with a default."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.facts import LateReason
from shared.disclosure import Sensitivity
from shared.events import EventCatalogue

LATE_CLOCK_EVENTS = EventCatalogue()


@LATE_CLOCK_EVENTS.event("LateClockExplained", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class LateClockExplained:
    code: str
    subject: str
    child_ids: tuple[str, ...]
    due_at: datetime
    reason: LateReason
    explained_by: str
    explained_at: datetime
