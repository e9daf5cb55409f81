"""What has happened to a contact. Stored for ever under these names."""

from dataclasses import dataclass
from datetime import datetime

from intake.facts import Account, Source
from shared.events import EventCatalogue

EVENTS = EventCatalogue()


@EVENTS.event("ContactReceived", classes=("ID", "HH", "SUB", "POL", "REF", "ADR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReceived:
    contact_id: str
    source: Source
    account: Account
    flags: tuple[str, ...]
    not_understood: tuple[str, ...]
    child_ids: tuple[str, ...]
    occurred_at: datetime | None
    reported_at: datetime | None
    received_at: datetime
    lawful_basis: str


@EVENTS.event("ContactAmended", classes=("ID", "HH", "SUB", "POL", "REF", "ADR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAmended:
    """A later version of the same notification. ``superseded`` when a still later one had already come."""

    contact_id: str
    source: Source
    account: Account
    changes: tuple[str, ...]
    superseded: bool
    child_ids: tuple[str, ...]
    occurred_at: datetime | None
    reported_at: datetime | None
    received_at: datetime


@EVENTS.event("PoliceRiskGradeAmended", classes=("POL",))
@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceRiskGradeAmended:
    contact_id: str
    child_ids: tuple[str, ...]
    previous: str | None
    grade: str | None
    graded_by: str | None


@EVENTS.event("IncidentLagMeasured")
@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLagMeasured:
    contact_id: str
    child_ids: tuple[str, ...]
    occurred_at: datetime
    received_at: datetime
    lag_hours: float
    band: str


@EVENTS.event("ContactQualityAssessed", classes=("SUB",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactQualityAssessed:
    contact_id: str
    child_ids: tuple[str, ...]
    grade: str
    score: float
    tests: dict[str, bool]
    assessed_by: str


@EVENTS.event("ReferrerAcknowledged")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferrerAcknowledged:
    contact_id: str
    child_ids: tuple[str, ...]
    org_id: str
    by_means_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A child we know who may be the one named. ``score`` is 0 to 100, ``fields`` say what agrees."""

    child_id: str
    score: int
    fields: tuple[str, ...]


@EVENTS.event("IdentityMatchProposed", classes=("ID",))
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityMatchProposed:
    contact_id: str
    temp_ref: str
    child_id: str
    candidates: tuple[Candidate, ...]


@EVENTS.event("ChildIdentified", classes=("ID",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildIdentified:
    """The child whom a contact names as ``temp_ref`` is ``child_id``, until now ``provisional_child_id``."""

    contact_id: str
    temp_ref: str
    provisional_child_id: str
    child_id: str
    method: str
    by: str


@EVENTS.event("MissingEpisodeOpened", classes=("ID", "POL"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEpisodeOpened:
    episode_id: str
    contact_id: str
    child_id: str
    missing_from: str | None
    police_risk: str | None
    exploitation_flags: tuple[str, ...]
    episode_no_30d: int | None
    episode_no_90d: int | None
    occurred_at: datetime | None
    reported_at: datetime | None
    received_at: datetime


@EVENTS.event("MissingEpisodeClosed", classes=("ID", "POL"))
@dataclass(frozen=True, slots=True, kw_only=True)
class MissingEpisodeClosed:
    episode_id: str
    contact_id: str
    child_id: str
    found_how: str | None
    prevention_interview_done: str | None
    occurred_at: datetime | None
    received_at: datetime


@EVENTS.event("UnreadableSubmissionKept", classes=("ID", "HH", "SUB", "POL", "REF", "ADR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableSubmissionKept:
    """Bytes that an authenticated agency sent and we could not read: a task for a person. Base64."""

    task_id: str
    org_id: str
    route: str
    code: str
    detail: str
    field: str | None
    body: str
    received_at: datetime


@EVENTS.event("UnreadableSubmissionDealtWith")
@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableSubmissionDealtWith:
    task_id: str
    what_was_done: str
    occurred_at: datetime


ContactEvent = (
    ContactReceived
    | ContactAmended
    | PoliceRiskGradeAmended
    | IncidentLagMeasured
    | ContactQualityAssessed
    | ReferrerAcknowledged
    | IdentityMatchProposed
    | ChildIdentified
    | MissingEpisodeOpened
    | MissingEpisodeClosed
)
