"""What is handed over for a child: one schema for every team (domain brief §3.4)."""

from dataclasses import dataclass
from datetime import datetime

from edt_handover.codes import Category, Direction, LegalStatus, Rag, Safety, YesNo


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Whether the child was seen, and if so when and by whom."""

    seen: YesNo
    at: datetime | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Where the child is and with whom, what happened, and what is owed by when and by whom."""

    direction: Direction
    child_ids: tuple[str, ...]
    category: Category
    rag: Rag
    what_happened: str
    what_we_did: str
    child_seen: Seen
    child_words: str
    where_is_child_now: str
    who_is_child_with: str
    is_child_safe_now: Safety
    legal_status: LegalStatus
    action_needed: str
    action_due_at: datetime | None
    owner_team: str | None
    owner_worker: str | None
    people_told: tuple[str, ...]
    outstanding_checks: tuple[str, ...]
    contingency: str
