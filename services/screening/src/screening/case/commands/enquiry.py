"""What may be asked while finding out: history, clarification, other agencies, the family, the child."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.commands.asked import Asked
from screening.case.facts import Consent, LastClosure
from screening.codes import CareStatus, CheckedAgency, HistorySource, Method, Theme, Trajectory, VoiceSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewHistory(Asked):
    """``items_available`` and ``contacts_counted_12m`` come from our own record, never from the reviewer.

    ``timeline_read_at`` and ``entries_opened`` say what the reviewer read of the timeline, and as of when.
    """

    child_id: str
    sources: tuple[HistorySource, ...]
    summary: str
    items_opened: tuple[str, ...] = ()
    items_available: tuple[str, ...] = ()
    contacts_counted_12m: int = 1
    contacts_elsewhere_12m: int = 0
    referrals_ever: int = 0
    last_closure: LastClosure | None = None
    cp_plans_prior: int = 0
    care_status: CareStatus = CareStatus.UNKNOWN
    siblings_reviewed: tuple[str, ...] = ()
    adults_reviewed: tuple[str, ...] = ()
    patterns: tuple[Theme, ...] = ()
    timeline_read_at: datetime | None = None
    entries_opened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseCumulative(Asked):
    child_id: str
    window_months: int
    incidents: tuple[str, ...]
    themes: tuple[Theme, ...]
    trajectory: Trajectory
    so_what: str
    neglect_tool_used: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestClarification(Asked):
    questions: tuple[str, ...]
    method: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClarificationAttempt(Asked):
    method: Method
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClarification(Asked):
    text: str
    from_whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestInformation(Asked):
    agency: CheckedAgency
    questions: tuple[str, ...]
    lawful_basis: str = "PUBLIC_TASK_SAFEGUARDING"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInformation(Asked):
    agency: CheckedAgency
    summary: str
    from_whom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInformationDeclined(Asked):
    """The agency judged that sharing would harm the child more (Children Act 2004 s16LA)."""

    agency: CheckedAgency
    reason: str
    from_whom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedWithoutCheck(Asked):
    agency: CheckedAgency
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConversation(Asked):
    """What the family said. ``consent`` replaces what the referrer had told us, where it says something."""

    who: str
    spoken_at: datetime
    views: str
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChildVoice(Asked):
    child_id: str
    source: VoiceSource
    words: str
    interpreted_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCaseDiscussion(Asked):
    """People of the duty team thought about the case together. ``took_part`` names them, each on their own."""

    held_at: datetime
    took_part: tuple[str, ...]
    history: str
    complicating_factors: tuple[str, ...]
    what_follows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeOpenCase(Asked):
    """The manager of the team that holds the child's open case says that they have this contact."""

    child_id: str
    team: str


Enquiry = (
    ReviewHistory
    | AnalyseCumulative
    | RequestClarification
    | RecordClarificationAttempt
    | RecordClarification
    | RequestInformation
    | RecordInformation
    | RecordInformationDeclined
    | ProceedWithoutCheck
    | RecordConversation
    | RecordChildVoice
    | RecordCaseDiscussion
    | AcknowledgeOpenCase
)
