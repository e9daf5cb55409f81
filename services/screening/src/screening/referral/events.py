"""What has happened to a referral.

Stored under these names for ever: a change is a new field with a default."""

from dataclasses import dataclass
from datetime import date, datetime

from screening.case.facts import Consent
from screening.codes import CareStatus, Decision
from screening.referral.codes import ClosureReason, NotSeenBecause, PrimaryNeed, YesNo
from screening.referral.factors import AssessmentFactor
from shared.disclosure import Sensitivity
from shared.events import EventCatalogue

REFERRAL_EVENTS = EventCatalogue()
event = REFERRAL_EVENTS.event


@dataclass(frozen=True, slots=True, kw_only=True)
class OfReferral:
    """Every event is about one referral of one child."""

    referral_id: str
    child_id: str


@event("ReferralAccepted", classes=(Sensitivity.SCR, Sensitivity.HIS))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAccepted(OfReferral):
    """Starts a child in need episode for the census. ``re_referral``: within 12 months of ``previous_start``.

    ``care_status`` is what the manager found the child to be, where they were asked and since that has been kept.
    """

    contact_id: str
    decision: Decision
    referral_date: date
    source_code: str
    primary_need: PrimaryNeed
    nfa: bool
    re_referral: bool
    previous_start: date | None
    step_up_id: str | None
    decided_at: datetime
    accepted_by: str
    accepted_at: datetime
    allocation_due_at: datetime
    assessment_due_at: datetime
    care_status: CareStatus | None = None


@event("WorkerAllocated", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerAllocated(OfReferral):
    """``visit_due_at`` is unknown where a worker was named before the visit had a deadline of its own."""

    worker: str
    team: str
    allocated_by: str
    allocated_at: datetime
    visit_due_at: datetime | None = None


@event("CaseTransferred", classes=(Sensitivity.SCR, Sensitivity.HIS))
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTransferred(OfReferral):
    """The counts are those after this transfer. No clock hears of it.

    ``handover_count`` counts every transfer, ``social_worker_count`` the people whom the family has had to tell it to
    (I26): whoever changes teams with the child, or has the child again, is one.
    """

    from_worker: str
    from_team: str
    to_worker: str
    to_team: str
    reason: str
    handover_note: str
    introduced_to_family: YesNo
    handover_count: int
    social_worker_count: int
    transferred_by: str
    transferred_at: datetime


@event("ReferredChildSeen", classes=(Sensitivity.ID, Sensitivity.SCR, Sensitivity.HIS))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredChildSeen(OfReferral):
    """A social worker saw the child, and explained to the family what is asked of them."""

    seen_at: datetime
    alone: YesNo
    why_not_alone: str
    home_seen: YesNo
    bedroom_seen: YesNo
    words: str
    consent: Consent
    seen_by: str


@event("ReferredChildNotSeen", classes=(Sensitivity.SCR, Sensitivity.HIS))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredChildNotSeen(OfReferral):
    """A visit at which the child was not seen. The clock of the visit runs on."""

    attempted_at: datetime
    because: NotSeenBecause
    found: str
    next_step: str
    attempted_by: str


@event("ReferralUnallocated", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralUnallocated(OfReferral):
    """``hours`` are elapsed since the referral was accepted."""

    hours: float
    due_at: datetime
    flagged_at: datetime


@event("AssessmentAuthorised", classes=(Sensitivity.SCR, Sensitivity.HIS))
@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentAuthorised(OfReferral):
    authorised_on: date
    authorised_by: str
    authorised_at: datetime
    factors: tuple[AssessmentFactor, ...] = ()


@event("ReferralNFA", classes=(Sensitivity.SCR, Sensitivity.HIS))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralNFA(OfReferral):
    """The census flag: accepted, and then no assessment. ``why_unseen`` says why nobody had seen the child by then."""

    reason: str
    decided_by: str
    decided_at: datetime
    why_unseen: str = ""


@event("ReferralClosed", classes=(Sensitivity.SCR, Sensitivity.HIS))
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralClosed(OfReferral):
    """Ends the census episode. ``step_down_id`` is set where early help has taken over, ``why_unseen`` where it is said
    to need nothing and nobody had seen the child."""

    closure_reason: ClosureReason
    reason: str
    step_down_id: str | None
    closed_by: str
    closed_at: datetime
    why_unseen: str = ""


Event = (
    ReferralAccepted
    | WorkerAllocated
    | CaseTransferred
    | ReferredChildSeen
    | ReferredChildNotSeen
    | ReferralUnallocated
    | AssessmentAuthorised
    | ReferralNFA
    | ReferralClosed
)
