"""What may be asked of an s47 enquiry. Facts of the discussion that the rules need travel in the command."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.access.actor import Actor
from strategy.codes import AbuseCategory, Decision, EnquiryMode, S47Outcome, YesNo

Day = date


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The discussion that an enquiry rests on; ``decision`` is None while it has not been held or has not
    decided."""

    strategy_id: str
    held_at: datetime | None
    decision: Decision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartS47:
    """``urgent_because`` lets an enquiry start ahead of its discussion, which is then owed within 24 hours.

    ``seen_by`` puts the 24 hours for seeing the child elsewhere, where the plan says so with a reason.
    """

    s47_id: str
    child_id: str
    basis: Basis
    lead_sw: str
    mode: EnquiryMode | None = None
    urgent_because: str = ""
    seen_by: datetime | None = None
    seen_by_because: str = ""
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChildSeen:
    seen_at: datetime
    seen_by: str
    alone: YesNo
    home_seen: YesNo
    bedroom_seen: YesNo
    words: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding:
    """What the discussion still owes this enquiry."""

    open_actions: int
    police_position_stated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordS47Outcome:
    harm_substantiated: YesNo
    continuing_risk: YesNo
    outcome: S47Outcome
    child_view: str
    parent_view: str
    analysis: str
    police_position: str = ""
    no_icpc_because: str = ""
    outstanding: Outstanding
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookICPC:
    date: Day
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordICPC:
    """``plan_start_date`` is the conference's own date, or the record is wrong (STR-07)."""

    date: Day
    plan: YesNo
    category: AbuseCategory | None = None
    plan_start_date: Day | None = None
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordICPCNotRequired:
    reason: str
    by: Actor
    at: datetime


S47Command = StartS47 | RecordChildSeen | RecordS47Outcome | BookICPC | RecordICPC | RecordICPCNotRequired
