"""What a manager has let a contact past, and what another found who looked again."""

from dataclasses import dataclass
from datetime import date

from intake.events.catalogue import EVENTS


@EVENTS.event("ContactGuardOverridden", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGuardOverridden:
    """A manager answers for letting the contact past ``guard``; another looks again by ``review_by``."""

    contact_id: str
    child_ids: tuple[str, ...]
    guard: str
    reason: str
    review_by: date
    overridden_by: str


@EVENTS.event("ContactOverrideReviewed", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOverrideReviewed:
    contact_id: str
    child_ids: tuple[str, ...]
    guard: str
    agrees: bool
    text: str
    reviewed_by: str
