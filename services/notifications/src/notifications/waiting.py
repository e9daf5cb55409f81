"""A decision that its sender has not been told of, and what we know of the contact that it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedFeedback:
    event_id: str
    contact_id: str
    child_id: str
    decision: str
    need_level: int | None
    plain_reason: str
    decided_at: datetime
    correlation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownContact:
    """``child_refs`` gives each child's id the name that the sender used for the child (c1, c2);
    ``quality_failed`` names the tests (q1 to q10) that the contact did not pass.
    """

    contact_id: str
    org_id: str | None
    agency_name: str | None
    is_public: bool
    ppn_ref: str | None
    child_refs: Mapping[str, str]
    quality_failed: tuple[str, ...] = ()
