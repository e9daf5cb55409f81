"""Children whom a contact does not name (INT-04), and the status of the child when it came (INT-05)."""

from dataclasses import dataclass
from datetime import datetime

from intake.events.catalogue import EVENTS
from intake.facts import Agency, Incident, NamedAdult, NamedChild


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSibling:
    """A child under 18 whom we know at the home, or with the adults, of a contact. ``why`` HOME or ADULT."""

    child_id: str
    why: tuple[str, ...]


@EVENTS.event("SiblingsFound", classes=("ID", "HH", "HIS"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingsFound:
    """The contact is INCOMPLETE until each of them is added or excluded. Its sender is never told."""

    contact_id: str
    child_ids: tuple[str, ...]
    found: tuple[FoundSibling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedContact:
    """What a contact is about when a child joins it: whoever told of the others has to tell of this child too.

    ``flags`` are those that still keep others from being told.
    """

    contact_type: str
    from_police: bool
    source_code: str
    source_ref: str
    agency: Agency
    incident: Incident
    adults: tuple[NamedAdult, ...]
    flags: tuple[str, ...]


@EVENTS.event("SiblingAdded", classes=("ID", "HH", "HIS"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingAdded:
    """``reported_at``: when the contact that it joins was reported, or reached us."""

    contact_id: str
    child_ids: tuple[str, ...]
    child: NamedChild
    by: str
    joined: JoinedContact | None = None
    reported_at: datetime | None = None


@EVENTS.event("ChildNamed", classes=("ID", "HH", "SUB"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildNamed:
    """A child whom the sender did not name. ``reason``: how it is known that the contact is about it. ``joined`` is
    nothing where a version of the sender's own names the child: that version tells of it."""

    contact_id: str
    child_ids: tuple[str, ...]
    child: NamedChild
    reason: str
    by: str
    joined: JoinedContact | None = None
    reported_at: datetime | None = None


@EVENTS.event("SiblingExcluded", classes=("HH", "HIS"))
@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingExcluded:
    contact_id: str
    child_ids: tuple[str, ...]
    child_id: str
    reason: str
    by: str


@EVENTS.event("ContactCompleted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCompleted:
    """Every child of the household has been added or excluded."""

    contact_id: str
    child_ids: tuple[str, ...]
    completed_at: datetime


@EVENTS.event("CareStatusAtContactRecorded", classes=("HIS",))
@dataclass(frozen=True, slots=True, kw_only=True)
class CareStatusAtContactRecorded:
    """``care_status`` CP, CIN, CLA, EH, CLOSED or UNKNOWN."""

    contact_id: str
    child_ids: tuple[str, ...]
    child_id: str
    care_status: str
    allocated_worker: str | None
    team: str | None
    plan_type: str | None
    by: str
    manager: str | None = None


@EVENTS.event("OpenCaseContactRouted", classes=("HIS",))
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCaseContactRouted:
    """The child is open: its worker and their manager are told, on the same clocks; the front door may not close it."""

    contact_id: str
    child_ids: tuple[str, ...]
    child_id: str
    care_status: str
    team: str | None
    worker: str | None
    manager: str | None
