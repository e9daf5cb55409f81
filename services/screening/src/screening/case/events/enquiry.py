"""What is found out before a decision: history, clarification, other agencies, the family, the child."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.events.catalogue import CASE_EVENTS, OfCase, OfChild
from screening.case.facts import Agency, Consent, LastClosure
from screening.codes import CareStatus, CheckedAgency, HistorySource, Method, Theme, Trajectory, VoiceSource
from shared.disclosure import Sensitivity


@CASE_EVENTS.event("HistoryReviewed", classes=(Sensitivity.HIS, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReviewed(OfChild):
    sources: tuple[HistorySource, ...]
    summary: str
    items_opened: tuple[str, ...]
    items_available: tuple[str, ...]
    contacts_12m: int
    referrals_ever: int
    last_closure: LastClosure | None
    cp_plans_prior: int
    care_status: CareStatus
    siblings_reviewed: tuple[str, ...]
    adults_reviewed: tuple[str, ...]
    patterns: tuple[Theme, ...]
    reviewed_by: str
    reviewed_at: datetime
    timeline_read_at: datetime | None = None
    entries_opened: tuple[str, ...] = ()


@CASE_EVENTS.event("CumulativeRiskAnalysed", classes=(Sensitivity.HIS, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class CumulativeRiskAnalysed(OfChild):
    window_months: int
    incidents: tuple[str, ...]
    themes: tuple[Theme, ...]
    trajectory: Trajectory
    neglect_tool_used: str | None
    so_what: str
    analysed_by: str


@CASE_EVENTS.event("ClarificationRequested", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationRequested(OfCase):
    questions: tuple[str, ...]
    method: Method
    requested_at: datetime
    answer_due_at: datetime
    asked_of: CheckedAgency | None = None


@CASE_EVENTS.event("ClarificationMissed", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationMissed(OfCase):
    """The sender did not answer in time (CK_CLARIFY). Their agency's lead is told.

    With ``attempt_owed`` the screener has not tried to reach them since asking, and has to.
    """

    agency: Agency
    source_ref: str
    professional_referrer: bool
    questions: tuple[str, ...]
    requested_at: datetime
    due_at: datetime
    attempt_owed: bool


@CASE_EVENTS.event("ClarificationAttempted", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationAttempted(OfCase):
    n: int
    method: Method
    outcome: str
    attempted_at: datetime


@CASE_EVENTS.event("ClarificationReceived", classes=(Sensitivity.SUB,))
@dataclass(frozen=True, slots=True, kw_only=True)
class ClarificationReceived(OfCase):
    text: str
    from_whom: str
    answered_at: datetime


@CASE_EVENTS.event("InformationRequested", classes=(Sensitivity.ID, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequested(OfCase):
    agency: CheckedAgency
    questions: tuple[str, ...]
    lawful_basis: str
    requested_at: datetime
    answer_due_at: datetime


@CASE_EVENTS.event("InformationReceived", classes=(Sensitivity.HIS, Sensitivity.HLT, Sensitivity.EDU, Sensitivity.POL))
@dataclass(frozen=True, slots=True, kw_only=True)
class InformationReceived(OfCase):
    """``from_whom`` said so; ``org_id`` is the organisation that answered over its own inbox, none where it was told to
    us."""

    agency: CheckedAgency
    summary: str
    answered_at: datetime
    from_whom: str = ""
    org_id: str | None = None


@CASE_EVENTS.event("InformationDeclined", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class InformationDeclined(OfCase):
    agency: CheckedAgency
    reason: str
    answered_at: datetime
    from_whom: str = ""
    org_id: str | None = None


@CASE_EVENTS.event("CheckProceededWithout", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckProceededWithout(OfCase):
    agency: CheckedAgency
    reason: str
    agreed_by: str


@CASE_EVENTS.event("FamilySpokenTo", classes=(Sensitivity.SCR, Sensitivity.HH))
@dataclass(frozen=True, slots=True, kw_only=True)
class FamilySpokenTo(OfCase):
    who: str
    occurred_at: datetime
    views: str
    consent: Consent


@CASE_EVENTS.event("ChildVoiceRecorded", classes=(Sensitivity.ID, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildVoiceRecorded(OfChild):
    source: VoiceSource
    words: str
    interpreted_by: str | None


@CASE_EVENTS.event("CaseDiscussionRecorded", classes=(Sensitivity.HIS, Sensitivity.SCR))
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDiscussionRecorded(OfCase):
    """History and complicating factors, considered together by those who took part (S000 L70)."""

    occurred_at: datetime
    took_part: tuple[str, ...]
    history: str
    complicating_factors: tuple[str, ...]
    what_follows: str
    recorded_by: str


@CASE_EVENTS.event("OpenCaseAcknowledged", classes=(Sensitivity.SCR,))
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCaseAcknowledged(OfChild):
    team: str
    acknowledged_by: str
    acknowledged_at: datetime | None = None
