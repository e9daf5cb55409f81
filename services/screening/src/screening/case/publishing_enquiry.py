"""What is found out before a decision, as other services may read it."""

from typing import Annotated

from screening.case import events
from screening.case.contract_parts import AgencyV1, At, Code, History, Id, OfCase, OfChild, Public, Screening
from screening.codes import (
    Agreement,
    CareStatus,
    CheckedAgency,
    Method,
    ParentsInformed,
    Theme,
    Trajectory,
    VoiceSource,
)
from screening.streams import TOPIC
from shared.contracts import Contract, Sensitivity


class ClarificationMissedV1(OfCase, type="frontdoor.ClarificationMissed.v1", topic=TOPIC):
    """The sender was asked and did not answer in time. ``source_ref`` is their own reference for the contact."""

    agency: AgencyV1
    source_ref: Annotated[str, Public]
    professional_referrer: Annotated[bool, Public]
    questions: Annotated[tuple[str, ...], Sensitivity.SCR]
    requested_at: At
    due_at: At


class HistoryReviewedV1(OfChild, type="frontdoor.HistoryReviewed.v1", topic=TOPIC):
    summary: History
    contacts_12m: Annotated[int, Sensitivity.HIS]
    cp_plans_prior: Annotated[int, Sensitivity.HIS]
    care_status: Annotated[CareStatus, Sensitivity.HIS]
    patterns: Annotated[tuple[Theme, ...], Sensitivity.HIS]


class ClarificationRequestedV1(OfCase, type="frontdoor.ClarificationRequested.v1", topic=TOPIC):
    """What the sender of the contact is asked before anything is decided on it."""

    questions: Annotated[tuple[str, ...], Sensitivity.SCR]
    method: Annotated[Method, Public]
    requested_at: At
    answer_due_at: At


class InformationRequestedV1(OfCase, type="frontdoor.InformationRequested.v1", topic=TOPIC):
    """What another agency is asked about the children. ``agency`` is a kind of agency, not an organisation."""

    agency: Annotated[CheckedAgency, Sensitivity.SCR]
    questions: Annotated[tuple[str, ...], Sensitivity.SCR]
    lawful_basis: Code
    requested_at: At
    answer_due_at: At


class CaseDiscussionRecordedV1(OfCase, type="frontdoor.CaseDiscussionRecorded.v1", topic=TOPIC):
    """People of the front door considered history and complicating factors together."""

    occurred_at: At
    took_part: Annotated[tuple[str, ...], Sensitivity.SCR]
    history: History
    complicating_factors: Annotated[tuple[str, ...], Sensitivity.HIS]
    what_follows: Screening
    recorded_by: Id


class InjuryRecordedV1(OfCase, type="frontdoor.InjuryRecorded.v1", topic=TOPIC):
    """Somebody is hurt, of whom the sender did not say so. ``injured_child_id`` is none where it is an adult."""

    injured_child_id: Annotated[str | None, Public]
    text: Screening
    recorded_by: Id


class ClarificationAttemptedV1(OfCase, type="frontdoor.ClarificationAttempted.v1", topic=TOPIC):
    method: Annotated[Method, Public]
    outcome: Screening
    attempted_at: At


class ClarificationReceivedV1(OfCase, type="frontdoor.ClarificationReceived.v1", topic=TOPIC):
    """What the sender answered."""

    text: Annotated[str, Sensitivity.SUB]
    from_whom: Screening
    answered_at: At


class InformationReceivedV1(OfCase, type="frontdoor.InformationReceived.v1", topic=TOPIC):
    """What another agency answered, in the field of the class that its words belong to; the others are empty."""

    agency: Annotated[CheckedAgency, Sensitivity.SCR]
    police: Annotated[str, Sensitivity.POL] = ""
    health: Annotated[str, Sensitivity.HLT] = ""
    education: Annotated[str, Sensitivity.EDU] = ""
    others: Annotated[str, Sensitivity.HIS] = ""
    answered_at: At
    from_whom: Screening = ""


class InformationDeclinedV1(OfCase, type="frontdoor.InformationDeclined.v1", topic=TOPIC):
    """The agency judged that sharing would harm the child more (Children Act 2004 s16LA)."""

    agency: Annotated[CheckedAgency, Sensitivity.SCR]
    reason: Screening
    answered_at: At
    from_whom: Screening = ""


