"""What the duty team's board listens to: contacts out of hours, and what the other services decide about a child."""

from collections.abc import Sequence
from datetime import date, datetime

from pydantic import Field

from edt_handover.codes import Safety
from edt_handover.read_models import children, facts, incoming
from edt_handover.read_models.facts import Question
from shared.contracts import Reading
from shared.database import Connection
from shared.subscriptions import Message, Subscriptions
from shared.working_time import in_service_hours

SUBSCRIPTIONS = Subscriptions("edt-handover")

SAFETY_WORDS = {"Y": Safety.Y, "N": Safety.N}


class NamedChild(Reading):
    child_id: str
    first_name: str = ""
    surname: str = ""
    dob: date | None = None


class Sender(Reading):
    name: str = ""


class Police(Reading):
    grade: str | None = None


class Missing(Reading):
    circumstances: str = ""


class ImmediateSafety(Reading):
    is_child_safe_now: str = ""


class Contact(Reading):
    contact_id: str
    contact_type: str = ""
    agency: Sender = Field(default_factory=Sender)
    worries: str = ""
    missing: Missing | None = None
    children: tuple[NamedChild, ...] = ()
    police: Police | None = None
    immediate_safety: ImmediateSafety = Field(default_factory=ImmediateSafety)

    @property
    def told(self) -> str:
        """What worries the sender, as the board says it: whoever reads the one reads the police too (§2.2)."""
        if self.contact_type == ALLEGATION:
            return WITH_THE_OFFICER
        return self.worries or (self.missing.circumstances if self.missing else "")


class AmendedContact(Reading):
    contact_id: str
    contact_type: str | None = None
    superseded: bool = False
    children: tuple[NamedChild, ...] = ()


class Identity(Reading):
    provisional_child_id: str
    child_id: str


class MissingEpisode(Reading):
    child_id: str


class Rating(Reading):
    child_ids: tuple[str, ...] = ()
    rag: str


class Decision(Reading):
    child_id: str
    decision: str


class Discussion(Reading):
    child_ids: tuple[str, ...] = ()
    held_at: datetime


class OfChild(Reading):
    child_id: str


ALLEGATION = "LADO"
WITH_THE_OFFICER = "An allegation about somebody who works with children: what was said is with the designated officer."
"""What is read out of hours of one: that it is there (domain brief §2.2)."""


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactReceived.v1", Contact)
async def receive_contact(connection: Connection, message: Message[Contact]) -> None:
    """Everybody's names; and a card on the board when nobody else is there to take it."""
    contact = message.data
    received_at = message.meta.received_at or message.meta.recorded_at
    ids = [child.child_id for child in contact.children]
    await _remember(connection, contact.children)
    safe = SAFETY_WORDS.get(contact.immediate_safety.is_child_safe_now, Safety.NOT_KNOWN)
    await facts.know_safety(connection, ids, safe, received_at, "Contact")
    if contact.police and contact.police.grade:
        await facts.know(connection, ids, Question.DA_GRADE, contact.police.grade, received_at)
    if not in_service_hours(received_at):
        await incoming.arrive(
            connection,
            contact.contact_id,
            received_at,
            contact.contact_type,
            contact.agency.name,
            contact.told,
            ids,
        )


@SUBSCRIPTIONS.project("contacts", "frontdoor.ContactAmended.v1", AmendedContact)
async def amend_contact(connection: Connection, message: Message[AmendedContact]) -> None:
    """One that came late changes no name that is newer; whom nobody had named is told as added. What turns out to be an
    allegation is read by nobody here any more."""
    amended = message.data
    if amended.superseded:
        return
    await _remember(connection, amended.children)
    if amended.contact_type == ALLEGATION:
        await incoming.say_instead(connection, amended.contact_id, ALLEGATION, WITH_THE_OFFICER)


async def _remember(connection: Connection, named: Sequence[NamedChild]) -> None:
    for child in named:
        await children.remember(connection, child.child_id, child.first_name, child.surname, child.dob)


@SUBSCRIPTIONS.project("contacts", "frontdoor.ChildIdentified.v1", Identity)
async def follow_identity(connection: Connection, message: Message[Identity]) -> None:
    await children.identify(connection, message.data.provisional_child_id, message.data.child_id)


@SUBSCRIPTIONS.project("contacts", "frontdoor.MissingEpisodeOpened.v1", MissingEpisode)
async def open_missing(connection: Connection, message: Message[MissingEpisode]) -> None:
    at = message.meta.received_at or message.meta.recorded_at
    await facts.know(connection, [message.data.child_id], Question.MISSING, "OPEN", at)


@SUBSCRIPTIONS.project("contacts", "frontdoor.MissingEpisodeClosed.v1", MissingEpisode)
async def close_missing(connection: Connection, message: Message[MissingEpisode]) -> None:
    at = message.meta.received_at or message.meta.recorded_at
    await facts.know(connection, [message.data.child_id], Question.MISSING, "FOUND", at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.RagAssigned.v1", Rating)
async def rate(connection: Connection, message: Message[Rating]) -> None:
    await facts.know(connection, message.data.child_ids, Question.RAG, message.data.rag, message.meta.recorded_at)


@SUBSCRIPTIONS.project("threshold-decisions", "frontdoor.ThresholdDecisionAuthorised.v1", Decision)
async def decide(connection: Connection, message: Message[Decision]) -> None:
    decision, at = message.data, message.meta.recorded_at
    await facts.know(connection, [decision.child_id], Question.DECISION, decision.decision, at)


@SUBSCRIPTIONS.project("strategy-meetings", "frontdoor.StrategyDiscussionConvened.v1", Discussion)
async def convene(connection: Connection, message: Message[Discussion]) -> None:
    held_at = message.data.held_at
    await facts.know(connection, message.data.child_ids, Question.STRATEGY, "HELD", held_at)


@SUBSCRIPTIONS.project("strategy-meetings", "frontdoor.S47Started.v1", OfChild)
async def start_enquiry(connection: Connection, message: Message[OfChild]) -> None:
    at = message.meta.occurred_at or message.meta.recorded_at
    await facts.know(connection, [message.data.child_id], Question.S47, "OPEN", at)


@SUBSCRIPTIONS.project("strategy-meetings", "frontdoor.ICPCHeld.v1", OfChild)
async def end_with_conference(connection: Connection, message: Message[OfChild]) -> None:
    await facts.know(connection, [message.data.child_id], Question.S47, "CLOSED", message.meta.recorded_at)


@SUBSCRIPTIONS.project("strategy-meetings", "frontdoor.ICPCNotRequired.v1", OfChild)
async def end_without_conference(connection: Connection, message: Message[OfChild]) -> None:
    await facts.know(connection, [message.data.child_id], Question.S47, "CLOSED", message.meta.recorded_at)
