"""Where a contact leads beside its screening: other authorities, the LADO, private fostering, MARAC, a duplicate."""

from dataclasses import dataclass, field
from datetime import datetime

from intake.events.catalogue import EVENTS


@EVENTS.event("ContactMarkedNotAboutAChild", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMarkedNotAboutAChild:
    """``why_not``: of each child whom it named (``temp_ref``), why that is no child of whom it tells."""

    contact_id: str
    child_ids: tuple[str, ...]
    reason: str
    by: str
    why_not: dict[str, str] = field(default_factory=dict[str, str])


@EVENTS.event("ContactRedirected", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRedirected:
    """Another authority has acknowledged that this contact is theirs."""

    contact_id: str
    child_ids: tuple[str, ...]
    la: str
    ack_ref: str
    reason: str
    by: str


@EVENTS.event("DuplicateContactLinked", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateContactLinked:
    contact_id: str
    child_ids: tuple[str, ...]
    primary_contact_id: str
    same_incident: bool
    reason: str
    by: str


@EVENTS.event("DuplicateContactUnlinked", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateContactUnlinked:
    contact_id: str
    child_ids: tuple[str, ...]
    primary_contact_id: str
    reason: str
    by: str


@EVENTS.event("LadoReferralRouted", classes=("LADO",))
@dataclass(frozen=True, slots=True, kw_only=True)
class LadoReferralRouted:
    contact_id: str
    child_ids: tuple[str, ...]
    lado: str
    by: str
    occurred_at: datetime


@EVENTS.event("PrivateFosteringRouted", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateFosteringRouted:
    contact_id: str
    child_ids: tuple[str, ...]
    team: str
    by: str


@EVENTS.event("PrivateFosteringVisited", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateFosteringVisited:
    contact_id: str
    child_ids: tuple[str, ...]
    child_seen: bool
    by: str
    occurred_at: datetime


@EVENTS.event("MaracJudgementRecorded", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class MaracJudgementRecorded:
    """By professional judgement this goes to MARAC (CK_MARAC)."""

    contact_id: str
    child_ids: tuple[str, ...]
    reason: str
    by: str
    judged_at: datetime


@EVENTS.event("MaracReferralRecorded", classes=("POL",))
@dataclass(frozen=True, slots=True, kw_only=True)
class MaracReferralRecorded:
    contact_id: str
    child_ids: tuple[str, ...]
    by_agency: str
    confirmed_at: datetime
    by: str


@EVENTS.event("MissingPatternConsidered", classes=("SCR",))
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPatternConsidered:
    contact_id: str
    child_ids: tuple[str, ...]
    strategy_discussion: bool
    reason: str
    by: str
    considered_at: datetime
