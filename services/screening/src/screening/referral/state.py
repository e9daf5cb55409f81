"""What the rules remember of a referral."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAccepted:
    """There is no referral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A child in need episode. ``worker`` and ``team`` are None until somebody is named.

    ``workers`` is everybody who has had the child since.
    """

    referral_id: str
    child_id: str
    referral_date: date
    accepted_at: datetime
    worker: str | None = None
    team: str | None = None
    handover_count: int = 0
    workers: frozenset[str] = frozenset()
    allocated_at: datetime | None = None
    flagged_unallocated: bool = False
    assessed: bool = False
    seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """No further action, or closed."""


State = NotAccepted | Open | Ended
