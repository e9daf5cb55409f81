"""What the codes of screening are called on its pages, and what its events say."""

from collections.abc import Mapping
from datetime import timedelta

from screening.case.events import (
    AssumptionsTested,
    AuthorisationReviewed,
    AuthorisationReviewOwed,
    BreachReasonRecorded,
    CareStatusNoted,
    CaseDiscussionRecorded,
    CheckProceededWithout,
    ChildVoiceRecorded,
    ClarificationAttempted,
    ClarificationReceived,
    ClarificationRequested,
    ContactLetPastNoted,
    CumulativeRiskAnalysed,
    DecisionChallenged,
    EscalationEndNoted,
    EscalationNoted,
    FamilySpokenTo,
    GuardOverridden,
    GuardsDeferred,
    HistoryReviewed,
    IncidentLagNoted,
    InformationDeclined,
    InformationReceived,
    InformationRequested,
    InjuryRecorded,
    ManagementDirectionRecorded,
    MaracReferralNoted,
    MissingConcernNoted,
    OpenCaseAcknowledged,
    OutcomeFeedbackSent,
    OverrideReviewed,
    PoliceGradeNoted,
    RagAssigned,
    RagProposed,
    ScreenerAssigned,
    ScreeningEnded,
    ScreeningReopened,
    SecondManagerSought,
    SiblingExclusionNoted,
    SiblingsFoundNoted,
    TemplateRationaleNoticed,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.facts import ClockOf
from screening.case.urgency import IN_WORDS as URGENT_WORDS
from screening.read_models.alerts import Alert
from shared.web.code_words import in_words
from shared.web.words import date_words, day_and_time_words, duration_words

QUALITY_TESTS: Mapping[str, str] = {
    "q1": "Every child named, with a date of birth",
    "q2": "The household, and who has parental responsibility",
    "q3": "Ethnicity, language and disability",
    "q4": "School or GP",
    "q5": "A specific worry: what, when, and how it is known",
    "q6": "What it is like for each child",
    "q7": "The child's own words or view",
    "q8": "Strengths, and what has been tried",
    "q9": "Who knows and who agrees, with reasons",
    "q10": "The sender's own analysis, and what they want to happen",
}

LAG_BANDS: Mapping[str, str] = {
    "IN_BAND": "In time",
    "LATE": "Late: over the limit for its grade",
    "STALE": "Stale: we were told more than 7 days after the incident",
}

GUARD_TASKS: Mapping[str, str] = {
    "SCR-01": "Record the management direction",
    "SCR-02": "Review the history",
    "SCR-03": "Clarify with the sender",
    "SCR-04": "Say which assumptions you tested",
    "SCR-05": "Another manager authorises",
    "SCR-07": "Analyse the pattern",
    "SCR-08": "Agreement to early help",
    "SCR-09": "Find out who knows and who agrees",
    "SCR-10": "Check with MARAC",
    "SCR-11": "The team that holds the case acknowledges",
    "SCR-12": "Propose a decision for each child",
    "SCR-13": "Answer the directed checks",
    "SCR-14": "Rate the case again",
    "SCR-15": "Say how the safety plan is watched",
    "SCR-16": "Make the step-down specific",
    "SCR-17": "Tell the referrer the outcome",
    "SCR-18": "Answer the agency that disagrees",
}


def said_in(event: object) -> str:
    """What an event says beyond its title, as one paragraph; empty where the title says all."""
    match event:
        case RagAssigned() | RagProposed():
            return joined(in_words(event.rag, "rag"), *event.reasons)
        case ManagementDirectionRecorded():
            checks = ", ".join(in_words(agency) for agency in event.checks_required)
            return joined(event.text, *event.questions_to_answer, checks and f"Check with: {checks}")
        case InjuryRecorded():
            return event.text
        case ScreenerAssigned():
            return joined(f"Now with {event.screener_id}", event.handover_note)
        case IncidentLagNoted():
            lag = duration_words(timedelta(hours=event.lag_hours))
            band = LAG_BANDS.get(event.band, event.band) if event.domestic_abuse or event.band == "STALE" else ""
            return f"{lag} after the incident. {band}".strip()
        case HistoryReviewed():
            return event.summary
        case CumulativeRiskAnalysed():
            return joined(in_words(event.trajectory), event.so_what)
        case ClarificationRequested():
            return joined(*event.questions, f"Due {day_and_time_words(event.answer_due_at)}")
        case ClarificationAttempted():
            return joined(f"{in_words(event.method)}, attempt {event.n}", event.outcome)
        case ClarificationReceived():
            return event.text
        case FamilySpokenTo():
            return joined(event.who, event.views)
        case ChildVoiceRecorded():
            return event.words
        case CaseDiscussionRecorded():
            considered = joined(event.history, *event.complicating_factors)
            return joined(", ".join(event.took_part), considered, event.what_follows)
        case OpenCaseAcknowledged():
            return event.team
        case (
            CareStatusNoted()
            | SiblingsFoundNoted()
            | SiblingExclusionNoted()
            | MaracReferralNoted()
            | MissingConcernNoted()
            | PoliceGradeNoted()
        ):
            return _of_intake(event)
        case _:
            return _of_checks(event) or _of_decisions(event)


def _of_intake(
    event: CareStatusNoted
    | SiblingsFoundNoted
    | SiblingExclusionNoted
    | MaracReferralNoted
    | MissingConcernNoted
    | PoliceGradeNoted,
) -> str:
    match event:
        case CareStatusNoted():
            manager = f"manager: {event.manager}" if event.manager else ""
            return joined(in_words(event.care_status, "care_status"), event.team or "", event.worker or "", manager)
        case SiblingsFoundNoted():
            return f"{len(event.found)} to be added or left out"
        case SiblingExclusionNoted():
            return event.reason
        case PoliceGradeNoted():
            return joined(in_words(event.police_grade), "Confirmed by the hub" if event.by_hub else "")
        case MaracReferralNoted():
            return event.by_agency
        case MissingConcernNoted():
            return joined(URGENT_WORDS[event.because], event.words)


def _of_checks(event: object) -> str:
    match event:
        case InformationRequested():
            due = f"Due {day_and_time_words(event.answer_due_at)}"
            return joined(in_words(event.agency), *event.questions, due)
        case InformationReceived():
            return joined(in_words(event.agency), event.from_whom, event.summary)
        case InformationDeclined():
            return joined(in_words(event.agency), event.from_whom, event.reason)
        case CheckProceededWithout():
            return joined(in_words(event.agency), event.reason)
        case _:
            return ""


def _of_decisions(event: object) -> str:
    match event:
        case ThresholdDecisionProposed():
            return joined(in_words(event.decision, "decision"), event.rationale)
        case AssumptionsTested():
            return joined(*event.assumptions_tested)
        case DecisionChallenged():
            return joined(*event.points)
        case SecondManagerSought():
            return event.manager_rationale
        case ThresholdDecisionAuthorised():
            late = "Late" if event.late else ""
            past = ", ".join(event.guards_overridden)
            let_past = f"Let past {past}" if past else ""
            return joined(in_words(event.decision, "decision"), late, let_past, event.manager_rationale)
        case GuardsDeferred():
            owed = ", ".join(GUARD_TASKS[guard].lower() for guard in event.guards)
            return joined(f"By {day_and_time_words(event.due_at)}", owed)
        case AuthorisationReviewOwed():
            return f"By {day_and_time_words(event.due_at)}"
        case AuthorisationReviewed():
            return event.text
        case BreachReasonRecorded():
            about = late_words(ClockOf(event.code, event.subject))
            return joined(about, in_words(event.reason.code), event.reason.text)
        case ContactLetPastNoted():
            return joined(event.guard, event.reason)
        case GuardOverridden():
            return joined(event.guard, event.reason, f"Looked at again by {date_words(event.review_by)}")
        case OverrideReviewed():
            return joined(event.guard, "Agrees" if event.agrees else "Does not agree", event.text)
        case OutcomeFeedbackSent():
            return event.not_told_because or event.told_whom
        case ScreeningReopened() | ScreeningEnded():
            return event.reason
        case TemplateRationaleNoticed():
            return f"The same words for {event.times} other children in {event.days} days"
        case EscalationNoted():
            return event.agency_name
        case EscalationEndNoted():
            return event.how
        case _:
            return ""


def late_words(clock: ClockOf) -> str:
    """What a clock is about; one that waits for an agency says which."""
    _, _, agency = clock.subject.partition("/")
    return joined(in_words(clock.code, "clock"), in_words(agency) if agency else "")


def joined(*parts: str) -> str:
    """The parts that say something."""
    return " · ".join(part for part in parts if part)


def whom(alert: Alert, names: Mapping[str, str]) -> str:
    """Whom a deadline is about, for somebody who may read these names; a shift's is about no one child."""
    named = ", ".join(names[child_id] for child_id in alert.children if child_id in names)
    count = len(alert.children)
    if named or count:
        return named or f"{count} {'child' if count == 1 else 'children'}"
    return "No child named" if alert.contact_id else "The whole service"
