"""A contact as others may read it: what arrived, what changed, how good it was."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import Field

from intake.events import ContactAmended, ContactQualityAssessed, ContactReceived
from intake.facts import Account, DomesticAbuse, PoliceReport
from intake.publishing.parts import (
    TOPIC,
    AdultPart,
    AgencyPart,
    ChildPart,
    ConsentPart,
    ImmediateSafetyPart,
    IncidentPart,
    MissingPart,
    PolicePart,
    ReferrerPart,
    SpokenToPart,
)
from shared.contracts import Contract, Part
from shared.contracts import Sensitivity as S

P = TypeVar("P", bound=Part)
SaidBesides = Annotated[dict[str, str], S.POL]
"""What was said that no field or code holds, by its place in what was sent; it may be of the police."""
NOTHING_SAID = ImmediateSafetyPart(is_child_safe_now="NK", where="", with_whom="")


class ContactReceivedV1(Contract, type="frontdoor.ContactReceived.v1", topic=TOPIC):
    """A contact as it arrived, each child with a provisional ``child_id``. ``injury_seen``: is anybody hurt?"""

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
    injury_seen: Annotated[str | None, S.SUB] = None
    injury_note: Annotated[str, S.SUB] = ""
    said_besides: SaidBesides = Field(default_factory=dict[str, str])


class ContactAmendedV1(Contract, type="frontdoor.ContactAmended.v1", topic=TOPIC):
    """A later version of a contact: which parts changed, and the children and adults that it names.

    ``source_version`` is the sender's system's own number; what people added on a page is counted apart (``addition``;
    0: the system sent it). What is said in words, ``contact_type``, ``urgent_flag``, ``immediate_safety``, ``incident``
    and ``missing`` are as this version says them.
    ``told_anew``: the children (``temp_ref``) whom no version before named under this kind of contact, at this school.
    ``joined_before``: those who joined the contact here while it was of another kind.
    """

    contact_id: Annotated[str, S.PUBLIC]
    source_version: Annotated[int, S.PUBLIC]
    changes: Annotated[tuple[str, ...], S.PUBLIC]
    superseded: Annotated[bool, S.PUBLIC]
    children: tuple[ChildPart, ...]
    worries: Annotated[str, S.SUB]
    police: PolicePart | None
    flags: Annotated[tuple[str, ...], S.PUBLIC] = ()
    injury_seen: Annotated[str | None, S.SUB] = None
    injury_note: Annotated[str, S.SUB] = ""
    adults: tuple[AdultPart, ...] = ()
    contact_type: Annotated[str | None, S.PUBLIC] = None
    urgent_flag: Annotated[bool, S.PUBLIC] = False
    immediate_safety: ImmediateSafetyPart = NOTHING_SAID
    source_code: Annotated[str | None, S.PUBLIC] = None
    source_ref: Annotated[str | None, S.PUBLIC] = None
    agency: AgencyPart | None = None
    incident: IncidentPart | None = None
    told_anew: Annotated[tuple[str, ...], S.PUBLIC] = ()
    joined_before: tuple[ChildPart, ...] = ()
    addition: Annotated[int, S.PUBLIC] = 0
    working_well: Annotated[str, S.SUB] = ""
    impact_on_child: Annotated[str, S.SUB] = ""
    analysis: Annotated[str, S.SUB] = ""
    requested_outcome: Annotated[str, S.SUB] = ""
    referrer_view_of_need_level: Annotated[int | None, S.SUB] = None
    actions_taken: Annotated[str, S.SUB] = ""
    attachments: Annotated[tuple[str, ...], S.SUB] = ()
    missing: MissingPart | None = None
    said_besides: SaidBesides = Field(default_factory=dict[str, str])


class VictimAndPerpetratorClarifiedV1(Contract, type="frontdoor.VictimAndPerpetratorClarified.v1", topic=TOPIC):
    """The police in the hub have said who did what to whom, by the contact's references: what INT-07 held may leave."""

    contact_id: Annotated[str, S.PUBLIC]
    victim_ref: Annotated[str, S.POL]
    perpetrator_ref: Annotated[str, S.POL]
    counter_allegation: Annotated[bool, S.POL]
    reason: Annotated[str, S.POL]
    by: Annotated[str, S.PUBLIC]


class PoliceRiskGradeAmendedV1(Contract, type="frontdoor.PoliceRiskGradeAmended.v1", topic=TOPIC):
    """The adult victim's risk is graded otherwise; ``previous`` is the same where the hub (MASH) confirms a grade."""

    contact_id: Annotated[str, S.PUBLIC]
    previous: Annotated[str | None, S.POL]
    grade: Annotated[str | None, S.POL]
    graded_by: Annotated[str | None, S.POL]
    reason: Annotated[str | None, S.POL] = None
    by: Annotated[str, S.PUBLIC] = ""


class IntelligenceHandlingMarkedV1(Contract, type="frontdoor.IntelligenceHandlingMarked.v1", topic=TOPIC):
    """How the police in the hub want what they report to be handled: who may be told what, and who is asked first."""

    contact_id: Annotated[str, S.PUBLIC]
    handling: Annotated[str, S.POL]
    previous: Annotated[str | None, S.POL]
    by: Annotated[str, S.PUBLIC]


