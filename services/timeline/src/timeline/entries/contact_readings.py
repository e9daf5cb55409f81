"""What the timeline reads of intake's contracts; everything may be missing, for a thin contact is a
contact."""

from datetime import date, datetime

from pydantic import Field

from shared.contracts import Reading


class Agency(Reading):
    org_id: str = ""
    name: str = ""
    urn: str | None = None


class Referrer(Reading):
    name: str = ""
    role: str = ""
    phone: str | None = None
    anonymous: bool = False


class Incident(Reading):
    occurred_at: datetime | None = None
    location_type: str | None = None
    address: str | None = None


class NamedChild(Reading):
    temp_ref: str = ""
    child_id: str
    first_name: str | None = None
    surname: str | None = None
    dob: date | None = None
    sex: str | None = None
    address: str | None = None
    school_urn: str | None = None
    disability: list[str] = Field(default_factory=list)
    present_at_incident: str | None = None
    seen_by_referrer: str | None = None
    child_words: str | None = None

    @property
    def name(self) -> str:
        return " ".join(word for word in (self.first_name, self.surname) if word)


class SafeContact(Reading):
    method: str = ""
    do_not: str = ""


class Adult(Reading):
    first_name: str | None = None
    surname: str | None = None
    role: str | None = None
    pr: str | None = None
    safe_contact: SafeContact | None = None


class Consent(Reading):
    parents_informed: str = ""
    parental_agreement: str = ""
    child_view: str = ""


class ImmediateSafety(Reading):
    is_child_safe_now: str = ""
    where: str = ""
    with_whom: str = ""


class SpokenTo(Reading):
    temp_ref: str = ""
    spoken: str | None = None
    alone: str | None = None
    demeanour: str = ""
    words: str = ""


class Police(Reading):
    grade: str | None = None
    ticks: int | None = None
    risk_tool: str | None = None
    high_risk_factors: list[str] = Field(default_factory=list)
    previous_incidents_12m: int | None = None
    narrative: str | None = None
    home_conditions: str | None = None
    protective_orders: list[str] = Field(default_factory=list)
    officer_vulnerability_grade: str | None = None
    intelligence_handling: str | None = None
    children_spoken_to: list[SpokenTo] = Field(default_factory=list[SpokenTo])


class Missing(Reading):
    missing_from: str | None = None
    placement: str | None = None
    police_risk: str | None = None
    circumstances: str | None = None
    exploitation_flags: list[str] = Field(default_factory=list)
    known_associates: list[str] = Field(default_factory=list)


class ContactReceived(Reading):
    contact_id: str
    source_version: int = 1
    contact_type: str = "OTHER"
    source_code: str = "10"
    agency: Agency = Agency()
    referrer: Referrer = Referrer()
    incident: Incident = Incident()
    worries: str | None = None
    working_well: str | None = None
    impact_on_child: str | None = None
    analysis: str | None = None
    requested_outcome: str | None = None
    actions_taken: str | None = None
    consent: Consent = Consent()
    immediate_safety: ImmediateSafety = ImmediateSafety()
    children: list[NamedChild] = Field(default_factory=list[NamedChild])
    adults: list[Adult] = Field(default_factory=list[Adult])
    police: Police | None = None
    missing: Missing | None = None
    injury_seen: str | None = None
    injury_note: str = ""


class ContactAmended(Reading):
    contact_id: str
    contact_type: str | None = None
    incident: Incident | None = None
    superseded: bool = False
    source_version: int = 0
    changes: list[str] = Field(default_factory=list)
    children: list[NamedChild] = Field(default_factory=list[NamedChild])
    worries: str | None = None
    police: Police | None = None
    missing: Missing | None = None


class PoliceRiskGradeAmended(Reading):
    contact_id: str
    previous: str | None = None
    grade: str | None = None
    graded_by: str | None = None
    reason: str | None = None


class IntelligenceHandlingMarked(Reading):
    contact_id: str
    handling: str = ""
    previous: str | None = None


class ContactQualityAssessed(Reading):
    contact_id: str
    grade: str = ""
    score: float | int | None = None
    failed: list[str] = Field(default_factory=list)
    by: str = ""


class IncidentLagMeasured(Reading):
    occurred_at: datetime | None = None
    received_at: datetime | None = None
    band: str = ""
    domestic_abuse: bool = False
    grade: str | None = None


class ChildIdentified(Reading):
    contact_id: str
    provisional_child_id: str
    child_id: str
    method: str = ""
    by: str = ""


class ReferrerAcknowledged(Reading):
    contact_id: str
    org_id: str | None = None
    by_means_of: str = ""
    by: str = ""
