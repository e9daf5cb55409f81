"""What intake lets the other services read, on the topic ``contacts``."""

from collections.abc import Sequence

from intake import events
from intake.publishing import children, contacts, ways
from intake.publishing.parts import TOPIC as TOPIC
from shared.contracts import Contract
from shared.events import Recorded

SAME_FIELDS: dict[type, type[Contract]] = {
    events.PoliceRiskGradeAmended: contacts.PoliceRiskGradeAmendedV1,
    events.IntelligenceHandlingMarked: contacts.IntelligenceHandlingMarkedV1,
    events.VictimAndPerpetratorClarified: contacts.VictimAndPerpetratorClarifiedV1,
    events.IncidentLagMeasured: contacts.IncidentLagMeasuredV1,
    events.ConsentStatusRecorded: contacts.ConsentStatusRecordedV1,
    events.ReferrerAcknowledged: contacts.ReferrerAcknowledgedV1,
    events.ChildIdentified: children.ChildIdentifiedV1,
    events.IdentityLinkCorrected: children.IdentityLinkCorrectedV1,
    events.SiblingsFound: children.SiblingsFoundV1,
    events.SiblingExcluded: children.SiblingExcludedV1,
    events.ContactCompleted: children.ContactCompletedV1,
    events.CareStatusAtContactRecorded: children.CareStatusAtContactRecordedV1,
    events.OpenCaseContactRouted: children.OpenCaseContactRoutedV1,
    events.MissingEpisodeOpened: children.MissingEpisodeOpenedV1,
    events.MissingEpisodeClosed: children.MissingEpisodeClosedV1,
    events.RhiOffered: children.RhiOfferedV1,
    events.RhiCompleted: children.RhiCompletedV1,
    events.RhiDeclined: children.RhiDeclinedV1,
    events.MissingPatternConsidered: children.MissingPatternConsideredV1,
    events.ContactGuardOverridden: ways.ContactGuardOverriddenV1,
    events.ContactMarkedNotAboutAChild: ways.ContactMarkedNotAboutAChildV1,
    events.ContactRedirected: ways.ContactRedirectedV1,
    events.DuplicateContactLinked: ways.DuplicateContactLinkedV1,
    events.DuplicateContactUnlinked: ways.DuplicateContactUnlinkedV1,
    events.LadoReferralRouted: ways.LadoReferralRoutedV1,
    events.PrivateFosteringRouted: ways.PrivateFosteringRoutedV1,
    events.PrivateFosteringVisited: ways.PrivateFosteringVisitedV1,
    events.MaracJudgementRecorded: ways.MaracJudgementRecordedV1,
    events.MaracReferralRecorded: ways.MaracReferralRecordedV1,
}


def publish(recorded: Recorded[object]) -> Sequence[Contract]:
    """The contracts that follow from one of our events. A sealed identity is nobody else's to know."""
    match recorded.data:
        case events.ContactReceived() as event:
            return [contacts.received(event)]
        case events.ContactAmended() as event:
            return [contacts.amended(event)]
        case events.ContactQualityAssessed() as event:
            return [contacts.quality(event)]
        case events.IdentityMatchProposed() as event:
            return [_proposed(event)]
        case events.SiblingAdded() | events.ChildNamed() as event:
            return [children.added(event)]
        case event if type(event) in SAME_FIELDS:
            return [SAME_FIELDS[type(event)].model_validate(event, from_attributes=True)]
        case _:
            return []


def _proposed(event: events.IdentityMatchProposed) -> children.IdentityMatchProposedV1:
    return children.IdentityMatchProposedV1(
        contact_id=event.contact_id,
        temp_ref=event.temp_ref,
        provisional_child_id=event.child_id,
        candidates=tuple(
            children.CandidatePart(child_id=candidate.child_id, score=candidate.score, fields=candidate.fields)
            for candidate in event.candidates
        ),
    )
