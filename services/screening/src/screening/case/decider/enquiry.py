"""What is found out before a decision: history, clarification, other agencies, the family, the child."""

from typing import assert_never

from screening.case.commands import (
    AcknowledgeOpenCase,
    AnalyseCumulative,
    Enquiry,
    ProceedWithoutCheck,
    RecordCaseDiscussion,
    RecordChildVoice,
    RecordClarification,
    RecordClarificationAttempt,
    RecordConversation,
    RecordInformation,
    RecordInformationDeclined,
    RequestClarification,
    RequestInformation,
    ReviewHistory,
)
from screening.case.deadlines import clarification_due, partner_due
from screening.case.decider.answering import declined, received
from screening.case.decider.asking import child_of, needed
from screening.case.events import (
    CaseDiscussionRecorded,
    CheckProceededWithout,
    ChildVoiceRecorded,
    ClarificationAttempted,
    ClarificationReceived,
    ClarificationRequested,
    CumulativeRiskAnalysed,
    Event,
    FamilySpokenTo,
    HistoryReviewed,
    InformationRequested,
    OpenCaseAcknowledged,
)
from screening.case.guards import MANAGERS, sending_agency
from screening.case.state import Case
from shared.access.actor import Role
from shared.decider import Refused

DISCUSSING = 2
"""How many people a discussion has at least."""


def enquire(command: Enquiry, case: Case) -> list[Event]:
    match command:
        case ReviewHistory():
            return [_review_history(command, case)]
        case AnalyseCumulative():
            return [_analyse_cumulative(command, case)]
        case RequestClarification() | RecordClarificationAttempt() | RecordClarification():
            return [_clarify(command, case)]
        case RequestInformation() | RecordInformation() | RecordInformationDeclined() | ProceedWithoutCheck():
            return [_check(command, case)]
        case RecordConversation():
            return [_converse(command, case)]
        case RecordChildVoice():
            return [_hear_child(command, case)]
        case RecordCaseDiscussion():
            return [_discuss(command, case)]
        case AcknowledgeOpenCase():
            return [_acknowledge(command, case)]
    assert_never(command)


def _review_history(command: ReviewHistory, case: Case) -> HistoryReviewed:
    """What is there has to be opened: a review that opened nothing read nothing (SCR-02)."""
    child = child_of(case, command.child_id)
    opened = tuple(item for item in command.items_opened if item in command.items_available)
    if command.items_available and not opened:
        raise Refused(
            "SCR-02 NO_HISTORY",
            f"There are {len(command.items_available)} earlier items about this child. Mark what you opened.",
            "items_opened",
        )
    needed(command.sources, "sources", "Say which systems you looked at.")
    needed(command.summary, "summary", "Say what the history means for this child now.")
    return HistoryReviewed(
        contact_id=case.contact.contact_id,
        child_id=child.child_id,
        sources=command.sources,
        summary=command.summary,
        items_opened=opened,
        items_available=command.items_available,
        contacts_12m=command.contacts_counted_12m + command.contacts_elsewhere_12m,
        referrals_ever=command.referrals_ever,
        last_closure=command.last_closure,
        cp_plans_prior=command.cp_plans_prior,
        care_status=command.care_status,
        siblings_reviewed=command.siblings_reviewed,
        adults_reviewed=command.adults_reviewed,
        patterns=command.patterns,
        reviewed_by=command.by.user_id,
        reviewed_at=command.at,
        timeline_read_at=command.timeline_read_at,
        entries_opened=command.entries_opened,
    )


def _analyse_cumulative(command: AnalyseCumulative, case: Case) -> CumulativeRiskAnalysed:
    needed(command.incidents, "incidents", "List the incidents that you put together.")
    needed(command.so_what, "so_what", "Say what they mean together for this child.")
    return CumulativeRiskAnalysed(
        contact_id=case.contact.contact_id,
        child_id=child_of(case, command.child_id).child_id,
        window_months=command.window_months,
        incidents=command.incidents,
        themes=command.themes,
        trajectory=command.trajectory,
        neglect_tool_used=command.neglect_tool_used,
        so_what=command.so_what,
        analysed_by=command.by.user_id,
    )


