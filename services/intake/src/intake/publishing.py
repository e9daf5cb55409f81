"""What intake lets the other services read, on the topic ``contacts``."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, TypeVar

from intake.events import (
    ChildIdentified,
    ContactAmended,
    ContactQualityAssessed,
    ContactReceived,
    IdentityMatchProposed,
    IncidentLagMeasured,
    MissingEpisodeClosed,
    MissingEpisodeOpened,
    PoliceRiskGradeAmended,
    ReferrerAcknowledged,
)
from intake.facts import Account, DomesticAbuse, PoliceReport
from shared.contracts import Contract, Part
from shared.contracts import Sensitivity as S
from shared.events import Recorded

TOPIC = "contacts"
P = TypeVar("P", bound=Part)


class AgencyPart(Part):
    org_id: Annotated[str, S.PUBLIC]
    name: Annotated[str, S.PUBLIC]
    urn: Annotated[str | None, S.PUBLIC]


class ReferrerPart(Part):
    name: Annotated[str, S.REF]
    role: Annotated[str, S.REF]
    phone: Annotated[str, S.REF]
    email: Annotated[str, S.REF]
    anonymous: Annotated[bool, S.PUBLIC]
    keeps_identity_confidential: Annotated[bool, S.PUBLIC]


class IncidentPart(Part):
    occurred_at: Annotated[datetime | None, S.SUB]
    location_type: Annotated[str | None, S.SUB]
    address: Annotated[str | None, S.ADR]
    police_ref: Annotated[str | None, S.POL]


class ChildPart(Part):
    temp_ref: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    first_name: Annotated[str, S.ID]
    surname: Annotated[str, S.ID]
    dob: Annotated[date | None, S.ID]
    expected_dob: Annotated[date | None, S.ID]
    sex: Annotated[str | None, S.ID]
    ethnicity: Annotated[str | None, S.ID]
    language: Annotated[str | None, S.ID]
    disability: Annotated[tuple[str, ...], S.HLT]
    address: Annotated[str | None, S.ADR]
    upn: Annotated[str | None, S.ID]
    nhs: Annotated[str | None, S.ID]
    school_urn: Annotated[str | None, S.EDU]
    present_at_incident: Annotated[str | None, S.SUB]
    seen_by_referrer: Annotated[str | None, S.SUB]
    seen_at: Annotated[datetime | None, S.SUB]
    child_words: Annotated[str, S.SUB]


class SafeContactPart(Part):
    method: Annotated[str, S.ADR]
    do_not: Annotated[str, S.ADR]


class AdultPart(Part):
    temp_ref: Annotated[str, S.PUBLIC]
    first_name: Annotated[str, S.HH]
    surname: Annotated[str, S.HH]
    dob: Annotated[date | None, S.HH]
    role: Annotated[str, S.HH]
    pr: Annotated[str | None, S.HH]
    works_with_children: Annotated[str | None, S.HH]
    safe_contact: SafeContactPart | None


class SpokenToPart(Part):
    temp_ref: Annotated[str, S.PUBLIC]
    spoken: Annotated[str | None, S.POL]
    alone: Annotated[str | None, S.POL]
    demeanour: Annotated[str, S.POL]
    words: Annotated[str, S.POL]


class PolicePart(Part):
    ppn_ref: Annotated[str | None, S.POL]
    incident_ref: Annotated[str | None, S.POL]
    risk_tool: Annotated[str | None, S.POL]
    ticks: Annotated[int | None, S.POL]
    grade: Annotated[str | None, S.POL]
    graded_by: Annotated[str | None, S.POL]
    high_risk_factors: Annotated[tuple[str, ...], S.POL]
    previous_incidents_12m: Annotated[int | None, S.POL]
    arrest: Annotated[str | None, S.POL]
    bail_conditions: Annotated[str | None, S.POL]
    marac_referred: Annotated[str | None, S.POL]
    narrative: Annotated[str, S.POL]
    home_conditions: Annotated[str | None, S.POL]
    children_spoken_to: tuple[SpokenToPart, ...]


class MissingPart(Part):
    missing_from: Annotated[str | None, S.SUB]
    placement: Annotated[str | None, S.HIS]
    last_seen_at: Annotated[datetime | None, S.SUB]
    police_risk: Annotated[str | None, S.POL]
    circumstances: Annotated[str, S.POL]
    exploitation_flags: Annotated[tuple[str, ...], S.POL]
    episode_no_30d: Annotated[int | None, S.SUB]
    episode_no_90d: Annotated[int | None, S.SUB]
    known_associates: Annotated[tuple[str, ...], S.POL]


class ConsentPart(Part):
    parents_informed: Annotated[str, S.SUB]
    parental_agreement: Annotated[str, S.SUB]
    child_view: Annotated[str, S.SUB]


class ImmediateSafetyPart(Part):
    is_child_safe_now: Annotated[str, S.SUB]
    where: Annotated[str, S.SUB]
    with_whom: Annotated[str, S.SUB]


class ContactReceivedV1(Contract, type="frontdoor.ContactReceived.v1", topic=TOPIC):
    """A contact as it arrived, each child with a provisional ``child_id``."""

    contact_id: Annotated[str, S.PUBLIC]
    contact_type: Annotated[str, S.PUBLIC]
    channel: Annotated[str, S.PUBLIC]
    source_code: Annotated[str, S.PUBLIC]
    source_system: Annotated[str, S.PUBLIC]
    source_ref: Annotated[str, S.PUBLIC]
    source_version: Annotated[int, S.PUBLIC]
    agency: AgencyPart
    referrer: ReferrerPart
    urgent_flag: Annotated[bool, S.PUBLIC]
    incident: IncidentPart
    children: tuple[ChildPart, ...]
    adults: tuple[AdultPart, ...]
    police: PolicePart | None
    missing: MissingPart | None
    worries: Annotated[str, S.SUB]
    working_well: Annotated[str, S.SUB]
    impact_on_child: Annotated[str, S.SUB]
    analysis: Annotated[str, S.SUB]
    requested_outcome: Annotated[str, S.SUB]
    referrer_view_of_need_level: Annotated[int | None, S.SUB]
    actions_taken: Annotated[str, S.SUB]
    consent: ConsentPart
    lawful_basis: Annotated[str, S.PUBLIC]
    immediate_safety: ImmediateSafetyPart
    attachments: Annotated[tuple[str, ...], S.SUB]
    flags: Annotated[tuple[str, ...], S.PUBLIC]


class ContactAmendedV1(Contract, type="frontdoor.ContactAmended.v1", topic=TOPIC):
    """A later version of a contact: which parts changed, and the children that it names for the first time."""

    contact_id: Annotated[str, S.PUBLIC]
    source_version: Annotated[int, S.PUBLIC]
    changes: Annotated[tuple[str, ...], S.PUBLIC]
    superseded: Annotated[bool, S.PUBLIC]
    children: tuple[ChildPart, ...]
    worries: Annotated[str, S.SUB]
    police: PolicePart | None


class PoliceRiskGradeAmendedV1(Contract, type="frontdoor.PoliceRiskGradeAmended.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    previous: Annotated[str | None, S.POL]
    grade: Annotated[str | None, S.POL]
    graded_by: Annotated[str | None, S.POL]


class IncidentLagMeasuredV1(Contract, type="frontdoor.IncidentLagMeasured.v1", topic=TOPIC):
    """How long after the incident we were told. ``band``: IN_BAND, LATE, STALE (over 7 days)."""

    contact_id: Annotated[str, S.PUBLIC]
    occurred_at: Annotated[datetime, S.SUB]
    received_at: Annotated[datetime, S.PUBLIC]
    lag_hours: Annotated[float, S.PUBLIC]
    band: Annotated[str, S.PUBLIC]


class ContactQualityAssessedV1(Contract, type="frontdoor.ContactQualityAssessed.v1", topic=TOPIC):
    """``grade`` GOOD, ADEQUATE or INADEQUATE; ``failed`` names the tests (q1 to q10) answered no."""

    contact_id: Annotated[str, S.PUBLIC]
    grade: Annotated[str, S.PUBLIC]
    score: Annotated[float, S.PUBLIC]
    tests: Annotated[dict[str, bool], S.PUBLIC]
    failed: Annotated[tuple[str, ...], S.PUBLIC]


class ReferrerAcknowledgedV1(Contract, type="frontdoor.ReferrerAcknowledged.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    org_id: Annotated[str, S.PUBLIC]
    by_means_of: Annotated[str, S.PUBLIC]


class CandidatePart(Part):
    child_id: Annotated[str, S.PUBLIC]
    score: Annotated[int, S.PUBLIC]
    fields: Annotated[tuple[str, ...], S.PUBLIC]


class IdentityMatchProposedV1(Contract, type="frontdoor.IdentityMatchProposed.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    temp_ref: Annotated[str, S.PUBLIC]
    provisional_child_id: Annotated[str, S.PUBLIC]
    candidates: tuple[CandidatePart, ...]


class ChildIdentifiedV1(Contract, type="frontdoor.ChildIdentified.v1", topic=TOPIC):
    """``method``: CONFIRMED_NEW, LINKED, AUTO_NHS_DOB or AUTO_UPN_DOB."""

    contact_id: Annotated[str, S.PUBLIC]
    temp_ref: Annotated[str, S.PUBLIC]
    provisional_child_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    method: Annotated[str, S.PUBLIC]
    by: Annotated[str, S.PUBLIC]


class MissingEpisodeOpenedV1(Contract, type="frontdoor.MissingEpisodeOpened.v1", topic=TOPIC):
    episode_id: Annotated[str, S.PUBLIC]
    contact_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    missing_from: Annotated[str | None, S.SUB]
    police_risk: Annotated[str | None, S.POL]
    exploitation_flags: Annotated[tuple[str, ...], S.POL]
    episode_no_30d: Annotated[int | None, S.SUB]
    episode_no_90d: Annotated[int | None, S.SUB]


class MissingEpisodeClosedV1(Contract, type="frontdoor.MissingEpisodeClosed.v1", topic=TOPIC):
    episode_id: Annotated[str, S.PUBLIC]
    contact_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    found_how: Annotated[str | None, S.SUB]
    prevention_interview_done: Annotated[str | None, S.SUB]


SAME_FIELDS: dict[type, type[Contract]] = {
    PoliceRiskGradeAmended: PoliceRiskGradeAmendedV1,
    IncidentLagMeasured: IncidentLagMeasuredV1,
    ReferrerAcknowledged: ReferrerAcknowledgedV1,
    ChildIdentified: ChildIdentifiedV1,
    MissingEpisodeOpened: MissingEpisodeOpenedV1,
    MissingEpisodeClosed: MissingEpisodeClosedV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events."""
    match recorded.data:
        case ContactReceived() as event:
            return [_received(event)]
        case ContactAmended() as event:
            return [_amended(event)]
        case ContactQualityAssessed() as event:
            return [_quality(event)]
        case IdentityMatchProposed() as event:
            return [_proposed(event)]
        case event if type(event) in SAME_FIELDS:
            return [SAME_FIELDS[type(event)].model_validate(event, from_attributes=True)]
        case _:
            return []


