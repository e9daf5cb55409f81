"""What senders post: read as leniently as is safe. Only what cannot be read at all is refused.

A field that we do not know is kept with the raw bytes and named in the receipt as not understood.
"""

from collections.abc import Iterator
from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from intake.facts import Channel, ContactType
from shared.inputs import Closed, Day, Instant, Text

MOST_CHILDREN = 50


def _absent(value: Any) -> Any:
    """Many systems send an empty string for what they do not know."""
    return None if value == "" else value


Code = Annotated[Annotated[str, Field(max_length=100)] | None, BeforeValidator(_absent)]
MaybeInstant = Annotated[Instant | None, BeforeValidator(_absent)]
MaybeDay = Annotated[Day | None, BeforeValidator(_absent)]
Texts = Annotated[list[Text], Field(max_length=200)]


class Sent(BaseModel):
    """A part of a submission. What is unknown is kept aside, not refused."""

    model_config = ConfigDict(extra="allow", str_strip_whitespace=True)


class SentAgency(Sent):
    org_id: Text = ""
    name: Text = ""
    urn: Code = None


class SentReferrer(Sent):
    name: Text = ""
    role: Text = ""
    phone: Text = ""
    email: Text = ""
    anonymous: bool = False
    keeps_identity_confidential: bool = False


class SentIncident(Sent):
    occurred_at: MaybeInstant = None
    location_type: Code = None
    address: Code = None
    police_ref: Code = None


class SentRelationship(Sent):
    adult: Text
    rel: Text


class SentChild(Sent):
    temp_ref: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")] = ""
    first_name: Text = ""
    surname: Text = ""
    dob: MaybeDay = None
    expected_dob: MaybeDay = None
    sex: Code = None
    ethnicity: Code = None
    language: Code = None
    interpreter: bool | None = None
    disability: Texts = Field(default_factory=list[str])
    address: Code = None
    upn: Code = None
    nhs: Code = None
    school_urn: Code = None
    education_status: Code = None
    present_at_incident: Code = None
    seen_by_referrer: Code = None
    seen_at: MaybeInstant = None
    child_words: Text = ""
    relationship_to_adults: list[SentRelationship] = Field(default_factory=list[SentRelationship])


class SentSafeContact(Sent):
    method: Text = ""
    do_not: Text = ""


class SentAdult(Sent):
    temp_ref: Text = ""
    first_name: Text = ""
    surname: Text = ""
    dob: MaybeDay = None
    role: Text = "OTHER"
    pr: Code = None
    address: Code = None
    safe_contact: SentSafeContact | None = None
    works_with_children: Code = None


class SentConsent(Sent):
    parents_informed: Text = "UNKNOWN"
    parental_agreement: Text = "UNKNOWN"
    child_view: Text = ""


class SentSafety(Sent):
    is_child_safe_now: Text = "NK"
    where: Text = ""
    with_whom: Text = ""


class SentDomesticAbuse(Sent):
    risk_tool: Code = None
    ticks: Annotated[int | None, Field(ge=0, le=100)] = None
    grade: Code = None
    graded_by: Code = None
    grade_reason: Code = None
    high_risk_factors: Texts = Field(default_factory=list[str])
    victim_ref: Code = None
    perpetrator_ref: Code = None
    counter_allegation: bool = False
    relationship: Code = None
    arrest: Code = None
    bail_conditions: Code = None
    dvpn: Code = None
    protective_orders: Texts = Field(default_factory=list[str])
    previous_incidents_12m: Annotated[int | None, Field(ge=0, le=10_000)] = None
    marac_referred: Code = None
    body_worn_video: Code = None


class SentSpokenTo(Sent):
    temp_ref: Text = ""
    spoken: Code = None
    alone: Code = None
    demeanour: Text = ""
    words: Text = ""


