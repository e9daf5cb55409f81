"""What makes a proposal stand. Its law: one person proposes, another one tests it and answers for it."""

from dataclasses import replace
from datetime import UTC, datetime

from screening.case.applicability import (
    GUARDS,
    PROTECTION,
    deferred,
    guards_before,
    let_past,
    overridden,
    refuse_unmet,
)
from screening.case.commands import (
    AuthoriseDecision,
    DeferGuards,
    ReviewAuthorisation,
    ReviewOverride,
)
from screening.case.deadlines import deferred_guards_due, next_working_day_due
from screening.case.decider.asking import child_of, needed
from screening.case.decider.decision import grounds, nothing_proposed, seen, template_noticed
from screening.case.decider.ending import open_again
from screening.case.events import (
    AuthorisationReviewed,
    AuthorisationReviewOwed,
    Event,
    GuardsDeferred,
    OverrideReviewed,
    SecondManagerSought,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.guards import Question, is_high_risk_abuse, is_open, works_alone
from screening.case.state import Case, Child
from screening.case.strata import strata_of
from screening.codes import Decision
from shared.access.actor import Actor, Role
from shared.decider import Refused
from shared.overriding import refuse_own_look


def authorise(command: AuthoriseDecision, case: Case) -> list[Event]:
    """A manager tests the proposal against all that is known by now, and lets it stand or puts it higher."""
    child = child_of(case, command.child_id)
    proposal = _to_authorise(command, child)
    question = Question(
        case=case,
        child=child,
        decision=proposal.decision,
        proposal=proposal,
        asked_by=command.by,
        at=command.at,
        authorising=True,
        known=command.known,
    )
    refuse_unmet(question)
    protects = guards_before(proposal.decision, case.rag) == PROTECTION
    if child.challenged and not protects:
        raise Refused("SCREENING CHALLENGED", "Answer the challenge by a new proposal first.", "child_id")
    refuse_to_close_out_of_hours(command.by, proposal.decision)
    needed(command.manager_rationale, "manager_rationale", "Say what you tested, and why you agree.")
    if proposal is not child.proposal and not protects:
        needed(proposal.plain_reason, "plain_reason", "Write, in plain words, what the referrer may be told.")
    late = command.at > _due_at(case, child, proposal.decision)
    if late and not protects and command.late_reason is None:
        raise Refused("SCREENING LATE_REASON", "The decision is late: record the reason.", "late_reason")
    if _wants_second_manager(question):
        return [_seek_second_manager(command, question)]
    return _authorised(command, question, proposal, late=late)


def refuse_to_close_out_of_hours(by: Actor, decision: Decision) -> None:
    """Out of hours a child is kept safe, and nothing closes (domain brief §2.1)."""
    if by.role is Role.EDT_MANAGER and decision.closes:
        raise Refused("EDT-04 NO_NFA_OUT_OF_HOURS", "A decision that closes is for the day manager to authorise.")


def _to_authorise(command: AuthoriseDecision, child: Child) -> ThresholdDecisionProposed:
    """The proposal, or the higher decision that the manager puts in its place; lower means a challenge."""
    if child.proposal is None:
        raise nothing_proposed()
    change = command.change_to
    if change is None or change is child.proposal.decision:
        return child.proposal
    if not (change.goes_up and child.proposal.decision is not Decision.REFERRAL_STRATEGY):
        raise Refused(
            f"SCR-05 {GUARDS['SCR-05'][0]}",
            "A manager can put a decision higher. To change it otherwise, challenge it.",
            "change_to",
        )
    strategy = command.strategy or child.proposal.strategy
    if change is Decision.REFERRAL_STRATEGY:
        strategy = grounds(strategy)
    return replace(child.proposal, decision=change, need_level=4, plain_reason=command.plain_reason, strategy=strategy)


def _due_at(case: Case, child: Child, decision: Decision) -> datetime:
    """A first response is owed by CK_1WD, a decision also by the clock of the rating."""
    response_due_at = child.response_due_at if child.decision is None else None
    decision_due_at = None if decision.holds else case.decision_due_at
    return min(due for due in (response_due_at, decision_due_at, datetime.max.replace(tzinfo=UTC)) if due)


def _wants_second_manager(question: Question) -> bool:
    """High-risk domestic abuse closes when two managers agree, or one overrides and another agrees."""
    person, first = question.asked_by, question.child.first_manager
    wanted = question.decision.closes and is_high_risk_abuse(question.case, question.known)
    if not wanted or let_past(question, "SCR-10"):
        return False
    return first is None or (person is not None and first == person.user_id)


def _seek_second_manager(command: AuthoriseDecision, question: Question) -> Event:
    if question.child.first_manager is not None:
        raise Refused("SCR-10 DA_HIGH", "You have agreed already. A second manager has to authorise this.")
    return SecondManagerSought(
        contact_id=question.case.contact.contact_id,
        child_id=question.child.child_id,
        first_manager=command.by.user_id,
        manager_rationale=command.manager_rationale,
    )


def _authorised(
    command: AuthoriseDecision, question: Question, proposal: ThresholdDecisionProposed, *, late: bool
) -> list[Event]:
    case, child = question.case, question.child
    changed = child.proposal is not None and proposal.decision is not child.proposal.decision
    template = template_noticed(command, proposal)
    others = [other for other in case.children if other.child_id != child.child_id]
    stands = ThresholdDecisionAuthorised(
        contact_id=case.contact.contact_id,
        child_id=child.child_id,
        decision=proposal.decision,
        need_level=proposal.need_level,
        agrees=not changed,
        changed_from=child.proposal.decision if changed and child.proposal else None,
        manager_rationale=command.manager_rationale,
        plain_reason=proposal.plain_reason,
        strategy=proposal.strategy,
        proposed_by=proposal.proposed_by,
        authorised_by=command.by.user_id,
        first_manager=child.first_manager,
        decided_at=command.at,
        late=late,
        late_reason=command.late_reason if late else None,
        contact=case.contact,
        without_response=sum(other.decision is None for other in others),
        without_decision=sum(not other.is_decided for other in others) + proposal.decision.holds,
        strata=strata_of(question, template=bool(template)),
        history=seen(child, command.known),
        guards_overridden=overridden(question),
        is_open=is_open(question),
        had_a_part=tuple(sorted(case.had_a_part)),
    )
    return [stands, *template, *_owed_afterwards(command, question, proposal)]


def _owed_afterwards(
    command: AuthoriseDecision, question: Question, proposal: ThresholdDecisionProposed
) -> list[Event]:
    """What protection overtook becomes a task; what one person did alone is looked at by another manager."""
    contact_id, child_id = question.case.contact.contact_id, question.child.child_id
    owed: list[Event] = []
    if guards_before(proposal.decision, question.case.rag) == PROTECTION:
        owed += _deferred(command, question)
    if proposal.proposed_by == command.by.user_id:
        alone = works_alone(command.by, command.at)
        owed.append(
            AuthorisationReviewOwed(
                contact_id=contact_id,
                child_id=child_id,
                authorised_by=command.by.user_id,
                due_at=next_working_day_due(command.at) if alone else deferred_guards_due(command.at),
            )
        )
    return owed


def _deferred(command: AuthoriseDecision, question: Question) -> list[Event]:
    guards = tuple(guard.code for guard in deferred(question))
    if not guards:
        return []
    return [
        GuardsDeferred(
            contact_id=question.case.contact.contact_id,
            child_id=question.child.child_id,
            guards=guards,
            due_at=deferred_guards_due(command.at),
        )
    ]


def defer(command: DeferGuards, case: Case) -> list[Event]:
    """What a step-up that went up for protection did not wait for: a closed screening waits to be closed again.

    A contact that has ended is somebody else's, or nobody's.
    """
    if case.ended is not None:
        return []
    return [
        GuardsDeferred(
            contact_id=case.contact.contact_id,
            child_id=child_of(case, command.child_id).child_id,
            guards=command.guards,
            due_at=deferred_guards_due(command.at),
            after_step_up=True,
            assumptions_tested=command.assumptions_tested,
            info_gaps=command.info_gaps,
        )
    ]


def review_authorisation(command: ReviewAuthorisation, case: Case) -> list[Event]:
    """The look of another manager that a decision made alone still owes (SCR-05).

    What is decided alone sends a child on, and a look takes no protection back: one who does not agree says so, and
    opens the decision again by itself.
    """
    child = child_of(case, command.child_id)
    if child.review_owed_by_other_than is None:
        raise Refused("SCREENING NOTHING_TO_REVIEW", "No decision of this child waits for a look.", "child_id")
    if child.review_owed_by_other_than == command.by.user_id:
        raise Refused("SCR-05 SELF_AUTH", "Another manager than the one who decided has to look at it.")
    if command.by.role is not Role.FRONT_DOOR_MANAGER:
        raise Refused("SCR-05 SELF_AUTH", "A front door manager looks at what one person decided alone.")
    needed(command.text, "text", "Say what you looked at.")
    return [
        AuthorisationReviewed(
            contact_id=case.contact.contact_id,
            child_id=child.child_id,
            agrees=command.agrees,
            text=command.text,
            reviewed_by=command.by.user_id,
        )
    ]


def review_override(command: ReviewOverride, case: Case) -> list[Event]:
    """The look that an override promised (§3.0): by another manager than the one who let the guard pass. One who does
    not agree opens again what was closed past it."""
    child = child_of(case, command.child_id)
    ids = (child.child_id, child.provisional_child_id)
    given = [one for one in case.overrides if one.guard == command.guard and one.child_id in ids]
    refuse_own_look(command.by, given[-1].overridden_by if given else None, command.text, "SCREENING")
    closed_past_it = child.decision is not None and child.decision.closes and given[-1] in child.decided_past
    again = [child.child_id] if closed_past_it and case.ended is None and not command.agrees else []
    return [
        OverrideReviewed(
            contact_id=case.contact.contact_id,
            child_id=given[-1].child_id,
            guard=command.guard,
            agrees=command.agrees,
            text=command.text,
            reviewed_by=command.by.user_id,
        ),
        *open_again(
            case, again, f"Another manager does not agree that {command.guard} was let pass: {command.text}", command.at
        ),
    ]
