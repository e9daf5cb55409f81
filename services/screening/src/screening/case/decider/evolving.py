"""How each event changes what the rules remember. Pure; an event that no rule asks about changes nothing."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from screening.case.decider.evolving_decision import decided
from screening.case.decider.evolving_enquiry import each, found_out, with_child
from screening.case.decider.lateness import measured
from screening.case.events import (
    AssumptionsTested,
    AuthorisationReviewed,
    AuthorisationReviewOwed,
    BreachReasonRecorded,
    CareStatusNoted,
    CheckProceededWithout,
    ChildIdentityNoted,
    ChildVoiceRecorded,
    ClarificationAttempted,
    ClarificationReceived,
    ClarificationRequested,
    ConsentStatusNoted,
    ContactAmendmentNoted,
    ContactCompletionNoted,
    ContactQualityNoted,
    CumulativeRiskAnalysed,
    DecisionChallenged,
    EscalationEndNoted,
    EscalationNoted,
    Event,
    FamilySpokenTo,
    GuardOverridden,
    GuardsDeferred,
    HistoryReviewed,
    IncidentLagNoted,
    InformationDeclined,
    InformationReceived,
    InformationRequested,
    ManagementDirectionRecorded,
    MaracReferralNoted,
    OpenCaseAcknowledged,
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
    SecondManagerSought,
    SiblingExclusionNoted,
    SiblingNoted,
    SiblingsFoundNoted,
    StrategyConvenedNoted,
    TemplateRationaleNoticed,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.facts import ClockOf, NamedChild
from screening.case.state import Case, Child, State
from screening.streams import screening_of


def evolve(state: State, event: Event) -> State:
    if isinstance(state, Case):
        return measured(state, event, _evolve_case(state, event))
    return _opened(event) if isinstance(event, ScreeningOpened) else state


def _opened(event: ScreeningOpened) -> Case:
    children = tuple(_named(child, event.response_due_at) for child in event.children)
    return Case(
        contact=event.contact,
        children=children,
        consent=event.consent,
        counts_from=event.received_at,
        owed={ClockOf("CK_TRIAGE", screening_of(event.contact_id)): event.triage_due_at},
    )


def _named(child: NamedChild, response_due_at: datetime) -> Child:
    return Child(
        temp_ref=child.temp_ref,
        child_id=child.child_id,
        provisional_child_id=child.child_id,
        born_on=child.born_on,
        response_due_at=response_due_at,
    )


def _evolve_case(case: Case, event: Event) -> Case:
    match event:
        case ContactAmendmentNoted():
            return _amended(case, event)
        case SiblingNoted():
            return _joined(case, event)
        case SiblingsFoundNoted() | SiblingExclusionNoted() | ContactCompletionNoted():
            return replace(case, siblings_waiting=_still_waiting(case, event))
        case ConsentStatusNoted():
            return replace(case, consent=event.consent)
        case CareStatusNoted():
            return with_child(case, event.child_id, care_status_at_contact=event.care_status)
        case MaracReferralNoted():
            return replace(case, marac_confirmed=True)
        case ScreeningEnded():
            return replace(case, closed=True, ended=event.because, owed={})
        case ContactQualityNoted():
            return replace(case, quality=event.grade, quality_failed=event.failed)
        case ChildIdentityNoted():
            return _identified(case, event)
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
        case ScreeningClosed():
            return replace(case, closed=True)
        case TemplateRationaleNoticed():
            return with_child(case, event.child_id, template_rationale=True)
        case EscalationNoted():
            return replace(case, escalations=(*case.escalations, event))
        case EscalationEndNoted():
            still = tuple(one for one in case.escalations if one.escalation_id != event.escalation_id)
            return replace(case, escalations=still)
        case ScreeningReopened():
            return _reopened(case, event)
        case OutcomeFeedbackSent():
            told = frozenset(event.child_ids)
            return each(case, lambda c: replace(c, referrer_told=c.referrer_told or c.child_id in told))
        case (
            ScreeningOpened()
            | IncidentLagNoted()
            | StrategyConvenedNoted()
            | QualityFeedbackGiven()
            | BreachReasonRecorded()
            | OverrideReviewed()
        ):
            return case
        case (
            HistoryReviewed()
            | CumulativeRiskAnalysed()
            | ClarificationAttempted()
            | ClarificationReceived()
            | InformationReceived()
            | InformationDeclined()
            | CheckProceededWithout()
            | FamilySpokenTo()
            | OpenCaseAcknowledged()
            | ClarificationRequested()
            | InformationRequested()
            | ChildVoiceRecorded()
        ):
            return found_out(case, event)
        case (
            ThresholdDecisionProposed()
            | AssumptionsTested()
            | DecisionChallenged()
            | SecondManagerSought()
            | ThresholdDecisionAuthorised()
            | GuardsDeferred()
            | AuthorisationReviewOwed()
            | AuthorisationReviewed()
        ):
            return each(case, lambda child: decided(child, event) if child.child_id == event.child_id else child)
    assert_never(event)


def _amended(case: Case, event: ContactAmendmentNoted) -> Case:
    contact = replace(
        case.contact,
        police_grade=event.police_grade,
        high_risk_factors=event.high_risk_factors,
        previous_incidents_12m=event.previous_incidents_12m,
        urgent_facts=event.urgent_facts,
    )
    known = tuple(replace(child, history_current=False) for child in case.children)
    added = tuple(_named(child, event.response_due_at) for child in event.added)
    return replace(case, contact=contact, children=(*known, *added))


def _joined(case: Case, event: SiblingNoted) -> Case:
    return replace(
        case,
        contact=replace(case.contact, urgent_facts=event.urgent_facts),
        children=(*case.children, _named(event.child, event.response_due_at)),
        siblings_waiting=case.siblings_waiting - {event.child.child_id},
    )


def _still_waiting(
    case: Case, event: SiblingsFoundNoted | SiblingExclusionNoted | ContactCompletionNoted
) -> frozenset[str]:
    match event:
        case SiblingsFoundNoted():
            return case.siblings_waiting | ({*event.found} - {*case.child_ids})
        case SiblingExclusionNoted():
            return case.siblings_waiting - {event.sibling_id}
        case ContactCompletionNoted():
            return frozenset()


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


def _identified(case: Case, event: ChildIdentityNoted) -> Case:
    def link(child: Child) -> Child:
        if child.temp_ref != event.temp_ref:
            return child
        if child.child_id == event.child_id:
            return child
        return replace(child, child_id=event.child_id, history_current=False, cumulative_analysed=False)

    return replace(each(case, link), siblings_waiting=case.siblings_waiting - {event.child_id})


def _reopened(case: Case, event: ScreeningReopened) -> Case:
    again = frozenset(event.child_ids)
    ids = {one for c in case.children if c.child_id in again for one in (c.child_id, c.provisional_child_id)}

    def undecided(child: Child) -> Child:
        if child.child_id not in again:
            return child
        return replace(child, decision=None, decided_on=None, deferred_guards=(), proposal=None)

    reopened = replace(
        case,
        closed=False,
        ended=None,
        overrides=tuple(override for override in case.overrides if override.child_id not in ids),
        counts_from=event.reopened_at,
        decision_due_at=event.decision_due_at,
        clock_rag=event.rag,
    )
    return each(reopened, undecided)
