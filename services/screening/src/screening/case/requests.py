"""What a person posts, and what a page's form comes to: a command in the making. Unknown fields are refused."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from screening.case import commands
from screening.case.request_parts import (
    ConsentBody,
    Count,
    Day,
    GapBody,
    Instant,
    LastClosureBody,
    LateReasonBody,
    Line,
    Lines,
    OnCallBody,
    SafetyPlanBody,
    StrategyBody,
    Words,
    values_of,
)
from screening.codes import (
    CareStatus,
    CheckedAgency,
    Decision,
    HistorySource,
    LawfulBasis,
    Method,
    Rag,
    Theme,
    Trajectory,
    VoiceSource,
)
from screening.policy import POLICY
from shared.access.actor import Actor
from shared.inputs import Version, Whole


class Body(BaseModel):
    """One command. ``expected_version`` is the version of the screening on which a person based it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    asks: ClassVar[type[commands.Asked]]
    expected_version: Version | None = None

    def command(self, by: Actor, at: datetime, **known: Any) -> commands.Asked:
        """The command; ``known`` are fields that come from our own record and not from whoever asks."""
        return self.asks(by=by, at=at, **values_of(self), **known)


class AssignRag(Body):
    asks = commands.AssignRag
    rag: Rag
    reasons: Lines = ()


class AssignScreener(Body):
    asks = commands.AssignScreener
    screener_id: Line
    handover_note: Words = ""
    new_here: bool = False


class RecordInjury(Body):
    asks = commands.RecordInjury
    text: Words
    child_id: Line | None = None


class ProposeRag(Body):
    asks = commands.ProposeRag
    rag: Rag
    reasons: Lines


class RecordManagementDirection(Body):
    asks = commands.RecordManagementDirection
    text: Words
    questions_to_answer: Lines = ()
    checks_required: tuple[CheckedAgency, ...] = ()
    people_to_speak_to: Lines = ()
    due_at: Instant | None = None
    screener_id: Line | None = None
    on_call: OnCallBody | None = None
    on_call_new_here: bool = False
    new_here: bool = False


class ReviewHistory(Body):
    asks = commands.ReviewHistory
    child_id: Line
    sources: tuple[HistorySource, ...]
    summary: Words
    items_opened: Lines = ()
    contacts_elsewhere_12m: Count = 0
    referrals_ever: Count = 0
    last_closure: LastClosureBody | None = None
    cp_plans_prior: Count = 0
    care_status: CareStatus = CareStatus.UNKNOWN
    siblings_reviewed: Lines = ()
    adults_reviewed: Lines = ()
    patterns: tuple[Theme, ...] = ()
    timeline_read_at: Instant | None = None
    entries_opened: Annotated[Lines, Field(description="The timeline's entries that were read")] = ()


class AnalyseCumulative(Body):
    asks = commands.AnalyseCumulative
    child_id: Line
    window_months: Annotated[Whole, Field(ge=1, le=240)] = 12
    incidents: Lines
    themes: tuple[Theme, ...]
    trajectory: Trajectory
    so_what: Words
    neglect_tool_used: Line | None = None


class RequestClarification(Body):
    asks = commands.RequestClarification
    questions: Lines
    method: Method


class RecordClarificationAttempt(Body):
    asks = commands.RecordClarificationAttempt
    method: Method
    outcome: Words


class RecordClarification(Body):
    asks = commands.RecordClarification
    text: Words
    from_whom: Line


class RequestInformation(Body):
    asks = commands.RequestInformation
    agency: CheckedAgency
    questions: Lines
    lawful_basis: LawfulBasis = LawfulBasis.PUBLIC_TASK_SAFEGUARDING


class RecordInformation(Body):
    asks = commands.RecordInformation
    agency: CheckedAgency
    summary: Words
    from_whom: Words = ""


class RecordInformationDeclined(Body):
    asks = commands.RecordInformationDeclined
    agency: CheckedAgency
    reason: Words
    from_whom: Words = ""


class ProceedWithoutCheck(Body):
    asks = commands.ProceedWithoutCheck
    agency: CheckedAgency
    reason: Words


class RecordConversation(Body):
    asks = commands.RecordConversation
    who: Line
    spoken_at: Instant
    views: Words = ""
    consent: ConsentBody


class RecordChildVoice(Body):
    asks = commands.RecordChildVoice
    child_id: Line
    source: VoiceSource
    words: Words
    interpreted_by: Line | None = None


class RecordCaseDiscussion(Body):
    asks = commands.RecordCaseDiscussion
    held_at: Instant
    took_part: Lines
    history: Words
    complicating_factors: Lines
    what_follows: Words


class AcknowledgeOpenCase(Body):
    asks = commands.AcknowledgeOpenCase
    child_id: Line
    team: Annotated[Line, Field(min_length=1)]


class ProposeDecision(Body):
    asks = commands.ProposeDecision
    child_id: Line
    decision: Decision
    need_level: Annotated[Whole, Field(ge=1, le=4)]
    rationale: Words
    harm_analysis: Words = ""
    what_if_wrong: Words = ""
    assumptions_tested: Lines = ()
    info_gaps: tuple[GapBody, ...] = ()
    consent: ConsentBody | None = None
    plain_reason: Words = Field(default="", description=f"At most {POLICY.plain_reason_characters} characters")
    relies_on_safety_plan: bool = False
    safety_plan: SafetyPlanBody = SafetyPlanBody()
    why_not_level_4: Words = ""
    strategy: StrategyBody | None = None


class RecordAssumptionsTested(Body):
    asks = commands.RecordAssumptionsTested
    child_id: Line
    assumptions_tested: Lines
    info_gaps: tuple[GapBody, ...] = ()


class ChallengeDecision(Body):
    asks = commands.ChallengeDecision
    child_id: Line
    points: Lines
    due_at: Instant | None = None


class AuthoriseDecision(Body):
    asks = commands.AuthoriseDecision
    child_id: Line
    manager_rationale: Words
    change_to: Decision | None = None
    plain_reason: Words = ""
    strategy: StrategyBody | None = None
    late_reason: LateReasonBody | None = None


class RecordBreachReason(Body):
    """``code`` and ``subject`` are those of a clock of this case, or of intake's about its contact."""

    asks = commands.RecordBreachReason
    code: Line
    subject: Line
    reason: LateReasonBody


class ReviewAuthorisation(Body):
    asks = commands.ReviewAuthorisation
    child_id: Line
    agrees: bool
    text: Words


class OverrideGuard(Body):
    asks = commands.OverrideGuard
    child_id: Line
    guard: Line
    reason: Words
    review_by: Day


class ReviewOverride(Body):
    asks = commands.ReviewOverride
    child_id: Line
    guard: Line
    agrees: bool
    text: Words


class SendOutcomeFeedback(Body):
    asks = commands.SendOutcomeFeedback
    told_whom: Line = ""
    method: Method | None = None
    not_told_because: Words = ""


class CloseScreening(Body):
    asks = commands.CloseScreening


class ReopenScreening(Body):
    asks = commands.ReopenScreening
    reason: Words
    child_ids: Lines = ()
