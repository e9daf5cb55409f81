"""What has happened in one child's s47 enquiry."""

from dataclasses import dataclass
from datetime import date, datetime

from shared.events import EventCatalogue
from strategy.codes import AbuseCategory, EnquiryMode, S47Outcome, YesNo

Day = date

S47_EVENTS = EventCatalogue()
event = S47_EVENTS.event


@event("S47Started", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class S47Started:
    """``start_date`` is the day of the discussion that initiated it: the census's S47ActualStartDate."""

    s47_id: str
    strategy_id: str
    child_id: str
    start_date: date
    started_at: datetime
    mode: EnquiryMode
    lead_sw: str
    icpc_due: date
    urgent_because: str
    seen_by: datetime
    seen_by_because: str

    @property
    def occurred_at(self) -> datetime:
        return self.started_at


@event("ChildSeen", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSeen:
    s47_id: str
    child_id: str
    seen_at: datetime
    by: str
    alone: YesNo
    home_seen: YesNo
    bedroom_seen: YesNo
    words: str

    @property
    def occurred_at(self) -> datetime:
        return self.seen_at


@event("S47OutcomeRecorded", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class S47OutcomeRecorded:
    s47_id: str
    strategy_id: str
    child_id: str
    harm_substantiated: YesNo
    continuing_risk: YesNo
    outcome: S47Outcome
    child_view: str
    parent_view: str
    analysis: str
    police_position: str
    no_icpc_because: str
    authorised_by: str
    decided_at: datetime


@event("ICPCBooked", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ICPCBooked:
    s47_id: str
    child_id: str
    date: Day


@event("ICPCHeld", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ICPCHeld:
    s47_id: str
    child_id: str
    date: Day
    plan: YesNo
    category: AbuseCategory | None
    working_days_from_strategy: int


@event("ICPCNotRequired", classes=("ID", "STR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ICPCNotRequired:
    s47_id: str
    child_id: str
    reason: str
    by: str
    decided_at: datetime


S47Event = S47Started | ChildSeen | S47OutcomeRecorded | ICPCBooked | ICPCHeld | ICPCNotRequired
