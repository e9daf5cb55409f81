"""How a screening ends: the referrer is told, the case closes, new information opens it again."""

from screening.case.applicability import owed
from screening.case.commands import CloseScreening, NoteOutcomeSent, ReopenScreening, SendOutcomeFeedback
from screening.case.deadlines import decision_due
from screening.case.decider.asking import child_of, needed
from screening.case.events import (
    Event,
    OutcomeFeedbackSent,
    QualityFeedbackGiven,
    ScreeningClosed,
    ScreeningReopened,
)
from screening.case.guards import scr_18_esc_open
from screening.case.state import Case, Child
from shared.decider import Refused

OUTCOME_PROFILE = "OUTCOME_PRO"
POLICE_OUTCOME_PROFILE = "POLICE_OUTCOME"


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
        )
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
    if not case.quality_failed or command.not_told_because:
        return [told]
    quality = QualityFeedbackGiven(
        contact_id=case.contact.contact_id, child_ids=case.child_ids, criteria_failed=case.quality_failed
    )
    return [told, quality]


def _untold(case: Case) -> list[Child]:
    return [child for child in case.children if child.is_decided and not child.referrer_told]


def close(command: CloseScreening, case: Case) -> list[Event]:
    """Nothing is left undecided, owed or untold behind a closed case."""
    if not all(child.is_decided for child in case.children):
        raise Refused("SCR-12 SIBLING_GAP", "Every child of this contact needs an authorised decision first.")
    for child in case.children:
        for guard in owed(case, child):
            raise guard.refusal()
        if child.review_owed_by_other_than is not None:
            raise Refused("SCR-05 SELF_AUTH", "Another manager still has to look at what one person decided.")
    if (disagreement := scr_18_esc_open(case)) is not None:
        raise Refused("SCR-18 ESC_OPEN", disagreement.reason)
    if case.contact.professional_referrer and _untold(case):
        raise Refused(
            "SCR-17 CLOSE_FEEDBACK",
            "Tell the referrer the outcome, or record why that is unsafe or impossible, before closing.",
        )
    return [
        ScreeningClosed(
            contact_id=case.contact.contact_id,
            child_ids=case.child_ids,
            closed_by=command.by.user_id,
            closed_at=command.at,
        )
    ]


def reopen(command: ReopenScreening, case: Case) -> list[Event]:
    """New information or an audit finding: the decisions of these children (or of all) are open again."""
    needed(command.reason, "reason", "Say what is new, or what the audit found.")
    again = tuple(child_of(case, child_id) for child_id in command.child_ids) or case.children
    if not case.closed and not any(child.is_decided for child in again):
        raise Refused("SCREENING NOTHING_TO_REOPEN", "These children have no decision to open again.")
    return [
        ScreeningReopened(
            contact_id=case.contact.contact_id,
            child_ids=tuple(child.child_id for child in again),
            reason=command.reason,
            rag=case.rag,
            reopened_at=command.at,
            decision_due_at=decision_due(case.rag, command.at) if case.rag else None,
        )
    ]
