"""What has happened in a screening.

Stored under these names for ever: a change is a new field with a default."""

from screening.case.events.catalogue import CASE_EVENTS as CASE_EVENTS
from screening.case.events.decision import (
    AssumptionsTested,
    AuthorisationReviewed,
    AuthorisationReviewOwed,
    BreachReasonRecorded,
    DecisionChallenged,
    GuardOverridden,
    GuardsDeferred,
    OutcomeFeedbackSent,
    OverrideReviewed,
    QualityFeedbackGiven,
    ScreeningClosed,
    ScreeningEnded,
    ScreeningReopened,
    SecondManagerSought,
    TemplateRationaleNoticed,
    ThresholdDecisionAuthorised,
    ThresholdDecisionProposed,
)
from screening.case.events.enquiry import (
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
from screening.case.events.escalating import EscalationEndNoted, EscalationNoted
from screening.case.events.opening import (
    CareStatusNoted,
    ChildIdentityNoted,
    ConsentStatusNoted,
    ContactAmendmentNoted,
    ContactCompletionNoted,
    ContactLetPastNoted,
    ContactQualityNoted,
    IncidentLagNoted,
    InjuryRecorded,
    ManagementDirectionRecorded,
    MaracReferralNoted,
    MissingConcernNoted,
    PoliceGradeNoted,
    RagAssigned,
    RagProposed,
    ScreenerAssigned,
    ScreeningOpened,
    SiblingExclusionNoted,
    SiblingNoted,
    SiblingsFoundNoted,
    StrategyConvenedNoted,
)

Event = (
    ScreeningOpened
    | ContactAmendmentNoted
    | SiblingNoted
    | SiblingsFoundNoted
    | SiblingExclusionNoted
    | ContactCompletionNoted
    | CareStatusNoted
    | ConsentStatusNoted
    | MaracReferralNoted
    | MissingConcernNoted
    | ContactLetPastNoted
    | PoliceGradeNoted
    | ContactQualityNoted
    | ChildIdentityNoted
    | IncidentLagNoted
    | StrategyConvenedNoted
    | InjuryRecorded
    | RagAssigned
    | RagProposed
    | ManagementDirectionRecorded
    | ScreenerAssigned
    | HistoryReviewed
    | CumulativeRiskAnalysed
    | ClarificationRequested
    | ClarificationAttempted
    | ClarificationMissed
    | ClarificationReceived
    | InformationRequested
    | InformationReceived
    | InformationDeclined
    | CheckProceededWithout
    | FamilySpokenTo
    | ChildVoiceRecorded
    | CaseDiscussionRecorded
    | OpenCaseAcknowledged
    | ThresholdDecisionProposed
    | AssumptionsTested
    | DecisionChallenged
    | SecondManagerSought
    | ThresholdDecisionAuthorised
    | GuardsDeferred
    | AuthorisationReviewOwed
    | AuthorisationReviewed
    | BreachReasonRecorded
    | GuardOverridden
    | OverrideReviewed
    | OutcomeFeedbackSent
    | QualityFeedbackGiven
    | ScreeningClosed
    | ScreeningEnded
    | ScreeningReopened
    | EscalationNoted
    | TemplateRationaleNoticed
    | EscalationEndNoted
)

Urgent = ContactAmendmentNoted | SiblingNoted | InjuryRecorded | PoliceGradeNoted | MissingConcernNoted
"""They say what makes the case urgent from then on."""

__all__ = [
    "CASE_EVENTS",
    "AssumptionsTested",
    "AuthorisationReviewOwed",
    "AuthorisationReviewed",
    "BreachReasonRecorded",
    "CareStatusNoted",
    "CaseDiscussionRecorded",
    "CheckProceededWithout",
    "ChildIdentityNoted",
    "ChildVoiceRecorded",
    "ClarificationAttempted",
    "ClarificationMissed",
    "ClarificationReceived",
    "ClarificationRequested",
    "ConsentStatusNoted",
    "ContactAmendmentNoted",
    "ContactCompletionNoted",
    "ContactLetPastNoted",
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
    "InjuryRecorded",
    "ManagementDirectionRecorded",
    "MaracReferralNoted",
    "MissingConcernNoted",
    "OpenCaseAcknowledged",
    "OutcomeFeedbackSent",
    "OverrideReviewed",
    "PoliceGradeNoted",
    "QualityFeedbackGiven",
    "RagAssigned",
    "RagProposed",
    "ScreenerAssigned",
    "ScreeningClosed",
    "ScreeningEnded",
    "ScreeningOpened",
    "ScreeningReopened",
    "SecondManagerSought",
    "SiblingExclusionNoted",
    "SiblingNoted",
    "SiblingsFoundNoted",
    "StrategyConvenedNoted",
    "TemplateRationaleNoticed",
    "ThresholdDecisionAuthorised",
    "ThresholdDecisionProposed",
    "Urgent",
]
