"""What senders post: read as leniently as is safe. Only what cannot be read at all is refused.

A field or a code that we do not know is kept as it was sent and named in the receipt as not understood.
"""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from intake import codes
from intake.codes import YES_OR_NO, CodeSet
from intake.facts import Channel, ContactType
from intake.sent_fields import Code, Line, MaybeDay, MaybeInstant, Ref, Texts, Words
from shared.inputs import Text, Whole

MOST_CHILDREN = 50
INBOX = "INBOX:"
"""What stands before the name of an old mailbox, which is the sender's system of its messages."""
KINDS = {
    "contact_type": CodeSet(codes=frozenset(kind.value for kind in ContactType)),
    "channel": CodeSet(codes=frozenset(channel.value for channel in Channel)),
    "referrer_view_of_need_level": CodeSet(codes=frozenset("1234")),
}
AS_SENT = " as sent"
"""Where a code stands that no set holds, when a code of the set had to take its place."""


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
    location_type: Line = None
    address: Line = None
    police_ref: Code = None


class SentRelationship(Sent):
    adult: Text
    rel: Text


class SentChild(Sent):
    temp_ref: Ref = ""
    first_name: Text = ""
    surname: Text = ""
    dob: MaybeDay = None
    expected_dob: MaybeDay = None
    sex: Annotated[Code, codes.SEXES] = None
    gender: Annotated[Code, codes.GENDERS] = None
    ethnicity: Annotated[Code, codes.ETHNICITIES] = None
    language: Line = None
    interpreter: bool | None = None
    disability: Annotated[Texts, codes.DISABILITIES] = Field(default_factory=list[str])
    address: Line = None
    upn: Code = None
    upn_unknown: Annotated[Code, codes.UPN_UNKNOWN] = None
    nhs: Code = None
    school_urn: Code = None
    school_name: Line = None
    gp: Line = None
    education_status: Annotated[Code, codes.EDUCATION] = None
    present_at_incident: Annotated[Code, YES_OR_NO] = None
    seen_by_referrer: Annotated[Code, YES_OR_NO] = None
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
    role: Annotated[Text, codes.ADULT_ROLES] = "OTHER"
    pr: Annotated[Code, YES_OR_NO] = None
    address: Line = None
    safe_contact: SentSafeContact | None = None
    works_with_children: Annotated[Code, YES_OR_NO] = None


class SentConsent(Sent):
    parents_informed: Annotated[Text, codes.INFORMED] = "UNKNOWN"
    parental_agreement: Annotated[Text, codes.AGREEMENT] = "UNKNOWN"
    child_view: Text = ""


class SentSafety(Sent):
    is_child_safe_now: Annotated[Text, YES_OR_NO] = "NK"
    where: Text = ""
    with_whom: Text = ""


class SentDomesticAbuse(Sent):
    risk_tool: Annotated[Code, codes.RISK_TOOLS] = None
    ticks: Annotated[Whole | None, Field(ge=0, le=100)] = None
    grade: Annotated[Code, codes.GRADES] = None
    graded_by: Annotated[Code, codes.GRADED_BY] = None
    grade_reason: Words = None
    high_risk_factors: Annotated[Texts, codes.RISK_FACTORS] = Field(default_factory=list[str])
    victim_ref: Code = None
    perpetrator_ref: Code = None
    counter_allegation: bool = False
    relationship: Line = None
    arrest: Annotated[Code, YES_OR_NO] = None
    bail_conditions: Words = None
    dvpn: Annotated[Code, YES_OR_NO] = None
    protective_orders: Texts = Field(default_factory=list[str])
    previous_incidents_12m: Annotated[Whole | None, Field(ge=0, le=10_000)] = None
    marac_referred: Annotated[Code, YES_OR_NO] = None
    body_worn_video: Annotated[Code, YES_OR_NO] = None


class SentSpokenTo(Sent):
    temp_ref: Text = ""
    spoken: Annotated[Code, YES_OR_NO] = None
    alone: Annotated[Code, YES_OR_NO] = None
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
    home_conditions: Words = None
    narrative: Text = ""
    officer_vulnerability_grade: Annotated[Code, codes.VULNERABILITY] = None
    intelligence_handling: Words = None


