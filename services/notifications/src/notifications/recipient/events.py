"""What has happened to a recipient.

Stored under these names for ever: a change is a new field with a default.
"""

from dataclasses import dataclass
from datetime import date, datetime

from notifications.codes import Transport
from shared.disclosure import Sensitivity
from shared.events import EventCatalogue

RECIPIENT_EVENTS = EventCatalogue()


@RECIPIENT_EVENTS.event("RecipientRegistered")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRegistered:
    recipient_id: str
    urn: str | None
    org_id: str
    name: str
    dsl: str
    deputy: str | None
    transport: Transport
    valid_to: date


@RECIPIENT_EVENTS.event("RecipientVerified")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientVerified:
    recipient_id: str
    urn: str | None
    dsl: str
    deputy: str | None
    spoken_to: str
    valid_to: date
    verified_at: datetime


@RECIPIENT_EVENTS.event("RollRecorded", classes=(Sensitivity.ID,))
@dataclass(frozen=True, slots=True, kw_only=True)
class RollRecorded:
    recipient_id: str
    urn: str
    pupil_keys: tuple[str, ...]
    pupils: int
    taken_at: datetime


@RECIPIENT_EVENTS.event("RecipientIntroduced")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientIntroduced:
    """The other services are told of it, as they are of whoever is registered now."""

    recipient_id: str
    urn: str | None
    name: str


RecipientEvent = RecipientRegistered | RecipientVerified | RollRecorded | RecipientIntroduced
