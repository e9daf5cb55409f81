"""What the other services tell, and what follows from it: alerts and receipts at once, outcomes by the sender."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from notifications.notification.commands import RequestNotification
from notifications.notification.decider import NOTIFICATION
from notifications.owed.facts import Kind
from notifications.policy import POLICY
from notifications.read_models import contacts, outstanding, owed, quality
from notifications.readings import (
    ChildIdentified,
    ClarificationMissed,
    ClarificationRequested,
    ClockStarted,
    ContactAmended,
    ContactGuardOverridden,
    ContactQualityAssessed,
    ContactReceived,
    EscalationAnswered,
    InformationRequested,
    LadoReferralRouted,
    MaracJudgementRecorded,
    MaracReferralRecorded,
    MissingEpisodeClosed,
    PoliceRiskGradeAmended,
    PrivateFosteringRouted,
    SiblingAdded,
    StepDownAgreed,
    StepDownProposed,
    StepUpDecided,
    ThresholdDecisionAuthorised,
    VictimAndPerpetratorClarified,
)
from notifications.requests import (
    encompass_requests,
    encompass_requests_anew,
    encompass_requests_joined,
    receipt_request,
    roles_unclear,
)
from shared.database import Connection
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions

SUBSCRIPTIONS = Subscriptions("notifications")
MARAC_CLOCK = "CK_MARAC"


def request_step(command: RequestNotification) -> Step:
    """Into the stream of its own, where a second request for the same words is known again (NOT-08)."""
    stream = f"Notification-{command.about.notification_id}"
    return Step(stream=stream, decider=NOTIFICATION, command=command)


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactReceived.v1", ContactReceived)
def tell_who_must_know_of_it(message: Message[ContactReceived]) -> Sequence[Step]:
    """A receipt for the sender; for a police domestic abuse contact, an alert to each child's school."""
    receipt = receipt_request(message.data, message.meta, POLICY)
    alerts = encompass_requests(message.data, message.meta, POLICY)
    return [request_step(command) for command in ([receipt] if receipt else []) + alerts]


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactReceived.v1", ContactReceived)
async def remember_contact(connection: Connection, message: Message[ContactReceived]) -> None:
    await contacts.remember(connection, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactQualityAssessed.v1", ContactQualityAssessed)
async def note_quality(connection: Connection, message: Message[ContactQualityAssessed]) -> None:
    await quality.note(connection, message)


@SUBSCRIPTIONS.on("contacts", "frontdoor.ContactAmended.v1", ContactAmended)
def tell_schools_of_a_later_version(message: Message[ContactAmended]) -> Sequence[Step]:
    """Whoever is named for the first time, in what is domestic abuse now, is somebody's pupil too."""
    return [request_step(command) for command in encompass_requests_anew(message.data, message.meta, POLICY)]


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactAmended.v1", ContactAmended)
async def note_amendment(connection: Connection, message: Message[ContactAmended]) -> None:
    """A later version may name more children, or be the one that mixes victim and perpetrator up. Of one that came late
    only the children whom nobody had named are told, as added."""
    if message.data.superseded:
        return
    await contacts.add_children(connection, message.data.contact_id, message.data.children)
    await contacts.note_newest_version(connection, message)
    await _changed(connection, message)
    if roles_unclear(message.data.flags):
        await contacts.note_roles(connection, message.data.contact_id, unclear=True)


@SUBSCRIPTIONS.project("contacts", "frontdoor.VictimAndPerpetratorClarified.v1", VictimAndPerpetratorClarified)
async def note_clarification(connection: Connection, message: Message[VictimAndPerpetratorClarified]) -> None:
    """The police have answered: what was held for it may leave."""
    await contacts.note_who_did_what(connection, message)
    await _changed(connection, message)
    await _no_longer_held_for_roles(connection, message.data.contact_id, message.meta.recorded_at)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactGuardOverridden.v1", ContactGuardOverridden)
async def note_let_past(connection: Connection, message: Message[ContactGuardOverridden]) -> None:
    """A manager answers for telling before the police have answered (INT-07)."""
    if roles_unclear([message.data.guard]):
        await _no_longer_held_for_roles(connection, message.data.contact_id, message.meta.recorded_at)


async def _no_longer_held_for_roles(connection: Connection, contact_id: str, at: datetime) -> None:
    await contacts.note_roles(connection, contact_id, unclear=False)
    await outstanding.look_again_at_those_of(connection, contact_id, at)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ChildIdentified.v1", ChildIdentified)
async def note_identity(connection: Connection, message: Message[ChildIdentified]) -> None:
    await contacts.note_identity(connection, message)


@SUBSCRIPTIONS.on("contacts", "frontdoor.SiblingAdded.v1", SiblingAdded)
def tell_the_school_of_a_child_who_joins(message: Message[SiblingAdded]) -> Sequence[Step]:
    return [request_step(command) for command in encompass_requests_joined(message.data, message.meta, POLICY)]


@SUBSCRIPTIONS.project("contacts", "frontdoor.SiblingAdded.v1", SiblingAdded)
async def note_sibling(connection: Connection, message: Message[SiblingAdded]) -> None:
    await contacts.add_children(connection, message.data.contact_id, [message.data.child])
    await _changed(connection, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.PoliceRiskGradeAmended.v1", PoliceRiskGradeAmended)
async def note_grade(connection: Connection, message: Message[PoliceRiskGradeAmended]) -> None:
    await contacts.note_grade(connection, message)
    await _changed(connection, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.MaracJudgementRecorded.v1", MaracJudgementRecorded)
async def note_judgement(connection: Connection, message: Message[MaracJudgementRecorded]) -> None:
    await contacts.note_judgement(connection, message.data)
    await _changed(connection, message)


async def _changed(connection: Connection, message: Message[Any]) -> None:
    """What is known of the contact now is what words that have not left have to say."""
    await owed.put_together_again(connection, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.MissingEpisodeClosed.v1", MissingEpisodeClosed)
async def owe_a_return_interview(connection: Connection, message: Message[MissingEpisodeClosed]) -> None:
    await owed.remember(connection, Kind.RETURN_INTERVIEW, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.LadoReferralRouted.v1", LadoReferralRouted)
async def owe_the_allegation(connection: Connection, message: Message[LadoReferralRouted]) -> None:
    await owed.remember(connection, Kind.ALLEGATION, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.PrivateFosteringRouted.v1", PrivateFosteringRouted)
async def owe_a_fostering_visit(connection: Connection, message: Message[PrivateFosteringRouted]) -> None:
    await owed.remember(connection, Kind.PRIVATE_FOSTERING, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ClockStarted.v1", ClockStarted)
async def owe_a_marac_referral(connection: Connection, message: Message[ClockStarted]) -> None:
    """What goes to MARAC is intake's to say: it starts the clock."""
    started = message.data
    if started.code == MARAC_CLOCK:
        await owed.remember(connection, Kind.MARAC, message, at=started.started_at)


@SUBSCRIPTIONS.project("contacts", "frontdoor.MaracReferralRecorded.v1", MaracReferralRecorded)
async def owe_marac_nothing(connection: Connection, message: Message[MaracReferralRecorded]) -> None:
    await owed.marac_has_it(connection, message.data.contact_id)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", ThresholdDecisionAuthorised)
async def owe_the_outcome(connection: Connection, message: Message[ThresholdDecisionAuthorised]) -> None:
    await owed.remember(connection, Kind.OUTCOME, message, at=message.data.decided_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ClarificationRequested.v1", ClarificationRequested)
async def owe_questions_to_the_sender(connection: Connection, message: Message[ClarificationRequested]) -> None:
    await owed.remember(connection, Kind.CLARIFICATION, message, at=message.data.requested_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ClarificationMissed.v1", ClarificationMissed)
async def owe_the_lead_a_word(connection: Connection, message: Message[ClarificationMissed]) -> None:
    await owed.remember(connection, Kind.CLARIFICATION_MISSED, message, at=message.data.due_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.InformationRequested.v1", InformationRequested)
async def owe_questions_to_an_agency(connection: Connection, message: Message[InformationRequested]) -> None:
    await owed.remember(connection, Kind.INFORMATION, message, at=message.data.requested_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.StepDownProposed.v1", StepDownProposed)
async def owe_the_pack(connection: Connection, message: Message[StepDownProposed]) -> None:
    """Where a second manager must agree (SCR-10), nothing is offered to anybody before."""
    offered = message.data
    await owed.remember(
        connection, Kind.STEP_DOWN, message, at=offered.proposed_at, waits=offered.second_manager_wanted
    )


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.StepDownAgreed.v1", StepDownAgreed)
async def offer_the_pack(connection: Connection, message: Message[StepDownAgreed]) -> None:
    await owed.step_down_agreed(connection, message)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.StepUpDecided.v1", StepUpDecided)
async def owe_early_help_the_answer(connection: Connection, message: Message[StepUpDecided]) -> None:
    await owed.remember(connection, Kind.STEP_UP_ANSWER, message, at=message.data.decided_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.EscalationAnswered.v1", EscalationAnswered)
async def owe_the_answer(connection: Connection, message: Message[EscalationAnswered]) -> None:
    await owed.remember(connection, Kind.ESCALATION_ANSWER, message, at=message.data.answered_at)
