"""What has happened about a closure's preparation."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.events import EventCatalogue

PREP_EVENTS = EventCatalogue()


@PREP_EVENTS.event("PreClosurePrepHeld", classes=("EDT",))
@dataclass(frozen=True, slots=True, kw_only=True)
class PreClosurePrepHeld:
    """``prep_on`` is the last working day before the closure, whenever the meeting itself was."""

    prep_on: date
    closure_from: date
    closure_to: date
    held_at: datetime
    attendees: tuple[str, ...]
    items: tuple[str, ...]
    alerts_reviewed: int

    @property
    def occurred_at(self) -> datetime:
        return self.held_at
