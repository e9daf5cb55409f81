"""What may be asked of a recipient. Each command carries who asks and when."""

from dataclasses import dataclass
from datetime import date, datetime

from notifications.codes import Transport
from shared.access.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRecipient:
    """Registering again changes the details, and takes the verification away: somebody else may answer now."""

    recipient_id: str
    urn: str | None
    org_id: str
    name: str
    dsl: str
    deputy: str | None
    transport: Transport
    valid_to: date
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRecipient:
    """Somebody of ours has spoken to the safeguarding lead (or deputy) named here."""

    recipient_id: str
    spoken_to: str
    valid_to: date
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRoll:
    """The whole roll of that day, as keys (see ``notifications.pupils``); it replaces the one before."""

    recipient_id: str
    urn: str
    pupil_keys: tuple[str, ...]
    pupils: int
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroduceRecipient:
    """Once for each recipient that was registered before the other services were told of any."""

    recipient_id: str
    by: Actor
    at: datetime


RecipientCommand = RegisterRecipient | VerifyRecipient | RecordRoll | IntroduceRecipient
