"""What begins a screening: facts that arrive, a rating, a direction."""

from dataclasses import dataclass
from datetime import datetime

from screening.case.commands.asked import Asked, Noted
from screening.case.facts import Consent, ContactFacts, NamedChild, OnCallCall
from screening.codes import CareStatus, CheckedAgency, Ending, MissingConcern, Rag


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenScreening(Asked):
    contact: ContactFacts
    children: tuple[NamedChild, ...]
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAmendment(Noted):
    """A later version of the contact. One that was ``superseded`` before it reached us changes no fact.

    Where it says nothing about the police (``says_police``), what was known stays.
    """

    source_version: int
    superseded: bool = False
    children: tuple[NamedChild, ...] = ()
    says_police: bool = True
    police_grade: str | None = None
    high_risk_factors: tuple[str, ...] = ()
    previous_incidents_12m: int = 0
    injured: bool = False
    said_urgent: bool = False
    contact_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePoliceGrade(Noted):
    """The police grade the adult victim's risk anew. ``by_hub``: no officer's later version lowers it."""

    grade: str | None
    by_hub: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSibling(Noted):
    """A child of the household, whom the sender did not name, belongs to the contact too (INT-04)."""

    child: NamedChild


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteConsent(Noted):
    """What became known of the consent trio. Where it says UNKNOWN, what was known stays."""

    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSiblingsFound(Noted):
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSiblingExcluded(Noted):
    sibling_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCompletion(Noted):
    completed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCareStatus(Noted):
    child_id: str
    care_status: CareStatus
    team: str | None
    worker: str | None
    manager: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMaracReferral(Noted):
    by_agency: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMissingConcern(Noted):
    """What followed when a child was missing: in the return interview, or when its episodes were put together."""

    because: MissingConcern
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteContactLetPast(Noted):
    """A manager let the contact past a guard of intake's: it is sampled like one that was let past a guard of ours."""

    guard: str
    reason: str
    overridden_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEnding(Noted):
    """A manager has marked the contact as about no child, or another authority has taken it."""

    because: Ending
    reason: str
    ended_by: str


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
class NoteInformationAnswered(Noted):
    """The asked agency has answered itself; where it ``declined``, ``words`` are its reason."""

    agency: CheckedAgency
    words: str
    declined: bool
    from_whom: str
    org_id: str | None
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteIncidentLag(Noted):
    lag_hours: float
    band: str
    domestic_abuse: bool = True


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
class NoteClarificationMissed(Noted):
    """CK_CLARIFY has run out: the sender was due to answer at ``due_at``."""

    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRag(Asked):
    rag: Rag
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordInjury(Asked):
    """Somebody is hurt: ``child_id`` names a child of the contact, nobody where it is an adult."""

    text: str
    child_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeRag(Asked):
    """A social worker's view of how soon it must be decided; a manager rates."""

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
    on_call_unlisted: bool = False
    on_call_new_here: bool = False
    unlisted: bool = False
    new_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignScreener(Asked):
    """Who screens it from now on. ``handover_note`` is what the next one has to know when it changes hands.

    ``unlisted``: the staff directory has no such social worker; ``new_here``: whoever asks says that they are new.
    """

    screener_id: str
    handover_note: str = ""
    unlisted: bool = False
    new_here: bool = False


Note = (
    NoteAmendment
    | NotePoliceGrade
    | NoteConsent
    | NoteSibling
    | NoteSiblingsFound
    | NoteSiblingExcluded
    | NoteCompletion
    | NoteCareStatus
    | NoteMaracReferral
    | NoteMissingConcern
    | NoteContactLetPast
    | NoteEnding
    | NoteQuality
    | NoteIdentity
    | NoteInformationAnswered
    | NoteIncidentLag
    | NoteStrategyConvened
    | NoteOutcomeSent
    | NoteClarificationMissed
)
