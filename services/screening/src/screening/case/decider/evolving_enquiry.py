"""How what is found out changes what the rules remember of the case and its children. Pure."""

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from screening.case.events import (
    CaseDiscussionRecorded,
    CheckProceededWithout,
    ChildVoiceRecorded,
    ClarificationAttempted,
    ClarificationMissed,
    ClarificationReceived,
    ClarificationRequested,
    CumulativeRiskAnalysed,
    FamilySpokenTo,
    HistoryReviewed,
    InformationDeclined,
    InformationReceived,
    InformationRequested,
    OpenCaseAcknowledged,
)
from screening.case.state import Case, Child
from shared.working_time import in_london

FoundOut = (
    HistoryReviewed
    | CumulativeRiskAnalysed
    | ClarificationAttempted
    | ClarificationMissed
    | ClarificationReceived
    | InformationReceived
    | InformationDeclined
    | CheckProceededWithout
    | FamilySpokenTo
    | OpenCaseAcknowledged
    | ClarificationRequested
    | InformationRequested
    | ChildVoiceRecorded
    | CaseDiscussionRecorded
)


def found_out(case: Case, event: FoundOut) -> Case:
    match event:
        case HistoryReviewed():
            reviewed = with_child(case, event.child_id, history=event, history_current=True)
            return replace(reviewed, screener_id=case.screener_id or event.reviewed_by)
        case CumulativeRiskAnalysed():
            return with_child(case, event.child_id, cumulative_analysed=True)
        case ClarificationAttempted():
            tried = (in_london(event.attempted_at).date(), event.method)
            attempts = (*case.attempts, tried)
            return replace(case, attempts=attempts, tried_since_asking=True, attempt_owed=False)
        case ClarificationReceived():
            return replace(case, clarified=True, asked_sender=None, attempt_owed=False)
        case ClarificationRequested():
            return replace(case, asked_sender=event, tried_since_asking=False)
        case ClarificationMissed():
            return replace(case, attempt_owed=event.attempt_owed)
        case InformationReceived():
            return replace(case, checks_received=case.checks_received | {event.agency})
        case InformationDeclined():
            return replace(case, checks_declined=case.checks_declined | {event.agency})
        case CheckProceededWithout():
            return replace(case, proceeded_without=case.proceeded_without | {event.agency})
        case FamilySpokenTo():
            return replace(case, consent=case.consent.followed_by(event.consent))
        case OpenCaseAcknowledged():
            at = event.acknowledged_at
            return with_child(case, event.child_id, open_case_acknowledged=True, open_case_acknowledged_at=at)
        case InformationRequested() | ChildVoiceRecorded() | CaseDiscussionRecorded():
            return case
    assert_never(event)


def each(case: Case, change: Callable[[Child], Child]) -> Case:
    return replace(case, children=tuple(change(child) for child in case.children))


def with_child(case: Case, child_id: str, **changes: object) -> Case:
    return each(case, lambda child: replace(child, **changes) if child.child_id == child_id else child)
