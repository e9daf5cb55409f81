"""How a screening ends: the referrer is told, the case closes, new information opens it again."""

from collections.abc import Sequence
from datetime import datetime

from screening.case.applicability import before_closing, owed
from screening.case.commands import (
    CloseScreening,
    NoteOutcomeSent,
    RecordBreachReason,
    ReopenScreening,
    SendOutcomeFeedback,
)
from screening.case.deadlines import decision_due, response_due, triage_due
from screening.case.decider.asking import child_of, needed
from screening.case.decider.lateness import unexplained
from screening.case.events import (
    BreachReasonRecorded,
    Event,
    OutcomeFeedbackSent,
    QualityFeedbackGiven,
    ScreeningClosed,
    ScreeningReopened,
)
from screening.case.facts import ClockOf
from screening.case.guards import MANAGERS
from screening.case.state import Case, Child
from shared.decider import Refused

OUTCOME_PROFILE = "OUTCOME_PRO"
POLICE_OUTCOME_PROFILE = "POLICE_OUTCOME"
WAITING_FOR_OTHERS = frozenset({"CK_CLARIFY", "CK_PARTNER"})


def outcome_sent(command: NoteOutcomeSent, case: Case) -> list[Event]:
    """The notification service has told the referrer; what was told already is not told again."""
    told = _untold(case)
    if command.child_id is not None:
        told = [child for child in told if child.child_id == command.child_id]
    if not told:
        return []
    return [
        OutcomeFeedbackSent(
            contact_id=command.contact_id,
            child_ids=tuple(child.child_id for child in told),
            profile=command.profile,
            told_whom=case.contact.agency.name,
            method=None,
            notification_id=command.notification_id,
            not_told_because="",
            told_at=command.at,
            complete=len(told) == len(_untold(case)),
        ),
        *(_quality_told(case) if command.profile == OUTCOME_PROFILE else ()),
    ]


def send_feedback(command: SendOutcomeFeedback, case: Case) -> list[Event]:
    """Told by a person, with the quality of the contact where it fell short; or why it could not be told."""
    untold = _untold(case)
    if not untold:
        raise Refused("SCREENING NOTHING_TO_TELL", "No decision is waiting to be told to the referrer.")
    if not command.not_told_because:
        needed(command.told_whom, "told_whom", "Say whom you told, or why that is unsafe or impossible.")
    told = OutcomeFeedbackSent(
        contact_id=case.contact.contact_id,
        child_ids=tuple(child.child_id for child in untold),
        profile=OUTCOME_PROFILE,
        told_whom=command.told_whom,
        method=command.method,
        notification_id=None,
        not_told_because=command.not_told_because,
        told_at=command.at,
        complete=True,
    )
    return [told] if command.not_told_because else [told, *_quality_told(case)]


def _quality_told(case: Case) -> list[Event]:
    """The outcome says, once, where the contact fell short (S000 L62): OUTCOME_PRO carries it, a person tells it."""
    if not case.quality_failed or case.quality_told:
        return []
    return [
        QualityFeedbackGiven(
            contact_id=case.contact.contact_id, child_ids=case.child_ids, criteria_failed=case.quality_failed
        )
    ]


def explain_breach(command: RecordBreachReason, case: Case) -> list[Event]:
    """Late is late, and somebody says why (clock register): the reason is a manager's and stands in the record."""
    if command.by.role not in MANAGERS:
        raise Refused("SCREENING BREACH_REASON", "A manager says why it was late.")
    if not command.ran_out and ClockOf(command.code, command.subject) not in case.late:
        raise Refused("SCREENING NOT_LATE", "This deadline has not run out, or its reason is recorded already.", "code")
    needed(command.reason.text, "reason", "Say, in your words, why it was late.")
    return [
        BreachReasonRecorded(
            contact_id=case.contact.contact_id,
            child_ids=case.child_ids,
            code=command.code,
            subject=command.subject,
            reason=command.reason,
            recorded_by=command.by.user_id,
        )
    ]


def _untold(case: Case) -> list[Child]:
    return [child for child in case.children if child.is_decided and not child.referrer_told]


def close(command: CloseScreening, case: Case) -> list[Event]:
    """Nothing is left undecided, owed or untold behind a closed case."""
    if not case.children:
        raise Refused(
            "SCREENING NOBODY_NAMED",
            "This contact names no child yet. Find out whom it is about and name them; a manager can say that it is "
            "about no child.",
        )
    if not case.all_decided:
        raise Refused("SCREENING UNDECIDED", "Every child of this contact needs an authorised decision first.")
    for child in case.children:
        for guard in (*owed(case, child), *before_closing(case, child)):
            raise guard.refusal()
        if child.review_owed_by_other_than is not None:
            raise Refused("SCR-05 SELF_AUTH", "Another manager still has to look at what one person decided.")
    if case.attempt_owed:
        raise Refused(
            "SCREENING CLARIFICATION_ATTEMPT",
            "The sender did not answer in time: record the attempt to reach them, or their answer.",
        )
    late = unexplained(case, command.at)
    if late:
        codes = ", ".join(clock.code for clock in late)
        raise Refused("SCREENING BREACH_REASON", f"A manager has to say why this was late: {codes}.", "reason")
    return [
        ScreeningClosed(
            contact_id=case.contact.contact_id,
            child_ids=case.child_ids,
            closed_by=command.by.user_id,
            closed_at=command.at,
            unanswered=tuple(sorted(clock for clock in case.owed if clock.code in WAITING_FOR_OTHERS)),
        )
    ]


def reopen(command: ReopenScreening, case: Case) -> list[Event]:
    """New information or an audit finding: the decisions of these children (or of all) are open again."""
    needed(command.reason, "reason", "Say what is new, or what the audit found.")
    again = tuple(child_of(case, child_id) for child_id in command.child_ids) or case.children
    if not case.closed and not any(child.is_decided for child in again):
        raise Refused("SCREENING NOTHING_TO_REOPEN", "These children have no decision to open again.")
    return open_again(case, [child.child_id for child in again], command.reason, command.at)


def open_again(case: Case, child_ids: Sequence[str], reason: str, at: datetime) -> list[Event]:
    """These children wait for a decision again, on a clock of the case's rating that counts from now.

    A case that nobody had triaged is triaged, and answered, as if it came now: nobody waits without a clock.
    """
    if not child_ids:
        return []
    return [
        ScreeningReopened(
            contact_id=case.contact.contact_id,
            child_ids=tuple(child_ids),
            reason=reason,
            rag=case.rag,
            reopened_at=at,
            decision_due_at=decision_due(case.rag, at) if case.rag else None,
            response_due_at=None if case.rag else response_due(at),
            triage_due_at=None if case.triaged else triage_due(at, urgent=bool(case.contact.urgent_facts)),
        )
    ]
