"""What may be asked of a screening. ``by`` asks, ``at`` is when; deciders see no other clock."""

from screening.case.commands.asked import Asked as Asked
from screening.case.commands.decision import (
    AuthoriseDecision,
    ChallengeDecision,
    CloseScreening,
    DeferGuards,
    OverrideGuard,
    ProposeDecision,
    RecordAssumptionsTested,
    RecordBreachReason,
    ReopenScreening,
    ReviewAuthorisation,
    ReviewOverride,
    SendOutcomeFeedback,
)
from screening.case.commands.enquiry import (
    AcknowledgeOpenCase,
    AnalyseCumulative,
    Enquiry,
    ProceedWithoutCheck,
    RecordCaseDiscussion,
    RecordChildVoice,
    RecordClarification,
    RecordClarificationAttempt,
    RecordConversation,
    RecordInformation,
    RecordInformationDeclined,
    RequestClarification,
    RequestInformation,
    ReviewHistory,
)
from screening.case.commands.escalating import NoteEscalation, NoteEscalationEnded
from screening.case.commands.opening import (
    AssignRag,
    AssignScreener,
    Note,
    NoteAmendment,
    NoteCareStatus,
    NoteClarificationMissed,
    NoteCompletion,
    NoteConsent,
    NoteContactLetPast,
    NoteEnding,
    NoteIdentity,
    NoteIncidentLag,
    NoteInformationAnswered,
    NoteMaracReferral,
    NoteMissingConcern,
    NoteOutcomeSent,
    NotePoliceGrade,
    NoteQuality,
    NoteSibling,
    NoteSiblingExcluded,
    NoteSiblingsFound,
    NoteStrategyConvened,
    OpenScreening,
    ProposeRag,
    RecordInjury,
    RecordManagementDirection,
)

Command = (
    Note
    | Enquiry
    | OpenScreening
    | AssignRag
    | AssignScreener
    | ProposeRag
    | RecordInjury
    | RecordManagementDirection
    | ProposeDecision
    | RecordAssumptionsTested
    | ChallengeDecision
    | AuthoriseDecision
    | DeferGuards
    | ReviewAuthorisation
    | OverrideGuard
    | RecordBreachReason
    | ReviewOverride
    | SendOutcomeFeedback
    | CloseScreening
    | ReopenScreening
    | NoteEscalation
    | NoteEscalationEnded
)

__all__ = [
    "AcknowledgeOpenCase",
    "AnalyseCumulative",
    "Asked",
    "AssignRag",
    "AssignScreener",
    "AuthoriseDecision",
    "ChallengeDecision",
    "CloseScreening",
    "Command",
    "DeferGuards",
    "Enquiry",
    "Note",
    "NoteAmendment",
    "NoteCareStatus",
    "NoteClarificationMissed",
    "NoteCompletion",
    "NoteConsent",
    "NoteContactLetPast",
    "NoteEnding",
    "NoteEscalation",
    "NoteEscalationEnded",
    "NoteIdentity",
    "NoteIncidentLag",
    "NoteInformationAnswered",
    "NoteMaracReferral",
    "NoteMissingConcern",
    "NoteOutcomeSent",
    "NotePoliceGrade",
    "NoteQuality",
    "NoteSibling",
    "NoteSiblingExcluded",
    "NoteSiblingsFound",
    "NoteStrategyConvened",
    "OpenScreening",
    "OverrideGuard",
    "ProceedWithoutCheck",
    "ProposeDecision",
    "ProposeRag",
    "RecordAssumptionsTested",
    "RecordBreachReason",
    "RecordCaseDiscussion",
    "RecordChildVoice",
    "RecordClarification",
    "RecordClarificationAttempt",
    "RecordConversation",
    "RecordInformation",
    "RecordInformationDeclined",
    "RecordInjury",
    "RecordManagementDirection",
    "ReopenScreening",
    "RequestClarification",
    "RequestInformation",
    "ReviewAuthorisation",
    "ReviewHistory",
    "ReviewOverride",
    "SendOutcomeFeedback",
]
