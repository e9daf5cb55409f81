"""A submission that nobody could read."""

from dataclasses import dataclass
from datetime import datetime

from intake.events.catalogue import EVENTS


@EVENTS.event("UnreadableSubmissionKept", classes=("ID", "HH", "SUB", "POL", "REF", "ADR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableSubmissionKept:
    """Bytes that an authenticated agency sent and we could not read: a task for a person. Base64.

    ``cut_from``: these are only the beginning of so many bytes at least.
    """

    task_id: str
    org_id: str
    route: str
    code: str
    detail: str
    field: str | None
    body: str
    received_at: datetime
    cut_from: int | None = None


@EVENTS.event("UnreadableSubmissionDealtWith")
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableSubmissionDealtWith:
    task_id: str
    what_was_done: str
    occurred_at: datetime
