"""What the other services tell, and what follows from it: alerts and receipts at once, outcomes by the sender."""

from collections.abc import Sequence
from datetime import datetime

from notifications.notification.commands import RequestNotification
from notifications.notification.decider import NOTIFICATION
from notifications.owed.facts import Kind
from notifications.policy import POLICY
from notifications.read_models import contacts, outstanding, owed
from notifications.readings import (
    ChildIdentified,
    ClarificationRequested,
    ContactAmended,
    ContactGuardOverridden,
    ContactQualityAssessed,
    ContactReceived,
    EscalationAnswered,
    InformationRequested,
    MissingEpisodeClosed,
    SiblingAdded,
    StepDownAgreed,
    StepDownProposed,
    ThresholdDecisionAuthorised,
    VictimAndPerpetratorClarified,
)
from notifications.requests import encompass_requests, receipt_request, roles_unclear
from shared.database import Connection
from shared.handling import Step
from shared.subscriptions import Message, Subscriptions

SUBSCRIPTIONS = Subscriptions("notifications")


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
    await contacts.note_quality(connection, message)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactAmended.v1", ContactAmended)
async def note_amendment(connection: Connection, message: Message[ContactAmended]) -> None:
    """A later version may name more children, or be the one that mixes victim and perpetrator up."""
    await contacts.add_children(connection, message.data.contact_id, message.data.children)
    if not message.data.superseded and roles_unclear(message.data.flags):
        await contacts.note_roles(connection, message.data.contact_id, unclear=True)


@SUBSCRIPTIONS.project("contacts", "frontdoor.VictimAndPerpetratorClarified.v1", VictimAndPerpetratorClarified)
async def note_clarification(connection: Connection, message: Message[VictimAndPerpetratorClarified]) -> None:
    """The police have answered: what was held for it may leave."""
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


@SUBSCRIPTIONS.project("contacts", "frontdoor.SiblingAdded.v1", SiblingAdded)
async def note_sibling(connection: Connection, message: Message[SiblingAdded]) -> None:
    await contacts.add_children(connection, message.data.contact_id, [message.data.child])


@SUBSCRIPTIONS.project("contacts", "frontdoor.MissingEpisodeClosed.v1", MissingEpisodeClosed)
async def owe_a_return_interview(connection: Connection, message: Message[MissingEpisodeClosed]) -> None:
    await owed.remember(connection, Kind.RETURN_INTERVIEW, message)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", ThresholdDecisionAuthorised)
async def owe_the_outcome(connection: Connection, message: Message[ThresholdDecisionAuthorised]) -> None:
    await owed.remember(connection, Kind.OUTCOME, message, at=message.data.decided_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ClarificationRequested.v1", ClarificationRequested)
async def owe_questions_to_the_sender(connection: Connection, message: Message[ClarificationRequested]) -> None:
    await owed.remember(connection, Kind.CLARIFICATION, message, at=message.data.requested_at)


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
    await owed.step_down_agreed(connection, message.data.step_down_id, message.meta.recorded_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.EscalationAnswered.v1", EscalationAnswered)
async def owe_the_answer(connection: Connection, message: Message[EscalationAnswered]) -> None:
    await owed.remember(connection, Kind.ESCALATION_ANSWER, message, at=message.data.answered_at)
