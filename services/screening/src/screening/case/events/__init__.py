"""What has happened in a screening.

Stored under these names for ever: a change is a new field with a default."""

from screening.case.events.catalogue import CASE_EVENTS as CASE_EVENTS
from screening.case.events.decision import (
    AssumptionsTested,
    AuthorisationReviewed,
    AuthorisationReviewOwed,
    DecisionChallenged,
    GuardOverridden,
    GuardsDeferred,
    OutcomeFeedbackSent,
    QualityFeedbackGiven,
    ScreeningClosed,
    ScreeningReopened,
    SecondManagerSought,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.events.enquiry import (
    CheckProceededWithout,
    ChildVoiceRecorded,
    ClarificationAttempted,
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
from screening.case.events.escalating import EscalationEndNoted, EscalationNoted
from screening.case.events.opening import (
    ChildIdentityNoted,
    ContactAmendmentNoted,
    ContactQualityNoted,
    IncidentLagNoted,
    ManagementDirectionRecorded,
    RagAssigned,
    ScreeningOpened,
    SiblingNoted,
    StrategyConvenedNoted,
)

Event = (
    ScreeningOpened
    | ContactAmendmentNoted
    | SiblingNoted
    | ContactQualityNoted
    | ChildIdentityNoted
    | IncidentLagNoted
    | StrategyConvenedNoted
    | RagAssigned
    | ManagementDirectionRecorded
    | HistoryReviewed
    | CumulativeRiskAnalysed
    | ClarificationRequested
    | ClarificationAttempted
    | ClarificationReceived
    | InformationRequested
    | InformationReceived
    | InformationDeclined
    | CheckProceededWithout
    | FamilySpokenTo
    | ChildVoiceRecorded
    | OpenCaseAcknowledged
    | ThresholdDecisionProposed
    | AssumptionsTested
    | DecisionChallenged
    | SecondManagerSought
    | ThresholdDecisionAuthorised
    | GuardsDeferred
    | AuthorisationReviewOwed
    | AuthorisationReviewed
    | GuardOverridden
    | OutcomeFeedbackSent
    | QualityFeedbackGiven
    | ScreeningClosed
    | ScreeningReopened
    | EscalationNoted
    | EscalationEndNoted
)

__all__ = [
    "CASE_EVENTS",
    "AssumptionsTested",
    "AuthorisationReviewOwed",
    "AuthorisationReviewed",
    "CheckProceededWithout",
    "ChildIdentityNoted",
    "ChildVoiceRecorded",
    "ClarificationAttempted",
    "ClarificationReceived",
    "ClarificationRequested",
    "ContactAmendmentNoted",
    "ContactQualityNoted",
    "CumulativeRiskAnalysed",
    "DecisionChallenged",
    "EscalationEndNoted",
    "EscalationNoted",
    "Event",
    "FamilySpokenTo",
    "GuardOverridden",
    "GuardsDeferred",
    "HistoryReviewed",
    "IncidentLagNoted",
    "InformationDeclined",
    "InformationReceived",
    "InformationRequested",
    "ManagementDirectionRecorded",
    "OpenCaseAcknowledged",
    "OutcomeFeedbackSent",
    "QualityFeedbackGiven",
    "RagAssigned",
    "ScreeningClosed",
    "ScreeningOpened",
    "ScreeningReopened",
    "SecondManagerSought",
    "SiblingNoted",
    "StrategyConvenedNoted",
    "ThresholdDecisionAuthorised",
    "ThresholdDecisionProposed",
]