class SentPolice(Sent):
    ppn_ref: Code = None
    incident_ref: Code = None
    force: Code = None
    officer_id: Code = None
    supervisor_reviewed: bool | None = None
    da: SentDomesticAbuse | None = None
    children_spoken_to: list[SentSpokenTo] = Field(default_factory=list[SentSpokenTo])
    home_conditions: Code = None
    narrative: Text = ""
    officer_vulnerability_grade: Code = None
    intelligence_handling: Code = None


class Identified(Sent):
    """What names a submission for ever: the sender's system, its reference, and the version of it."""

    source_system: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    source_ref: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    source_version: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    channel: Channel = Channel.API
    source_code: Text = "10"
    reported_at: MaybeInstant = None
    lawful_basis: Text = "PUBLIC_TASK_SAFEGUARDING"


class SentContact(Identified):
    """A police notification or an agency's contact form."""

    contact_type: ContactType = ContactType.OTHER
    urgent_flag: bool = False
    agency: SentAgency = Field(default_factory=SentAgency)
    referrer: SentReferrer = Field(default_factory=SentReferrer)
    incident: SentIncident = Field(default_factory=SentIncident)
    children: Annotated[list[SentChild], Field(default_factory=list[SentChild], max_length=MOST_CHILDREN)]
    adults: Annotated[list[SentAdult], Field(default_factory=list[SentAdult], max_length=MOST_CHILDREN)]
    police: SentPolice | None = None
    worries: Text = ""
    working_well: Text = ""
    impact_on_child: Text = ""
    analysis: Text = ""
    requested_outcome: Text = ""
    referrer_view_of_need_level: Annotated[int | None, Field(ge=1, le=5)] = None
    actions_taken: Text = ""
    consent: SentConsent = Field(default_factory=SentConsent)
    immediate_safety: SentSafety = Field(default_factory=SentSafety)
    attachments: Texts = Field(default_factory=list[str])


class SentInboxItem(SentContact):
    """A message from an old mailbox, copied out by a person. ``inbox_id`` names the mailbox."""

    source_system: Annotated[str, StringConstraints(max_length=100)] = "INBOX"
    inbox_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    channel: Channel = Channel.EMAIL_IMPORT


class SentMissing(Identified):
    """A report that a child is missing (``MISSING``) or has returned (``MISSING_RETURN``)."""

    contact_type: ContactType = ContactType.MISSING
    child: SentChild | None = None
    missing_from: Code = None
    placement: Code = None
    placing_la: Code = None
    cla: Code = None
    last_seen_at: MaybeInstant = None
    last_seen_by: Code = None
    police_risk: Code = None
    circumstances: Text = ""
    exploitation_flags: Texts = Field(default_factory=list[str])
    episode_no_30d: Annotated[int | None, Field(ge=0, le=10_000)] = None
    episode_no_90d: Annotated[int | None, Field(ge=0, le=10_000)] = None
    known_associates: Texts = Field(default_factory=list[str])
    informed: Texts = Field(default_factory=list[str])
    found_at: MaybeInstant = None
    found_how: Code = None
    found_where_type: Code = None
    prevention_interview_done: Code = None
    injury_seen: Code = None
    injury_note: Text = ""
    immediate_safety: SentSafety = Field(default_factory=SentSafety)


def not_understood(part: Sent, path: str = "") -> Iterator[str]:
    """The dotted paths of everything that was sent and that we have no field for."""
    yield from (f"{path}{name}" for name in part.__pydantic_extra__ or {})
    for name in [name for name in part.__dict__ if name in part.__pydantic_fields_set__]:
        value = part.__dict__[name]
        members = enumerate(cast(list[Any], value)) if isinstance(value, list) else [(None, value)]
        for index, member in members:
            if isinstance(member, Sent):
                yield from not_understood(member, f"{path}{name}." if index is None else f"{path}{name}.{index}.")


class Done(Closed):
    """What a person did about a submission that could not be read."""

    what_was_done: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000)]
