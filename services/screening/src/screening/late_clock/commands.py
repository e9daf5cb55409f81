"""What may be asked about a clock that ran out."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.facts import LateReason
from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainLateClock:
    """``due_at`` is the deadline that was missed, as the list tells it: nobody else does. None: it was not missed."""

    by: Actor
    at: datetime
    code: str
    subject: str
    child_ids: tuple[str, ...]
    due_at: datetime | None
    reason: LateReason
