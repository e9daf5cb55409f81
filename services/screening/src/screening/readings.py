"""What screening reads of the other services' contracts: only these fields, whatever else the publisher adds."""

from datetime import date, datetime

from pydantic import Field

from screening.police_readings import Missing as Missing
from screening.police_readings import Police as Police
from screening.police_readings import risk_told_besides
from shared.contracts import Reading


class Agency(Reading):
    org_id: str
    name: str = ""
    urn: str | None = None


class Referrer(Reading):
    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    anonymous: bool = False


class Incident(Reading):
    occurred_at: datetime | None = None
    location_type: str | None = None
    address: str | None = None
    police_ref: str | None = None


class SafeContact(Reading):
    method: str = ""
    do_not: str = ""


class Relationship(Reading):
    adult: str
    rel: str = ""


class Child(Reading):
    temp_ref: str
    child_id: str
    first_name: str = ""
    surname: str = ""
    dob: date | None = None
    expected_dob: date | None = None
    sex: str | None = None
    gender: str | None = None
    ethnicity: str | None = None
    upn_unknown: str | None = None
    address: str | None = None
    school_urn: str | None = None
    school_name: str | None = None
    gp: str | None = None
    language: str | None = None
    interpreter: bool | None = None
    disability: tuple[str, ...] = ()
    education_status: str | None = None
    relationship_to_adults: tuple[Relationship, ...] = ()
    present_at_incident: str | None = None
    seen_by_referrer: str | None = None
    seen_at: datetime | None = None
    child_words: str = ""

    @property
    def born_on(self) -> date | None:
        """The day of birth, of a child not yet born the day that is expected."""
        return self.dob or self.expected_dob


class Adult(Reading):
    temp_ref: str
    first_name: str = ""
    surname: str = ""
    dob: date | None = None
    address: str | None = None
    role: str = "OTHER"
    pr: str | None = None
    works_with_children: str | None = None
    safe_contact: SafeContact | None = None


class Consent(Reading):
    parents_informed: str = "UNKNOWN"
    parental_agreement: str = "UNKNOWN"
    child_view: str = ""


class ImmediateSafety(Reading):
    is_child_safe_now: str = "NK"
    where: str = ""
    with_whom: str = ""


class Urgency(Reading):
    """What a sender says of how soon somebody has to look."""

    urgent_flag: bool = False
    immediate_safety: ImmediateSafety = ImmediateSafety()
    injury_seen: str | None = None
    injury_note: str = ""


class InWords(Urgency):
    """What each version of a contact says: in words, of children and adults, of the police's report."""

    worries: str = ""
    working_well: str = ""
    impact_on_child: str = ""
    analysis: str = ""
    requested_outcome: str = ""
    referrer_view_of_need_level: int | None = None
    actions_taken: str = ""
    attachments: tuple[str, ...] = ()
    children: tuple[Child, ...] = ()
    adults: tuple[Adult, ...] = ()
    police: Police | None = None
    missing: Missing | None = None
    said_besides: dict[str, str] = Field(default_factory=dict[str, str])

    @property
    def high_risk_factors(self) -> tuple[str, ...]:
        """What makes domestic abuse high-risk: as the police say, or else as the sender does."""
        return self.police.high_risk_factors if self.police else risk_told_besides(self.said_besides)


class ContactReceived(InWords):
    contact_id: str
    contact_type: str
    channel: str = ""
    source_code: str
    source_system: str
    source_ref: str
    agency: Agency
    referrer: Referrer = Referrer()
    incident: Incident = Incident()
    consent: Consent = Consent()
    flags: tuple[str, ...] = ()


class ContactAmended(InWords):
    contact_id: str
    source_version: int
    superseded: bool = False
    contact_type: str | None = None
    incident: Incident | None = None


class SiblingAdded(Reading):
    """A child of the household whom the sender did not name, and whom a person has added to the contact."""

    contact_id: str
    child: Child


class ConsentStatusRecorded(Consent):
    """What became known of the consent trio after the contact came."""

    contact_id: str


class FoundSibling(Reading):
    child_id: str


class SiblingsFound(Reading):
    """Children of the household whom the contact does not name (INT-04)."""

    contact_id: str
    found: tuple[FoundSibling, ...] = ()


class SiblingExcluded(Reading):
    contact_id: str
    child_id: str
    reason: str = ""


class ContactCompleted(Reading):
    contact_id: str
    completed_at: datetime


class CareStatusAtContactRecorded(Reading):
    contact_id: str
    child_id: str
    care_status: str
    allocated_worker: str | None = None
    team: str | None = None
    manager: str | None = None


class ContactGuardOverridden(Reading):
    """A manager let the contact past one of intake's guards."""

    contact_id: str
    guard: str
    reason: str = ""
    overridden_by: str


class MaracReferralRecorded(Reading):
    """The MARAC coordinator has confirmed that a referral has arrived."""

    contact_id: str
    by_agency: str = ""
    confirmed_at: datetime


class ContactMarkedNotAboutAChild(Reading):
    contact_id: str
    reason: str = ""
    by: str


class ContactRedirected(Reading):
    """Another authority has acknowledged that the contact is theirs."""

    contact_id: str
    la: str = ""
    reason: str = ""
    by: str


class DuplicateContactLinked(Reading):
    """Two contacts belong together; with ``same_incident`` the first tells again what the primary one told."""

    contact_id: str
    primary_contact_id: str
    same_incident: bool = False


class DuplicateContactUnlinked(Reading):
    """They do not belong together after all, or not like that."""

    contact_id: str
    primary_contact_id: str


class ContactQualityAssessed(Reading):
    contact_id: str
    grade: str
    failed: tuple[str, ...] = ()


class ChildIdentified(Reading):
    contact_id: str
    temp_ref: str
    provisional_child_id: str
    child_id: str


class IncidentLagMeasured(Reading):
    contact_id: str
    lag_hours: float
    band: str
    domestic_abuse: bool = True


class NotificationSent(Reading):
    notification_id: str
    profile: str
    contact_id: str | None = None
    child_id: str | None = None
