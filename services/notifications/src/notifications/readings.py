"""What this service reads of the other services' contracts.

What is not read here can never be told to anybody.
"""

from datetime import date, datetime

from shared.contracts import Reading


class Agency(Reading):
    org_id: str | None = None
    name: str | None = None


class Referrer(Reading):
    anonymous: bool = False


class Incident(Reading):
    occurred_at: datetime | None = None
    police_ref: str | None = None


class Child(Reading):
    temp_ref: str
    child_id: str
    first_name: str | None = None
    surname: str | None = None
    dob: date | None = None
    upn: str | None = None
    school_urn: str | None = None
    present_at_incident: str | None = None
    seen_by_referrer: str | None = None


class Adult(Reading):
    works_with_children: str | None = None


class Police(Reading):
    ppn_ref: str | None = None


class ContactReceived(Reading):
    contact_id: str
    contact_type: str
    channel: str | None = None
    source_code: str | None = None
    source_system: str | None = None
    source_ref: str | None = None
    agency: Agency | None = None
    referrer: Referrer | None = None
    incident: Incident | None = None
    children: tuple[Child, ...] = ()
    adults: tuple[Adult, ...] = ()
    police: Police | None = None
    flags: tuple[str, ...] = ()


class ContactQualityAssessed(Reading):
    contact_id: str
    grade: str
    failed: tuple[str, ...] = ()


class ContactAmended(Reading):
    contact_id: str
    superseded: bool = False
    flags: tuple[str, ...] = ()


class VictimAndPerpetratorClarified(Reading):
    contact_id: str


class ChildIdentified(Reading):
    contact_id: str
    temp_ref: str
    child_id: str


class ThresholdDecisionAuthorised(Reading):
    contact_id: str
    child_id: str
    decision: str
    need_level: int | None = None
    plain_reason: str | None = None
    decided_at: datetime | None = None