class IncidentLagMeasuredV1(Contract, type="frontdoor.IncidentLagMeasured.v1", topic=TOPIC):
    """How long after the incident we were told. ``band``: IN_BAND, LATE, STALE (over 7 days). CK_LAG_DA asks it of
    domestic abuse, by the police's grade.
    """

    contact_id: Annotated[str, S.PUBLIC]
    occurred_at: Annotated[datetime, S.SUB]
    received_at: Annotated[datetime, S.PUBLIC]
    lag_hours: Annotated[float, S.PUBLIC]
    band: Annotated[str, S.PUBLIC]
    domestic_abuse: Annotated[bool, S.PUBLIC] = False
    grade: Annotated[str | None, S.POL] = None


class ContactQualityAssessedV1(Contract, type="frontdoor.ContactQualityAssessed.v1", topic=TOPIC):
    """``grade`` GOOD, ADEQUATE or INADEQUATE; ``failed`` names the tests (q1 to q10) answered no.

    ``by`` is SYSTEM until a screener has confirmed it.
    """

    contact_id: Annotated[str, S.PUBLIC]
    grade: Annotated[str, S.PUBLIC]
    score: Annotated[float, S.PUBLIC]
    tests: Annotated[dict[str, bool], S.PUBLIC]
    failed: Annotated[tuple[str, ...], S.PUBLIC]
    by: Annotated[str, S.PUBLIC] = ""


class ConsentStatusRecordedV1(Contract, type="frontdoor.ConsentStatusRecorded.v1", topic=TOPIC):
    """What became known of the consent trio after the contact came. It is never the lawful basis for sharing."""

    contact_id: Annotated[str, S.PUBLIC]
    parents_informed: Annotated[str, S.SUB]
    parental_agreement: Annotated[str, S.SUB]
    child_view: Annotated[str, S.SUB]
    reason: Annotated[str, S.SCR]
    by: Annotated[str, S.PUBLIC]


class ReferrerAcknowledgedV1(Contract, type="frontdoor.ReferrerAcknowledged.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    org_id: Annotated[str, S.PUBLIC]
    by_means_of: Annotated[str, S.PUBLIC]
    by: Annotated[str, S.PUBLIC] = ""


def received(event: ContactReceived) -> ContactReceivedV1:
    """The contact with everything that it says."""
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
        adults=_adults(account),
        police=_police(account.police),
        consent=_same(ConsentPart, account.consent),
        lawful_basis=account.lawful_basis,
        immediate_safety=_same(ImmediateSafetyPart, account.immediate_safety),
        flags=event.flags,
        injury_seen=account.injury_seen,
        injury_note=account.injury_note,
        said_besides=event.said_besides,
        **_in_words(account),
    )


def _in_words(account: Account) -> dict[str, Any]:
    """What each version says in words, and of a missing child."""
    return {
        "worries": account.worries,
        "working_well": account.working_well,
        "impact_on_child": account.impact_on_child,
        "analysis": account.analysis,
        "requested_outcome": account.requested_outcome,
        "referrer_view_of_need_level": account.referrer_view_of_need_level,
        "actions_taken": account.actions_taken,
        "attachments": account.attachments,
        "missing": _same(MissingPart, account.absence) if account.absence else None,
    }


def _same(part: type[P], fact: object) -> P:
    """The part with the fact's fields of the same names."""
    return part.model_validate(fact, from_attributes=True)


def _children(account: Account) -> tuple[ChildPart, ...]:
    return tuple(_same(ChildPart, child) for child in account.children)


def _adults(account: Account) -> tuple[AdultPart, ...]:
    return tuple(_same(AdultPart, adult) for adult in account.adults)


def _police(report: PoliceReport | None) -> PolicePart | None:
    if report is None:
        return None
    graded = report.da or DomesticAbuse()
    of_report = {each.name for each in fields(report)}
    return PolicePart.model_validate(
        {name: getattr(report if name in of_report else graded, name) for name in PolicePart.model_fields}
        | {
            "children_spoken_to": tuple(_same(SpokenToPart, child) for child in report.children_spoken_to),
        }
    )


def amended(event: ContactAmended) -> ContactAmendedV1:
    """The newest version, whole where a guard may ask about it."""
    return ContactAmendedV1(
        contact_id=event.contact_id,
        source_version=event.source.version,
        addition=event.source.addition,
        changes=event.changes,
        superseded=event.superseded,
        children=_children(event.account),
        police=_police(event.account.police),
        flags=event.flags,
        injury_seen=event.account.injury_seen,
        injury_note=event.account.injury_note,
        adults=_adults(event.account),
        contact_type=event.account.contact_type.value,
        urgent_flag=event.account.urgent_flag,
        immediate_safety=_same(ImmediateSafetyPart, event.account.immediate_safety),
        source_code=event.account.source_code,
        source_ref=event.source.ref,
        agency=_same(AgencyPart, event.account.agency),
        incident=_same(IncidentPart, event.account.incident),
        told_anew=event.told_anew,
        joined_before=tuple(_same(ChildPart, child) for child in event.joined_before),
        said_besides=event.said_besides,
        **_in_words(event.account),
    )


def quality(event: ContactQualityAssessed) -> ContactQualityAssessedV1:
    """The answers, and those of them that are no."""
    failed = tuple(test for test, answer in event.tests.items() if not answer)
    return ContactQualityAssessedV1(
        contact_id=event.contact_id,
        grade=event.grade,
        score=event.score,
        tests=event.tests,
        failed=failed,
        by=event.assessed_by,
    )
