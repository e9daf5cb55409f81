"""The rules of the register: nobody is verified before they are registered, and a verification ends."""

from dataclasses import dataclass, replace
from typing import assert_never

from notifications.recipient.commands import (
    IntroduceRecipient,
    RecipientCommand,
    RecordRoll,
    RegisterRecipient,
    VerifyRecipient,
)
from notifications.recipient.events import (
    RecipientEvent,
    RecipientIntroduced,
    RecipientRegistered,
    RecipientVerified,
    RollRecorded,
)
from shared.decider import Decider, Refused
from shared.ids import derived_id
from shared.working_time import in_london


@dataclass(frozen=True, slots=True)
class Unregistered:
    """Nobody answers for this school or organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    urn: str | None
    name: str
    dsl: str
    deputy: str | None
    introduced: bool = False


RecipientState = Unregistered | Registered


def recipient_id_of(urn: str | None, org_id: str) -> str:
    """One stream a school, so no two registrations can answer for one URN; else one an organisation."""
    return derived_id("recipient", f"urn:{urn}" if urn else f"org:{org_id}")


def recipient_stream(recipient_id: str) -> str:
    return f"Recipient-{recipient_id}"


def decide(command: RecipientCommand, state: RecipientState) -> list[RecipientEvent]:
    match command:
        case RegisterRecipient():
            return _register(command)
        case VerifyRecipient():
            return _verify(command, state)
        case RecordRoll():
            return _record_roll(command, state)
        case IntroduceRecipient():
            return _introduce(command, state)
    assert_never(command)


def _register(command: RegisterRecipient) -> list[RecipientEvent]:
    if command.valid_to < in_london(command.at).date():
        raise Refused("NOT-02 ENDED", "The registration would have ended already", "valid_to")
    return [
        RecipientRegistered(
            recipient_id=command.recipient_id,
            urn=command.urn,
            org_id=command.org_id,
            name=command.name,
            dsl=command.dsl,
            deputy=command.deputy,
            transport=command.transport,
            valid_to=command.valid_to,
        )
    ]


def _verify(command: VerifyRecipient, state: RecipientState) -> list[RecipientEvent]:
    registered = _registered(state)
    if command.spoken_to not in (registered.dsl, registered.deputy):
        reason = "Speak to the registered safeguarding lead or deputy, or register whoever has taken over"
        raise Refused("NOT-02 NOT_THE_DSL", reason, "spoken_to")
    if command.valid_to < in_london(command.at).date():
        raise Refused("NOT-02 ENDED", "The verification would have ended already", "valid_to")
    return [
        RecipientVerified(
            recipient_id=command.recipient_id,
            urn=registered.urn,
            dsl=registered.dsl,
            deputy=registered.deputy,
            spoken_to=command.spoken_to,
            valid_to=command.valid_to,
            verified_at=command.at,
        )
    ]


def _record_roll(command: RecordRoll, state: RecipientState) -> list[RecipientEvent]:
    if _registered(state).urn != command.urn:
        raise Refused("NOT-03 NO_URN", "A roll belongs to a school with a URN", "urn")
    return [
        RollRecorded(
            recipient_id=command.recipient_id,
            urn=command.urn,
            pupil_keys=command.pupil_keys,
            pupils=command.pupils,
            taken_at=command.at,
        )
    ]


def _introduce(command: IntroduceRecipient, state: RecipientState) -> list[RecipientEvent]:
    registered = _registered(state)
    if registered.introduced:
        return []
    return [RecipientIntroduced(recipient_id=command.recipient_id, urn=registered.urn, name=registered.name)]


def _registered(state: RecipientState) -> Registered:
    if isinstance(state, Unregistered):
        raise Refused("NOT-02 UNREGISTERED", "Register the recipient first")
    return state


def evolve(state: RecipientState, event: RecipientEvent) -> RecipientState:
    match event:
        case RecipientRegistered():
            introduced = isinstance(state, Registered) and state.introduced
            return Registered(urn=event.urn, name=event.name, dsl=event.dsl, deputy=event.deputy, introduced=introduced)
        case RecipientIntroduced():
            return replace(_registered(state), introduced=True)
        case RecipientVerified() | RollRecorded():
            return state
    assert_never(event)


RECIPIENT: Decider[RecipientCommand, RecipientEvent, RecipientState] = Decider(
    initial=Unregistered(), decide=decide, evolve=evolve
)