def _received(event: ContactReceived) -> ContactReceivedV1:
    account = event.account
    return ContactReceivedV1(
        contact_id=event.contact_id,
        contact_type=account.contact_type.value,
        channel=account.channel.value,
        source_code=account.source_code,
        source_system=event.source.system,
        source_ref=event.source.ref,
        source_version=event.source.version,
        agency=_same(AgencyPart, account.agency),
        referrer=_same(ReferrerPart, account.referrer),
        urgent_flag=account.urgent_flag,
        incident=_same(IncidentPart, account.incident),
        children=_children(account),
        adults=tuple(_same(AdultPart, adult) for adult in account.adults),
        police=_police(account.police),
        missing=_same(MissingPart, account.missing) if account.missing else None,
        worries=account.worries,
        working_well=account.working_well,
        impact_on_child=account.impact_on_child,
        analysis=account.analysis,
        requested_outcome=account.requested_outcome,
        referrer_view_of_need_level=account.referrer_view_of_need_level,
        actions_taken=account.actions_taken,
        consent=_same(ConsentPart, account.consent),
        lawful_basis=account.lawful_basis,
        immediate_safety=_same(ImmediateSafetyPart, account.immediate_safety),
        attachments=account.attachments,
        flags=event.flags,
    )


def _same(part: type[P], fact: object) -> P:
    """The part with the fact's fields of the same names."""
    return part.model_validate(fact, from_attributes=True)