def _clarify(command: RequestClarification | RecordClarificationAttempt | RecordClarification, case: Case) -> Event:
    contact_id, child_ids = case.contact.contact_id, case.child_ids
    match command:
        case RequestClarification():
            needed(command.questions, "questions", "Ask at least one question.")
            return ClarificationRequested(
                contact_id=contact_id,
                child_ids=child_ids,
                questions=command.questions,
                method=command.method,
                requested_at=command.at,
                answer_due_at=clarification_due(case.rag, command.at),
                asked_of=sending_agency(case),
            )
        case RecordClarificationAttempt():
            needed(command.outcome, "outcome", "Say what came of the attempt.")
            return ClarificationAttempted(
                contact_id=contact_id,
                child_ids=child_ids,
                n=len(case.attempts) + 1,
                method=command.method,
                outcome=command.outcome,
                attempted_at=command.at,
            )
        case RecordClarification():
            needed(command.text, "text", "Write what the sender answered.")
            needed(command.from_whom, "from_whom", "Say who answered.")
            return ClarificationReceived(
                contact_id=contact_id,
                child_ids=child_ids,
                text=command.text,
                from_whom=command.from_whom,
                answered_at=command.at,
            )
    assert_never(command)


def _check(
    command: RequestInformation | RecordInformation | RecordInformationDeclined | ProceedWithoutCheck,
    case: Case,
) -> Event:
    match command:
        case RequestInformation():
            needed(command.questions, "questions", "Ask at least one question.")
            return InformationRequested(
                contact_id=case.contact.contact_id,
                child_ids=case.child_ids,
                agency=command.agency,
                questions=command.questions,
                lawful_basis=command.lawful_basis,
                requested_at=command.at,
                answer_due_at=partner_due(case.rag, command.at),
            )
        case RecordInformation():
            needed(command.summary, "summary", "Write what the agency answered.")
            return received(case, command.agency, command.summary, command.at, command.from_whom)
        case RecordInformationDeclined():
            needed(command.reason, "reason", "Write the agency's reason for not sharing.")
            return declined(case, command.agency, command.reason, command.at, command.from_whom)
        case ProceedWithoutCheck():
            return _proceed_without(command, case)
    assert_never(command)


def _proceed_without(command: ProceedWithoutCheck, case: Case) -> CheckProceededWithout:
    if command.by.role not in MANAGERS:
        raise Refused("SCR-13 OUTSTANDING", "Only a manager can let a decision go on without a check.", "agency")
    needed(command.reason, "reason", "Say why the decision can go on without this check.")
    return CheckProceededWithout(
        contact_id=case.contact.contact_id,
        child_ids=case.child_ids,
        agency=command.agency,
        reason=command.reason,
        agreed_by=command.by.user_id,
    )


def _converse(command: RecordConversation, case: Case) -> FamilySpokenTo:
    needed(command.who, "who", "Say whom you spoke to.")
    if command.spoken_at > command.at:
        raise Refused("SCREENING DATE", "You spoke before now, not in the future.", "spoken_at")
    return FamilySpokenTo(
        contact_id=case.contact.contact_id,
        child_ids=case.child_ids,
        who=command.who,
        occurred_at=command.spoken_at,
        views=command.views,
        consent=command.consent,
    )


def _hear_child(command: RecordChildVoice, case: Case) -> ChildVoiceRecorded:
    needed(command.words, "words", "Write what the child said or showed, in the child's own words.")
    return ChildVoiceRecorded(
        contact_id=case.contact.contact_id,
        child_id=child_of(case, command.child_id).child_id,
        source=command.source,
        words=command.words,
        interpreted_by=command.interpreted_by,
    )


def _discuss(command: RecordCaseDiscussion, case: Case) -> CaseDiscussionRecorded:
    """One person alone discusses nothing; what nothing follows from was no discussion."""
    if len({name.casefold() for name in command.took_part}) < DISCUSSING:
        raise Refused("SCREENING DISCUSSED_ALONE", "Name everybody who took part: at least two people.", "took_part")
    if not case.contact.received_at.replace(second=0, microsecond=0) <= command.held_at <= command.at:
        raise Refused("SCREENING DATE", "It was held after the contact came, and not in the future.", "held_at")
    needed(command.history, "history", "Say what of the history you considered.")
    needed(
        command.complicating_factors,
        "complicating_factors",
        "Say what makes it harder: one factor a line, or that you found none.",
    )
    needed(command.what_follows, "what_follows", "Say what follows from it: who does what.")
    return CaseDiscussionRecorded(
        contact_id=case.contact.contact_id,
        child_ids=case.child_ids,
        occurred_at=command.held_at,
        took_part=command.took_part,
        history=command.history,
        complicating_factors=command.complicating_factors,
        what_follows=command.what_follows,
        recorded_by=command.by.user_id,
    )


def _acknowledge(command: AcknowledgeOpenCase, case: Case) -> OpenCaseAcknowledged:
    if command.by.role is not Role.ASSESSMENT_MANAGER:
        raise Refused("SCR-11 OPEN_CASE", "The manager of the team that holds the case acknowledges it.", "team")
    return OpenCaseAcknowledged(
        contact_id=case.contact.contact_id,
        child_id=child_of(case, command.child_id).child_id,
        team=command.team,
        acknowledged_by=command.by.user_id,
        acknowledged_at=command.at,
    )
