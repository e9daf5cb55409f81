"""The rules of a referral (domain brief §3.2, §8 row 1). Its law: a child is never between two workers unseen."""

from collections.abc import Sequence
from typing import assert_never

from screening.referral.asking import OUT_OF_ORDER, needed, still_open
from screening.referral.codes import YesNo
from screening.referral.commands import (
    AcceptReferral,
    AllocateReferral,
    AuthoriseAssessment,
    CloseReferral,
    Command,
    FlagUnallocated,
    HandToEarlyHelp,
    RecordReferralNFA,
    RecordReferredChildNotSeen,
    RecordReferredChildSeen,
    TransferCase,
)
from screening.referral.deadlines import allocation_due, assessment_due, is_re_referral, visit_due
from screening.referral.ending import close, hand_to_early_help, no_further_action
from screening.referral.events import (
    AssessmentAuthorised,
    CaseTransferred,
    Event,
    ReferralAccepted,
    ReferralUnallocated,
    ReferredChildNotSeen,
    ReferredChildSeen,
    WorkerAllocated,
)
from screening.referral.evolving import evolve
from screening.referral.factors import AssessmentFactor
from screening.referral.state import NotAccepted, Open, State
from screening.unlisted import refuse_unlisted
from shared.access.actor import Role
from shared.decider import Decider, Refused
from shared.working_time import in_london

HANDOVER_NOTE = "REFERRAL HANDOVER_NOTE"


def decide(command: Command, state: State) -> Sequence[Event]:
    match command:
        case AcceptReferral():
            return [_accept(command, state)]
        case FlagUnallocated():
            return _flag(command, state)
        case AllocateReferral():
            return [_allocate(command, still_open(state))]
        case TransferCase():
            return [_transfer(command, still_open(state))]
        case RecordReferredChildSeen():
            return [_see(command, still_open(state))]
        case RecordReferredChildNotSeen():
            return [_not_seen(command, still_open(state))]
        case AuthoriseAssessment():
            return [_authorise_assessment(command, still_open(state))]
        case RecordReferralNFA():
            return [no_further_action(command, still_open(state))]
        case CloseReferral():
            return [close(command, still_open(state))]
        case HandToEarlyHelp():
            return [hand_to_early_help(command, still_open(state))]
    assert_never(command)


def _accept(command: AcceptReferral, state: State) -> ReferralAccepted:
    if not isinstance(state, NotAccepted):
        raise Refused(OUT_OF_ORDER, "This referral has been accepted already.")
    if command.by.role is Role.SYSTEM:
        raise Refused("SCR-20 DECIDED_BY_MACHINE", "A referral is accepted by a person.")
    if not command.basis.decision.goes_up:
        raise Refused(
            "REFERRAL NOT_DECIDED",
            "A referral needs an authorised decision for section 17 or for a strategy discussion.",
            "contact_id",
        )
    if command.primary_need is None:
        raise Refused("REFERRAL PRIMARY_NEED", "Choose the child's primary need (N1 to N9, or N0).", "primary_need")
    referral_date = command.basis.referral_date
    return ReferralAccepted(
        referral_id=command.referral_id,
        child_id=command.child_id,
        contact_id=command.basis.contact_id,
        decision=command.basis.decision,
        referral_date=referral_date,
        source_code=command.basis.source_code,
        primary_need=command.primary_need,
        nfa=False,
        re_referral=is_re_referral(referral_date, command.previous_start),
        previous_start=command.previous_start,
        step_up_id=command.basis.step_up_id,
        decided_at=command.basis.decided_at,
        accepted_by=command.by.user_id,
        accepted_at=command.at,
        allocation_due_at=allocation_due(command.basis.decision, command.at),
        assessment_due_at=assessment_due(referral_date),
        care_status=command.care_status,
    )


def _allocate(command: AllocateReferral, state: Open) -> WorkerAllocated:
    if state.worker is not None:
        raise Refused(OUT_OF_ORDER, "Somebody has this child already: transfer the case, with a handover note.")
    refuse_unlisted("worker", unlisted=command.unlisted, new_here=command.new_here)
    return WorkerAllocated(
        referral_id=state.referral_id,
        child_id=state.child_id,
        worker=needed(command.worker, "worker", "Name the social worker: a team is nobody."),
        team=needed(command.team, "team", "Name the team."),
        allocated_by=command.by.user_id,
        allocated_at=command.at,
        visit_due_at=visit_due(command.at),
    )