def _children(account: Account) -> tuple[ChildPart, ...]:
    return tuple(_same(ChildPart, child) for child in account.children)


def _police(report: PoliceReport | None) -> PolicePart | None:
    if report is None:
        return None
    graded = report.da or DomesticAbuse()
    return PolicePart.model_validate(
        {name: getattr(report, name, None) or getattr(graded, name, None) for name in PolicePart.model_fields}
        | {
            "narrative": report.narrative,
            "children_spoken_to": tuple(_same(SpokenToPart, child) for child in report.children_spoken_to),
        }
    )


def _amended(event: ContactAmended) -> ContactAmendedV1:
    return ContactAmendedV1(
        contact_id=event.contact_id,
        source_version=event.source.version,
        changes=event.changes,
        superseded=event.superseded,
        children=_children(event.account),
        worries=event.account.worries,
        police=_police(event.account.police),
    )


def _quality(event: ContactQualityAssessed) -> ContactQualityAssessedV1:
    failed = tuple(test for test, answer in event.tests.items() if not answer)
    return ContactQualityAssessedV1(
        contact_id=event.contact_id, grade=event.grade, score=event.score, tests=event.tests, failed=failed
    )


def _proposed(event: IdentityMatchProposed) -> IdentityMatchProposedV1:
    return IdentityMatchProposedV1(
        contact_id=event.contact_id,
        temp_ref=event.temp_ref,
        provisional_child_id=event.child_id,
        candidates=tuple(_same(CandidatePart, candidate) for candidate in event.candidates),
    )
