"""How what is proposed, challenged and authorised changes what the rules remember of one child. Pure."""

from dataclasses import replace
from typing import assert_never

from screening.case.events import (
    AssumptionsTested,
    AuthorisationReviewed,
    AuthorisationReviewOwed,
    DecisionChallenged,
    GuardsDeferred,
    SecondManagerSought,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.state import Child

Decided = (
    ThresholdDecisionProposed
    | AssumptionsTested
    | DecisionChallenged
    | SecondManagerSought
    | ThresholdDecisionAuthorised
    | GuardsDeferred
    | AuthorisationReviewOwed
    | AuthorisationReviewed
)


def decided(child: Child, event: Decided) -> Child:
    match event:
        case ThresholdDecisionProposed():
            return replace(child, proposal=event, challenged=False, first_manager=None, template_rationale=False)
        case AssumptionsTested():
            return _analysed(child, event)
        case DecisionChallenged():
            return replace(child, challenged=True, first_manager=None)
        case SecondManagerSought():
            return replace(child, first_manager=event.first_manager)
        case ThresholdDecisionAuthorised():
            return replace(
                child,
                decision=event.decision,
                decided_on=child.proposal,
                proposal=None,
                challenged=False,
                first_manager=None,
                referrer_told=False,
            )
        case GuardsDeferred():
            return _deferred(child, event)
        case AuthorisationReviewOwed():
            return replace(child, review_owed_by_other_than=event.authorised_by)
        case AuthorisationReviewed():
            return replace(child, review_owed_by_other_than=None)
    assert_never(event)


def _deferred(child: Child, event: GuardsDeferred) -> Child:
    if not event.after_step_up:
        return replace(child, deferred_guards=event.guards)
    tested = child.decided_on and replace(
        child.decided_on, assumptions_tested=event.assumptions_tested, info_gaps=event.info_gaps
    )
    return replace(
        child,
        deferred_guards=tuple(dict.fromkeys((*child.deferred_guards, *event.guards))),
        decided_on=tested,
        history_current=child.history_current and "SCR-02" not in event.guards,
    )


def _analysed(child: Child, event: AssumptionsTested) -> Child:
    if child.proposal is not None:
        return replace(child, proposal=_with_analysis(child.proposal, event))
    if child.decided_on is not None:
        return replace(child, decided_on=_with_analysis(child.decided_on, event))
    return child


def _with_analysis(proposal: ThresholdDecisionProposed, event: AssumptionsTested) -> ThresholdDecisionProposed:
    return replace(proposal, assumptions_tested=event.assumptions_tested, info_gaps=event.info_gaps)
