"""What the events of screening are called on its pages."""

from collections.abc import Mapping

from shared.events import Recorded
from shared.web.code_words import in_words

TITLES: Mapping[str, str] = {
    "ScreeningOpened": "Contact received, screening opened",
    "ContactAmendmentNoted": "The sender amended the contact",
    "SiblingNoted": "A child of the household added",
    "SiblingsFoundNoted": "Other children of the household found",
    "SiblingExclusionNoted": "A child of the household left out",
    "ContactCompletionNoted": "Every child of the household looked at",
    "CareStatusNoted": "Status of the child when the contact came",
    "ConsentStatusNoted": "Who knows and who agrees",
    "MissingConcernNoted": "The missing child needs a new look",
    "MaracReferralNoted": "Referral to MARAC confirmed",
    "ContactQualityNoted": "Quality of the contact assessed",
    "ChildIdentityNoted": "A child identified",
    "IncidentLagNoted": "Time between incident and contact measured",
    "StrategyConvenedNoted": "Strategy discussion held",
    "InjuryRecorded": "Injury recorded",
    "PoliceGradeNoted": "The police graded the risk",
    "ContactLetPastNoted": "A manager let the contact past a rule",
    "RagAssigned": "Rated",
    "RagProposed": "Rating proposed",
    "ManagementDirectionRecorded": "Management direction",
    "ScreenerAssigned": "Given to a screener",
    "HistoryReviewed": "History reviewed",
    "CumulativeRiskAnalysed": "Pattern analysed",
    "ClarificationRequested": "Sender asked to clarify",
    "ClarificationAttempted": "Tried to reach the sender",
    "ClarificationMissed": "The sender did not answer in time",
    "ClarificationReceived": "The sender clarified",
    "InformationRequested": "Agency asked",
    "InformationReceived": "Agency answered",
    "InformationDeclined": "Agency declined to share",
    "CheckProceededWithout": "Going on without a check",
    "FamilySpokenTo": "Family spoken to",
    "ChildVoiceRecorded": "The child's voice",
    "CaseDiscussionRecorded": "Case discussed",
    "OpenCaseAcknowledged": "The team that holds the case acknowledged",
    "ThresholdDecisionProposed": "Decision proposed",
    "AssumptionsTested": "Assumptions tested",
    "DecisionChallenged": "Decision challenged",
    "SecondManagerSought": "One manager agrees, a second is needed",
    "ThresholdDecisionAuthorised": "Decision authorised",
    "GuardsDeferred": "Protection went first: still owed",
    "AuthorisationReviewOwed": "Another manager has to look",
    "AuthorisationReviewed": "Another manager looked",
    "BreachReasonRecorded": "Why it was late",
    "GuardOverridden": "Guard overridden",
    "OverrideReviewed": "Another manager looked at an override",
    "OutcomeFeedbackSent": "Referrer told the outcome",
    "QualityFeedbackGiven": "Sender told where the contact fell short",
    "ScreeningClosed": "Screening closed",
    "ScreeningEnded": "Contact ended without a decision",
    "ScreeningReopened": "Screening reopened",
    "EscalationNoted": "An agency disagrees",
    "TemplateRationaleNoticed": "The same rationale as before (SCR-19)",
    "EscalationEndNoted": "The disagreement has ended",
}


def title_of(recorded: Recorded[object]) -> str:
    return TITLES.get(recorded.type, in_words(recorded.type))
