"""What may be asked of a pre-closure meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPreClosurePrep:
    """``items`` are the alerts and handover items gone through."""

    closure_from: date
    closure_to: date
    held_at: datetime
    attendees: tuple[str, ...]
    items: tuple[str, ...]
    alerts_reviewed: int
    by: Actor
    at: datetime
