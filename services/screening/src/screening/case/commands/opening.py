"""What begins a screening: facts that arrive, a rating, a direction."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.commands.asked import Asked, Noted
from screening.case.facts import Consent, ContactFacts, NamedChild, OnCallCall
from screening.codes import CheckedAgency, Rag


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenScreening(Asked):
    contact: ContactFacts
    children: tuple[NamedChild, ...]
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAmendment(Noted):
    """A later version of the contact. One that was ``superseded`` before it reached us changes no fact."""

    source_version: int
    superseded: bool = False
    children: tuple[NamedChild, ...] = ()
    police_grade: str | None = None
    high_risk_factors: tuple[str, ...] = ()
    previous_incidents_12m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSibling(Noted):
    """A child of the household, whom the sender did not name, belongs to the contact too (INT-04)."""

    child: NamedChild


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteQuality(Noted):
    grade: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteIdentity(Noted):
    temp_ref: str
    provisional_child_id: str
    child_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteIncidentLag(Noted):
    lag_hours: float
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStrategyConvened(Noted):
    strategy_id: str
    child_ids: tuple[str, ...]
    held_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOutcomeSent(Noted):
    """The notification service has sent the referrer the outcome, for one child or (``None``) for all."""

    profile: str = "OUTCOME_PRO"
    notification_id: str
    child_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRag(Asked):
    rag: Rag
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordManagementDirection(Asked):
    text: str
    questions_to_answer: tuple[str, ...] = ()
    checks_required: tuple[CheckedAgency, ...] = ()
    people_to_speak_to: tuple[str, ...] = ()
    due_at: datetime | None = None
    screener_id: str | None = None
    on_call: OnCallCall | None = None


Note = (
    NoteAmendment | NoteSibling | NoteQuality | NoteIdentity | NoteIncidentLag | NoteStrategyConvened | NoteOutcomeSent
)