class CheckProceededWithoutV1(OfCase, type="frontdoor.CheckProceededWithout.v1", topic=TOPIC):
    """A manager lets a decision go on without a check that was directed."""

    agency: Annotated[CheckedAgency, Sensitivity.SCR]
    reason: Screening
    agreed_by: Id


class FamilySpokenToV1(OfCase, type="frontdoor.FamilySpokenTo.v1", topic=TOPIC):
    who: Annotated[str, Sensitivity.HH]
    views: Screening
    parents_informed: Annotated[ParentsInformed, Sensitivity.SCR]
    parental_agreement: Annotated[Agreement, Sensitivity.SCR]
    child_view: Screening
    occurred_at: At


class ChildVoiceRecordedV1(OfChild, type="frontdoor.ChildVoiceRecorded.v1", topic=TOPIC):
    """What the child said or showed, and who heard it."""

    source: Annotated[VoiceSource, Sensitivity.SCR]
    words: Screening
    interpreted_by: Annotated[str | None, Sensitivity.SCR]


class CumulativeRiskAnalysedV1(OfChild, type="frontdoor.CumulativeRiskAnalysed.v1", topic=TOPIC):
    """What the incidents of ``window_months`` mean together for this child."""

    window_months: Annotated[int, Sensitivity.HIS]
    incidents: Annotated[tuple[str, ...], Sensitivity.HIS]
    themes: Annotated[tuple[Theme, ...], Sensitivity.HIS]
    trajectory: Annotated[Trajectory, Sensitivity.HIS]
    neglect_tool_used: Annotated[str | None, Sensitivity.HIS]
    so_what: Screening
    analysed_by: Id


class OpenCaseAcknowledgedV1(OfChild, type="frontdoor.OpenCaseAcknowledged.v1", topic=TOPIC):
    """The team that has the child says that it has this contact."""

    team: History
    acknowledged_by: Id


OF_CLASS = {
    CheckedAgency.POLICE: "police",
    CheckedAgency.PROBATION: "police",
    CheckedAgency.MARAC: "police",
    CheckedAgency.HEALTH: "health",
    CheckedAgency.EDUCATION: "education",
}
"""To which class an agency's answer belongs; the words of all others are the child's history."""

SAME_FIELDS: dict[type, type[Contract]] = {
    events.HistoryReviewed: HistoryReviewedV1,
    events.InjuryRecorded: InjuryRecordedV1,
    events.ClarificationRequested: ClarificationRequestedV1,
    events.ClarificationAttempted: ClarificationAttemptedV1,
    events.ClarificationReceived: ClarificationReceivedV1,
    events.InformationRequested: InformationRequestedV1,
    events.InformationDeclined: InformationDeclinedV1,
    events.CheckProceededWithout: CheckProceededWithoutV1,
    events.ChildVoiceRecorded: ChildVoiceRecordedV1,
    events.CumulativeRiskAnalysed: CumulativeRiskAnalysedV1,
    events.CaseDiscussionRecorded: CaseDiscussionRecordedV1,
    events.OpenCaseAcknowledged: OpenCaseAcknowledgedV1,
}


def missed(event: events.ClarificationMissed) -> ClarificationMissedV1:
    agency = event.agency
    return ClarificationMissedV1(
        contact_id=event.contact_id,
        child_ids=event.child_ids,
        agency=AgencyV1(org_id=agency.org_id, name=agency.name, urn=agency.urn),
        source_ref=event.source_ref,
        professional_referrer=event.professional_referrer,
        questions=event.questions,
        requested_at=event.requested_at,
        due_at=event.due_at,
    )


def answered(event: events.InformationReceived) -> InformationReceivedV1:
    return InformationReceivedV1(
        contact_id=event.contact_id,
        child_ids=event.child_ids,
        agency=event.agency,
        answered_at=event.answered_at,
        from_whom=event.from_whom,
        **{OF_CLASS.get(event.agency, "others"): event.summary},
    )


def spoken_to(event: events.FamilySpokenTo) -> FamilySpokenToV1:
    return FamilySpokenToV1(
        contact_id=event.contact_id,
        child_ids=event.child_ids,
        who=event.who,
        views=event.views,
        parents_informed=event.consent.parents_informed,
        parental_agreement=event.consent.parental_agreement,
        child_view=event.consent.child_view,
        occurred_at=event.occurred_at,
    )
