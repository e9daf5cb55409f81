"""What arrived, and what was measured of it at once."""

from dataclasses import dataclass, field
from datetime import datetime

from intake.events.catalogue import EVENTS
from intake.facts import Account, NamedChild, Source


@EVENTS.event("ContactReceived", classes=("ID", "HH", "SUB", "POL", "REF", "ADR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReceived:
    """``said_besides``: what the sender told us and no field or code of ours holds, by its place in what was sent.
    ``from_police``: a force sent it, or its call was taken down here; None before that was kept."""

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
    said_besides: dict[str, str] = field(default_factory=dict[str, str])
    from_police: bool | None = None


@EVENTS.event("ContactAmended", classes=("ID", "HH", "SUB", "POL", "REF", "ADR"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAmended:
    """A later version of the same notification. ``superseded`` when a still later one had already come.

    ``told_anew`` are the children (``temp_ref``) whom no version before named under this kind of contact and at this
    school; ``joined_before`` those who joined the contact here while it was of another kind.
    """

    contact_id: str
    source: Source
    account: Account
    changes: tuple[str, ...]
    superseded: bool
    child_ids: tuple[str, ...]
    occurred_at: datetime | None
    reported_at: datetime | None
    received_at: datetime
    flags: tuple[str, ...] = ()
    said_besides: dict[str, str] = field(default_factory=dict[str, str])
    told_anew: tuple[str, ...] = ()
    joined_before: tuple[NamedChild, ...] = ()


@EVENTS.event("PoliceRiskGradeAmended", classes=("POL",))
@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceRiskGradeAmended:
    """By a later version of the contact, or (``graded_by`` MASH) by the police in the hub: then ``previous`` may be the
    same, confirmed."""

    contact_id: str
    child_ids: tuple[str, ...]
    previous: str | None
    grade: str | None
    graded_by: str | None
    reason: str | None = None
    by: str = ""
    amended_at: datetime | None = None


@EVENTS.event("IntelligenceHandlingMarked", classes=("POL",))
@dataclass(frozen=True, slots=True, kw_only=True)
class IntelligenceHandlingMarked:
    """How the police in the hub want what they report to be handled; ``previous`` is what they said before."""

    contact_id: str
    child_ids: tuple[str, ...]
    handling: str
    previous: str | None
    by: str
    marked_at: datetime


@EVENTS.event("VictimAndPerpetratorClarified", classes=("POL",))
@dataclass(frozen=True, slots=True, kw_only=True)
class VictimAndPerpetratorClarified:
    """The police in the hub say who did what to whom, by the references of the contact (INT-07)."""

    contact_id: str
    child_ids: tuple[str, ...]
    victim_ref: str
    perpetrator_ref: str
    counter_allegation: bool
    reason: str
    by: str


@EVENTS.event("IncidentLagMeasured")
@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLagMeasured:
    contact_id: str
    child_ids: tuple[str, ...]
    occurred_at: datetime
    received_at: datetime
    lag_hours: float
    band: str
    domestic_abuse: bool = False
    grade: str | None = None


@EVENTS.event("ContactQualityAssessed", classes=("SUB",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactQualityAssessed:
    contact_id: str
    child_ids: tuple[str, ...]
    grade: str
    score: float
    tests: dict[str, bool]
    assessed_by: str


@EVENTS.event("ConsentStatusRecorded", classes=("SUB",))
@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentStatusRecorded:
    """What is known of the consent trio since: by a later version of the contact, or found out by a person."""

    contact_id: str
    child_ids: tuple[str, ...]
    parents_informed: str
    parental_agreement: str
    child_view: str
    reason: str
    by: str


@EVENTS.event("ReferrerAcknowledged")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReferrerAcknowledged:
    """``acknowledged_at`` None: at once, by the answer to the submission."""

    contact_id: str
    child_ids: tuple[str, ...]
    org_id: str
    by_means_of: str
    by: str = "SYSTEM"
    acknowledged_at: datetime | None = None
