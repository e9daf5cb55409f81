"""How a referral ends (domain brief §3.0, ``closure_reason``): without an assessment, closed, with early help. Pure."""

from screening.referral.asking import OUT_OF_ORDER, needed, refuse_during_enquiry, refuse_to_end_out_of_hours
from screening.referral.codes import ClosureReason
from screening.referral.commands import CloseReferral, HandToEarlyHelp, RecordReferralNFA
from screening.referral.events import ReferralClosed, ReferralNFA
from screening.referral.state import Open
from shared.decider import Refused

NO_NEED = frozenset({ClosureReason.RC7, ClosureReason.RC8})
AFTER_ASSESSMENT = frozenset({ClosureReason.RC8, ClosureReason.RC9})


def no_further_action(command: RecordReferralNFA, state: Open) -> ReferralNFA:
    refuse_to_end_out_of_hours(command.by)
    if state.assessed:
        raise Refused(OUT_OF_ORDER, "There is an assessment: close the referral with its closure reason instead.")
    return ReferralNFA(
        referral_id=state.referral_id,
        child_id=state.child_id,
        reason=needed(command.reason, "reason", "Say why this child is not assessed after all."),
        decided_by=command.by.user_id,
        decided_at=command.at,
        why_unseen=_why_unseen(command, state),
    )


def _why_unseen(command: RecordReferralNFA | CloseReferral, state: Open) -> str:
    """Nobody finds a child in no need without having seen it, unless they say why that is safe (domain brief §4,
    row 21: wrongly closed)."""
    refuse_during_enquiry(under_way=command.in_enquiry)
    if state.seen or command.seen_in_enquiry:
        return ""
    return needed(
        command.why_unseen,
        "why_unseen",
        "Nobody has seen this child since the referral. See the child first, or say why it is safe without.",
        code="REFERRAL NOT_SEEN",
    )


def close(command: CloseReferral, state: Open) -> ReferralClosed:
    refuse_to_end_out_of_hours(command.by)
    if command.closure_reason is ClosureReason.RC9:
        raise Refused(
            "REFERRAL STEP_DOWN", "Propose a step-down: early help accepts it, and that closes this.", "closure_reason"
        )
    if command.closure_reason in AFTER_ASSESSMENT and not state.assessed:
        raise Refused(
            "REFERRAL NOT_ASSESSED",
            "That reason says that there was an assessment: record it first, or record no further action.",
            "closure_reason",
        )
    return ReferralClosed(
        referral_id=state.referral_id,
        child_id=state.child_id,
        closure_reason=command.closure_reason,
        reason=needed(command.reason, "reason", "Say in words why the case closes."),
        step_down_id=None,
        closed_by=command.by.user_id,
        closed_at=command.at,
        why_unseen=_why_unseen(command, state) if command.closure_reason in NO_NEED else "",
    )


def hand_to_early_help(command: HandToEarlyHelp, state: Open) -> ReferralClosed:
    return ReferralClosed(
        referral_id=state.referral_id,
        child_id=state.child_id,
        closure_reason=ClosureReason.RC9 if state.assessed else ClosureReason.RC7,
        reason="Stepped down to early help, which has met the family",
        step_down_id=command.step_down_id,
        closed_by=command.by.user_id,
        closed_at=command.at,
    )