def _transfer(command: TransferCase, state: Open) -> CaseTransferred:
    if state.worker is None or state.team is None:
        raise Refused(OUT_OF_ORDER, "Nobody has this child yet: allocate a worker first.")
    needed(command.to_worker, "to_worker", "Name the social worker who takes over: a team is nobody.")
    needed(command.to_team, "to_team", "Name the team that takes over.")
    if (command.to_worker, command.to_team) == (state.worker, state.team):
        raise Refused(OUT_OF_ORDER, "That worker has this child already.", "to_worker")
    refuse_unlisted("to_worker", unlisted=command.unlisted, new_here=command.new_here)
    return CaseTransferred(
        referral_id=state.referral_id,
        child_id=state.child_id,
        from_worker=state.worker,
        from_team=state.team,
        to_worker=command.to_worker,
        to_team=command.to_team,
        reason=needed(command.reason, "reason", "Say why the case changes hands."),
        handover_note=needed(
            command.handover_note,
            "handover_note",
            "Write what the next worker has to know, so that the family does not have to tell it again.",
            HANDOVER_NOTE,
        ),
        introduced_to_family=command.introduced_to_family,
        handover_count=state.handover_count + 1,
        social_worker_count=len(state.workers | {command.to_worker}),
        transferred_by=command.by.user_id,
        transferred_at=command.at,
    )


def _see(command: RecordReferredChildSeen, state: Open) -> ReferredChildSeen:
    """A child is seen, and heard, by somebody who has explained to the family what is asked of them (S000 L72)."""
    if state.allocated_at is None:
        raise Refused(OUT_OF_ORDER, "Nobody has this child yet: allocate a worker first.")
    if not state.allocated_at <= command.seen_at <= command.at:
        raise Refused("REFERRAL DATE", "The child is seen after a worker was named, and not in the future.", "seen_at")
    if command.alone is YesNo.N:
        needed(command.why_not_alone, "why_not_alone", "Say why the child was not seen alone.")
    if command.consent.is_unclear:
        raise Refused(
            "REFERRAL CONSENT_UNCLEAR",
            "Say whether the parents know and whether they agree to be assessed. A refusal is a fact to assess too.",
            "consent.parental_agreement",
        )
    return ReferredChildSeen(
        referral_id=state.referral_id,
        child_id=state.child_id,
        seen_at=command.seen_at,
        alone=command.alone,
        why_not_alone=command.why_not_alone,
        home_seen=command.home_seen,
        bedroom_seen=command.bedroom_seen,
        words=needed(command.words, "words", "Write what the child said or showed, in the child's own words."),
        consent=command.consent,
        seen_by=command.by.user_id,
    )


def _not_seen(command: RecordReferredChildNotSeen, state: Open) -> ReferredChildNotSeen:
    """An attempt is on the record, and no excuse: the clock of the visit runs on."""
    if state.allocated_at is None:
        raise Refused(OUT_OF_ORDER, "Nobody has this child yet: allocate a worker first.")
    if not state.allocated_at <= command.attempted_at <= command.at:
        raise Refused("REFERRAL DATE", "The visit was after a worker was named, and not in the future.", "attempted_at")
    return ReferredChildNotSeen(
        referral_id=state.referral_id,
        child_id=state.child_id,
        attempted_at=command.attempted_at,
        because=command.because,
        found=needed(command.found, "found", "Write what you found, and whom you spoke to."),
        next_step=needed(command.next_step, "next_step", "Write what you do next to see the child, and when."),
        attempted_by=command.by.user_id,
    )


def _flag(command: FlagUnallocated, state: State) -> list[Event]:
    if not isinstance(state, Open) or state.worker is not None or state.flagged_unallocated:
        return []
    waited = command.at - state.accepted_at
    return [
        ReferralUnallocated(
            referral_id=state.referral_id,
            child_id=state.child_id,
            hours=round(waited.total_seconds() / 3600, 1),
            due_at=command.due_at,
            flagged_at=command.at,
        )
    ]


def _authorise_assessment(command: AuthoriseAssessment, state: Open) -> AssessmentAuthorised:
    if state.assessed:
        raise Refused(OUT_OF_ORDER, "The assessment has been authorised already.")
    if state.worker is None:
        raise Refused(OUT_OF_ORDER, "Nobody has this child yet: allocate a worker first.")
    if not state.referral_date <= command.authorised_on <= in_london(command.at).date():
        raise Refused(
            "REFERRAL DATE", "An assessment is authorised after the referral, and not in the future.", "authorised_on"
        )
    if AssessmentFactor.F21 in command.factors and len(set(command.factors)) > 1:
        raise Refused(
            "REFERRAL FACTORS", "Code 21 says that there are none: choose it alone, or leave it out.", "factors"
        )
    return AssessmentAuthorised(
        referral_id=state.referral_id,
        child_id=state.child_id,
        authorised_on=command.authorised_on,
        factors=tuple(dict.fromkeys(command.factors)),
        authorised_by=command.by.user_id,
        authorised_at=command.at,
    )


REFERRAL: Decider[Command, Event, State] = Decider(initial=NotAccepted(), decide=decide, evolve=evolve)
