"""How each event changes what the rules remember. Pure; an event that no rule asks about changes nothing."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from screening.case.decider.evolving_decision import Decided, decided
from screening.case.decider.evolving_enquiry import FoundOut, each, found_out, with_child
from screening.case.decider.evolving_told import Told, named, told
from screening.case.decider.lateness import measured
from screening.case.decider.taking_part import took_part
from screening.case.events import (
    BreachReasonRecorded,
    EscalationEndNoted,
    EscalationNoted,
    Event,
    GuardOverridden,
    GuardsDeferred,
    IncidentLagNoted,
    InjuryRecorded,
    ManagementDirectionRecorded,
    OutcomeFeedbackSent,
    OverrideReviewed,
    QualityFeedbackGiven,
    RagAssigned,
    RagProposed,
    ScreenerAssigned,
    ScreeningClosed,
    ScreeningEnded,
    ScreeningOpened,
    ScreeningReopened,
    StrategyConvenedNoted,
    TemplateRationaleNoticed,
    ThresholdDecisionAuthorised,
)
from screening.case.facts import ClockOf
from screening.case.state import Case, Child, State
from screening.streams import screening_of

Steered = InjuryRecorded | RagProposed | RagAssigned | ManagementDirectionRecorded | ScreenerAssigned | GuardOverridden
Remembered = ScreeningOpened | IncidentLagNoted | StrategyConvenedNoted | BreachReasonRecorded | OverrideReviewed
"""Stands in the record, and no rule asks for it (``measured`` keeps what is late)."""


def evolve(state: State, event: Event) -> State:
    if isinstance(state, Case):
        return measured(state, event, took_part(event, _evolve_case(state, event)))
    return _opened(event) if isinstance(event, ScreeningOpened) else state


def _opened(event: ScreeningOpened) -> Case:
    children = tuple(named(child, event.response_due_at) for child in event.children)
    return Case(
        contact=event.contact,
        children=children,
        consent=event.consent,
        counts_from=event.received_at,
        owed={ClockOf("CK_TRIAGE", screening_of(event.contact_id)): event.triage_due_at},
    )


def _evolve_case(case: Case, event: Event) -> Case:
    if isinstance(event, Told):
        return told(case, event)
    if isinstance(event, FoundOut):
        return found_out(case, event)
    if isinstance(event, Decided):
        owing = replace(case, closed=False) if isinstance(event, GuardsDeferred) else case
        return each(owing, lambda child: _decided(case, child, event) if child.child_id == event.child_id else child)
    if isinstance(event, Steered):
        return _steered(case, event)
    return case if isinstance(event, Remembered) else _told_on_or_ended(case, event)


def _told_on_or_ended(
    case: Case,
    event: OutcomeFeedbackSent
    | QualityFeedbackGiven
    | TemplateRationaleNoticed
    | EscalationNoted
    | EscalationEndNoted
    | ScreeningClosed
    | ScreeningEnded
    | ScreeningReopened,
) -> Case:
    match event:
        case OutcomeFeedbackSent():
            told_of = frozenset(event.child_ids)
            return each(case, lambda c: replace(c, referrer_told=c.referrer_told or c.child_id in told_of))
        case QualityFeedbackGiven():
            return replace(case, quality_told=True)
        case TemplateRationaleNoticed():
            return with_child(case, event.child_id, template_rationale=True)
        case EscalationNoted():
            return replace(case, escalations=(*case.escalations, event))
        case EscalationEndNoted():
            still = tuple(one for one in case.escalations if one.escalation_id != event.escalation_id)
            return replace(case, escalations=still)
        case ScreeningClosed():
            return replace(case, closed=True, attempt_owed=False)
        case ScreeningEnded():
            return replace(case, closed=True, ended=event.because, owed={}, attempt_owed=False)
        case ScreeningReopened():
            return _reopened(case, event)
    assert_never(event)


def _steered(case: Case, event: Steered) -> Case:
    """What people have said about how it is screened, and how soon."""
    match event:
        case InjuryRecorded():
            return replace(case, contact=replace(case.contact, urgent_facts=event.urgent_facts))
        case RagProposed():
            return replace(case, rag_proposed=event)
        case RagAssigned():
            return replace(_rated(case, event), rag_proposed=None)
        case ManagementDirectionRecorded():
            return _directed(case, event)
        case ScreenerAssigned():
            return replace(case, screener_id=event.screener_id)
        case GuardOverridden():
            return replace(case, overrides=(*case.overrides, event))
    assert_never(event)


def _decided(case: Case, child: Child, event: Decided) -> Child:
    """What was let past before a decision was let past for it, and so before the answer to a step-up."""
    now = decided(child, event)
    after_step_up = isinstance(event, GuardsDeferred) and event.after_step_up
    if not (isinstance(event, ThresholdDecisionAuthorised) or after_step_up):
        return now
    ids = (child.child_id, child.provisional_child_id)
    return replace(now, decided_past=tuple(one for one in case.overrides if one.child_id in ids))


def _rated(case: Case, event: RagAssigned) -> Case:
    if event.starts_from is None:
        return replace(case, rag=event.rag)
    return replace(case, rag=event.rag, clock_rag=event.rag, decision_due_at=event.decision_due_at)


def _directed(case: Case, event: ManagementDirectionRecorded) -> Case:
    return replace(
        case,
        directed=True,
        checks_required=case.checks_required | {*event.checks_required},
        screener_id=event.screener_id or case.screener_id,
    )


def _reopened(case: Case, event: ScreeningReopened) -> Case:
    again = frozenset(event.child_ids)
    ids = {one for c in case.children if c.child_id in again for one in (c.child_id, c.provisional_child_id)}

    def undecided(child: Child) -> Child:
        if child.child_id not in again:
            return child
        due_at = _response_due_at(case, child, event)
        return replace(
            child,
            decision=None,
            decided_on=None,
            deferred_guards=(),
            proposal=None,
            open_case_acknowledged=False,
            open_case_acknowledged_at=None,
            response_due_at=due_at,
        )

    reopened = replace(
        case,
        closed=False,
        ended=None,
        overrides=tuple(override for override in case.overrides if override.child_id not in ids),
    )
    return each(reopened if case.is_waited_for else _counted_anew(reopened, event), undecided)


def _response_due_at(case: Case, child: Child, event: ScreeningReopened) -> datetime | None:
    """A child who waited, or has only just been named, is owed its first answer by when it was."""
    due_at = child.response_due_at if child.decision is None else None
    waits = due_at is not None and (not case.closed or due_at > event.reopened_at)
    return due_at if waits else event.response_due_at


def _counted_anew(case: Case, event: ScreeningReopened) -> Case:
    """The rating's clock counts from the reopening: nobody waits, so nobody's clock is lengthened by it."""
    return replace(case, counts_from=event.reopened_at, decision_due_at=event.decision_due_at, clock_rag=event.rag)
