"""What has happened in intake."""

from intake.events.catalogue import EVENTS as EVENTS
from intake.events.contact import ConsentStatusRecorded as ConsentStatusRecorded
from intake.events.contact import ContactAmended as ContactAmended
from intake.events.contact import ContactQualityAssessed as ContactQualityAssessed
from intake.events.contact import ContactReceived as ContactReceived
from intake.events.contact import IncidentLagMeasured as IncidentLagMeasured
from intake.events.contact import IntelligenceHandlingMarked as IntelligenceHandlingMarked
from intake.events.contact import PoliceRiskGradeAmended as PoliceRiskGradeAmended
from intake.events.contact import ReferrerAcknowledged as ReferrerAcknowledged
from intake.events.contact import VictimAndPerpetratorClarified as VictimAndPerpetratorClarified
from intake.events.household import CareStatusAtContactRecorded as CareStatusAtContactRecorded
from intake.events.household import ChildNamed as ChildNamed
from intake.events.household import ContactCompleted as ContactCompleted
from intake.events.household import FoundSibling as FoundSibling
from intake.events.household import JoinedContact as JoinedContact
from intake.events.household import OpenCaseContactRouted as OpenCaseContactRouted
from intake.events.household import SiblingAdded as SiblingAdded
from intake.events.household import SiblingExcluded as SiblingExcluded
from intake.events.household import SiblingsFound as SiblingsFound
from intake.events.identity import Candidate as Candidate
from intake.events.identity import ChildIdentified as ChildIdentified
from intake.events.identity import Evidence as Evidence
from intake.events.identity import IdentityLinkCorrected as IdentityLinkCorrected
from intake.events.identity import IdentityMatchProposed as IdentityMatchProposed
from intake.events.identity import IdentitySealed as IdentitySealed
from intake.events.missing import MissingEpisodeClosed as MissingEpisodeClosed
from intake.events.missing import MissingEpisodeOpened as MissingEpisodeOpened
from intake.events.missing import MissingEpisodesCounted as MissingEpisodesCounted
from intake.events.missing import RhiCompleted as RhiCompleted
from intake.events.missing import RhiDeclined as RhiDeclined
from intake.events.missing import RhiOffered as RhiOffered
from intake.events.overriding import ContactGuardOverridden as ContactGuardOverridden
from intake.events.overriding import ContactOverrideReviewed as ContactOverrideReviewed
from intake.events.pathways import ContactMarkedNotAboutAChild as ContactMarkedNotAboutAChild
from intake.events.pathways import ContactRedirected as ContactRedirected
from intake.events.pathways import DuplicateContactLinked as DuplicateContactLinked
from intake.events.pathways import DuplicateContactUnlinked as DuplicateContactUnlinked
from intake.events.pathways import LadoReferralRouted as LadoReferralRouted
from intake.events.pathways import MaracJudgementRecorded as MaracJudgementRecorded
from intake.events.pathways import MaracReferralRecorded as MaracReferralRecorded
from intake.events.pathways import MissingPatternConsidered as MissingPatternConsidered
from intake.events.pathways import PrivateFosteringRouted as PrivateFosteringRouted
from intake.events.pathways import PrivateFosteringVisited as PrivateFosteringVisited
from intake.events.unreadable import UnreadableSubmissionDealtWith as UnreadableSubmissionDealtWith
from intake.events.unreadable import UnreadableSubmissionKept as UnreadableSubmissionKept

ContactEvent = (
    ContactReceived
    | ContactAmended
    | PoliceRiskGradeAmended
    | IntelligenceHandlingMarked
    | VictimAndPerpetratorClarified
    | IncidentLagMeasured
    | ContactQualityAssessed
    | ConsentStatusRecorded
    | ReferrerAcknowledged
    | IdentityMatchProposed
    | ChildIdentified
    | IdentityLinkCorrected
    | MissingEpisodeOpened
    | MissingEpisodesCounted
    | MissingEpisodeClosed
    | SiblingsFound
    | SiblingAdded
    | ChildNamed
    | SiblingExcluded
    | ContactCompleted
    | CareStatusAtContactRecorded
    | OpenCaseContactRouted
    | ContactGuardOverridden
    | ContactOverrideReviewed
    | ContactMarkedNotAboutAChild
    | ContactRedirected
    | DuplicateContactLinked
    | DuplicateContactUnlinked
    | LadoReferralRouted
    | PrivateFosteringRouted
    | PrivateFosteringVisited
    | MaracJudgementRecorded
    | MaracReferralRecorded
    | MissingPatternConsidered
    | RhiOffered
    | RhiCompleted
    | RhiDeclined
)
