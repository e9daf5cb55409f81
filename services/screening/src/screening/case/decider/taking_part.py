"""Who has had a part in how a case was screened: none of them audits what was decided (domain brief §3.2). Pure."""

from dataclasses import replace

from screening.case.events import (
    CumulativeRiskAnalysed,
    DecisionChallenged,
    Event,
    HistoryReviewed,
    ManagementDirectionRecorded,
    RagAssigned,
    RagProposed,
    ThresholdDecisionProposed,
)
from screening.case.state import Case


def took_part(event: Event, after: Case) -> Case:
    """The case after the event, with whoever rated, directed, read, analysed, proposed or challenged by it."""
    who = _who(event)
    return after if who is None or who in after.had_a_part else replace(after, had_a_part=after.had_a_part | {who})


def _who(event: Event) -> str | None:
    match event:
        case RagAssigned():
            return event.assigned_by
        case RagProposed() | ThresholdDecisionProposed():
            return event.proposed_by
        case ManagementDirectionRecorded():
            return event.directed_by
        case HistoryReviewed():
            return event.reviewed_by
        case CumulativeRiskAnalysed():
            return event.analysed_by
        case DecisionChallenged():
            return event.challenged_by
        case _:
            return None
