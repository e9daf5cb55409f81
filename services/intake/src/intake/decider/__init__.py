"""The rules of a contact: whatever arrives is received, once; every later version is kept; people say who is who."""

from collections.abc import Sequence
from typing import assert_never

from intake.commands import (
    AcknowledgeReferrer,
    AddSibling,
    CheckLink,
    ClarifyVictimAndPerpetrator,
    CompleteReturnInterview,
    ConfirmContactQuality,
    ConfirmIdentity,
    ConsiderMissingPattern,
    ContactCommand,
    CorrectIdentityLink,
    DeclineReturnInterview,
    ExcludeSibling,
    JudgeForMarac,
    LinkDuplicate,
    MarkIntelligenceHandling,
    MarkNotAboutAChild,
    NameChild,
    OfferReturnInterview,
    OverrideGuard,
    RecordCareStatus,
    RecordConsentStatus,
    RecordMaracReferral,
    RecordPrivateFosteringVisit,
    RedirectContact,
    ReportChildReturned,
    ReviewOverride,
    RoutePrivateFostering,
    RouteToLado,
    SetPoliceRiskGrade,
    SubmitContact,
    UnlinkDuplicate,
)
from intake.decider import (
    amending,
    arriving,
    clarifying,
    grading,
    handling,
    household,
    identifying,
    missing,
    naming,
    overriding,
    quality,
    telling,
    ways,
)
from intake.decider.state import Contact as Contact
from intake.decider.state import evolve
from intake.events import ContactEvent
from shared.decider import Decider


def decide(command: ContactCommand, state: Contact) -> Sequence[ContactEvent]:
    match command:
        case SubmitContact():
            before = state.account
            return arriving.receive(command) if before is None else amending.amend(command, state, before)
        case ConfirmIdentity():
            identified = identifying.confirm(command, state)
            counted = missing.counted(state, command.temp_ref, identified.child_id, command.missing_before, command.at)
            return [identified, *household.named_after_all(identified, state, command.at), *counted]
        case CorrectIdentityLink():
            return identifying.correct(command, state)
        case AddSibling():
            return household.add(command, state)
        case NameChild():
            return naming.name(command, state)
        case ExcludeSibling():
            return household.exclude(command, state)
        case RecordCareStatus():
            return household.record_care_status(command, state)
        case ClarifyVictimAndPerpetrator():
            return [clarifying.clarify(command, state)]
        case SetPoliceRiskGrade():
            return grading.set_by_hub(command, state)
        case MarkIntelligenceHandling():
            return [handling.mark(command, state)]
        case OverrideGuard():
            return overriding.override(command, state)
        case ReviewOverride():
            return [overriding.review(command, state)]
        case ConfirmContactQuality():
            return [quality.confirm_quality(command, state)]
        case RecordConsentStatus():
            return [telling.record_consent(command, state)]
        case AcknowledgeReferrer():
            return telling.acknowledge(command, state)
        case ReportChildReturned():
            return missing.returned(command, state)
        case OfferReturnInterview() | CompleteReturnInterview() | DeclineReturnInterview():
            return missing.interview(command, state)
        case CheckLink():
            return ways.check_link(command, state)
        case ConsiderMissingPattern():
            return [missing.pattern_considered(command, state)]
        case _:
            return [_led(command, state)]


Ways = (
    MarkNotAboutAChild
    | RedirectContact
    | LinkDuplicate
    | UnlinkDuplicate
    | RouteToLado
    | RoutePrivateFostering
    | RecordPrivateFosteringVisit
    | JudgeForMarac
    | RecordMaracReferral
)


def _led(command: Ways, state: Contact) -> ContactEvent:
    match command:
        case MarkNotAboutAChild():
            return ways.mark_not_about_a_child(command, state)
        case RedirectContact():
            return ways.redirect(command, state)
        case LinkDuplicate():
            return ways.link_duplicate(command, state)
        case UnlinkDuplicate():
            return ways.unlink_duplicate(command, state)
        case RouteToLado():
            return ways.route_to_lado(command, state)
        case RoutePrivateFostering():
            return ways.route_private_fostering(command, state)
        case RecordPrivateFosteringVisit():
            return ways.visited(command, state)
        case JudgeForMarac():
            return ways.judge_for_marac(command, state)
        case RecordMaracReferral():
            return ways.record_marac(command, state)
    assert_never(command)


CONTACT: Decider[ContactCommand, ContactEvent, Contact] = Decider(initial=Contact(), decide=decide, evolve=evolve)
