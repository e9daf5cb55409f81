"""What a contact says: the facts as the sender gave them (domain brief §3.1). Absent is absent, never guessed."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum


class ContactType(StrEnum):
    DOMESTIC_ABUSE = "DOMESTIC_ABUSE"
    CHILD_CONCERN = "CHILD_CONCERN"
    MISSING = "MISSING"
    MISSING_RETURN = "MISSING_RETURN"
    POLICE_PROTECTION = "POLICE_PROTECTION"
    CUSTODY = "CUSTODY"
    EXPLOITATION = "EXPLOITATION"
    PRIVATE_FOSTERING = "PRIVATE_FOSTERING"
    LADO = "LADO"
    HOMELESS_16_17 = "HOMELESS_16_17"
    UASC = "UASC"
    PRE_BIRTH = "PRE_BIRTH"
    CP_TRANSFER_IN = "CP_TRANSFER_IN"
    CPIS_ALERT = "CPIS_ALERT"
    COURT_REQUEST = "COURT_REQUEST"
    INFORMATION_REQUEST = "INFORMATION_REQUEST"
    STEP_UP = "STEP_UP"
    OTHER = "OTHER"


MISSING = (ContactType.MISSING, ContactType.MISSING_RETURN)
"""A child who is missing, and the return: two halves of one contact, whichever comes first."""
REPEATED_MISSING = 3
"""The episode in 30 days from which on the pattern is considered (CK_MISS3)."""


class Channel(StrEnum):
    API = "API"
    PORTAL = "PORTAL"
    PHONE = "PHONE"
    EMAIL_IMPORT = "EMAIL_IMPORT"
    IN_PERSON = "IN_PERSON"
    EDT = "EDT"
    CPIS = "CPIS"
    COURT = "COURT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The sender's own name for what it sent. One contact has one ``ref``; each amendment a higher ``version``, which
    is the sender's system's to give. What people add on a page has a number of its own, ``addition`` (0: a system sent
    it), beside the version that they saw."""

    system: str
    ref: str
    version: int
    addition: int = 0

    @property
    def key(self) -> str:
        """By which it is known again."""
        key = f"{self.system}/{self.ref}/{self.version}"
        return f"{key}+{self.addition}" if self.addition else key


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    org_id: str
    name: str = ""
    urn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrer:
    name: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    anonymous: bool = False
    keeps_identity_confidential: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    occurred_at: datetime | None = None
    location_type: str | None = None
    address: str | None = None
    police_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    adult: str
    rel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedChild:
    """A child as named in a contact. ``child_id`` is provisional until a person, or an exact number, confirms it.

    ``upn_unknown`` is why there is no ``upn``."""

    temp_ref: str
    child_id: str
    first_name: str = ""
    surname: str = ""
    dob: date | None = None
    expected_dob: date | None = None
    sex: str | None = None
    ethnicity: str | None = None
    language: str | None = None
    interpreter: bool | None = None
    disability: tuple[str, ...] = ()
    address: str | None = None
    upn: str | None = None
    nhs: str | None = None
    school_urn: str | None = None
    school_name: str | None = None
    gp: str | None = None
    education_status: str | None = None
    present_at_incident: str | None = None
    seen_by_referrer: str | None = None
    seen_at: datetime | None = None
    child_words: str = ""
    relationship_to_adults: tuple[Relationship, ...] = ()
    gender: str | None = None
    upn_unknown: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeContact:
    method: str = ""
    do_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAdult:
    temp_ref: str
    first_name: str = ""
    surname: str = ""
    dob: date | None = None
    role: str = "OTHER"
    pr: str | None = None
    address: str | None = None
    safe_contact: SafeContact | None = None
    works_with_children: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The consent trio. Agreement to a service; never the lawful basis for sharing."""

    parents_informed: str = "UNKNOWN"
    parental_agreement: str = "UNKNOWN"
    child_view: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateSafety:
    is_child_safe_now: str = "NK"
    where: str = ""
    with_whom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomesticAbuse:
    """The police's risk grading. It grades the adult victim's risk, not the child's (domain brief §8)."""

    risk_tool: str | None = None
    ticks: int | None = None
    grade: str | None = None
    graded_by: str | None = None
    grade_reason: str | None = None
    high_risk_factors: tuple[str, ...] = ()
    victim_ref: str | None = None
    perpetrator_ref: str | None = None
    counter_allegation: bool = False
    relationship: str | None = None
    arrest: str | None = None
    bail_conditions: str | None = None
    dvpn: str | None = None
    protective_orders: tuple[str, ...] = ()
    previous_incidents_12m: int | None = None
    marac_referred: str | None = None
    body_worn_video: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenTo:
    temp_ref: str
    spoken: str | None = None
    alone: str | None = None
    demeanour: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceReport:
    ppn_ref: str | None = None
    incident_ref: str | None = None
    force: str | None = None
    officer_id: str | None = None
    supervisor_reviewed: bool | None = None
    da: DomesticAbuse | None = None
    children_spoken_to: tuple[SpokenTo, ...] = ()
    home_conditions: str | None = None
    narrative: str = ""
    officer_vulnerability_grade: str | None = None
    intelligence_handling: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingReport:
    """A police missing-person report. ``known_associates`` are police intelligence and never leave."""

    missing_from: str | None = None
    placement: str | None = None
    placing_la: str | None = None
    cla: str | None = None
    last_seen_at: datetime | None = None
    last_seen_by: str | None = None
    police_risk: str | None = None
    circumstances: str = ""
    exploitation_flags: tuple[str, ...] = ()
    episode_no_30d: int | None = None
    episode_no_90d: int | None = None
    known_associates: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReport:
    """The return of a missing child. ``absence`` is what it says itself of the absence, beside the report or without
    one."""

    found_at: datetime | None = None
    found_how: str | None = None
    found_where_type: str | None = None
    prevention_interview_done: str | None = None
    injury_seen: str | None = None
    injury_note: str = ""
    immediate_safety: ImmediateSafety = ImmediateSafety()
    absence: MissingReport | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Everything that one contact says. What it does not say is scored, never a reason to refuse it.

    ``injury_seen`` Y, N or NK: is anybody hurt?
    """

    contact_type: ContactType
    channel: Channel
    source_code: str
    agency: Agency
    referrer: Referrer = Referrer()
    urgent_flag: bool = False
    incident: Incident = Incident()
    children: tuple[NamedChild, ...] = ()
    adults: tuple[NamedAdult, ...] = ()
    police: PoliceReport | None = None
    missing: MissingReport | None = None
    found: FoundReport | None = None
    worries: str = ""
    working_well: str = ""
    impact_on_child: str = ""
    analysis: str = ""
    requested_outcome: str = ""
    referrer_view_of_need_level: int | None = None
    actions_taken: str = ""
    consent: Consent = Consent()
    lawful_basis: str = "PUBLIC_TASK_SAFEGUARDING"
    immediate_safety: ImmediateSafety = ImmediateSafety()
    attachments: tuple[str, ...] = ()
    injury_seen: str | None = None
    injury_note: str = ""

    @property
    def absence(self) -> MissingReport | None:
        """All that is said of the absence: what a return says of it is newer than the report."""
        told = self.found.absence if self.found else None
        if told is None or self.missing is None:
            return told or self.missing
        said = {each.name: getattr(told, each.name) for each in fields(told)}
        return replace(self.missing, **{name: value for name, value in said.items() if value not in (None, "", ())})

    @property
    def told(self) -> str:
        """What worries the sender; where nothing else is written, in what circumstances a missing child went."""
        return self.worries or (self.absence.circumstances if self.absence else "")

    @property
    def police_grade(self) -> str | None:
        """The police's grade of the adult victim's risk, as this sender gives it."""
        return self.police.da.grade if self.police and self.police.da else None