class SentAbsence(Sent):
    """Since when and from where a child is missing, and what the police know of it.

    For ``exploitation_flags`` the domain brief has no code set (its example sends CCE): any word is kept and shown.
    """

    missing_from: Annotated[Code, codes.MISSING_FROM] = None
    placement: Words = None
    placing_la: Line = None
    cla: Annotated[Code, YES_OR_NO] = None
    last_seen_at: MaybeInstant = None
    last_seen_by: Line = None
    police_risk: Annotated[Code, codes.MISSING_RISKS] = None
    circumstances: Text = ""
    exploitation_flags: Texts = Field(default_factory=list[str])
    episode_no_30d: Annotated[Whole | None, Field(ge=0, le=10_000)] = None
    episode_no_90d: Annotated[Whole | None, Field(ge=0, le=10_000)] = None
    known_associates: Texts = Field(default_factory=list[str])
    informed: Texts = Field(default_factory=list[str])


class Identified(Sent):
    """What names a submission for ever: the sender's system, its reference, and the version of it."""

    source_system: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    source_ref: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    source_version: Annotated[Whole, Field(ge=1, le=1_000_000)] = 1
    channel: Channel = Channel.API
    source_code: Annotated[Text, codes.SOURCES] = "10"
    reported_at: MaybeInstant = None
    lawful_basis: Text = "PUBLIC_TASK_SAFEGUARDING"

    @model_validator(mode="before")
    @classmethod
    def _of_a_known_kind(cls, value: Any) -> Any:
        """A kind, a channel or a level of another area's scale is no reason to keep a child waiting: it is named."""
        if not isinstance(value, dict):
            return value
        sent = cast(dict[str, Any], value)
        for name, known in KINDS.items():
            sent = _known_or_left_out(sent, name, known)
        return sent


def _known_or_left_out(sent: dict[str, Any], name: str, known: CodeSet) -> dict[str, Any]:
    value = sent.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return sent
    said = str(value).strip()
    meant = known.read(said)
    if meant in known.codes:
        return sent | {name: meant}
    others = {other: sent[other] for other in sent if other != name}
    return others | ({name + AS_SENT: value} if said else {})


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
    missing: SentAbsence | None = None
    worries: Text = ""
    working_well: Text = ""
    impact_on_child: Text = ""
    analysis: Text = ""
    requested_outcome: Text = ""
    referrer_view_of_need_level: Annotated[Whole | None, Field(ge=1, le=4)] = None
    actions_taken: Text = ""
    consent: SentConsent = Field(default_factory=SentConsent)
    immediate_safety: SentSafety = Field(default_factory=SentSafety)
    injury_seen: Annotated[Code, YES_OR_NO] = None
    injury_note: Text = ""
    attachments: Texts = Field(default_factory=list[str])


class SentInboxItem(SentContact):
    """A message from an old mailbox, copied out by a person. ``inbox_id`` names the mailbox."""

    source_system: Annotated[str, StringConstraints(max_length=100)] = "INBOX"
    inbox_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    channel: Channel = Channel.EMAIL_IMPORT


class SentMissing(Identified, SentAbsence):
    """A report that a child is missing (``MISSING``) or has returned (``MISSING_RETURN``)."""

    contact_type: ContactType = ContactType.MISSING
    child: SentChild | None = None
    found_at: MaybeInstant = None
    found_how: Line = None
    found_where_type: Line = None
    prevention_interview_done: Annotated[Code, YES_OR_NO] = None
    injury_seen: Annotated[Code, YES_OR_NO] = None
    injury_note: Text = ""
    immediate_safety: SentSafety = Field(default_factory=SentSafety)


def not_understood(part: Sent, path: str = "") -> Iterator[tuple[str, Any]]:
    """Everything that was sent and that we have no field, or no code, for: its dotted path, and what was sent."""
    yield from (
        (f"{path}{name.removesuffix(AS_SENT)}", value) for name, value in (part.__pydantic_extra__ or {}).items()
    )
    for name in [name for name in part.__dict__ if name in part.__pydantic_fields_set__]:
        value = part.__dict__[name]
        members = enumerate(cast(list[Any], value)) if isinstance(value, list) else [(None, value)]
        known = _codes_of(type(part), name)
        for index, member in members:
            at = f"{path}{name}" if index is None else f"{path}{name}.{index}"
            if isinstance(member, Sent):
                yield from not_understood(member, f"{at}.")
            elif known and known.lacks(member):
                yield at, member


@cache
def _codes_of(part: type[Sent], name: str) -> CodeSet | None:
    return next((each for each in part.model_fields[name].metadata if isinstance(each, CodeSet)), None)
