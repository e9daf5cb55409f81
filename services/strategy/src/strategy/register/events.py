"""What has happened in the register of one child's enquiries."""

from dataclasses import dataclass

from shared.events import EventCatalogue

REGISTER_EVENTS = EventCatalogue()


@REGISTER_EVENTS.event("EnquiryOpened")
@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryOpened:
    child_id: str
    s47_id: str


@REGISTER_EVENTS.event("EnquiryClosed")
@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryClosed:
    child_id: str
    s47_id: str


RegisterEvent = EnquiryOpened | EnquiryClosed
